"""What travels as files: a file between preview and confirmation, how a foreign file is read, sheets sent to suppliers."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from agreements.models import Agreement, Party
from monitoring.choices import SheetState
from monitoring.domain.layout import Layout, LayoutError
from monitoring.models.import_run import ImportRun


def validate_layout(rules: object) -> None:
    """Raises ValidationError where the JSON is no layout."""
    try:
        Layout.from_json(rules)
    except LayoutError as error:
        raise ValidationError(str(error)) from error


class ImportMapping(models.Model):
    """Zuordnung: how one source's files are to be read; kept for a party, so that nobody retypes."""

    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name="Vereinbarungspartner", related_name="import_mappings"
    )
    name = models.CharField("Name", max_length=80, help_text="etwa „BA-Statistik, Eckwerte“")
    rules = models.JSONField("Regeln", validators=[validate_layout])
    header = models.JSONField("Kopfzeile", default=list, blank=True, help_text="woran die Datei erkannt wird")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Zuordnung"
        verbose_name_plural = "Zuordnungen"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "name"],
                name="mapping_name_once",
                violation_error_message="Eine Zuordnung mit diesem Namen gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CollectionSheet(models.Model):
    """Erfassungsbogen: a protected workbook for a supplier without login; exactly its cells come back, once."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="collection_sheets"
    )
    recipient = models.CharField("Empfänger", max_length=160, help_text="Stelle, etwa „Schuldnerberatung Ratingen“")
    due = models.DateField("zurück bis")
    cells = models.JSONField("Zellen", help_text="Liste aus Datenreihe, Gebiet und Monat in der Reihenfolge der Zeilen")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")
    state = models.CharField("Stand", max_length=10, choices=SheetState, default=SheetState.OPEN)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="eingelesen von", related_name="+", null=True, blank=True
    )
    returned_at = models.DateTimeField("zurück am", null=True, blank=True)
    import_run = models.ForeignKey(
        ImportRun, models.PROTECT, verbose_name="Import", related_name="collection_sheets", null=True, blank=True
    )

    class Meta:
        verbose_name = "Erfassungsbogen"
        verbose_name_plural = "Erfassungsbögen"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=SheetState.RETURNED) & Q(returned_at__isnull=False, import_run__isnull=False))
                | (~Q(state=SheetState.RETURNED) & Q(returned_at__isnull=True, import_run__isnull=True)),
                name="sheet_returned_by_import",
                violation_error_message="Ein zurückgekommener Bogen nennt seinen Import; nur er.",
            )
        ]

    def __str__(self) -> str:
        return f"Erfassungsbogen {self.pk} an {self.recipient}"


class ImportDraft(models.Model):
    """A file between preview and confirmation, for the person who uploaded it alone; gone after that, or after a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="Benutzerkonto", related_name="import_drafts"
    )
    file_name = models.CharField("Datei", max_length=255)
    content = models.BinaryField("Inhalt")
    rules = models.JSONField("Regeln", null=True, blank=True, validators=[validate_layout])
    sheet = models.ForeignKey(
        CollectionSheet, models.CASCADE, verbose_name="Erfassungsbogen", related_name="drafts", null=True, blank=True
    )
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Datei in Vorschau"
        verbose_name_plural = "Dateien in Vorschau"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
