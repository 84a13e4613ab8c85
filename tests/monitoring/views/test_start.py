"""The start page: the matrix for the Agentur, cards for everybody else."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.models import Agreement, AgreementParty
from monitoring.selectors.lists import month_over
from tests.factories import PartyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_the_agentur_sees_hers_in_one_matrix(login):
    response = login("agentur").get("/")
    page = response.content.decode()

    assert (response.context["cards"], len(response.context["matrix"].rows)) == ((), 4)
    assert page.count("deutlich unter Soll") == 4
    assert "3 Kommentare fehlen" in page
    assert 'href="/mbz/musterkreis-nord-2014/2014-09/"' in page
    assert 'href="/vergleich/2014-09/"' in page


@pytest.mark.parametrize("who", ["jobcenter", "kreis", "lesen"])
def test_everybody_else_sees_cards(who, login):
    response = login(who).get("/")

    assert response.context["matrix"] is None
    assert [card.agreement.key for card in response.context["cards"]] == ["me-aktiv-2014"]
    assert "Meine Jobcenter" not in response.content.decode()


def test_before_a_month_is_over_the_agentur_sees_cards(login, settings):
    settings.TODAY = date(2014, 1, 20)
    response = login("agentur").get("/")

    assert (response.context["matrix"], len(response.context["cards"])) == (None, 4)
    assert month_over(Agreement.objects.get(key="me-aktiv-2014"), settings.TODAY) is None


def test_who_belongs_nowhere_is_told_what_will_come(login):
    assert "Dieses Konto gehört zu keinem Vereinbarungspartner" in login("admin").get("/").content.decode()


@pytest.mark.parametrize("others", [[], ["musterkreis-sued-2014", "mustertal-2014"]])
def test_the_page_asks_the_same_for_four_and_for_two_jobcenter(others, login, django_assert_num_queries):
    AgreementParty.objects.filter(agreement__key__in=others, position=1).update(party=PartyFactory())
    client = login("agentur")
    with django_assert_num_queries(14):
        response = client.get("/")
    assert len(response.context["matrix"].rows) == 4 - len(others)
