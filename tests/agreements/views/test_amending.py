"""The page that makes an amendment, what the pages of both say of each other, and the paper with old and new."""

from __future__ import annotations

import html
import re
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from agreements.choices import AgreementState, PlanWay
from agreements.models import Agreement, User
from agreements.services.amending import make_amendment
from agreements.services.plans import set_plan
from tests.agreements.agreements_data import amendment_of, stranger
from tests.documents.conformity import assert_archivable_and_accessible

pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
    pytest.mark.usefixtures("agreement_2014"),
]
PAGE = "/vereinbarungen/me-aktiv-2014/nachtrag/"
SENT = {"title": "Nachtrag Nr. 1", "effective_from": "2014-07", "targets": ["iq"]}
JULY = date(2014, 7, 1)


@pytest.fixture
def as_user(client):
    def login(name: str):
        client.force_login(User.objects.get(username=name))
        return client

    return login


@pytest.fixture
def amendment(agreement_2014) -> Agreement:
    by = User.objects.get(username="jobcenter-leitung")
    made = make_amendment(
        by=by, original=agreement_2014, title="Nachtrag Nr. 1", effective_from=JULY, codes=["iq", "sucht"]
    )
    row = made.targets.get(code="iq").measures.order_by("position").first()
    set_plan(by=by, agreement=made, row=row, way=PlanWay.ABSOLUTE, value=Decimal("19.8"))
    return made


