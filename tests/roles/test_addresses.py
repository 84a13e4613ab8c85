"""All addresses × all demo logins: one table, and no address of the URLconf is missing from it."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

LOGINS = (
    "anonym",
    "jobcenter",
    "jobcenter-leitung",
    "agentur",
    "agentur-leitung",
    "kreis",
    "landrat",
    "lesen",
    "admin",
)
KEY = "me-aktiv-2014"

EVERYBODY = "200 200 200 200 200 200 200 200 200"
ACCOUNTS = "login 200 200 200 200 200 200 200 200"
PARTNERS = "login 200 200 200 200 200 200 200 404"
AGREEING = "login 302 302 302 302 302 302 302 404"  # a look at the address of a verb leads to its page
BA_SIDE = "login 200 200 200 200 404 404 404 404"
REVIEWERS = "login 404 404 200 200 404 404 404 404"
BA_MEETING = "login 302 302 302 302 404 404 404 404"
TYPISTS = "login 200 200 404 404 200 404 404 404"
TYPISTS_CHOOSE = "login 302 302 404 404 302 404 404 404"
STAFF = "login 404 404 404 404 404 404 404 200"
IMPORTERS = "login 200 200 200 200 200 404 404 404"
# There is none yet: files, runs, sheets and batches are their owners' alone.
NOBODY = "login 404 404 404 404 404 404 404 404"
NOT_AGREED = "login 404 404 404 404 404 404 404 404"  # a year without agreement
DRAFTERS = "login 404 200 200 200 200 200 404 404"
CARRIERS = "login 200 200 404 404 200 404 404 404"
# What was signed is no draft any more: everybody who may read it is sent to its page, where this is said.
SIGNED = "login 302 302 302 302 302 302 302 404"
DRAFT_PAGES = (
    *("", "abschnitt/neu/", "abschnitt/1/", "abschnitt/1/text/", "abschnitt/1/neu/", "ziel/iq/", "ziel/iq/text/"),
    *("ziel/iq/budget/neu/", "ziel/iq/messgroesse/1/", "ziel/1/verschieben/", "ziel/1/entfernen/"),
)

# address: status for each of LOGINS, in their order; "login" is a redirect to the login
TABLE = {
    "/": ACCOUNTS,
    "/konto/": ACCOUNTS,
    "/anmelden/": "200 302 302 302 302 302 302 302 302",
    "/abmelden/": "405 405 405 405 405 405 405 405 405",
    "/barrierefreiheit/": EVERYBODY,
    "/datenschutz/": EVERYBODY,
    "/lebt/": EVERYBODY,
    "/bereit/": EVERYBODY,
    "/vereinbarungen/": ACCOUNTS,
    f"/vereinbarungen/{KEY}/": PARTNERS,
    f"/vereinbarungen/{KEY}/pdf/": PARTNERS,
    "/vereinbarungen/neu/": "login 404 200 200 200 200 200 404 404",
    f"/vereinbarungen/{KEY}/werte/": PARTNERS,
    f"/vereinbarungen/{KEY}/docx/": PARTNERS,
    **{f"/vereinbarungen/{KEY}/bearbeiten/{page}": SIGNED for page in DRAFT_PAGES},
    f"/vereinbarungen/{KEY}/nachtrag/": DRAFTERS,
    f"/vereinbarungen/{KEY}/unterzeichnen/": PARTNERS,
    f"/vereinbarungen/{KEY}/unterzeichnen/schritt/": AGREEING,
    f"/vereinbarungen/{KEY}/unterzeichnen/datei/99999/": NOBODY,
    f"/vereinbarungen/{KEY}/unterzeichnen/1/paper/": AGREEING,
    f"/vereinbarungen/{KEY}/unterzeichnen/1/stempel/": NOBODY,
    f"/vereinbarungen/{KEY}/pruefen/": PARTNERS,
    f"/vereinbarungen/{KEY}/pruefen/00000000-0000-4000-8000-000000000000/": NOBODY,
    f"/vereinbarungen/{KEY}/stand/": PARTNERS,
    f"/vereinbarungen/{KEY}/abstimmen/": PARTNERS,
    f"/vereinbarungen/{KEY}/schritt/": AGREEING,
    f"/vereinbarungen/{KEY}/abstimmen/runde/": AGREEING,
    f"/vereinbarungen/{KEY}/abstimmen/wert/1/": AGREEING,
    f"/vereinbarungen/{KEY}/abstimmen/wert/1/annehmen/": AGREEING,
    f"/vereinbarungen/{KEY}/abstimmen/ziel/iq/": AGREEING,
    f"/vereinbarungen/{KEY}/abstimmen/ziel/gibt-es-nicht/": NOT_AGREED,
    f"/festlegungen/{KEY}/": PARTNERS,
    f"/festlegungen/{KEY}/kdu-KDU/vorschlagen/": "login 302 302 302 302 302 302 302 404",
    f"/festlegungen/{KEY}/kdu-KDU/antworten/": "login 302 302 302 302 302 302 302 404",
    f"/festlegungen/{KEY}/iq-IQ/vorschlagen/": "login 302 302 302 302 404 404 404 404",
    f"/abrechnung/{KEY}/": PARTNERS,
    f"/abrechnung/{KEY}/pdf/": PARTNERS,
    f"/abrechnung/{KEY}/docx/": PARTNERS,
    f"/abrechnung/{KEY}/abrechnen/": "login 302 302 302 302 302 302 302 404",
    "/dialoge/": BA_SIDE,
    "/dialoge/xlsx/": BA_SIDE,
    "/dialoge/csv/": BA_SIDE,
    f"/dialoge/{KEY}/neu/": REVIEWERS,
    **{f"/dialoge/{KEY}/99/{part}": NOBODY for part in ("", "bearbeiten/", "ics/", "mappe/", "niederschrift/", "schreiben/")},
    **{f"/dialoge/{KEY}/99/{step}/": BA_MEETING for step in ("einladen", "absagen", "beginnen", "bestaetigen/1")},
    f"/auswertung/{KEY}/": PARTNERS,
    **{f"/auswertung/{KEY}/massnahmewirksamkeit/{part}": PARTNERS for part in ("", "pdf/", "docx/", "xlsx/", "csv/")},
    f"/auswertung/{KEY}/massnahmewirksamkeit/einlesen/": AGREEING,
    f"/auswertung/{KEY}/massnahmewirksamkeit/neu/": "login 200 200 403 403 403 403 403 404",
    f"/auswertung/{KEY}/massnahmewirksamkeit/99999/": "login 404 404 403 403 403 403 403 404",
    f"/auswertung/{KEY}/massnahmewirksamkeit/99999/entfernen/": AGREEING,
    f"/auswertung/{KEY}/iq/": NOBODY,
    "/suche/": PARTNERS,
    f"/abrechnung/{KEY}/pflicht/psychosozial/1/": "login 301 301 301 301 301 301 301 404",  # where it was once
    "/pflichten/": PARTNERS,
    "/pflichten/xlsx/": PARTNERS,
    "/pflichten/csv/": PARTNERS,
    f"/pflichten/{KEY}/pdf/": PARTNERS,
    f"/pflichten/{KEY}/psychosozial/1/": PARTNERS,
    f"/pflichten/{KEY}/psychosozial/1/antwort/": AGREEING,
    f"/pflichten/{KEY}/nachweis/99/": NOBODY,
    "/monatswerte/": TYPISTS_CHOOSE,
    f"/monatswerte/{KEY}/2014-10/": TYPISTS,
    f"/monatswerte/{KEY}/2014/": TYPISTS,
    f"/monatswerte/{KEY}/2014/speichern/": "login 405 405 404 404 405 404 404 404",
    f"/monatswerte/{KEY}/zelle/INT-05158-2014-09/": "login 200 200 404 404 404 404 404 404",
    f"/monatswerte/{KEY}/2014-10/eingabe/": "login 302 302 404 404 302 404 404 404",
    "/vollstaendigkeit/": "login 200 200 200 200 200 404 404 404",
    f"/vollstaendigkeit/{KEY}/": "login 200 200 200 200 200 404 404 404",
    f"/kalender/{KEY}/": "login 200 200 200 200 200 404 404 404",
    "/mbz/": "login 302 302 200 200 404 404 404 404",  # the Agentur chooses between its Jobcenter
    "/mbz/stapel/": BA_SIDE,
    "/mbz/stapel/1/": NOBODY,
    "/mbz/stapel/1/zip/": NOBODY,
    f"/mbz/{KEY}/2014-09/": BA_SIDE,
    f"/mbz/{KEY}/2014-09/pdf/": BA_SIDE,
    f"/mbz/{KEY}/2014-09/xlsx/": BA_SIDE,
    f"/mbz/{KEY}/2014-09/json/": BA_SIDE,
    f"/mbz/{KEY}/2014-09/freigeben/": "login 302 302 302 302 404 404 404 404",
    f"/mbz/{KEY}/2014-09/zurueck/": "login 302 302 302 302 404 404 404 404",
    f"/mbz/{KEY}/2014-09/abnehmen/": "login 302 302 302 302 404 404 404 404",
    f"/mbz/{KEY}/2014-09/kommentar/iq/": "login 302 302 302 302 404 404 404 404",
    f"/mbz/{KEY}/2014-09/vormonat/iq/": "login 302 302 302 302 404 404 404 404",
    f"/mbz/{KEY}/2014-09/notiz/iq/": "login 302 302 302 302 404 404 404 404",
    "/massnahmen/": BA_SIDE,
    "/massnahmen/xlsx/": BA_SIDE,
    "/massnahmen/csv/": BA_SIDE,
    f"/massnahmen/{KEY}/neu/": BA_SIDE,
    f"/massnahmen/{KEY}/1/": BA_SIDE,
    f"/massnahmen/{KEY}/99/": "login 404 404 404 404 404 404 404 404",
    "/kommunal/": "login 302 302 200 200 302 302 302 404",
    f"/kommunal/{KEY}/2014-09/": PARTNERS,
    f"/kommunal/{KEY}/2014-09/pdf/": PARTNERS,
    f"/kommunal/{KEY}/2014-09/xlsx/": PARTNERS,
    f"/kommunal/{KEY}/2014-09/json/": PARTNERS,
    "/staedte/": TYPISTS_CHOOSE,
    f"/staedte/{KEY}/": CARRIERS,
    f"/staedte/{KEY}/xlsx/": CARRIERS,
    f"/staedte/{KEY}/csv/": CARRIERS,
    f"/staedte/{KEY}/pdf/": CARRIERS,
    "/vergleich/": "login 302 302 302 302 404 404 404 404",
    "/vergleich/2014-09/": BA_SIDE,
    "/vergleich/2014-09/xlsx/": BA_SIDE,
    "/vergleich/2014-09/csv/": BA_SIDE,
    "/vergleich/2013-09/": NOT_AGREED,
    "/import/": IMPORTERS,
    "/import/export/": IMPORTERS,
    "/import/boegen/": IMPORTERS,
    "/import/boegen/1/": NOBODY,
    "/import/boegen/1/xlsx/": NOBODY,
    "/import/laeufe/1/": NOBODY,
    "/import/1/": NOBODY,
    "/import/1/zuordnung/": NOBODY,
    "/admin/": STAFF,
    "/admin/agreements/series/": STAFF,
    "/admin/monitoring/monthlyactual/": STAFF,
    "/admin/gibt-es-nicht/": "login 404 404 404 404 404 404 404 404",
}  # fmt: skip
CASES = [(path, who, status) for path, row in TABLE.items() for who, status in zip(LOGINS, row.split(), strict=True)]


PAPERS = (
    "agreements.documents.agreement",
    "monitoring.documents.duties",
    "monitoring.documents.evaluation",
    "monitoring.documents.minutes",
    "monitoring.documents.municipal",
    "monitoring.documents.report",
    "monitoring.documents.settlement",
)


@pytest.fixture(autouse=True)
def _blank_papers(monkeypatch):
    """Who may is decided before a paper is set, which takes seconds a time; papers have tests of their own."""
    for module in PAPERS:
        monkeypatch.setattr(f"{module}.render_pdf", lambda *_, **__: b"%PDF-")


@pytest.mark.parametrize(("path", "who", "status"), CASES, ids=[f"{who} {path}" for path, who, _ in CASES])
def test_who_sees_what(path, who, status, client, login):
    response = (client if who == "anonym" else login(who)).get(path)

    if status == "login":
        assert (response.status_code, response.url) == (302, f"/anmelden/?next={path}")
    else:
        assert response.status_code == int(status)


VERBS = {
    f"/vereinbarungen/{KEY}/unterzeichnen/schritt/": "login 403 302 302 302 302 302 403 404",
    f"/vereinbarungen/{KEY}/unterzeichnen/1/paper/": "login 403 403 403 400 403 403 403 404",
    f"/vereinbarungen/{KEY}/unterzeichnen/1/stempel/": "login 403 404 403 404 403 404 403 404",
    f"/vereinbarungen/{KEY}/nachtrag/": "login 404 400 400 400 400 400 404 404",
    f"/monatswerte/{KEY}/2014-10/eingabe/": "login 403 302 404 404 403 404 404 404",
    f"/monatswerte/{KEY}/2014/": "login 302 302 404 404 302 404 404 404",
    f"/monatswerte/{KEY}/2014/speichern/": "login 400 400 404 404 400 404 404 404",
    f"/monatswerte/{KEY}/2014-10/": "login 302 302 404 404 302 404 404 404",
    f"/mbz/{KEY}/2014-09/kommentar/iq/": "login 302 302 403 403 404 404 404 404",
    f"/mbz/{KEY}/2014-09/freigeben/": "login 403 302 403 403 404 404 404 404",
    f"/mbz/{KEY}/2014-09/zurueck/": "login 403 403 400 400 404 404 404 404",
    f"/mbz/{KEY}/2014-09/abnehmen/": "login 403 403 400 400 404 404 404 404",
    f"/mbz/{KEY}/2014-09/vormonat/iq/": "login 302 302 403 403 404 404 404 404",
    f"/mbz/{KEY}/2014-09/notiz/iq/": "login 403 403 302 302 404 404 404 404",
    f"/massnahmen/{KEY}/neu/": BA_SIDE,
    f"/massnahmen/{KEY}/1/": BA_SIDE,
    "/massnahmen/": "405 405 405 405 405 405 405 405 405",
    f"/mbz/{KEY}/2014-09/": "405 405 405 405 405 405 405 405 405",
    f"/kommunal/{KEY}/2014-09/": "405 405 405 405 405 405 405 405 405",
    f"/vereinbarungen/{KEY}/bearbeiten/": "login 403 302 302 302 302 302 403 404",
    f"/vereinbarungen/{KEY}/bearbeiten/ziel/1/verschieben/": "login 403 302 302 302 302 302 403 404",
    f"/vereinbarungen/{KEY}/schritt/": "login 403 302 302 302 302 302 403 404",
    f"/vereinbarungen/{KEY}/abstimmen/": "405 405 405 405 405 405 405 405 405",
    f"/vereinbarungen/{KEY}/abstimmen/runde/": "login 403 302 302 302 302 302 403 404",
    f"/vereinbarungen/{KEY}/abstimmen/wert/99999/": "login 403 404 404 404 404 404 403 404",
    f"/vereinbarungen/{KEY}/abstimmen/wert/99999/annehmen/": "login 403 404 404 404 404 404 403 404",
    f"/vereinbarungen/{KEY}/abstimmen/ziel/iq/": "login 403 400 400 400 400 400 403 404",
    f"/vereinbarungen/{KEY}/pruefen/": "login 400 400 400 400 400 400 400 404",
    f"/festlegungen/{KEY}/kdu-KDU/vorschlagen/": "login 403 302 403 403 302 302 403 404",
    f"/festlegungen/{KEY}/kdu-KDU/antworten/": "login 403 302 403 403 302 302 403 404",
    f"/festlegungen/{KEY}/iq-IQ/vorschlagen/": "login 403 302 302 302 404 404 403 404",
    f"/abrechnung/{KEY}/abrechnen/": "login 403 302 302 302 403 403 403 404",
    f"/auswertung/{KEY}/massnahmewirksamkeit/": "login 302 302 403 403 403 403 403 404",
    f"/auswertung/{KEY}/massnahmewirksamkeit/neu/": "login 400 400 403 403 403 403 403 404",
    f"/auswertung/{KEY}/massnahmewirksamkeit/einlesen/": "login 400 400 403 403 403 403 403 404",
    f"/auswertung/{KEY}/massnahmewirksamkeit/99999/entfernen/": "login 404 404 403 403 403 403 403 404",
    f"/dialoge/{KEY}/neu/": "login 404 404 400 400 404 404 404 404",
    f"/dialoge/{KEY}/99/einladen/": "login 403 403 404 404 404 404 404 404",
    f"/dialoge/{KEY}/99/schreiben/": "login 403 403 404 404 404 404 404 404",
    f"/dialoge/{KEY}/99/bestaetigen/1/": "login 403 404 404 404 404 404 404 404",
    f"/pflichten/{KEY}/psychosozial/1/antwort/": "login 403 403 403 403 403 403 403 404",
    f"/pflichten/{KEY}/psychosozial/1/": "login 403 403 403 403 400 403 403 404",
    f"/vereinbarungen/{KEY}/": "405 405 405 405 405 405 405 405 405",
}
VERB_CASES = [
    (path, who, status) for path, row in VERBS.items() for who, status in zip(LOGINS, row.split(), strict=True)
]


@pytest.mark.parametrize(
    ("path", "who", "status"), VERB_CASES, ids=[f"{who} POST {path}" for path, who, _ in VERB_CASES]
)
def test_who_may_do_what(path, who, status, client, login):
    response = (client if who == "anonym" else login(who)).post(path, {"text": "", "version": 0})

    if status == "login":
        assert response.url == f"/anmelden/?next={path}"
    else:
        assert response.status_code == int(status)


def _patterns(resolver: URLResolver, prefix: str = ""):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if each.namespace != "admin":
                yield from _patterns(each, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield prefix + str(each.pattern), each


def test_every_address_names_its_rule_and_stands_in_the_table():
    resolver = get_resolver()
    in_table = {resolver.resolve(path).url_name for path in TABLE if not path.startswith("/admin/gibt")}
    for address, pattern in _patterns(resolver):
        view = pattern.callback
        gated = hasattr(view, "see") or hasattr(getattr(view, "view_class", None), "see")
        assert gated or getattr(view, "public", False), f"{address} nennt keine Regel"
        assert pattern.name in in_table, f"{address} fehlt in der Tabelle"


def test_a_foreign_agreement_is_not_there(login):
    """Another Jobcenter's staff is told nothing, by page and by file alike."""
    from agreements.choices import Role
    from tests.factories import MembershipFactory, PartyFactory

    stranger = MembershipFactory(party=PartyFactory(jobcenter=True), role=Role.ENTRY).user
    for path in (p for p in TABLE if KEY in p):
        assert login(stranger.username).get(path).status_code == 404, path


def test_a_membership_that_ended_opens_nothing(login, agreement):
    from datetime import date

    from agreements.choices import Role
    from tests.factories import MembershipFactory

    past = MembershipFactory(party=agreement.jobcenter, role=Role.ENTRY, valid_to=date(2014, 10, 19)).user
    assert login(past.username).get(f"/mbz/{KEY}/2014-09/").status_code == 404
