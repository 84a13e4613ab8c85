"""The verbs of the MBZ: who is asked what before it leaves the house, and that nothing changes afterwards (domain.md §5)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from agreements.models import AuditEntry, Party, Region, Series, User
from monitoring.choices import Origin, ReportState
from monitoring.models import MonthlyReport, Notice, ReportStep, TargetComment
from monitoring.selectors.frozen import frozen_sheet, last_accepted, paper_of, thaw
from monitoring.selectors.months import month_state
from monitoring.selectors.reading import NoSuchNumber, read_report, then_and_now
from monitoring.selectors.report import report_sheet
from monitoring.selectors.standing import standings
from monitoring.services.actuals import record
from monitoring.services.comments import ReportClosed, save_comment
from monitoring.services.entries import Entry
from monitoring.services.reports import CommentsMissing, ReportRefused, accept_reports, release_report, return_report
from monitoring.services.verification import differences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "quick_paper")]
TODAY = date(2014, 10, 20)
AUGUST, SEPTEMBER, OCTOBER = date(2014, 8, 1), date(2014, 9, 1), date(2014, 10, 1)
BEHIND = ("iq", "lzb", "alleinerziehende")  # red or yellow in the demonstration


@pytest.fixture
def quick_paper(monkeypatch):
    """The paper has tests of its own; here it is made in a millisecond, from the same sheet."""
    monkeypatch.setattr("monitoring.services.reports.report_pdf", lambda sheet: f"%PDF {sheet.fingerprint}".encode())


def user(name: str) -> User:
    return User.objects.get(username=name)


def comment(agreement, month, code, text="Ferien.", by="jobcenter"):
    target = agreement.targets.get(code=code)
    version = TargetComment.objects.filter(report__month=month, target=target).order_by("-report__number").first()
    return save_comment(
        by=user(by),
        agreement=agreement,
        month=month,
        target=target,
        text=text,
        expected_version=version.version if version else 0,
        on=TODAY,
    )


def released(agreement, month=SEPTEMBER, by="jobcenter-leitung") -> MonthlyReport:
    for code in BEHIND:
        comment(agreement, month, code)
    return release_report(by=user(by), agreement=agreement, month=month, on=TODAY)


def revise(agreement, code="INT", month=date(2014, 3, 1), value="520"):
    entry = Entry(
        series=Series.objects.get(code=code),
        region=Region.objects.get(key="05158"),
        month=month,
        value=Decimal(value),
        why="Nachlieferung",
    )
    record(by=user("jobcenter"), entries=[entry], origin=Origin.IMPORT, on=TODAY)


class TestRelease:
    def test_red_and_yellow_without_comment_stand_against_it(self, agreement):
        comment(agreement, SEPTEMBER, "iq")
        with pytest.raises(CommentsMissing) as error:
            release_report(by=user("jobcenter-leitung"), agreement=agreement, month=SEPTEMBER, on=TODAY)

        assert [target.code for target in error.value.targets] == ["lzb", "alleinerziehende"]
        assert str(error.value) == (
            "Vor der Freigabe braucht jedes Ziel, das nicht im Soll ist, einen Kommentar. "
            "Es fehlen: Langzeitleistungsbezug, Integrationen Alleinerziehender."
        )
        assert MonthlyReport.objects.get().state == ReportState.OPEN

    def test_sheet_paper_and_sum_are_frozen(self, agreement):
        report = released(agreement)
        sheet = frozen_sheet(report)

        assert (report.state, report.number) == (ReportState.RELEASED, 1)
        assert paper_of(report) == f"%PDF {report.frozen.fingerprint}".encode()
        assert sheet.fingerprint == report.frozen.fingerprint
        assert [(step.number, step.verb, step.by) for step in sheet.steps] == [
            (1, "release", "Geschäftsführung ME-aktiv")
        ]
        assert [target.code for target in sheet.targets if target.comment] == ["iq", "lzb", "alleinerziehende"]
        assert list(differences()) == []

    def test_the_frozen_sheet_is_the_live_one_of_that_moment(self, agreement):
        live = report_sheet(agreement, AUGUST, today=TODAY, with_comments=False)
        report = released(agreement, AUGUST)
        frozen = thaw(report.frozen)

        assert [target.measures for target in frozen.targets] == [target.measures for target in live.targets]

    def test_the_agentur_is_told_once_a_person(self, agreement):
        report = released(agreement)
        notices = Notice.objects.filter(key=f"mbz-{report.pk}-release")
        assert sorted(notices.values_list("user__username", flat=True)) == ["agentur", "agentur-leitung"]
        assert {notice.path for notice in notices} == {"/mbz/me-aktiv-2014/2014-09/"}

    @pytest.mark.parametrize(
        ("month", "sentence"),
        [
            (OCTOBER, "Oktober 2014 läuft noch; freigeben lässt sich der MBZ ab dem Folgemonat."),
        ],
    )
    def test_a_month_that_runs_is_not_released(self, agreement, month, sentence):
        with pytest.raises(ReportRefused) as error:
            release_report(by=user("jobcenter-leitung"), agreement=agreement, month=month, on=TODAY)
        assert str(error.value) == sentence

    def test_before_the_signatures_nothing_is_reported(self, agreement):
        agreement.state = "ready"
        with pytest.raises(ReportRefused, match="noch nicht unterzeichnet"):
            release_report(by=user("jobcenter-leitung"), agreement=agreement, month=SEPTEMBER, on=TODAY)

    def test_what_is_released_is_not_released_again(self, agreement):
        released(agreement)
        with pytest.raises(ReportRefused) as error:
            release_report(by=user("jobcenter-leitung"), agreement=agreement, month=SEPTEMBER, on=TODAY)
        assert str(error.value) == "Der MBZ ist freigegeben; „freigeben“ geht nur, wenn er in Arbeit ist."
        assert ReportStep.objects.count() == 1

    def test_a_change_while_the_paper_is_made_stops_it(self, agreement, monkeypatch):
        def meanwhile(sheet):
            comment(agreement, SEPTEMBER, "iq", "Doch anders.")
            return b"%PDF"

        for code in BEHIND:
            comment(agreement, SEPTEMBER, code)
        monkeypatch.setattr("monitoring.services.reports.report_pdf", meanwhile)
        with pytest.raises(
            ReportRefused, match="Während der Freigabe wurden Zahlen, Kommentare oder Maßnahmen geändert"
        ):
            release_report(by=user("jobcenter-leitung"), agreement=agreement, month=SEPTEMBER, on=TODAY)
        assert MonthlyReport.objects.get().state == ReportState.OPEN

    def test_comments_are_closed_from_then_on(self, agreement):
        released(agreement)
        with pytest.raises(ReportClosed, match="eingefroren"):
            comment(agreement, SEPTEMBER, "iq", "nachträglich")


class TestFourEyes:
    @pytest.fixture(autouse=True)
    def _switch(self, agreement):
        Party.objects.filter(pk=agreement.jobcenter_id).update(four_eyes=True)
        agreement.jobcenter.refresh_from_db()

    def test_who_wrote_last_does_not_release(self, agreement):
        for code in BEHIND:
            comment(agreement, SEPTEMBER, code, by="jobcenter-leitung")
        with pytest.raises(ReportRefused) as error:
            release_report(by=user("jobcenter-leitung"), agreement=agreement, month=SEPTEMBER, on=TODAY)
        assert str(error.value) == (
            "Vier-Augen-Freigabe: Sie haben selbst den letzten Kommentar eingegeben. "
            "Bitte eine zweite Person mit Freigaberecht freigeben lassen."
        )

    def test_a_figure_counts_like_a_comment(self, agreement):
        entry = Entry(
            series=Series.objects.get(code="INT_U25"),
            region=Region.objects.get(key="05158"),
            month=SEPTEMBER,
            value=Decimal(120),
        )
        record(by=user("jobcenter-leitung"), entries=[entry], origin=Origin.PAGE, on=TODAY)
        with pytest.raises(ReportRefused, match="die letzte Zahl eingegeben"):
            released(agreement)

    def test_somebody_else_releases(self, agreement):
        assert released(agreement).state == ReportState.RELEASED


class TestReturn:
    def test_work_goes_on_as_the_next_number_with_the_comments(self, agreement):
        first = released(agreement)
        following = return_report(
            by=user("agentur"), agreement=agreement, month=SEPTEMBER, reason="Warum der Juli?", on=TODAY
        )
        first.refresh_from_db()

        assert (first.state, following.state, following.number) == (ReportState.RETURNED, ReportState.OPEN, 2)
        assert [(row.target.code, row.text, row.by.username) for row in following.comments.all()] == [
            ("iq", "Ferien.", "jobcenter"),
            ("lzb", "Ferien.", "jobcenter"),
            ("alleinerziehende", "Ferien.", "jobcenter"),
        ]
        assert sorted(Notice.objects.filter(key__endswith="-return").values_list("user__username", flat=True)) == [
            "jobcenter",
            "jobcenter-leitung",
        ]
        assert list(differences()) == []

    def test_without_a_question_nothing_goes_back(self, agreement):
        released(agreement)
        with pytest.raises(ReportRefused, match="Bitte die Rückfrage eingeben"):
            return_report(by=user("agentur"), agreement=agreement, month=SEPTEMBER, reason=" \n", on=TODAY)

    def test_what_was_not_released_does_not_go_back(self, agreement):
        with pytest.raises(ReportRefused) as error:
            return_report(by=user("agentur"), agreement=agreement, month=SEPTEMBER, reason="?", on=TODAY)
        assert str(error.value) == "Den MBZ September 2014 hat das Jobcenter noch nicht freigegeben."

    def test_while_returned_the_agentur_reads_the_last_released_number(self, agreement):
        released(agreement)
        return_report(by=user("agentur"), agreement=agreement, month=SEPTEMBER, reason="?", on=TODAY)
        comment(agreement, SEPTEMBER, "iq", "Neu und noch nicht freigegeben.")

        theirs = read_report(agreement, SEPTEMBER, today=TODAY, own=False)
        own = read_report(agreement, SEPTEMBER, today=TODAY, own=True)
        assert (theirs.sheet.number, theirs.sheet.state, theirs.sheet.targets[0].comment.text) == (
            1,
            "returned",
            "Ferien.",
        )
        assert (own.sheet.number, own.sheet.state, own.sheet.previous) == (2, "open", (1, "returned"))
        with pytest.raises(NoSuchNumber):
            read_report(agreement, SEPTEMBER, today=TODAY, own=False, number=2)
        assert read_report(agreement, SEPTEMBER, today=TODAY, own=True, number=1).sheet.number == 1


class TestAccept:
    def accept(self, agreement, *months, day=TODAY):
        return accept_reports(by=user("agentur"), agreement=agreement, months=months, discussed_on=day, on=TODAY)

    def test_several_months_at_once(self, agreement):
        released(agreement, AUGUST)
        released(agreement, SEPTEMBER)
        reports = self.accept(agreement, SEPTEMBER, AUGUST)

        assert [(report.month, report.state) for report in reports] == [(AUGUST, "accepted"), (SEPTEMBER, "accepted")]
        assert set(ReportStep.objects.filter(verb="accept").values_list("discussed_on", flat=True)) == {TODAY}
        assert month_state(agreement, AUGUST).closed
        assert last_accepted(agreement).month == SEPTEMBER
        assert list(differences()) == []

    def test_all_or_none(self, agreement):
        released(agreement, AUGUST)
        with pytest.raises(ReportRefused, match="Den MBZ September 2014 hat das Jobcenter noch nicht freigegeben"):
            self.accept(agreement, AUGUST, SEPTEMBER)
        assert MonthlyReport.objects.get(month=AUGUST).state == ReportState.RELEASED

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            (None, "Bitte den Tag angeben, an dem die Berichte besprochen wurden, etwa 20.10.2014."),
            (
                date(2014, 10, 21),
                "Der 21.10.2014 liegt in der Zukunft; besprochen ist ein Bericht erst danach.",
            ),
            (
                date(2014, 9, 30),
                "Am 30.09.2014 war September 2014 noch nicht vorüber; bitte den Tag des Gesprächs prüfen.",
            ),
        ],
    )
    def test_the_day_of_the_talk(self, agreement, day, sentence):
        released(agreement)
        with pytest.raises(ReportRefused) as error:
            self.accept(agreement, SEPTEMBER, day=day)
        assert str(error.value) == sentence

    def test_no_month_is_no_acceptance(self, agreement):
        with pytest.raises(ReportRefused, match="mindestens einen Monat"):
            self.accept(agreement)

    def test_the_kreis_sees_the_targets_as_the_accepted_report_says(self, agreement):
        def standing():
            rows = standings(agreement, SEPTEMBER, today=TODAY, with_live_mbz_targets=False)
            return next(row for row in rows if row.code == "iq")

        assert (standing().withheld, standing().measures) == (True, ())
        report = released(agreement)
        assert standing().withheld
        self.accept(agreement, SEPTEMBER)
        revise(agreement)
        assert (standing().withheld, standing().reported) == (False, SEPTEMBER)
        assert standing().measures == thaw(report.frozen).targets[0].measures


class TestRevision:
    def test_the_frozen_stays_and_today_shows_both(self, agreement):
        report = released(agreement)
        before, paper = frozen_sheet(report), paper_of(report)
        revise(agreement)

        report = MonthlyReport.objects.get(pk=report.pk)
        reading = read_report(agreement, SEPTEMBER, today=TODAY, own=False)
        assert reading.sheet == before
        assert paper_of(report) == paper
        now, revised = then_and_now(agreement, reading.sheet, today=TODAY)
        assert [(each.target, each.now.code) for each in revised] == [("iq", "IQ")]
        assert revised[0].then.actual < revised[0].today.actual
        assert [(change.series.code, change.old, change.new) for change in now.changes] == [("INT", 486, 520)]
        assert now.targets[0].comment == before.targets[0].comment

    def test_the_next_report_tells_what_changed_since(self, agreement):
        released(agreement, AUGUST)
        assert report_sheet(agreement, SEPTEMBER, today=TODAY, with_comments=True).changes == ()
        revise(agreement)
        sheet = report_sheet(agreement, SEPTEMBER, today=TODAY, with_comments=True)
        assert [(change.series.code, change.month) for change in sheet.changes] == [("INT", date(2014, 3, 1))]

    def test_city_counts_are_no_part_of_it(self, agreement):
        released(agreement, AUGUST)
        entry = Entry(
            series=Series.objects.get(code="SCHULD_KUNDEN"),
            region=Region.objects.get(key="05158024"),
            month=date(2014, 6, 1),
            value=Decimal(23),
        )
        record(by=user("jobcenter"), entries=[entry], origin=Origin.IMPORT, on=TODAY)
        assert report_sheet(agreement, SEPTEMBER, today=TODAY, with_comments=True).changes == ()


def test_every_step_is_in_the_audit_trail(agreement):
    released(agreement)
    return_report(by=user("agentur"), agreement=agreement, month=SEPTEMBER, reason="Warum?", on=TODAY)
    released(agreement)
    accept_reports(by=user("agentur"), agreement=agreement, months=[SEPTEMBER], discussed_on=TODAY, on=TODAY)

    entries = AuditEntry.objects.filter(verb__startswith="MBZ").order_by("id")
    assert [(entry.verb, entry.object, entry.reason) for entry in entries] == [
        ("MBZ freigegeben", "MBZ me-aktiv-2014 2014-09 Nr. 1", ""),
        ("MBZ mit Rückfrage zurückgegeben", "MBZ me-aktiv-2014 2014-09 Nr. 1", "Warum?"),
        ("MBZ freigegeben", "MBZ me-aktiv-2014 2014-09 Nr. 2", ""),
        ("MBZ abgenommen", "MBZ me-aktiv-2014 2014-09 Nr. 2", ""),
    ]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lambda report: MonthlyReport.objects.update(state="accepted"),
            "me-aktiv-2014, MBZ 09.2014 Nr. 1: der Stand „abgenommen“ folgt nicht aus seinen Schritten.",
        ),
        (
            lambda report: MonthlyReport.objects.update(month=AUGUST),
            "me-aktiv-2014, MBZ 08.2014 Nr. 1: eingefroren ist das Blatt eines anderen Berichts.",
        ),
        (
            lambda report: report.frozen.file.storage.delete(report.frozen.file.name),
            "MBZ Nr. 1: die Datei „{name}“ fehlt oder ist nicht lesbar.",
        ),
    ],
)
def test_what_does_not_fit_is_found(agreement, spoil, sentence):
    report = released(agreement)
    spoil(report)
    assert list(differences()) == [sentence.format(name=report.frozen.file.name)]


def test_the_paper_of_a_released_report_holds_its_sum(agreement, monkeypatch, tmp_path):
    """With the real door to paper, once: the JSON inside names the Prüfsumme of the sheet, the face of a page does not."""
    from monitoring.documents.report import report_pdf

    monkeypatch.setattr("monitoring.services.reports.report_pdf", report_pdf)
    report = released(agreement)
    path = tmp_path / "mbz.pdf"
    path.write_bytes(paper_of(report))
    with pikepdf.open(path) as document:
        inside = json.loads(document.attachments["2014-09_mbz_me-aktiv-2014.json"].get_file().read_bytes())
    assert (inside["state"], inside["number"], inside["fingerprint"]) == ("released", 1, report.frozen.fingerprint)
