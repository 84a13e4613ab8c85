"""Das Jahr als Raster: what the address of the cells takes, asks back and refuses, and the plain form."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Source
from agreements.models import AuditEntry, User
from monitoring.models import ActualRevision, MonthlyActual
from monitoring.selectors.entry_year import entry_year
from monitoring.services.months import close_month
from monitoring.services.verification import differences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
YEAR = "/monatswerte/me-aktiv-2014/2014/"
SAVE = f"{YEAR}speichern/"
AUGUST, TODAY = date(2014, 8, 1), date(2014, 10, 20)


def figure(code: str, month: int = 9, region: str = "05158") -> MonthlyActual | None:
    return MonthlyActual.objects.filter(series__code=code, region__key=region, month=date(2014, month, 1)).first()


def cell(code: str, text: str, version: int = 1, month: int = 9, **more: object) -> dict[str, object]:
    return {"name": f"{code}-05158-2014-{month:02d}", "text": text, "version": version, **more}


def send(client, *cells: dict[str, object], **more: object):
    return client.post(SAVE, json.dumps({"cells": cells, **more}), content_type="application/json")


def one(client, *args: object, **kwargs: object) -> dict[str, object]:
    (result,) = send(client, cell(*args, **kwargs)).json()["cells"]
    return result


def test_cells_are_saved_in_one_step_with_one_entry_of_the_audit(login):
    before = AuditEntry.objects.count()
    answer = send(login("jobcenter"), cell("VZA", "398,10"), cell("EGV", "19.800"), cell("VZA", "397,5", 0, 10)).json()

    assert [(each["name"], each["ok"], each["text"], each["version"]) for each in answer["cells"]] == [
        ("VZA-05158-2014-09", True, "398,10", 2),
        ("EGV-05158-2014-09", True, "19.800", 2),
        ("VZA-05158-2014-10", True, "397,50", 1),
    ]
    assert (figure("VZA").value, figure("EGV").value) == (Decimal("398.10"), Decimal(19800))
    assert AuditEntry.objects.count() == before + 1
    assert set(ActualRevision.objects.filter(by__username="jobcenter").values_list("origin", flat=True)) == {"grid"}
    assert list(differences()) == []


def test_totals_of_the_touched_rows_come_back(login):
    store = send(
        login("jobcenter"), cell("INT", "525"), {"name": "KIND_KUNDEN-05158000-2014-09", "text": "3", "version": 1}
    )

    totals = store.json()["totals"]
    assert totals["INT-05158"] == {"text": "4.134", "until": "Jan–Sep", "plan": ""}
    assert len(totals["KIND_KUNDEN"]["sums"]) == 12


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("VZA", "20,6", "20.6"),
        ("VZA", " 405.93 VZA ", "405.93"),
        ("LZB", "17.283", "17283"),
        ("LLU", "90.295.768,50 €", "90295768.5"),
        ("EGV", "0", "0"),
    ],
)
def test_numbers_are_read_as_the_house_reads_them(login, code, text, value):
    assert one(login("jobcenter"), code, text)["ok"] is True
    assert figure(code).value == Decimal(value)


@pytest.mark.parametrize(
    ("code", "text", "readings"),
    [
        ("VZA", "2.012", [("2012,00", True), ("2,012", False)]),
        ("LLU", "5,000", [("5,000", False), ("5000,00", True)]),
        ("EGV", "2,012", [("2,012", False), ("2012", True)]),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_back(login, code, text, readings):
    result = one(login("jobcenter"), code, text)

    assert (result["ok"], result["asks"]) == (False, "reading")
    assert [(each["text"], each["fits"]) for each in result["readings"]] == readings
    assert figure(code).version == 1


def test_20_6_is_never_206(login):
    result = one(login("jobcenter"), "EGV", "20,6")

    assert (result["ok"], result["asks"], result["readings"]) == (False, "", [])
    assert "zu viele Nachkommastellen" in result["message"]


def test_one_bad_cell_does_not_take_the_good_ones_along(login):
    answer = send(login("jobcenter"), cell("EGV", "19.8oo"), cell("VZA", "398,10"), cell("INT", "4", 0, 12)).json()

    assert [each["ok"] for each in answer["cells"]] == [False, True, False]
    assert "Der Monat hat noch nicht begonnen" in answer["cells"][2]["message"]
    assert figure("VZA").value == Decimal("398.10")


@pytest.mark.parametrize(
    ("sent", "value", "reason", "status", "basis"),
    [
        ({"text": "k. A.", "note": "nicht erhoben"}, None, "nicht erhoben", "provisional", ""),
        ({"text": "k.A.: nicht erhoben"}, None, "nicht erhoben", "provisional", ""),
        ({"text": "K. A. (nicht erhoben)"}, None, "nicht erhoben", "provisional", ""),
        ({"text": "", "none": True, "note": "Umstellung"}, None, "Umstellung", "provisional", ""),
        (
            {"text": "19.900", "estimated": True, "note": "Stichprobe"},
            Decimal(19900),
            "",
            "estimated",
            "Stichprobe",
        ),
    ],
)
def test_none_and_estimate(login, sent, value, reason, status, basis):
    assert one(login("jobcenter"), "EGV", **sent)["ok"] is True

    actual = figure("EGV")
    assert (actual.value, actual.reason, actual.status, actual.basis) == (value, reason, status, basis)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"text": "k. A."}, "„keine Angabe“ braucht einen Grund, etwa „nicht erhoben“."),
        ({"text": "1", "estimated": True}, "Ein geschätzter Wert nennt die Grundlage der Schätzung."),
    ],
)
def test_what_lacks_its_reason_asks_for_it(login, sent, message):
    result = one(login("jobcenter"), "EGV", **sent)

    assert (result["ok"], result["asks"], result["message"]) == (False, "reason", message)


@pytest.mark.parametrize("text", ["17.370", ""], ids=["changed", "cleared"])
def test_a_final_figure_changes_with_a_reason_only(login, text):
    client = login("jobcenter")
    assert one(client, "LZB", text, month=6)["asks"] == "reason"
    assert figure("LZB", 6).version == 1

    assert one(client, "LZB", text, month=6, note="Nachlieferung")["ok"] is True
    newest = ActualRevision.objects.filter(series__code="LZB", month=date(2014, 6, 1)).order_by("-version")[0]
    assert (newest.version, newest.why) == (2, "Nachlieferung")


def test_the_second_of_two_writers_sees_both_values_and_decides(login):
    assert one(login("jobcenter-leitung"), "VZA", "400,00")["ok"] is True
    client = login("jobcenter")
    result = one(client, "VZA", "401,00")

    assert (result["ok"], result["asks"]) == (False, "conflict")
    standing = result["standing"]
    assert (standing["text"], standing["version"], standing["by"]) == ("400,00", 2, str(figure("VZA").by))
    assert one(client, "VZA", "401,00", version=2)["ok"] is True
    assert figure("VZA").value == Decimal("401.00")


def test_the_same_request_again_stores_nothing_twice(login):
    client = login("jobcenter")
    sent = [cell("VZA", "398,10"), cell("EGV", "", 1), cell("VZA_SOLL", "406", 0, 10)]
    first, again = send(client, *sent).json(), send(client, *sent).json()

    assert [each["ok"] for each in first["cells"] + again["cells"]] == [True] * 6
    assert first["cells"] == again["cells"]
    assert ActualRevision.objects.filter(by__username="jobcenter").count() == 3


@pytest.mark.parametrize(
    "name",
    ["KDU-05158-2014-09", "INT-09999-2014-09", "INT-05158-2013-09", "JOB_TEILN-05158-2014-08", "Unsinn"],
    ids=["other source", "other region", "other year", "no figure in that month", "nonsense"],
)
def test_what_is_not_ones_own_is_refused_cell_by_cell(login, name):
    before = ActualRevision.objects.count()
    (result,) = send(login("jobcenter"), {"name": name, "text": "1", "version": 0}).json()["cells"]

    assert (result["ok"], set(result)) == (False, {"name", "ok", "message", "asks", "readings"})
    assert ActualRevision.objects.count() == before


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"cells": 1}', '{"cells": [1]}', '{"cells": [{"name": 1}]}', '{"cells": [{"name": "a", "text": null}]}',
     '{"cells": [{"name": "a", "text": "", "version": true}]}', "\xff"],
)  # fmt: skip
def test_what_is_no_list_of_cells_is_told_in_a_sentence(login, body):
    response = login("jobcenter").post(SAVE, body, content_type="application/json")

    assert response.status_code == 400
    assert response.json()["message"].endswith(".")


def test_more_than_five_thousand_cells_are_too_many(login):
    response = send(login("jobcenter"), *([cell("EGV", "1")] * 5001))

    assert (response.status_code, figure("EGV").version) == (400, 1)


def test_a_page_of_somebody_else_saves_nothing(login):
    response = send(login("jobcenter-leitung"), cell("VZA", "398,10"), user="jobcenter")

    assert (response.status_code, figure("VZA").version) == (409, 1)


def test_an_unlikely_figure_is_saved_marked_and_confirmed(login):
    client = login("jobcenter")
    result = one(client, "LZB", "27.322")
    assert (result["ok"], result["state"], result["mark"]) == (True, "doubted", "⚠")
    assert "mehr als im August 2014 (17.340" in result["doubts"][0]

    result = one(client, "LZB", "27.322", version=2, checked=True)
    assert (result["ok"], result["state"], result["doubts"]) == (True, "provisional", [])
    assert figure("LZB").checked_by.username == "jobcenter"


def test_what_else_became_unlikely_or_likely_again_is_told(login):
    """A jump in August makes September unlikely too; corrected, both are told as they are now."""
    client = login("jobcenter")
    september = "LZB-05158-2014-09"
    answer = send(client, cell("LZB", "27.322", month=8)).json()
    told = {each["name"]: each["state"] for each in answer["others"]}
    assert (told[september], told["LZB-05158-2014-07"]) == ("doubted", "provisional")

    answer = send(client, cell("INT", "516"), cell("LZB", "17.340", 2, 8), doubted=[september, 7]).json()
    assert {each["name"]: each["state"] for each in answer["others"]}[september] == "provisional"


def test_forty_cells_more_cost_no_question_more(login, django_assert_max_num_queries):
    client = login("jobcenter")
    codes = ["INT", "ELB", "LZB", "BG", "EGV"]
    with django_assert_max_num_queries(60) as few:
        send(client, cell("INT", "516"))
    with django_assert_max_num_queries(60) as many:
        send(client, *(cell(code, "500", month=month) for code in codes for month in (7, 8)))

    assert len(many) - len(few) <= 1


@pytest.mark.parametrize("who", ["jobcenter", "kreis"])
def test_the_page_asks_a_constant_number_of_questions(login, who, django_assert_num_queries):
    client = login(who)
    with django_assert_num_queries(17):
        client.get(YEAR)


def test_a_closed_month_takes_nothing_typed(login, agreement):
    close_month(by=User.objects.get(username="jobcenter-leitung"), agreement=agreement, month=AUGUST, on=TODAY)
    client = login("jobcenter")
    result = one(client, "VZA", "398,10", month=8)

    assert (result["ok"], result["asks"]) == (False, "")
    assert "Der Monat ist abgeschlossen" in result["message"]
    shown = client.get(YEAR).context["grid"].cells["VZA-05158-2014-08"]
    assert (shown.mark, shown.closed.startswith("abgeschlossen am")) == ("🔒", True)


@pytest.mark.parametrize("note", ["\x00\x07", "\ud800", " \u200b "], ids=["control", "half a pair", "invisible"])
def test_a_reason_of_nothing_visible_is_none(login, note):
    assert one(login("jobcenter"), "EGV", "k. A.", note=note)["asks"] == "reason"


def test_month_and_year_lead_to_each_other(login):
    client = login("jobcenter")
    month = "/monatswerte/me-aktiv-2014/2014-10/"

    assert f'<a href="{YEAR}">Ganzes Jahr</a>' in client.get(month).content.decode()
    assert f'<a href="{month}">Ein Monat: Oktober 2014</a>' in client.get(YEAR).content.decode()


@pytest.mark.parametrize("year", ["2013", "2015"])
def test_other_years_are_not_there(login, year):
    assert login("jobcenter").get(f"/monatswerte/me-aktiv-2014/{year}/").status_code == 404


def plain(agreement, **typed: str) -> dict[str, str]:
    """What a browser without JavaScript sends: every field of the page."""
    year = entry_year(agreement, sources=[Source.BA, Source.JOBCENTER], today=date(2014, 10, 20))
    shown = {cell.name: cell.text for cell in year.cells.values() if cell.begun}
    read = {f"{row.name}-read": row.read for row in year.rows}
    return shown | read | {"note": ""} | {name.replace("_2014_", "-2014-"): text for name, text in typed.items()}


def test_the_plain_form_stores_what_was_changed(login, agreement):
    form = plain(agreement) | {"VZA-05158-2014-09": "398,10", "EGV-05158-2014-10": "19.900"}
    response = login("jobcenter").post(YEAR, form, follow=True)

    assert [str(each) for each in response.context["messages"]] == ["2 Werte gespeichert."]
    assert ActualRevision.objects.filter(by__username="jobcenter").count() == 2


def test_the_plain_form_leaves_alone_what_another_changed_meanwhile(login, agreement):
    form = plain(agreement) | {"VZA-05158-2014-09": "398,10"}
    assert one(login("jobcenter-leitung"), "EGV", "19.999")["ok"] is True

    response = login("jobcenter").post(YEAR, form, follow=True)
    assert [str(each) for each in response.context["messages"]] == ["1 Wert gespeichert."]
    assert figure("EGV").value == Decimal(19999)


def test_what_the_plain_form_cannot_store_stays_in_its_field(login, agreement):
    form = plain(agreement) | {
        "VZA-05158-2014-09": "2.012",
        "LZB-05158-2014-06": "17.370",
        "EGV-05158-2014-09": "19.900",
    }
    response = login("jobcenter").post(YEAR, form)

    assert [(each.name, each.shown) for each in response.context["refused"]] == [
        ("LZB-05158-2014-06", "17.370"),
        ("VZA-05158-2014-09", "2.012"),
    ]
    assert figure("EGV").value == Decimal(19900)
    html = response.content.decode()
    assert 'value="2.012"' in html
    assert "2012 oder 2,012?" in html

    again = plain(agreement) | {"LZB-05158-2014-06": "17.370", "note": "Nachlieferung der BA"}
    login("jobcenter").post(YEAR, again)
    assert (figure("LZB", 6).value, figure("LZB", 6).status) == (Decimal(17370), "revised")
