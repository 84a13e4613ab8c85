"""The end of a year for tests: every figure that the agreement of 2014 needs, until its December."""

from __future__ import annotations

from datetime import date

from agreements.choices import Rhythm
from agreements.domain.months import is_expected, month_of, year_months
from agreements.models import Agreement, Series, User
from monitoring.choices import FigureStatus
from monitoring.models import MonthlyActual

LATER = date(2015, 4, 20)


def carry_on(agreement: Agreement, status: FigureStatus = FigureStatus.FINAL) -> None:
    """Each series of the district goes on until December as it stood last; its figures of the year get that status."""
    system = User.objects.get(username="system")
    months = year_months(agreement.year)
    for series in Series.objects.filter(level="district"):
        rows = MonthlyActual.objects.filter(series=series, region=agreement.district, month__in=months)
        last = rows.filter(value__isnull=False).order_by("-month").first()
        if last is None:
            continue
        there = set(rows.filter(value__isnull=False).values_list("month", flat=True))
        rows.filter(value__isnull=True).delete()
        MonthlyActual.objects.bulk_create(
            MonthlyActual(
                series=series, region=agreement.district, month=month, value=last.value, status=status, by=system,
                at=last.at, version=1,
            )
            for month in months
            if month not in there and is_expected(Rhythm(series.rhythm), month)
        )  # fmt: skip
        rows.update(status=status, basis="")
    prior = MonthlyActual.objects.filter(region=agreement.district, month__lt=month_of(agreement.year, 1))
    prior.update(status=FigureStatus.FINAL, basis="")
