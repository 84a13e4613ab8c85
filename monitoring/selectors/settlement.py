"""The settlement of an agreement as a sheet, live or as it was frozen, and its results in words for next year's agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agreements.choices import Sphere, TargetKind
from agreements.domain.months import month_name, month_of
from agreements.domain.numbers import format_value
from agreements.models import Agreement, Target
from monitoring.choices import SettlementKind, Verdict
from monitoring.domain.settlement import SettledTarget, SettlementSheet, obstacles, settle
from monitoring.domain.sheet import MeasureSheet, TargetSheet
from monitoring.models import MonthlyReport, Settlement
from monitoring.selectors.duties import duty_results
from monitoring.selectors.frozen import frozen_sheet, last_accepted, structured
from monitoring.selectors.report import measured_targets
from monitoring.selectors.standing import standings

Results = dict[tuple[str, str], str]  # code of the target, code of the measure: the result in words


def settlement_sheet(agreement: Agreement, *, today: date) -> SettlementSheet:
    """The settlement by today's figures, for readers of everything; a constant number of queries.

    It is endgültig as soon as nothing lacks. Cut it with `for_reader` before anyone reads it.
    """
    december = month_of(agreement.year, 12)
    accepted = last_accepted(agreement)
    by_code = {each.code: each for each in frozen_sheet(accepted).targets} if accepted else {}
    comments = _december_comments(agreement, december)
    duties = duty_results(agreement, december)
    rows = measured_targets(agreement, december, today=today)
    targets = tuple(
        replace(
            _target(target, measures, position, comments.get(target.code)),
            duties=duties.get(target.code, ()),
            accepted=tuple(settle(each) for each in by_code[target.code].measures) if target.code in by_code else (),
            accepted_month=accepted.month if accepted and target.code in by_code else None,
        )
        for position, (target, measures) in enumerate(rows, 1)
    )
    sheet = SettlementSheet(
        agreement=agreement.key,
        title=agreement.title,
        jobcenter=agreement.jobcenter.name,
        parties=tuple(partner.party.name for partner in agreement.partners.all()),
        year=agreement.year,
        kind=SettlementKind.PROVISIONAL,
        fictitious=agreement.district.fictitious,
        as_of_day=today,
        by="",
        targets=targets,
    )
    return sheet if sheet.obstacles else replace(sheet, kind=SettlementKind.FINAL)


def settlements(agreement: Agreement) -> list[Settlement]:
    """All that were handed out, the newest first. One query."""
    return list(Settlement.objects.filter(agreement=agreement).select_related("frozen", "by").order_by("-id"))


def frozen_settlement(row: Settlement) -> SettlementSheet:
    """The sheet as it was frozen, for readers of everything."""
    sheet: SettlementSheet = structured(row.frozen.sheet, SettlementSheet)
    return replace(sheet, fingerprint=row.frozen.fingerprint)


def paper_of_settlement(row: Settlement) -> bytes:
    """The PDF as it was frozen, byte for byte."""
    with row.frozen.file.open("rb") as file:
        return file.read()


def results(agreement: Agreement, *, today: date, with_live_mbz_targets: bool) -> Results:
    """What became of every measure: "Ergebnis 2014: 20,1 %", "vorläufiges Ergebnis 2014: 20,1 %", "bis September 2014: …".

    Without live MBZ targets those stand as the last accepted report says (domain.md §7); a measure without value is not
    there. A constant number of queries.
    """
    december = month_of(agreement.year, 12)
    found = standings(agreement, december, today=today, with_live_mbz_targets=with_live_mbz_targets)
    return {
        (target.code, measure.code): said
        for target in found
        for measure in target.measures
        if (said := result_words(measure))
    }


def result_words(measure: MeasureSheet) -> str:
    """One of `results`; empty without a value."""
    if measure.actual is None or measure.as_of is None:
        return ""
    value = format_value(measure.actual, measure.decimals, measure.unit)
    if measure.as_of.month < 12:
        return f"bis {month_name(measure.as_of)}: {value}"
    sure = measure.final and settle(measure).verdict != Verdict.PROVISIONAL
    return f"{'Ergebnis' if sure else 'vorläufiges Ergebnis'} {measure.as_of.year}: {value}"


def _december_comments(agreement: Agreement, december: date) -> dict[str, TargetSheet]:
    """The targets of the December MBZ that was released last, by code."""
    released = MonthlyReport.objects.filter(agreement=agreement, month=december, frozen__isnull=False)
    report = released.select_related("frozen").order_by("-number").first()
    return {each.code: each for each in frozen_sheet(report).targets} if report else {}


def _target(
    row: Target, measures: tuple[MeasureSheet, ...], position: int, reported: TargetSheet | None
) -> SettledTarget:
    comment = reported.comment if reported else None
    return SettledTarget(
        code=row.code,
        title=str(row),
        section=str(row.section),
        kind=TargetKind(row.kind),
        sphere=Sphere(row.sphere).label,
        position=position,
        in_mbz=row.in_mbz,
        city_duty=row.city_duty,
        results=tuple(settle(measure) for measure in measures),
        duties=(),
        comment=comment.text if comment else "",
        comment_by=comment.by if comment else "",
        obstacles=obstacles(row.code, str(row), measures),
    )
