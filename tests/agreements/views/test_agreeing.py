"""The steps of a draft and the page of agreeing: who sees which form, what a wrong word gets, what it costs."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.choices import AgreementState, PlanWay
from agreements.domain.fingerprint import plain
from agreements.models import Agreement, AgreementRound, AgreementStep, Membership, Proposal, Target, TargetRemark, User
from agreements.selectors.agreement import agreement_sheet
from agreements.services.plans import set_plan
from tests.agreements.agreements_data import stranger
from tests.agreements.negotiating import AGENTUR, JOBCENTER, accept, in_state, offer, party, value

KEY = "me-aktiv-2014"
PAGE = f"/vereinbarungen/{KEY}/abstimmen/"
STEP = f"/vereinbarungen/{KEY}/schritt/"
MAY_DRAFT = ["jobcenter-leitung", "agentur", "agentur-leitung", "kreis", "landrat"]
READ_ONLY = ["jobcenter", "lesen"]


@pytest.fixture
def as_user(client):
    def login(name: str):
        client.force_login(User.objects.get(username=name))
        return client

    return login


@pytest.fixture
def agreeing(agreement_2014) -> Agreement:
    return in_state(agreement_2014)


def user(name: str) -> User:
    return User.objects.get(username=name)


def html(client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def said(answer) -> str:
    """What the page says after the redirect."""
    return " ".join(str(message) for message in answer.context["messages"])


class TestSteps:
    @pytest.mark.parametrize(
        ("state", "labels"),
        [
            (AgreementState.DRAFT, ["Zur Abstimmung geben"]),
            (AgreementState.AGREEING, ["In den Entwurf zurück"]),
            (AgreementState.READY, []),
            (AgreementState.SIGNED, []),
            (AgreementState.SETTLED, []),
        ],
    )
    @pytest.mark.parametrize("name", MAY_DRAFT + READ_ONLY)
    def test_the_page_offers_the_steps_of_person_and_state(self, as_user, agreement_2014, name, state, labels):
        in_state(agreement_2014, state)
        page = html(as_user(name), f"/vereinbarungen/{KEY}/")
        found = re.findall(r'name="verb".*?<button[^>]*><span class="kern-label">([^<]+)', page, re.DOTALL)
        assert found == (labels if name in MAY_DRAFT else [])

    def test_given_to_the_partners(self, as_user, agreement_2014):
        in_state(agreement_2014, AgreementState.DRAFT)
        answer = as_user("jobcenter-leitung").post(STEP, {"verb": "propose", "reason": "Bitte ansehen."}, follow=True)
        assert answer.redirect_chain == [(PAGE, 302)]
        assert said(answer) == "Der Entwurf liegt jetzt allen Partnern zur Abstimmung vor."
        assert AgreementRound.objects.get().number == 1
        page = html(as_user("lesen"), f"/vereinbarungen/{KEY}/")
        assert "<strong>Zur Abstimmung gegeben</strong>" in page
        assert "<blockquote><p>Bitte ansehen.</p></blockquote>" in page

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"verb": "withdraw"}, "Bitte einen Grund nennen; die anderen Partner lesen ihn."),
            ({"verb": "withdraw", "reason": " "}, "Bitte einen Grund nennen; die anderen Partner lesen ihn."),
            ({"verb": "sign"}, "Diesen Schritt gibt es hier nicht."),
            ({}, "Der Schritt fehlt."),
            ({"verb": "withdraw", "reason": "a\x00b"}, "Der Text enthält ein Zeichen, das sich nicht speichern lässt."),
            (
                {"verb": "withdraw", "reason": "x" * 5001},
                "Der Text ist zu lang: möglich sind 5000 Zeichen, es sind 5001.",
            ),
            (
                {"verb": "propose"},
                "„zur Abstimmung geben“ geht nicht: die Vereinbarung steht auf „in Abstimmung“.",
            ),
        ],
    )
    def test_what_cannot_be_done_gets_a_sentence(self, as_user, agreeing, sent, sentence):
        assert said(as_user("kreis").post(STEP, sent, follow=True)) == sentence
        assert not AgreementStep.objects.exists()

    def test_taken_back_with_a_reason(self, as_user, agreeing):
        answer = as_user("kreis").post(STEP, {"verb": "withdraw", "reason": "Der Kreistag will mehr."}, follow=True)
        assert said(answer) == "Die Vereinbarung ist wieder ein Entwurf; den Grund lesen alle Partner."
        assert Agreement.objects.get(pk=agreeing.pk).state == AgreementState.DRAFT


class TestPage:
    @pytest.mark.parametrize(
        ("name", "offers", "remarks"),
        # eight values are the BA's, one is the Kommune's, two are of both
        [("jobcenter-leitung", 11, True), ("agentur", 10, True), ("kreis", 3, True), ("jobcenter", 0, False)],
    )
    def test_each_offers_where_it_agrees_and_remarks_everywhere(self, as_user, agreeing, name, offers, remarks):
        page = html(as_user(name))
        actions = re.findall(r'action="/vereinbarungen/me-aktiv-2014/abstimmen/([a-z]+)/[^"]+"', page)
        targets = Target.objects.filter(agreement=agreeing).count()
        assert (actions.count("wert"), actions.count("ziel")) == (offers, targets if remarks else 0)

    @pytest.mark.parametrize("state", [AgreementState.READY, AgreementState.SIGNED])
    def test_afterwards_it_stays_readable_without_forms(self, as_user, agreeing, state):
        made = offer(agreeing, user("agentur"), AGENTUR, "21.4")
        accept(agreeing, user("jobcenter-leitung"), JOBCENTER, made)
        in_state(agreeing, state)
        page = html(as_user("jobcenter-leitung"))
        assert "Hier bleibt lesbar, wie die Planwerte vereinbart wurden." in page
        assert "<strong>mindestens 21,4\u00a0%</strong>" in page
        assert re.findall('<form [^>]*action="/vereinbarungen[^>]*', page) == []

    def test_what_was_never_negotiated_here_says_so(self, as_user, agreement_2014):
        assert "weder Angebote noch Anmerkungen festgehalten" in html(as_user("kreis"))

    def test_a_draft_says_when_it_begins(self, as_user, agreement_2014):
        in_state(agreement_2014, AgreementState.DRAFT)
        assert "Verhandelt wird, sobald sie zur Abstimmung gegeben ist." in html(as_user("kreis"))

    def test_three_columns_and_the_yes_of_the_other(self, as_user, agreeing):
        first = offer(agreeing, user("agentur"), AGENTUR, "21.4")
        counter = offer(agreeing, user("jobcenter-leitung"), JOBCENTER, "21")
        page = html(as_user("agentur-leitung"))
        row = re.search(r"Integrationsquote\s*<small>im Entwurf: mindestens 20,6\u00a0%.*?</tr>", page, re.DOTALL)[0]
        assert [word for word in ("mindestens 21,4\u00a0%", "mindestens 21\u00a0%") if word in row] == [
            "mindestens 21,4\u00a0%",
            "mindestens 21\u00a0%",
        ]
        assert re.findall(r'name="proposal" value="(\d+)"', row) == [str(counter.pk)]
        assert re.findall(r'name="proposal" value="(\d+)"', html(as_user("jobcenter-leitung"))) == [str(first.pk)]

    def test_a_draft_that_says_something_else_is_marked(self, as_user, agreeing):
        made = offer(agreeing, user("agentur"), AGENTUR, "21.4")
        accept(agreeing, user("jobcenter-leitung"), JOBCENTER, made)
        row = value(agreeing)
        type(row).objects.filter(pk=row.pk).update(plan=Decimal(22))
        assert "Der Entwurf nennt etwas anderes, als vereinbart wurde." in html(as_user("kreis"))

    def test_who_is_no_member_learns_nothing(self, client, as_user, agreeing):
        client.force_login(stranger())
        assert client.get(PAGE).status_code == client.post(STEP).status_code == 404
        assert as_user("admin").get(PAGE).status_code == 404

    @pytest.mark.parametrize("rounds", [1, 3])
    def test_sixteen_queries_where_a_round_is_compared(self, as_user, agreeing, django_assert_num_queries, rounds):
        for _each in range(rounds):
            keep_round(agreeing)
        client = as_user("agentur")
        with django_assert_num_queries(16):
            client.get(PAGE)

    @pytest.mark.parametrize("several", [False, True])
    def test_ten_queries_with_session_and_memberships(self, as_user, agreeing, django_assert_num_queries, several):
        offer(agreeing, user("agentur"), AGENTUR, "21.4")
        if several:
            offer(agreeing, user("jobcenter-leitung"), JOBCENTER, "21")
            offer(agreeing, user("jobcenter-leitung"), JOBCENTER, "17000", code="LZB")
        client = as_user("agentur")
        with django_assert_num_queries(10):
            client.get(PAGE)


def send(client, agreeing, number: str, *, code: str = "IQ", **more: str):
    pk = value(agreeing, code).pk
    fields = {"value": number, "way": "absolute", "reason": "", "party": party(agreeing, AGENTUR).pk} | more
    return client.post(f"{PAGE}wert/{pk}/", {f"wert-{pk}-{name}": word for name, word in fields.items()}, follow=True)


class TestOffer:
    def test_it_lies_on_the_table(self, as_user, agreeing):
        answer = send(as_user("agentur"), agreeing, "21,4 %", reason="Mehr Stellen.")
        assert answer.redirect_chain == [(f"{PAGE}#iq", 302)]
        made = Proposal.objects.get()
        assert (made.plan, made.reason, made.by) == (Decimal("21.4"), "Mehr Stellen.", user("agentur"))

    def test_a_change_to_the_prior_year_may_be_negative(self, as_user, agreeing):
        send(as_user("agentur"), agreeing, "−2,5 %", way="relative")
        made = Proposal.objects.get()
        assert (made.way, made.plan, made.relative_percent) == (PlanWay.RELATIVE, None, Decimal("-2.5"))

    @pytest.mark.parametrize(
        ("number", "code", "way", "sentence"),
        [
            ("", "IQ", "absolute", "Bitte einen Wert angeben."),
            ("viel", "IQ", "absolute", "„viel“"),
            ("21,456", "IQ", "absolute", "21,456"),
            ("-3", "IQ", "absolute", "hat ein Vorzeichen"),
            ("17.283,5", "LZB", "absolute", "17.283,5"),
            ("1000", "IQ", "relative", "Eine Veränderung zum Vorjahr liegt unter 1.000 %."),
            ("2\x00", "IQ", "absolute", "Der Text enthält ein Zeichen, das sich nicht speichern lässt."),
        ],
    )
    def test_what_cannot_be_read_stays_in_the_form_with_a_sentence(
        self, as_user, agreeing, number, code, way, sentence
    ):
        answer = send(as_user("agentur"), agreeing, number, code=code, way=way, reason="Grund bleibt")
        assert answer.status_code == 400
        page = answer.content.decode()
        error = re.search(r'<div class="kern-error".*?</div>', page, re.DOTALL)[0]
        assert sentence in error
        assert "Grund bleibt" in page
        assert re.findall(r'name="wert-\d+-(\w+)"[^>]*autofocus', page) == ["value"]
        assert not Proposal.objects.exists()

    def test_for_a_party_one_does_not_speak_for(self, as_user, agreeing):
        answer = send(as_user("agentur"), agreeing, "21", party=party(agreeing, JOBCENTER).pk)
        assert answer.status_code == 400
        assert not Proposal.objects.exists()

    def test_the_same_value_again_keeps_what_was_typed(self, as_user, agreeing):
        offer(agreeing, user("jobcenter-leitung"), JOBCENTER, "21.4")
        answer = send(as_user("agentur"), agreeing, "21,4", reason="Auch gut.")
        assert answer.status_code == 400
        assert "liegt schon auf dem Tisch" in said(answer)
        page = answer.content.decode()
        assert re.findall(r"<textarea[^>]*autofocus[^>]*>\s*([^<]+)</textarea>", page) == ["Auch gut."]
        assert page.count('<details class="beyond" open>') == 1

    def test_where_one_does_not_agree(self, as_user, agreeing):
        assert send(as_user("agentur"), agreeing, "5", code="KDU").status_code == 403

    @pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.READY, AgreementState.SIGNED])
    def test_outside_of_agreeing(self, as_user, agreeing, state):
        in_state(agreeing, state)
        answer = send(as_user("agentur"), agreeing, "21,4")
        assert answer.status_code == 400
        assert re.search("verhandelt wird erst in der Abstimmung|wird nicht mehr bearbeitet", said(answer))
        assert not Proposal.objects.exists()

    def test_a_value_that_is_not_there(self, as_user, agreeing):
        assert as_user("agentur").post(f"{PAGE}wert/99999/").status_code == 404
        assert as_user("agentur").get(f"{PAGE}wert/{value(agreeing).pk}/").status_code == 302

    def test_who_speaks_for_two_says_for_which(self, as_user, agreeing):
        jobcenter = party(agreeing, JOBCENTER)
        Membership.objects.create(user=user("agentur"), party=jobcenter, role="release")
        page = html(as_user("agentur"))
        assert f'<option value="{jobcenter.pk}">{jobcenter.short_name}</option>' in page
        send(as_user("agentur"), agreeing, "21", party=jobcenter.pk)
        assert Proposal.objects.get().party == jobcenter


class TestYes:
    def yes(self, client, agreeing, made: int, **more: object):
        row = value(agreeing)
        sent = {"proposal": made, "party": party(agreeing, JOBCENTER).pk, "version": row.version} | more
        return client.post(f"{PAGE}wert/{row.pk}/annehmen/", sent, follow=True)

    def test_the_value_stands_in_the_draft(self, as_user, agreeing):
        made = offer(agreeing, user("agentur"), AGENTUR, "21.4")
        answer = self.yes(as_user("jobcenter-leitung"), agreeing, made.pk)
        assert said(answer) == "Zugestimmt: „Integrationsquote“. Der Wert ist vereinbart und steht jetzt im Entwurf."
        assert value(agreeing).plan == Decimal("21.4")

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"proposal": ""}, "Der Vorschlag fehlt."),
            ({"version": ""}, "Die Fassung fehlt."),
            ({"party": "0"}, "Für diesen Partner sprechen Sie hier nicht."),
            ({"version": "0"}, "„Integrationsquote“ wurde inzwischen von jemand anderem geändert."),
        ],
    )
    def test_what_does_not_fit_changes_nothing(self, as_user, agreeing, more, sentence):
        made = offer(agreeing, user("agentur"), AGENTUR, "21.4")
        answer = self.yes(as_user("jobcenter-leitung"), agreeing, made.pk, **more)
        assert said(answer).startswith(sentence)
        assert value(agreeing).plan == Decimal("20.6")

    def test_the_offer_of_another_value_is_not_there(self, as_user, agreeing):
        made = offer(agreeing, user("agentur"), AGENTUR, "17000", code="LZB")
        assert self.yes(as_user("jobcenter-leitung"), agreeing, made.pk).status_code == 404
        assert as_user("kreis").post(f"{PAGE}wert/{value(agreeing).pk}/annehmen/").status_code == 403

    def test_the_first_yes_of_three_says_that_others_are_missing(self, as_user, agreeing):
        made = offer(agreeing, user("agentur"), AGENTUR, "410", code="VZA")
        row = value(agreeing, "VZA")
        sent = {"proposal": made.pk, "party": party(agreeing, JOBCENTER).pk, "version": row.version}
        answer = as_user("jobcenter-leitung").post(f"{PAGE}wert/{row.pk}/annehmen/", sent, follow=True)
        assert said(answer).endswith("Es fehlen noch andere Partner.")


class TestRemark:
    def remark(self, client, agreeing, text: str, kind: str = "kreis"):
        sent = {"ziel-iq-text": text, "ziel-iq-party": party(agreeing, kind).pk}
        return client.post(f"{PAGE}ziel/iq/", sent, follow=True)

    def test_it_stands_at_the_target_as_text(self, as_user, agreeing):
        self.remark(as_user("kreis"), agreeing, "Bitte <b>prüfen</b>.")
        assert "Bitte &lt;b&gt;prüfen&lt;/b&gt;." in html(as_user("lesen"))

    @pytest.mark.parametrize(
        ("text", "kind", "sentence"),
        [(" ", "kreis", "Die Anmerkung ist leer."), ("Gut.", "agentur", "Für diesen Partner sprechen Sie hier nicht.")],
    )
    def test_what_does_not_fit(self, as_user, agreeing, text, kind, sentence):
        answer = self.remark(as_user("kreis"), agreeing, text, kind)
        assert answer.status_code == 400
        assert answer.context["desks"][0].remark.errors.as_data().popitem()[1][0].messages == [sentence]
        assert not TargetRemark.objects.exists()

    def test_a_target_that_is_not_there(self, as_user, agreeing):
        assert as_user("kreis").post(f"{PAGE}ziel/gibt-es-nicht/").status_code == 404
        assert as_user("kreis").get(f"{PAGE}ziel/iq/").status_code == 302

    def test_outside_of_agreeing(self, as_user, agreeing):
        in_state(agreeing, AgreementState.DRAFT)
        assert "verhandelt wird erst in der Abstimmung" in said(self.remark(as_user("kreis"), agreeing, "Gut."))


def keep_round(agreement: Agreement, plan: str = "") -> AgreementRound:
    """The next round; with a plan, of a draft that says so for the Integrationsquote."""
    if plan:
        row = value(agreement)
        set_plan(by=user("kreis"), agreement=agreement, row=row, way=PlanWay.ABSOLUTE, value=Decimal(plan))
    return AgreementRound.objects.create(
        agreement=agreement,
        number=AgreementRound.objects.filter(agreement=agreement).count() + 1,
        sheet=plain(agreement_sheet(agreement)),
        by=user("kreis"),
        at=timezone.now(),
    )


class TestRound:
    @pytest.mark.parametrize(
        ("asked", "number", "gone"),
        [("", 2, []), ("2", 2, []), ("1", 1, ["20,6", "20,6"]), ("99", 2, []), ("x", 2, []), ("1\x00", 2, [])],
    )
    def test_what_changed_since_the_round_that_was_asked_for(self, as_user, agreeing, asked, number, gone):
        """The printed value and the value in words both changed."""
        keep_round(agreeing)
        keep_round(agreeing, "21")
        answer = as_user("lesen").get(PAGE, {"seit": asked})
        page = answer.content.decode()
        assert f"Geändert seit Runde {number}</h2>" in page
        removed = re.findall(r"<del>.*?</span>(.*?)<span", page)
        assert [words for words in removed if words == "20,6"] == gone
        assert bool(answer.context["redline"]) == bool(gone)

    @pytest.mark.parametrize("state", [AgreementState.READY, AgreementState.SIGNED])
    def test_another_state_alone_is_no_change(self, as_user, agreeing, state):
        keep_round(agreeing)
        in_state(agreeing, state)
        assert "Worte und Werte sind noch die der Runde 1." in html(as_user("kreis"))

    def test_the_next_round_is_kept(self, as_user, agreeing):
        answer = as_user("kreis").post(reverse("agreement-round", args=[KEY]), follow=True)
        assert said(answer) == "Runde 1 ist abgeschlossen und festgehalten."
        assert "<strong>Runde 1</strong>" in answer.content.decode()
        again = as_user("kreis").post(reverse("agreement-round", args=[KEY]), follow=True)
        assert said(again) == "Seit Runde 1 hat sich im Entwurf nichts geändert."

    def test_looking_at_its_address_leads_to_the_page(self, as_user, agreeing):
        answer = as_user("kreis").get(reverse("agreement-round", args=[KEY]))
        assert (answer.status_code, answer.url) == (302, PAGE)
