"""Who wrote last into a report: figures and comments, for the four eyes of a release."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from agreements.domain.lifecycle import IN_FORCE
from agreements.domain.months import month_of
from agreements.models import Agreement, Series, TargetMeasure
from monitoring.models import ActualRevision, TargetComment


def last_editors(agreement: Agreement, month: date) -> tuple[tuple[str, int], ...]:
    """("die letzte Zahl", user) and ("den letzten Kommentar", user) as far as there are any. Three queries.

    Figures: those the report's own measures read, of its year up to the month; a file counts for who read it in.
    """
    amended = Q(target__agreement__amends=agreement, target__agreement__state__in=IN_FORCE)
    agreed = TargetMeasure.objects.filter(Q(target__agreement=agreement) | amended, target__in_mbz=True)
    measures = agreed.values("measure")
    series = Series.objects.filter(
        Q(measures__in=measures)
        | Q(measures__pk__in=measures.values("measure__numerator"))
        | Q(measures__pk__in=measures.values("measure__denominator"))
    )
    figure = (
        ActualRevision.objects.filter(
            region=agreement.district,
            series__in=series.values("pk"),
            month__range=(month_of(month.year, 1), month),
        )
        .order_by("-at", "-id")
        .values_list("by", flat=True)
        .first()
    )
    comment = (
        TargetComment.objects.filter(report__agreement=agreement, report__month=month)
        .order_by("-report__number", "-at", "-id")
        .values_list("by", flat=True)
        .first()
    )
    found = (("die letzte Zahl", figure), ("den letzten Kommentar", comment))
    return tuple((what, user) for what, user in found if user is not None)
