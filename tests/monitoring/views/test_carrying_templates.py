"""Carrying over after a template: texts, targets and duties of another agreement one reads, between one's own partners."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from agreements.choices import AgreementState, PlanWay, Role
from agreements.models import Agreement, AuditEntry, Budget, Duty, Target, TargetMeasure
from tests.factories import AgreementFactory, MembershipFactory

pytestmark = pytest.mark.django_db
NEW = "/vereinbarungen/neu/"


@pytest.fixture
def mine(agreement_2014) -> Agreement:
    """The agreement of another Jobcenter of the same Agentur, with a person of the Agentur who writes its next one."""
    agentur = agreement_2014.partners.get(position=1).party
    made = AgreementFactory(state=AgreementState.SIGNED, key="nachbar-2014")
    made.partners.filter(position=1).update(party=agentur)
    return made


@pytest.fixture
def client_of_the_agentur(mine) -> Client:
    person = MembershipFactory(party=mine.partners.get(position=1).party, role=Role.REVIEW).user
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(**changes: str) -> dict[str, str]:
    term = {"year": "2015", "title": "Zielvereinbarung 2015", "starts": "2015-01-01", "ends": "2015-12-31"}
    return {"source": "nachbar-2014", "template": "me-aktiv-2014", **term, **changes}


def responsible(agreement: Agreement, position: int) -> int:
    """How many duties the partner at that place of the cover has."""
    return Duty.objects.filter(
        target__agreement=agreement, responsible=agreement.partners.get(position=position).party
    ).count()


def test_texts_targets_and_duties_come_from_the_template_and_partners_from_the_source(
    client_of_the_agentur, mine, agreement_2014
):
    assert client_of_the_agentur.post(NEW, form()).url == "/vereinbarungen/nachbar-2015/werte/"

    draft = Agreement.objects.get(key="nachbar-2015")
    assert (draft.predecessor, draft.jobcenter) == (mine, mine.jobcenter)
    assert [row.party for row in draft.partners.order_by("position")] == [
        row.party for row in mine.partners.order_by("position")
    ]
    for rows in (Target.objects.order_by("code"), Duty.objects.order_by("target__code", "position")):
        name = "agreement" if rows.model is Target else "target__agreement"
        columns = ("code", "description") if rows.model is Target else ("target__code", "sentence")
        copied, theirs = (list(rows.filter(**{name: each}).values_list(*columns)) for each in (draft, agreement_2014))
        assert copied == theirs
    assert [responsible(draft, place) for place in (1, 2, 3)] == [
        responsible(agreement_2014, place) for place in (1, 2, 3)
    ]
    assert set(TargetMeasure.objects.filter(target__agreement=draft).values_list("way", flat=True)) == {PlanWay.NONE}
    assert AuditEntry.objects.get(object="nachbar-2015").after["template"] == "me-aktiv-2014"


def test_the_money_of_another_jobcenter_is_not_promised_again(client_of_the_agentur):
    client_of_the_agentur.post(NEW, form())
    assert Budget.objects.filter(target__agreement__key="nachbar-2015").count() == 0


def test_an_earlier_year_of_one_s_own_keeps_its_money_and_moves_its_days_by_all_years(
    client_of_the_agentur, agreement_2014
):
    later = AgreementFactory(
        key="me-aktiv-2015",
        year=2015,
        state=AgreementState.SIGNED,
        jobcenter=agreement_2014.jobcenter,
        partners=[row.party for row in agreement_2014.partners.order_by("position")],
    )
    changes = {"source": later.key, "year": "2016", "starts": "2016-01-01", "ends": "2016-12-31"}
    client_of_the_agentur.post(NEW, form(**changes))

    amounts, days = (
        [
            list(
                rows.filter(target__agreement__key=key)
                .order_by("target__code", "position")
                .values_list(name, flat=True)
            )
            for key in ("me-aktiv-2014", "me-aktiv-2016")
        ]
        for rows, name in ((Budget.objects, "amount"), (Duty.objects, "due"))
    )
    assert amounts[0] == amounts[1]
    assert [day and day.replace(year=day.year + 2) for day in days[0]] == days[1]
    assert date(2016, 12, 31) in days[1]


def test_templates_are_what_one_reads_and_is_signed(client_of_the_agentur, mine):
    AgreementFactory(state=AgreementState.SIGNED, key="fern-2014")
    AgreementFactory(key="entwurf-2014", partners=[row.party for row in mine.partners.all()])

    field = client_of_the_agentur.get(NEW).context["form"].fields["template"]
    assert {each.key for each in field.queryset} == {"me-aktiv-2014", "nachbar-2014"}
    response = client_of_the_agentur.post(NEW, form(template="fern-2014"))
    assert (response.status_code, list(response.context["form"].errors)) == (400, ["template"])


def test_who_reads_one_agreement_is_not_asked_for_a_template(mine):
    person = MembershipFactory(party=mine.jobcenter, role=Role.RELEASE).user
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert list(client.get(NEW).context["form"].fields) == ["source", "year", "title", "starts", "ends"]
