"""The agreement of 2014 as the draft it was, for tests of its pages and verbs."""

from __future__ import annotations

import pytest

from agreements.choices import AgreementState
from agreements.models import Agreement, Section, Target, TargetMeasure


@pytest.fixture
def draft(agreement_2014) -> Agreement:
    """The one of 2014, before it was signed."""
    Agreement.objects.filter(pk=agreement_2014.pk).update(state=AgreementState.DRAFT)
    return Agreement.objects.with_partners().get(pk=agreement_2014.pk)


def target_of(agreement: Agreement, code: str) -> Target:
    return Target.objects.get(agreement=agreement, code=code)


def section_of(agreement: Agreement, position: int) -> Section:
    return Section.objects.get(agreement=agreement, position=position)


def measure_of(agreement: Agreement, code: str) -> TargetMeasure:
    rows = TargetMeasure.objects.select_related("target", "measure")
    return rows.get(target__agreement=agreement, measure__code=code)
