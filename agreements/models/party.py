"""Regions and the parties of agreements on all levels of § 48b SGB II."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from agreements.choices import PartyKind, RegionKind
from agreements.domain.sides import JOBCENTER_KINDS
from agreements.models.keys import NaturalKeyManager

key_validator = RegexValidator(
    r"^[0-9A-Za-z][0-9A-Za-z-]*\Z", "Der Schlüssel besteht aus Ziffern, Buchstaben und Bindestrichen, etwa 05158024."
)


class Region(models.Model):
    """District of a Jobcenter, a city in it, or "ohne Zuordnung/auswärts" (domain.md §2); figures belong to a region."""

    NATURAL = ("key",)

    key = models.CharField(
        "Schlüssel", max_length=20, unique=True, validators=[key_validator], help_text="AGS als Text"
    )
    name = models.CharField("Name", max_length=120)
    kind = models.CharField("Art", max_length=12, choices=RegionKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="gehört zu", related_name="children", null=True, blank=True
    )
    fictitious = models.BooleanField(
        "fiktive Zahlen", default=False, help_text="Alle Zahlen dieses Gebiets sind für die Vorführung erfunden."
    )

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Gebiet"
        verbose_name_plural = "Gebiete"
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RegionKind.DISTRICT) | Q(parent__isnull=False),
                name="region_city_has_parent",
                violation_error_message="Eine Stadt gehört zu einem Gebiet; bitte „gehört zu“ ausfüllen.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.key,)


class Party(models.Model):
    """Vereinbarungspartner: Agentur, Jobcenter, Kreis and the other levels of § 48b SGB II."""

    NATURAL = ("key",)

    key = models.SlugField("Schlüssel", max_length=60, unique=True)
    kind = models.CharField("Art", max_length=20, choices=PartyKind)
    name = models.CharField("Name", max_length=160)
    short_name = models.CharField("Kurzname", max_length=60)
    address = models.TextField("Postanschrift", blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="Gebiet", null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="übergeordnet", null=True, blank=True)
    comparison_type = models.CharField("Vergleichstyp", max_length=20, blank=True)
    comparison_from = models.DateField("Vergleichstyp gültig ab", null=True, blank=True)
    comparison_to = models.DateField("Vergleichstyp gültig bis", null=True, blank=True)
    four_eyes = models.BooleanField(
        "Vier-Augen-Freigabe",
        default=False,
        help_text="Den MBZ gibt nicht frei, wer zuletzt Zahlen oder Kommentare dazu eingegeben hat.",
    )

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Vereinbarungspartner"
        verbose_name_plural = "Vereinbarungspartner"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=JOBCENTER_KINDS) | Q(region__isnull=False),
                name="party_jobcenter_has_region",
                violation_error_message="Ein Jobcenter braucht ein Gebiet.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.key,)