def text_of(response) -> str:
    """The words of the page without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", response.content.decode())).split())


def address(agreement: Agreement, name: str = "agreement") -> str:
    return reverse(name, args=[agreement.key])


def test_it_proposes_the_next_number_and_offers_what_is_in_force(as_user, agreement_2014, settings):
    settings.TODAY = date(2014, 10, 20)
    form = as_user("agentur-leitung").get(PAGE).context["form"]

    assert form["title"].value() == "Nachtrag Nr. 1 zur Zielvereinbarung 2014"
    assert form["effective_from"].value() == "2014-11"
    assert [key for key, _ in form.fields["effective_from"].choices][::11] == ["2014-01", "2014-12"]
    assert [code for code, _ in form.fields["targets"].choices] == [
        target.code for target in agreement_2014.targets.order_by("section__position", "position")
    ]
    assert [section for section, _ in form.groups()] == [
        str(section) for section in agreement_2014.sections.filter(targets__isnull=False).distinct()
    ]


@pytest.mark.parametrize(
    ("today", "month"), [(date(2013, 5, 2), "2014-01"), (date(2014, 12, 2), "2014-12"), (date(2016, 1, 1), "2014-12")]
)
def test_the_month_proposed_lies_within_the_term(as_user, settings, today, month):
    settings.TODAY = today
    assert as_user("kreis").get(PAGE).context["form"]["effective_from"].value() == month


def test_it_makes_the_draft_and_shows_it(as_user):
    client = as_user("landrat")
    answer = client.post(PAGE, SENT)
    made = Agreement.objects.get(amends__key="me-aktiv-2014")

    assert (made.title, made.effective_from, made.state) == ("Nachtrag Nr. 1", JULY, AgreementState.DRAFT)
    assert (answer.status_code, answer.url) == (302, address(made))
    assert "Der Entwurf „Nachtrag Nr. 1“ ist angelegt; er wirkt ab Juli 2014." in text_of(client.get(answer.url))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Der Titel fehlt."),
        ({"effective_from": ""}, "Der Monat fehlt, ab dem der Nachtrag wirkt."),
        ({"effective_from": "2015-01"}, "Ab diesem Monat kann der Nachtrag nicht wirken."),
        ({"effective_from": "2014-07-02"}, "Ab diesem Monat kann der Nachtrag nicht wirken."),
        ({"targets": []}, "Bitte mindestens ein Ziel wählen."),
        ({"targets": ["iq", "quatsch"]}, "Bitte Ziele wählen, die in der Zielvereinbarung stehen."),
    ],
)
def test_what_is_wrong_is_said(as_user, changes, sentence):
    answer = as_user("jobcenter-leitung").post(PAGE, SENT | changes)

    assert answer.status_code == 400
    assert text_of(answer).count(sentence) == 1
    assert not Agreement.objects.filter(amends__isnull=False).exists()


def test_readers_and_strangers_have_no_such_page(client, as_user):
    assert as_user("lesen").get(PAGE).status_code == 404
    assert as_user("lesen").post(PAGE, SENT).status_code == 404
    client.force_login(stranger())
    assert client.post(PAGE, SENT).status_code == 404


def test_where_nothing_can_be_amended_it_says_why(as_user, agreement_2014, amendment):
    client = as_user("jobcenter-leitung")
    page = client.get(address(amendment, "agreement-amend"))
    assert (page.status_code, page.context["form"]) == (200, None)
    assert "Ein Nachtrag wird nicht selbst geändert" in text_of(page)
    Agreement.objects.filter(pk=agreement_2014.pk).update(state=AgreementState.SETTLED)
    answer = client.post(PAGE, SENT)
    assert (answer.status_code, "diese steht auf „abgerechnet“" in text_of(answer)) == (409, True)


def test_the_original_names_the_amendments_that_changed_it(as_user, agreement_2014):
    amendment_of(agreement_2014, "nachtrag-1", "iq", "19", JULY)
    amendment_of(agreement_2014, "nachtrag-2", "iq", "18", date(2014, 9, 1), state=AgreementState.READY)
    page = text_of(as_user("lesen").get(address(agreement_2014)))

    assert page.count("Geändert durch") == 1
    assert "Geändert durch Nachtrag nachtrag-1, wirkt ab Juli 2014" in page
    assert page.count("wirkt ab September 2014") == 1  # in the list below, as one that is only ready


@pytest.mark.parametrize(
    ("who", "state", "shown"), [("kreis", "signed", 1), ("lesen", "signed", 0), ("kreis", "draft", 0)]
)
def test_who_may_draft_finds_the_way(as_user, agreement_2014, who, state, shown):
    Agreement.objects.filter(pk=agreement_2014.pk).update(state=state)
    assert as_user(who).get(address(agreement_2014)).content.decode().count(f'href="{PAGE}"') == shown


def test_the_page_of_the_amendment_shows_old_and_new(as_user, amendment):
    page = as_user("agentur").get(address(amendment))
    said = text_of(page)

    assert "Jobcenter ME-aktiv · wirkt ab Juli 2014, gilt bis 31.12.2014" in said
    assert "ändert die Zielvereinbarung 2014 mit Wirkung ab Juli 2014" in said
    assert "mindestens [entfernt: 20,6][neu: 19,8] % im Jahr 2014" in said
    assert '<del><span class="kern-sr-only">[entfernt: </span>20,6' in page.content.decode()
    assert [target.code for section in page.context["redline"].sections for target in section.targets] == ["iq"]


def test_its_targets_count_in_the_standing_of_the_original(as_user, amendment, agreement_2014):
    client = as_user("agentur")
    answer = client.get(address(amendment, "standing"))
    assert (answer.status_code, answer.url) == (302, address(agreement_2014, "standing"))
    assert f'href="{address(amendment, "standing")}"' not in client.get(address(amendment)).content.decode()


def test_one_that_changes_nothing_yet_says_so(as_user, amendment):
    amendment.targets.get(code="iq").delete()
    assert "Der Nachtrag sagt bisher nichts anderes, als schon gilt." in text_of(
        as_user("agentur").get(address(amendment))
    )


def test_a_new_section_and_one_that_goes_are_shown(as_user, amendment, agreement_2014):
    amendment.sections.create(position=3, heading="Anlass", prose="Der Arbeitsmarkt.")
    said = text_of(as_user("agentur").get(address(amendment)))
    assert "Anlass neu Text [neu: Der Arbeitsmarkt.]" in said


@pytest.mark.parametrize("earlier", [0, 2])
def test_the_page_asks_a_constant_number_of_questions(
    as_user, amendment, agreement_2014, django_assert_num_queries, earlier
):
    for number in range(earlier):
        amendment_of(agreement_2014, f"vorher-{number}", "iq", "19", date(2014, 6, 1))
    client = as_user("agentur-leitung")
    with django_assert_num_queries(18):
        client.get(address(amendment))


def test_the_paper_has_old_and_new_side_by_side(as_user, amendment):
    pdf = as_user("lesen").get(address(amendment, "agreement-pdf")).content
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    squeezed = " ".join(text.split())

    assert "ändert die Zielvereinbarung 2014 mit Wirkung ab Juli 2014" in squeezed
    assert re.search(r"mindestens 20,6\s%\sim Jahr 2014 mindestens 19,8\s%\sim Jahr 2014", squeezed)
    assert squeezed.count("Anlage: Synopse alt/neu") == 1
    assert (
        "Das Papier nennt zu 20,6 keine Einheit" not in squeezed.split("Anlage: Budgets, Pflichten und Messgrößen")[1]
    )
    assert_archivable_and_accessible(pdf)
