"""Kennzahlenvergleich as page and file: sortable by links, levels within one type, nothing that one may not read."""

from __future__ import annotations

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
PAGE = "/vergleich/2014-09/"


def text(response) -> str:
    return response.content.decode()


def names(response) -> list[str]:
    """The Jobcenter of the first table, from top to bottom."""
    table = text(response).partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r">Jobcenter ([^<]+)</a>", table)


def test_the_word_of_the_navigation_leads_to_the_month_that_is_over(login):
    client = login("agentur")

    assert client.get("/vergleich/").url == PAGE
    assert '<a href="/vergleich/" aria-current="page">Vergleich</a>' in text(client.get(PAGE))
    assert "/vergleich/" not in text(login("kreis").get("/"))


def test_the_agentur_compares_its_four(login):
    page = text(login("agentur").get(PAGE))

    assert "Kennzahlenvergleich September 2014" in page
    assert page.count('role="img"') == 5
    assert "Ist in % vom Soll: von 95,8\xa0% (Musterkreis Süd) bis 102,1\xa0% (Musterkreis Nord)." in page
    assert "anderer Vergleichstyp" in page
    assert 'href="/mbz/mustertal-2014/2014-09/"' in page


def test_a_jobcenter_sees_itself_and_is_told_so(login):
    response = login("jobcenter").get(PAGE)

    assert names(response) == ["ME-aktiv"]
    assert "Sie lesen nur den MBZ eines Jobcenters." in text(response)
    assert 'role="img"' not in text(response)
    assert "Musterkreis" not in text(response)


@pytest.mark.parametrize(
    ("query", "order", "sort"),
    [
        ("", "ME-aktiv Nord Süd Mustertal", ("Jobcenter", "ascending")),
        ("?sortieren=soll&richtung=ab", "Nord Mustertal ME-aktiv Süd", ("Ist in % vom Soll", "descending")),
        ("?sortieren=soll", "Süd ME-aktiv Mustertal Nord", ("Ist in % vom Soll", "ascending")),
        ("?sortieren=ist&richtung=auf", "Süd ME-aktiv Nord Mustertal", ("Ist", "ascending")),
        ("?sortieren=geheim&richtung=ab", "ME-aktiv Nord Süd Mustertal", ("Jobcenter", "ascending")),
    ],
)
def test_links_order_the_rows_and_the_head_says_how(query, order, sort, login):
    response = login("agentur").get(PAGE + query)

    assert [name.removeprefix("Musterkreis ") for name in names(response)] == order.split()
    heads = re.findall(r'aria-sort="(\w+)">\s*<a href="[^"]*">([^<]+)</a>', text(response))
    assert {(label, direction) for direction, label in heads} == {sort}


def test_the_head_that_orders_turns_and_every_link_keeps_the_type(login):
    page = text(login("agentur").get(PAGE + "?typ=Muster+B&sortieren=soll&richtung=auf"))

    assert f'href="{PAGE}?typ=Muster+B&amp;sortieren=soll&amp;richtung=ab#IQ"' in page
    assert f'href="{PAGE}?typ=Muster+B&amp;sortieren=vorjahr&amp;richtung=auf#IQ"' in page
    assert f'href="{PAGE}xlsx/?typ=Muster+B&amp;sortieren=soll&amp;richtung=auf"' in page
    assert f'href="{PAGE}?typ=Muster+A&amp;sortieren=soll&amp;richtung=auf"' in page


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [("2014-01", None, "2014-02"), ("2014-09", "2014-08", "2014-10"), ("2014-10", "2014-09", None)],
)
def test_the_months_beside_lie_in_the_year_and_have_begun(month, before, after, login):
    page = text(login("agentur").get(f"/vergleich/{month}/"))
    links = re.findall(r'href="/vergleich/(\d{4}-\d{2})/">[‹A-Z]', page)

    assert links == [each for each in (before, after) if each]


@pytest.mark.parametrize("month", ["2013-09", "2015-01", "0001-01", "2014-13"])
def test_a_year_without_agreement_and_a_month_that_is_none_are_not_there(month, login):
    assert login("agentur").get(f"/vergleich/{month}/").status_code == 404


def test_before_the_first_figure_every_dash_has_its_reason(login, settings):
    page = text(login("agentur").get("/vergleich/2014-01/"))
    assert page.count('role="img"') == 5

    from monitoring.models import MonthlyActual

    MonthlyActual.objects.filter(region__key="99003", month__year=2014).delete()
    page = text(login("agentur").get("/vergleich/2014-01/"))
    assert "noch kein Wert: es fehlt" in page


@pytest.mark.parametrize(
    ("ending", "content_type"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("csv", "text/csv; charset=utf-8"),
    ],
)
def test_files_hold_what_the_reader_may_read(ending, content_type, login):
    response = login("jobcenter").get(f"{PAGE}{ending}/")

    assert response["Content-Type"] == content_type
    assert f'filename="2014-09_kennzahlenvergleich.{ending}"' in response["Content-Disposition"]
    assert b"Musterkreis" not in response.content


def test_the_comma_file_is_in_the_order_of_the_page(login):
    response = login("agentur").get(f"{PAGE}csv/?sortieren=soll&richtung=ab")
    rows = [line.split(";") for line in response.content.decode("utf-8-sig").splitlines()[1:]]

    assert len(rows) == 5 * 4
    assert [row[1] for row in rows[:4]] == [
        "Jobcenter Musterkreis Nord",
        "Jobcenter Mustertal",
        "Jobcenter ME-aktiv",
        "Jobcenter Musterkreis Süd",
    ]


@pytest.mark.parametrize("who", ["jobcenter", "agentur"])
def test_the_page_asks_the_same_for_one_and_for_four(who, login, django_assert_num_queries):
    client = login(who)
    with django_assert_num_queries(11):
        client.get(PAGE)
