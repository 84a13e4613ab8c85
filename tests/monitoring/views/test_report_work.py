"""The MBZ at work in the browser's requests: comments, notes, release, return, acceptance, frozen files."""

from __future__ import annotations

import re

import pytest

from agreements.models import FrozenDocument
from monitoring.models import MonthlyReport, PreparationNote, TargetComment
from tests.monitoring.services.test_reports import revise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "quick_paper")]
MBZ = "/mbz/me-aktiv-2014/2014-09/"
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def quick_paper(monkeypatch):
    monkeypatch.setattr("monitoring.services.reports.report_pdf", lambda sheet: b"%PDF frozen")
    monkeypatch.setattr("monitoring.views.report.report_pdf", lambda sheet: b"%PDF live")


@pytest.fixture
def commented(login):
    for code in ("iq", "lzb", "alleinerziehende"):
        login("jobcenter").post(f"{MBZ}kommentar/{code}/", {"text": f"Text zu {code}", "version": 0})


@pytest.fixture
def released(login, commented):
    login("jobcenter-leitung").post(f"{MBZ}freigeben/")
    return MonthlyReport.objects.select_related("frozen").get()


def page(client, address=MBZ) -> str:
    """The page's text, white space folded."""
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return re.sub(r"\s+", " ", text)


class TestTexts:
    def test_the_script_gets_version_and_state(self, login):
        client = login("jobcenter")
        answer = client.post(f"{MBZ}kommentar/iq/", {"text": "Ferien.", "version": 0}, **JSON).json()
        assert answer["version"] == 1
        assert re.fullmatch(r"gespeichert \d\d:\d\d Uhr, Controlling ME-aktiv", answer["state"])
        assert client.post(f"{MBZ}kommentar/iq/", {"text": "", "version": 1}, **JSON).json() == {
            "version": 0,
            "state": "leer",
        }

    def test_in_a_conflict_the_script_gets_what_stands(self, login):
        login("jobcenter-leitung").post(f"{MBZ}kommentar/iq/", {"text": "Erster", "version": 0})
        response = login("jobcenter").post(f"{MBZ}kommentar/iq/", {"text": "Zweiter", "version": 0}, **JSON)
        assert (response.status_code, response.json()["standing"]) == (
            409,
            {"text": "Erster", "version": 1, "by": "Geschäftsführung ME-aktiv"},
        )

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"text": "x" * 20001, "version": 0}, "Der Text ist zu lang: möglich sind 20000 Zeichen, es sind 20001."),
            ({"text": "x"}, "Die Eingabe ist unvollständig; bitte die Seite neu laden."),
            ({"text": "x", "version": "minus"}, "Die Eingabe ist unvollständig; bitte die Seite neu laden."),
            ({"text": "x", "version": "9" * 30}, "Die Eingabe ist unvollständig; bitte die Seite neu laden."),
        ],
    )
    def test_bad_input_loses_nothing(self, login, data, sentence):
        client = login("jobcenter")
        assert client.post(f"{MBZ}kommentar/iq/", data, **JSON).json()["message"] == sentence
        response = client.post(f"{MBZ}kommentar/iq/", data)
        assert response.status_code == 400
        assert f"{data['text']}</textarea>" in response.content.decode()
        assert not TargetComment.objects.exists()

    def test_last_month_is_taken_over_by_one_click(self, login):
        client = login("jobcenter")
        client.post("/mbz/me-aktiv-2014/2014-08/kommentar/iq/", {"text": "August war schwach.", "version": 0})
        client.post(f"{MBZ}vormonat/iq/")
        assert "unverändert gegenüber Vormonat" in page(client)

    def test_a_note_is_the_agentur_s_alone(self, login):
        login("agentur").post(f"{MBZ}notiz/iq/", {"text": "Nach dem Juli fragen.", "version": 0})
        assert PreparationNote.objects.get().text == "Nach dem Juli fragen."
        assert "Nach dem Juli fragen." in page(login("agentur-leitung"))
        assert "Nach dem Juli fragen." not in page(login("jobcenter"))

    def test_headings_of_a_comment_are_headings(self, login):
        text = "Lage: Weniger.\n\nUrsachen:\nFerien <b>.\nLagerung ist kein Kopf."
        login("jobcenter").post(f"{MBZ}kommentar/lzb/", {"text": text, "version": 0})
        for code in ("iq", "alleinerziehende"):
            login("jobcenter").post(f"{MBZ}kommentar/{code}/", {"text": "Text", "version": 0})
        login("jobcenter-leitung").post(f"{MBZ}freigeben/")
        html = login("agentur").get(MBZ).content.decode()
        assert (
            "<h4>Lage</h4><p>Weniger.</p><h4>Ursachen</h4><p>Ferien &lt;b&gt;.<br>Lagerung ist kein Kopf.</p>" in html
        )


