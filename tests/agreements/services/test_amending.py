"""Making an amendment: copies of the chosen targets, partners and term of the original, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import AgreementState, PlanWay
from agreements.models import Agreement, AuditEntry, User
from agreements.selectors.agreement import agreement_sheet
from agreements.selectors.amending import months_to_choose, synopsis, targets_in_force
from agreements.services.amending import AmendmentRefused, make_amendment
from agreements.services.copying import copy_targets
from agreements.services.plans import set_plan
from tests.agreements.agreements_data import amendment_of, copy_of

JULY, SEPTEMBER = date(2014, 7, 1), date(2014, 9, 1)


@pytest.fixture
def by(agreement_2014) -> User:
    return User.objects.get(username="jobcenter-leitung")


def made(by: User, original: Agreement, *codes: str, since: date = JULY) -> Agreement:
    return make_amendment(by=by, original=original, title="Nachtrag", effective_from=since, codes=codes)


def told(agreement: Agreement) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    found = synopsis(agreement)
    return [
        (each.title, [(target.code, [passage.label for passage in target.passages]) for target in each.targets])
        for each in found.sections
    ]


def test_it_is_a_draft_of_the_same_partners_with_the_chosen_targets_alone(by, agreement_2014):
    amendment = made(by, agreement_2014, "sucht", "iq")
    old, new = agreement_sheet(agreement_2014), agreement_sheet(amendment)

    assert (amendment.key, amendment.state) == ("me-aktiv-2014-nachtrag-1", AgreementState.DRAFT)
    assert (new.parties, new.year, new.starts, new.ends) == (old.parties, old.year, old.starts, old.ends)
    assert (new.amends.key, new.amends.title, new.amends.effective_from) == (old.key, old.title, JULY)
    assert [target.code for target in new.targets] == ["iq", "sucht"]
    assert list(new.targets) == [target for target in old.targets if target.code in {"iq", "sucht"}]
    assert [(each.heading, each.prose, each.position) for each in new.sections] == [
        ("Geschäftspolitische Ziele SGB II", "", 1),
        ("kommunale Ziele zwischen JC und kommunalem Träger", "", 2),
    ]


def test_own_months_and_versions_are_copied_afresh(by, agreement_2014):
    row = agreement_2014.targets.get(code="iq").measures.order_by("position").first()
    row.plan_values.create(month=JULY, value=Decimal("11.5"))
    agreement_2014.targets.filter(code="iq").update(version=7)
    target = made(by, agreement_2014, "iq").targets.get()
    copy = target.measures.order_by("position").first()

    assert target.version == 1
    assert [(each.month, each.value) for each in copy.plan_values.all()] == [(JULY, Decimal("11.5"))]
    assert row.plan_values.count() == 1


def test_it_is_kept_in_the_trail(by, agreement_2014):
    made(by, agreement_2014, "iq", "lzb")
    entry = AuditEntry.objects.latest("id")

    assert (entry.verb, entry.object, entry.actor) == ("Nachtrag angelegt", "me-aktiv-2014-nachtrag-1", by)
    assert entry.after == {"amends": "me-aktiv-2014", "effective_from": "2014-07", "targets": ["iq", "lzb"]}


def test_the_second_starts_from_what_the_first_says(by, agreement_2014):
    first = amendment_of(agreement_2014, "me-aktiv-2014-nachtrag-1", "iq", "19", JULY)
    second = made(by, agreement_2014, "iq", since=SEPTEMBER)

    assert second.key == "me-aktiv-2014-nachtrag-2"
    assert [row.plan for row in second.targets.get().measures.all()] == [19]
    assert [row.agreement for row in targets_in_force(agreement_2014, date(2014, 6, 1)) if row.code == "iq"] == [
        agreement_2014
    ]
    assert [row.agreement for row in targets_in_force(agreement_2014, JULY) if row.code == "iq"] == [first]


def test_not_before_an_amendment_in_force(by, agreement_2014):
    amendment_of(agreement_2014, "nachtrag-1", "iq", "19", JULY)
    amendment_of(agreement_2014, "nachtrag-2", "iq", "19", SEPTEMBER, state=AgreementState.DRAFT)

    assert months_to_choose(agreement_2014)[0] == JULY
    with pytest.raises(AmendmentRefused, match="Ab Juni 2014 kann der Nachtrag nicht wirken"):
        made(by, agreement_2014, "lzb", since=date(2014, 6, 1))


@pytest.mark.parametrize("since", [date(2013, 12, 1), date(2014, 7, 2), date(2015, 1, 1)])
def test_only_from_the_first_of_a_month_within_the_term(by, agreement_2014, since):
    with pytest.raises(AmendmentRefused, match="kann der Nachtrag nicht wirken"):
        made(by, agreement_2014, "iq", since=since)
    assert not agreement_2014.amendments.exists()


@pytest.mark.parametrize("codes", [(), ("gibt-es-nicht",), ("iq", "gibt-es-nicht")])
def test_only_targets_that_there_are(by, agreement_2014, codes):
    with pytest.raises(AmendmentRefused, match="Bitte Ziele wählen, die in der Zielvereinbarung stehen"):
        made(by, agreement_2014, *codes)
    assert not agreement_2014.amendments.exists()


@pytest.mark.parametrize("state", AgreementState)
def test_only_what_is_signed_is_amended(by, agreement_2014, state):
    Agreement.objects.filter(pk=agreement_2014.pk).update(state=state)
    if state in {AgreementState.SIGNED, AgreementState.AMENDED}:
        assert made(by, agreement_2014, "iq").amends == agreement_2014
    else:
        with pytest.raises(AmendmentRefused, match=f"diese steht auf „{state.label}“"):
            made(by, agreement_2014, "iq")


def test_an_amendment_is_not_amended(by, agreement_2014):
    amendment = amendment_of(agreement_2014, "nachtrag-1", "iq", "19", JULY)
    with pytest.raises(AmendmentRefused, match="Ein Nachtrag wird nicht selbst geändert"):
        made(by, amendment, "iq")


def test_the_synopsis_tells_what_changes_against_what_was_in_force(by, agreement_2014):
    amendment_of(agreement_2014, "nachtrag-1", "lzb", "17000", JULY)
    amendment = made(by, agreement_2014, "iq", "lzb", since=SEPTEMBER)
    assert synopsis(amendment).sections == ()
    for code, value in (("iq", "19.8"), ("lzb", "16500")):
        row = amendment.targets.get(code=code).measures.order_by("position").first()
        set_plan(by=by, agreement=amendment, row=row, way=PlanWay.ABSOLUTE, value=Decimal(value))
    (section,) = synopsis(amendment).sections
    words = {
        target.code: [["".join(run.text for run in line) for line in side] for side in (each.old, each.new)]
        for target in section.targets
        for each in target.passages
        if each.label.endswith(": vereinbart")
    }
    assert words == {
        "iq": [["mindestens 20,6\u00a0% im Jahr 2014"], ["mindestens 19,8\u00a0% im Jahr 2014"]],
        "lzb": [["höchstens 17.000\u00a0Personen im Jahr 2014"], ["höchstens 16.500\u00a0Personen im Jahr 2014"]],
    }


def test_of_an_original_there_is_none(agreement_2014):
    assert synopsis(agreement_2014) is None


def test_one_that_is_not_signed_is_no_part_of_what_was_before(by, agreement_2014):
    first, second = made(by, agreement_2014, "iq"), made(by, agreement_2014, "iq", since=SEPTEMBER)
    for amendment, value in ((first, "19"), (second, "20.6")):
        row = amendment.targets.get().measures.order_by("position").first()
        set_plan(by=by, agreement=amendment, row=row, way=PlanWay.ABSOLUTE, value=Decimal(value))

    assert told(second) == []
    Agreement.objects.filter(pk=first.pk).update(state=AgreementState.SIGNED)
    assert [code for _, targets in told(second) for code, _ in targets] == ["iq"]


@pytest.mark.parametrize("earlier", [0, 2])
def test_the_synopsis_asks_five_questions_whatever_came_before(by, agreement_2014, django_assert_num_queries, earlier):
    for number in range(earlier):
        amendment_of(agreement_2014, f"vorher-{number}", "iq", "19", JULY)
    amendment = made(by, agreement_2014, "iq", "sucht", since=SEPTEMBER)
    with django_assert_num_queries(5):
        synopsis(amendment)


def test_targets_are_copied_into_any_draft(agreement_2014):
    draft = copy_of(agreement_2014, "entwurf", state=AgreementState.DRAFT)
    copy_targets(agreement_2014.targets.filter(code__in=["kdu", "lzb"]).order_by("section__position"), draft)
    duties = [list(each.responsible.all()) for each in draft.targets.get(code="kdu").duties.all()]

    assert [target.code for target in draft.targets.all()] == ["lzb", "kdu"]
    assert duties == [list(each.responsible.all()) for each in agreement_2014.targets.get(code="kdu").duties.all()]
