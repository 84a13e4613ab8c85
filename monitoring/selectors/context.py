"""What one wants to know of a single figure while typing it: its last values, prior year, plan, comment and history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from agreements.choices import Rhythm, Source
from agreements.domain.months import MonthError, add_months, is_expected, month_name, parse_month, short_name
from agreements.domain.numbers import format_number, format_value
from agreements.models import Agreement, Region, Series, Target
from monitoring.choices import Origin
from monitoring.models import ActualRevision, MonthlyActual
from monitoring.selectors.report import measured_targets
from monitoring.selectors.year_rows import NONE_TEXT

SHOWN_VALUES = 12
_STEP = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}
_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One saving of the figure."""

    at: datetime
    by: str
    old: str
    new: str
    status: str
    why: str
    origin: str  # "Import", "Jahresraster" …
    file_name: str


@dataclass(frozen=True, kw_only=True)
class CellContext:
    """All that is known of one figure, written out."""

    title: str
    unit: str
    last: tuple[tuple[str, str], ...]  # month and figure, oldest first
    bars: str  # the same as a line of blocks, one a figure
    prior_year: tuple[str, str] | None
    plans: tuple[tuple[str, str], ...]  # target and plan to date
    comment: str
    checked_by: str
    changes: tuple[Change, ...]  # newest first


def cell_context(agreement: Agreement, name: str, *, sources: Iterable[Source], today: date) -> CellContext | None:
    """The context of the cell of that name (INT-05158-2014-09), None where it is none of these sources; at most 11 queries."""
    place = _place(agreement, name, sources)
    if place is None:
        return None
    series, region, month = place
    step = _STEP[Rhythm(series.rhythm)]
    months = tuple(add_months(month, -step * back) for back in range(SHOWN_VALUES, 0, -1))
    rows = MonthlyActual.objects.filter(series=series, region=region).select_related("checked_by").order_by()
    prior_month = add_months(month, -12)
    figures = {row.month: row for row in rows.filter(month__in=(*months, month, prior_month))}
    actual, prior = figures.get(month), figures.get(prior_month)
    return CellContext(
        title=f"{series.name}{f', {region.name}' if series.level == 'city' else ''}, {month_name(month)}",
        unit=series.unit,
        last=tuple((f"{short_name(each)} {each.year}", _bare(figures.get(each), series)) for each in months),
        bars=_bars([figures[each].value if each in figures else None for each in months]),
        prior_year=(month_name(prior_month), _shown(prior, series)) if prior else None,
        plans=_plans(agreement, series, region, month, today),
        comment=actual.comment if actual else "",
        checked_by=str(actual.checked_by) if actual and actual.checked_by else "",
        changes=_changes(series, region, month),
    )


def _place(agreement: Agreement, name: str, sources: Iterable[Source]) -> tuple[Series, Region, date] | None:
    """Series, region and month of a cell that these sources may type."""
    code, key, *month_text = [*name.rsplit("-", 3), "", "", ""][:4]
    try:
        month = parse_month("-".join(month_text))
    except MonthError:
        return None
    series = Series.objects.filter(code=code, source__in=sources).first()
    district = agreement.district
    region = Region.objects.filter(Q(pk=district.pk) | Q(parent=district), key=key).first()
    if series is None or region is None or month.year != agreement.year:
        return None
    return (series, region, month) if is_expected(Rhythm(series.rhythm), month) else None


def _plans(
    agreement: Agreement, series: Series, region: Region, month: date, today: date
) -> tuple[tuple[str, str], ...]:
    """Plan to date at the month, of every target whose measure is this series alone."""
    if region.pk != agreement.district.pk:
        return ()
    found = []
    counted = Target.objects.filter(measures__measure__series=series).values("code")
    for target, sheets in measured_targets(agreement, month, today=today, rows=Target.objects.filter(code__in=counted)):
        for row, sheet in zip(target.measures.all(), sheets, strict=True):
            point = sheet.points[month.month - 1]
            if row.measure.series_id == series.pk and point.plan is not None:
                word = "Prognose" if sheet.observed else "Soll"
                span = f"Januar bis {month_name(month)}" if month.month > 1 else month_name(month)
                found.append((f"{word} {target}, {span}", format_value(point.plan, series.decimals, series.unit)))
    return tuple(found)


def _changes(series: Series, region: Region, month: date) -> tuple[Change, ...]:
    rows = list(
        ActualRevision.objects.filter(series=series, region=region, month=month)
        .select_related("by", "import_run")
        .order_by("version")
    )
    before = ["", *(_shown(row, series) for row in rows)]
    changes = [
        Change(
            at=timezone.localtime(row.at),
            by=str(row.by),
            old=old,
            new=_shown(row, series),
            status=row.get_status_display(),
            why=row.why,
            origin=Origin(row.origin).label,
            file_name=row.import_run.file_name if row.import_run else "",
        )
        for row, old in zip(rows, before, strict=False)
    ]
    return tuple(reversed(changes))


def _shown(row: MonthlyActual | ActualRevision | None, series: Series) -> str:
    """A figure with unit, "k. A. (Grund)", or that there is none."""
    if row is None or (row.value is None and not row.reason):
        return "kein Wert"
    if row.value is None:
        return f"{NONE_TEXT} ({row.reason})"
    return format_value(row.value, series.decimals, series.unit)


def _bare(row: MonthlyActual | None, series: Series) -> str:
    """The same as short as can be: a figure without unit, "k. A." or a dash."""
    if row is None:
        return "–"
    return NONE_TEXT if row.value is None else format_number(row.value, series.decimals)


def _bars(values: Sequence[Decimal | None]) -> str:
    """One block a value, lowest to highest of them; a gap where there is none."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)
    return "".join(
        " " if value is None else _BARS[int((value - low) / span * (len(_BARS) - 1)) if span else 0] for value in values
    )
