"""The fixtures hold the 2014 paper whole: every sentence, every figure, every duty, and survive a round trip."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Sum

from agreements.choices import DutyRhythm, MeasureRole, SectionKind, SignatureWay
from agreements.models import (
    Agreement,
    AgreementParty,
    Budget,
    Duty,
    Measure,
    Membership,
    Party,
    Region,
    Section,
    Series,
    Signature,
    Target,
    TargetMeasure,
    User,
)
from tests.fixtures_2014 import FIXTURES

MODELS = [Region, Party, Series, Measure, Agreement, AgreementParty, Section, Target, TargetMeasure, Budget, Duty]
MODELS += [Signature, User, Membership]
BA_TARGETS = ["iq", "lzb", "llu", "u25", "alleinerziehende"]
CITY_TARGETS = ["kinderbetreuung", "schuldnerberatung", "psychosozial"]
pytestmark = pytest.mark.usefixtures("agreement_2014")


def codes(**conditions) -> list[str]:
    return list(Target.objects.filter(**conditions).values_list("code", flat=True))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_rows_are_the_paper_line_by_line(agreement_2014, paper_2014):
    """Equality, so nothing is left out and nothing is added."""
    lines = [agreement_2014.title]
    for partner in agreement_2014.partners.all():
        lines += [partner.linking, *partner.function.splitlines()]
    for section in agreement_2014.sections.prefetch_related("targets__measures"):
        lines += [f"{section.number} {section.heading}".strip() + (" *" if section.footnote else "")]
        lines += [line.removeprefix("- ") for line in section.prose.splitlines()]
        lines += section.column_heads
        for target in section.targets.all():
            lines += [target.title, *target.description.splitlines()]
            if section.kind == SectionKind.MEASURED:
                lines += [row.plan_printed for row in target.measures.all() if row.role == MeasureRole.LEADING]
        lines += section.closing.splitlines()
        lines += [f"* {section.footnote}"] if section.footnote else []
    assert [line for line in lines if line] == list(paper_2014)


def test_sixteen_targets_by_code():
    assert codes() == [
        *BA_TARGETS,
        *CITY_TARGETS,
        *("sucht", "kdu", "egv", "kontaktdichte", "massnahmewirksamkeit", "joboffensive", "kooperation", "personal"),
    ]


def test_three_targets_owe_the_city_breakdown():
    assert codes(city_duty=True) == CITY_TARGETS


def test_the_city_series_are_city_series():
    series = Series.objects.filter(level="city")
    assert {row.code: row.threshold for row in series} == {"KIND_KUNDEN": 3, "SCHULD_KUNDEN": 3, "PSYCHO_KUNDEN": 10}
    assert set(Target.objects.filter(city_duty=True).values_list("city_series", flat=True)) == {s.pk for s in series}


def test_the_follow_up_process_holds_for_the_ba_targets():
    assert codes(in_mbz=True) == BA_TARGETS


def test_the_printed_numbers_leave_one_section_out(agreement_2014):
    assert [section.number for section in agreement_2014.sections.all()] == ["", "I)", "II)", "III)", "", "IV)"]


def test_the_budgets_sum_to_the_paper():
    assert Budget.objects.aggregate(total=Sum("amount"))["total"] == Decimal(648000)
    assert Budget.objects.get(series__code="METHADON_EUR").amount == Decimal(26000)
    assert set(Budget.objects.values_list("carrier__key", flat=True)) == {"kreis-mettmann"}


def test_plan_values_are_those_of_the_contract():
    rows = TargetMeasure.objects.exclude(way="none").values_list(
        "target__code", "measure__code", "plan", "relative_percent", "direction", "course", "gradual"
    )
    assert list(rows) == [
        ("iq", "IQ", Decimal("20.6"), None, "at_least", "prior_year", False),
        ("lzb", "LZB", Decimal(17283), None, "at_most", "prior_year", False),
        ("llu", "LLU", Decimal(90295768), None, "", "prior_year", False),
        ("u25", "INT_U25", None, Decimal(5), "at_least", "prior_year", False),
        ("alleinerziehende", "INT_ALLEIN", None, Decimal(5), "at_least", "prior_year", False),
        ("kdu", "KDU", None, Decimal(0), "at_most", "prior_year", False),
        ("egv", "EGV_QUOTE", Decimal(80), None, "at_least", "level", False),
        ("kontaktdichte", "KONTAKTDICHTE", Decimal(2), None, "at_least", "linear", False),
        ("kontaktdichte", "KONTAKTDICHTE_SINGLE", Decimal(6), None, "at_least", "linear", False),
        ("personal", "VZA", Decimal("405.93"), None, "exactly", "level", False),
        ("personal", "BEFRISTUNG", Decimal("7.5"), None, "at_most", "level", True),
    ]


def test_printed_plan_values_stand_in_the_paper(paper_2014):
    whole = squeezed(" ".join(paper_2014))
    printed = [row.plan_printed for row in TargetMeasure.objects.exclude(way="none")]
    assert [words for words in printed if not words or words not in whole] == []


def test_what_the_paper_does_not_say_is_marked_as_our_reading():
    leading = TargetMeasure.objects.filter(role=MeasureRole.LEADING)
    assert [str(row) for row in leading if not row.reading.startswith("unsere Lesart: ")] == []


def test_each_duty_is_a_sentence_of_its_target():
    strangers = [
        str(duty)
        for duty in Duty.objects.select_related("target")
        if squeezed(duty.sentence) not in squeezed(duty.target.description)
    ]
    assert strangers == []


def test_every_duty_names_who_owes_it():
    assert list(Duty.objects.filter(responsible=None)) == []


def test_made_known_to_all_integration_staff_three_times():
    duties = Duty.objects.filter(title="Allen Integrationsfachkräften bekannt gemacht")
    assert [duty.target.code for duty in duties.select_related("target")] == [
        "kinderbetreuung",
        "psychosozial",
        "sucht",
    ]


def test_housing_costs_carry_five_duties():
    assert Duty.objects.filter(target__code="kdu").count() == 5


def test_the_extra_posts_hang_on_three_conditions():
    duties = Duty.objects.filter(target__code="personal", title__startswith="Zusätzliche Stellen: ")
    owed = [(duty.title.partition(": ")[2], [party.key for party in duty.responsible.all()]) for duty in duties]
    assert owed == [
        ("belastbares Konzept", ["jobcenter-me-aktiv"]),
        ("Einvernehmen des Kreises", ["kreis-mettmann"]),
        ("Einvernehmen der BA", ["agentur-mettmann"]),
    ]


def test_due_dates():
    """The end of March 2015 stands in the paper; dates for "in 2014" are ours and say so."""
    once = Duty.objects.filter(rhythm=DutyRhythm.ONCE)
    found = Counter(once.values_list("due", "due_is_reading"))
    assert found == {
        (date(2014, 12, 31), False): 5,
        (date(2014, 12, 31), True): 9,
        (date(2015, 3, 31), False): 1,
        (date(2015, 3, 31), True): 1,
    }
    assert set(once.filter(due__year=2015).values_list("target__code", flat=True)) == {"massnahmewirksamkeit"}
    assert list(Duty.objects.exclude(rhythm=DutyRhythm.ONCE).exclude(due=None)) == []


def test_the_signatures_claim_nothing():
    result = "Die Vorlage nennt weder Namen noch Datum; der Scan ist nicht hinterlegt."
    rows = Signature.objects.values_list("partner__party__key", "way", "signer", "signed_on", "result", "valid")
    assert list(rows) == [
        (key, SignatureWay.PAPER, "", None, result, True)
        for key in ("agentur-mettmann", "jobcenter-me-aktiv", "kreis-mettmann")
    ]


def test_ten_cities_and_the_unassigned():
    rows = Region.objects.filter(parent__key="05158").values_list("kind", flat=True)
    assert Counter(rows) == {"city": 10, "unassigned": 1}


def test_nobody_can_log_in_before_the_seed_has_set_a_password():
    assert [user.username for user in User.objects.all() if user.has_usable_password()] == []
    assert [user.username for user in User.objects.filter(is_active=False)] == ["system"]
    assert [user.username for user in User.objects.filter(is_staff=True)] == ["admin"]


def test_memberships_are_those_of_the_contract():
    rows = Membership.objects.values_list("user__username", "party__key", "role", "signatory")
    assert list(rows) == [
        ("agentur", "agentur-mettmann", "review", False),
        ("agentur-leitung", "agentur-mettmann", "review", True),
        ("jobcenter", "jobcenter-me-aktiv", "entry", False),
        ("jobcenter-leitung", "jobcenter-me-aktiv", "release", True),
        ("kreis", "kreis-mettmann", "controlling", False),
        ("landrat", "kreis-mettmann", "reader", True),
        ("lesen", "kreis-mettmann", "reader", False),
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_passes_its_own_rules(model):
    rows = list(model.objects.all())
    for row in rows:
        row.full_clean()
    assert rows


def test_parts_of_a_whole_have_its_level_rhythm_and_unit():
    parts = Series.objects.exclude(subset_of=None).select_related("subset_of")
    assert [part.code for part in parts if nature_of(part) != nature_of(part.subset_of)] == []


def nature_of(series: Series) -> tuple[str, ...]:
    return (series.level, series.rhythm, series.unit, series.nature, series.source)


def test_only_money_may_be_negative():
    assert set(Series.objects.filter(lower=None).values_list("unit", flat=True)) == {"€"}
    assert set(Series.objects.exclude(lower=None).values_list("lower", flat=True)) == {Decimal(0)}


def dumped() -> list[dict]:
    out = StringIO()
    names = [model._meta.label for model in MODELS]
    call_command("dumpdata", *names, use_natural_foreign_keys=True, use_natural_primary_keys=True, stdout=out)
    return json.loads(out.getvalue())


def test_natural_keys_survive_the_round_trip(tmp_path):
    """Loaded over what is there, the dump finds every row again: none is new, none is different."""
    before = dumped()
    file = tmp_path / "again.json"
    file.write_text(json.dumps(before), encoding="utf-8")
    call_command("loaddata", str(file), verbosity=0)
    assert dumped() == before


def test_the_fixtures_hold_no_keys_of_a_database(settings):
    """Only the signatures have numbers: they have no natural key."""
    (folder,) = settings.FIXTURE_DIRS
    rows = [row for name in FIXTURES for row in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))]
    assert {row["model"] for row in rows if "pk" in row} == {"agreements.signature"}
    assert {row["model"].partition(".")[0] for row in rows} == {"agreements"}
