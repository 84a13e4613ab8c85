"""German words for the fixing of plans: what was signed, on which figures it stands, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from agreements.domain import wording as agreed
from agreements.domain.months import month_name
from agreements.domain.numbers import NO_BREAK_SPACE, format_number, format_value
from monitoring.documents.wording import gap_words
from monitoring.domain.attainment import COURSE_YEARS, MeasureSpec, PlanTerms, Promise
from monitoring.domain.fixing import Candidate


def plan_value(value: Decimal | None, measure: MeasureSpec) -> str:
    """An annual plan with all the digits it has, at least those the measure is shown with: "1.060,5", "20,6 %"."""
    if value is None:
        return "–"
    return format_value(value, max(measure.decimals, agreed.own_decimals(value)), measure.unit)


def signed_words(promise: Promise, terms: PlanTerms, measure: MeasureSpec, year: int, from_month: date | None) -> str:
    """ "mindestens 5 % mehr als im Jahr 2013, Verlauf des Vorjahres"; of an amendment with the month it takes effect."""
    said = agreed.plan_words(
        agreed.Promise(
            kind=terms.kind,
            way=promise.way,
            plan=promise.plan,
            relative_percent=promise.relative_percent,
            direction=terms.direction,
            unit=measure.unit,
            year=year,
        )
    )
    course = f", {terms.course.label}" if terms.course else ""
    since = f"; Nachtrag, wirkt ab {month_name(from_month)}" if from_month else ""
    return f"{said}{course}{since}"


def basis_words(found: Candidate, signed: str, measure: MeasureSpec, year: int) -> str:
    """From what P and course come: "mindestens 5 % mehr als im Jahr 2013, Verlauf des Vorjahres; 2013: 1.000"."""
    prior = "" if found.prior_year_total is None else f"; {year - 1}: {_rounded(found.prior_year_total, measure)}"
    return f"{signed}{prior}"[:200]


def data_status_words(found: Candidate, on: date) -> str:
    """ "Zahlen 2013 endgültig, Stand 20.10.2014"."""
    status = found.data_status.label if found.data_status else "unvollständig"
    return f"Zahlen {_years(found.years)} {status}, Stand {on:%d.%m.%Y}"


def prior_year_words(found: Candidate) -> str:
    """Whether the prior year is complete and final, as one sentence."""
    years = _years(found.years)
    if found.missing:
        return f"Aus den Zahlen {years} lässt sich noch nichts festlegen: {gap_words(found.missing)}."
    if found.fixing is None or found.data_status is None:
        return f"Aus den Zahlen {years} lässt sich nichts festlegen: Es gibt keinen Wert des Vorjahres, oder er ist 0."
    if found.is_final:
        return f"Die Zahlen {years} sind vollständig und {found.data_status.label}."
    return f"Die Zahlen {years} sind vollständig, aber {found.data_status.label}; sie können sich noch ändern."


def follows_course(terms: PlanTerms) -> bool:
    """Whether twelve shares are fixed beside P."""
    return terms.course in COURSE_YEARS


def share_words(share: Decimal | None) -> str:
    """A share of P in percent: "8,23 %"; "–" where the rhythm has no figure."""
    return "–" if share is None else f"{format_number(share * 100, 2)}{NO_BREAK_SPACE}%"


def _rounded(value: Decimal, measure: MeasureSpec) -> str:
    return format_value(value, max(measure.decimals, min(2, agreed.own_decimals(value))), measure.unit)


def _years(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[-1]} bis {years[0]}"
