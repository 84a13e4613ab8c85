"""Monthly reports (MBZ) and the steps they went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models import Agreement, FrozenDocument
from monitoring.choices import ReportState, ReportVerb


class MonthlyReport(models.Model):
    """MBZ: one agreement, one month; work after a return goes on as the next number (domain.md §5)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="reports")
    month = models.DateField("Monat")
    number = models.PositiveSmallIntegerField("Nummer", default=1)
    state = models.CharField("Stand", max_length=10, choices=ReportState, default=ReportState.OPEN)
    frozen = models.OneToOneField(
        FrozenDocument, models.PROTECT, verbose_name="eingefroren als", related_name="report", null=True, blank=True
    )

    class Meta:
        verbose_name = "MBZ"
        verbose_name_plural = "MBZ"
        ordering = ["agreement", "-month", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "month", "number"],
                name="report_number_once",
                violation_error_message="Diese Nummer gibt es für den Monat schon.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "month"],
                condition=Q(state=ReportState.OPEN),
                name="report_one_open",
                violation_error_message="Für diesen Monat ist schon ein MBZ in Arbeit.",
            ),
            models.CheckConstraint(
                condition=(Q(state=ReportState.OPEN) & Q(frozen__isnull=True))
                | (~Q(state=ReportState.OPEN) & Q(frozen__isnull=False)),
                name="report_released_is_frozen",
                violation_error_message="Ein freigegebener MBZ ist eingefroren, ein MBZ in Arbeit ist es nicht.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="report_first_of_month",
                violation_error_message="Ein Monat wird mit seinem ersten Tag angegeben.",
            ),
        ]

    def __str__(self) -> str:
        return f"MBZ {self.month:%m.%Y} Nr. {self.number}"


class ReportStep(models.Model):
    """One step of a report: released, returned with a question, accepted; append-only."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, verbose_name="MBZ", related_name="steps")
    verb = models.CharField("was", max_length=8, choices=ReportVerb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")
    reason = models.TextField("Grund", blank=True)
    discussed_on = models.DateField("besprochen am", null=True, blank=True)

    class Meta:
        verbose_name = "Schritt eines MBZ"
        verbose_name_plural = "Schritte von MBZ"
        ordering = ["report", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "verb"],
                name="report_step_once",
                violation_error_message="Diesen Schritt hat der MBZ schon getan.",
            ),
            models.CheckConstraint(
                condition=~Q(verb=ReportVerb.RETURN) | ~Q(reason=""),
                name="report_step_return_has_reason",
                violation_error_message="Wer einen MBZ zurückgibt, nennt die Rückfrage.",
            ),
            models.CheckConstraint(
                condition=Q(verb=ReportVerb.ACCEPT, discussed_on__isnull=False)
                | (~Q(verb=ReportVerb.ACCEPT) & Q(discussed_on__isnull=True)),
                name="report_step_accept_has_day",
                violation_error_message="Eine Abnahme nennt den Tag des Gesprächs; nur sie.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_verb_display()}"
