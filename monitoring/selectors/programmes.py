"""Evaluations as sheets: the programmes of a target with its words and its duty, and which are due for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse

from agreements.choices import TargetKind
from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Actor, Agreement, Duty, Target
from monitoring.choices import Continued, Effective
from monitoring.domain.due import Due
from monitoring.domain.programme import EvaluationSheet, ProgrammeSheet
from monitoring.models import Programme
from monitoring.rules import may_evaluate
from monitoring.selectors.in_force import first_rows


def evaluated_targets(agreement: Agreement) -> QuerySet[Target]:
    """The targets that promise an evaluation, in the order of the paper, with programmes, words and duties: four queries."""
    duties = Duty.objects.order_by("due", "position")
    rows = first_rows(agreement).filter(kind=TargetKind.EVALUATION).select_related("evaluation")
    return rows.prefetch_related("programmes", Prefetch("duties", duties))


def evaluated_target(agreement: Agreement, code: str) -> Target:
    """One of them. Raises Http404."""
    found = evaluated_targets(agreement).filter(code=code).first() if agreement.amends_id is None else None
    if found is None or agreement.state not in IN_FORCE:
        raise Http404
    return found


def evaluation_sheet(agreement: Agreement, target: Target, *, today: date) -> EvaluationSheet:
    """What was evaluated by that day; the target as evaluated_targets brings it."""
    duty = next((each for each in target.duties.all() if each.due), None)
    words = getattr(target, "evaluation", None)
    return EvaluationSheet(
        agreement=agreement.key,
        title=agreement.title,
        jobcenter=agreement.jobcenter.name,
        target=target.code,
        target_title=str(target),
        sentence=duty.sentence if duty else "",
        due=duty.due if duty else None,
        as_of_day=today,
        fictitious=agreement.district.fictitious,
        text=words.text if words else "",
        programmes=tuple(programme_sheet(row) for row in target.programmes.all()),
    )


def programme_sheet(row: Programme) -> ProgrammeSheet:
    """A row as everybody reads it."""
    return ProgrammeSheet(
        number=row.pk,
        name=row.name,
        kind=row.kind,
        entries=row.entries,
        exits=row.exits,
        integrated=row.integrated,
        last_exit=row.last_exit,
        integrated_later=row.integrated_later,
        effective=Effective(row.effective) if row.effective else None,
        continued=Continued(row.continued) if row.continued else None,
        statement=row.statement,
    )


def evaluations_due(actor: Actor, agreements: Sequence[Agreement], *, today: date) -> tuple[Due, ...]:
    """Evaluations that this person writes and that are not whole yet. Four queries at the most."""
    known = {each.pk: each for each in agreements if each.state in IN_FORCE and may_evaluate(actor, each)}
    if not known:
        return ()
    duties = Prefetch("duties", Duty.objects.order_by("due", "position"))
    rows = Target.objects.filter(agreement__in=known, kind=TargetKind.EVALUATION).select_related("evaluation")
    found = []
    for row in rows.prefetch_related("programmes", duties):
        agreement = known[row.agreement_id]
        sheet = evaluation_sheet(agreement, row, today=today)
        if sheet.due is not None and not sheet.is_whole:
            path = reverse("evaluation", args=[agreement.key, row.code])
            found.append(
                Due(
                    key=f"evaluation-{row.pk}",
                    agreement=agreement.pk,
                    jobcenter=agreement.jobcenter.short_name,
                    what=f"Auswertung: {row}",
                    verb="Öffnen",
                    path=path,
                    day=sheet.due,
                )
            )
    return tuple(found)
