"""Targets: rows of a section with their measures, plan values, budgets and duties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from agreements.choices import Course, Direction, DutyRhythm, MeasureRole, PlanWay, Sphere, TargetKind
from agreements.models.agreement import Agreement, Section
from agreements.models.catalogue import DIGITS, Measure, Series
from agreements.models.drafted import Drafted
from agreements.models.keys import NaturalKeyManager
from agreements.models.party import Party


class Target(Drafted):
    """Ziel: one row of the document, of one leading kind (domain.md §3)."""

    NATURAL = ("agreement__key", "code")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name="Zielvereinbarung", related_name="targets", editable=False
    )
    section = models.ForeignKey(Section, models.CASCADE, verbose_name="Abschnitt", related_name="targets")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    code = models.SlugField("Kürzel", max_length=40)
    title = models.CharField("Ziel", max_length=200)
    short_title = models.CharField("Kurztitel", max_length=80, blank=True)
    description = models.TextField("Beschreibung", blank=True)
    kind = models.CharField("Art", max_length=12, choices=TargetKind)
    sphere = models.CharField("Verantwortungsbereich", max_length=8, choices=Sphere)
    city_duty = models.BooleanField("stadtscharf", default=False)
    city_series = models.ForeignKey(
        Series,
        models.PROTECT,
        verbose_name="Datenreihe je Stadt",
        related_name="+",
        null=True,
        blank=True,
        help_text="was stadtscharf dargelegt wird",
    )
    in_mbz = models.BooleanField("im MBZ", default=False)
    series_break = models.TextField(
        "Bruch in der Reihe", blank=True, help_text="was sich gegenüber dem Vorjahr an Begriff oder Definition ändert"
    )

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Ziel"
        verbose_name_plural = "Ziele"
        ordering = ["section__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "code"],
                name="target_code_once",
                violation_error_message="Dieses Kürzel gibt es in der Vereinbarung schon.",
            ),
            models.UniqueConstraint(
                fields=["section", "position"],
                name="target_position_once",
                violation_error_message="Diese Stelle in der Reihenfolge ist schon vergeben.",
            ),
            models.CheckConstraint(
                condition=Q(city_duty=False) | Q(city_series__isnull=False),
                name="target_city_duty_has_series",
                violation_error_message="Ein stadtscharfes Ziel nennt die Datenreihe, die je Stadt gezählt wird.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_title or self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The agreement follows the section, so that the code can be unique within it."""
        self.agreement_id = self.section.agreement_id
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[str, str]:
        return (self.agreement.key, self.code)

    natural_key.dependencies = ["agreements.section"]  # type: ignore[attr-defined]


class TargetMeasure(Drafted):
    """A measure of a target with its plan, its direction, its thresholds and its course through the year."""

    NATURAL = ("target__agreement__key", "target__code", "measure__code")

    target = models.ForeignKey(Target, models.CASCADE, verbose_name="Ziel", related_name="measures")
    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name="Messgröße", related_name="+")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=1)
    role = models.CharField("Rolle", max_length=8, choices=MeasureRole, default=MeasureRole.LEADING)
    way = models.CharField("Planangabe", max_length=8, choices=PlanWay)
    plan = models.DecimalField("Planwert", **DIGITS, null=True, blank=True)
    relative_percent = models.DecimalField(
        "Veränderung zum Vorjahr in %", max_digits=7, decimal_places=4, null=True, blank=True
    )
    plan_printed = models.CharField("Planwert im Druck", max_length=60, blank=True)
    reading = models.TextField("unsere Lesart", blank=True, help_text="was das Papier nicht sagt und wir ergänzen")
    direction = models.CharField("Richtung", max_length=8, choices=Direction, blank=True)
    green = models.DecimalField("grün bis (%)", max_digits=6, decimal_places=2, default=0)
    yellow = models.DecimalField("gelb bis (%)", max_digits=6, decimal_places=2, default=2)
    gradual = models.BooleanField("sukzessive", default=False, help_text="rot erst am Jahresende")
    course = models.CharField("Verlauf", max_length=12, choices=Course, blank=True)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Messgröße des Ziels"
        verbose_name_plural = "Messgrößen des Ziels"
        ordering = ["target", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "measure"],
                name="target_measure_once",
                violation_error_message="Diese Messgröße steht schon bei dem Ziel.",
            ),
            models.CheckConstraint(
                condition=Q(way=PlanWay.ABSOLUTE, plan__isnull=False, relative_percent__isnull=True)
                | Q(way=PlanWay.RELATIVE, plan__isnull=True, relative_percent__isnull=False)
                | Q(way=PlanWay.NONE, plan__isnull=True, relative_percent__isnull=True),
                name="target_measure_way_fits_fields",
                violation_error_message="Planangabe und Felder passen nicht: entweder Planwert oder Veränderung in % "
                "oder keines von beiden.",
            ),
            models.CheckConstraint(
                condition=Q(way=PlanWay.NONE) | ~Q(course=""),
                name="target_measure_plan_has_course",
                violation_error_message="Ein Planwert braucht einen Verlauf.",
            ),
            models.CheckConstraint(
                condition=Q(green__gte=0, yellow__gte=models.F("green")),
                name="target_measure_thresholds_ordered",
                violation_error_message="Die Schwelle für gelb ist mindestens so groß wie die für grün, beide ab 0.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.measure)

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.target.natural_key(), self.measure.code)

    natural_key.dependencies = ["agreements.target", "agreements.measure"]  # type: ignore[attr-defined]


