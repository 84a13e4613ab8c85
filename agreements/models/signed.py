"""Triggers that keep what was signed as it was signed, on SQLite and PostgreSQL: no row added, changed or removed, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Step = Callable[[object, BaseDatabaseSchemaEditor], None]
MESSAGE = "Diese Vereinbarung ist unterzeichnet; geändert wird sie durch einen Nachtrag."
STATES = (
    "('signed', 'amended', 'settled')"  # agreements.domain.lifecycle.IN_FORCE; a migration does not follow the code
)

_OF_TARGET = "(SELECT agreement_id FROM agreements_target WHERE id = {row}.target_id)"
_OF_MEASURE = (
    "(SELECT t.agreement_id FROM agreements_targetmeasure m JOIN agreements_target t ON t.id = m.target_id "
    "WHERE m.id = {row}.target_measure_id)"
)
_OF_DUTY = "(SELECT t.agreement_id FROM agreements_duty d JOIN agreements_target t ON t.id = d.target_id WHERE d.id = {row}.duty_id)"
_OF_PARTNER = "(SELECT agreement_id FROM agreements_agreementparty WHERE id = {row}.partner_id)"
# The key of the agreement that a row of each table belongs to.
TABLES = {
    "agreements_agreementparty": "{row}.agreement_id",
    "agreements_section": "{row}.agreement_id",
    "agreements_target": "{row}.agreement_id",
    "agreements_targetmeasure": _OF_TARGET,
    "agreements_planvalue": _OF_MEASURE,
    "agreements_budget": _OF_TARGET,
    "agreements_duty": _OF_TARGET,
    "agreements_duty_responsible": _OF_DUTY,
    "agreements_signature": _OF_PARTNER,
}
# Of the agreement itself the state alone goes on living, and never back.
KEPT = (
    "key", "year", "title", "jobcenter_id", "starts", "ends", "predecessor_id", "amends_id", "effective_from", "version"
)  # fmt: skip
AGREEMENT = "agreements_agreement"


def protect(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse every change of what was signed from now on."""
    vendor = "postgresql" if schema_editor.connection.vendor == "postgresql" else "sqlite"
    for statement in _STATEMENTS[vendor]():
        schema_editor.execute(statement)


def release(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the protection away again, for a migration that must change the tables themselves."""
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in (*TABLES, AGREEMENT):
        if postgres:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_signed ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_signed()")
            continue
        for verb in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_signed_{verb}")


def protect_signed() -> tuple[Step, Step]:
    """For RunPython: protect, unless the settings switch triggers off (tests that flush their tables)."""

    def forwards(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if settings.APPEND_ONLY_TRIGGERS:
            protect(schema_editor)

    def backwards(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        release(schema_editor)

    return forwards, backwards


def _signed(expression: str, row: str) -> str:
    """Whether the agreement of a row is signed. A row whose agreement is gone belongs to none: NULL is not true."""
    of_row = expression.format(row=row)
    return f"(SELECT state FROM {AGREEMENT} WHERE id = {of_row}) IN {STATES}"  # noqa: S608  names of this module alone


def _changed(different: str) -> str:
    """Whether something else than the state of a signed agreement changes, or the state goes back."""
    columns = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in KEPT)
    return f"OLD.state IN {STATES} AND (NEW.state NOT IN {STATES} OR {columns})"


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
    found = [
        f"CREATE TRIGGER {table}_signed_{verb.lower()} BEFORE {verb} ON {table} "
        f"WHEN {' OR '.join(_signed(expression, row) for row in rows[verb])} {refuse}"
        for table, expression in TABLES.items()
        for verb in rows
    ]
    return [
        *found,
        f"CREATE TRIGGER {AGREEMENT}_signed_update BEFORE UPDATE ON {AGREEMENT} WHEN {_changed('IS NOT')} {refuse}",
        f"CREATE TRIGGER {AGREEMENT}_signed_delete BEFORE DELETE ON {AGREEMENT} WHEN OLD.state IN {STATES} {refuse}",
    ]


def _postgresql() -> list[str]:
    refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
    found = []
    for table, expression in TABLES.items():
        old, new = _signed(expression, "OLD"), _signed(expression, "NEW")
        body = (
            f"IF TG_OP <> 'INSERT' THEN IF {old} THEN {refuse} END IF; END IF; "
            f"IF TG_OP <> 'DELETE' THEN IF {new} THEN {refuse} END IF; RETURN NEW; END IF; RETURN OLD;"
        )
        found += _function(table, body)
    body = (
        f"IF TG_OP = 'DELETE' THEN IF OLD.state IN {STATES} THEN {refuse} END IF; RETURN OLD; END IF; "
        f"IF {_changed('IS DISTINCT FROM')} THEN {refuse} END IF; RETURN NEW;"
    )
    return [*found, *_function(AGREEMENT, body, "UPDATE OR DELETE")]


def _function(table: str, body: str, verbs: str = "INSERT OR UPDATE OR DELETE") -> list[str]:
    return [
        f"CREATE FUNCTION {table}_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {table}_signed BEFORE {verbs} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_signed()",
    ]


_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
