"""The analysis for the dialogue in words: every sentence, singular and plural, and the rows of the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.choices import Direction, TargetKind
from agreements.documents import pdf
from agreements.domain.months import month_of
from monitoring.choices import AttainmentStatus
from monitoring.documents.analysis_words import analysis, opened_words, parts_words
from monitoring.documents.what_if_words import ScenarioRow, needed_pace_words, pace_words, scenario_rows, what_if_words
from monitoring.domain.sheet import MeasureSheet, Part
from tests.monitoring.documents.test_sentences import plain
from tests.monitoring.domain.one_series import MEAN, SUM, Figures, flat, measure, sheet
from tests.monitoring.domain.worked import figure
from tests.monitoring.measure_sheets import iq, kdu, llu, lzb, posts, u25
from tests.monitoring.workbook_cases import quarters

OCTOBER, NOVEMBER = (
    flat(10, 2013) | flat(12, 2014, until=until) for until in (10, 11)
)  # so that two months or one are left


def turned(*deviations: str, direction: Direction = Direction.AT_LEAST) -> MeasureSheet:
    """January on with these deviations in percent; whatever is not favourable is yellow."""
    points = []
    for place, point in enumerate(u25().points):
        value = Decimal(deviations[place]) if place < len(deviations) else None
        good = value is not None and {"at_least": value, "at_most": -value, "exactly": -abs(value)}[direction] >= 0
        status = AttainmentStatus.GREEN if good else AttainmentStatus.YELLOW
        points.append(
            replace(
                point, actual=value, deviation=value, deviation_percent=value, status=None if value is None else status
            )
        )
    last = points[len(deviations) - 1]
    return u25(direction=direction, points=tuple(points), status=last.status)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            iq(),
            "Seit Januar 2014 liegt der Wert ohne Unterbrechung unter dem Soll. Der Rückstand ist seitdem um "
            "2,1 Prozentpunkte zurückgegangen, von 4,2 % auf 2,1 %.",
        ),
        (
            lzb(),
            "Seit Januar 2014 liegt der Wert ohne Unterbrechung über dem Soll. Die Überschreitung ist seitdem um "
            "0,1 Prozentpunkte zurückgegangen, von 0,6 % auf 0,5 %.",
        ),
        (
            turned("1", "-1", "-3"),
            "Seit Februar 2014 liegt der Wert ohne Unterbrechung unter dem Soll. Der Rückstand ist seitdem um "
            "2,0 Prozentpunkte gewachsen, von 1,0 % auf 3,0 %.",
        ),
        (
            turned("-1.04", "-2.96"),
            "Seit Januar 2014 liegt der Wert ohne Unterbrechung unter dem Soll. Der Rückstand ist seitdem gewachsen, von "
            "1,0 % auf 3,0 %.",
        ),
        (
            turned("-1.04", "-1"),
            "Seit Januar 2014 liegt der Wert ohne Unterbrechung unter dem Soll. Der Rückstand ist seitdem nahezu "
            "unverändert (1,0 %).",
        ),
        (turned("1", "-0.01"), "Seit Februar 2014 liegt der Wert unter dem Soll (unter 0,1 %)."),
        (
            turned("3", direction=Direction.EXACTLY),
            "Seit Januar 2014 liegt der Wert neben dem Soll (3,0 %).",
        ),
        (turned("-1", "1"), "Der Wert liegt im Soll."),
        (llu(), ""),
        (posts([397]), ""),
        (iq(missing=[date(2013, 12, 1)]), ""),
    ],
)
def test_since_when_the_gap_is_open(found: MeasureSheet, said: str) -> None:
    assert plain(opened_words(found)) == said


def parted(*amounts: str, **changes: Any) -> MeasureSheet:
    """A deviation from the plan of these parts, January on."""
    total = sum((Decimal(amount) for amount in amounts), Decimal(0))
    parts = tuple(
        Part(part=f"2014-{place:02}", label=f"Monat {place}", amount=Decimal(amount))
        for place, amount in enumerate(amounts, start=1)
    )
    return u25(explanation=parts, explanation_total=total, **changes)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            parted("-4", "-1", "-3", "-2"),
            "Größte Teile des Rückstands (−10): Monat 1 −4,0 (40 %), Monat 3 −3,0 (30 %), Monat 4 −2,0 (20 %).",
        ),
        (
            parted("-4", "-4", "-4", "1", "1"),
            "Größte Teile des Rückstands (−10): Monat 1 −4,0 (40 %), Monat 2 −4,0 (40 %), Monat 3 −4,0 (40 %). Die übrigen "
            "Monate gleichen davon etwas aus.",
        ),
        (
            parted("-4", "2"),
            "Größter Teil des Rückstands (−2): Monat 1 −4,0 (200 %). Der andere Monat gleicht davon etwas aus.",
        ),
        (
            parted("4", "2", direction=Direction.AT_MOST),
            "Größte Teile der Überschreitung (+6): Monat 1 +4,0 (67 %), Monat 2 +2,0 (33 %).",
        ),
        (
            parted("4", "-2", direction=Direction.EXACTLY, deviation=Decimal(2)),
            "Größter Teil der Abweichung (+2): Monat 1 +4,0 (200 %). Der andere Monat gleicht davon etwas aus.",
        ),
        (parted("4", "-2"), "Ungünstig wirkte: Monat 2 −2,0."),
        (parted("9", "-2", "-1"), "Ungünstig wirkten: Monat 2 −2,0, Monat 3 −1,0."),
        (parted("9", "2"), "Kein Monat wirkte ungünstig."),
        (parted("-9"), ""),
        (
            llu(),
            "Größte Abweichungen einzelner Monate von der Prognose: April 2014 −0,032, September 2014 +0,027, März 2014 −0,026.",
        ),
        (parted("0", "0", observed=True), ""),
        (
            iq(),
            "Gegenüber dem Vorjahr wirkte kein Teil ungünstig; das Soll verlangt aber eine größere Veränderung.",
        ),
        (iq(status=AttainmentStatus.GREEN), "Gegenüber dem Vorjahr wirkte kein Teil ungünstig."),
        (
            iq(date(2014, 1, 1)),
            "Größter Teil der ungünstigen Veränderung zum Vorjahr (−0,012 Prozentpunkte): Mengeneffekt (Integrationen) −0,018 "
            "(153 %). Der andere Teil gleicht davon etwas aus.",
        ),
        (
            parted("-4", "9", explanation_base="prior_year"),
            "Gegenüber dem Vorjahr ungünstig wirkte: Monat 1 −4,0.",
        ),
        (
            kdu(),
            "Größter Teil der ungünstigen Veränderung zum Vorjahr (+0,65 Mio. €): Kosten der Unterkunft je Bedarfsgemeinschaft "
            "+1,017 (157 %). Der andere Teil gleicht davon etwas aus.",
        ),
        (posts([397]), ""),
    ],
)
def test_the_largest_parts(found: MeasureSheet, said: str) -> None:
    assert plain(parts_words(found)) == said


def ahead(x: Figures, plan: int, direction: Direction = Direction.AT_LEAST, **terms: Any) -> MeasureSheet:
    return sheet(measure(terms.pop("form", SUM)), x, plan=plan, direction=direction, **terms)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (iq(), "Mit 501 Integrationen im Monat (Oktober bis Dezember) wird das Ziel erreicht."),
        (
            lzb(),
            "Mit im Mittel höchstens 16.976 Personen (Oktober bis Dezember) wird das Ziel eingehalten; das ist rechnerisch "
            "kaum erreichbar.",
        ),
        (
            kdu(),
            "Mit höchstens 9,69 Mio. € im Monat (Oktober bis Dezember) wird das Ziel eingehalten; das ist rechnerisch "
            "kaum erreichbar.",
        ),
        (ahead(OCTOBER, 121, month=10), "Mit 1 im Monat (November bis Dezember) wird das Ziel erreicht."),
        (ahead(NOVEMBER, 140, month=11), "Mit 8 Kontakten im Dezember wird das Ziel erreicht."),
        (
            ahead(NOVEMBER, 12, Direction.AT_MOST, month=11, form=MEAN),
            "Mit höchstens 12 Kontakten im Dezember wird das Ziel eingehalten.",
        ),
        (
            ahead(OCTOBER, 145, Direction.EXACTLY, month=10),
            "Mit rund 13 Kontakten im Monat (November bis Dezember) wird das Ziel erreicht; das ist rechnerisch kaum erreichbar.",
        ),
        (ahead(OCTOBER, 100, month=10), "Das Ziel ist bereits erreicht."),
        (ahead(OCTOBER, 100, Direction.AT_MOST, month=10), "Rechnerisch ist das Ziel nicht mehr einzuhalten."),
        (quarters(), "Mit im Mittel höchstens 2.020 Personen (Dezember) wird das Ziel eingehalten."),
        (llu(), ""),
        (posts([397]), ""),
        (ahead(flat(12, 2014), 100, month=12), ""),
    ],
)
def test_the_pace_that_is_needed(found: MeasureSheet, said: str) -> None:
    assert plain(needed_pace_words(found)) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            iq(),
            "Mit 501 Integrationen im Monat (Oktober bis Dezember) wird das Ziel erreicht. Geht es weiter wie bisher (im Mittel "
            "458 im Monat), sind es am Jahresende 20,1 %, 0,5 Prozentpunkte unter dem Ziel. Geht es weiter wie von Oktober bis "
            "Dezember 2013 (im Mittel 454 im Monat), sind es 20,1 %, 0,5 Prozentpunkte unter dem Ziel.",
        ),
        (
            ahead(NOVEMBER, 142, month=11),
            "Mit 10 Kontakten im Dezember wird das Ziel erreicht. Geht es weiter wie bisher (im Mittel 12 im Monat), sind es am "
            "Jahresende 144, 2 mehr als das Ziel. Geht es weiter wie im Dezember 2013 (im Mittel 10 im Monat), sind es 142, "
            "genau das Ziel.",
        ),
        (
            ahead(flat(12, 2014, until=9), 150, form=MEAN, direction=Direction.AT_MOST),
            "Mit im Mittel höchstens 564 Kontakten (Oktober bis Dezember) wird das Ziel eingehalten. Geht es weiter wie bisher "
            "(im Mittel 12), sind es am Jahresende 12, 138 weniger als das Ziel.",
        ),
        (llu(), ""),
    ],
)
def test_all_paces_on_paper(found: MeasureSheet, said: str) -> None:
    assert plain(what_if_words(found)) == said


def test_the_rows_of_the_table() -> None:
    rows = [replace(row, **{k: plain(v) for k, v in vars(row).items()}) for row in scenario_rows(iq(), Decimal(700))]
    assert rows == [
        ScenarioRow(
            assumption="nötig für das Ziel",
            pace="501",
            year_end="20,6 %",
            deviation="knapp darüber",
            verdict="wird erreicht",
        ),
        ScenarioRow(
            assumption="wie bisher (Mittel Januar bis September)",
            pace="458",
            year_end="20,1 %",
            deviation="−0,5 Prozentpunkte",
            verdict="wird nicht erreicht",
        ),
        ScenarioRow(
            assumption="wie im Vorjahr (Mittel Oktober bis Dezember 2013)",
            pace="454",
            year_end="20,1 %",
            deviation="−0,5 Prozentpunkte",
            verdict="wird nicht erreicht",
        ),
        ScenarioRow(
            assumption="Ihr Wert",
            pace="700",
            year_end="22,8 %",
            deviation="+2,2 Prozentpunkte",
            verdict="wird erreicht",
        ),
    ]


LAST_YEAR = "wie im Vorjahr (Dezember 2013)"


@pytest.mark.parametrize(
    ("found", "assumptions"),
    [
        (ahead(NOVEMBER, 142, month=11), ["nötig für das Ziel", "wie bisher (Mittel Januar bis November)", LAST_YEAR]),
        (ahead(flat(12, 2014, until=1), 142, month=1), ["nötig für das Ziel", "wie bisher (Januar)"]),
        (ahead(NOVEMBER, 100, month=11), ["wie bisher (Mittel Januar bis November)", LAST_YEAR]),
        (llu(), []),
    ],
)
def test_the_assumptions(found: MeasureSheet, assumptions: list[str]) -> None:
    assert [row.assumption for row in scenario_rows(found)] == assumptions


@pytest.mark.parametrize(
    ("found", "pace", "shown", "deviation", "verdict"),
    [
        (kdu(), "9876543.21", "9,88 Mio. €", "+0,55 Mio. €", "wird überschritten"),
        (ahead(OCTOBER, 140, month=10), "10", "10", "keine", "wird erreicht"),
        (ahead(OCTOBER, 140, Direction.EXACTLY, month=10), "9", "9", "−2", "wird verfehlt"),
        (ahead(OCTOBER, 12, Direction.AT_MOST, month=10, form=MEAN), "11", "11", "knapp darunter", "wird eingehalten"),
    ],
)
def test_a_pace_of_ones_own(found: MeasureSheet, pace: str, shown: str, deviation: str, verdict: str) -> None:
    row = [*scenario_rows(found, Decimal(pace))][-1]
    assert (row.assumption, plain(row.pace), plain(row.deviation), row.verdict) == (
        "Ihr Wert",
        shown,
        deviation,
        verdict,
    )


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("Kontakte mit Kundinnen", "Kontakten mit Kundinnen"),
        ("Fälle", "Fällen"),
        ("Integrationen unter 25 Jahren", "Integrationen unter 25 Jahren"),
        ("Jobs", "Jobs"),
        ("erreichte Kunden", "erreichte Kunden"),
    ],
)
def test_the_dative_of_names(what: str, said: str) -> None:
    found = ahead(OCTOBER, 140, month=10)
    named = replace(found, needed=replace(found.needed, what=what))
    assert needed_pace_words(named).startswith(f"Mit 10 {said} im Monat")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (iq(), "Integrationen je Monat"),
        (lzb(), "Bestand LZB im Mittel"),
        (sheet(measure(SUM), {month_of(2014, 3): figure(3), month_of(2014, 6): figure(3)}, plan=9), ""),
        (llu(), ""),
    ],
)
def test_of_what_a_pace_is(found: MeasureSheet, said: str) -> None:
    assert pace_words(found) == said


def test_the_course_of_the_status() -> None:
    found = analysis(lzb()).course
    assert [cell.month for cell in found] == [month_of(2014, month) for month in range(1, 10)]
    assert {(cell.status, cell.words) for cell in found} == {(AttainmentStatus.YELLOW, "leicht über Soll")}
    assert plain(found[8].deviation) == "+0,5 %"


def test_the_course_of_what_is_observed_is_not_judged() -> None:
    assert [(cell.status, cell.words) for cell in analysis(llu()).course] == [(None, "")] * 9


def test_only_the_final_december_is_erreicht_or_not() -> None:
    whole = sheet(measure(SUM), flat(10, 2013) | flat(12, 2014), plan=144, month=12, today=date(2015, 4, 1))
    assert whole.final
    assert [cell.words for cell in analysis(whole).course] == ["im Soll"] * 11 + ["erreicht"]


def test_what_is_put_together_is_what_the_parts_say() -> None:
    found = analysis(u25(), Decimal(130))
    assert (found.opened, found.parts, found.needed, found.pace) == (
        opened_words(u25()),
        parts_words(u25()),
        needed_pace_words(u25()),
        pace_words(u25()),
    )
    assert [*found.scenarios] == [*scenario_rows(u25(), Decimal(130))]


def test_the_font_of_the_papers_has_every_character() -> None:
    said = "".join(
        words(found) for words in (opened_words, parts_words, what_if_words) for found in (iq(), lzb(), kdu())
    )
    assert {ord(sign) for sign in said} - pdf._known_characters() == set()


def test_a_kind_without_status_still_has_its_paces() -> None:
    duty = sheet(measure(SUM), OCTOBER, plan=140, month=10, kind=TargetKind.DUTY)
    assert (opened_words(duty), len([*scenario_rows(duty)])) == ("", 3)
