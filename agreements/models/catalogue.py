"""The catalogue of figures: series that are entered and measures that are compared (domain.md §4)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from agreements.choices import Aggregation, Level, Nature, Rhythm, Source
from agreements.models.keys import NaturalKeyManager

DIGITS: dict[str, Any] = {
    "max_digits": 15,
    "decimal_places": 4,
}  # 15 digits survive SQLite's REAL exactly; sums are made in Decimal


class Series(models.Model):
    """Datenreihe: what is entered, with its rhythm and the delay until a figure can be known."""

    NATURAL = ("code",)

    code = models.SlugField("Kürzel", max_length=40, unique=True)
    name = models.CharField("Name", max_length=160)
    unit = models.CharField("Einheit", max_length=20)
    decimals = models.PositiveSmallIntegerField("Nachkommastellen", default=0)
    source = models.CharField("Quelle", max_length=10, choices=Source)
    level = models.CharField("Ebene", max_length=10, choices=Level, default=Level.DISTRICT)
    nature = models.CharField("Natur", max_length=6, choices=Nature)
    rhythm = models.CharField("Rhythmus", max_length=10, choices=Rhythm, default=Rhythm.MONTHLY)
    months_until_available = models.PositiveSmallIntegerField("Monate bis verfügbar", default=0)
    months_until_final = models.PositiveSmallIntegerField("Monate bis endgültig", default=0)
    counts_people = models.BooleanField("zählt Personen", default=False)
    subset_of = models.ForeignKey(
        "self", models.PROTECT, verbose_name="Teilmenge von", related_name="subsets", null=True, blank=True
    )
    partition = models.CharField(
        "Aufteilung nach",
        max_length=40,
        blank=True,
        help_text="Teilmengen mit demselben Wort, etwa „Geschlecht“, ergeben zusammen das Ganze.",
    )
    threshold = models.PositiveSmallIntegerField(
        "Schwelle k", default=3, help_text="Kleinere Anzahlen (außer 0) verlassen das Haus nicht."
    )
    definition = models.TextField("Definition", blank=True)
    lower = models.DecimalField("Untergrenze", **DIGITS, null=True, blank=True)
    upper = models.DecimalField("Obergrenze", **DIGITS, null=True, blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Datenreihe"
        verbose_name_plural = "Datenreihen"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decimals__lte=4),
                name="series_decimals_at_most_four",
                violation_error_message="Eine Datenreihe hat höchstens vier Nachkommastellen.",
            ),
            models.CheckConstraint(
                condition=Q(months_until_final__gte=F("months_until_available")),
                name="series_final_after_available",
                violation_error_message="Endgültig wird ein Wert nicht vor dem Tag, an dem er verfügbar ist.",
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=1),
                name="series_threshold_positive",
                violation_error_message="Die Schwelle k ist mindestens 1.",
            ),
            models.CheckConstraint(
                condition=Q(partition="") | Q(subset_of__isnull=False),
                name="series_partition_of_whole",
                violation_error_message="Eine Aufteilung braucht das Ganze; bitte „Teilmenge von“ ausfüllen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Measure(models.Model):
    """Messgröße: how figures become the value that is compared; a RATIO is made of two other measures."""

    NATURAL = ("code",)

    code = models.SlugField("Kürzel", max_length=40, unique=True)
    name = models.CharField("Name", max_length=160)
    unit = models.CharField("Einheit", max_length=20)
    decimals = models.PositiveSmallIntegerField("Nachkommastellen in der Anzeige", default=0)
    aggregation = models.CharField("Verdichtung", max_length=6, choices=Aggregation)
    series = models.ForeignKey(
        Series, models.PROTECT, verbose_name="Datenreihe", related_name="measures", null=True, blank=True
    )
    numerator = models.ForeignKey(
        "self", models.PROTECT, verbose_name="Zähler", related_name="+", null=True, blank=True
    )
    denominator = models.ForeignKey(
        "self", models.PROTECT, verbose_name="Nenner", related_name="+", null=True, blank=True
    )
    lag = models.PositiveSmallIntegerField("Verschiebung des Nenners (Monate)", default=0)
    factor = models.DecimalField("Faktor", **DIGITS, default=1)
    number = models.ForeignKey(
        Series,
        models.PROTECT,
        verbose_name="Anzahl für die Zerlegung",
        related_name="+",
        null=True,
        blank=True,
        help_text="Bestand, durch den ein Betrag je Fall wird: Kosten der Unterkunft je Bedarfsgemeinschaft",
    )
    definition = models.TextField("Definition", blank=True)
    source = models.CharField("Fundstelle", max_length=200, blank=True)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Messgröße"
        verbose_name_plural = "Messgrößen"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    aggregation=Aggregation.RATIO,
                    series__isnull=True,
                    numerator__isnull=False,
                    denominator__isnull=False,
                )
                | (
                    ~Q(aggregation=Aggregation.RATIO)
                    & Q(series__isnull=False, numerator__isnull=True, denominator__isnull=True)
                ),
                name="measure_parts_fit_aggregation",
                violation_error_message="Eine Quote hat Zähler und Nenner und keine Datenreihe; alle anderen umgekehrt.",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(aggregation=Aggregation.SUM),
                name="measure_number_of_sum",
                violation_error_message="Nach Anzahl und Betrag je Fall wird nur eine Summe zerlegt.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def clean(self) -> None:
        """Raises ValidationError where a part of a RATIO is a RATIO itself (domain.md §4, rule 1)."""
        for part in (self.numerator, self.denominator):
            if part is not None and part.aggregation == Aggregation.RATIO:
                raise ValidationError(
                    f"„{part}“ ist selbst eine Quote; Zähler und Nenner sind Summe, Mittel oder Stand."
                )
