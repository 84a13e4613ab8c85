"""The words of the city table: stars, gaps, bars, sums that leave regions out, notes and audience."""

from dataclasses import replace
from datetime import date

import pytest

from monitoring.domain.city_table import city_table
from monitoring.domain.disclosure import mask_sheet
from monitoring.domain.sheet import CityCell, CityService, CitySheet

REGIONS = (
    ("05158004", "Erkrath"),
    ("05158008", "Haan"),
    ("05158016", "Hilden"),
    ("05158000", "ohne Zuordnung/auswärts"),
)


def service(*values, name="Schuldnerberatung", threshold=3):
    """Numbers are counts, words are gaps."""
    cells = tuple(CityCell(value=None, gap=v) if isinstance(v, str) else CityCell(value=v) for v in values)
    counts = [v for v in values if not isinstance(v, str)]
    total = CityCell(value=sum(counts)) if counts else cells[0]
    return CityService(
        series="SCHULD_KUNDEN",
        name=name,
        unit="Personen",
        threshold=threshold,
        cells=cells,
        total=total,
        incomplete=len(counts) < len(values),
    )


def sheet(*services, until=date(2014, 9, 1), notes=()):
    return CitySheet(
        agreement="me-aktiv-2014",
        title="Zielvereinbarung 2014",
        jobcenter="Jobcenter ME-aktiv",
        year=2014,
        until=until,
        masked=False,
        fictitious=True,
        as_of_day=date(2014, 10, 20),
        regions=REGIONS,
        services=services,
        notes=notes,
    )


def column(table):
    return [row.cells[0] for row in table.rows]


def test_numbers_are_german_and_carry_their_value():
    table = city_table(sheet(service(1234, 0, 617, 4)))
    assert [cell.text for cell in column(table)] == ["1.234", "0", "617", "4"]
    assert [cell.value for cell in column(table)] == [1234, 0, 617, 4]
    assert (table.total.name, table.total.cells[0].text, table.total.cells[0].bar) == ("Summe", "1.855", None)


def test_bars_are_shares_of_the_longest_and_zero_has_none():
    assert [cell.bar for cell in column(city_table(sheet(service(1234, 0, 617, 4))))] == [100, None, 50, 1]


def test_gaps_are_words():
    table = city_table(sheet(service("missing", "none", "not_yet", 5)))
    assert [cell.text for cell in column(table)] == ["fehlt", "keine Angabe", "noch nicht verfügbar", "5"]
    assert [cell.is_gap for cell in column(table)] == [True, True, True, False]
    assert table.total.cells[0].remark == "unvollständig, ohne Erkrath, Haan und Hilden"


def test_a_sum_without_any_figure_says_why():
    table = city_table(sheet(service("not_yet", "not_yet", "not_yet", "not_yet"), until=None))
    assert (table.total.cells[0].text, table.total.cells[0].remark) == ("noch nicht verfügbar", "")


def test_a_sum_that_leaves_one_out_names_it():
    assert city_table(sheet(service(3, "missing", 4, 5))).total.cells[0].remark == "unvollständig, ohne Haan"


def test_hidden_cells_are_stars_without_value_or_bar():
    table = city_table(mask_sheet(sheet(service(2, 3, 50, 0))))
    assert [cell.text for cell in column(table)] == ["*", "*", "50", "0"]
    assert [(cell.value, cell.bar, cell.spoken) for cell in column(table)[:2]] == [
        (None, None, "nicht ausgewiesen")
    ] * 2
    assert [cell.hidden for cell in column(table)] == [True, True, False, False]
    assert column(table)[0].is_gap is False
    assert table.total.cells[0].text == "55"


def test_a_service_hidden_altogether_hides_its_sum_and_keeps_gaps():
    table = city_table(mask_sheet(sheet(service(1, 0, "missing", 2))))
    assert [cell.text for cell in column(table)] == ["*", "*", "fehlt", "*"]
    assert (table.total.cells[0].text, table.total.cells[0].remark) == ("*", "unvollständig, ohne Hilden")


def test_the_star_is_explained_with_the_threshold():
    masked = city_table(mask_sheet(sheet(service(2, 3, 50, 0), notes=("Datenstand: vorläufig.",))))
    assert masked.has_stars is True
    assert masked.notes[0].startswith("* nicht ausgewiesen, zum Schutz der Einzelnen: Anzahlen unter 3 und dazu")
    assert masked.notes[1] == "Datenstand: vorläufig."


def test_different_thresholds_are_named_by_service():
    table = city_table(
        mask_sheet(sheet(service(2, 3, 50, 0), service(9, 30, 50, 60, name="Psychosoziale Betreuung", threshold=10)))
    )
    assert "kleine Anzahlen (Schuldnerberatung unter 3 und Psychosoziale Betreuung unter 10)" in table.notes[0]


def test_without_stars_there_is_no_footnote():
    table = city_table(mask_sheet(sheet(service(5, 6, 7, 8))))
    assert (table.has_stars, table.notes, table.coarser) == (False, (), "")


def test_something_coarser_is_offered_for_services_mostly_hidden():
    masked = mask_sheet(sheet(service(2, 3, 1, 50), service(5, 6, 7, 8, name="Kinderbetreuung")))
    assert city_table(masked).coarser == "Schuldnerberatung"


@pytest.mark.parametrize(
    ("until", "period"),
    [(date(2014, 9, 1), "bis September 2014"), (date(2014, 12, 1), "ganzes Jahr 2014"), (None, "noch ohne Zahlen")],
)
def test_the_period_is_said(until, period):
    table = city_table(sheet(service(5, 6, 7, 8), until=until))
    assert (table.period, table.caption) == (period, f"Städte 2014, {period}")


def test_each_view_says_who_may_see_it():
    exact = sheet(service(5, 6, 7, 8))
    assert city_table(exact).view == "Genaue Zahlen"
    assert "verlassen das Haus nicht" in city_table(exact).audience
    assert city_table(replace(exact, masked=True)).view == "Fassung zur Veröffentlichung"
    assert "Kreistag" in city_table(replace(exact, masked=True)).audience


def test_a_long_name_is_the_service_and_what_is_counted():
    long = service(2, 3, 1, 50, name="Schuldnerberatung: erreichte Kundinnen und Kunden")
    table = city_table(mask_sheet(sheet(long)))
    assert (table.columns[0].name, table.columns[0].counted) == ("Schuldnerberatung", "erreichte Kundinnen und Kunden")
    assert table.coarser == "Schuldnerberatung"
    assert city_table(sheet(service(5, 6, 7, 8))).columns[0].counted == "Personen"
