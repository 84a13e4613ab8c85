"""Monthly reports (MBZ) and the Jobcenter's comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import PartyKind, Role
from agreements.models import Actor, Agreement, FrozenDocument, Target
from agreements.models.party import JOBCENTER_KINDS
from monitoring.choices import ReportState


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


class CommentQuerySet(models.QuerySet["TargetComment"]):
    """Comments with names for what is asked of them."""

    def visible_to(self, actor: Actor) -> CommentQuerySet:
        """The Jobcenter's own comments always; the Agentur's view begins with the release (domain.md §7)."""
        own = Q(
            report__agreement__jobcenter_id__in=actor.party_ids_as(
                Role.ENTRY, Role.RELEASE, Role.READER, kinds=JOBCENTER_KINDS
            )
        )
        reviewers = actor.party_ids_as(Role.REVIEW, Role.READER, kinds=(PartyKind.AGENTUR,))
        released = ~Q(report__state=ReportState.OPEN) & Q(report__agreement__partners__party_id__in=reviewers)
        return self.filter(own | released).distinct()


class TargetComment(models.Model):
    """The Jobcenter's comment on one target in one report; `version` tells two writers apart."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, verbose_name="MBZ", related_name="comments")
    target = models.ForeignKey(Target, models.PROTECT, verbose_name="Ziel", related_name="comments")
    text = models.TextField("Text")
    version = models.PositiveIntegerField("Fassung", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "Kommentar"
        verbose_name_plural = "Kommentare"
        ordering = ["report", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "target"],
                name="comment_once",
                violation_error_message="Zu diesem Ziel gibt es in diesem MBZ schon einen Kommentar.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.target}"
