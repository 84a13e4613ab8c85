"""Steering measures in words, as markers of a chart, and as a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from monitoring.choices import MeasureState, Urgency
from monitoring.documents.charts import course_chart
from monitoring.documents.steering import (
    COLUMNS,
    effect_words,
    markers,
    state_words,
    steering_file,
    urgency_words,
)
from monitoring.domain.steering_sheet import ExpectedEffect
from tests.monitoring.domain.test_steering_list import line
from tests.monitoring.measure_sheets import iq

SHEET = line(1, "Bewerbertage").sheet
POINTS = ExpectedEffect(
    name="Integrationsquote", unit="%", decimals=1, amount=Decimal("0.3000"), month=date(2014, 9, 1)
)


@pytest.mark.parametrize(
    ("sheet", "label"),
    [
        (SHEET, "M1 Bewerbertage"),
        (replace(SHEET, ahead=True), "M1 Bewerbertage, geplant"),
        (replace(SHEET, title="Fallwerkstatt Langzeitbezug"), "M1 Fallwerkstatt Langzeitbezug"),
        (replace(SHEET, title="Bewerbertage für Metall, Elektro und Pflege"), "M1 Bewerbertage für Metall…"),
        (replace(SHEET, title="Arbeitgeberansprachekampagnenplanung"), "M1 Arbeitgeberansprachekampagne…"),
    ],
)
def test_a_marker_is_short(sheet, label):
    assert markers([sheet]) == ((date(2014, 6, 1), label),)


def test_what_is_not_pursued_any_more_has_no_marker():
    dropped = replace(SHEET, state=MeasureState.DROPPED)
    assert markers([dropped, replace(SHEET, number=2)]) == ((date(2014, 6, 1), "M2 Bewerbertage"),)


def test_the_chart_names_it_in_picture_and_description():
    svg = course_chart(iq(), prefix="c", markers=markers([SHEET]))
    assert ">M1 Bewerbertage</text>" in svg
    assert "Juni 2014: M1 Bewerbertage.</desc>" in svg


@pytest.mark.parametrize("state", MeasureState)
def test_what_begins_later_is_planned(state):
    assert state_words(replace(SHEET, state=state)) == state.label
    assert state_words(replace(SHEET, state=state, ahead=True)) == "geplant"


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (None, ""),
        (POINTS, "+0,3\u00a0Prozentpunkte ab September 2014 (Integrationsquote)"),
        (replace(POINTS, amount=Decimal("0.25")), "+0,25\u00a0Prozentpunkte ab September 2014 (Integrationsquote)"),
        (
            replace(POINTS, name="LZB", unit="Personen", decimals=0, amount=Decimal(-60)),
            "−60\u00a0Personen ab September 2014 (LZB)",
        ),
        (
            replace(POINTS, name="Integrationen", unit="Anzahl", decimals=0, amount=Decimal(1500)),
            "+1.500 ab September 2014 (Integrationen)",
        ),
    ],
)
def test_the_expected_effect_in_words(effect, words):
    assert effect_words(effect) == words


@pytest.mark.parametrize(
    ("urgency", "days", "words"),
    [
        (None, 15, ""),
        (Urgency.SOON, 14, "noch 14 Tage"),
        (Urgency.SOON, 1, "noch 1 Tag"),
        (Urgency.SOON, 0, "endet heute"),
        (Urgency.OVERDUE, -1, "seit gestern überfällig"),
        (Urgency.OVERDUE, -3, "seit 3 Tagen überfällig"),
    ],
)
def test_what_presses_in_words(urgency, days, words):
    assert urgency_words(line(1, "Bewerbertage", urgency=urgency, days=days)) == words


LINES = (
    line(1, "=Bewerbertage", urgency=Urgency.OVERDUE, days=-3, notes="zwei\nZeilen"),
    line(2, "Coaching", state=MeasureState.DONE, result="gut"),
)


def test_the_csv_holds_every_line():
    rows = steering_file(LINES, file_format="csv", created=date(2014, 10, 20)).decode("utf-8-sig").split("\r\n")
    assert rows == [
        ";".join(column.title for column in COLUMNS),
        "Jobcenter;Zielvereinbarung 2014;M1;'=Bewerbertage;Integrationsquote;weil;Jobcenter;;01.06.2014;31.12.2014;"
        'in Umsetzung;seit 3 Tagen überfällig;;"zwei\nZeilen";',
        "Jobcenter;Zielvereinbarung 2014;M2;Coaching;Integrationsquote;weil;Jobcenter;;02.06.2014;31.12.2014;"
        "abgeschlossen;;;;gut",
        "",
    ]


def test_the_workbook_has_real_dates_and_texts_that_are_none():
    book = openpyxl.load_workbook(BytesIO(steering_file(LINES, file_format="xlsx", created=date(2014, 10, 20))))
    (page,) = book
    head, first, second = page.iter_rows()
    assert [cell.value for cell in head] == [column.title for column in COLUMNS]
    assert (first[3].value, first[3].data_type) == ("=Bewerbertage", "s")
    assert (first[8].value.date(), first[8].number_format) == (date(2014, 6, 1), "dd.mm.yyyy")
    assert (second[2].value, second[14].value) == ("M2", "gut")
