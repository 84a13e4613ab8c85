"""Reporting months: when their figures are due, and whether they may still be typed by hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models import Agreement
from monitoring.choices import Typing


class ReportingMonth(models.Model):
    """Berichtsmonat: one month of one agreement, where it differs from the rule; without a row the rule holds.

    The rule: due on the 15th after the figures can be known, open for typing until a report of this or a later month
    was accepted (domain.md §5). A row closes earlier, reopens with a reason, or names another day.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="reporting_months"
    )
    month = models.DateField("Monat")
    due = models.DateField("fällig am", null=True, blank=True, help_text="leer: der 15. nach dem Monat")
    typing = models.CharField("Eingabe", max_length=8, choices=Typing, default=Typing.OPEN)
    reopened_why = models.CharField("wieder geöffnet, weil", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Berichtsmonat"
        verbose_name_plural = "Berichtsmonate"
        ordering = ["agreement", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "month"],
                name="reporting_month_once",
                violation_error_message="Diesen Monat gibt es für die Zielvereinbarung schon.",
            ),
            models.CheckConstraint(
                condition=(Q(typing=Typing.REOPENED) & ~Q(reopened_why=""))
                | (~Q(typing=Typing.REOPENED) & Q(reopened_why="")),
                name="reporting_month_reopened_why",
                violation_error_message="Ein wieder geöffneter Monat nennt den Grund; nur er.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="reporting_month_first_of_month",
                violation_error_message="Ein Monat wird mit seinem ersten Tag angegeben.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.key} {self.month:%Y-%m}"
