"""Import of figures: what a row may look like, what each fault says, and that nothing is half stored."""

from datetime import date
from decimal import Decimal

import pytest

from monitoring.choices import FigureStatus
from monitoring.models import ActualRevision, ImportRun, MonthlyActual
from monitoring.services.imports import ImportRefused, import_figures
from monitoring.services.plausibility import import_warnings
from tests.factories import RegionFactory, SeriesFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADER = "gebiet;datenreihe;monat;wert;status;grund"
TODAY = date(2014, 10, 20)


@pytest.fixture(autouse=True)
def catalogue():
    district = RegionFactory(key="05158", name="Kreis Mettmann")
    RegionFactory(city=True, key="05158024", name="Mettmann", parent=district)
    SeriesFactory(code="LZB", name="Bestand LZB")
    SeriesFactory(code="LLU", name="LLU", euro=True)
    SeriesFactory(code="KIND_KUNDEN", name="Kinderbetreuung", by_city=True)


def take(*lines: str, header: str = HEADER):
    content = "\r\n".join([header, *lines]).encode("utf-8-sig")
    return import_figures(by=UserFactory(), content=content, name="werte.csv", on=TODAY)


def faults_of(*lines: str, header: str = HEADER) -> list[str]:
    with pytest.raises(ImportRefused) as error:
        take(*lines, header=header)
    assert (MonthlyActual.objects.count(), ImportRun.objects.count()) == (0, 0)
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("line", "value", "status", "reason"),
    [
        ("05158;LZB;2014-09;17.322;endgültig;", Decimal(17322), "final", ""),
        ("05158;LZB;09.2014;17322;;", Decimal(17322), "provisional", ""),
        ("05158;LZB;30.09.2014;0;vorläufig;", Decimal(0), "provisional", ""),
        ("05158;LLU;2014-09;7.502.110,08 €;;", Decimal("7502110.08"), "provisional", ""),
        ("05158;LZB;2014-09;k. A.;;nicht erhoben", None, "provisional", "nicht erhoben"),
        ("05158024;KIND_KUNDEN;2014-09;2;;", Decimal(2), "provisional", ""),
    ],
)
def test_a_good_row(line, value, status, reason):
    run, recorded = take(line)

    actual = MonthlyActual.objects.get()
    assert (actual.value, actual.status, actual.reason) == (value, status, reason)
    assert (recorded.new, run.new, run.file_name) == (1, 1, "werte.csv")
    assert ActualRevision.objects.get().import_run == run


def test_an_estimate_keeps_what_it_rests_on():
    take("05158;LZB;2014-09;17.300;geschätzt;Hochrechnung aus der Vorwoche")

    actual = MonthlyActual.objects.get()
    assert (actual.status, actual.basis) == (FigureStatus.ESTIMATED, "Hochrechnung aus der Vorwoche")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("5158;LZB;2014-09;1;;", "Zeile 2, Spalte „gebiet“: „5158“ ist kein Gebiet; richtig wäre ein Schlüssel wie 05158 oder 05158024."),
        ("05158;LBZ;2014-09;1;;", "Zeile 2, Spalte „datenreihe“: „LBZ“ ist keine Datenreihe; richtig wäre ein Kürzel wie INT."),
        ("05158;LZB;September;1;;", "Zeile 2, Spalte „monat“: „September“ ist kein Monat; richtig wäre 2014-09, 09.2014 oder ein Datum."),
        ("05158;LZB;2014-09;1;fertig;", "Zeile 2, Spalte „status“: „fertig“ gibt es nicht; möglich sind "
         "geschätzt, vorläufig, endgültig, revidiert oder leer."),
        ("05158;LZB;2014-09;k. A.;;", "Zeile 2, Spalte „grund“: „k. A.“ braucht einen Grund."),
        ("05158;LZB;2014-09;1;geschätzt;", "Zeile 2, Spalte „grund“: Ein geschätzter Wert braucht einen Grund."),
        ("05158;LZB;2014-09;;;", "Zeile 2, Spalte „wert“: Der Wert fehlt; ohne Wert steht hier „k. A.“ mit Grund."),
        ("05158;LZB;2014-11;1;;", "Zeile 2, Spalte „monat“: Bestand LZB, November 2014: Der Monat hat noch nicht begonnen."),
    ],
)  # fmt: skip
def test_a_bad_row_names_row_column_and_what_would_be_right(line, fault):
    assert faults_of(line) == [fault]


def test_all_faults_are_named_and_nothing_is_stored():
    faults = faults_of("05158;LZB;2014-08;17.340;;", "05158;LZB;2014-09;12a;;", "99;LZB;2014-13;1;;")

    assert [fault.split(":")[0] for fault in faults] == [
        "Zeile 3, Spalte „wert“",
        "Zeile 4, Spalte „gebiet“",
        "Zeile 4, Spalte „monat“",
    ]


def test_an_ambiguous_number_is_refused_naming_both_readings():
    (fault,) = faults_of("05158;LLU;2014-09;2.012;;")

    assert fault.startswith("Zeile 2, Spalte „wert“: „2.012“ ist nicht eindeutig: 2012 oder 2,012?")


def test_a_missing_column_is_named():
    assert faults_of("05158;LZB;1", header="gebiet;datenreihe;wert") == [
        "Zeile 1, Spalte „monat“: Die Spalte fehlt; die Kopfzeile lautet gebiet;datenreihe;monat;wert;status;grund."
    ]


def test_a_final_figure_changes_only_with_a_reason_and_is_revised():
    take("05158;LZB;2014-06;17366;endgültig;")
    with pytest.raises(ImportRefused) as error:
        take("05158;LZB;2014-06;17370;vorläufig;")
    assert str(error.value) == (
        "Zeile 2, Spalte „grund“: Bestand LZB, Juni 2014: Der Wert ist endgültig; eine Änderung braucht einen Grund."
    )

    take("05158;LZB;2014-06;17370;vorläufig;Nachlieferung der BA")
    assert (MonthlyActual.objects.get().value, MonthlyActual.objects.get().status) == (Decimal(17370), "revised")


def test_the_same_file_again_changes_nothing():
    take("05158;LZB;2014-06;17366;endgültig;")
    _, recorded = take("05158;LZB;2014-06;17366;endgültig;")

    assert (recorded.unchanged, recorded.stored, ActualRevision.objects.count()) == (1, 0, 1)


def test_an_unlikely_figure_is_stored_and_listed():
    take(*(f"05158;LZB;2014-0{month};1740{month};;" for month in range(1, 9)))
    _, recorded = take("05158;LZB;2014-09;1740;;")

    assert [warning.split(":")[0] for warning in import_warnings(recorded)] == ["Bestand LZB September 2014"]
    assert MonthlyActual.objects.get(month=date(2014, 9, 1)).value == Decimal(1740)
