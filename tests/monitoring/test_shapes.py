"""Other shapes of agreements, walked by everybody who has to do with them: what answers, and what stands there."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction
from django.test import Client

from agreements.choices import AgreementState, PlanWay, Source
from agreements.domain.months import add_months
from agreements.models import Actor, Agreement, Target
from agreements.services.agreeing import accept_value, propose_value
from monitoring.choices import FigureStatus, ReportState
from monitoring.documents.report import report_pdf
from monitoring.models import MonthlyActual, MonthlyReport
from monitoring.rules import typed_sources
from monitoring.selectors.report import report_sheet
from tests.agreements.shapes import BREAK, SHAPES, Shape, series_of_shapes

# WeasyPrint 70 leaves its colour profile open; the garbage collector closes it.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
TODAY, MONTH = date(2022, 10, 20), "2022-09"
FIRST, LAST = date(2020, 12, 1), date(2022, 9, 1)
# A figure a month, the same in every month of a year: (before 2022, in 2022)
FIGURES = {
    "INT": (200, 220),
    "INT_F": (80, 84),
    "INT_M": (120, 136),
    "ELB": (12000, 11500),
    "ELB_F": (6000, 5800),
    "ELB_M": (6000, 5700),
    "LZB": (7000, 6950),
    "LLU": (4000000, 3900000),
    "KDU": (3000000, 3100000),
    "BG": (9000, 8900),
}


def fill(shape: Shape) -> None:
    """Figures of all series from December 2020 to September 2022."""
    region = shape.parties["jobcenter"].region
    person = next(iter(shape.people.values()))
    rows, month = [], FIRST
    while month <= LAST:
        for series in series_of_shapes():
            rows.append(
                MonthlyActual(
                    series=series,
                    region=region,
                    month=month,
                    value=Decimal(FIGURES[series.code][month.year >= LAST.year]),
                    status=FigureStatus.FINAL if month.year < LAST.year else FigureStatus.PROVISIONAL,
                    by=person,
                    at=datetime(2022, 10, 1, tzinfo=UTC),
                )
            )
        month = add_months(month, 1)
    MonthlyActual.objects.bulk_create(rows)


@pytest.fixture(scope="module", params=list(SHAPES))
def shape(request, django_db_setup: None, django_db_blocker) -> Iterator[Shape]:
    """One shape with its figures, for all tests of it; every test's own changes are undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = SHAPES[request.param]()
        fill(made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _autumn(settings, db) -> None:
    settings.TODAY = TODAY


@pytest.fixture(autouse=True)
def _no_paper(monkeypatch) -> None:
    """Paper is looked at once a shape, elsewhere."""
    monkeypatch.setattr("monitoring.views.report.report_pdf", lambda *_, **__: b"%PDF")
    monkeypatch.setattr("monitoring.views.municipal.municipal_pdf", lambda *_, **__: b"%PDF")
    monkeypatch.setattr("agreements.services.papers.agreement_pdf", lambda *_, **__: b"%PDF")


def client_of(shape: Shape, name: str) -> Client:
    client = Client()
    client.force_login(shape.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


# Addresses of one agreement, by who may read them.
PAPER = ("vereinbarungen/{}/", "vereinbarungen/{}/pdf/", "vereinbarungen/{}/docx/", "vereinbarungen/{}/stand/")
PAPER += ("vereinbarungen/{}/abstimmen/", "vereinbarungen/{}/werte/", "abrechnung/{}/", f"kommunal/{{}}/{MONTH}/")
PAPER += tuple(f"kommunal/{{}}/{MONTH}/{form}/" for form in ("pdf", "xlsx", "json"))
REPORT = tuple(f"mbz/{{}}/{MONTH}/{form}" for form in ("", "pdf/", "xlsx/", "json/"))
ENTRY = (f"monatswerte/{{}}/{MONTH}/", "monatswerte/{}/2022/")
CITIES = ("staedte/{}/", "staedte/{}/csv/")
COMPLETE = ("vollstaendigkeit/{}/", "kalender/{}/")
ALL = {"paper": PAPER, "report": REPORT, "entry": ENTRY, "cities": CITIES, "complete": COMPLETE}
JOBCENTER, PARTNER, KOMMUNE = ("eingabe", "leitung"), ("pruefung", "mitlesen"), ("controlling", "rat")
WHO = {
    "agentur": {
        "paper": {*JOBCENTER, *PARTNER},
        "report": {*JOBCENTER, *PARTNER},
        "entry": {*JOBCENTER},
        "cities": {*JOBCENTER},
        "complete": {*JOBCENTER, *PARTNER},
    },
    "kreis": {
        "paper": {*JOBCENTER, *KOMMUNE},
        "report": set(),  # nobody accepts one
        "entry": {*JOBCENTER, "controlling"},
        "cities": {*JOBCENTER, "controlling"},
        "complete": {*JOBCENTER, "controlling"},
    },
    "land": {
        "paper": {*JOBCENTER, *PARTNER},
        "report": {*JOBCENTER, *PARTNER},
        "entry": {*JOBCENTER},
        "cities": {*JOBCENTER},
        "complete": {*JOBCENTER, *PARTNER},
    },
    "stadt": {
        "paper": {*JOBCENTER, *PARTNER, *KOMMUNE},
        "report": {*JOBCENTER, *PARTNER},
        "entry": {*JOBCENTER, "controlling"},
        "cities": {*JOBCENTER, "controlling"},
        "complete": {*JOBCENTER, *PARTNER, "controlling"},
    },
}


def test_everybody_sees_what_the_roles_say(shape):
    for name in shape.people:
        client = client_of(shape, name)
        for paper, agreement in shape.agreements.items():
            for what, addresses in ALL.items():
                expected = 200 if name in WHO[paper][what] else 404
                for address in addresses:
                    path = "/" + address.format(agreement.key)
                    assert (name, path, client.get(path).status_code) == (name, path, expected)


def test_every_word_of_the_navigation_leads_somewhere(shape):
    for name in shape.people:
        client = client_of(shape, name)
        for item in client.get("/").context["frame"].navigation:
            response = client.get(item.url, follow=True)
            assert (name, item.label, response.status_code) == (name, item.label, 200)


def draft_of(agreement: Agreement) -> Agreement:
    Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.DRAFT)
    return Agreement.objects.with_partners().get(pk=agreement.pk)


def test_a_draft_is_edited_given_and_agreed_on_by_both_sides(shape):
    """The values of the BA's targets: the Jobcenter offers, the Agentur or the Land says yes, nobody else is asked."""
    draft = draft_of(with_targets_of_the_ba(shape))
    target = Target.objects.get(agreement=draft, code="iq-frauen")
    row = target.measures.get()
    for name in ("leitung", "pruefung"):
        client = client_of(shape, name)
        for page in ("", f"abschnitt/{target.section_id}/", "ziel/iq-frauen/", f"ziel/iq-frauen/messgroesse/{row.pk}/"):
            assert client.get(f"/vereinbarungen/{draft.key}/bearbeiten/{page}").status_code == 200
    step = f"/vereinbarungen/{draft.key}/schritt/"
    assert client_of(shape, "leitung").post(step, {"verb": "propose"}).status_code == 302
    draft = Agreement.objects.with_partners().get(pk=draft.pk)
    assert draft.state == AgreementState.AGREEING
    kinds = {"leitung": shape.parties["jobcenter"], "pruefung": shape.parties["partner"]}
    made = propose_value(
        by=shape.people["leitung"],
        agreement=draft,
        row=row,
        party=kinds["leitung"],
        way=PlanWay.ABSOLUTE,
        value=Decimal("15.4"),
    )
    agreed = accept_value(by=shape.people["pruefung"], agreement=draft, proposal=made, party=kinds["pruefung"])
    row.refresh_from_db()
    assert (agreed, row.plan) == (True, Decimal("15.4"))


def with_targets_of_the_ba(shape: Shape) -> Agreement:
    """The paper that has an MBZ: the first of each shape."""
    first = next(iter(shape.agreements.values()))
    return Agreement.objects.with_partners().get(pk=first.pk)


def rows_of(shape: Shape) -> dict[str, dict]:
    """The measures of the MBZ as its JSON has them."""
    agreement = with_targets_of_the_ba(shape)
    found = client_of(shape, "pruefung").get(f"/mbz/{agreement.key}/{MONTH}/json/").json()
    return {target["code"]: target["measures"] for target in found["targets"]}


def test_women_and_men_are_rows_of_their_own_against_plans_of_their_own(shape):
    """S(9) = P · 9/12 with even months before; A(9) = 100 · 9 · INT / ((ELB of December + 8 · ELB of 2022) / 9)."""
    rows = rows_of(shape)
    assert [(code, [measure["code"] for measure in measures]) for code, measures in rows.items()] == [
        ("iq", ["IQ"]),
        ("iq-frauen", ["IQ_F"]),
        ("iq-maenner", ["IQ_M"]),
        ("lzb", ["LZB"]),
        ("llu", ["LLU"]),
    ]
    for code, plan, integrations, stock in (
        ("iq", "20.6", "INT", "ELB"),
        ("iq-frauen", "15.2", "INT_F", "ELB_F"),
        ("iq-maenner", "26.4", "INT_M", "ELB_M"),
    ):
        measure = rows[code][0]
        before, now = FIGURES[stock]
        actual = Fraction(100 * 9 * FIGURES[integrations][1] * 9, before + 8 * now)
        assert abs(Fraction(Decimal(measure["actual"])) - actual) < Fraction(1, 10**6)
        assert abs(Fraction(Decimal(measure["plan"])) - Fraction(plan) * 9 / 12) < Fraction(1, 10**6)


def test_llu_is_compared_with_the_prior_year(shape):
    """P = V(12) · (1 - 1.5/100), S(9) by the course of the year before."""
    measure = rows_of(shape)["llu"][0]
    found = [Decimal(measure[name]) for name in ("actual", "annual_plan", "plan")]
    assert found == [9 * 3900000, 12 * 4000000 * Decimal("0.985"), 9 * 4000000 * Decimal("0.985")]


def test_a_break_in_the_series_stands_where_the_target_stands(shape):
    key, client = with_targets_of_the_ba(shape).key, client_of(shape, "pruefung")
    sentence = f"Bruch in der Reihe: {BREAK}"
    for path in (f"/vereinbarungen/{key}/", f"/mbz/{key}/{MONTH}/", f"/kommunal/{key}/{MONTH}/"):
        text = client.get(path).content.decode().replace("\u00a0", " ")
        assert (path, text.count(sentence)) == (path, 0 if "kommunal" in path else 1)


@pytest.mark.paper
def test_the_paper_names_the_break_and_who_accepts_it(shape, request):
    sheet = report_sheet(with_targets_of_the_ba(shape), LAST, today=TODAY, with_comments=False)
    text = subprocess.run(["pdftotext", "-", "-"], input=report_pdf(sheet), capture_output=True, check=True).stdout
    words = " ".join(text.decode().split())
    other = "das Land" if request.node.callspec.params["shape"] == "zkt" else "die Agentur"
    assert (words.count(f"Bruch in der Reihe: {BREAK}"), words.count(f"für {other}")) == (1, 1)


def test_the_report_is_released_and_accepted(shape, press):
    agreement = with_targets_of_the_ba(shape)
    sheet = report_sheet(agreement, LAST, today=TODAY, with_comments=True)
    leitung, pruefung = client_of(shape, "leitung"), client_of(shape, "pruefung")
    for target in sheet.targets:
        address = f"/mbz/{agreement.key}/{MONTH}/kommentar/{target.code}/"
        assert leitung.post(address, {"text": "Die Lage ist besprochen.", "version": 0}).status_code == 302
    assert leitung.post(f"/mbz/{agreement.key}/{MONTH}/freigeben/").status_code == 302
    report = MonthlyReport.objects.get(agreement=agreement)
    assert report.state == ReportState.RELEASED
    pruefung.post(f"/mbz/{agreement.key}/{MONTH}/abnehmen/", {"months": [MONTH], "discussed_on": "2022-10-19"})
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED


OWN = {Source.BA, Source.JOBCENTER}
TYPED = {
    "two_papers": {"eingabe": OWN, "leitung": OWN, "controlling": {Source.KREIS}},
    "zkt": {"eingabe": set(Source), "leitung": set(Source)},  # the Jobcenter is the Kreis
    "city_state": {"eingabe": OWN, "leitung": OWN, "controlling": {Source.KREIS}},
}


def test_who_types_which_figures(shape, request):
    last = list(shape.agreements.values())[-1]  # the one with municipal targets
    agreement = Agreement.objects.with_partners().get(pk=last.pk)
    found = {name: typed_sources(Actor(person, TODAY), agreement) for name, person in shape.people.items()}
    assert {name: sources for name, sources in found.items() if sources} == TYPED[request.node.callspec.params["shape"]]
