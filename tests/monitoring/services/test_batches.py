"""Batches: each paper once, a stopped one goes on where it was, the same papers give the same ZIP, one fault stops nobody."""

from __future__ import annotations

import os
from datetime import date, timedelta
from io import StringIO
from typing import cast
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from agreements.models import Actor, Agreement, User
from monitoring.choices import BatchState
from monitoring.documents.press import CRASHED, Misprint, printed
from monitoring.domain.sheet import ReportSheet
from monitoring.models import ReportBatch
from monitoring.selectors.batches import faults_of, months_to_order, own_batches, readable_agreements, standing
from monitoring.selectors.report import report_sheet
from monitoring.services.batches import BatchRefused, drop_old_batches, order_batch, resume_batch, run_batch
from tests.monitoring.services.test_reports import released

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY, SEPTEMBER = date(2014, 10, 20), date(2014, 9, 1)


def user(name: str = "agentur") -> User:
    return User.objects.get(username=name)


def readable(name: str = "agentur") -> list[Agreement]:
    return readable_agreements(Actor(user(name), TODAY))


def ordered(name: str = "agentur") -> ReportBatch:
    return order_batch(by=user(name), agreements=readable(name), month=SEPTEMBER, on=TODAY)


def unzipped(batch: ReportBatch) -> dict[str, bytes]:
    batch.refresh_from_db()
    with batch.file.open("rb") as file, ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class TestRun:
    def test_every_paper_once_and_a_list(self, press):
        batch = ordered()
        run_batch(batch.pk)
        found = unzipped(batch)

        assert sorted(press.papers) == sorted(agreement.key for agreement in readable())
        assert [name for name in found if name.endswith(".pdf")] == sorted(
            f"2014-09_mbz_{agreement.key}.pdf" for agreement in readable()
        )
        assert found["inhalt.csv"].decode("utf-8-sig").splitlines()[0] == "Jobcenter;Vereinbarung;Datei;Fehler"
        assert (batch.state, standing(batch, timezone.now()).done) == (BatchState.DONE, len(readable()))

    def test_stopped_in_the_middle_it_goes_on_and_gives_the_same_bytes(self, press):
        whole = ordered()
        run_batch(whole.pk)
        whole.refresh_from_db()
        with whole.file.open("rb") as file:
            expected = file.read()
        press.papers.clear()

        batch, press.jams = ordered(), 2
        with pytest.raises(KeyboardInterrupt):
            run_batch(batch.pk)
        batch.refresh_from_db()
        assert (batch.state, standing(batch, timezone.now()).stopped) == (BatchState.FAILED, True)
        press.jams = None
        resume_batch(batch=batch)
        run_batch(batch.pk)

        assert len(press.papers) == len(set(press.papers)) == len(readable())
        batch.refresh_from_db()
        with batch.file.open("rb") as file:
            assert file.read() == expected

    def test_one_fault_stops_nobody_and_is_told(self, press):
        press.spoils = "me-aktiv-2014"
        batch = ordered()
        run_batch(batch.pk)

        assert [(item.agreement.key, item.fault) for item in faults_of(batch)] == [("me-aktiv-2014", "Papierstau.")]
        found = unzipped(batch)
        assert "2014-09_mbz_me-aktiv-2014.pdf" not in found
        assert "Papierstau." in found["inhalt.csv"].decode("utf-8-sig")
        assert len(found) == len(readable())

    def test_a_released_report_comes_from_the_store(self, press, agreement):
        released(agreement)
        batch = ordered()
        run_batch(batch.pk)
        assert unzipped(batch)["2014-09_mbz_me-aktiv-2014.pdf"] == b"%PDF frozen"
        assert "me-aktiv-2014" not in press.papers

    @pytest.mark.parametrize(("name", "said"), [("jobcenter", b"%PDF Ferien."), ("agentur", b"%PDF ohne Kommentar")])
    def test_comments_before_the_release_are_the_jobcenter_s(self, press, agreement, name, said):
        from tests.monitoring.services.test_reports import comment

        comment(agreement, SEPTEMBER, "iq")
        batch = ordered(name)
        run_batch(batch.pk)
        assert unzipped(batch)["2014-09_mbz_me-aktiv-2014.pdf"] == said

    def test_two_workers_do_not_make_the_same_batch(self, press):
        batch = ordered()
        run_batch(batch.pk)
        run_batch(batch.pk)
        assert len(press.papers) == len(readable())


