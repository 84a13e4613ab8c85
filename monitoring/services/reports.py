"""The verbs of the MBZ: released and frozen by the Jobcenter, returned or accepted by the Agentur (domain.md §5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from agreements import rules as agreed
from agreements.choices import DocumentKind
from agreements.domain.fingerprint import fingerprint
from agreements.domain.lifecycle import IN_FORCE, VerbNotPossible
from agreements.domain.months import last_day, month_key, month_name
from agreements.models import Agreement, User
from agreements.services import audit
from agreements.services.freezing import freeze
from monitoring.choices import ReportState, ReportVerb
from monitoring.documents.report import report_pdf
from monitoring.domain.report_lifecycle import leads_to, uncommented
from monitoring.domain.report_record import StepSheet
from monitoring.domain.sheet import ReportSheet, TargetSheet
from monitoring.models import MonthlyReport, ReportStep
from monitoring.selectors.editors import last_editors
from monitoring.selectors.reading import working_report
from monitoring.selectors.report import report_sheet
from monitoring.services.comments import copy_comments
from monitoring.services.notices import tell


class ReportRefused(Exception):
    """The verb is not possible; the message is one German sentence that says why and what would be right."""


class CommentsMissing(ReportRefused):
    """Red or yellow targets have no comment."""

    def __init__(self, targets: tuple[TargetSheet, ...]) -> None:
        names = ", ".join(target.title for target in targets)
        super().__init__(
            f"Vor der Freigabe braucht jedes Ziel, das nicht im Soll ist, einen Kommentar. Es fehlen: {names}."
        )
        self.targets = targets


def release_report(*, by: User, agreement: Agreement, month: date, on: date) -> MonthlyReport:
    """Freeze sheet and paper of the month and hand them to the Agentur. `on` is the day of the release.

    The paper is made before the database is held; if figures or comments change meanwhile, nothing is released.
    Raises ReportRefused (CommentsMissing where comments are).
    """
    _check_time(agreement, month, on)
    at = timezone.now()
    sheet = _sheet_to_release(agreement, month, by=by, at=at, on=on)
    if missing := uncommented(sheet):
        raise CommentsMissing(missing)
    _check_four_eyes(agreement, month, by)
    content = report_pdf(replace(sheet, fingerprint=fingerprint(sheet)))
    with transaction.atomic():
        report = _locked(agreement, month, ReportVerb.RELEASE)
        if _sheet_to_release(agreement, month, by=by, at=at, on=on) != sheet:
            raise ReportRefused(
                "Während der Freigabe wurden Zahlen, Kommentare oder Maßnahmen geändert; bitte ansehen und noch einmal "
                "freigeben."
            )
        report.frozen = freeze(
            by=by, agreement=agreement, kind=DocumentKind.REPORT, sheet=sheet, content=content, at=at
        )
        _step(report, ReportVerb.RELEASE, by=by, at=at, after={"fingerprint": report.frozen.fingerprint})
        text = f"{agreement.jobcenter.name}: Der MBZ {month_name(month)} ist freigegeben."
        _tell(agreed.agentur_reviewers(agreement, on), report, ReportVerb.RELEASE, text, by=by, at=at)
    return report


@transaction.atomic
def return_report(*, by: User, agreement: Agreement, month: date, reason: str, on: date) -> MonthlyReport:
    """Back to the Jobcenter with a question; work goes on as the next number, which is returned. Raises ReportRefused."""
    reason = reason.replace("\r\n", "\n").replace("\x00", "").strip()
    if not reason:
        raise ReportRefused("Bitte die Rückfrage eingeben: Ohne sie weiß das Jobcenter nicht, was fehlt.")
    report, at = _locked(agreement, month, ReportVerb.RETURN), timezone.now()
    _step(report, ReportVerb.RETURN, by=by, at=at, reason=reason)
    following = MonthlyReport.objects.create(agreement=agreement, month=month, number=report.number + 1)
    copy_comments(report, following)
    text = f"Der MBZ {month_name(month)} kam mit einer Rückfrage zurück."
    _tell(agreed.jobcenter_staff(agreement, on), report, ReportVerb.RETURN, text, by=by, at=at)
    return following


@transaction.atomic
def accept_reports(
    *, by: User, agreement: Agreement, months: Collection[date], discussed_on: date | None, on: date
) -> list[MonthlyReport]:
    """ "Abgenommen / besprochen am …", several months at once, all or none. Raises ReportRefused."""
    if not months:
        raise ReportRefused("Bitte mindestens einen Monat auswählen.")
    if discussed_on is None:
        raise ReportRefused("Bitte den Tag angeben, an dem die Berichte besprochen wurden, etwa 20.10.2014.")
    if discussed_on > on:
        raise ReportRefused(
            f"Der {discussed_on:%d.%m.%Y} liegt in der Zukunft; besprochen ist ein Bericht erst danach."
        )
    if early := [month for month in months if discussed_on <= last_day(month)]:
        raise ReportRefused(
            f"Am {discussed_on:%d.%m.%Y} war {month_name(max(early))} noch nicht vorüber; bitte den Tag des Gesprächs prüfen."
        )
    at = timezone.now()
    reports = [_locked(agreement, month, ReportVerb.ACCEPT) for month in sorted(months)]
    staff = agreed.jobcenter_staff(agreement, on)
    for report in reports:
        _step(report, ReportVerb.ACCEPT, by=by, at=at, discussed_on=discussed_on)
        text = f"Der MBZ {month_name(report.month)} ist abgenommen (besprochen am {discussed_on:%d.%m.%Y})."
        _tell(staff, report, ReportVerb.ACCEPT, text, by=by, at=at)
    return reports


def _check_time(agreement: Agreement, month: date, on: date) -> None:
    if agreement.state not in IN_FORCE:
        raise ReportRefused("Die Vereinbarung ist noch nicht unterzeichnet; berichtet wird erst danach.")
    if on <= last_day(month):
        raise ReportRefused(f"{month_name(month)} läuft noch; freigeben lässt sich der MBZ ab dem Folgemonat.")


def _check_four_eyes(agreement: Agreement, month: date, by: User) -> None:
    """Who wrote last does not release, where the Jobcenter wants four eyes."""
    if not agreement.jobcenter.four_eyes:
        return
    if own := [what for what, user in last_editors(agreement, month) if user == by.pk]:
        raise ReportRefused(
            f"Vier-Augen-Freigabe: Sie haben selbst {' und '.join(own)} eingegeben. "
            "Bitte eine zweite Person mit Freigaberecht freigeben lassen."
        )


def _sheet_to_release(agreement: Agreement, month: date, *, by: User, at: datetime, on: date) -> ReportSheet:
    """The sheet as it will stand after the release, its step included."""
    sheet = report_sheet(agreement, month, today=on, with_comments=True, with_steering=True)
    try:
        state = leads_to(sheet.state, ReportVerb.RELEASE)
    except VerbNotPossible as error:
        raise ReportRefused(str(error)) from error
    step = StepSheet(number=sheet.number, verb=ReportVerb.RELEASE, by=str(by), at=timezone.localtime(at))
    return replace(sheet, state=state, steps=(*sheet.steps, step))


def _locked(agreement: Agreement, month: date, verb: ReportVerb) -> MonthlyReport:
    """The newest number of the month, held for this transaction, in the state the verb leads to."""
    report = working_report(agreement, month)
    if report is None and verb == ReportVerb.RELEASE:
        report, _ = MonthlyReport.objects.get_or_create(agreement=agreement, month=month, number=1)
    if report is None:
        raise ReportRefused(f"Den MBZ {month_name(month)} hat das Jobcenter noch nicht freigegeben.")
    report = MonthlyReport.objects.select_for_update().select_related("agreement").get(pk=report.pk)
    try:
        report.state = leads_to(ReportState(report.state), verb)
    except VerbNotPossible as error:
        raise ReportRefused(f"{month_name(month)}: {error}") from error
    return report


def _step(
    report: MonthlyReport,
    verb: ReportVerb,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    discussed_on: date | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """Save the report in its new state, the step, and the audit entry."""
    report.save()
    ReportStep.objects.create(report=report, verb=verb, by=by, at=at, reason=reason, discussed_on=discussed_on)
    audit.record(
        by=by,
        verb=f"MBZ {verb.label}",
        object=f"MBZ {report.agreement.key} {month_key(report.month)} Nr. {report.number}",
        after={"state": report.state, **(after or {}), **({"discussed_on": discussed_on} if discussed_on else {})},
        reason=reason,
    )


def _tell(
    people: Collection[User], report: MonthlyReport, verb: ReportVerb, text: str, *, by: User, at: datetime
) -> None:
    tell(
        [person for person in people if person != by],
        agreement=report.agreement,
        key=f"mbz-{report.pk}-{verb}",
        text=text,
        path=f"/mbz/{report.agreement.key}/{month_key(report.month)}/",
        at=at,
    )
