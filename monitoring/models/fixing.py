"""Fixing of a relative plan or of a course: a record of its own, the signed row keeps what was signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from agreements.models import TargetMeasure
from agreements.models.catalogue import DIGITS


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
