"""The texts of a draft that save themselves: by page and by script, markup escaped, two writers, what is too long."""

from __future__ import annotations

from html import unescape

import pytest

from agreements.models import Section
from tests.agreements.drafting import draft, section_of, target_of

pytestmark = pytest.mark.django_db
__all__ = ["draft"]
DRAFT = "/vereinbarungen/me-aktiv-2014/bearbeiten/"
JSON = {"HTTP_ACCEPT": "application/json"}
EVIL = "*wichtig* <script>alert(1)</script>\n\n- <b>eins</b>"


@pytest.fixture
def leader(draft, login):
    return login("jobcenter-leitung")


def test_a_text_saves_itself_as_it_was_typed(leader, draft):
    row = section_of(draft, 1)
    answer = leader.post(
        f"{DRAFT}abschnitt/{row.pk}/text/", {"text": f"{EVIL}\r\n\x00", "version": row.version}, **JSON
    )
    saved = Section.objects.get(pk=row.pk)
    assert (answer.status_code, answer.json()["version"], saved.version) == (200, row.version + 1, row.version + 1)
    assert answer.json()["state"].startswith("gespeichert ")
    assert saved.prose == EVIL


@pytest.mark.parametrize("address", ["/vereinbarungen/me-aktiv-2014/", "bearbeiten"])
def test_markup_of_others_is_text_on_every_page(address, leader, draft):
    row = section_of(draft, 1)
    Section.objects.filter(pk=row.pk).update(prose=EVIL)
    page = leader.get(f"{DRAFT}abschnitt/{row.pk}/" if address == "bearbeiten" else address).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert ("<em>wichtig</em>" in page) is (address != "bearbeiten")


def test_without_script_the_page_comes_back(leader, draft):
    row = target_of(draft, "iq")
    response = leader.post(f"{DRAFT}ziel/iq/text/", {"text": "Neu", "version": row.version}, follow=True)
    assert response.redirect_chain == [(f"{DRAFT}ziel/iq/", 302)]
    assert "ist gespeichert." in unescape(response.content.decode())
    assert target_of(draft, "iq").description == "Neu"


def test_two_writers_see_both_texts(leader, draft):
    row = target_of(draft, "iq")
    page = f"{DRAFT}ziel/iq/text/"
    leader.post(page, {"text": "Ihrer", "version": row.version})
    answer = leader.post(page, {"text": "Meiner", "version": row.version}, **JSON)
    assert (answer.status_code, answer.json()["standing"]) == (
        409,
        {"text": "Ihrer", "version": row.version + 1, "by": "jemand anderem"},
    )
    shown = leader.post(page, {"text": "Meiner", "version": row.version})
    assert (shown.status_code, shown.context["text"], shown.context["stands"]) == (409, "Meiner", "Ihrer")
    leader.post(page, {"text": "Meiner", "version": shown.context["row"].version})
    assert target_of(draft, "iq").description == "Meiner"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": "x" * 20001, "version": 1}, "Der Text ist zu lang: möglich sind 20000 Zeichen, es sind 20001."),
        ({"text": "x"}, "Die Eingabe ist unvollständig; bitte die Seite neu laden."),
        ({"text": "x", "version": "viele"}, "Die Eingabe ist unvollständig; bitte die Seite neu laden."),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(data, sentence, leader, draft):
    before = target_of(draft, "iq").description
    answer = leader.post(f"{DRAFT}ziel/iq/text/", data, **JSON)
    assert (answer.status_code, answer.json()) == (400, {"message": sentence, "standing": None})
    shown = leader.post(f"{DRAFT}ziel/iq/text/", data)
    assert (shown.status_code, shown.context["text"]) == (400, data["text"])
    assert sentence in unescape(shown.content.decode())
    assert target_of(draft, "iq").description == before


def test_a_text_has_no_page_of_its_own(leader, draft):
    row = section_of(draft, 1)
    assert leader.get(f"{DRAFT}abschnitt/{row.pk}/text/").url == f"{DRAFT}abschnitt/{row.pk}/"
