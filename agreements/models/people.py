"""People: users, their memberships, and the actor, one person on one day."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from agreements.choices import PartyKind, Role
from agreements.models.keys import NaturalKeyManager
from agreements.models.party import Party


class User(AbstractUser):
    """A person who logs in, or the system account (no password) that commands act for."""

    email = models.EmailField("E-Mail-Adresse", unique=True)

    class Meta:
        verbose_name = "Benutzerkonto"
        verbose_name_plural = "Benutzerkonten"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships with names for what is asked of them."""

    def in_force(self, on: date) -> MembershipQuerySet:
        """Those valid on that day, both ends included."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )


class Membership(models.Model):
    """What a user may do for a party, and from when to when (domain.md §7)."""

    NATURAL = ("user__username", "party__key", "role", "valid_from")

    user = models.ForeignKey(User, models.CASCADE, verbose_name="Benutzerkonto", related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="Vereinbarungspartner", related_name="memberships")
    role = models.CharField("Rolle", max_length=12, choices=Role)
    signatory = models.BooleanField("unterzeichnet", default=False)
    valid_from = models.DateField("gültig ab", null=True, blank=True)
    valid_to = models.DateField("gültig bis", null=True, blank=True)
    deputy_of = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="in Vertretung von", null=True, blank=True, related_name="deputies"
    )

    objects = NaturalKeyManager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = "Zugehörigkeit"
        verbose_name_plural = "Zugehörigkeiten"
        ordering = ["user__username", "party__name", "role", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_start",
                violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} für {self.party}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.user.username, self.party.key, self.role, self.valid_from)

    natural_key.dependencies = ["agreements.user", "agreements.party"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Raises ValidationError where the same role of the same person overlaps in time."""
        others = Membership.objects.filter(user_id=self.user_id, party_id=self.party_id, role=self.role)
        others = others.exclude(pk=self.pk)
        if self.valid_to:
            others = others.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=self.valid_to))
        if self.valid_from:
            others = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=self.valid_from))
        if others.exists():
            raise ValidationError("Diese Rolle besteht in dem Zeitraum schon; bitte „gültig ab/bis“ anpassen.")


class Actor:
    """One person on one day, with the memberships in force then; what rules and visible_to ask."""

    def __init__(self, user: User | AnonymousUser, on: date) -> None:
        self.user = user
        self.on = on

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """One query, at the first question."""
        if not self.user.is_authenticated or not self.user.is_active:
            return ()
        return tuple(Membership.objects.filter(user_id=self.user.pk).in_force(self.on).select_related("party"))

    @property
    def party_ids(self) -> frozenset[int]:
        """The parties this person belongs to today."""
        return frozenset(m.party_id for m in self.memberships)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The same as rows, each once, in the order of their names."""
        return tuple(sorted({m.party for m in self.memberships}, key=lambda party: party.name))

    def party_ids_as(self, *roles: Role, kinds: tuple[PartyKind, ...] = tuple(PartyKind)) -> frozenset[int]:
        """The parties of these kinds for which this person holds one of these roles today."""
        return frozenset(m.party_id for m in self.memberships if m.role in roles and m.party.kind in kinds)
