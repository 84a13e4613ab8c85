"""After the last signature nothing can change what was signed, whoever asks the database; progress goes on in other tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from agreements.choices import AgreementState, SignatureWay
from agreements.models import (
    Agreement,
    AgreementParty,
    Budget,
    Duty,
    Party,
    PlanValue,
    Section,
    Signature,
    Target,
    TargetMeasure,
)
from agreements.models.signed import MESSAGE, TABLES, protect, release
from tests.fixtures_2014 import FIXTURES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft() -> Iterator[Agreement]:
    """The agreement of 2014 as a draft with one plan value and its signatures, in a database that protects."""
    call_command("loaddata", *FIXTURES, verbosity=0)
    agreement = Agreement.objects.get(key="me-aktiv-2014")
    PlanValue.objects.create(
        target_measure=TargetMeasure.objects.get(measure__code="LLU"), month=date(2014, 1, 1), value=Decimal(7)
    )
    with connection.schema_editor() as editor:
        protect(editor)
    yield agreement
    with connection.schema_editor() as editor:
        release(editor)


ADDED: dict[str, Callable[[Agreement], object]] = {
    "partner": lambda a: AgreementParty.objects.create(
        agreement=a, party=Party.objects.get(key="land-nrw"), position=9, function="Land"
    ),
    "section": lambda a: Section.objects.create(agreement=a, position=99, heading="Neu"),
    "target": lambda a: Target.objects.create(
        section=a.sections.last(), position=99, code="neu", title="Neu", kind="duty", sphere="ba"
    ),
    "measure": lambda a: TargetMeasure.objects.create(
        target=a.targets.get(code="joboffensive"),
        measure=TargetMeasure.objects.get(measure__code="LZB").measure,
        way="none",
    ),
    "plan value": lambda a: PlanValue.objects.create(
        target_measure=TargetMeasure.objects.get(measure__code="LLU"), month=date(2014, 2, 1), value=1
    ),
    "budget": lambda a: Budget.objects.create(
        target=a.targets.first(), position=9, purpose="Neu", amount=1, carrier=Party.objects.first()
    ),
    "duty": lambda a: Duty.objects.create(
        target=a.targets.first(), position=9, title="Neu", sentence="Neu.", rhythm="ongoing"
    ),
    "responsible": lambda a: Duty.objects.first().responsible.add(Party.objects.get(key="land-nrw")),
    "signature": lambda a: Signature.objects.create(partner=a.partners.last(), way=SignatureWay.PAPER, valid=False),
}
CHANGED: dict[str, Callable[[Agreement], object]] = {
    "partner": lambda a: a.partners.update(name="Jemand anders"),
    "section": lambda a: a.sections.update(prose="anders"),
    "target": lambda a: a.targets.update(title="anders"),
    "measure": lambda a: TargetMeasure.objects.filter(target__agreement=a).update(yellow=50),
    "plan value": lambda a: PlanValue.objects.update(value=8),
    "budget": lambda a: Budget.objects.update(amount=1),
    "duty": lambda a: Duty.objects.update(sentence="anders"),
    "responsible": lambda a: Duty.responsible.through.objects.filter(duty=Duty.objects.first()).update(
        duty_id=Duty.objects.last().pk, party_id=Party.objects.get(key="land-nrw").pk
    ),
    "signature": lambda a: Signature.objects.update(valid=False),
    "title": lambda a: Agreement.objects.update(title="anders"),
    "back to draft": lambda a: Agreement.objects.update(state=AgreementState.DRAFT),
}
REMOVED: dict[str, Callable[[Agreement], object]] = {
    "plan value": lambda a: PlanValue.objects.all().delete(),
    "budget": lambda a: Budget.objects.all().delete(),
    "responsible": lambda a: Duty.responsible.through.objects.all().delete(),
    "signature": lambda a: Signature.objects.all().delete(),
    "agreement": lambda a: Agreement.objects.filter(pk=a.pk)._raw_delete("default"),  # past Django's own protection
}
CASES = [
    pytest.param(change, id=f"{kind} {name}")
    for kind, table in (("added", ADDED), ("changed", CHANGED), ("removed", REMOVED))
    for name, change in table.items()
]


@pytest.mark.parametrize("change", CASES)
def test_what_was_signed_stays(draft, change):
    Agreement.objects.filter(pk=draft.pk).update(state=AgreementState.SIGNED)
    with pytest.raises(DatabaseError, match=MESSAGE.partition(";")[0]), transaction.atomic():
        change(Agreement.objects.get(pk=draft.pk))


@pytest.mark.parametrize("change", [*ADDED.values(), *CHANGED.values(), *list(REMOVED.values())[:-1]])
def test_a_draft_is_still_worked_on(draft, change):
    change(draft)


def test_the_state_of_a_signed_agreement_goes_on_living(draft):
    for state in (AgreementState.SIGNED, AgreementState.AMENDED, AgreementState.SETTLED):
        Agreement.objects.filter(pk=draft.pk).update(state=state)
    assert Agreement.objects.get(pk=draft.pk).state == AgreementState.SETTLED


def test_every_table_of_an_agreement_is_protected():
    """A table that comes later and hangs on an agreement is either protected or named here as living."""
    living = {
        "agreements_agreementstep",
        "agreements_agreementround",
        "agreements_proposal",
        "agreements_targetremark",
        "agreements_frozendocument",
    }
    roots = {Agreement, AgreementParty, Section, Target, TargetMeasure, Duty}
    hanging = {
        relation.related_model._meta.db_table
        for root in roots
        for relation in root._meta.related_objects
        if relation.related_model._meta.app_label == "agreements" and relation.related_model is not Agreement
    }
    assert hanging | {"agreements_duty_responsible"} == set(TABLES) | living
