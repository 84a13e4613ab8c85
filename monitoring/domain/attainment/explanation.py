"""Zerlegung: parts that add up exactly to a difference (domain.md §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from agreements.choices import Aggregation
from agreements.domain.months import add_months, month_key, month_name, month_of
from agreements.domain.numbers import to_decimal
from monitoring.domain.attainment.measure import MEAN, SUM, MeasureSpec
from monitoring.domain.attainment.plan import PlanTerms, plan_to_date
from monitoring.domain.attainment.values import Values
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import Part

_WIDE = Context(prec=80)
_PLACES = 15  # of all parts but the last, so that readers can add them without rounding


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A difference and its parts, in the unit of the measure; the last part is the remainder (rule 6)."""

    base: str  # "prior_year" or "plan"
    total: Decimal
    parts: tuple[Part, ...]


def explain(values: Values, terms: PlanTerms | None, as_of: date, number: Values | None = None) -> Explanation | None:
    """The explanation a sheet shows: a RATIO against the prior year, SUM and MEAN against a plan; None otherwise.

    A SUM that has a number is explained by number and each, where the figures for that are there.
    """
    if number is not None and (found := explain_number_and_each(values, number, as_of)) is not None:
        return found
    if len(values.measure.parts) == 2:
        return explain_ratio(values, as_of)
    if values.measure.form in (SUM, MEAN):
        return explain_by_month(values, terms, as_of)
    return None


def explain_ratio(values: Values, as_of: date) -> Explanation | None:
    """Mengen- und Bestandseffekt: a RATIO against the prior year, by numerator and denominator."""
    now, before = values.to_date(as_of), values.to_date(add_months(as_of, -12))
    if now.value is None or before.value is None:
        return None
    (n1, d1), (n0, d0) = now.parts, before.parts
    factor = Fraction(values.measure.factor)
    counted, base = (series.spec.name for series in values.series)
    return _exact(
        "prior_year",
        [
            ("numerator", f"Mengeneffekt ({counted})", (n1 - n0) * (1 / d1 + 1 / d0) / 2 * factor),
            ("denominator", f"Bestandseffekt ({base})", (n1 + n0) / 2 * (1 / d1 - 1 / d0) * factor),
        ],
    )


def explain_by_month(values: Values, terms: PlanTerms | None, as_of: date) -> Explanation | None:
    """SUM or MEAN against the plan: what each month added to A − S. None where a month has no plan to date."""
    months = values.months(0, month_of(as_of.year, 1), as_of)
    mean = values.measure.form == MEAN
    found: list[tuple[str, str, Fraction]] = []
    before = Fraction(0)  # S so far, for MEAN times its months
    for count, month in enumerate(months, start=1):
        plan = plan_to_date(terms, values, month).to_date
        figure = values.figure(0, month)
        if plan is None or figure is None:
            return None
        planned = plan * count if mean else plan
        amount = figure - (planned - before)
        found.append((month_key(month), month_name(month), amount / len(months) if mean else amount))
        before = planned
    return _exact("plan", found) if found else None


def explain_by_city(cities: Mapping[str, Values], names: Mapping[str, str], as_of: date) -> Explanation | None:
    """A city series against the prior year, by city: key to values and to name. None where a city lacks a value."""
    found: list[tuple[str, str, Fraction]] = []
    for key, values in cities.items():
        now, before = values.to_date(as_of).value, values.prior(as_of)
        if now is None or before is None:
            return None
        found.append((key, names[key], now - before))
    return _exact("prior_year", found) if found else None


def explain_number_and_each(amount: Values, number: Values, as_of: date) -> Explanation | None:
    """KdU against the prior year: by the number of BG (a MEAN, number_of) and by KdU each (a SUM over it).

    None where a value is missing or a number is 0.
    """
    a1, a0 = amount.to_date(as_of).value, amount.prior(as_of)
    b1, b0 = number.to_date(as_of).value, number.prior(as_of)
    if a1 is None or a0 is None or not b1 or not b0:
        return None
    p1, p0 = a1 / b1, a0 / b0
    counted = number.measure.name
    return _exact(
        "prior_year",
        [
            ("number", f"Zahl der {counted}", (b1 - b0) * (p1 + p0) / 2),
            ("each", f"{amount.measure.name} je {_one_of(counted)}", (p1 - p0) * (b1 + b0) / 2),
        ],
    )


def number_of(measure: MeasureSpec, data: Mapping[str, SeriesData], today: date) -> Values | None:
    """The number that a SUM is explained by, as the mean of its months; None where the measure names none."""
    if measure.number is None:
        return None
    spec = data[measure.number].spec
    mean = MeasureSpec(
        code=spec.code,
        name=spec.name,
        unit=spec.unit,
        decimals=spec.decimals,
        aggregation=Aggregation.MEAN,
        series=spec.code,
    )
    return Values(mean, data, today)


def _one_of(plural: str) -> str:
    """ "Bedarfsgemeinschaft" of "Bedarfsgemeinschaften": of these endings the plural always is -en; else "Fall"."""
    ends = tuple(f"{ending}en" for ending in ("schaft", "ung", "ion", "heit", "keit", "tät"))
    return plural.removesuffix("en") if plural.endswith(ends) else "Fall"


def _exact(base: str, found: Sequence[tuple[str, str, Fraction]]) -> Explanation:
    """Parts as Decimals that add up to the total's Decimal to the last digit."""
    total = to_decimal(sum((amount for _, _, amount in found), Fraction(0)))
    remainder = total
    parts: list[Part] = []
    for key, label, fraction in found[:-1]:
        amount = to_decimal(fraction).quantize(Decimal(1).scaleb(-_PLACES), context=_WIDE)
        remainder = _WIDE.subtract(remainder, amount)
        parts.append(Part(part=key, label=label, amount=amount))
    key, label, _ = found[-1]
    return Explanation(base=base, total=total, parts=(*parts, Part(part=key, label=label, amount=remainder)))
