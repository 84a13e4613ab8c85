"""Triggers that keep a table append-only on SQLite and PostgreSQL: what was written stays, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Step = Callable[[object, BaseDatabaseSchemaEditor], None]
MESSAGE = "Diese Tabelle wird nur ergänzt, nie geändert."


def protect(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Refuse UPDATE and DELETE on the table from now on."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def release(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the protection away again, for a migration that must change the table itself."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")


def protect_all(*tables: str) -> tuple[Step, Step]:
    """For RunPython: protect these tables, unless the settings switch it off (tests that flush their tables)."""

    def forwards(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if settings.APPEND_ONLY_TRIGGERS:
            for table in tables:
                protect(schema_editor, table)

    def backwards(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            release(schema_editor, table)

    return forwards, backwards
