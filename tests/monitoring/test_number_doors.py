"""One truth for numbers: month page, year grid, import and admin read, refuse and ask back the same (domain.md §8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.admin.fields import GermanDecimal
from agreements.documents.tables_in import Cell
from agreements.domain.numbers import NumberError, parse
from agreements.models import Region, Series
from monitoring.domain.series import State
from monitoring.forms.figures import GermanNumberField
from monitoring.forms.grid import CellFault, TypedCell, entry_of
from monitoring.selectors.year_rows import YearCell
from monitoring.services import import_rows

EURO = Series(code="LLU", name="LLU", unit="€", decimals=2)
PIECES = Series(code="INT", name="Integrationen", unit="Anzahl", decimals=0)
POSTS = Series(code="VZA", name="Stellen", unit="VZA", decimals=2)
REGION = Region(key="05158", name="Kreis Mettmann")
Outcome = Decimal | str  # the number, or the sentence that refuses or asks back

TABLE = [
    ("17.283", PIECES, Decimal(17283)),
    ("90.295.768", EURO, Decimal(90295768)),
    ("20,6", POSTS, Decimal("20.6")),
    ("1.234,5", POSTS, Decimal("1234.5")),
    ("405.93", POSTS, Decimal("405.93")),
    ("0.12", POSTS, Decimal("0.12")),
    ("2.012", PIECES, Decimal(2012)),
    ("7.502.110,08 €", EURO, Decimal("7502110.08")),
    ("-12,50 €", EURO, Decimal("-12.50")),
    ("0", PIECES, Decimal(0)),
]


def core(text: str, series: Series) -> Outcome:
    try:
        return parse(text, decimals=series.decimals, unit=series.unit, allow_negative=series.unit == "€")
    except NumberError as error:
        return str(error)


def month_page(text: str, series: Series) -> Outcome | None:
    try:
        return GermanNumberField(series=series, required=False).clean(text)
    except ValidationError as error:
        return error.messages[0]


def grid(text: str, series: Series) -> Outcome | None:
    place = YearCell(series=series, region=REGION, month=date(2014, 9, 1), actual=None, kind=State.MISSING, begun=True)
    read = entry_of(TypedCell(name=place.name, text=text, version=0), place)
    return read.message if isinstance(read, CellFault) else read.value


def file(text: str, series: Series) -> Outcome:
    try:
        return import_rows._value(Cell(value=text), series)
    except NumberError as error:
        return str(error)


def admin(text: str, series: Series) -> Outcome | None:
    try:
        return GermanDecimal(max_digits=15, decimal_places=series.decimals, required=False).to_python(text)
    except ValidationError as error:
        return error.messages[0]


@pytest.mark.parametrize(("text", "series", "number"), TABLE)
@pytest.mark.parametrize("door", [core, month_page, grid, file, admin])
def test_every_door_reads_the_table(door, text, series, number):
    assert door(text, series) == number


@pytest.mark.parametrize("door", [core, month_page, grid, file, admin])
@pytest.mark.parametrize(
    ("text", "series"),
    [("2.012", POSTS), ("5,000 €", EURO), ("20,6", PIECES), ("=1+1", POSTS), ("1e5", PIECES), ("٣", PIECES)],
)
def test_every_door_refuses_with_the_same_sentence(door, text, series):
    assert door(text, series) == core(text, series)
    assert isinstance(core(text, series), str)


@settings(max_examples=400)
@given(
    st.text(alphabet="0123456789.,  \u00a0-€%", min_size=1, max_size=14).filter(str.strip),
    st.sampled_from([EURO, PIECES, POSTS]),
)
def test_whatever_is_typed_all_doors_agree(text, series):
    """400 further inputs: the page, the grid and the file say what the core says, to the letter."""
    said = core(text.strip(), series)

    assert month_page(text, series) == said
    assert grid(text.strip(), series) == said
    assert file(text, series) == said


@settings(max_examples=200)
@given(st.text(alphabet="0123456789.,", min_size=1, max_size=12))
def test_the_admin_agrees_too(text):
    """Without unit words: the admin's fields are euros, percent and posts of the agreement, not of one series."""
    assert admin(text, EURO) == core(text, EURO)
