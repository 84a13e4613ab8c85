"""Making an amendment (Nachtrag): a draft that holds the targets that are to change, as they are in force before it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from agreements.choices import AgreementState, AgreementVerb
from agreements.domain.amending import amendment_key, next_number
from agreements.domain.lifecycle import BY_VERB
from agreements.domain.months import month_key, month_name
from agreements.models import Agreement, User
from agreements.selectors.amending import months_to_choose, targets_in_force
from agreements.services import audit
from agreements.services.copying import copy_partners, copy_targets

AMENDABLE = BY_VERB[AgreementVerb.AMEND].sources


class AmendmentRefused(Exception):
    """No amendment can be made so; the message is one German sentence for the user."""


def why_not(original: Agreement) -> str:
    """Why nothing amends this agreement, as one German sentence; "" where something may."""
    if original.amends_id is not None:
        return "Ein Nachtrag wird nicht selbst geändert; bitte einen weiteren Nachtrag zur Zielvereinbarung anlegen."
    if original.state not in AMENDABLE:
        state = AgreementState(original.state).label
        return f"Nur eine unterzeichnete Zielvereinbarung wird durch Nachtrag geändert; diese steht auf „{state}“."
    return ""


@transaction.atomic
def make_amendment(
    *, by: User, original: Agreement, title: str, effective_from: date, codes: Collection[str]
) -> Agreement:
    """The draft with the same partners and term and copies of these targets. Raises AmendmentRefused."""
    held = Agreement.objects.select_for_update().get(pk=original.pk)
    if refused := why_not(held):
        raise AmendmentRefused(refused)
    if effective_from not in months_to_choose(held):
        raise AmendmentRefused(
            f"Ab {month_name(effective_from)} kann der Nachtrag nicht wirken: der Monat beginnt nicht in der Laufzeit, "
            "oder ein früherer Nachtrag wirkt erst danach."
        )
    targets = [target for target in targets_in_force(held, effective_from) if target.code in codes]
    if not targets or len(targets) < len(set(codes)):
        raise AmendmentRefused("Bitte Ziele wählen, die in der Zielvereinbarung stehen.")
    keys = held.amendments.values_list("key", flat=True)
    amendment = Agreement.objects.create(
        key=amendment_key(held.key, next_number(keys)),
        year=held.year,
        title=title,
        jobcenter=held.jobcenter,
        starts=held.starts,
        ends=held.ends,
        amends=held,
        effective_from=effective_from,
    )
    copy_partners(held, amendment)
    copy_targets(targets, amendment)
    audit.record(
        by=by,
        verb="Nachtrag angelegt",
        object=amendment.key,
        after={"amends": held.key, "effective_from": month_key(effective_from), "targets": [t.code for t in targets]},
    )
    return amendment
