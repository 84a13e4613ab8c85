"""The leading measures of an agreement's MBZ, by the code of the target, for tests that ask where one stands."""

from __future__ import annotations

from datetime import date

from agreements.models import Agreement
from monitoring.domain.sheet import MeasureSheet
from monitoring.selectors.lists import leading_sheets

TODAY = date(2014, 10, 20)


def leading(agreement: Agreement) -> dict[str, MeasureSheet]:
    """At the month that is over, in the order of the sections."""
    targets = list(agreement.targets.filter(in_mbz=True).select_related("agreement__jobcenter__region"))
    sheets = leading_sheets(targets, today=TODAY)
    return {target.code: sheets[target.pk] for target in targets}
