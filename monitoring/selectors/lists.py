"""What targets of many agreements stand at, for lists: their leading measures, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from agreements.choices import MeasureRole
from agreements.domain.months import add_months, month_of
from agreements.models import Agreement, Target, TargetMeasure
from monitoring.domain.attainment import assess
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import MeasureSheet
from monitoring.selectors.figures import figures_by_region
from monitoring.selectors.in_force import Chain, chains
from monitoring.selectors.terms import measure_spec, plan_terms, series_of

WITH_DISTRICT = Target.objects.select_related("agreement__jobcenter__region")
YEARS_BEFORE = 4  # the mean course of three years, whose ratios reach into the December before


def running(agreements: Iterable[Agreement], today: date) -> list[Agreement]:
    """Those whose term has begun, all where none has: next year's draft does not stand before this year's figures."""
    found = list(agreements)
    return [agreement for agreement in found if agreement.starts <= today] or found


def month_over(agreement: Agreement, today: date) -> date | None:
    """The last month of the agreement's year that is over on that day; None where none is yet."""
    last = add_months(today.replace(day=1), -1)
    return None if last < month_of(agreement.year, 1) else min(last, month_of(agreement.year, 12))


def leading_sheets(targets: Sequence[Target], *, today: date) -> dict[int, MeasureSheet]:
    """The leading measure of each target at the month that is over, by the target's key; nothing for amendments,
    whose changes are read with their original.
    """
    asked = [target for target in targets if target.agreement.amends_id is None]
    known = chains({target.agreement_id for target in asked}, WITH_DISTRICT)
    return _leading([(each.pk, known[each.agreement_id, each.code]) for each in asked], today)


def leading_sheets_by_agreement(agreements: Iterable[Agreement], *, today: date) -> dict[int, tuple[MeasureSheet, ...]]:
    """The leading measures of all targets, by the agreement's key, those that amendments brought included."""
    originals = [agreement.pk for agreement in agreements if agreement.amends_id is None]
    known = chains(originals, WITH_DISTRICT)
    sheets = _leading([(chain.first.pk, chain) for chain in known.values()], today)
    found: dict[int, tuple[MeasureSheet, ...]] = defaultdict(tuple)
    for (pk, _), chain in known.items():
        if chain.first.pk in sheets:
            found[pk] = (*found[pk], sheets[chain.first.pk])
    return found


def _leading(asked: Iterable[tuple[int, Chain]], today: date) -> dict[int, MeasureSheet]:
    """By the key that was asked: the first measure of each target as it is in force, as far as there is one."""
    over = [(key, chain, month_over(chain.first.agreement, today)) for key, chain in asked]
    led = [
        (key, chain, month, row, measures[0])
        for key, chain, month in over
        if month and (row := chain.at(month)) and (measures := list(row.measures.all()))
    ]
    data = _figures([(chain.first.agreement, measure) for _, chain, _, _, measure in led])
    return {
        key: assess(
            measure_spec(measure.measure),
            plan_terms(row.kind, chain.terms(measure)),
            data[chain.first.agreement.district.pk],
            month=month,
            today=today,
            role=MeasureRole(measure.role),
            plan_printed=measure.plan_printed,
        )
        for key, chain, month, row, measure in led
    }


def _figures(led: Sequence[tuple[Agreement, TargetMeasure]]) -> Mapping[int, Mapping[str, SeriesData]]:
    """The figures of all districts and series in one query, by region and code; of every district all series."""
    years = [agreement.year for agreement, _ in led]
    if not years:
        return {}
    return figures_by_region(
        {agreement.district.pk for agreement, _ in led},
        [each for _, row in led for each in series_of(row.measure)],
        first=month_of(min(years) - YEARS_BEFORE, 12),
        last=month_of(max(years), 12),
    )
