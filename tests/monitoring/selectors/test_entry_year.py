"""The year as a grid: rows by target, cells by rhythm and day, totals and plans; and the context of a single cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Source
from agreements.models import Region, Series, User
from monitoring.choices import FigureStatus, Origin
from monitoring.models import MonthlyActual
from monitoring.selectors.context import cell_context
from monitoring.selectors.entry_year import entry_year
from monitoring.services.actuals import record
from monitoring.services.entries import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY = date(2014, 10, 20)
JOBCENTER = frozenset({Source.BA, Source.JOBCENTER})


@pytest.fixture
def year(agreement):
    return entry_year(agreement, sources=JOBCENTER, today=TODAY)


def row(year, name: str):
    return next(row for row in year.rows if row.name == name)


def store(code: str, month: date, region: str = "05158", **what) -> None:
    entry = Entry(
        series=Series.objects.get(code=code), region=Region.objects.get(key=region), month=month, why="Test", **what
    )
    record(by=User.objects.get(username="jobcenter"), entries=[entry], on=TODAY, origin=Origin.GRID)


def test_series_stand_with_the_target_that_uses_them_else_with_their_source(year):
    found = {
        group.title: [row.series.code for block in group.blocks for row in block.rows if not block.by_city]
        for group in year.groups
    }

    assert found["Integrationsquote"] == ["INT", "INT_F", "INT_M", "ELB", "ELB_F", "ELB_M"]
    assert found["Langzeitleistungsbezug"] == ["LZB"]
    assert found["BA-Statistik (§ 51b SGB II)"] == ["ELB_U25", "ELB_ALLEIN", "BG"]
    assert list(found)[-2:] == ["BA-Statistik (§ 51b SGB II)", "eigene Zählung"]


def test_a_budget_brings_the_series_of_its_spending_to_the_target(agreement):
    year = entry_year(agreement, sources=[Source.KREIS], today=TODAY)
    found = {group.title: [row.series.code for block in group.blocks for row in block.rows] for group in year.groups}

    assert found["Schuldnerberatung"] == ["SCHULD_EUR"]
    assert found["Psychosoziale Betreuung"] == ["PSYCHO_EUR", "METHADON_EUR"]


def test_city_series_open_to_eleven_rows_with_their_sum(year):
    (group,) = [group for group in year.groups if group.title == "Schuldnerberatung"]
    (block,) = [block for block in group.blocks if block.by_city]

    assert len(block.rows) == 11
    assert [each and (each.text, each.missing) for each in block.sums] == [
        None, None, ("302", ""), None, None, ("263", ""), None, None, ("243", ""), None, None, None,
    ]  # fmt: skip
    assert (block.total.text, block.total.until) == ("808", "Jan–Sep")


def test_a_city_without_a_figure_leaves_the_sum_incomplete(agreement):
    store("SCHULD_KUNDEN", date(2014, 9, 1), region="05158008", reason="nicht erhoben")
    year = entry_year(agreement, sources=JOBCENTER, today=TODAY)
    (block,) = [b for group in year.groups for b in group.blocks if b.by_city and b.series.code == "SCHULD_KUNDEN"]
    name = Region.objects.get(key="05158008").name

    assert block.sums[8].missing == f"unvollständig, ohne {name}"
    assert Decimal(block.sums[8].text) < 243
    assert (block.total.text, block.total.until) == ("565", "Jan–Jun")


def test_cells_follow_the_rhythm_and_the_day(year):
    monthly, quarterly = row(year, "INT-05158").cells, row(year, "JOB_TEILN-05158").cells

    assert [bool(cell) for cell in quarterly] == [False, False, True] * 4
    assert [cell.begun for cell in monthly] == [True] * 10 + [False] * 2
    assert (monthly[0].state, monthly[0].text, monthly[0].says) == ("final", "425", "endgültig")
    assert (monthly[9].state, monthly[9].text) == ("not_yet", "")
    assert monthly[9].says == "noch nicht verfügbar (voraussichtlich ab 01.11.2014)"


def test_what_should_be_there_and_is_not_is_missing(agreement):
    year = entry_year(agreement, sources=JOBCENTER, today=date(2014, 11, 3))

    assert (year.missing, row(year, "INT-05158").cells[9].says) == (30, "fehlt")


@pytest.mark.parametrize(
    ("what", "text", "state", "says"),
    [
        ({"value": Decimal(0)}, "0", "provisional", "vorläufig"),
        ({"reason": "nicht erhoben"}, "k. A.", "none", "keine Angabe: nicht erhoben"),
        (
            {"value": Decimal(19900), "status": FigureStatus.ESTIMATED, "basis": "Stichprobe"},
            "19.900",
            "estimated",
            "geschätzt (Stichprobe)",
        ),
    ],
    ids=["zero", "none", "estimated"],
)
def test_zero_none_and_estimate_are_different_things(agreement, what, text, state, says):
    store("EGV", date(2014, 9, 1), **what)
    cell = row(entry_year(agreement, sources=JOBCENTER, today=TODAY), "EGV-05158").cells[8]

    assert (cell.text, cell.state, cell.says) == (text, state, says)


@pytest.mark.parametrize(
    ("name", "what", "text", "until", "plan", "word"),
    [
        ("INT-05158", "Summe", "4.124", "Jan–Sep", "", "Soll"),
        ("LZB-05158", "Mittel", "17.385,2", "Jan–Sep", "17.301,9", "Soll"),
        ("LLU-05158", "Summe", "67.900.771,21", "Jan–Sep", "67.932.393,13", "Prognose"),
        ("VZA-05158", "Stand", "397,23", "Sep", "405,93", "Soll"),
        ("JOB_TEILN-05158", "Summe", "974", "Jan–Sep", "", "Soll"),
    ],
)
def test_a_row_says_what_it_adds_up_to_and_its_plan(year, name, what, text, until, plan, word):
    total = row(year, name).total

    assert (total.what, total.text, total.until, total.plan, total.plan_word) == (what, text, until, plan, word)


def test_a_gap_ends_the_sum_before_it(agreement):
    MonthlyActual.objects.filter(series__code="INT", month=date(2014, 3, 1)).delete()

    total = row(entry_year(agreement, sources=JOBCENTER, today=TODAY), "INT-05158").total
    assert (total.text, total.until) == ("875", "Jan–Feb")


@pytest.mark.parametrize("sources", [JOBCENTER, frozenset({Source.KREIS})], ids=["67 rows", "6 rows"])
def test_the_grid_asks_ten_questions(agreement, sources, django_assert_num_queries):
    agreement.district  # noqa: B018 - fetched along with the agreement
    with django_assert_num_queries(10):
        entry_year(agreement, sources=sources, today=TODAY)


def test_the_context_of_a_cell(agreement):
    store("LZB", date(2014, 9, 1), value=Decimal(17412))
    known = cell_context(agreement, "LZB-05158-2014-09", sources=JOBCENTER, today=TODAY)

    assert known.title == "Bestand Langzeitleistungsbezieher (LZB), September 2014"
    assert (len(known.last), known.last[-1], len(known.bars)) == (12, ("Aug 2014", "17.340"), 12)
    assert known.prior_year == ("September 2013", "17.498\xa0Personen")
    assert known.plans == (("Soll Langzeitleistungsbezug, Januar bis September 2014", "17.302\xa0Personen"),)
    newest = known.changes[0]
    assert (newest.old, newest.new, newest.why) == ("17.322\xa0Personen", "17.412\xa0Personen", "Test")
    assert (newest.origin, newest.by, newest.file_name) == (
        "Jahresraster",
        str(User.objects.get(username="jobcenter")),
        "",
    )


@pytest.mark.parametrize(
    "name",
    [
        "KDU-05158-2014-09",
        "JOB_TEILN-05158-2014-08",
        "INT-05158-2013-09",
        "INT-09999-2014-09",
        "INT-05158-2014-13",
        "x",
    ],
)
def test_no_context_for_what_one_does_not_type(agreement, name):
    assert cell_context(agreement, name, sources=JOBCENTER, today=TODAY) is None


def test_the_context_asks_nine_questions(agreement, django_assert_num_queries):
    agreement.district  # noqa: B018
    with django_assert_num_queries(9):
        cell_context(agreement, "LZB-05158-2014-09", sources=JOBCENTER, today=TODAY)
