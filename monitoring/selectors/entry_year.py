"""The year as a grid: every series with its twelve months, grouped by target, with what it adds up to so far and its plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery

from agreements.choices import Aggregation, Level, Nature, RegionKind, Rhythm, Source
from agreements.domain.lifecycle import IN_FORCE
from agreements.domain.months import is_expected, short_name, year_months
from agreements.domain.numbers import format_number, format_value, to_decimal
from agreements.models import Agreement, Budget, Region, Series, Target
from monitoring.domain.attainment import MeasureSpec, Values
from monitoring.domain.series import SeriesData, district_series, state
from monitoring.domain.sheet import MeasureSheet
from monitoring.models import MonthlyActual
from monitoring.selectors.figures import figure, series_spec
from monitoring.selectors.months import month_states
from monitoring.selectors.report import measured_targets
from monitoring.selectors.year_rows import CitySum, EntryYear, Total, YearBlock, YearCell, YearGroup, YearRow

_TOTAL = {Nature.FLOW: Aggregation.SUM, Nature.STOCK: Aggregation.MEAN, Nature.LEVEL: Aggregation.LAST}
_SHORT = {Aggregation.SUM: "Summe", Aggregation.MEAN: "Mittel", Aggregation.LAST: "Stand"}
Key = tuple[int, int, date]


def entry_year(agreement: Agreement, *, sources: Iterable[Source], today: date) -> EntryYear:
    """The grid of the agreement's year for these sources; ten queries, whatever the number of figures."""
    months = year_months(agreement.year)
    district = agreement.district
    regions = sorted(
        Region.objects.filter(Q(pk=district.pk) | Q(parent=district)),
        key=lambda region: (region.kind == RegionKind.UNASSIGNED, region.name),
    )
    agreed = Q(target__agreement=agreement)
    agreed |= Q(target__agreement__amends=agreement, target__agreement__state__in=IN_FORCE)
    budget = Budget.objects.filter(agreed, series=OuterRef("pk")).values("target__code")[:1]
    series = list(Series.objects.filter(source__in=sources).annotate(budget_target=Subquery(budget)))
    found = MonthlyActual.objects.filter(series__in=series, region__in=regions, month__range=(months[0], months[-1]))
    figures = {(row.series_id, row.region_id, row.month): row for row in found.select_related("by").order_by()}
    asked = max((month for month in months if month <= today), default=months[0])
    measured = list(measured_targets(agreement, asked, today=today))
    sheets = {
        row.measure.series.code: sheet
        for target, of_target in measured
        for row, sheet in zip(target.measures.all(), of_target, strict=True)
        if row.measure.series is not None
    }
    closed = {month: state.why for (_, month), state in month_states([agreement], months).items() if state.closed}
    maker = _Maker(months=months, figures=figures, sheets=sheets, closed=closed, asked=asked, today=today)
    blocks: dict[str, list[YearBlock]] = {}
    loose: dict[tuple[str, Level], list[YearRow]] = {}
    owner = _owners([target for target, _ in measured], series)
    cities = [region for region in regions if region.kind != RegionKind.DISTRICT]
    for each in series:
        title = owner.get(each.pk) or Source(each.source).label
        if each.level == Level.CITY and not cities:
            continue  # a district without cities (Stadtstaat) counts nothing by city
        if each.level == Level.CITY:
            blocks.setdefault(title, []).append(maker.city_block(each, cities))
        else:
            loose.setdefault((title, Level.DISTRICT), []).append(maker.row(each, district))
    for (title, _), rows in loose.items():
        blocks.setdefault(title, []).insert(0, YearBlock(rows=tuple(rows)))
    order = [str(target) for target, _ in measured] + [source.label for source in Source]
    groups = tuple(
        YearGroup(title=title, blocks=tuple(blocks[title])) for title in dict.fromkeys(order) if title in blocks
    )
    return EntryYear(months, groups)


