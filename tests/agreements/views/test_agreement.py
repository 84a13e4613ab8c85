"""The list, the page of an agreement and its paper: what is there, what it costs, who may not know of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from agreements.choices import AgreementState
from agreements.models import Agreement, Duty, User
from tests.agreements.agreements_data import copy_of, stranger

# WeasyPrint 70 leaves its colour profile open; the garbage collector closes it.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
READERS = ["jobcenter", "jobcenter-leitung", "agentur", "agentur-leitung", "kreis", "landrat", "lesen"]
ADDRESSES = ["agreement", "agreement-pdf"]


class Printed(HTMLParser):
    """The text of the page's title and article without what is folded away beyond the print."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = self.folded = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.inside += tag in {"article", "h1"}
        self.folded += tag == "details"
        self.text += " " * (tag == "br")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in {"article", "h1"}
        self.folded -= tag == "details"

    def handle_data(self, data: str) -> None:
        if self.inside and not self.folded:
            self.text += data


@pytest.fixture
def as_user(client):
    def login(name: str):
        client.force_login(User.objects.get(username=name))
        return client

    return login


def page(client, name: str = "agreement", key: str = "me-aktiv-2014"):
    return client.get(reverse(name, args=[key]))


@pytest.mark.usefixtures("agreement_2014")
class TestPage:
    def test_it_reads_like_the_paper_word_by_word(self, as_user, paper_2014):
        reader = Printed()
        reader.feed(page(as_user("landrat")).content.decode())
        text = reader.text.partition("Unterschriften")[0]
        assert text.split() == " ".join(paper_2014).split()

    @pytest.mark.parametrize("name", READERS)
    def test_every_member_of_a_party_reads_it(self, as_user, name):
        assert "Vermeidung von langfristigem Leistungsbezug" in page(as_user(name)).content.decode()

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_who_is_no_member_learns_nothing(self, client, as_user, address):
        client.force_login(stranger())
        assert page(client, address).status_code == 404
        assert page(as_user("admin"), address).status_code == 404
        assert page(as_user("kreis"), address, "gibt-es-nicht").status_code == 404

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_who_is_not_logged_in_is_sent_to_the_login(self, client, address):
        answer = page(client, address)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("login"))

    def test_nothing_is_written_here(self, as_user):
        assert as_user("kreis").post(reverse("agreement", args=["me-aktiv-2014"])).status_code == 405

    @pytest.mark.parametrize("others", [0, 2])
    def test_twelve_queries_with_session_and_memberships(
        self, as_user, agreement_2014, django_assert_num_queries, others
    ):
        for number in range(others):
            copy_of(agreement_2014, f"me-aktiv-{2013 - number}", year=2013 - number)
        client = as_user("jobcenter")
        with django_assert_num_queries(12):
            page(client)

    def test_the_line_of_steps_says_where_it_stands(self, as_user):
        html = page(as_user("kreis")).content.decode()
        assert re.findall(r'aria-current="step">\s*(\w+)', html) == ["unterzeichnet"]

    def test_signatures_are_worth_what_the_words_say(self, as_user):
        html = page(as_user("kreis")).content.decode()
        assert html.count("die Anwendung hat die Unterschrift nicht geprüft") == 3
        assert html.count("Die Vorlage nennt weder Namen noch Datum; der Scan ist nicht hinterlegt.") == 3

    def test_every_duty_stands_with_its_target(self, as_user):
        html = page(as_user("kreis")).content.decode()
        assert html.count('class="sentence"') == Duty.objects.count()
        assert html.count("Der Tag ist unsere Lesart, das Papier nennt keinen.") == 10

    def test_related_agreements_are_linked(self, as_user, agreement_2014):
        before = copy_of(agreement_2014, "me-aktiv-2013")
        Agreement.objects.filter(pk=agreement_2014.pk).update(predecessor=before)
        html = page(as_user("kreis")).content.decode()
        assert 'href="/vereinbarungen/me-aktiv-2013/"' in html
        assert 'href="#zusammenhang"' in html

    def test_the_paper_opens_in_the_browser(self, as_user):
        answer = page(as_user("lesen"), "agreement-pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith('inline; filename="2014_zielvereinbarung_me-aktiv-2014.pdf"')
        assert answer.content.startswith(b"%PDF-1.7")


class TestList:
    def test_it_names_what_one_may_read(self, as_user, agreement_2014):
        copy_of(agreement_2014, "me-aktiv-2013", state=AgreementState.SETTLED)
        html = as_user("agentur").get(reverse("agreement-list")).content.decode()
        assert re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)', html) == [
            ("/vereinbarungen/me-aktiv-2014/", "Zielvereinbarung 2014"),
            ("/vereinbarungen/me-aktiv-2013/", "Zielvereinbarung 2013"),
        ]
        assert "abgerechnet" in html

    @pytest.mark.parametrize("others", [0, 2])
    def test_five_queries_with_session_and_memberships(
        self, as_user, agreement_2014, django_assert_num_queries, others
    ):
        for number in range(others):
            copy_of(agreement_2014, f"me-aktiv-{2013 - number}", year=2013 - number)
        client = as_user("kreis")
        with django_assert_num_queries(5):
            client.get(reverse("agreement-list"))

    def test_a_party_without_agreement_learns_what_will_come(self, client, db):
        client.force_login(stranger())
        html = client.get(reverse("agreement-list")).content.decode()
        assert "Für Kreis Fern ist noch keine Zielvereinbarung angelegt." in html
        assert "Sie erscheint hier, sobald die Verwaltung" in html

    @pytest.mark.usefixtures("agreement_2014")
    def test_an_account_without_party_learns_why_it_is_empty(self, as_user):
        html = as_user("admin").get(reverse("agreement-list")).content.decode()
        assert "Dieses Konto gehört zu keinem Vereinbarungspartner." in html
