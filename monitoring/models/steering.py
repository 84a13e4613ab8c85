"""Steering measures: what was agreed to do about a target, by whom, from when until when, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.choices import Role
from agreements.domain.sides import AGENTUR_KINDS, JOBCENTER_KINDS
from agreements.models import Actor, Agreement, Party, Target, TargetMeasure
from agreements.models.catalogue import DIGITS
from monitoring.choices import MeasureState
from monitoring.models.dialogue import Dialogue


class SteeringQuerySet(models.QuerySet["SteeringMeasure"]):
    """Measures with names for what is asked of them."""

    def visible_to(self, actor: Actor) -> SteeringQuerySet:
        """Jobcenter and Agentur of the agreement; for the Kreis there are none (domain.md §7, dialogues)."""
        own = actor.party_ids_as(Role.ENTRY, Role.RELEASE, Role.READER, kinds=JOBCENTER_KINDS)
        agentur = actor.party_ids_as(Role.REVIEW, Role.READER, kinds=AGENTUR_KINDS)
        agreements = Agreement.objects.filter(Q(jobcenter_id__in=own) | Q(partners__party_id__in=agentur))
        return self.filter(agreement__in=agreements.values("pk"))

    def open(self) -> SteeringQuerySet:
        """Those that somebody still works on."""
        return self.filter(state__in=(MeasureState.OPEN, MeasureState.RUNNING))


class SteeringMeasure(models.Model):
    """Steuerungsmaßnahme: agreed because a target needs it; numbered M1, M2 … within the agreement."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="steering_measures"
    )
    number = models.PositiveSmallIntegerField("Nummer")
    target = models.ForeignKey(Target, models.PROTECT, verbose_name="Ziel", related_name="steering_measures")
    dialogue = models.ForeignKey(
        Dialogue, models.PROTECT, verbose_name="vereinbart im", related_name="measures", null=True, blank=True
    )
    title = models.CharField("Maßnahme", max_length=120)
    reason = models.TextField("Anlass", help_text="welche Abweichung sie beantwortet")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="verantwortlich", related_name="steering_measures")
    owner = models.CharField("Stelle oder Funktion", max_length=120, blank=True)
    start = models.DateField("Beginn")
    due = models.DateField("bis")
    effect_on = models.ForeignKey(
        TargetMeasure, models.PROTECT, verbose_name="erwartete Wirkung auf", related_name="+", null=True, blank=True
    )
    effect = models.DecimalField("erwartete Wirkung", **DIGITS, null=True, blank=True)
    effect_month = models.DateField("Wirkung ab Monat", null=True, blank=True)
    notes = models.TextField("Fortschritt", blank=True)
    state = models.CharField("Stand", max_length=8, choices=MeasureState, default=MeasureState.OPEN)
    result = models.TextField("Ergebnis", blank=True)
    version = models.PositiveIntegerField("Fassung", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    objects = SteeringQuerySet.as_manager()

    class Meta:
        verbose_name = "Steuerungsmaßnahme"
        verbose_name_plural = "Steuerungsmaßnahmen"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="steering_number_once",
                violation_error_message="Diese Nummer ist in der Vereinbarung schon vergeben.",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("start")),
                name="steering_due_after_start",
                violation_error_message="„bis“ liegt vor dem Beginn.",
            ),
            models.CheckConstraint(
                condition=Q(effect__isnull=True, effect_on__isnull=True, effect_month__isnull=True)
                | Q(effect__isnull=False, effect_on__isnull=False, effect_month__isnull=False),
                name="steering_effect_is_whole",
                violation_error_message="Eine erwartete Wirkung nennt Messgröße, Betrag und Monat, oder nichts davon.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeasureState.DONE) | ~Q(result=""),
                name="steering_done_has_result",
                violation_error_message="Eine abgeschlossene Maßnahme nennt ihr Ergebnis.",
            ),
        ]

    def __str__(self) -> str:
        return f"M{self.number} {self.title}"
