"""How an agreement came about: its steps, the rounds of agreeing, offers on plan values, remarks of the parties."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import AgreementVerb, PlanWay
from agreements.models.agreement import Agreement
from agreements.models.catalogue import DIGITS
from agreements.models.party import Party
from agreements.models.target import Target, TargetMeasure


class AgreementStep(models.Model):
    """One step of an agreement with person, time and reason; append-only."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="steps")
    verb = models.CharField("was", max_length=10, choices=AgreementVerb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")
    reason = models.TextField("Grund", blank=True)

    class Meta:
        verbose_name = "Schritt einer Zielvereinbarung"
        verbose_name_plural = "Schritte von Zielvereinbarungen"
        ordering = ["agreement", "id"]

    def __str__(self) -> str:
        return f"{self.agreement.key}: {self.get_verb_display()}"


class AgreementRound(models.Model):
    """The whole draft as it lay on the table in one round, for "what changed since"; append-only."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="rounds")
    number = models.PositiveSmallIntegerField("Runde")
    sheet = models.JSONField("Blatt")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Abstimmungsrunde"
        verbose_name_plural = "Abstimmungsrunden"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="round_number_once",
                violation_error_message="Diese Runde gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement.key}, Runde {self.number}"


class Proposal(models.Model):
    """Angebot or Gegenvorschlag of one party for one plan value, with its reason; a later one replaces it."""

    target_measure = models.ForeignKey(
        TargetMeasure, models.CASCADE, verbose_name="Messgröße des Ziels", related_name="proposals"
    )
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="Partner", related_name="+")
    way = models.CharField("Planangabe", max_length=8, choices=PlanWay)
    plan = models.DecimalField("Planwert", **DIGITS, null=True, blank=True)
    relative_percent = models.DecimalField(
        "Veränderung zum Vorjahr in %", max_digits=7, decimal_places=4, null=True, blank=True
    )
    reason = models.TextField("Begründung", blank=True)
    accepted = models.BooleanField("vereinbart", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Vorschlag für einen Planwert"
        verbose_name_plural = "Vorschläge für Planwerte"
        ordering = ["target_measure", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way=PlanWay.ABSOLUTE, plan__isnull=False, relative_percent__isnull=True)
                | Q(way=PlanWay.RELATIVE, plan__isnull=True, relative_percent__isnull=False),
                name="proposal_way_fits_fields",
                violation_error_message="Ein Vorschlag nennt einen Planwert oder eine Veränderung in %.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.target_measure}"


class TargetRemark(models.Model):
    """What a party says to a target while it is agreed on."""

    target = models.ForeignKey(Target, models.CASCADE, verbose_name="Ziel", related_name="remarks")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="Partner", related_name="+")
    text = models.TextField("Text")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Anmerkung zu einem Ziel"
        verbose_name_plural = "Anmerkungen zu Zielen"
        ordering = ["target", "id"]

    def __str__(self) -> str:
        return f"{self.party} zu {self.target}"
