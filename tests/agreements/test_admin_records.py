"""What staff may not read in the admin: comments, frozen reports, content of the audit trail; and who hands out rights."""

from __future__ import annotations

import pytest

from agreements.models import AuditEntry, FrozenDocument, User
from agreements.services import audit
from tests.agreements.admin_forms import draft, posted
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.ignore_template_errors]


def test_the_audit_trail_hides_what_was_said_in_the_application(login):
    by = User.objects.get(username="jobcenter")
    text = "Die Lage ist vertraulich"
    entry = audit.record(by=by, verb="Kommentar gespeichert", object="MBZ iq", after={"text": text}, reason=text)
    page = login("admin").get(f"/admin/agreements/auditentry/{entry.pk}/change/").content.decode()

    assert text not in page
    assert page.count("Der Inhalt wird hier nicht gezeigt") == 2
    assert login("admin").get("/admin/agreements/auditentry/", {"q": "vertraulich"}).context["cl"].result_count == 0


@pytest.mark.parametrize("lookup", ["after__text__icontains", "before__icontains", "reason__contains", "hash"])
def test_no_filter_tells_what_the_page_hides(lookup, login):
    assert login("admin").get("/admin/agreements/auditentry/", {lookup: "x"}).status_code == 400


def test_own_entries_show_their_content(login):
    target = draft()
    address = f"/admin/agreements/target/{target.pk}/change/"
    login("admin").post(address, posted(login("admin").get(address), title="Neues Ziel"))
    page = (
        login("admin")
        .get(f"/admin/agreements/auditentry/{AuditEntry.objects.latest('id').pk}/change/")
        .content.decode()
    )

    assert "Ziel: Probe" in page
    assert "Ziel: Neues Ziel" in page


def test_frozen_reports_are_not_there(login, agreement):
    user = User.objects.get(username="admin")
    common = {"sheet": {}, "fingerprint": "0", "file_sha256": "0", "by": user, "at": "2014-10-20T10:00Z", "number": 1}
    report = FrozenDocument.objects.create(agreement=agreement, kind="report", file="mbz.pdf", **common)
    paper = FrozenDocument.objects.create(agreement=agreement, kind="agreement", file="zv.pdf", **common)
    listed = login("admin").get("/admin/agreements/frozendocument/").context["cl"].queryset

    assert list(listed) == [paper]
    assert login("admin").get(f"/admin/agreements/frozendocument/{report.pk}/change/").status_code == 404


def test_staff_without_superuser_cannot_raise_themselves(login):
    from django.contrib.auth.models import Permission

    staff = UserFactory(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user", "delete_user"]))
    address = f"/admin/agreements/user/{staff.pk}/change/"
    response = login(staff.username).get(address)
    login(staff.username).post(address, posted(response, is_superuser="on", first_name="Neu"))
    staff.refresh_from_db()

    assert (staff.first_name, staff.is_superuser) == ("Neu", False)
    root = User.objects.get(username="admin")
    assert login(staff.username).post(f"/admin/agreements/user/{root.pk}/password/", {}).status_code == 403
    assert login(staff.username).get("/admin/agreements/series/import/").status_code == 403
