"""Which figures are possible but unlikely, and nobody has confirmed them: German sentences, nothing is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.domain.months import add_months
from agreements.models import Series
from monitoring.domain.plausibility import check_figure, check_subset, check_sum
from monitoring.domain.series import SeriesSpec
from monitoring.models import MonthlyActual
from monitoring.selectors.figures import series_spec
from monitoring.services.actuals import Recorded
from monitoring.services.entries import Key

YEARS_LOOKED_BACK = 5  # what lies further back says nothing on what is usual for a series today ("unsere Lesart")

Place = tuple[int, int]  # series, region


@dataclass(frozen=True)
class _Doubted:
    """A figure that is looked at: where it belongs, and its value."""

    key: Key
    value: Decimal


def doubts(actuals: Iterable[MonthlyActual]) -> dict[int, tuple[str, ...]]:
    """Sentences on every figure that is unlikely and that nobody confirmed, by its primary key. Two queries.

    Bounds, jumps, more than the whole, and parts that do not make up the whole (domain.md §4): the last is said
    once, at the whole where it is among the figures asked about, else at its parts.
    """
    asked = [actual for actual in actuals if actual.value is not None]
    places = {(actual.series_id, actual.region_id, actual.month) for actual in asked}
    looked_at = {
        actual.pk: _Doubted((actual.series_id, actual.region_id, actual.month), actual.value)
        for actual in asked
        if actual.checked_by_id is None and actual.value is not None
    }
    if not looked_at:
        return {}
    known = _Known(looked_at.values())
    found = {pk: tuple(known.doubts(figure, places)) for pk, figure in looked_at.items()}
    return {pk: sentences for pk, sentences in found.items() if sentences}


def import_warnings(recorded: Recorded) -> list[str]:
    """Sentences on the new and changed figures of an import, each against its own past and its whole. Two queries."""
    stored = [revision for revision in recorded.revisions if revision.value is not None]
    figures = [
        _Doubted((revision.series_id, revision.region_id, revision.month), revision.value or Decimal(0))
        for revision in stored
    ]
    if not figures:
        return []
    known = _Known(figures)
    places = {figure.key for figure in figures}
    return [
        sentence + (f" ({revision.region.name})" if revision.series.level == "city" else "")
        for revision, figure in zip(stored, figures, strict=True)
        for sentence in known.doubts(figure, places)
    ]


class _Known:
    """The catalogue and the figures around those that are looked at: two queries, whatever their number."""

    def __init__(self, figures: Collection[_Doubted]) -> None:
        self.series = {row.pk: row for row in Series.objects.all()}
        self.specs = {pk: series_spec(row) for pk, row in self.series.items()}
        self.partitions = self._partitions()
        asked = {figure.key[0] for figure in figures}
        wholes = {whole for pk in asked if (whole := self.series[pk].subset_of_id)}
        parts = {pk for pk, row in self.series.items() if row.partition and row.subset_of_id in asked | wholes}
        self.histories = self._histories(
            asked | wholes | parts,
            {figure.key[1] for figure in figures},
            add_months(min(figure.key[2] for figure in figures), -12 * YEARS_LOOKED_BACK),
        )

    def doubts(self, figure: _Doubted, places: Collection[Key]) -> Iterator[str]:
        """What is unlikely about the figure."""
        series, region, month = figure.key
        spec = self.specs[series]
        for warning in check_figure(spec, month, figure.value, self.histories.get((series, region), {})):
            yield warning.sentence
        whole = self.series[series].subset_of_id
        if whole is not None:
            total = self._value((whole, region, month))
            doubt = total is not None and check_subset(spec, month, figure.value, self.specs[whole], total)
            if doubt:
                yield doubt.sentence
            if (whole, region, month) not in places and self.series[series].partition:
                yield from self._sums((whole, region, month), only=self.series[series].partition)
        yield from self._sums(figure.key)

    def _sums(self, key: Key, only: str = "") -> Iterator[str]:
        """Women and men are all: every complete partition of the whole adds up to it."""
        whole, region, month = key
        value = self._value(key)
        for word, parts in self.partitions.get(whole, {}).items():
            if value is None or (only and word != only):
                continue
            amounts: list[tuple[SeriesSpec, Decimal]] = [
                (self.specs[part], amount)
                for part in parts
                if (amount := self._value((part, region, month))) is not None
            ]
            doubt = len(amounts) == len(parts) and check_sum(self.specs[whole], month, value, amounts)
            if doubt:
                yield doubt.sentence

    def _value(self, key: Key) -> Decimal | None:
        series, region, month = key
        return self.histories.get((series, region), {}).get(month)

    def _partitions(self) -> Mapping[int, Mapping[str, tuple[int, ...]]]:
        """Whole → word of the partition → its parts, in the order of the catalogue; one part alone is no partition."""
        found: dict[int, dict[str, tuple[int, ...]]] = defaultdict(dict)
        for pk, row in self.series.items():
            if row.partition and row.subset_of_id:
                words = found[row.subset_of_id]
                words[row.partition] = (*words.get(row.partition, ()), pk)
        return {whole: {w: parts for w, parts in words.items() if len(parts) > 1} for whole, words in found.items()}

    @staticmethod
    def _histories(series: set[int], regions: set[int], since: date) -> Mapping[Place, Mapping[date, Decimal]]:
        rows = MonthlyActual.objects.filter(
            series__in=series, region__in=regions, month__gte=since, value__isnull=False
        )
        found: dict[Place, dict[date, Decimal]] = defaultdict(dict)
        for series_id, region_id, month, value in rows.order_by().values_list("series", "region", "month", "value"):
            found[series_id, region_id][month] = value or Decimal(0)
        return found
