"""German words of the municipal report: judged measures, money in a sentence, terms of duties, who may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import MeasureRole
from monitoring.choices import AttainmentStatus
from monitoring.documents import municipal_words as words
from monitoring.domain.city_table import TableCell
from monitoring.domain.municipal import Money, ServiceLine, Spending, withhold
from monitoring.domain.sheet import Gap
from tests.monitoring import measure_sheets as sheets
from tests.monitoring.municipal_sheets import SEPTEMBER, budget, duty, municipal, target

GREEN, YELLOW, RED = AttainmentStatus.GREEN, AttainmentStatus.YELLOW, AttainmentStatus.RED
DAY, YEAR_END = date(2014, 10, 20), date(2014, 12, 31)
MISSING = Gap(series="X_EUR", series_name="Ausgaben", month=SEPTEMBER, kind="missing")
LATER = Gap(series="X_EUR", series_name="Ausgaben", month=SEPTEMBER, kind="not_yet", available_from=date(2014, 10, 1))


def test_the_title_names_the_month():
    assert words.report_title(municipal()) == "Kommunaler Bericht September 2014"


@pytest.mark.parametrize(
    ("statuses", "final", "said"),
    [
        (
            [GREEN, YELLOW, RED, RED],
            False,
            "Von 4 bewerteten Messgrößen: 1 im Soll, 1 leicht daneben, 2 deutlich daneben.",
        ),
        ([GREEN, YELLOW], True, "Von 2 bewerteten Messgrößen: 1 erreicht, 1 nicht erreicht."),
        ([None, GREEN], False, "Von 1 bewerteten Messgrößen: 1 im Soll. Ohne Bewertung: Bestand LZB."),
        ([None], False, "Ohne Bewertung: Bestand LZB."),
        ([], False, ""),
    ],
)
def test_judged_measures_are_counted(statuses, final, said):
    targets = [target(measures=(sheets.lzb(status=status, final=final),)) for status in statuses]
    assert words.judged(municipal(*targets)) == said


def test_posts_are_not_judged():
    measures = (sheets.posts([397] * 9), sheets.lzb(status=YELLOW), sheets.lzb(role=MeasureRole.SHOWN))
    assert words.judged(municipal(target(measures=measures))) == (
        "Von 1 bewerteten Messgrößen: 1 leicht daneben. Ohne Bewertung: Personal."
    )


@pytest.mark.parametrize(
    ("line", "cell", "sentence"),
    [
        (
            budget("5000", "3688.16"),
            "3.688,16 €",
            "Von 5.000,00 € (Kreis) sind bis September 2014 3.688,16 € ausgegeben, 73,8 %; es bleiben 1.311,84 €. "
            "Gleichmäßig fortgeschrieben wären es im Jahr 4.918 €.",
        ),
        (
            budget("100", "120", projection=None, gaps=(MISSING,), until=date(2014, 6, 1)),
            "120,00 €",
            "Von 100,00 € (Kreis) sind bis Juni 2014 120,00 € ausgegeben, 120,0 %; das sind 20,00 € mehr als zugesagt. "
            "Es fehlt Ausgaben September 2014.",
        ),
        (
            budget("100", "90", until=date(2014, 12, 1), projection=Decimal(90)),
            "90,00 €",
            "Von 100,00 € (Kreis) sind bis Dezember 2014 90,00 € ausgegeben, 90,0 %; es bleiben 10,00 €.",
        ),
        (budget("0", "0", projection=None), "0,00 €", "Von 0,00 € (Kreis) sind bis September 2014 0,00 € ausgegeben; es bleiben 0,00 €."),
        (
            budget("100", None, gaps=(MISSING,)),
            "fehlt",
            "100,00 € (Kreis) sind zugesagt; es fehlt Ausgaben September 2014.",
        ),
        (
            budget("100", None, gaps=(LATER,)),
            "noch nicht verfügbar",
            "100,00 € (Kreis) sind zugesagt; Ausgaben September 2014 ist noch nicht verfügbar (voraussichtlich ab 01.10.2014).",
        ),
        (budget("100", None, series=None), "nicht erfasst", "100,00 € (Kreis) sind zugesagt."),
        (budget("100", None), "–", "100,00 € (Kreis) sind zugesagt."),
        (
            budget("100", None, withheld=True),
            "nicht ausgewiesen",
            "100,00 € (Kreis) sind zugesagt; die Ausgaben sind nicht ausgewiesen.",
        ),
        (Money(amount=Decimal(100)), "keine Summe", "100,00 € sind zugesagt."),
    ],
)  # fmt: skip
def test_money_in_a_cell_and_in_a_sentence(line, cell, sentence):
    said = (words.spent_words(line), words.money_finding(line))
    assert tuple(text.replace("\xa0", " ") for text in said) == (cell, sentence)


@pytest.mark.parametrize(("until", "said"), [(SEPTEMBER, ""), (date(2014, 6, 1), "bis Juni"), (None, "")])
def test_spending_of_an_earlier_month_says_so(until, said):
    assert words.spent_until(budget(until=until), SEPTEMBER) == said


def test_notes_name_gaps_and_estimates_once():
    lines = [budget(gaps=(MISSING,)), budget(estimates=("Ausgaben Juni 2014 (Rechnung fehlt)",))]
    assert words.money_notes(lines) == (
        "Es fehlt Ausgaben September 2014.",
        "Geschätzt: Ausgaben Juni 2014 (Rechnung fehlt).",
        words.CLOSING,
    )
    assert words.money_notes([budget(spent=None)]) == ()


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (None, "–"),
        (Spending(month=SEPTEMBER, value=Decimal("1234.5"), gap=None, data_status=None), "1.234,50\xa0€"),
        (Spending(month=SEPTEMBER, value=None, gap="none", data_status=None), "keine Angabe"),
        (Spending(month=SEPTEMBER, value=None, gap="missing", data_status=None), "fehlt"),
    ],
)
def test_periods(period, said):
    assert words.period_words(period) == said


@pytest.mark.parametrize(
    ("total", "until", "said"),
    [
        (TableCell(text="34", value=34), SEPTEMBER, "Alle Städte zusammen, Januar bis September 2014: 34 Erreichte."),
        (
            TableCell(text="3", value=3, remark="unvollständig, ohne Haan"),
            date(2014, 3, 1),
            "Alle Städte zusammen, Januar bis März 2014: 3 Erreichte (unvollständig, ohne Haan).",
        ),
        (TableCell(text="noch nicht verfügbar"), None, "Alle Städte zusammen: noch nicht verfügbar."),
    ],
)
def test_services(total, until, said):
    assert words.service_words(ServiceLine(counted="Erreichte", until=until, total=total)) == said


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (duty(), "laufend"),
        (duty(due=YEAR_END), "bis 31.12.2014"),
        (duty(due=DAY), "bis 20.10.2014"),
        (duty(due=date(2014, 10, 19)), "war fällig am 19.10.2014"),
        (duty(due=YEAR_END, present_by=date(2015, 1, 15)), "bis 31.12.2014, Vorlage bis 15.01.2015"),
    ],
)
def test_terms(promise, said):
    assert words.term_words(promise, DAY) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([YEAR_END], "Als Nächstes fällig, am 31.12.2014: 1 Pflicht."),
        ([YEAR_END, YEAR_END], "Als Nächstes fällig, am 31.12.2014: 2 Pflichten."),
        ([None], ""),
    ],
)
def test_what_is_due_next(days, said):
    assert words.next_words(municipal(target(duties=tuple(duty(due=day) for day in days)))) == said


def test_who_may_see_it():
    counted = municipal(target(budget(), city_duty=True))
    assert "verlässt das Haus nicht" in words.audience(counted)
    assert "sind hier nicht ausgewiesen" in words.audience(withhold(counted))
    assert [words.audience(sheet) for sheet in (municipal(target()), withhold(municipal(target(budget()))))] == ["", ""]
    assert words.audience(replace(counted, exact=False)) == ""
