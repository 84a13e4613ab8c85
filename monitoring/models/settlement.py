"""Zielabrechnung: what became of an agreement, provisional in February and final with the final December; frozen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models import Agreement, Duty, FrozenDocument, Party
from monitoring.choices import DutyState, SettlementKind


class Settlement(models.Model):
    """One settlement that was handed out; a later one of the same kind is a new row."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="settlements"
    )
    kind = models.CharField("Art", max_length=11, choices=SettlementKind)
    frozen = models.OneToOneField(
        FrozenDocument, models.PROTECT, verbose_name="eingefroren als", related_name="settlement"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Zielabrechnung"
        verbose_name_plural = "Zielabrechnungen"
        ordering = ["agreement", "-id"]

    def __str__(self) -> str:
        return f"{self.agreement.key}: {self.get_kind_display()}e Zielabrechnung"


class DutyReview(models.Model):
    """What somebody reported on a duty, for a party and with evidence; append-only, the newest says where it stands."""

    duty = models.ForeignKey(Duty, models.PROTECT, verbose_name="Pflicht", related_name="reviews")
    state = models.CharField("Stand", max_length=9, choices=DutyState)
    text = models.TextField("Bericht", blank=True)
    evidence = models.FileField("Nachweis", upload_to="nachweise/", blank=True)
    link = models.URLField("Verweis", blank=True)
    new_due = models.DateField("verschoben auf", null=True, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="für", related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Bericht zu einer Pflicht"
        verbose_name_plural = "Berichte zu Pflichten"
        ordering = ["duty", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DutyState.POSTPONED, new_due__isnull=False) & ~Q(text="")
                | ~Q(state=DutyState.POSTPONED) & Q(new_due__isnull=True),
                name="duty_review_postponed_has_day",
                violation_error_message="Eine verschobene Pflicht nennt den neuen Tag und den Grund.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty}: {self.get_state_display()}"


class DutyAnswer(models.Model):
    """What the other side says to a report on a duty: accepted, or asked back with a reason. Append-only."""

    review = models.ForeignKey(DutyReview, models.PROTECT, verbose_name="Bericht", related_name="answers")
    accepted = models.BooleanField("angenommen")
    text = models.TextField("Anmerkung", blank=True)
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="für", related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Antwort auf einen Bericht"
        verbose_name_plural = "Antworten auf Berichte"
        ordering = ["review", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(text=""),
                name="duty_answer_back_has_reason",
                violation_error_message="Eine Rückfrage nennt ihren Grund.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.review}: {'angenommen' if self.accepted else 'Rückfrage'}"
