"""The audit chain: every entry hangs on the one before, and a change anywhere shows."""

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.models import AuditEntry, AuditHead
from agreements.models.append_only import protect, release
from agreements.services.audit import broken_links, record
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    user = UserFactory()
    return [record(by=user, verb="geprüft", object=f"Sache {n}", after={"n": n}) for n in range(3)]


def test_each_entry_names_the_hash_before(chain):
    assert [entry.previous_hash for entry in chain] == ["", chain[0].hash, chain[1].hash]
    assert list(broken_links()) == []


@pytest.mark.parametrize(("field", "value"), [("verb", "anders"), ("after", {"n": 7}), ("reason", "nachgetragen")])
def test_a_changed_entry_shows(chain, field, value):
    AuditEntry.objects.filter(pk=chain[1].pk).update(**{field: value})

    assert list(broken_links()) == [f"Protokolleintrag {chain[1].pk}: der Inhalt passt nicht zur Prüfsumme."]


def test_a_missing_entry_shows(chain):
    AuditEntry.objects.filter(pk=chain[1].pk).delete()

    assert list(broken_links()) == [
        f"Protokolleintrag {chain[2].pk}: die Kette ist davor unterbrochen.",
        "Das Ende des Protokolls passt nicht: 3 Einträge gemeldet, 2 vorhanden.",
    ]


def test_a_missing_end_shows(chain):
    AuditEntry.objects.filter(pk=chain[2].pk).delete()

    assert list(broken_links()) == ["Das Ende des Protokolls passt nicht: 3 Einträge gemeldet, 2 vorhanden."]


def test_a_lost_head_shows(chain):
    AuditHead.objects.all().delete()

    assert list(broken_links()) == ["Das Ende des Protokolls passt nicht: 0 Einträge gemeldet, 3 vorhanden."]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [lambda rows: rows.update(verb="anders"), lambda rows: rows.delete()])
def test_the_trigger_refuses_to_change_what_was_written(change):
    record(by=UserFactory(), verb="geprüft", object="Sache")
    with connection.schema_editor() as editor:
        protect(editor, "agreements_auditentry")
    try:
        with pytest.raises(DatabaseError, match="nur ergänzt, nie geändert"), transaction.atomic():
            change(AuditEntry.objects.all())
    finally:
        with connection.schema_editor() as editor:
            release(editor, "agreements_auditentry")
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["geprüft"]
