"""Attainment, the heart: to date, plan, deviation, status, projection, explanation (domain.md §4)."""

from monitoring.domain.attainment.assess import assess
from monitoring.domain.attainment.explanation import Explanation, explain_by_city, explain_number_and_each
from monitoring.domain.attainment.measure import MeasureSpec, PartSpec
from monitoring.domain.attainment.plan import (
    COURSE_YEARS,
    Amendment,
    Fixing,
    PlanTerms,
    Promise,
    check_terms,
    course_allowed,
    plan_to_date,
    propose_fixing,
)
from monitoring.domain.attainment.values import Value, Values

__all__ = [
    "COURSE_YEARS",
    "Amendment",
    "Explanation",
    "Fixing",
    "MeasureSpec",
    "PartSpec",
    "PlanTerms",
    "Promise",
    "Value",
    "Values",
    "assess",
    "check_terms",
    "course_allowed",
    "explain_by_city",
    "explain_number_and_each",
    "plan_to_date",
    "propose_fixing",
]
