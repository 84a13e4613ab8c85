"""Dialogues (Zielnachhaltedialoge): when, with whom, about which month, what was said on each target, and who confirmed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.choices import Role
from agreements.domain.sides import AGENTUR_KINDS, JOBCENTER_KINDS
from agreements.models import Actor, Agreement, FrozenDocument, Party, Target
from monitoring.choices import DialogueState


class DialogueQuerySet(models.QuerySet["Dialogue"]):
    """Dialogues with names for what is asked of them."""

    def visible_to(self, actor: Actor) -> DialogueQuerySet:
        """Jobcenter and Agentur of the agreement; for the Kreis there are none (domain.md §7)."""
        own = actor.party_ids_as(Role.ENTRY, Role.RELEASE, Role.READER, kinds=JOBCENTER_KINDS)
        agentur = actor.party_ids_as(Role.REVIEW, Role.READER, kinds=AGENTUR_KINDS)
        agreements = Agreement.objects.filter(Q(jobcenter_id__in=own) | Q(partners__party_id__in=agentur))
        return self.filter(agreement__in=agreements.values("pk"))


class Dialogue(models.Model):
    """One meeting of Agentur and Jobcenter; numbered within the agreement."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="dialogues")
    number = models.PositiveSmallIntegerField("Nummer")
    day = models.DateField("Tag")
    begins = models.TimeField("Beginn", null=True, blank=True)
    ends = models.TimeField("Ende", null=True, blank=True)
    place = models.CharField("Ort", max_length=200, blank=True)
    month = models.DateField("besprochener MBZ", help_text="Monat, mit seinem ersten Tag")
    questions = models.TextField("Fragen der Agentur", blank=True)
    decisions = models.TextField("Beschlüsse", blank=True)
    state = models.CharField("Stand", max_length=9, choices=DialogueState, default=DialogueState.PLANNED)
    reason = models.TextField("Grund der Absage", blank=True)
    sequence = models.PositiveSmallIntegerField(
        "Fassung der Einladung", default=0, help_text="zählt, wie oft Tag, Zeit oder Ort sich änderten (RFC 5545)"
    )
    frozen = models.OneToOneField(
        FrozenDocument,
        models.PROTECT,
        verbose_name="Niederschrift eingefroren als",
        related_name="dialogue",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField("Fassung", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    objects = DialogueQuerySet.as_manager()

    class Meta:
        verbose_name = "Dialog"
        verbose_name_plural = "Dialoge"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="dialogue_number_once",
                violation_error_message="Diese Nummer ist in der Vereinbarung schon vergeben.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="dialogue_month_first",
                violation_error_message="Ein Monat wird mit seinem ersten Tag angegeben.",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(begins__isnull=False, ends__gt=F("begins")),
                name="dialogue_ends_after_beginning",
                violation_error_message="Das Ende liegt nach dem Beginn.",
            ),
            models.CheckConstraint(
                condition=Q(state=DialogueState.CONFIRMED, frozen__isnull=False)
                | ~Q(state=DialogueState.CONFIRMED) & Q(frozen__isnull=True),
                name="dialogue_confirmed_is_frozen",
                violation_error_message="Eine bestätigte Niederschrift ist eingefroren; nur sie.",
            ),
            models.CheckConstraint(
                condition=~Q(state=DialogueState.CANCELLED) | ~Q(reason=""),
                name="dialogue_cancelled_has_reason",
                violation_error_message="Ein abgesagter Dialog nennt den Grund.",
            ),
        ]

    def __str__(self) -> str:
        return f"Dialog Nr. {self.number} am {self.day:%d.%m.%Y}"


class DialogueParticipant(models.Model):
    """Who is invited, for which party, and whether they came."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, verbose_name="Dialog", related_name="participants")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="für", related_name="+")
    name = models.CharField("Name", max_length=120)
    function = models.CharField("Funktion", max_length=120, blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    attended = models.BooleanField("nahm teil", null=True, blank=True)

    class Meta:
        verbose_name = "Teilnehmende Person"
        verbose_name_plural = "Teilnehmende"
        ordering = ["dialogue", "party", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "party", "name"],
                name="dialogue_participant_once",
                violation_error_message="Diese Person steht schon auf der Liste.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DialogueMinute(models.Model):
    """What was said and decided on one target; `version` tells two writers apart."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, verbose_name="Dialog", related_name="minutes")
    target = models.ForeignKey(Target, models.PROTECT, verbose_name="Ziel", related_name="minutes")
    text = models.TextField("Niederschrift")
    version = models.PositiveIntegerField("Fassung", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Niederschrift zu einem Ziel"
        verbose_name_plural = "Niederschriften zu Zielen"
        ordering = ["dialogue", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "target"],
                name="dialogue_minute_once",
                violation_error_message="Zu diesem Ziel gibt es in diesem Dialog schon eine Niederschrift.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dialogue}: {self.target}"


class DialogueConfirmation(models.Model):
    """One side's yes to the minutes as they read then; a later change of them makes it void. Append-only."""

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, verbose_name="Dialog", related_name="confirmations")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="für", related_name="+")
    fingerprint = models.CharField("Prüfsumme der Niederschrift", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Bestätigung einer Niederschrift"
        verbose_name_plural = "Bestätigungen von Niederschriften"
        ordering = ["dialogue", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "party", "fingerprint"],
                name="dialogue_confirmation_once",
                violation_error_message="Diese Seite hat diese Fassung schon bestätigt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dialogue}: {self.party}"
