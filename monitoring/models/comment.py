"""What people write beside the figures: the Jobcenter's comments, and notes of the Agentur that nobody else reads."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import Role
from agreements.domain.sides import AGENTUR_KINDS, JOBCENTER_KINDS
from agreements.models import Actor, Agreement, Party, Target
from monitoring.choices import ReportState
from monitoring.models.report import MonthlyReport


class CommentQuerySet(models.QuerySet["TargetComment"]):
    """Comments with names for what is asked of them."""

    def visible_to(self, actor: Actor) -> CommentQuerySet:
        """The Jobcenter's own comments always; the Agentur's view begins with the release (domain.md §7)."""
        own = Q(
            report__agreement__jobcenter_id__in=actor.party_ids_as(
                Role.ENTRY, Role.RELEASE, Role.READER, kinds=JOBCENTER_KINDS
            )
        )
        reviewers = actor.party_ids_as(Role.REVIEW, Role.READER, kinds=AGENTUR_KINDS)
        released = ~Q(report__state=ReportState.OPEN) & Q(report__agreement__partners__party_id__in=reviewers)
        return self.filter(own | released).distinct()


class TargetComment(models.Model):
    """The Jobcenter's comment on one target in one report; `version` tells two writers apart."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, verbose_name="MBZ", related_name="comments")
    target = models.ForeignKey(Target, models.PROTECT, verbose_name="Ziel", related_name="comments")
    text = models.TextField("Text")
    unchanged = models.BooleanField("unverändert gegenüber Vormonat", default=False)
    figures = models.JSONField(
        "Zahlen", default=list, blank=True, help_text="was die führenden Messgrößen zeigten, als er geschrieben wurde"
    )
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


class NoteQuerySet(models.QuerySet["PreparationNote"]):
    """Notes with names for what is asked of them."""

    def visible_to(self, actor: Actor) -> NoteQuerySet:
        """Those of the Agentur one reviews for; no other party reads them (domain.md §5)."""
        return self.filter(party_id__in=actor.party_ids_as(Role.REVIEW, kinds=AGENTUR_KINDS))


class PreparationNote(models.Model):
    """The Agentur's own note on one target, for the next dialogue; `version` tells two writers apart."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="notes")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="Agentur", related_name="preparation_notes")
    target = models.ForeignKey(Target, models.PROTECT, verbose_name="Ziel", related_name="preparation_notes")
    text = models.TextField("Text")
    version = models.PositiveIntegerField("Fassung", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "Vorbereitungsnotiz"
        verbose_name_plural = "Vorbereitungsnotizen"
        ordering = ["agreement", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "target"],
                name="note_once",
                violation_error_message="Zu diesem Ziel gibt es schon eine Notiz.",
            )
        ]

    def __str__(self) -> str:
        return f"Notiz zu {self.target}"