class PlanValue(models.Model):
    """Planwert of one month, for a target measure with own months."""

    NATURAL = (
        "target_measure__target__agreement__key",
        "target_measure__target__code",
        "target_measure__measure__code",
        "month",
    )

    target_measure = models.ForeignKey(
        TargetMeasure, models.CASCADE, verbose_name="Messgröße des Ziels", related_name="plan_values"
    )
    month = models.DateField("Monat")
    value = models.DecimalField("Planwert", **DIGITS)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Planwert"
        verbose_name_plural = "Planwerte"
        ordering = ["target_measure", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["target_measure", "month"],
                name="plan_value_once",
                violation_error_message="Für diesen Monat gibt es schon einen Planwert.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="plan_value_first_of_month",
                violation_error_message="Ein Monat wird mit seinem ersten Tag angegeben.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_measure}, {self.month:%m.%Y}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.target_measure.natural_key(), self.month)

    natural_key.dependencies = ["agreements.targetmeasure"]  # type: ignore[attr-defined]


class Budget(Drafted):
    """Money promised with a target, in €."""

    NATURAL = ("target__agreement__key", "target__code", "position")

    target = models.ForeignKey(Target, models.CASCADE, verbose_name="Ziel", related_name="budgets")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=1)
    purpose = models.CharField("Zweck", max_length=200)
    amount = models.DecimalField("Betrag in €", max_digits=14, decimal_places=2)
    carrier = models.ForeignKey(Party, models.PROTECT, verbose_name="stellt bereit", related_name="+")
    series = models.ForeignKey(
        Series, models.PROTECT, verbose_name="Datenreihe der Ausgaben", related_name="+", null=True, blank=True
    )

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Budget"
        verbose_name_plural = "Budgets"
        ordering = ["target", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="budget_not_negative",
                violation_error_message="Ein Budget ist nicht negativ.",
            ),
            models.UniqueConstraint(
                fields=["target", "position"],
                name="budget_position_once",
                violation_error_message="Diese Stelle in der Reihenfolge ist schon vergeben.",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.target.natural_key(), self.position)

    natural_key.dependencies = ["agreements.target", "agreements.party"]  # type: ignore[attr-defined]


class Duty(Drafted):
    """Pflicht: a promise in words, with the sentence it comes from."""

    NATURAL = ("target__agreement__key", "target__code", "position")

    target = models.ForeignKey(Target, models.CASCADE, verbose_name="Ziel", related_name="duties")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=1)
    title = models.CharField("Kurzfassung", max_length=160)
    sentence = models.TextField("Satz der Vereinbarung")
    responsible = models.ManyToManyField(Party, verbose_name="verantwortlich", related_name="duties")
    with_whom = models.CharField("mit", max_length=200, blank=True)
    rhythm = models.CharField("Rhythmus", max_length=8, choices=DutyRhythm)
    due = models.DateField("fällig am", null=True, blank=True)
    due_is_reading = models.BooleanField("Fälligkeit ist unsere Lesart", default=False)
    present_by = models.DateField("Vorlage bis", null=True, blank=True)
    is_condition = models.BooleanField(
        "Bedingung", default=False, help_text="zusätzliche Stellen des Ziels gelten erst, wenn sie angenommen ist"
    )

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Pflicht"
        verbose_name_plural = "Pflichten"
        ordering = ["target", "position"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rhythm=DutyRhythm.ONCE) | Q(due__isnull=False),
                name="duty_once_has_due_date",
                violation_error_message="Eine einmalige Pflicht hat ein Datum; nennt das Papier keines, das Jahresende.",
            ),
            models.UniqueConstraint(
                fields=["target", "position"],
                name="duty_position_once",
                violation_error_message="Diese Stelle in der Reihenfolge ist schon vergeben.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.target.natural_key(), self.position)

    natural_key.dependencies = ["agreements.target", "agreements.party"]  # type: ignore[attr-defined]

    def is_overdue(self, on: date) -> bool:
        """Past its due date on that day."""
        return self.due is not None and self.due < on
