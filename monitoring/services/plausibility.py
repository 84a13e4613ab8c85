"""Which of the figures just stored are possible but unlikely: German sentences, nothing is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from monitoring.domain.plausibility import check_figure, check_subset
from monitoring.models import ActualRevision, MonthlyActual
from monitoring.selectors.figures import series_spec
from monitoring.services.actuals import Recorded

Place = tuple[int, int]  # series, region
Histories = Mapping[Place, Mapping[date, Decimal]]


def import_warnings(recorded: Recorded) -> list[str]:
    """Sentences on the new and changed figures, each against its own past and its whole: one query for all."""
    histories = _histories(recorded.revisions)
    return [
        sentence
        for revision in recorded.revisions
        if revision.value is not None
        for sentence in _doubts(revision, revision.value, histories)
    ]


def _histories(revisions: Sequence[ActualRevision]) -> Histories:
    """All figures of the series concerned and of their wholes, in the regions concerned."""
    series = {revision.series for revision in revisions}
    wanted = {row.pk for row in series} | {row.subset_of_id for row in series if row.subset_of_id}
    rows = MonthlyActual.objects.filter(
        series__in=wanted, region__in={revision.region_id for revision in revisions}, value__isnull=False
    )
    found: dict[Place, dict[date, Decimal]] = defaultdict(dict)
    for series_id, region_id, month, value in rows.order_by().values_list("series", "region", "month", "value"):
        found[series_id, region_id][month] = value or Decimal(0)
    return found


def _doubts(revision: ActualRevision, value: Decimal, histories: Histories) -> Iterator[str]:
    series, month = revision.series, revision.month
    history = histories.get((series.pk, revision.region_id), {})
    where = f" ({revision.region.name})" if series.level == "city" else ""
    for warning in check_figure(series_spec(series), month, value, history):
        yield warning.sentence + where
    if series.subset_of is not None and series.subset_of_id is not None:
        whole = histories.get((series.subset_of_id, revision.region_id), {}).get(month)
        doubt = check_subset(series_spec(series), month, value, series_spec(series.subset_of), whole or value)
        if doubt is not None:
            yield doubt.sentence + where
