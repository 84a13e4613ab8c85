"""The pages of a draft: who reaches them, what they save and refuse, conflicts that lose nothing, constant queries."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
from pytest_django.asserts import assertNumQueries

from agreements.choices import AgreementState, Course, DutyRhythm, PlanWay
from agreements.domain.months import month_key, year_months
from agreements.models import Agreement, Budget, Duty, Section, Series, Target
from tests.agreements.drafting import draft, measure_of, section_of, target_of

pytestmark = pytest.mark.django_db
__all__ = ["draft"]
KEY = "me-aktiv-2014"
DRAFT = f"/vereinbarungen/{KEY}/bearbeiten/"
JSON = {"HTTP_ACCEPT": "application/json"}
BODY = "<script>alert(1)</script>"


@pytest.fixture
def leader(draft, login):
    """Somebody who may draft, at the draft."""
    return login("jobcenter-leitung")


def text_of(response) -> str:
    return unescape(response.content.decode())


def sent(response, **changes) -> dict[str, object]:
    """What a browser would send from the form of the page, with changes."""
    form = response.context["form"]
    data: dict[str, object] = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            data |= {field.html_name: "on"} if value else {}
        elif isinstance(value, list):
            data[field.html_name] = [getattr(each, "pk", each) for each in value]
        elif value is not None:
            data[field.html_name] = str(getattr(value, "pk", value))
    return {**data, **changes}


@pytest.mark.parametrize("who", ["jobcenter-leitung", "agentur", "agentur-leitung", "kreis", "landrat"])
def test_who_works_on_drafts_gets_there_by_the_link(who, draft, login):
    page = login(who).get(f"/vereinbarungen/{KEY}/")
    assert f'href="{DRAFT}"' in page.content.decode()
    assert "Abschnitte und Ziele" in text_of(login(who).get(DRAFT))


@pytest.mark.parametrize("who", ["jobcenter", "lesen"])
def test_others_read_the_draft_and_are_told_who_edits(who, draft, login):
    assert f'href="{DRAFT}"' not in login(who).get(f"/vereinbarungen/{KEY}/").content.decode()
    response = login(who).get(DRAFT, follow=True)
    assert response.redirect_chain == [(f"/vereinbarungen/{KEY}/", 302)]
    assert "Entwürfe bearbeiten Freigabe, Prüfung, Controlling" in text_of(response)
    assert login(who).post(f"{DRAFT}abschnitt/neu/").status_code == 403


@pytest.mark.parametrize("state", [AgreementState.READY, AgreementState.SIGNED, AgreementState.SETTLED])
def test_what_is_no_draft_any_more_says_so(state, leader):
    Agreement.objects.update(state=state)
    for response in (leader.get(DRAFT, follow=True), leader.post(f"{DRAFT}ziel/iq/", {"title": "x"}, follow=True)):
        assert response.redirect_chain == [(f"/vereinbarungen/{KEY}/", 302)]
        assert f"„Zielvereinbarung 2014“ ist {state.label} und wird nicht mehr bearbeitet." in text_of(response)
    answer = leader.post(f"{DRAFT}ziel/iq/text/", {"text": "x", "version": 1}, **JSON)
    assert (answer.status_code, answer.json()["standing"]) == (409, None)


@pytest.mark.parametrize(
    "path",
    ["abschnitt/999/", "ziel/gibt-es-nicht/", "ziel/iq/nichts/neu/", "ziel/iq/pflicht/999/", "nichts/1/entfernen/", "ziel/iq/nichts/1/"],
)  # fmt: skip
def test_what_is_not_there_is_404(path, leader):
    assert leader.get(DRAFT + path).status_code == 404


def test_a_part_of_another_target_is_not_there(leader, draft):
    budget = Budget.objects.filter(target__code="sucht").get()
    assert leader.get(f"{DRAFT}ziel/iq/budget/{budget.pk}/").status_code == 404


def test_the_overview_costs_the_same_for_any_number_of_targets(leader, draft):
    leader.get(DRAFT)
    with assertNumQueries(7):
        leader.get(DRAFT)
    Target.objects.filter(section__position=6).delete()
    with assertNumQueries(7):
        leader.get(DRAFT)


def test_a_target_costs_the_same_for_any_number_of_parts(leader, draft):
    page = f"{DRAFT}ziel/kontaktdichte/"
    leader.get(page)
    with assertNumQueries(13):
        leader.get(page)
    target_of(draft, "kontaktdichte").measures.exclude(measure__code="KONTAKTDICHTE").delete()
    with assertNumQueries(13):
        leader.get(page)


def test_a_section_is_changed(leader, draft):
    row = section_of(draft, 2)
    page = f"{DRAFT}abschnitt/{row.pk}/"
    data = sent(leader.get(page), heading=BODY, column_heads=" Ziel \n\nWert\x00", footnote="a\x0bb")
    response = leader.post(page, data, follow=True)
    row.refresh_from_db()
    assert (row.heading, row.column_heads, row.footnote) == (BODY, ["Ziel", "Wert"], "ab")
    assert BODY not in response.content.decode()
    assert f"„I) {BODY}“ ist gespeichert." in text_of(response)


def test_a_section_and_a_target_are_added_and_removed(leader, draft):
    new = f"{DRAFT}abschnitt/neu/"
    assert leader.post(new, {"heading": "Sonstiges", "kind": "prose", "version": 0}).status_code == 302
    section = Section.objects.get(heading="Sonstiges")
    page = f"{DRAFT}abschnitt/{section.pk}/neu/"
    facts = {"title": "Größere Wirkung", "section": section.pk, "kind": "duty", "sphere": "both", "version": 0}
    assert leader.post(page, facts).url == f"{DRAFT}ziel/groessere-wirkung/"
    again = leader.post(page, facts)
    assert again.status_code == 400
    assert "Das Kürzel „groessere-wirkung“ gibt es in der Vereinbarung schon." in text_of(again)
    gone = f"{DRAFT}abschnitt/{section.pk}/entfernen/"
    assert "mit allen Zielen" in text_of(leader.get(gone))
    assert leader.post(gone, {"version": section.version}).url == DRAFT
    assert not Target.objects.filter(code="groessere-wirkung").exists()


def test_what_changed_since_is_not_removed(leader, draft):
    row = target_of(draft, "iq")
    response = leader.post(f"{DRAFT}ziel/{row.pk}/entfernen/", {"version": row.version + 1})
    assert (response.status_code, Target.objects.filter(pk=row.pk).exists()) == (409, True)
    assert "wurde inzwischen von jemand anderem geändert" in text_of(response)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"title": "x" * 201}, "Der Text ist zu lang: möglich sind 200 Zeichen, es sind 201."),
        ({"series_break": "x" * 20001}, "Der Text ist zu lang: möglich sind 20000 Zeichen, es sind 20001."),
        ({"kind": "unfug"}, "unfug ist keine gültige Auswahl."),
        ({"section": "999999"}, "Bitte eine gültige Auswahl treffen."),
        ({"city_duty": "on"}, "Ein stadtscharfes Ziel nennt die Datenreihe, die je Stadt gezählt wird."),
    ],
)
def test_bad_input_of_a_target_is_told(changes, sentence, leader, draft):
    page = f"{DRAFT}ziel/iq/"
    before = target_of(draft, "iq")
    response = leader.post(page, sent(leader.get(page), **changes))
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert target_of(draft, "iq").version == before.version


def test_two_people_at_one_target_lose_nothing(leader, draft):
    page = f"{DRAFT}ziel/iq/"
    mine = sent(leader.get(page), title="Meine Worte", kind="change")
    leader.post(page, sent(leader.get(page), title="Ihre Worte"))
    response = leader.post(page, mine)
    assert response.status_code == 409
    assert response.context["form"].differences == [("Ziel", "Ihre Worte"), ("Art", "Steuerungsziel")]
    assert 'value="Meine Worte"' in response.content.decode()
    assert target_of(draft, "iq").title == "Ihre Worte"
    leader.post(page, sent(response))
    assert target_of(draft, "iq").title == "Meine Worte"


def test_a_value_is_set_with_its_words(leader, draft):
    row = measure_of(draft, "IQ")
    page = f"{DRAFT}ziel/iq/messgroesse/{row.pk}/"
    assert "Vereinbart ist: mindestens 20,6" in text_of(leader.get(page))
    leader.post(page, sent(leader.get(page), plan="21,4 %"))
    row.refresh_from_db()
    assert (row.plan, row.plan_printed) == (Decimal("21.4"), "21,4")


def test_after_a_conflict_the_printed_words_follow_the_value_that_won(leader, draft):
    row = measure_of(draft, "IQ")
    page = f"{DRAFT}ziel/iq/messgroesse/{row.pk}/"
    mine = sent(leader.get(page), plan="23")
    leader.post(page, sent(leader.get(page), plan="22"))
    response = leader.post(page, mine)
    assert (response.status_code, dict(response.context["form"].differences)["Planwert im Druck"]) == (409, "22")
    leader.post(page, sent(response))
    row.refresh_from_db()
    assert (row.plan, row.plan_printed) == (23, "23")


def test_own_months_that_do_not_add_up_are_kept_and_told(leader, draft):
    row = measure_of(draft, "INT_U25")
    page = f"{DRAFT}ziel/u25/messgroesse/{row.pk}/"
    months = {f"month-{month_key(month)}": "100" for month in year_months(2014)}
    facts = {"way": PlanWay.ABSOLUTE, "plan": "1.201", "course": Course.OWN_MONTHS}
    response = leader.post(page, sent(leader.get(page), **facts, **months), follow=True)
    assert row.plan_values.count() == 12
    assert "Die Monatswerte ergeben zusammen 1.200; der Planwert ist 1.201, das ist 1 weniger." in text_of(response)
    told = leader.post(page, sent(leader.get(page), **{"month-2014-02": "viel"}))
    assert told.status_code == 400
    assert told.context["form"].errors.keys() == {"month-2014-02"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"plan": "viel"}, "plan", "„viel“ ist keine lesbare Zahl"),
        ({"plan": "2,012"}, "plan", "ist nicht eindeutig: 2,012 oder 2012?"),
        ({"plan": "-3"}, "plan", "hat ein Vorzeichen"),
        ({"plan": "9" * 12}, "plan", "ist zu groß"),
        ({"plan": ""}, "plan", "Hier fehlt der Planwert"),
        ({"way": "relative"}, "relative_percent", "Hier fehlt die Veränderung"),
        ({"way": "relative", "relative_percent": "1000"}, "relative_percent", "möglich ist weniger als 1.000 %"),
        ({"course": ""}, "course", "Ein Planwert braucht einen Verlauf."),
        ({"course": "level"}, "course", "Dieser Verlauf passt nicht zu dieser Messgröße."),
        ({"green": "3", "yellow": "2"}, "yellow", "mindestens so groß"),
        ({"yellow": "10000"}, "yellow", "möglich ist weniger als 10.000 %"),
        ({"way": "unfug"}, "way", "keine gültige Auswahl"),
        ({"version": "x"}, "version", "Bitte eine ganze Zahl eingeben."),
    ],
)
def test_bad_input_of_a_measure_stands_at_its_field(changes, field, sentence, leader, draft):
    row = measure_of(draft, "IQ")
    page = f"{DRAFT}ziel/iq/messgroesse/{row.pk}/"
    response = leader.post(page, sent(leader.get(page), **changes))
    assert response.status_code == 400
    assert sentence in " ".join(response.context["form"].errors.get(field, []))
    assert measure_of(draft, "IQ").version == row.version


def test_empty_thresholds_are_the_usual_ones(leader, draft):
    row = measure_of(draft, "IQ")
    page = f"{DRAFT}ziel/iq/messgroesse/{row.pk}/"
    leader.post(page, sent(leader.get(page), green="", yellow=""))
    row.refresh_from_db()
    assert (row.green, row.yellow) == (0, 2)


def test_a_measure_is_added_and_asked_for_its_value(leader, draft):
    page = f"{DRAFT}ziel/lzb/messgroesse/neu/"
    form = leader.get(page).context["form"]
    offered = set(form.fields["measure"].queryset.values_list("code", flat=True))
    assert "LZB" not in offered
    chosen = form.fields["measure"].queryset.get(code="LLU")
    response = leader.post(page, {"measure": chosen.pk, "role": "shown", "version": 0})
    row = target_of(draft, "lzb").measures.get(measure__code="LLU")
    assert response.url == f"{DRAFT}ziel/lzb/messgroesse/{row.pk}/"
    assert (row.way, row.plan, row.position) == (PlanWay.NONE, None, 2)


def test_money_and_promises_are_added(leader, draft):
    party = draft.partners.first().party
    series = Series.objects.filter(unit="€").first()
    budget = {"purpose": BODY, "amount": "1.234,50 €", "carrier": party.pk, "series": series.pk, "version": 0}
    response = leader.post(f"{DRAFT}ziel/lzb/budget/neu/", budget, follow=True)
    assert target_of(draft, "lzb").budgets.get().amount == Decimal("1234.5")
    assert BODY not in response.content.decode()
    duty = {"title": "Tun", "sentence": "Es wird getan.", "responsible": [party.pk], "version": 0}
    page = f"{DRAFT}ziel/lzb/pflicht/neu/"
    told = leader.post(page, {**duty, "rhythm": DutyRhythm.ONCE})
    assert told.context["form"].errors == {
        "due": ["Eine einmalige Pflicht hat ein Datum; nennt das Papier keines, das Jahresende."]
    }
    wrong = leader.post(page, {**duty, "rhythm": DutyRhythm.ONCE, "due": "31.02.2014"})
    assert "Das ist kein Datum; richtig wäre zum Beispiel 31.12.2015." in text_of(wrong)
    leader.post(page, {**duty, "rhythm": DutyRhythm.ONCE, "due": "31.12.2014", "present_by": "2015-01-31"})
    row = target_of(draft, "lzb").duties.get()
    assert (f"{row.due} {row.present_by}", list(row.responsible.all())) == ("2014-12-31 2015-01-31", [party])


@pytest.mark.parametrize("amount", ["", "viel", "-5", "9" * 13])
def test_bad_amounts_are_told(amount, leader, draft):
    party = draft.partners.first().party
    data = {"purpose": "x", "amount": amount, "carrier": party.pk, "version": 0}
    response = leader.post(f"{DRAFT}ziel/lzb/budget/neu/", data)
    assert response.context["form"].errors.keys() == {"amount"}
    assert not target_of(draft, "lzb").budgets.exists()


def test_a_duty_two_people_changed_shows_both(leader, draft):
    row = Duty.objects.filter(target__code="sucht").first()
    page = f"{DRAFT}ziel/sucht/pflicht/{row.pk}/"
    mine = sent(leader.get(page), title="Meine")
    everybody = [partner.party.pk for partner in draft.partners.all()]
    leader.post(page, sent(leader.get(page), responsible=everybody, present_by="2015-02-28"))
    response = leader.post(page, mine)
    labels = [label for label, _ in response.context["form"].differences]
    assert (response.status_code, labels) == (409, ["Kurzfassung", "Vorlage bis", "Verantwortlich"])
    assert "28.02.2015" in text_of(response)


@pytest.mark.parametrize(
    ("way", "code", "place"), [("hoch", "sucht", 2), ("runter", "sucht", 4), ("hoch", "kinderbetreuung", 0)]
)
def test_the_moved_row_keeps_the_focus(way, code, place, leader, draft):
    row = target_of(draft, code)
    response = leader.post(f"{DRAFT}ziel/{row.pk}/verschieben/", {"wohin": way}, follow=True)
    order = [target.code for target in response.context["targets"]]
    assert order.index(code) == place
    focused = re.findall(r'aria-label="(nach \w+): ([^"]*)" autofocus>', text_of(response))
    expected = "nach unten" if way == "runter" or place == 0 else "nach oben"
    assert focused == [(expected, f"{row}, Stelle {place + 1}")]


def test_moving_is_no_page(leader, draft):
    row = target_of(draft, "iq")
    assert leader.get(f"{DRAFT}ziel/{row.pk}/verschieben/").url == f"{DRAFT}abschnitt/{row.section_id}/"


def test_the_word_file_comes_from_the_same_sheet(leader, draft):
    response = leader.get(f"/vereinbarungen/{KEY}/docx/")
    assert response["Content-Disposition"].startswith(
        'attachment; filename="2014_zielvereinbarung_me-aktiv-2014_entwurf.docx"'
    )
    assert response.content[:2] == b"PK"
