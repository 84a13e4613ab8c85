"""The admin of the lower floor: who gets in, what a signature locks, what the audit trail keeps, what staff may not read."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.contrib import admin
from django.urls import reverse

from agreements.choices import AgreementState, Role
from agreements.models import (
    Agreement,
    AuditEntry,
    Membership,
    Party,
    Region,
    Section,
    Target,
    TargetMeasure,
    User,
)
from agreements.services import audit
from tests.agreements.admin_forms import agreed, draft, posted
from tests.factories import MembershipFactory, PartyFactory, RegionFactory, SeriesFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.ignore_template_errors]

OTHERS = ("jobcenter", "jobcenter-leitung", "agentur", "agentur-leitung", "kreis", "landrat", "lesen")
EDITED = ("region", "party", "series", "measure", "agreement", "target", "user", "membership")
EXCHANGED = ("region", "party", "series", "measure")
READ_ONLY = ("auditentry", "signature", "frozendocument")
PAGES = [
    *[(f"/admin/agreements/{name}/", 200) for name in (*EDITED, *READ_ONLY, "section", "targetmeasure")],
    *[(f"/admin/agreements/{name}/add/", 200) for name in EDITED],
    *[(f"/admin/agreements/{name}/add/", 403) for name in (*READ_ONLY, "section", "targetmeasure")],
    *[(f"/admin/agreements/{name}/{page}/", 200) for name in EXCHANGED for page in ("import", "export")],
    ("/admin/auth/group/add/", 200),
]


def heading(response) -> str:
    return re.findall(r"<h1>(.*?)</h1>", response.content.decode())[0]


@pytest.mark.parametrize(("path", "status"), PAGES, ids=[path for path, _ in PAGES])
def test_every_page_is_for_the_administration(path, status, client, login):
    assert client.get(path).url == f"/anmelden/?next={path}"
    for name in OTHERS:
        assert login(name).get(path).status_code == 404, name
    response = login("admin").get(path)
    assert response.status_code == status
    if status == 200 and path.count("/") == 4:
        model = response.context["cl"].model
        titles = {Target: "Ziele mit Ist-Werten"}
        plural = str(model._meta.verbose_name_plural)
        assert heading(response) == titles.get(model, plural[0].upper() + plural[1:])


def test_no_comments_and_nothing_else_that_was_forgotten(login):
    """Comments have no admin; every model that has one is named here or belongs to Django, axes or the upper floor."""
    names = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "agreements"}

    assert names == {*EDITED, *READ_ONLY, "section", "targetmeasure"}
    assert not any("comment" in model._meta.model_name for model in admin.site._registry)


@pytest.mark.parametrize("name", [*EDITED, "signature", "targetmeasure", "section"])
def test_every_object_can_be_looked_at(name, login):
    model = next(model for model in admin.site._registry if model._meta.label_lower == f"agreements.{name}")
    row = model.objects.first()
    response = login("admin").get(f"/admin/agreements/{name}/{row.pk}/change/")

    assert response.context["original"] == row
    assert login("admin").get(f"/admin/agreements/{name}/987654/change/").status_code == 404


# --- what was signed --------------------------------------------------------------------------------------------------


def test_a_signed_agreement_is_read_only_and_says_why(login, agreement):
    response = login("admin").get(f"/admin/agreements/agreement/{agreement.pk}/change/")
    page = response.content.decode()

    assert "Diese Vereinbarung ist unterzeichnet." in page
    assert re.findall(r'<(?:select|textarea|input (?!type="hidden"))[^>]*>', page.split('id="content"')[1]) == []
    assert response.context["has_change_permission"] is False
    assert response.context["has_delete_permission"] is False
    assert login("admin").post(response.request["PATH_INFO"], {"title": "anders"}).status_code == 403
    agreement.refresh_from_db()
    assert agreement.title == "Zielvereinbarung 2014"


@pytest.mark.parametrize("model", [Target, TargetMeasure, Section])
def test_what_lies_below_a_signature_is_read_only(model, login):
    row = model.objects.first()
    address = reverse(f"admin:agreements_{model._meta.model_name}_change", args=[row.pk])
    page = login("admin").get(address).content.decode()

    assert "Diese Vereinbarung ist unterzeichnet." in page
    assert 'name="_save"' not in page
    assert login("admin").post(address, {}).status_code == 403
    assert login("admin").post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_a_signed_agreement_is_not_deleted_from_the_list(login):
    agreement = agreed(state=AgreementState.SIGNED)
    data = {"action": "delete_selected", "_selected_action": [agreement.pk], "post": "yes"}

    assert login("admin").post("/admin/agreements/agreement/", data).status_code == 403
    assert Agreement.objects.filter(pk=agreement.pk).exists()


def test_no_target_is_added_to_a_signed_agreement(login, agreement):
    section = agreement.sections.first()
    data = {"section": section.pk, "position": 99, "code": "neu", "title": "Neu", "kind": "duty", "sphere": "ba"}
    counts = ("TOTAL_FORMS", "INITIAL_FORMS")
    empty = {f"{prefix}-{count}": "0" for prefix in ("measures", "budgets", "duties") for count in counts}
    response = login("admin").post("/admin/agreements/target/add/", data | empty)

    assert list(response.context["adminform"].form.errors) == ["section"]
    search = {"app_label": "agreements", "model_name": "target", "field_name": "section", "term": section.heading}
    assert login("admin").get("/admin/autocomplete/", search).json()["results"] == []


def test_the_state_changes_by_verbs_alone(login):
    target = draft()
    address = f"/admin/agreements/agreement/{target.agreement_id}/change/"
    data = posted(login("admin").get(address), title="Neuer Titel", state="signed")
    assert login("admin").post(address, data).status_code == 302

    target.agreement.refresh_from_db()
    assert (target.agreement.title, target.agreement.state) == ("Neuer Titel", AgreementState.DRAFT)


# --- audit ------------------------------------------------------------------------------------------------------------


def last_entry() -> AuditEntry:
    return AuditEntry.objects.select_related("actor").order_by("-id")[0]


def test_a_change_leaves_before_and_after(login):
    target = draft()
    address = f"/admin/agreements/agreement/{target.agreement_id}/change/"
    other = PartyFactory(jobcenter=True)
    jobcenter = target.agreement.jobcenter
    data = posted(login("admin").get(address), jobcenter=str(other.pk))
    data["sections-0-column_heads"] = "Ziel\nMaß"
    data["partners-2-DELETE"] = "on"
    login("admin").post(address, data)
    entry = last_entry()

    assert (entry.verb, entry.object) == ("Verwaltung: geändert", f"Zielvereinbarung {target.agreement.key}")
    assert entry.actor.username == "admin"
    section, partner = f"Abschnitt {target.agreement.key} 1", f"Partner der Vereinbarung {target.agreement.key}"
    assert entry.after == {"Jobcenter": str(other), section: {"Spaltenköpfe": ["Ziel", "Maß"]}}
    assert entry.before["Jobcenter"] == str(jobcenter)
    assert entry.before[section] == {"Spaltenköpfe": ["Ziel", "Wert"]}
    assert [name for name in entry.before if name.startswith(partner)] != []
    assert list(audit.broken_links()) == []


def test_saving_without_a_change_leaves_nothing(login):
    target = draft()
    address = f"/admin/agreements/target/{target.pk}/change/"
    count = AuditEntry.objects.count()
    assert login("admin").post(address, posted(login("admin").get(address))).status_code == 302

    assert AuditEntry.objects.count() == count


def test_adding_and_deleting_leave_entries(login):
    data = {"key": "90500", "name": "Probekreis", "kind": "district"}
    login("admin").post("/admin/agreements/region/add/", data)
    region = Region.objects.get(key="90500")
    added = last_entry()
    login("admin").post(f"/admin/agreements/region/{region.pk}/delete/", {"post": "yes"})
    deleted = last_entry()

    assert (added.verb, added.object) == ("Verwaltung: angelegt", "Gebiet 90500")
    assert added.after == {"Schlüssel": "90500", "Name": "Probekreis", "Art": "district"}
    assert (deleted.verb, deleted.object) == ("Verwaltung: gelöscht", "Gebiet 90500")
    assert deleted.before["Name"] == "Probekreis"
    assert not Region.objects.filter(key="90500").exists()


def test_deleting_from_the_list_leaves_an_entry_each(login):
    parties = [PartyFactory(key="weg-1"), PartyFactory(key="weg-2")]
    data = {"action": "delete_selected", "_selected_action": [party.pk for party in parties], "post": "yes"}
    login("admin").post("/admin/agreements/party/", data)

    assert not Party.objects.filter(key__startswith="weg").exists()
    assert sorted(AuditEntry.objects.order_by("-id").values_list("object", flat=True)[:2]) == [
        "Vereinbarungspartner weg-1",
        "Vereinbarungspartner weg-2",
    ]


def test_passwords_never_reach_the_audit_trail(login):
    user = UserFactory()
    words = {"password1": "geheim-und-lang-1", "password2": "geheim-und-lang-1", "usable_password": "true"}
    login("admin").post(f"/admin/agreements/user/{user.pk}/password/", words)
    entry = last_entry()

    assert User.objects.get(pk=user.pk).check_password("geheim-und-lang-1")
    assert (entry.verb, entry.object) == ("Verwaltung: geändert", f"Benutzerkonto {user.username}")
    assert entry.after == {"Felder": "Passwort"}
    new = {
        "username": "neu",
        "email": "neu@example.invalid",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    login("admin").post("/admin/agreements/user/add/", words | new)
    assert last_entry().object == "Benutzerkonto neu"
    assert "geheim" not in str(last_entry().after)


def test_a_membership_given_with_the_account_is_recorded(login):
    user, party = UserFactory(), PartyFactory()
    address = f"/admin/agreements/user/{user.pk}/change/"
    data = posted(login("admin").get(address), **{"memberships-TOTAL_FORMS": "1"})
    data |= {"memberships-0-party": party.pk, "memberships-0-role": "review", "memberships-0-user": user.pk}
    response = login("admin").post(address, data)

    assert response.status_code == 302
    assert Membership.objects.get(user=user).role == Role.REVIEW
    assert list(last_entry().after) == [f"Zugehörigkeit {user.username} {party.key} review"]


# --- the paper --------------------------------------------------------------------------------------------------------


def test_the_action_gives_the_pdf(login, agreement):
    data = {"action": "as_pdf", "_selected_action": [agreement.pk]}
    response = login("admin").post("/admin/agreements/agreement/", data)

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert 'filename="2014_zielvereinbarung_me-aktiv-2014.pdf"' in response["Content-Disposition"]


def test_the_action_gives_a_zip_for_several(login, agreement, monkeypatch):
    monkeypatch.setattr("agreements.admin.agreement._paper", lambda row, _: (f"{row.key}.pdf", row.key.encode()))
    other = agreed("anders-2014")
    data = {"action": "as_pdf", "_selected_action": [agreement.pk, other.pk]}
    response = login("admin").post("/admin/agreements/agreement/", data)

    assert response["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert {name: archive.read(name) for name in archive.namelist()} == {
        "anders-2014.pdf": b"anders-2014",
        "me-aktiv-2014.pdf": b"me-aktiv-2014",
    }


@pytest.mark.parametrize(
    ("name", "make", "queries"),
    [
        ("region", RegionFactory, 5),
        ("party", PartyFactory, 5),
        ("series", SeriesFactory, 5),
        ("user", UserFactory, 7),
        ("membership", MembershipFactory, 5),
    ],
)
def test_lists_ask_the_same_whatever_their_length(name, make, queries, login, django_assert_num_queries):
    client = login("admin")
    made = make()
    client.get(f"/admin/agreements/{name}/")
    for more in (0, 3):
        make.create_batch(more)
        with django_assert_num_queries(queries):
            response = client.get(f"/admin/agreements/{name}/")
    assert made in response.context["cl"].queryset