@dataclass(frozen=True, kw_only=True)
class _Maker:
    """Rows from what was read."""

    months: tuple[date, ...]
    figures: Mapping[Key, MonthlyActual]
    sheets: Mapping[str, MeasureSheet]  # by code of the series
    closed: Mapping[date, str]  # months that take nothing typed by hand, and why
    asked: date  # the month to date
    today: date

    def row(self, series: Series, region: Region) -> YearRow:
        data = self._data(series, region)
        cells = tuple(self._cell(data, series, region, month) for month in self.months)
        return YearRow(series=series, region=region, cells=cells, total=self._total(series, data, region))

    def city_block(self, series: Series, cities: Iterable[Region]) -> YearBlock:
        rows = tuple(self.row(series, city) for city in cities)
        added = district_series(
            series_spec(series),
            {row.region.key: self._data(series, row.region).figures for row in rows},
            {row.region.key: row.region.name for row in rows},
        )
        sums: list[CitySum | None] = []
        for month in self.months:
            whole, part = added.data.figures.get(month), added.incomplete.get(month)
            if part is not None:
                shown = "" if part.partial is None else format_number(part.partial, series.decimals)
                sums.append(CitySum(text=shown, missing=f"unvollständig, ohne {', '.join(part.without)}"))
            elif whole is not None and whole.value is not None:
                sums.append(CitySum(text=format_number(whole.value, series.decimals)))
            else:
                sums.append(None)
        return YearBlock(rows=rows, sums=tuple(sums), total=self._total(series, added.data, None))

    def _data(self, series: Series, region: Region) -> SeriesData:
        known = {month: self.figures.get((series.pk, region.pk, month)) for month in self.months}
        given = {m: figure(a.value, a.status, a.reason, a.basis) for m, a in known.items() if a is not None}
        return SeriesData(spec=series_spec(series), figures=given)

    def _cell(self, data: SeriesData, series: Series, region: Region, month: date) -> YearCell | None:
        if not is_expected(Rhythm(series.rhythm), month):
            return None
        actual = self.figures.get((series.pk, region.pk, month))
        return YearCell(
            series=series,
            region=region,
            month=month,
            actual=actual,
            kind=state(data, month, self.today),
            begun=month <= self.today,
            closed=self.closed.get(month, ""),
        )

    def _total(self, series: Series, data: SeriesData, region: Region | None) -> Total:
        how = _TOTAL[Nature(series.nature)]
        spec = series_spec(series)
        measure = MeasureSpec(
            code=spec.code, name=spec.name, unit=spec.unit, decimals=spec.decimals, aggregation=how, series=spec.code
        )
        values = Values(measure, {spec.code: data}, self.today)
        as_of = values.as_of(self.asked)
        if as_of is None:
            return Total(what=_SHORT[how])
        value = values.to_date(as_of).value
        first = "" if how is Aggregation.LAST or as_of.month == 1 else f"{short_name(self.months[0])}–"
        sheet = self.sheets.get(spec.code)
        same = sheet is not None and sheet.aggregation == how and sheet.as_of == as_of and sheet.plan is not None
        digits = max(spec.decimals, 1) if how is Aggregation.MEAN else spec.decimals
        return Total(
            what=_SHORT[how],
            text="" if value is None else format_number(to_decimal(value), digits),
            until=f"{first}{short_name(as_of)}",
            plan=format_value(sheet.plan or Decimal(0), digits, "") if sheet and same else "",
            plan_word="Prognose" if sheet and sheet.observed else "Soll",
        )


def _owners(targets: Iterable[Target], series: Iterable[Series]) -> dict[int, str]:
    """Series → title of the first target whose measures, city count or budget use it."""
    owner: dict[int, str] = {}
    by_code = {target.code: str(target) for target in targets}
    for target in targets:
        parts = [
            m for row in target.measures.all() for m in (row.measure, row.measure.numerator, row.measure.denominator)
        ]
        used = [part.series_id for part in parts if part and part.series_id] + [target.city_series_id]
        for pk in used:
            if pk is not None:
                owner.setdefault(pk, str(target))
    for each in series:
        code = getattr(each, "budget_target", None)
        if code in by_code:
            owner.setdefault(each.pk, by_code[code])
    return owner
