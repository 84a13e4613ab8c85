"""Batches: the papers of many Jobcenter for one month, made in the background into one ZIP."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models import Agreement
from monitoring.choices import BatchState
from monitoring.models.report import MonthlyReport


class ReportBatch(models.Model):
    """One order for the papers of a month, for the person who gave it alone."""

    month = models.DateField("Monat")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="report_batches")
    at = models.DateTimeField("am")
    as_of_day = models.DateField("Stand", help_text="Tag, mit dem offene Berichte gerechnet werden")
    state = models.CharField("Stand der Arbeit", max_length=8, choices=BatchState, default=BatchState.WAITING)
    finished_at = models.DateTimeField("fertig am", null=True, blank=True)
    file = models.FileField("ZIP", upload_to="stapel/", blank=True)

    class Meta:
        verbose_name = "Stapel von MBZ"
        verbose_name_plural = "Stapel von MBZ"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=BatchState.DONE) & Q(finished_at__isnull=False))
                | (~Q(state=BatchState.DONE) & Q(finished_at__isnull=True)),
                name="batch_done_has_time",
                violation_error_message="Ein fertiger Stapel nennt den Zeitpunkt; nur er.",
            )
        ]

    def __str__(self) -> str:
        return f"MBZ {self.month:%m.%Y}, Stapel {self.pk}"


class BatchItem(models.Model):
    """One paper of a batch: made, not yet, or not possible and why."""

    batch = models.ForeignKey(ReportBatch, models.CASCADE, verbose_name="Stapel", related_name="items")
    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="+")
    report = models.ForeignKey(
        MonthlyReport, models.PROTECT, verbose_name="MBZ", related_name="+", null=True, blank=True
    )
    file = models.FileField("PDF", upload_to="stapel/", blank=True)
    done_at = models.DateTimeField("fertig am", null=True, blank=True)
    fault = models.CharField("Fehler", max_length=300, blank=True)

    class Meta:
        verbose_name = "Papier eines Stapels"
        verbose_name_plural = "Papiere eines Stapels"
        ordering = ["batch", "agreement__jobcenter__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "agreement"],
                name="batch_item_once",
                violation_error_message="Diese Vereinbarung ist schon im Stapel.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.agreement}"
