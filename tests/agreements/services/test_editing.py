"""Adding, removing and moving rows of a draft, targets between sections, the parties of a duty: one entry each, a draft alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from agreements.choices import AgreementState, DutyRhythm, SectionKind, Sphere, TargetKind
from agreements.models import Agreement, AuditEntry, Budget, Duty, Proposal, Section, Target
from agreements.services.drafts import NotEditable, StaleDraft
from agreements.services.editing import RowKept, add_row, move_row, remove_row, save_duty, save_target
from tests.agreements.drafting import draft, section_of, target_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
__all__ = ["draft"]


def codes(agreement: Agreement, position: int) -> list[str]:
    return [target.code for target in section_of(agreement, position).targets.order_by("position")]


def municipal(agreement: Agreement) -> int:
    """The position of the last section, which has eleven targets."""
    return Section.objects.filter(agreement=agreement).latest("position").position


def test_a_new_row_stands_at_the_end_with_an_entry(draft):
    last = municipal(draft)
    row = Section(agreement=draft, heading="Sonstiges", kind=SectionKind.PROSE)
    assert add_row(by=UserFactory(), agreement=draft, row=row).position == last + 1
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object) == ("Entwurf ergänzt", f"{draft.key}: Abschnitt „Sonstiges“")
    assert entry.after["heading"] == "Sonstiges"


def test_the_first_row_of_its_kind_has_place_one(draft):
    section = add_row(by=UserFactory(), agreement=draft, row=Section(agreement=draft, heading="Neu"))
    row = Target(section=section, code="neu", title="Neu", kind=TargetKind.DUTY, sphere=Sphere.BOTH)
    assert add_row(by=UserFactory(), agreement=draft, row=row).position == 1


def test_a_new_duty_has_its_parties(draft):
    parties = [partner.party for partner in draft.partners.all()][:2]
    row = Duty(target=target_of(draft, "iq"), title="Tun", sentence="Wird getan.", rhythm=DutyRhythm.ONGOING)
    saved = add_row(by=UserFactory(), agreement=draft, row=row, responsible=parties)
    assert set(saved.responsible.all()) == set(parties)


def test_what_is_removed_takes_along_what_stands_in_it_and_stays_in_the_trail(draft):
    row = target_of(draft, "psychosozial")
    remove_row(by=UserFactory(), agreement=draft, row=row, seen=row.version)
    assert not Target.objects.filter(code="psychosozial").exists()
    assert not Budget.objects.filter(target__code="psychosozial").exists()
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.before["code"], entry.after) == ("Aus dem Entwurf entfernt", "psychosozial", {})


def test_nobody_removes_what_somebody_else_changed(draft):
    row = target_of(draft, "iq")
    Target.objects.filter(pk=row.pk).update(version=row.version + 1)
    with pytest.raises(StaleDraft):
        remove_row(by=UserFactory(), agreement=draft, row=row, seen=row.version)
    assert Target.objects.filter(pk=row.pk).exists()


def test_what_others_refer_to_stays(draft, monkeypatch):
    def refuse(self):
        raise ProtectedError("", {self})

    monkeypatch.setattr(Target, "delete", refuse)
    with pytest.raises(RowKept, match="lässt sich nicht entfernen"):
        remove_row(by=UserFactory(), agreement=draft, row=target_of(draft, "iq"), seen=None)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("code", "up", "place", "moves"),
    [
        ("sucht", True, 2, True),
        ("sucht", False, 4, True),
        ("kinderbetreuung", True, 0, False),
        ("personal", False, 10, False),
    ],
)
def test_a_target_moves_by_one_place(draft, code, up, place, moves):
    last = municipal(draft)
    before, row = codes(draft, last), target_of(draft, code)
    assert move_row(by=UserFactory(), agreement=draft, row=row, up=up) is moves
    after = codes(draft, last)
    assert (after.index(code), sorted(after)) == (place, sorted(before))
    assert [each for each in after if each != code] == [each for each in before if each != code]
    assert target_of(draft, code).version == row.version
    assert AuditEntry.objects.count() == moves


def test_gaps_and_doubles_become_an_order(draft):
    rows = list(target_of(draft, "kontaktdichte").measures.order_by("position", "pk"))
    for row in rows:
        row.position = 7
        row.save()
    move_row(by=UserFactory(), agreement=draft, row=rows[0], up=False)
    after = target_of(draft, "kontaktdichte").measures.order_by("position")
    assert [(row.pk, row.position) for row in after] == [
        (row.pk, place) for place, row in enumerate([rows[1], rows[0], *rows[2:]], 1)
    ]


def test_a_section_moves_with_its_targets(draft):
    row = section_of(draft, 2)
    move_row(by=UserFactory(), agreement=draft, row=row, up=True)
    assert codes(draft, 1) == ["iq", "lzb"]
    assert AuditEntry.objects.get().after == {"place": 1}


def test_a_target_goes_into_another_section_as_its_last(draft):
    goal = section_of(draft, municipal(draft))
    row = target_of(draft, "lzb")
    changes = {"title": row.title}
    saved = save_target(by=UserFactory(), agreement=draft, row=row, seen=row.version, changes=changes, section=goal)
    assert (codes(draft, goal.position)[-1], saved.version) == ("lzb", row.version + 1)
    assert codes(draft, 2) == ["iq"]


def test_who_is_responsible_is_a_change_of_the_duty(draft):
    row = Duty.objects.filter(target__agreement=draft).first()
    everybody = [partner.party for partner in draft.partners.all()]
    known = {"by": UserFactory(), "agreement": draft, "row": row, "changes": {"title": row.title}}
    saved = save_duty(**known, seen=row.version, responsible=everybody)
    assert (saved.version, set(saved.responsible.all())) == (row.version + 1, set(everybody))
    again = save_duty(**known, seen=saved.version, responsible=everybody)
    assert (again.version, AuditEntry.objects.count()) == (saved.version, 1)


@pytest.mark.parametrize("state", [AgreementState.READY, AgreementState.SIGNED])
def test_what_is_no_draft_stays(draft, state):
    Agreement.objects.filter(pk=draft.pk).update(state=state)
    row, by = target_of(draft, "iq"), UserFactory()
    verbs = [
        lambda: add_row(by=by, agreement=draft, row=Section(agreement=draft, heading="x")),
        lambda: remove_row(by=by, agreement=draft, row=row, seen=None),
        lambda: move_row(by=by, agreement=draft, row=row, up=False),
    ]
    for verb in verbs:
        with pytest.raises(NotEditable, match="wird nicht mehr bearbeitet"):
            verb()


def test_offers_go_with_their_measure(draft):
    """Proposals belong to the draft: they do not keep a measure that nobody wants any more."""
    row = target_of(draft, "iq").measures.order_by("position").first()
    party, by = draft.partners.first().party, UserFactory()
    Proposal.objects.create(target_measure=row, party=party, way="absolute", plan=Decimal(21), by=by, at=timezone.now())
    remove_row(by=by, agreement=draft, row=row, seen=row.version)
    assert not Proposal.objects.exists()
