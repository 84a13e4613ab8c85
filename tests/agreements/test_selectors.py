"""Rows to sheets: complete, in order, in a constant number of queries; and the targets in force in a month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import AgreementState, DutyRhythm, SectionKind, SignatureWay
from agreements.models import Actor, Agreement, Duty, Section, Signature, Target, User
from agreements.selectors.agreement import agreement_sheet, agreements_for, related_agreements
from agreements.selectors.amending import targets_in_force
from tests.agreements.agreements_data import amendment_of, copy_of, stranger

TODAY = date(2014, 10, 20)


def actor(name: str) -> Actor:
    return Actor(User.objects.get(username=name), TODAY)


def in_force(agreement: Agreement, code: str, month: date) -> Target:
    return next(target for target in targets_in_force(agreement, month) if target.code == code)


@pytest.fixture
def sheet(agreement_2014):
    return agreement_sheet(agreement_2014)


def test_the_sheet_holds_the_agreement_in_its_order(sheet):
    assert (sheet.key, sheet.year, sheet.title) == ("me-aktiv-2014", 2014, "Zielvereinbarung 2014")
    assert (sheet.jobcenter, sheet.state) == ("Jobcenter ME-aktiv", AgreementState.SIGNED)
    assert [section.title for section in sheet.sections] == [
        "Präambel Zielvereinbarung",
        "I) Geschäftspolitische Ziele SGB II",
        "II) Monitoring zur Verringerung der Hilfebedürftigkeit",
        "III) Weitere lokale Ziele zwischen Jobcenter und Agentur für Arbeit",
        "Vereinbarungen zum Zielnachhalteprozess",
        "IV) kommunale Ziele zwischen JC und kommunalem Träger",
    ]
    assert [len(section.targets) for section in sheet.sections] == [0, 2, 1, 2, 0, 11]
    assert [section.kind for section in sheet.sections].count(SectionKind.MEASURED) == 2
    assert [target.code for target in sheet.targets][-2:] == ["kooperation", "personal"]


def test_the_partners_are_those_of_the_cover(sheet):
    assert [(party.linking, party.function.splitlines()[0], party.party) for party in sheet.parties] == [
        ("zwischen dem", "Vorsitzenden der Geschäftsführung", "Agentur für Arbeit Mettmann"),
        ("und der", "Geschäftsführerin", "Jobcenter ME-aktiv"),
        ("dem", "Landrat", "Kreis Mettmann"),
    ]


def test_money_and_promises_add_up(sheet):
    assert sheet.budget_total == Decimal(648000)
    assert sheet.duty_count == Duty.objects.count() == 36
    psychosocial = next(target for target in sheet.targets if target.code == "psychosozial")
    assert psychosocial.budget_total == Decimal(98000)
    assert [budget.carrier for budget in psychosocial.budgets] == ["Kreis Mettmann"] * 2


def test_a_duty_names_all_who_owe_it_once(sheet):
    (duty,) = next(target for target in sheet.targets if target.code == "kooperation").duties
    assert duty.responsible == ("Agentur für Arbeit Mettmann", "Kreis Mettmann")
    assert (duty.rhythm, duty.due, duty.due_reading) == (DutyRhythm.ONCE, date(2014, 12, 31), True)


def test_a_duty_without_anybody_stays_in_sight(agreement_2014):
    Duty.objects.get(target__code="kooperation").responsible.clear()
    (duty,) = next(t for t in agreement_sheet(agreement_2014).targets if t.code == "kooperation").duties
    assert duty.responsible == ()


def test_measures_say_in_words_what_was_agreed(sheet):
    words = {m.code: m.plan_words.replace("\u00a0", " ") for target in sheet.targets for m in target.measures}
    assert words == {
        "IQ": "mindestens 20,6 % im Jahr 2014",
        "IQ_F": "ohne Planwert",
        "IQ_M": "ohne Planwert",
        "LZB": "höchstens 17.283 Personen im Jahr 2014",
        "LLU": "Prognose: 90.295.768 € im Jahr 2014",
        "INT_U25": "mindestens 5 % mehr als im Jahr 2013",
        "INT_ALLEIN": "mindestens 5 % mehr als im Jahr 2013",
        "KDU": "nicht mehr als im Jahr 2013",
        "EGV_QUOTE": "mindestens 80 % im Jahr 2014",
        "KONTAKTDICHTE": "mindestens 2 Kontakte im Jahr 2014",
        "KONTAKTDICHTE_SINGLE": "mindestens 6 Kontakte im Jahr 2014",
        "KONTAKT_QUOTE": "ohne Planwert",
        "KONTAKT_QUOTE_SINGLE": "ohne Planwert",
        "VZA": "405,93 VZA im Jahr 2014",
        "BEFRISTUNG": "höchstens 7,5 % im Jahr 2014",
    }


def test_only_values_of_the_print_stand_in_the_third_column(sheet):
    printed = {t.code: t.printed_values for s in sheet.sections if s.kind == SectionKind.MEASURED for t in s.targets}
    assert printed == {"iq": ("20,6",), "lzb": ("17.283",), "llu": ("90.295.768 €",)}


def test_signatures_follow_the_partners(agreement_2014):
    Signature.objects.filter(partner__party__key="kreis-mettmann").update(valid=False)
    signatures = agreement_sheet(agreement_2014).signatures
    assert [(signature.party, signature.way) for signature in signatures] == [
        ("Agentur für Arbeit Mettmann", SignatureWay.PAPER),
        ("Jobcenter ME-aktiv", SignatureWay.PAPER),
        ("Kreis Mettmann", None),
    ]
    assert signatures[0].worth.startswith("Unterzeichnet auf Papier.")
    assert signatures[2].worth == "Zu dieser Unterschrift ist nichts hinterlegt."


def test_a_target_without_short_title_shows_its_title(agreement_2014):
    Target.objects.filter(code="iq").update(short_title="")
    assert agreement_sheet(agreement_2014).targets[0].short_title == "Verbesserung der Integration in Erwerbstätigkeit"


@pytest.mark.parametrize("more_targets", [0, 3])
def test_five_queries_whatever_the_size(agreement_2014, django_assert_num_queries, more_targets):
    section = Section.objects.get(position=6)
    for number in range(more_targets):
        Target.objects.create(
            section=section, position=50 + number, code=f"x{number}", title="Mehr", kind="duty", sphere="both"
        )
    agreement = Agreement.objects.with_partners().get(key="me-aktiv-2014")
    with django_assert_num_queries(5):
        agreement_sheet(agreement)


@pytest.mark.parametrize("others", [0, 2])
def test_the_list_takes_three_queries(agreement_2014, django_assert_num_queries, others):
    for number in range(others):
        copy_of(agreement_2014, f"me-aktiv-{2013 - number}", year=2013 - number)
    person = actor("agentur")
    with django_assert_num_queries(3):
        found = agreements_for(person)
    assert [line.year for line in found] == [2014, 2013, 2012][: others + 1]
    assert found[0].partners == ("Agentur für Arbeit Mettmann", "Jobcenter ME-aktiv", "Kreis Mettmann")


def test_the_list_is_empty_for_strangers(agreement_2014):
    assert agreements_for(Actor(stranger(), TODAY)) == ()


def test_related_are_last_year_next_year_and_amendments(agreement_2014):
    before = copy_of(agreement_2014, "me-aktiv-2013")
    Agreement.objects.filter(pk=agreement_2014.pk).update(predecessor=before)
    agreement_2014.refresh_from_db()
    copy_of(agreement_2014, "me-aktiv-2015", year=2015, title="Zielvereinbarung 2015", predecessor=agreement_2014)
    amendment = amendment_of(agreement_2014, "nachtrag-1", "iq", "20", date(2014, 7, 1))
    keys = [line.key for line in related_agreements(agreement_2014, actor("kreis"))]
    assert sorted(keys) == ["me-aktiv-2013", "me-aktiv-2015", "nachtrag-1"]
    assert [line.key for line in related_agreements(amendment, actor("kreis"))] == ["me-aktiv-2014"]
    assert related_agreements(agreement_2014, Actor(stranger(), TODAY)) == ()


@pytest.mark.parametrize(
    ("month", "plan"),
    [(1, "20.6"), (5, "20.6"), (6, "20"), (8, "20"), (9, "19.5"), (12, "19.5")],
)
def test_the_latest_amendment_in_force_counts(agreement_2014, month, plan):
    amendment_of(agreement_2014, "nachtrag-2", "iq", "19.5", date(2014, 9, 1))
    amendment_of(agreement_2014, "nachtrag-1", "iq", "20", date(2014, 6, 1))
    assert in_force(agreement_2014, "iq", date(2014, month, 1)).measures.get(position=1).plan == Decimal(plan)


def test_an_amendment_changes_nothing_before_it_is_signed(agreement_2014):
    amendment_of(agreement_2014, "entwurf", "iq", "19", date(2014, 1, 1), state=AgreementState.READY)
    assert in_force(agreement_2014, "iq", date(2014, 12, 1)).agreement == agreement_2014


def test_a_target_the_amendment_does_not_name_stays_where_it_was(agreement_2014, django_assert_num_queries):
    amendment_of(agreement_2014, "nachtrag-1", "iq", "20", date(2014, 6, 1))
    with django_assert_num_queries(1):
        found = targets_in_force(agreement_2014, date(2014, 12, 1))
    assert [row.code for row in found] == [
        row.code for row in agreement_2014.targets.order_by("section__position", "position")
    ]
    assert [row.code for row in found if row.agreement != agreement_2014] == ["iq"]