class TestRelease:
    def test_what_is_missing_is_listed_with_links(self, login):
        client = login("jobcenter-leitung")
        html = client.get(MBZ).content.decode()
        assert re.findall(r'data-missing="\w+"><a href="#comment-(\w+)">', html) == ["iq", "lzb", "alleinerziehende"]
        response = client.post(f"{MBZ}freigeben/", follow=True)
        assert "braucht jedes Ziel, das nicht im Soll ist, einen Kommentar" in response.content.decode()
        assert not FrozenDocument.objects.exists()

    def test_from_then_on_the_agentur_reads_the_comments(self, login, released):
        assert "Text zu iq" in page(login("agentur"))
        assert "Kommentar speichern" not in page(login("jobcenter"))

    def test_the_paper_comes_from_the_store(self, login, released):
        assert login("agentur").get(f"{MBZ}pdf/").content == b"%PDF frozen"
        assert login("jobcenter").get("/mbz/me-aktiv-2014/2014-08/pdf/").content == b"%PDF live"

    def test_the_json_names_state_and_sum(self, login, released):
        report = login("agentur").get(f"{MBZ}json/").json()
        assert (report["state"], report["number"], report["previous"]) == ("released", 1, None)
        assert report["fingerprint"] == released.frozen.fingerprint

    def test_the_frozen_page_asks_a_constant_number_of_questions(self, login, released, django_assert_num_queries):
        client = login("agentur")
        with django_assert_num_queries(20):
            client.get(MBZ)


class TestReview:
    def test_returned_with_a_question_the_jobcenter_reads_it(self, login, released):
        login("agentur").post(f"{MBZ}zurueck/", {"reason": "Warum der Juli?"})
        text = page(login("jobcenter"))
        assert "; Sie arbeiten an Nr. 2." in text
        assert "Warum der Juli?" in text
        assert "in Arbeit (Nr. 2)" in text
        assert login("agentur").get(f"{MBZ}json/").json()["number"] == 1
        report = login("jobcenter").get(f"{MBZ}json/").json()
        assert (report["number"], report["previous"]) == (2, {"number": 1, "state": "returned"})

    def test_an_empty_question_is_asked_for(self, login, released):
        response = login("agentur").post(f"{MBZ}zurueck/", {"reason": " "})
        assert response.status_code == 400
        assert "Dieses Feld ist zwingend erforderlich." in response.content.decode()

    def test_accepted_with_the_day_of_the_talk(self, login, released):
        login("agentur").post(f"{MBZ}abnehmen/", {"months": ["2014-09"], "discussed_on": "2014-10-20"})
        text = page(login("jobcenter"))
        assert "Nr. 1 abgenommen , besprochen am 20.10.2014" in text
        assert "abgenommen" in page(login("kreis"), "/vereinbarungen/me-aktiv-2014/stand/")

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"months": ["2014-09"]}, "Bitte den Tag angeben, an dem die Berichte besprochen wurden."),
            ({"months": ["2014-09"], "discussed_on": "20.20.2014"}, "Das ist kein Datum"),
            ({"discussed_on": "2014-10-20"}, "Bitte mindestens einen Monat auswählen."),
            ({"months": ["2014-08"], "discussed_on": "2014-10-20"}, "Einer der Monate ist nicht freigegeben"),
            ({"months": ["2014-09"], "discussed_on": "2014-10-21"}, "liegt in der Zukunft"),
        ],
    )
    def test_bad_input_is_told_and_nothing_is_accepted(self, login, released, data, sentence):
        response = login("agentur").post(f"{MBZ}abnehmen/", data)
        assert response.status_code == 400
        assert sentence in response.content.decode()
        assert MonthlyReport.objects.get().state == "released"


class TestRevised:
    def test_damals_und_heute(self, login, agreement, released):
        paper = login("agentur").get(f"{MBZ}pdf/").content
        revise(agreement)

        frozen = page(login("agentur"))
        assert "Damals und heute" in frozen
        assert "Integrationsquote Ist 15,1 % 15,2 %" in frozen.replace("\xa0", " ")
        assert login("agentur").get(f"{MBZ}pdf/").content == paper

        live = page(login("agentur"), f"{MBZ}?stand=heute").replace("\xa0", " ")
        assert "Sie sehen die heutigen Zahlen , nicht den freigegebenen Bericht" in live
        assert "Ist 15,1 %, jetzt 15,2 %" in live
        assert "Geändert seit dem letzten Bericht" in live
        assert "Nachlieferung" in live

    def test_an_earlier_number_stays_readable(self, login, agreement, released):
        login("agentur").post(f"{MBZ}zurueck/", {"reason": "Warum?"})
        assert login("jobcenter").get(f"{MBZ}json/?nummer=1").json()["state"] == "returned"
        for number in ("2", "7", "abc", "²", "99999"):
            assert login("agentur").get(f"{MBZ}?nummer={number}").status_code == 404

    def test_the_command_gives_the_frozen_one_too(self, login, agreement, released, tmp_path):
        from django.core.management import call_command

        revise(agreement)
        call_command("mbz", "me-aktiv-2014", "2014-09", "--pdf", str(tmp_path / "mbz.pdf"))
        assert (tmp_path / "mbz.pdf").read_bytes() == b"%PDF frozen"


class TestStart:
    def test_what_waits_for_whom(self, login, released):
        assert "September : MBZ Jobcenter ME-aktiv wartet auf Ihre Abnahme" in page(login("agentur"), "/")
        assert "MBZ September 2014 freigegeben, wartet auf die Abnahme" in page(login("jobcenter"), "/")
        assert "Zuletzt Jobcenter ME-aktiv: Der MBZ September 2014 ist freigegeben." in page(login("agentur"), "/")
        login("agentur").post(f"{MBZ}zurueck/", {"reason": "Warum?"})
        assert "MBZ September 2014 mit Rückfrage zurück" in page(login("jobcenter"), "/")
        assert "Der MBZ September 2014 kam mit einer Rückfrage zurück." in page(login("jobcenter"), "/")

    def test_missing_comments_are_counted(self, login):
        assert "MBZ September 2014: 3 Kommentare fehlen" in page(login("jobcenter"), "/")
