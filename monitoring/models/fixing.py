"""Fixing of a relative plan or of a course, its proposals and consents: records of their own, the signed row keeps what was signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from agreements.models import Party, TargetMeasure
from agreements.models.catalogue import DIGITS
from monitoring.choices import ProposalState


class PlanFixing(models.Model):
    """Festlegung: from here on P and the twelve shares of the course hold, whatever the prior year becomes."""

    target_measure = models.ForeignKey(
        TargetMeasure, models.PROTECT, verbose_name="Messgröße des Ziels", related_name="fixings"
    )
    plan = models.DecimalField("Planwert", **DIGITS)
    shares = models.JSONField("Verlauf", default=list, blank=True, help_text="zwölf Anteile am Planwert, als Text")
    basis = models.CharField("Grundlage", max_length=200)
    data_status = models.CharField("Datenstand", max_length=120)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="festgelegt von", related_name="+"
    )
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Festlegung eines Plans"
        verbose_name_plural = "Festlegungen von Plänen"
        ordering = ["target_measure", "-at", "-id"]
        get_latest_by = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.target_measure} festgelegt am {self.at:%d.%m.%Y}"


class FixingProposal(models.Model):
    """What P and the course would be by today's figures of the prior year; it holds nothing until the parties consent."""

    target_measure = models.ForeignKey(
        TargetMeasure, models.PROTECT, verbose_name="Messgröße des Ziels", related_name="fixing_proposals"
    )
    plan = models.DecimalField("Planwert", **DIGITS)
    shares = models.JSONField("Verlauf", default=list, blank=True, help_text="zwölf Anteile am Planwert, als Text")
    basis = models.CharField("Grundlage", max_length=200)
    data_status = models.CharField("Datenstand", max_length=120)
    state = models.CharField("Stand", max_length=9, choices=ProposalState, default=ProposalState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="vorgeschlagen von", related_name="+")
    at = models.DateTimeField("am")
    fixing = models.OneToOneField(
        PlanFixing, models.PROTECT, verbose_name="Festlegung", related_name="proposal", null=True, blank=True
    )

    class Meta:
        verbose_name = "Vorschlag einer Festlegung"
        verbose_name_plural = "Vorschläge von Festlegungen"
        ordering = ["target_measure", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target_measure"],
                condition=models.Q(state=ProposalState.OPEN),
                name="fixing_proposal_one_open",
                violation_error_message="Für diese Messgröße ist schon ein Vorschlag offen.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.FIXED, fixing__isnull=False)
                | (~models.Q(state=ProposalState.FIXED) & models.Q(fixing__isnull=True)),
                name="fixing_proposal_fixed_names_fixing",
                violation_error_message="Ein festgelegter Vorschlag nennt die Festlegung; nur er.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_measure}: Vorschlag vom {self.at:%d.%m.%Y}"


class FixingConsent(models.Model):
    """One party's answer to a proposal."""

    proposal = models.ForeignKey(FixingProposal, models.PROTECT, verbose_name="Vorschlag", related_name="consents")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="Partner", related_name="+")
    agreed = models.BooleanField("einverstanden")
    reason = models.TextField("Begründung", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Einverständnis mit einer Festlegung"
        verbose_name_plural = "Einverständnisse mit Festlegungen"
        ordering = ["proposal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "party"],
                name="fixing_consent_once",
                violation_error_message="Dieser Partner hat schon geantwortet.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {'einverstanden' if self.agreed else 'nicht einverstanden'}"
