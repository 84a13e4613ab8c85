"""Targets as they are in force: what was first agreed and what each amendment says instead, for one agreement or many.

An amendment holds whole targets: from its month on the target reads as it stands there, measures, money and duties
included; a target it does not name stays (unsere Lesart). Only amendments that are signed count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Agreement, Target, TargetMeasure
from monitoring.selectors.terms import Terms, with_terms


@dataclass(frozen=True)
class Chain:
    """One target through the year, in the order in which its wordings take effect."""

    rows: tuple[Target, ...]

    @property
    def first(self) -> Target:
        """The row on which comments and steering measures hang, whatever the amendments say."""
        return self.rows[0]

    def at(self, month: date) -> Target | None:
        """The row in force in a month; None before the amendment that brings the target."""
        found = [row for row in self.rows if (row.agreement.effective_from or month) <= month]
        return found[-1] if found else None

    def terms(self, row: TargetMeasure) -> Terms:
        """What was agreed on the measure of this row, with what stood before and what comes."""
        agreed = [{each.measure_id: each for each in target.measures.all()} for target in self.rows]
        links = zip((target.agreement.effective_from for target in self.rows), agreed, strict=True)
        return Terms(row, tuple((since, measures.get(row.measure_id)) for since, measures in links))


ADDED_LAST = F("agreement__effective_from").asc(nulls_first=True)
Chains = dict[tuple[int, str], Chain]  # by original and code of the target


def chains(
    originals: Iterable[int], rows: QuerySet[Target] | None = None, measures: Prefetch[str] | None = None
) -> Chains:
    """The targets of these originals in their printed order, what only amendments bring at the end. Four queries.

    `rows` and `measures` bring along what else the caller reads, or less.
    """
    wanted = set(originals)
    amended = Q(agreement__amends__in=wanted, agreement__state__in=IN_FORCE)
    found: dict[tuple[int, str], tuple[Target, ...]] = {}
    asked = (Target.objects.all() if rows is None else rows).filter(Q(agreement__in=wanted) | amended)
    asked = asked.select_related("section", "agreement").prefetch_related(measures or with_terms())
    for row in asked.order_by(ADDED_LAST, "section__position", "position", "agreement_id"):
        key = (row.agreement.amends_id or row.agreement_id, row.code)
        found[key] = (*found.get(key, ()), row)
    return {key: Chain(tuple(sorted(targets, key=_takes_effect))) for key, targets in found.items()}


def _takes_effect(target: Target) -> tuple[date, int]:
    """Of two amendments from one month on, the later one counts (unsere Lesart)."""
    return target.agreement.effective_from or date.min, target.agreement_id


def chain_of(agreement: Agreement, code: str) -> Chain | None:
    """One target of an original; None for a code that neither it nor an amendment in force knows."""
    return chains([agreement.pk], Target.objects.filter(code=code)).get((agreement.pk, code))


def first_rows(agreement: Agreement) -> QuerySet[Target]:
    """The rows on which comments and steering measures hang: the original's, and those that signed amendments added."""
    amended = Q(agreement__amends=agreement, agreement__state__in=IN_FORCE)
    earlier = Target.objects.filter(
        Q(agreement=agreement) | amended & Q(agreement__effective_from__lt=OuterRef("agreement__effective_from")),
        code=OuterRef("code"),
    )
    added = amended & ~Exists(earlier)
    return (
        Target.objects.filter(Q(agreement=agreement) | added)
        .select_related("section")
        .order_by(ADDED_LAST, "section__position", "position")
    )
