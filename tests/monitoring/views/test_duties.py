"""Pflichten in the browser's terms: list and files, reports with evidence, answers of the other side, and who may what."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from openpyxl import load_workbook

from agreements.models import Agreement, Duty, Party, Target, User
from monitoring.choices import DutyState
from monitoring.models import DutyAnswer, DutyReview, Notice
from monitoring.services.duties import ReviewRefused, answer_review, review_duty
from tests.documents.conformity import assert_archivable_and_accessible
from tests.monitoring.views.test_settling import KEY, SETTLEMENT, page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
LIST = "/pflichten/"
DUTY = f"{LIST}{KEY}/psychosozial/1/"
PDF = b"%PDF-1.7 Nachweis"


def reported(title: str = "Konzept psychosoziale Betreuung", party: str = "kreis-mettmann", **more) -> DutyReview:
    """A report as its responsible party gives it."""
    said = {"state": DutyState.DONE, "text": "Liegt vor.", "new_due": None, "link": "", "evidence": None} | more
    duty = Duty.objects.select_related("target__agreement__amends").get(title=title)
    by = User.objects.get(username={"kreis-mettmann": "kreis", "agentur-mettmann": "agentur"}.get(party, "jobcenter"))
    return review_duty(by=by, duty=duty, party=Party.objects.get(key=party), on=date(2014, 10, 20), **said)


def lines(client, query: str = "") -> list[str]:
    return [line.duty.title for line in client.get(f"{LIST}{query}").context["lines"]]


class TestList:
    def test_every_promise_of_the_paper_with_its_sentence(self, login):
        found = login("lesen").get(LIST).context["lines"]
        assert len(found) == Duty.objects.filter(target__agreement__key=KEY).count() == 36
        assert all(line.duty.sentence for line in found)

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("?verantwortlich=meine", 17),
            ("?verantwortlich=Kreis+Mettmann", 17),
            ("?ziel=psychosozial", 6),
            ("?stand=done", 1),
            ("?frist=overdue", 0),
            ("?suche=KONZEPT", 4),
            ("?suche=gibt+es+nicht", 0),
            ("?stand=unsinn", 36),
        ],
    )
    def test_what_somebody_wants_to_see(self, login, query, count):
        reported()
        assert len(lines(login("kreis"), query)) == count

    def test_overdue_is_said_in_words(self, login, settings):
        settings.TODAY = date(2015, 1, 2)
        assert "überfällig" in text_of(page(login("kreis"), f"{LIST}?ziel=psychosozial"))

    @pytest.mark.parametrize("order", ["pflicht", "ziel", "verantwortlich", "termin", "stand"])
    def test_a_click_sorts_and_a_second_one_turns_it_round(self, login, order):
        reported()
        client = login("kreis")
        up, down = lines(client, f"?sortierung={order}"), lines(client, f"?sortierung=-{order}")
        assert sorted(up) == sorted(down)
        assert up != down
        assert 'aria-sort="ascending"' in page(client, f"{LIST}?sortierung={order}")

    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_the_file_holds_what_the_page_shows(self, login, ending):
        reported(text="=1+1")
        content = login("kreis").get(f"{LIST}{ending}/?ziel=psychosozial").content
        if ending == "csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        else:
            rows = [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(content)).active.values]
        assert [row[3] for row in rows[1:]] == lines(login("kreis"), "?ziel=psychosozial")
        assert [row[13].lstrip("'") for row in rows[1:] if row[12] == "erfüllt"] == ["=1+1"]

    @pytest.mark.parametrize("others", [[], ["musterkreis-sued-2014", "mustertal-2014"]])
    def test_one_agreement_with_promises_costs_what_three_do(self, login, others, django_assert_num_queries):
        agreements = Agreement.objects.filter(key__in=others)
        agreements.update(state="draft")  # a signed one takes no row
        for target in Target.objects.filter(agreement__in=agreements, code="iq"):
            row = Duty.objects.create(target=target, position=1, title="Probe", sentence="Probe.", rhythm="ongoing")
            row.responsible.set([target.agreement.jobcenter])
        agreements.update(state="signed")
        client = login("agentur")
        with django_assert_num_queries(9):
            found = client.get(LIST).context["lines"]
        assert {line.agreement for line in found} == {KEY, *others}

    def test_a_draft_promises_nothing_yet(self, login):
        Agreement.objects.filter(key=KEY).update(state="draft")
        assert lines(login("kreis")) == []
        assert login("kreis").get(f"{LIST}{KEY}/pdf/").status_code == 404

    def test_the_paper_holds_the_whole_reason(self, login):
        reported(text="Weil " * 50 + "Ende", state=DutyState.POSTPONED, new_due=date(2015, 3, 1))
        shown = {"lines": login("kreis").get(LIST).context["lines"], "several": False, "heads": []}
        assert "Weil Ende" in render_to_string("monitoring/_duties_table.html", shown | {"print": True})
        assert "Weil Ende" not in render_to_string("monitoring/_duties_table.html", shown | {"print": False})

    @pytest.mark.paper
    def test_the_paper_for_the_traegerversammlung(self, login):
        reported()
        assert_archivable_and_accessible(login("kreis").get(f"{LIST}{KEY}/pdf/").content)


class TestAnswers:
    def answer(self, client, review: DutyReview, **changes):
        form = client.get(DUTY).context["answer_form"]
        party = form.fields["party"].queryset.first() if form else None
        data = {"review": review.pk, "party": party.pk if party else 0, "accepted": "1", "text": ""} | changes
        return client.post(f"{DUTY}antwort/", data)

    def test_accepted_by_the_other_side(self, login):
        review = reported()
        assert self.answer(login("agentur"), review).url == DUTY
        assert "angenommen von Agentur für Arbeit Mettmann" in text_of(page(login("lesen"), SETTLEMENT))
        assert "Angenommen" in text_of(page(login("kreis"), DUTY))
        told = Notice.objects.filter(user__username="kreis").values_list("text", flat=True)
        assert list(told) == ["Der Bericht zu „Konzept psychosoziale Betreuung“ ist angenommen."]

    def test_asked_back_and_reported_anew(self, login):
        review = reported()
        assert self.answer(login("jobcenter"), review, accepted="0", text="Der Ablauf fehlt.").url == DUTY
        assert "Rückfrage" in text_of(page(login("kreis"), DUTY))
        assert login("agentur").get(DUTY).context["answer_form"] is None
        reported(text="Mit Ablauf.")
        assert login("agentur").get(DUTY).context["answer_form"] is not None

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"accepted": "0"}, "Bitte sagen, was noch fehlt."),
            ({"accepted": ""}, "Bitte annehmen oder eine Rückfrage stellen."),
            ({"party": 99999}, "keine gültige Auswahl"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_kept(self, login, changes, words):
        response = self.answer(login("agentur"), reported(), **changes)
        assert (response.status_code, DutyAnswer.objects.count()) == (400, 0)
        assert words in text_of(response.content.decode())

    def test_only_the_newest_report_is_answered_and_once(self, login):
        old, new = reported(), reported(text="Neu.")
        assert "Inzwischen wurde neu berichtet" in text_of(self.answer(login("agentur"), old).content.decode())
        assert self.answer(login("agentur"), new).status_code == 302
        assert self.answer(login("agentur"), new, party=1).status_code == 403

    def test_who_may_answer(self, login):
        """Everybody's staff but that of the responsible party, and no reader."""
        reported()
        names = ("jobcenter", "jobcenter-leitung", "agentur", "kreis", "landrat", "lesen")
        found = [name for name in names if login(name).get(DUTY).context["answer_form"] is not None]
        assert found == ["jobcenter", "jobcenter-leitung", "agentur"]

    def test_where_all_are_responsible_everybody_else_answers(self, login):
        duty = Duty.objects.get(title="Konzept psychosoziale Betreuung")
        duty.responsible.set(Party.objects.filter(partnerships__agreement__key=KEY))
        reported()
        names = ("jobcenter", "agentur", "kreis")
        assert [name for name in names if login(name).get(DUTY).context["answer_form"]] == ["jobcenter", "agentur"]

    def test_nobody_answers_for_the_party_that_reported(self, login):
        """Though an amendment may have named somebody else responsible since."""
        row = reported()
        row.duty.responsible.set(Party.objects.filter(key="agentur-mettmann"))
        assert login("kreis").get(DUTY).context["answer_form"] is None
        with pytest.raises(ReviewRefused, match="hat selbst berichtet"):
            answer_review(by=row.by, review=row, party=row.party, accepted=True, text="", on=date(2014, 10, 20))

    def test_the_conditions_of_the_extra_posts(self, login):
        path = f"{LIST}{KEY}/personal/2/"
        assert "Die Stellen gelten erst, wenn alle Bedingungen" in text_of(page(login("kreis"), path))
        for title, party in (
            ("Zusätzliche Stellen: belastbares Konzept", "jobcenter-me-aktiv"),
            ("Zusätzliche Stellen: Einvernehmen des Kreises", "kreis-mettmann"),
            ("Zusätzliche Stellen: Einvernehmen der BA", "agentur-mettmann"),
        ):
            row = reported(title, party)
            assert "Die Stellen gelten erst" in text_of(page(login("kreis"), path))
            other = Party.objects.get(key="kreis-mettmann" if party != "kreis-mettmann" else "agentur-mettmann")
            DutyAnswer.objects.create(review=row, accepted=True, party=other, by=row.by, at=row.at)
        assert "Alle Bedingungen sind erfüllt und angenommen." in text_of(page(login("kreis"), path))


