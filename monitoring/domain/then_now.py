"""Damals und heute: what a report or a comment was made for, beside what the same figures say today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agreements.choices import MeasureRole
from monitoring.domain.report_record import CommentSheet, RememberedFigure
from monitoring.domain.sheet import MeasureSheet, ReportSheet


@dataclass(frozen=True, kw_only=True)
class ThenNow:
    """One measure that says something else today. `now` is the whole measure, for its unit and digits."""

    target: str  # code
    title: str
    then: RememberedFigure
    now: MeasureSheet

    @property
    def today(self) -> RememberedFigure:
        """The same few figures as they are now."""
        return remember_one(self.now)


def remember(measures: Iterable[MeasureSheet]) -> tuple[RememberedFigure, ...]:
    """What a comment on these measures was written for: the leading ones."""
    return tuple(remember_one(measure) for measure in measures if measure.role == MeasureRole.LEADING)


def remember_one(measure: MeasureSheet) -> RememberedFigure:
    """The figures of one measure that a reader goes by."""
    return RememberedFigure(
        measure=measure.code,
        as_of=measure.as_of,
        actual=measure.actual,
        plan=measure.plan,
        status=measure.status,
    )


def outdated(
    comment: CommentSheet, measures: Iterable[MeasureSheet]
) -> tuple[tuple[RememberedFigure, MeasureSheet], ...]:
    """The figures the comment was written for that are others now, each with its measure of today.

    A comment that remembers nothing is not outdated. Any difference counts, however small (unsere Lesart).
    """
    now = {measure.code: measure for measure in measures}
    return tuple(
        (figure, now[figure.measure])
        for figure in comment.figures
        if figure.measure in now and remember_one(now[figure.measure]) != figure
    )


def revised(then: ReportSheet, now: ReportSheet) -> tuple[ThenNow, ...]:
    """The measures of a frozen report whose figures are others today, in the order of the report."""
    today: Mapping[tuple[str, str], MeasureSheet] = {
        (target.code, measure.code): measure for target in now.targets for measure in target.measures
    }
    return tuple(
        ThenNow(
            target=target.code, title=target.title, then=remember_one(measure), now=today[target.code, measure.code]
        )
        for target in then.targets
        for measure in target.measures
        if (target.code, measure.code) in today
        if remember_one(today[target.code, measure.code]) != remember_one(measure)
    )
