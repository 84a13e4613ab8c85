"""Programmes (Maßnahmewirksamkeit, Joboffensive): who entered and left, who was integrated then and later, and what follows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models import Target
from monitoring.choices import Continued, Effective


class Programme(models.Model):
    """One programme that a target evaluates; shares are computed, and what is not yet measurable is not 0."""

    target = models.ForeignKey(Target, models.PROTECT, verbose_name="Ziel", related_name="programmes")
    name = models.CharField("Maßnahme", max_length=160)
    kind = models.CharField("Art", max_length=120, blank=True)
    entries = models.PositiveIntegerField("Eintritte", null=True, blank=True)
    exits = models.PositiveIntegerField("Austritte", null=True, blank=True)
    integrated = models.PositiveIntegerField("bei Ende integriert", null=True, blank=True)
    last_exit = models.DateField(
        "letzter Austritt", null=True, blank=True, help_text="sechs Monate danach ist „sechs Monate später“ messbar"
    )
    integrated_later = models.PositiveIntegerField("sechs Monate später integriert", null=True, blank=True)
    effective = models.CharField("wirksam", max_length=7, choices=Effective, blank=True)
    continued = models.CharField("fortgesetzt", max_length=7, choices=Continued, blank=True)
    statement = models.TextField("Stellungnahme", blank=True)
    version = models.PositiveIntegerField("Fassung", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Maßnahme der Auswertung"
        verbose_name_plural = "Maßnahmen der Auswertung"
        ordering = ["target", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "name"],
                name="programme_once",
                violation_error_message="Diese Maßnahme steht schon in der Auswertung.",
            ),
            models.CheckConstraint(
                condition=Q(integrated__isnull=True) | Q(exits__isnull=False, integrated__lte=F("exits")),
                name="programme_integrated_left",
                violation_error_message="Bei Ende integriert sind höchstens so viele, wie ausgetreten sind.",
            ),
            models.CheckConstraint(
                condition=Q(integrated_later__isnull=True) | Q(exits__isnull=False, integrated_later__lte=F("exits")),
                name="programme_integrated_later_left",
                violation_error_message="Sechs Monate später integriert sind höchstens so viele, wie ausgetreten sind.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Evaluation(models.Model):
    """The words of the evaluation of one target, beside its programmes; `version` tells two writers apart."""

    target = models.OneToOneField(Target, models.PROTECT, verbose_name="Ziel", related_name="evaluation")
    text = models.TextField("Auswertung", blank=True)
    version = models.PositiveIntegerField("Fassung", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Auswertung"
        verbose_name_plural = "Auswertungen"
        ordering = ["target"]

    def __str__(self) -> str:
        return f"Auswertung: {self.target}"
