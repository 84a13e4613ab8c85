"""Steering measures in the browser: the list and its files, agreeing on one, changing it, and the MBZ that shows them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.management import call_command

from agreements.choices import Role
from agreements.models import Agreement, Party, TargetMeasure, User
from monitoring.documents.report import report_pdf
from monitoring.management.demo_measures import store_measures
from monitoring.models import SteeringMeasure
from monitoring.selectors.frozen import frozen_sheet
from monitoring.selectors.report import report_sheet
from monitoring.services.steering import SteeringDraft, propose
from tests.factories import MembershipFactory, UserFactory
from tests.monitoring.services.test_reports import released

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
KEY = "me-aktiv-2014"
LIST, NEW, FIRST = "/massnahmen/", f"/massnahmen/{KEY}/neu/", f"/massnahmen/{KEY}/1/"
MBZ = f"/mbz/{KEY}/2014-09/"
TODAY = date(2014, 10, 20)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def numbers(response) -> list[int]:
    return [line.sheet.number for line in response.context["lines"]]


def target(agreement: Agreement, code: str) -> int:
    return agreement.targets.get(code=code).pk


def measure(agreement: Agreement, code: str) -> int:
    return TargetMeasure.objects.get(target__agreement=agreement, measure__code=code).pk


@pytest.fixture
def words(agreement) -> Callable[..., dict[str, object]]:
    """What the form is sent; the least that is accepted, with changes."""

    def sent(**changes: object) -> dict[str, object]:
        return {
            "target": target(agreement, "iq"),
            "title": "Coaching",
            "reason": "zu wenige Integrationen",
            "party": agreement.jobcenter_id,
            "owner": "",
            "start": "2014-10-01",
            "due": "31.12.2014",
            "effect_on": "",
            "effect": "",
            "effect_month": "",
            "state": "open",
            "notes": "",
            "result": "",
            "version": 0,
        } | changes

    return sent


@pytest.fixture
def draft(agreement) -> SteeringDraft:
    return SteeringDraft(
        target=agreement.targets.get(code="iq"),
        title="Coaching",
        reason="weil",
        party=agreement.jobcenter,
        start=date(2014, 7, 1),
        due=date(2014, 10, 17),
    )


class TestDemonstration:
    def test_two_measures_once(self, agreement):
        before = list(SteeringMeasure.objects.values())
        store_measures()
        assert list(SteeringMeasure.objects.values()) == before
        assert list(SteeringMeasure.objects.values_list("target__code", "start", "version")) == [
            ("iq", date(2014, 6, 2), 1),
            ("lzb", date(2014, 9, 1), 1),
        ]


class TestList:
    def test_what_presses_comes_first_in_words(self, login):
        response = login("agentur").get(LIST)

        assert numbers(response) == [2, 1]
        page = response.content.decode()
        assert "noch 11 Tage" in page
        assert f'href="{FIRST}"' in page

    def test_a_new_one_is_agreed_here_or_at_its_target(self, login):
        """Who has one agreement finds the way here, who has several at the target in the MBZ."""
        hint = "Eine neue Maßnahme wird beim Ziel im MBZ des Jobcenters vereinbart."
        one, several = (login(name).get(LIST).content.decode() for name in ("jobcenter", "agentur"))
        assert (f'href="{NEW}"' in one, hint in one) == (True, False)
        assert (f'href="{NEW}"' in several, hint in several) == (False, True)

    def test_overdue_is_said(self, login, agreement, draft):
        propose(by=User.objects.get(username="agentur"), agreement=agreement, draft=draft)
        response = login("jobcenter").get(LIST, {"frist": "overdue"})

        assert numbers(response) == [3]
        assert "seit 3 Tagen überfällig" in response.content.decode()

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"ziel": "iq"}, [1]),
            ({"vereinbarung": KEY, "stand": "running"}, [2, 1]),
            ({"stand": "done"}, []),
            ({"frist": "soon"}, [2]),
            ({"suche": "METALL"}, [1]),
            ({"suche": "nirgends"}, []),
            ({"sortierung": "nummer"}, [1, 2]),
            ({"sortierung": "-bis", "stand": "running"}, [1, 2]),
            ({"sortierung": "gibt-es-nicht"}, [2, 1]),
        ],
    )
    def test_filters_and_order(self, asked, found, login):
        assert numbers(login("agentur").get(LIST, asked)) == found

    def test_an_unknown_choice_is_named_and_left_out(self, login):
        response = login("agentur").get(LIST, {"stand": "fertig", "ziel": "lzb"})

        assert numbers(response) == [2]
        assert response.context["form"].errors["stand"] == [
            "Bitte eine gültige Auswahl treffen. fertig ist keine gültige Auswahl."
        ]

    def test_heads_sort_and_keep_what_is_asked(self, login):
        response = login("agentur").get(LIST, {"ziel": "iq", "sortierung": "beginn"})
        heads = {head.label: head for head in response.context["heads"]}

        assert (heads["Beginn"].sorted, heads["Beginn"].url) == ("ascending", f"{LIST}?ziel=iq&sortierung=-beginn")
        assert (heads["bis"].sorted, heads["bis"].url) == ("", f"{LIST}?ziel=iq&sortierung=bis")
        assert [head.sorted for head in login("agentur").get(LIST, {"sortierung": "-bis"}).context["heads"]] == [
            *[""] * 5,
            "descending",
            "",
        ]

    def test_an_empty_list_says_what_will_come(self, login):
        SteeringMeasure.objects.all().delete()
        page = login("jobcenter").get(LIST).content.decode()

        assert "Noch ist keine Maßnahme vereinbart." in page
        assert 'href="/mbz/"' in page

    def test_an_empty_selection_leads_back(self, login):
        page = login("jobcenter").get(LIST, {"stand": "done"}).content.decode()
        assert "Zu dieser Auswahl gibt es keine Maßnahme." in page

    def test_the_files_hold_what_the_page_shows(self, login):
        client = login("agentur")
        page = client.get(LIST, {"ziel": "lzb"}).content.decode()
        assert f'href="{LIST}xlsx/?ziel=lzb"' in page

        response = client.get(f"{LIST}csv/", {"ziel": "lzb"})
        rows = response.content.decode("utf-8-sig").splitlines()
        assert 'filename="2014-10-20_massnahmen.csv"' in response["Content-Disposition"]
        assert [row.split(";")[2] for row in rows] == ["Nummer", "M2"]
        (book,) = openpyxl.load_workbook(BytesIO(client.get(f"{LIST}xlsx/").content))
        assert [row[3].value for row in book.iter_rows()] == ["Maßnahme", "Fallwerkstatt Langzeitbezug", "Bewerbertage"]

    @pytest.mark.parametrize("more", [0, 3])
    def test_the_list_asks_a_constant_number_of_questions(
        self, more, login, agreement, draft, django_assert_num_queries
    ):
        by, client = User.objects.get(username="agentur"), login("agentur")
        for _ in range(more):
            propose(by=by, agreement=agreement, draft=draft)
        with django_assert_num_queries(6):
            assert len(client.get(LIST).context["lines"]) == 2 + more


class TestReaders:
    """A reader of the BA side reads and changes nothing; nobody else is told that there are measures."""

    @pytest.fixture
    def reader(self) -> str:
        party = Party.objects.get(key="agentur-mettmann")
        return MembershipFactory(party=party, role=Role.READER, user=UserFactory()).user.username

    def test_a_reader_reads(self, login, reader, words):
        client = login(reader)

        assert numbers(client.get(LIST)) == [2, 1]
        page = client.get(FIRST).content.decode()
        assert "Bewerbertage" in page
        assert "<form class" not in page
        assert "Maßnahme vereinbaren" not in client.get(MBZ).content.decode() + client.get(LIST).content.decode()
        assert client.get(NEW).status_code == 404
        assert client.post(FIRST, words()).status_code == 403
        assert client.post(NEW, words()).status_code == 404

    def test_with_two_parties_the_other_ones_measures_stay_hidden(self, login):
        """The Kreis reads the agreement, its controlling sees no measures, not by the back door of another Agentur."""
        kreis = User.objects.get(username="kreis")
        MembershipFactory(user=kreis, role=Role.REVIEW)
        client = login("kreis")

        assert client.get(LIST).context["lines"] == ()
        assert client.get(FIRST).status_code == 404

    def test_navigation_only_for_those_who_see_it(self, login):
        link = '<a href="/massnahmen/">Maßnahmen</a>'
        assert link in login("jobcenter").get("/").content.decode()
        assert link not in login("kreis").get("/").content.decode()


class TestAgreeing:
    @pytest.mark.parametrize(("query", "code"), [("?ziel=lzb", "lzb"), ("?ziel=kdu", None), ("", None)])
    def test_the_target_of_the_link_is_chosen(self, query, code, login, agreement):
        initial = login("jobcenter").get(NEW + query).context["form"]["target"].value()
        assert initial == (target(agreement, code) if code else None)

    def test_it_is_agreed(self, login, agreement, words):
        sent = words(effect_on=measure(agreement, "IQ"), effect="0,25 Prozentpunkte", effect_month="2014-12")
        response = login("jobcenter").post(NEW, sent, follow=True)

        assert response.redirect_chain == [(f"/massnahmen/{KEY}/3/", 302)]
        assert said(response) == ["M3 Coaching ist vereinbart."]
        row = SteeringMeasure.objects.get(number=3)
        assert (row.start, row.due, row.effect_month) == (date(2014, 10, 1), date(2014, 12, 31), date(2014, 12, 1))
        assert (str(row.effect.normalize()), row.by.username) == ("0.25", "jobcenter")
        assert "+0,25\u00a0Prozentpunkte ab Dezember 2014 (Integrationsquote)" in response.content.decode()

    @pytest.mark.parametrize(
        ("code", "typed", "stored"),
        [
            ("LZB", "−60", "-60"),
            ("LZB", "-1.500 Personen", "-1500"),
            ("IQ", "+0,3 %", "0.3"),
            ("LLU", "−5.000 €", "-5000"),
        ],
    )
    def test_a_change_is_a_german_number_with_its_sign(self, code, typed, stored, login, agreement, words):
        row = TargetMeasure.objects.get(target__agreement=agreement, measure__code=code)
        sent = words(target=row.target_id, effect_on=row.pk, effect=typed, effect_month="2014-12")
        login("agentur").post(NEW, sent)
        (made,) = SteeringMeasure.objects.filter(number=3)
        assert f"{made.effect.normalize():f}" == stored

        field = login("agentur").get(f"/massnahmen/{KEY}/3/").context["form"]["effect"].value()
        again = words(target=row.target_id, effect_on=row.pk, effect=field, effect_month="2014-12", version=1)
        login("agentur").post(f"/massnahmen/{KEY}/3/", again)
        assert SteeringMeasure.objects.get(number=3).version == 1  # what the form shows reads as what stands

    @pytest.mark.parametrize(
        ("changes", "field", "start"),
        [
            ({"due": "2014-09-30"}, "due", "„bis“ liegt vor dem Beginn am 01.10.2014."),
            ({"start": "gestern"}, "start", "Bitte ein gültiges Datum eingeben."),
            ({"title": " "}, "title", "Dieses Feld ist zwingend erforderlich."),
            ({"party": "999999"}, "party", "Bitte eine gültige Auswahl treffen."),
            ({"target": "kdu"}, "target", "Bitte eine gültige Auswahl treffen."),
            ({"state": "done"}, "state", "Bitte eine gültige Auswahl treffen."),
            ({"effect": "0,3"}, "effect_on", "Bitte sagen, bei welcher Messgröße die Veränderung erwartet wird."),
            ({"effect_on": "IQ"}, "effect", "Eine erwartete Wirkung nennt Messgröße, Betrag und Monat; hier fehlt:"),
            ({"effect_on": "LZB", "effect": "−60", "effect_month": "2014-12"}, "effect_on", "„Bestand an Langzeit"),
            (
                {"effect_on": "IQ", "effect": "viel", "effect_month": "2014-12"},
                "effect",
                "„viel“ ist keine lesbare Zahl",
            ),
            (
                {"effect_on": "IQ", "effect": "2.012", "effect_month": "2014-12"},
                "effect",
                "„2.012“ ist nicht eindeutig",
            ),
            ({"effect_on": "IQ", "effect": "0,333", "effect_month": "2014-12"}, "effect", "„0,333“ hat zu viele"),
            ({"effect_month": "2016-01"}, "effect_month", "Bitte eine gültige Auswahl treffen."),
        ],
    )
    def test_what_cannot_stand_is_said_at_its_field(self, changes, field, start, login, agreement, words):
        if changes.get("effect_on"):
            changes = changes | {"effect_on": measure(agreement, changes["effect_on"])}
        response = login("jobcenter").post(NEW, words(**changes))

        (sentence,) = response.context["form"].errors[field]
        assert sentence.startswith(start)
        assert (response.status_code, SteeringMeasure.objects.count()) == (200, 2)


class TestOne:
    def sent(self, words, **changes: object) -> dict[str, object]:
        """What the form of M1 says, with changes."""
        row = SteeringMeasure.objects.get(number=1)
        standing = {name: getattr(row, name) for name in ("title", "reason", "owner", "start", "due", "notes", "state")}
        effect = {"effect_on": row.effect_on_id, "effect": "0,3", "effect_month": "2014-09"}
        return words(**standing | effect | {"version": 1} | changes)

    def test_the_figure_before_and_after_with_the_honest_note(self, login):
        page = login("agentur").get(FIRST).content.decode()

        assert "Zeitliche Folge, kein Nachweis der Wirkung" in page
        rows = re.findall(r'<th scope="row">(\w+ 2014)', page)
        assert rows == ["Mai 2014", "Juni 2014", "Juli 2014", "August 2014", "September 2014"]
        assert "+0,4\u00a0Prozentpunkte" in page
        assert f'href="{MBZ}#iq"' in page

    def test_before_there_is_a_value_it_says_when_there_will_be(self, login, agreement, words):
        client = login("agentur")
        client.post(NEW, words())
        page = client.get(f"/massnahmen/{KEY}/3/").content.decode()
        assert "Seit dem Beginn am 01.10.2014 liegt noch kein Wert vor" in page

    def test_a_start_in_january_has_nothing_before(self, login, words):
        client = login("agentur")
        client.post(NEW, words(start="2014-01-02"))
        page = client.get(f"/massnahmen/{KEY}/3/").content.decode()
        assert "Vor dem Beginn gibt es in diesem Jahr keinen Wert zum Vergleich." in page

    def test_a_change_stands_in_the_history(self, login, words):
        changes = {"state": "done", "result": "Zwölf\r\nEinstellungen", "effect": "0,4", "effect_month": "2014-10"}
        response = login("jobcenter").post(FIRST, self.sent(words, due="2014-12-15", **changes), follow=True)

        assert said(response) == ["M1 Bewerbertage ist gespeichert."]
        newest, first = response.context["history"]
        assert (newest.verb, newest.by) == ("Maßnahme geändert", "Controlling ME-aktiv")
        assert newest.fields == (
            ("Stand", "in Umsetzung", "abgeschlossen"),
            ("bis", "30.11.2014", "15.12.2014"),
            ("erwartete Veränderung", "+0,3", "+0,4"),
            ("Wirkung ab", "September 2014", "Oktober 2014"),
            ("Ergebnis", "", "Zwölf\nEinstellungen"),
        )
        assert first.verb == "Maßnahme vereinbart"
        assert ("Ziel", "", "Integrationsquote") in first.fields
        assert ("verantwortlich", "", "Jobcenter ME-aktiv") in first.fields
        assert ("erwartete Wirkung auf", "", "Integrationsquote") in first.fields

    def test_done_without_result_is_refused(self, login, words):
        response = login("jobcenter").post(FIRST, self.sent(words, state="done"))

        assert response.context["form"].errors == {"result": ["Eine abgeschlossene Maßnahme nennt ihr Ergebnis."]}
        assert SteeringMeasure.objects.get(number=1).state == "running"

    def test_of_two_who_change_the_second_sees_both(self, login, words):
        login("jobcenter").post(FIRST, self.sent(words, notes="läuft gut"), follow=True)
        response = login("agentur").post(FIRST, self.sent(words, notes="läuft schlecht"))

        page = response.content.decode()
        assert response.status_code == 409
        assert said(response)[0].startswith("Controlling ME-aktiv hat M1 am ")
        assert "<p>läuft gut</p>" in page
        assert "läuft schlecht</textarea>" in page
        assert SteeringMeasure.objects.get(number=1).notes == "läuft gut"

        again = {**self.sent(words, notes="läuft schlecht"), "version": response.context["form"]["version"].value()}
        login("agentur").post(FIRST, again)
        assert SteeringMeasure.objects.get(number=1).notes == "läuft schlecht"

    @pytest.mark.parametrize("version", ["", "minus", "1.5"])
    def test_without_its_version_nothing_is_saved(self, version, login, words):
        response = login("jobcenter").post(FIRST, self.sent(words, notes="läuft gut", version=version))

        sentence = "Die Eingabe ist unvollständig; bitte die Seite neu laden."
        assert response.context["form"].non_field_errors() == [sentence]
        assert SteeringMeasure.objects.get(number=1).version == 1

    def test_texts_are_texts(self, login, words):
        login("jobcenter").post(FIRST, self.sent(words, title="<b>Tage</b>", reason="<script>x()</script>"))
        for path in (FIRST, LIST, MBZ):
            page = login("agentur").get(path).content.decode()
            assert ("<b>Tage" in page, "<script>x" in page) == (False, False)
            assert "&lt;b&gt;Tage" in page

    def test_a_number_beyond_all_numbers_is_not_there(self, login):
        assert login("agentur").get(f"/massnahmen/{KEY}/{10**30}/").status_code == 404

    def test_the_page_asks_a_constant_number_of_questions(self, login, words, django_assert_num_queries):
        client = login("agentur")
        with django_assert_num_queries(17):
            client.get(FIRST)
        client.post(FIRST, self.sent(words, notes="läuft gut"))
        client.get(FIRST)  # the message
        with django_assert_num_queries(17):
            client.get(FIRST)


class TestReport:
    """The MBZ shows what was agreed, to those who may read it."""

    def steering(self, agreement, month: int) -> dict[str, list[tuple[str, bool]]]:
        sheet = report_sheet(agreement, date(2014, month, 1), today=TODAY, with_comments=False, with_steering=True)
        return {
            target.code: [(agreed.name, agreed.ahead) for agreed in target.steering]
            for target in sheet.targets
            if target.steering
        }

    @pytest.mark.parametrize(
        ("month", "iq", "lzb"), [(5, True, True), (6, False, True), (8, False, True), (9, False, False)]
    )
    def test_what_begins_later_is_ahead(self, month, iq, lzb, agreement):
        assert self.steering(agreement, month) == {
            "iq": [("M1 Bewerbertage", iq)],
            "lzb": [("M2 Fallwerkstatt Langzeitbezug", lzb)],
        }

    def test_only_where_the_caller_says_so(self, agreement):
        sheet = report_sheet(agreement, date(2014, 9, 1), today=TODAY, with_comments=True)
        assert [target.steering for target in sheet.targets] == [()] * 5

    @pytest.mark.parametrize("who", ["jobcenter", "agentur"])
    def test_page_and_curve_name_them(self, who, login):
        page = login(who).get(MBZ).content.decode()

        assert f'<a href="{FIRST}">M1 Bewerbertage</a>' in page
        assert ">M1 Bewerbertage</text>" in page
        assert "Juni 2014: M1 Bewerbertage.</desc>" in page
        assert page.count("Vereinbarte Maßnahmen</h3>") == 2
        assert page.count('aria-label="Maßnahme vereinbaren: ') == 5
        assert f'href="{NEW}?ziel=u25"' in page

    def test_what_is_not_pursued_any_more_has_no_marker(self, login):
        SteeringMeasure.objects.filter(number=1).update(state="dropped")
        page = login("agentur").get(MBZ).content.decode()

        assert "M1 Bewerbertage</text>" not in page
        assert "nicht weiterverfolgt" in page

    def test_a_released_report_keeps_what_was_agreed_then(self, agreement, login, monkeypatch):
        monkeypatch.setattr("monitoring.services.reports.report_pdf", lambda sheet: b"%PDF")
        report = released(agreement)
        SteeringMeasure.objects.filter(number=1).update(title="Anders")

        names = [agreed.name for target in frozen_sheet(report).targets for agreed in target.steering]
        assert names == ["M1 Bewerbertage", "M2 Fallwerkstatt Langzeitbezug"]
        assert ">M1 Bewerbertage</a>" in login("agentur").get(MBZ).content.decode()
        assert ">M1 Anders</a>" in login("agentur").get(MBZ, {"stand": "heute"}).content.decode()

    def test_the_paper_lists_them(self, agreement, monkeypatch):
        printed: dict[str, str] = {}

        def catch(template: str, context: dict[str, object], **_: object) -> bytes:
            from django.template.loader import render_to_string

            printed["html"] = render_to_string(template, context)
            return b""

        monkeypatch.setattr("monitoring.documents.report.render_pdf", catch)
        report_pdf(report_sheet(agreement, date(2014, 9, 1), today=TODAY, with_comments=True, with_steering=True))

        assert "<strong>M1 Bewerbertage</strong>" in printed["html"]
        assert "/massnahmen/" not in printed["html"]

    def test_the_command_prints_them_too(self, tmp_path):
        call_command("mbz", KEY, "2014-09", "--pdf", str(tmp_path / "mbz.pdf"))
        text = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / "mbz.pdf"), "-"], capture_output=True, text=True, check=True
        ).stdout
        assert text.count("Vereinbarte Maßnahmen") == 2
        assert "M2 Fallwerkstatt Langzeitbezug · in Umsetzung · 01.09.2014 bis 31.10.2014" in text
