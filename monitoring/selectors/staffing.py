"""The posts behind a staffing target: which series the catalogue counts within and outside the plan, and their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from agreements.choices import Aggregation
from agreements.models import Agreement, Series, Target
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import MeasureSheet
from monitoring.domain.staffing import Posts, Staffing
from monitoring.selectors.duties import conditions_met
from monitoring.selectors.figures import series_data


def staffing_of(agreement: Agreement, target: Target, measures: Sequence[MeasureSheet], month: date) -> Staffing | None:
    """The posts at the last month of the leading measure that has a value; None without plan.

    The leading measure (LAST) names the series of filled posts; a quotient beside it the fixed-term ones and the plan.
    Parts are the series that the catalogue calls a subset of one of these; extra posts are the other series in the same
    unit. Two queries for series and figures, and those of the duties where the target has conditions.
    """
    rows = list(target.measures.all())
    leading = next((row for row in rows if row.measure.aggregation == Aggregation.LAST and row.measure.series), None)
    sheet = measures[0] if measures else None
    if leading is None or sheet is None or sheet.annual_plan is None:
        return None
    share = next((row for row in rows if row.measure.aggregation == Aggregation.RATIO), None)
    fixed = share.measure.numerator.series if share and share.measure.numerator else None
    soll = share.measure.denominator.series if share and share.measure.denominator else None
    own = [series for series in (leading.measure.series, fixed, soll) if series is not None]
    series = list(Series.objects.filter(unit=own[0].unit).order_by("position", "code"))
    data = series_data(agreement.district, series, until=month)
    at = sheet.as_of or month
    known = {each.pk for each in own}
    outside = [each for each in series if each.pk not in known and each.subset_of_id not in known]
    conditions = any(duty.is_condition for duty in target.duties.all())
    return Staffing(
        month=at,
        plan=sheet.annual_plan,
        posts=_posts(own[0], data, at),
        within=_parts(series, soll, data, at),
        fixed_term=_posts(fixed, data, at) if fixed else None,
        projects=_parts(series, fixed, data, at),
        ceiling_percent=share.plan if share else None,
        extra=tuple(_posts(each, data, at) for each in outside),
        unlocked=conditions_met(agreement, target.code, month) if conditions else None,
    )


def _parts(
    series: Iterable[Series], whole: Series | None, data: dict[str, SeriesData], month: date
) -> tuple[Posts, ...]:
    return tuple(_posts(each, data, month) for each in series if whole and each.subset_of_id == whole.pk)


def _posts(series: Series, data: dict[str, SeriesData], month: date) -> Posts:
    figure = data[series.code].figures.get(month)
    return Posts(code=series.code, name=series.name, value=figure.value if figure else None)
