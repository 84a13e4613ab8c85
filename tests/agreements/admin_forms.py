"""Drafts for the tests of the admin, and what a browser would send for one of its forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from agreements.choices import SectionKind, Sphere, TargetKind
from agreements.models import Agreement, AgreementParty, Section, Target
from tests.factories import PartyFactory


def agreed(key: str = "muster-2014", **fields) -> Agreement:
    """An agreement between three parties; a draft, unless said otherwise."""
    jobcenter = PartyFactory(jobcenter=True)
    words = {"year": 2014, "title": "Muster", "starts": date(2014, 1, 1), "ends": date(2014, 12, 31)}
    agreement = Agreement.objects.create(key=key, jobcenter=jobcenter, **words | fields)
    for position, party in enumerate((PartyFactory(), jobcenter, PartyFactory(kreis=True)), 1):
        AgreementParty.objects.create(agreement=agreement, party=party, position=position, function=str(party))
    return agreement


def draft() -> Target:
    """A target of an agreement that is still a draft."""
    section = Section.objects.create(
        agreement=agreed(), position=1, heading="Ziele", kind=SectionKind.DESCRIBED, column_heads=["Ziel", "Wert"]
    )
    words = {"title": "Probe", "kind": TargetKind.QUALITATIVE, "sphere": Sphere.BA}
    return Target.objects.create(section=section, position=1, code="probe", **words)


def posted(response, **changed) -> dict[str, Any]:
    """What the browser would send for the form of an admin page, with some fields changed."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for bound in (bound for form in forms for bound in form):
        value = bound.value()
        if value is True:
            data[bound.html_name] = "on"
        elif value is not None and value is not False and value not in ("", []):
            widget = bound.field.widget
            shown = widget.format_value(value) if hasattr(widget, "format_value") else value
            data[bound.html_name] = shown if isinstance(shown, list) else str(shown)
    return data | changed
