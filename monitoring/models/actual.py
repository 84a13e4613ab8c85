"""Monthly figures and their append-only history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import Level, RegionKind, Role, Source
from agreements.domain.sides import AGENTUR_KINDS, JOBCENTER_KINDS, KREIS_KINDS
from agreements.models import Actor, Agreement, AuditEntry, Budget, Region, Series
from agreements.models.catalogue import DIGITS
from monitoring.choices import FigureStatus, Origin
from monitoring.models.import_run import ImportRun


class ActualQuerySet(models.QuerySet["MonthlyActual"]):
    """Figures with names for what is asked of them."""

    def visible_to(self, actor: Actor) -> ActualQuerySet:
        """Rows by the table of domain.md §7.

        The Jobcenter sees all figures of its region, the Agentur those of the district but no city counts,
        Kreis controlling its own series and the city counts; staff without a membership see no city counts. Who sees no
        city counts sees no spending on those services either: it could undo a mask (domain.md §6).
        """
        own = actor.party_ids_as(Role.ENTRY, Role.RELEASE, kinds=JOBCENTER_KINDS)
        review = actor.party_ids_as(Role.REVIEW, Role.READER, kinds=(*AGENTUR_KINDS, *JOBCENTER_KINDS))
        kreis = actor.party_ids_as(Role.CONTROLLING, kinds=KREIS_KINDS)
        spending = Budget.objects.filter(target__city_duty=True, series__isnull=False).values("series")
        district = Q(region__kind=RegionKind.DISTRICT) & ~Q(series__in=spending)
        rows = (
            _in_regions_of(own)
            | _in_regions_of(review) & district
            | _in_regions_of(kreis) & (Q(series__source=Source.KREIS) | Q(series__level=Level.CITY))
        )
        if actor.user.is_staff:
            rows |= district
        return self.filter(rows)


def _in_regions_of(party_ids: frozenset[int]) -> Q:
    """Figures of the districts whose agreements name one of the parties, and of the cities in them."""
    districts = Agreement.objects.filter(partners__party_id__in=party_ids).values("jobcenter__region_id")
    return Q(region_id__in=districts) | Q(region__parent_id__in=districts)


class MonthlyActual(models.Model):
    """Ist-Wert: one figure, series × region × month; a row without value is "keine Angabe" with its reason."""

    series = models.ForeignKey(Series, models.PROTECT, verbose_name="Datenreihe", related_name="actuals")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="Gebiet", related_name="actuals")
    month = models.DateField("Monat")
    value = models.DecimalField("Wert", **DIGITS, null=True, blank=True)
    reason = models.CharField("Grund für keine Angabe", max_length=300, blank=True)
    basis = models.CharField("Grundlage der Schätzung", max_length=300, blank=True)
    status = models.CharField("Status", max_length=12, choices=FigureStatus, default=FigureStatus.PROVISIONAL)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="geprüft von", related_name="+", null=True, blank=True
    )
    comment = models.CharField("Bemerkung", max_length=300, blank=True)
    version = models.PositiveIntegerField("Fassung", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    objects = ActualQuerySet.as_manager()

    class Meta:
        verbose_name = "Ist-Wert"
        verbose_name_plural = "Ist-Werte"
        ordering = ["series", "region", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "region", "month"],
                name="actual_once",
                violation_error_message="Für diese Datenreihe, dieses Gebiet und diesen Monat gibt es schon einen Wert.",
            ),
            models.CheckConstraint(
                condition=(Q(value__isnull=False) & Q(reason="")) | (Q(value__isnull=True) & ~Q(reason="")),
                name="actual_value_or_reason",
                violation_error_message="Entweder ein Wert oder „keine Angabe“ mit Grund.",
            ),
            models.CheckConstraint(
                condition=(Q(status=FigureStatus.ESTIMATED) & ~Q(basis=""))
                | (~Q(status=FigureStatus.ESTIMATED) & Q(basis="")),
                name="actual_estimate_has_basis",
                violation_error_message="Ein geschätzter Wert nennt die Grundlage der Schätzung; nur er.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="actual_first_of_month",
                violation_error_message="Ein Monat wird mit seinem ersten Tag angegeben.",
            ),
        ]
        indexes = [models.Index(fields=["month", "series"], name="actual_month_series")]

    def __str__(self) -> str:
        return f"{self.series.code} {self.region.key} {self.month:%Y-%m}"


class ActualRevision(models.Model):
    """One change of a figure, append-only: who, when, new, why, from where; the old is the version before.

    The row names series, region and month itself, so that the history outlives a figure that was removed
    (then value and reason are both empty).
    """

    series = models.ForeignKey(Series, models.PROTECT, verbose_name="Datenreihe", related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="Gebiet", related_name="+")
    month = models.DateField("Monat")
    version = models.PositiveIntegerField("Fassung")
    value = models.DecimalField("Wert", **DIGITS, null=True, blank=True)
    reason = models.CharField("Grund für keine Angabe", max_length=300, blank=True)
    basis = models.CharField("Grundlage der Schätzung", max_length=300, blank=True)
    status = models.CharField("Status", max_length=12, choices=FigureStatus)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")
    why = models.CharField("warum", max_length=300, blank=True)
    origin = models.CharField("von wo", max_length=8, choices=Origin)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, verbose_name="Import", null=True, blank=True)
    entry = models.ForeignKey(AuditEntry, models.PROTECT, verbose_name="Protokolleintrag", related_name="revisions")

    class Meta:
        verbose_name = "Fassung eines Ist-Werts"
        verbose_name_plural = "Fassungen von Ist-Werten"
        ordering = ["series", "region", "month", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "region", "month", "version"],
                name="revision_once",
                violation_error_message="Diese Fassung gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series_id}/{self.region_id}/{self.month:%Y-%m} Fassung {self.version}"
