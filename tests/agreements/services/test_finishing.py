"""Ready for signing: what blocks it, what is frozen, and back to agreeing with signatures that are void."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from agreements.choices import AgreementState, Course, PlanWay, SignatureWay, TargetKind
from agreements.domain.fingerprint import fingerprint, plain
from agreements.domain.lifecycle import VerbNotPossible
from agreements.models import Agreement, AgreementParty, AgreementStep, FrozenDocument, Section, Signature, Target
from agreements.selectors.agreement import agreement_sheet
from agreements.selectors.readiness import open_points
from agreements.selectors.signing import frozen_agreement, signed_content
from agreements.services import finishing
from agreements.services.finishing import FinishRefused, NotReady, finish_draft, reopen
from tests.agreements.negotiating import in_state, offer, value
from tests.documents.conformity import assert_archivable_and_accessible, elements
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ON = date(2014, 10, 20)
FIELDS = ["Unterschrift_1", "Unterschrift_2", "Unterschrift_3"]


@pytest.fixture
def agreed(agreement_2014) -> Agreement:
    """The agreement of 2014 as it was before its signatures."""
    Signature.objects.all().delete()
    return in_state(agreement_2014)


@pytest.fixture
def unprinted(monkeypatch) -> None:
    """Where the paper is not the point."""
    monkeypatch.setattr(finishing, "agreement_pdf", lambda sheet, **_: b"%PDF-1.7 ohne Inhalt")


def said(agreement: Agreement) -> list[tuple[str, str]]:
    fresh = Agreement.objects.with_partners().get(pk=agreement.pk)
    return [(point.target, point.text) for point in open_points(fresh)]


def test_the_agreement_of_2014_is_ready(agreed, django_assert_num_queries):
    with django_assert_num_queries(8):
        assert open_points(agreed) == ()


def test_no_value_no_measure_no_text_no_partner(agreed):
    iq = value(agreed)
    type(iq).objects.filter(pk=iq.pk).update(way=PlanWay.NONE, plan=None)
    Target.objects.filter(agreement=agreed, code="kooperation").update(kind=TargetKind.STEERING)
    last = Section.objects.filter(agreement=agreed).order_by("position").last()
    Section.objects.create(agreement=agreed, position=last.position + 1, number="X)", heading="Schluss", prose=" ")
    AgreementParty.objects.filter(agreement=agreed, position__gt=1).delete()

    assert said(agreed) == [
        ("", "Eine Vereinbarung schließen mindestens zwei Partner; es fehlen Partner."),
        ("", "Der Abschnitt „X) Schluss“ ist leer."),
        ("iq", "„Integrationsquote“: „Integrationsquote“ hat keinen Planwert."),
        ("kooperation", f"„{Target.objects.get(code='kooperation', agreement=agreed)}“ hat keine führende Messgröße."),
    ]


def test_an_empty_draft_says_so(agreed):
    Section.objects.filter(agreement=agreed).delete()
    assert said(agreed) == [("", "Die Vereinbarung hat noch keinen Abschnitt.")]


def test_own_months_that_are_missing(agreed):
    row = value(agreed, "LZB")
    type(row).objects.filter(pk=row.pk).update(course=Course.OWN_MONTHS)
    [(target, text)] = said(agreed)
    assert (target, text.partition(": ")[2][:42]) == ("lzb", "Es fehlen Monatswerte: Januar 2014, Februa")


def test_an_offer_on_the_table_and_a_draft_that_says_something_else(agreed):
    offer(agreed, UserFactory(), "agentur", "21.4")
    [(target, text)] = said(agreed)
    assert target == "iq"
    assert text.endswith("liegt noch auf dem Tisch.")


@pytest.mark.usefixtures("unprinted")
def test_what_is_open_freezes_nothing(agreed):
    Section.objects.filter(agreement=agreed).delete()
    with pytest.raises(NotReady, match="noch keinen Abschnitt"):
        finish_draft(by=UserFactory(), agreement=agreed, on=ON)
    assert (Agreement.objects.get(pk=agreed.pk).state, FrozenDocument.objects.count()) == (AgreementState.AGREEING, 0)


@pytest.mark.parametrize("state", [each for each in AgreementState if each != AgreementState.AGREEING])
def test_only_what_is_agreed_on_becomes_ready(agreed, state):
    with pytest.raises(VerbNotPossible):
        finish_draft(by=UserFactory(), agreement=in_state(agreed, state), on=ON)
    assert not FrozenDocument.objects.exists()


def test_a_change_while_the_paper_is_made_freezes_nothing(agreed, monkeypatch):
    def slow(sheet, **_: object) -> bytes:
        Target.objects.filter(agreement=agreed, code="iq").update(title="Anders")
        return b"%PDF"

    monkeypatch.setattr(finishing, "agreement_pdf", slow)
    with pytest.raises(FinishRefused, match="gerade noch geändert"):
        finish_draft(by=UserFactory(), agreement=agreed, on=ON)
    assert (Agreement.objects.get(pk=agreed.pk).state, FrozenDocument.objects.count()) == (AgreementState.AGREEING, 0)


def test_the_frozen_paper_has_tagged_fields_and_its_data(agreed):
    """One rendering, looked at from all sides."""
    by = UserFactory()
    document = finish_draft(by=by, agreement=agreed, on=ON)
    fresh = Agreement.objects.with_partners().get(pk=agreed.pk)
    sheet = agreement_sheet(fresh)
    assert (fresh.state, document.number, document.by) == (AgreementState.READY, 1, by)
    assert (document.sheet, document.fingerprint) == (plain(sheet), fingerprint(sheet))
    assert frozen_agreement(fresh) == document
    content = signed_content(document)
    assert_archivable_and_accessible(content)
    with pikepdf.open(io.BytesIO(content)) as paper:
        fields = list(paper.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == FIELDS
        assert [str(field.TU) for field in fields] == [f"Unterschrift für {each.party}" for each in sheet.parties]
        assert [float(field.Rect[3] - field.Rect[1]) for field in fields] == [pytest.approx(42.5, abs=0.1)] * 3
        assert [str(form.Alt) for form in elements(paper, "/Form")] == [str(field.TU) for field in fields]
        held = {name: bytes(spec.get_file().read_bytes()) for name, spec in paper.attachments.items()}
    assert set(held) == {"vereinbarung.json", "planwerte.csv"}
    assert json.loads(held["vereinbarung.json"]) == plain(sheet)
    rows = held["planwerte.csv"].decode("utf-8-sig").splitlines()
    assert len(rows) == 16
    assert rows[1].startswith("iq;IQ;Integrationsquote;")


@pytest.mark.usefixtures("unprinted")
def test_reopened_signatures_are_void_and_the_next_paper_has_the_next_number(agreed):
    by = UserFactory()
    first = finish_draft(by=by, agreement=agreed, on=ON)
    partner = agreed.partners.first()
    given = Signature.objects.create(partner=partner, document=first, way=SignatureWay.PAPER, signed_on=ON)
    with pytest.raises(FinishRefused, match="Bitte einen Grund nennen"):
        reopen(by=by, agreement=agreed, reason=" ")

    assert reopen(by=by, agreement=agreed, reason="Ein Zahlendreher.") == 1
    given.refresh_from_db()
    assert (given.valid, agreed.state) == (False, AgreementState.AGREEING)
    assert AgreementStep.objects.last().reason == "Ein Zahlendreher."
    assert frozen_agreement(agreed) is None
    row = value(agreed)
    type(row).objects.filter(pk=row.pk).update(plan=Decimal("21"))
    assert finish_draft(by=by, agreement=in_state(agreed), on=ON).number == 2