class TestOrder:
    def test_one_at_a_time(self, press):
        ordered()
        with pytest.raises(BatchRefused, match="noch in Arbeit"):
            ordered()

    def test_nothing_to_order(self):
        with pytest.raises(BatchRefused, match="keine Vereinbarung"):
            order_batch(by=user("kreis"), agreements=[], month=SEPTEMBER, on=TODAY)

    def test_what_did_not_stop_does_not_go_on(self, press):
        batch = ordered()
        with pytest.raises(BatchRefused, match="nicht stehen geblieben"):
            resume_batch(batch=batch)

    def test_nobody_at_work_for_two_minutes_is_stopped(self, press):
        batch = ordered()
        ReportBatch.objects.filter(pk=batch.pk).update(state=BatchState.RUNNING)
        batch.refresh_from_db()
        assert [standing(batch, batch.at + timedelta(seconds=s)).stopped for s in (119, 121)] == [False, True]

    def test_after_a_week_it_is_gone_with_its_files(self, press):
        batch = ordered()
        run_batch(batch.pk)
        batch.refresh_from_db()
        name = batch.file.name
        drop_old_batches(by=user(), now=batch.at + timedelta(days=8))
        assert not ReportBatch.objects.exists()
        assert not default_storage.exists(name)

    def test_who_lost_the_right_lost_the_batch(self, press):
        ordered("jobcenter")
        assert len(own_batches(Actor(user("jobcenter"), TODAY))) == 1
        user("jobcenter").memberships.update(valid_to=date(2014, 10, 1))
        assert own_batches(Actor(user("jobcenter"), TODAY)) == []

    def test_months_that_are_over_newest_first(self):
        assert months_to_order(readable(), TODAY)[0] == SEPTEMBER
        assert len(months_to_order(readable(), TODAY)) == 9


class TestCommand:
    def test_all_of_an_agentur_into_one_file(self, press, tmp_path):
        told = StringIO()
        call_command("mbz_batch", "2014-09", "--agentur", "agentur-mettmann", "--out", tmp_path / "a.zip", stderr=told)
        with ZipFile(tmp_path / "a.zip") as archive:
            assert len(archive.namelist()) == len(readable()) + 1
        assert told.getvalue().splitlines()[-1] == "4 von 4"

    def test_broken_off_it_goes_on(self, press, tmp_path):
        press.jams = 1
        with pytest.raises(KeyboardInterrupt):
            call_command("mbz_batch", "2014-09", "--out", tmp_path / "a.zip", stderr=StringIO())
        press.jams = None
        call_command("mbz_batch", "2014-09", "--out", tmp_path / "a.zip", stderr=StringIO())
        assert len(press.papers) == len(set(press.papers)) == 4
        assert ReportBatch.objects.count() == 1

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["Mai"], "„Mai“ ist kein Monat; richtig wäre zum Beispiel 2014-09 oder 09.2014."),
            (["2014-09", "--agentur", "nirgends"], "Eine Agentur „nirgends“ gibt es nicht."),
            (["2031-01"], "Für 2031 gibt es keine Vereinbarung, aus der ein MBZ entstünde."),
            (["2014-09", "--processes", "0"], "--processes braucht mindestens 1."),
        ],
    )
    def test_it_says_what_is_wrong(self, arguments, sentence, tmp_path):
        with pytest.raises(CommandError) as error:
            call_command("mbz_batch", *arguments, "--out", str(tmp_path / "a.zip"))
        assert str(error.value) == sentence


@pytest.mark.paper
class TestPress:
    """The real one: processes of their own, without database."""

    def test_papers_come_from_other_processes_and_a_bad_sheet_stops_nobody(self, agreement):
        from monitoring.documents.report import report_pdf

        good, bad = report_sheet(agreement, SEPTEMBER, today=TODAY, with_comments=False), cast(ReportSheet, None)
        found = dict(printed([(1, good), (2, bad), (3, good)], processes=2))

        assert found[1] == found[3] == report_pdf(good)
        assert isinstance(found[2], Misprint)
        assert found[2].reason.startswith("Das Papier ließ sich nicht herstellen (AttributeError")

    def test_a_process_that_dies_is_told_and_the_others_are_printed(self, agreement):
        good, deadly = report_sheet(agreement, SEPTEMBER, today=TODAY, with_comments=False), cast(ReportSheet, Deadly())
        found = dict(printed([(1, deadly), (2, good)], processes=1))

        assert found[1] == Misprint(CRASHED)
        assert isinstance(found[2], bytes)


class Deadly:
    """A sheet that ends the process that opens it."""

    def __reduce__(self):
        return os._exit, (7,)