def test_the_cooperation_agreement_is_reported_on_by_agentur_and_kreis(login):
    """Whoever is named responsible, whatever the section (agreement-2014.md, no. 15)."""
    path = f"{LIST}{KEY}/kooperation/1/"
    names = ("agentur", "kreis", "jobcenter", "lesen")
    assert [name for name in names if login(name).get(path).context["form"]] == ["agentur", "kreis"]


def test_what_is_due_stands_on_the_start_page(login, settings):
    settings.TODAY = date(2014, 12, 28)
    bands = {band.title: [due.what for due in band.dues] for band in login("kreis").get("/").context["owed"].bands}
    assert "Pflicht: Konzept psychosoziale Betreuung" in bands["Diese Woche"]
    reported()
    waiting = "Bericht zur Pflicht „Konzept psychosoziale Betreuung“ wartet auf Ihre Antwort"
    found = [due.what for band in login("agentur").get("/").context["owed"].bands for due in band.dues]
    assert waiting in found


def test_what_was_asked_back_is_due_and_overdue_again(login, settings):
    settings.TODAY = date(2015, 1, 2)
    row = reported()
    assert lines(login("kreis"), "?frist=overdue&suche=Konzept+psychosoziale+Betreuung") == []
    DutyAnswer.objects.create(
        review=row,
        accepted=False,
        text="Es fehlt.",
        party=Party.objects.get(key="agentur-mettmann"),
        by=row.by,
        at=row.at,
    )
    assert lines(login("kreis"), "?frist=overdue&suche=Konzept+psychosoziale+Betreuung") == [row.duty.title]
    bands = {band.title: [due.what for due in band.dues] for band in login("kreis").get("/").context["owed"].bands}
    assert f"Pflicht: {row.duty.title}" in bands["Überfällig"]
    assert f"Rückfrage zur Pflicht „{row.duty.title}“" in bands["Diese Woche"]


