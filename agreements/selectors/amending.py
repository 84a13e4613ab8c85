"""Reads for amendments: the targets in force that one may change, the months one may choose, and what one changes."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from agreements.domain.amending import agreed, amended_sections, effect_months
from agreements.domain.fingerprint import plain
from agreements.domain.lifecycle import IN_FORCE
from agreements.domain.redline import Redline, compare_sections
from agreements.models import Agreement, Target
from agreements.selectors.agreement import section_sheets


def targets_in_force(original: Agreement, month: date) -> list[Target]:
    """The targets as the amendments in force by that month leave them, in their order, what these brought at the end.

    One query.
    """
    amended = Q(agreement__amends=original, agreement__state__in=IN_FORCE, agreement__effective_from__lte=month)
    rows = Target.objects.filter(Q(agreement=original) | amended).select_related("section", "agreement")
    order = (F("agreement__effective_from").asc(nulls_first=True), "agreement_id", "section__position", "position")
    return list({row.code: row for row in rows.order_by(*order)}.values())


def months_to_choose(original: Agreement) -> tuple[date, ...]:
    """The months from which a further amendment may take effect. One query."""
    amended = original.amendments.filter(state__in=IN_FORCE).values_list("effective_from", flat=True)
    return effect_months(original.starts, original.ends, [month for month in amended if month])


def synopsis(agreement: Agreement) -> Redline | None:
    """What an amendment changes against what is in force before it; None for an original.

    Before it are the original and the signed amendments that take effect earlier, or in the same month and were made
    earlier. Five queries, whatever their number.
    """
    if agreement.amends is None or agreement.effective_from is None:
        return None
    since = agreement.effective_from
    earlier = Q(effective_from__lt=since) | Q(effective_from=since, pk__lt=agreement.pk)
    before = list(agreement.amends.amendments.filter(earlier, state__in=IN_FORCE).order_by("effective_from", "pk"))
    sheets = section_sheets([agreement.amends, *before, agreement])
    base, *changes = (agreed(plain(sheets.get(each.pk, ()))) for each in (agreement.amends, *before, agreement))
    old = new = base
    for change in changes:
        old, new = new, amended_sections(new, change)
    return Redline(head=(), sections=compare_sections(old, new))
