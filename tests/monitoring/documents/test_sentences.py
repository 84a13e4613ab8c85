"""The German sentences of a report, from sheets with the worked figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Aggregation, Direction, TargetKind
from monitoring.choices import AttainmentStatus, FigureStatus
from monitoring.documents.figures import deviation_words, difference_words, plan_words, scale_of, value_words
from monitoring.documents.sentences import (
    as_of_words,
    data_status_words,
    explanation_words,
    finding,
    gap_words,
    hints,
    measure_status_words,
    needed_words,
    overview,
    projection_words,
    report_data_status_words,
    status_words,
)
from monitoring.documents.wording import listed, month_range_words
from monitoring.domain.sheet import Gap, MeasureSheet, Needed
from tests.monitoring.measure_sheets import LZB, iq, llu, lzb, posts, report, target, u25

DECEMBER = date(2014, 12, 1)
WHOLE_YEAR = [*LZB, 17300, 17290, 17280]


def plain(words: str) -> str:
    """No-break spaces as spaces, to be readable here; their places have a test of their own."""
    return words.replace("\u00a0", " ")


def gap(name: str, month: int, kind: str = "missing", available_from: date | None = None, year: int = 2014) -> Gap:
    return Gap(series=name, series_name=name, month=date(year, month, 1), kind=kind, available_from=available_from)


FINDINGS = {
    "rate": (
        iq(),
        "Bis September wurden 15,1 % erreicht, 0,3 Prozentpunkte unter dem Soll; das sind rund 90 Integrationen. Gegenüber dem "
        "Vorjahr ist die Quote gestiegen, vor allem durch mehr Integrationen.",
    ),
    "rate in January": (
        iq(date(2014, 1, 1)),
        "Im Januar wurden 1,6 % erreicht, 0,1 Prozentpunkte unter dem Soll; das sind rund 19 Integrationen. Gegenüber dem Vorjahr "
        "ist die Quote nahezu unverändert.",
    ),
    "one piece": (
        iq(deviation=Decimal("-0.05"), deviation_pieces=Decimal("1.4"), prior_year=None),
        "Bis September wurden 15,1 % erreicht, 0,1 Prozentpunkte unter dem Soll; das ist rund ein Fall.",
    ),
    "hardly below": (
        iq(deviation=Decimal("-0.01"), deviation_pieces=Decimal("0.2"), prior_year=None),
        "Bis September wurden 15,1 % erreicht, knapp unter dem Soll.",
    ),
    "exactly": (
        iq(deviation=Decimal(0), deviation_pieces=Decimal(0), prior_year=None),
        "Bis September wurden 15,1 % erreicht, genau wie vereinbart.",
    ),
    "ceiling of a rate": (
        iq(direction=Direction.AT_MOST, explanation=(), components=()),
        "Bis September waren es 15,1 %, 0,3 Prozentpunkte unter dem Soll. Gegenüber dem Vorjahr ist die Quote um 1,4 % gestiegen.",
    ),
    "mean": (
        lzb(),
        "Im Mittel der Monate Januar bis September waren es 17.385 Personen, 83 mehr als das Soll; 66 % der vereinbarten Senkung "
        "sind erreicht. Gegenüber dem Vorjahr ist der Wert um 0,9 % gesunken.",
    ),
    "mean in January": (
        lzb(date(2014, 1, 1), prior_year=None),
        "Im Januar waren es 17.452 Personen, 97 mehr als das Soll.",
    ),
    "mean of the year": (
        lzb(DECEMBER, figures=WHOLE_YEAR, final=True, prior_year=None),
        "Im Mittel des Jahres 2014 waren es 17.361 Personen, 78 mehr als das Soll. Das Ziel ist damit nicht erreicht.",
    ),
    "sum": (
        u25(),
        "Von Januar bis September waren es 833, 17 weniger als das Soll. Gegenüber dem Vorjahr ist der Wert um 2,5 % gestiegen.",
    ),
    "sum in January": (u25(date(2014, 1, 1), prior_year=None), "Im Januar waren es 86, 4 weniger als das Soll."),
    "observed": (
        llu(),
        "Von Januar bis September waren es 67,90 Mio. €, 0,03 Mio. € unter der Prognose. Gegenüber dem Vorjahr ist der Wert um "
        "1,4 % gesunken.",
    ),
    "a small difference in €": (
        llu(deviation=Decimal("3210.55"), prior_year=None),
        "Von Januar bis September waren es 67,90 Mio. €, 3.211 € über der Prognose.",
    ),
    "as forecast": (
        llu(deviation=Decimal(0), prior_year=None),
        "Von Januar bis September waren es 67,90 Mio. €, genau wie prognostiziert.",
    ),
    "staffing": (posts([397.10] * 9), "Im September 2014 waren 397,10 von 405,93 VZA besetzt, 97,8 %."),
    "state": (
        posts([400, 401], has_status=True, unit="Kontakte", decimals=0),
        "Im Februar 2014 waren es 401 Kontakte, 5 weniger als das Soll. Stand: Februar 2014, weil besetzte Stellen "
        "September 2014 fehlt.",
    ),
    "older": (
        lzb(missing=[date(2014, 6, 1)], prior_year=None),
        "Im Mittel der Monate Januar bis Mai waren es 17.418 Personen, 90 mehr als das Soll. Stand: Mai 2014, weil Bestand LZB "
        "Juni 2014 fehlt.",
    ),
    "without value": (
        iq(missing=[date(2013, 12, 1)]),
        "Für September 2014 liegt noch kein Wert vor: es fehlt Bestand eLb Dezember 2013.",
    ),
    "without value and reason": (posts([], gaps=()), "Für September 2014 liegt noch kein Wert vor."),
    "not computable": (
        iq(actual=None, not_computable=True),
        "Für September 2014 ist der Wert nicht berechenbar: Der Nenner ist 0.",
    ),
    "estimated": (
        lzb(estimates=("Bestand LZB März 2014 (Ausfall)",), prior_year=None, deviation=None),
        "Im Mittel der Monate Januar bis September waren es 17.385 Personen. Der Wert enthält Schätzungen: Bestand LZB März 2014 "
        "(Ausfall).",
    ),
    "without plan": (
        iq(
            plan=None,
            deviation=None,
            deviation_pieces=None,
            prior_year=None,
            plan_missing=(gap("Bestand eLb", 12, year=2012),),
        ),
        "Bis September wurden 15,1 % erreicht. Ein Soll bis dahin lässt sich nicht berechnen: es fehlt Bestand eLb Dezember 2012.",
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_findings(name):
    sheet, said = FINDINGS[name]
    assert plain(finding(sheet)) == said


def test_numbers_keep_their_units():
    assert "15,1\u00a0%" in finding(iq())
    assert "0,3\u00a0Prozentpunkte" in finding(iq())
    assert "67,90\u00a0Mio.\u00a0€" in finding(llu())


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("1.2", "1 % der vereinbarten Senkung ist erreicht"),
        ("99.9", "99 % der vereinbarten Senkung sind erreicht"),
        ("100", "die vereinbarte Senkung ist erreicht"),
        ("-20", "statt der vereinbarten Senkung ist der Wert gegenüber dem Vorjahr gestiegen"),
    ],
)
def test_share_of_the_agreed_change(share, said):
    assert f"; {said}. " in plain(finding(lzb(agreed_change_share_percent=Decimal(share))))


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (("0.3", "-0.1"), "gestiegen, durch mehr Integrationen."),
        (("0.1", "0.2"), "gestiegen, vor allem durch einen kleineren Nenner (Bestand eLb)."),
        (("-0.3", "0.1"), "gesunken, durch weniger Integrationen."),
        (("-0.1", "-0.2"), "gesunken, vor allem durch einen größeren Nenner (Bestand eLb)."),
    ],
)
def test_why_a_rate_moved(amounts, said):
    parts = tuple(replace(part, amount=Decimal(amount)) for part, amount in zip(iq().explanation, amounts, strict=True))
    change = sum(part.amount for part in parts)
    moved = iq(explanation=parts, actual=Decimal(15), prior_year=15 - change)
    assert finding(moved).endswith(f"Gegenüber dem Vorjahr ist die Quote {said}")


def test_prior_year_without_percent():
    assert finding(u25(prior_year_change_percent=None)).endswith("Gegenüber dem Vorjahr ist der Wert gestiegen.")


def judged(*statuses: AttainmentStatus | None, final: bool = False) -> list[MeasureSheet]:
    return [iq(name=f"Ziel {n}", status=status, final=final) for n, status in enumerate(statuses, start=1)]


G, Y, R = AttainmentStatus.GREEN, AttainmentStatus.YELLOW, AttainmentStatus.RED


@pytest.mark.parametrize(
    ("statuses", "final", "said"),
    [
        ((G, Y, R, R), False, "Von 4 Zielen liegt eines im Soll, eines leicht, zwei deutlich daneben."),
        ((G, G, R), False, "Von 3 Zielen liegen zwei im Soll, eines deutlich daneben."),
        ((Y, R), False, "Von 2 Zielen liegt eines leicht, eines deutlich daneben."),
        ((G, G, G), False, "Alle 3 Ziele liegen im Soll."),
        ((Y,), False, "Das Ziel liegt leicht daneben."),
        ((G, R, Y), True, "Von 3 Zielen ist eines erreicht, zwei nicht erreicht."),
        ((G, G), True, "Alle 2 Ziele sind erreicht."),
        ((G, None, R), False, "Von 3 Zielen liegt eines im Soll, eines deutlich daneben. Noch ohne Bewertung: Ziel 2."),
        ((None, None), False, "Von 2 Zielen ist noch keines bewertet. Noch ohne Bewertung: Ziel 1 und Ziel 2."),
        ((None,), False, "Das Ziel ist noch nicht bewertet. Noch ohne Bewertung: Ziel 1."),
        ((G,) * 13 + (R,), False, "Von 14 Zielen liegen 13 im Soll, eines deutlich daneben."),
        ((), False, ""),
    ],
)
def test_overview(statuses, final, said):
    assert overview(report(*(target(each) for each in judged(*statuses, final=final)))) == said


def test_overview_names_what_is_not_judged():
    sheet = report(
        target(iq()),
        target(posts([400])),
        target(None, "Beteiligung"),
        target(llu(), kind=TargetKind.MONITORING),
    )
    assert overview(sheet) == (
        "Das Ziel liegt deutlich daneben. Nicht nach Schwellen bewertet: Personal und Beteiligung. Beobachtet (kein Ziel): "
        "Leistungen zum Lebensunterhalt."
    )


def needed(**changes: object) -> Needed:
    found = u25().needed
    assert found is not None
    return replace(found, months_over=(), hard=False, **changes)


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (iq(), "noch 1.502 Integrationen bis Jahresende, 501 je Monat; Okt–Dez 2013: 454"),
        (
            lzb(),
            "darf im Mittel höchstens 16.976 betragen (Oktober bis Dezember); Okt–Dez 2013: 17.471; rechnerisch kaum erreichbar",
        ),
        (u25(plan="800"), "bereits erreicht"),
        (llu(), ""),
        (posts([400]), ""),
        (
            lzb(missing=[date(2014, 9, 1)], needed=replace(needed(), total=None, per_month=Decimal("10.2"))),
            "darf im Mittel höchstens 10 betragen (Oktober bis Dezember); Okt–Dez 2013: 90",
        ),
        (
            u25(needed=needed(total=None, per_month=Decimal("10.2"))),
            "muss im Mittel mindestens 11 betragen (Oktober bis Dezember); Okt–Dez 2013: 90",
        ),
        (
            u25(direction=Direction.EXACTLY, needed=needed(total=None, per_month=Decimal("10.5"))),
            "müsste im Mittel 11 betragen (Oktober bis Dezember); Okt–Dez 2013: 90",
        ),
        (
            u25(
                direction=Direction.AT_MOST,
                needed=needed(total=Decimal("22394996.79"), per_month=Decimal("7464998.93"), unit="€"),
            ),
            "höchstens noch 22,39 Mio. € bis Jahresende, 7,46 Mio. € je Monat; Okt–Dez 2013: 0,00 Mio. €",
        ),
        (
            u25(direction=Direction.AT_MOST, needed=needed(total=Decimal("-12"), per_month=Decimal("-4"))),
            "die Obergrenze für das Jahr ist um 12 überschritten",
        ),
        (
            u25(
                needed=needed(
                    total=Decimal("0.2"), per_month=Decimal("0.2"), months=(DECEMBER,), prior_year_per_month=None
                )
            ),
            "noch 1 bis Jahresende, 1 je Monat",
        ),
        (u25(direction=None), ""),
    ],
)
def test_needed(sheet, said):
    assert plain(needed_words(sheet)) == said


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ((10,), "Oktober ist schon vorbei, noch ohne Wert"),
        ((10, 11), "Oktober bis November sind schon vorbei, noch ohne Wert"),
    ],
)
def test_needed_says_which_months_are_over(months, said):
    late = replace(needed(), months_over=tuple(date(2014, month, 1) for month in months))
    assert needed_words(u25(needed=late)).endswith(f"; {said}")


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (iq(), "20,2 % zum Jahresende auf Basis 2013"),
        (u25(before=[[60] * 12]), "1.110 zum Jahresende auf Basis 2013"),
        (
            u25(before=[[60] * 12, [60] * 11 + [90]]),
            "1.110 zum Jahresende auf Basis 2013; Spannweite 1.110–1.157 (2011 bis 2013)",
        ),
        (iq(date(2014, 2, 1)), ""),
        (posts([400]), ""),
        (lzb(DECEMBER, figures=WHOLE_YEAR), ""),
        (
            lzb(projection=replace(lzb().projection, basis_years=())),
            "17.366 Personen zum Jahresende, Mittel unverändert fortgeschrieben ohne Vorjahr",
        ),
        (
            u25(projection=replace(u25().projection, basis_years=())),
            "1.110 zum Jahresende, gleichmäßig fortgeschrieben ohne Vorjahr",
        ),
    ],
)
def test_projections(sheet, said):
    assert plain(projection_words(sheet)) == said


def test_explanations():
    assert plain(explanation_words(iq())) == (
        "Veränderung zum Vorjahr +0,209 Prozentpunkte: Mengeneffekt (Integrationen) +0,164 · Bestandseffekt (Bestand eLb) +0,044 "
        "(Rundungsdifferenz)"
    )
    assert plain(explanation_words(u25(date(2014, 3, 1)))) == (
        "Abweichung vom Soll −6: Januar 2014 −3,9 · Februar 2014 −1,0 · März 2014 −1,3"
    )
    assert explanation_words(llu()).startswith(
        "Abweichung von der Prognose −0,03\u00a0Mio.\u00a0€: Januar 2014 −0,026 · "
    )
    assert explanation_words(posts([400])) == ""
    assert explanation_words(u25(date(2014, 1, 1))) == ""


@pytest.mark.parametrize(
    ("status", "direction", "deviation", "final", "said"),
    [
        (G, Direction.AT_LEAST, "1", False, "im Soll"),
        (Y, Direction.AT_LEAST, "-1", False, "leicht unter Soll"),
        (R, Direction.AT_LEAST, "-1", False, "deutlich unter Soll"),
        (Y, Direction.AT_MOST, "1", False, "leicht über Soll"),
        (R, Direction.EXACTLY, "1", False, "deutlich über Soll"),
        (R, Direction.AT_LEAST, None, False, "deutlich unter Soll"),
        (R, Direction.AT_MOST, None, False, "deutlich über Soll"),
        (R, Direction.EXACTLY, None, False, "deutlich neben dem Soll"),
        (R, None, None, False, "deutlich neben dem Soll"),
        (G, Direction.AT_LEAST, "1", True, "erreicht"),
        (Y, Direction.AT_LEAST, "-1", True, "nicht erreicht"),
        (R, Direction.AT_LEAST, "-1", True, "nicht erreicht"),
        (None, None, None, False, "–"),
    ],
)
def test_status(status, direction, deviation, final, said):
    assert status_words(status, direction, Decimal(deviation) if deviation else None, final) == said


def test_status_of_measures():
    assert [measure_status_words(each) for each in (iq(), lzb(), llu(), posts([400]))] == [
        "deutlich unter Soll",
        "leicht über Soll",
        "beobachtet",
        "–",
    ]


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (iq(), "bis Juni endgültig, Juli bis September vorläufig"),
        (iq(date(2014, 7, 1)), "bis Juni endgültig, Juli vorläufig"),
        (iq(date(2014, 1, 1)), "Januar endgültig"),
        (posts([None, 400, 401]), "Februar bis März endgültig"),
        (iq(missing=[date(2013, 12, 1)]), ""),
    ],
)
def test_data_status(sheet, said):
    assert data_status_words(sheet) == said


def test_data_status_of_a_report():
    first = "bis Juni endgültig, Juli bis September vorläufig"
    assert report_data_status_words(report(target(iq()), target(lzb()), target(None, "Wort"))) == first
    points = tuple(replace(p, data_status=p.data_status and FigureStatus.REVISED) for p in lzb().points)
    assert report_data_status_words(report(target(iq()), target(lzb(points=points)))) == "je Ziel verschieden"
    assert report_data_status_words(report()) == "noch keine Werte"


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([gap("LZB", 9)], "es fehlt LZB September 2014"),
        ([gap("LZB", 8), gap("LZB", 9), gap("LZB", 8)], "es fehlen LZB August bis September 2014"),
        ([gap("B", 6), gap("A", 2), gap("B", 4)], "es fehlen A Februar 2014 und B April 2014, Juni 2014"),
        ([gap("A", 12, year=2013), gap("A", 1)], "es fehlen A Dezember 2013 bis Januar 2014"),
        ([gap("LZB", 9, "none")], "zu LZB September 2014 gibt es keine Angabe"),
        (
            [gap("LZB", 9, "not_yet", date(2014, 10, 30)), gap("LZB", 8)],
            "es fehlt LZB August 2014; LZB September 2014 ist noch nicht verfügbar (voraussichtlich ab 30.10.2014)",
        ),
        ([gap("A", 8, "not_yet"), gap("A", 9, "not_yet")], "A August bis September 2014 sind noch nicht verfügbar"),
        ([], ""),
    ],
)
def test_gaps(gaps, said):
    assert gap_words(gaps) == said


def test_why_a_value_is_older_than_the_month():
    assert as_of_words(lzb()) == ""
    assert as_of_words(lzb(as_of=date(2014, 8, 1), gaps=())) == "Stand: August 2014"
    assert as_of_words(lzb(as_of=date(2014, 8, 1), gaps=(gap("LZB", 9, "none"),))) == (
        "Stand: August 2014; zu LZB September 2014 gibt es keine Angabe"
    )


def test_hints():
    assert hints(iq()) == ("Das Soll folgt den Zahlen des Vorjahres und ist vorläufig, bis es festgeschrieben wird.",)
    assert hints(llu()) == (
        "Die Prognose folgt den Zahlen des Vorjahres und ist vorläufig, bis sie festgeschrieben wird.",
    )
    assert hints(posts([400])) == ()
    many = u25(
        plan_fixed=True,
        plan_proposed=Decimal("1060.5"),
        plan_difference=Decimal(-3),
        yellow_wider_than_change=True,
    )
    assert hints(many) == (
        "Nach heutigem Vorjahr wäre der Jahreswert 1.061; es gilt der festgeschriebene.",
        "Die Monatsbeträge liegen in der Summe 3 unter dem Jahreswert.",
        "Der gelbe Bereich ist breiter als die vereinbarte Veränderung.",
    )


def test_figures():
    assert plain(plan_words(iq())) == "mind. 15,4 %"
    assert plain(plan_words(lzb())) == "höchst. 17.302 Personen"
    assert plain(plan_words(llu())) == "67,93 Mio. €"
    assert plan_words(iq(plan=None)) == "–"
    assert plain(deviation_words(iq())) == "−0,3 Prozentpunkte"
    assert plain(deviation_words(lzb())) == "+83 Personen"
    assert plain(deviation_words(u25())) == "−17"
    assert deviation_words(iq(deviation=None)) == "–"
    assert plain(difference_words(iq(decimals=0), Decimal("-1.2"))) == "−1 Prozentpunkt"
    assert plain(value_words(llu(), Decimal("67900771.21"))) == "67,90 Mio. €"
    assert value_words(iq(), None) == "–"
    small = llu(points=(), actual=Decimal("999999.99"), annual_plan=None, aggregation=Aggregation.SUM)
    assert plain(scale_of(small).value(Decimal("999999.99"))) == "999.999,99 €"


def test_lists_and_months():
    assert [listed(words) for words in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A und B", "A, B und C"]
    assert month_range_words([]) == ""
    assert month_range_words([date(2013, 12, 1)], short=True) == "Dez 2013"
