"""Imports of figures: every run is kept with its file, its person and its counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from monitoring.choices import ImportState


class ImportRun(models.Model):
    """One file that was taken in, all of it or nothing."""

    file_name = models.CharField("Datei", max_length=255)
    sha256 = models.CharField("Prüfsumme der Datei", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")
    new = models.PositiveIntegerField("neu", default=0)
    changed = models.PositiveIntegerField("geändert", default=0)
    unchanged = models.PositiveIntegerField("unverändert", default=0)
    warnings = models.JSONField("ungeprüfte Auffälligkeiten", default=list, blank=True)
    state = models.CharField("Stand", max_length=6, choices=ImportState, default=ImportState.DONE)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="zurückgenommen von",
        related_name="+",
        null=True,
        blank=True,
    )
    undone_at = models.DateTimeField("zurückgenommen am", null=True, blank=True)

    class Meta:
        verbose_name = "Import"
        verbose_name_plural = "Importe"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.UNDONE, undone_at__isnull=False, undone_by__isnull=False)
                | Q(state=ImportState.DONE, undone_at__isnull=True, undone_by__isnull=True),
                name="import_run_undone_by",
                violation_error_message="Ein zurückgenommener Import nennt, wer ihn wann zurücknahm; nur er.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} am {self.at:%d.%m.%Y}"