class TestReports:
    def report(self, client, **changes):
        party = client.get(DUTY).context["form"].fields["party"].queryset.get()
        data = {"party": party.pk, "state": "done", "text": "Liegt vor."} | changes
        return client.post(DUTY, data)

    def test_reported_with_evidence_and_read_by_the_others(self, login):
        response = self.report(login("kreis"), evidence=SimpleUploadedFile("konzept.pdf", PDF), link="http://x.de/a")
        assert response.url == DUTY
        row = DutyReview.objects.get()
        file = login("jobcenter").get(f"/pflichten/{KEY}/nachweis/{row.pk}/")
        assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
        assert file["Content-Disposition"].startswith("attachment")
        assert "erfüllt Liegt vor. http://x.de/a konzept" in text_of(page(login("lesen"), SETTLEMENT))
        assert "Von 36 Pflichten ist eine als erfüllt gemeldet." in text_of(page(login("lesen"), SETTLEMENT))
        row.evidence.delete()
        assert login("jobcenter").get(f"/pflichten/{KEY}/nachweis/{row.pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"state": "postponed"}, "Bitte den neuen Tag nennen"),
            ({"state": "postponed", "new_due": "morgen"}, "Das ist kein Datum"),
            ({"state": "weiß nicht"}, "keine gültige Auswahl"),
            ({"party": "99999"}, "gültige Auswahl"),
            ({"text": "x" * 5001}, "höchstens 5000 Zeichen"),
            ({"link": "javascript:alert(1)"}, "Das ist keine Adresse"),
            ({"link": "ftp://x.de/a"}, "Das ist keine Adresse"),
            ({"evidence": SimpleUploadedFile("a.html", b"<script>")}, "PDF-, PNG- oder JPEG-Datei"),
            ({"evidence": SimpleUploadedFile("a.pdf", b"<script>")}, "PDF-, PNG- oder JPEG-Datei"),
            ({"evidence": SimpleUploadedFile("a.pdf", b"")}, "Die Datei ist leer"),
            ({"evidence": SimpleUploadedFile(f"{'a' * 90}.pdf", PDF)}, "Der Name der Datei ist zu lang"),
            ({"evidence": SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 10 * 1024 * 1024)}, "größer als 10 MB"),
        ],
        ids=lambda value: "" if isinstance(value, dict) else value,
    )
    def test_what_is_wrong_is_said_and_nothing_kept(self, login, changes, words):
        response = self.report(login("kreis"), **changes)
        assert response.status_code == 400
        assert words in text_of(response.content.decode())
        assert not DutyReview.objects.exists()

    def test_only_the_responsible_find_a_form(self, login):
        assert {
            name: login(name).get(DUTY).context["form"] is not None for name in ("kreis", "jobcenter", "landrat")
        } == {
            "kreis": True,
            "jobcenter": False,
            "landrat": False,
        }

    def test_a_duty_that_is_not_there(self, login):
        assert login("kreis").get(f"{LIST}{KEY}/psychosozial/99/").status_code == 404

    def test_its_old_address_leads_to_the_new_one(self, login):
        response = login("kreis").get(f"{SETTLEMENT}pflicht/psychosozial/1/")
        assert (response.status_code, response.url) == (301, DUTY)
