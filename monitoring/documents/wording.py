"""German words for months, gaps, states and statuses: short phrases from which pages and sentences are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from agreements.choices import Aggregation, Direction
from agreements.domain.months import NAMES, add_months, month_name, short_name
from agreements.domain.numbers import NO_BREAK_SPACE, format_number
from agreements.domain.wording import own_decimals
from monitoring.choices import AttainmentStatus
from monitoring.domain.sheet import Gap, MeasureSheet, ReportSheet

_ORDINALS = ("erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte")
_COUNTS = ("keines", "eines", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def name_of(month: date) -> str:
    """ "September", where the year is plain."""
    return NAMES[month.month - 1]


def count_words(count: int) -> str:
    """Of targets (das Ziel): "eines", "zwei", …, "13"."""
    return _COUNTS[count] if count < len(_COUNTS) else str(count)


def listed(words: Sequence[str]) -> str:
    """ "A", "A und B", "A, B und C"."""
    return " und ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def month_range_words(months: Sequence[date], *, year: bool = True, short: bool = False) -> str:
    """First to last month: "Oktober bis Dezember 2014", "Dezember 2013 bis August 2014", "Okt–Dez 2013"; "" without months."""
    if not months:
        return ""
    first, last = months[0], months[-1]
    if short:
        names = [short_name(month) for month in ([first, last] if first != last else [first])]
        return f"{'–'.join(names)} {last.year}"
    if first == last:
        return month_name(last) if year else name_of(last)
    start = name_of(first) if first.year == last.year else month_name(first)
    return f"{start} bis {month_name(last) if year else name_of(last)}"


def period_words(measure: MeasureSheet) -> str:
    """Over which months the value goes: "bis September", "im Mittel bis September", "im September", "im Jahr 2014"."""
    month = measure.as_of or measure.month
    if measure.aggregation == Aggregation.LAST:
        return f"im {month_name(month)}"
    if month.month == 1:
        return "im Januar"
    if month.month == 12:
        return f"im {'Mittel des Jahres' if measure.aggregation == Aggregation.MEAN else 'Jahr'} {month.year}"
    return f"im Mittel bis {name_of(month)}" if measure.aggregation == Aggregation.MEAN else f"bis {name_of(month)}"


def gap_words(gaps: Iterable[Gap]) -> str:
    """Why there is no value, as a clause without full stop: "es fehlen Bestand eLb Juli bis August 2014".

    A month in a row with the one before is not named again. The day of "voraussichtlich ab" is the last of the months named.
    """
    clauses: list[str] = []
    ordered = sorted(
        dict.fromkeys(gaps), key=lambda gap: (_KINDS.index(gap.kind), gap.series_name, gap.series, gap.month)
    )
    for kind, of_kind in groupby(ordered, key=lambda gap: gap.kind):
        found = list(of_kind)
        names, plural = _names(found)
        if kind == "missing":
            clauses.append(f"es {'fehlen' if plural else 'fehlt'} {names}")
        elif kind == "none":
            clauses.append(f"zu {names} gibt es keine Angabe")
        else:
            days = [gap.available_from for gap in found if gap.available_from is not None]
            day = f" (voraussichtlich ab {max(days):%d.%m.%Y})" if days else ""
            clauses.append(f"{names} {'sind' if plural else 'ist'} noch nicht verfügbar{day}")
    return "; ".join(clauses)


def as_of_words(measure: MeasureSheet) -> str:
    """ "Stand: August 2014, weil Bestand eLb September 2014 fehlt"; "" where the value is that of the month asked for."""
    if measure.as_of is None or measure.as_of == measure.month:
        return ""
    said = f"Stand: {month_name(measure.as_of)}"
    missing = [gap for gap in measure.gaps if gap.kind == "missing"]
    if measure.gaps and len(missing) == len(measure.gaps):
        names, plural = _names(sorted(set(missing), key=lambda gap: (gap.series_name, gap.series, gap.month)))
        return f"{said}, weil {names} {'fehlen' if plural else 'fehlt'}"
    return f"{said}; {gap_words(measure.gaps)}" if measure.gaps else said


def status_words(
    status: AttainmentStatus | None, direction: Direction | None, deviation: Decimal | None, final: bool
) -> str:
    """ "im Soll", "leicht unter Soll", "deutlich über Soll"; of the final December value "erreicht" or "nicht erreicht"
    (green is erreicht, unsere Lesart); "–" without status. The side is that of the deviation, without one the
    unfavourable side.
    """
    if status is None:
        return "–"
    if final:
        return "erreicht" if status == AttainmentStatus.GREEN else "nicht erreicht"
    if status == AttainmentStatus.GREEN:
        return "im Soll"
    how = "leicht" if status == AttainmentStatus.YELLOW else "deutlich"
    if deviation:
        return f"{how} {'über' if deviation > 0 else 'unter'} Soll"
    side = {Direction.AT_LEAST: "unter Soll", Direction.AT_MOST: "über Soll"}
    return f"{how} {side.get(direction, 'neben dem Soll') if direction else 'neben dem Soll'}"


def measure_status_words(measure: MeasureSheet) -> str:
    """status_words of a measure; "beobachtet" for what is no target."""
    if measure.observed:
        return "beobachtet"
    return status_words(measure.status, measure.direction, measure.deviation, measure.final)


def data_status_words(measure: MeasureSheet) -> str:
    """ "bis Juni endgültig, Juli bis September vorläufig": the status of the values to date, "" without any.

    A value to date is as weak as its weakest figure (domain.md §4, rule 5), so nothing after a provisional month is final.
    """
    known = [point for point in measure.points if point.data_status is not None]
    runs = [(status, [point.month for point in run]) for status, run in groupby(known, key=lambda p: p.data_status)]
    said = []
    for index, (status, months) in enumerate(runs):
        whole = index == 0 and months[0].month == 1 and len(months) > 1
        when = f"bis {name_of(months[-1])}" if whole else month_range_words(months, year=False)
        said.append(f"{when} {status.label}" if status else when)
    return ", ".join(said)


def report_data_status_words(sheet: ReportSheet) -> str:
    """data_status_words for the head of a report: said once where all measures agree, else "je Ziel verschieden"."""
    said = {words for target in sheet.targets if target.leading and (words := data_status_words(target.leading))}
    if len(said) > 1:
        return "je Ziel verschieden"
    return next(iter(said), "noch keine Werte")


def report_standing_words(sheet: ReportSheet) -> str:
    """Number and state of a report: "erste Fassung, in Arbeit", "zweite Fassung, freigegeben (die erste: mit Rückfrage zurück)"."""
    said = f"{_ordinal(sheet.number)} Fassung, {sheet.state.label}"
    if sheet.previous is None:
        return said
    number, state = sheet.previous
    return f"{said} (die {_ordinal(number)}: {state.label})"


def threshold_words(sheet: ReportSheet) -> str:
    """From which deviation on a target is beside its plan: said once where all agree, else target by target; "" without any."""
    found = {
        target.title: (target.leading.green, target.leading.yellow)
        for target in sheet.steering
        if target.leading is not None and target.leading.has_status
    }
    said = {
        title: f"{_plain(green)} und {_plain(yellow)}" for title, (green, yellow) in found.items() if green is not None
    }
    if len(set(said.values())) == 1:
        return f"Die Schwellen sind {next(iter(said.values()))}{NO_BREAK_SPACE}% des Solls."
    each = "; ".join(f"{title} {words}{NO_BREAK_SPACE}%" for title, words in said.items())
    return f"Die Schwellen in Prozent des Solls: {each}." if each else ""


def _ordinal(number: int) -> str:
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}."


def _plain(value: Decimal | None) -> str:
    """A threshold with the digits it was set with: "0", "2,5"."""
    return "–" if value is None else format_number(value, own_decimals(value))


_KINDS = ("missing", "none", "not_yet")


def _names(gaps: Sequence[Gap]) -> tuple[str, bool]:
    """Series with their months, and whether that is more than one thing. Months in a row become a range."""
    words = []
    for _, of_series in groupby(gaps, key=lambda gap: gap.series):
        found = list(of_series)
        rows: list[list[date]] = []
        for gap in found:
            if rows and add_months(rows[-1][-1], 1) == gap.month:
                rows[-1].append(gap.month)
            else:
                rows.append([gap.month])
        words.append(f"{found[0].series_name} {', '.join(month_range_words(row) for row in rows)}")
    return listed(words), len(gaps) > 1
