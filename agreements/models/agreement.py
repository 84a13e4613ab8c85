"""Agreements: the document, its partners and its sections in their printed order."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from agreements.choices import AgreementState, SectionKind
from agreements.domain.sides import JOBCENTER_KINDS
from agreements.models.drafted import Drafted
from agreements.models.keys import NaturalKeyManager
from agreements.models.party import Party, Region
from agreements.models.people import Actor


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements with names for what is asked of them."""

    def visible_to(self, actor: Actor) -> AgreementQuerySet:
        """Those to which one of the actor's parties is a party (domain.md §7, row "read the agreement")."""
        partners = AgreementParty.objects.filter(party_id__in=actor.party_ids)
        return self.filter(pk__in=partners.values("agreement_id"))

    def originals(self) -> AgreementQuerySet:
        """Without amendments; reports and figures hang on the original's key."""
        return self.filter(amends__isnull=True)

    def with_partners(self) -> AgreementQuerySet:
        """The Jobcenter, its region and all partners along."""
        partners = models.Prefetch("partners", AgreementParty.objects.select_related("party"))
        return self.select_related("jobcenter__region").prefetch_related(partners)


class Agreement(Drafted):
    """Zielvereinbarung or Nachtrag: one document for one year between two or more parties (§ 48b SGB II)."""

    NATURAL = ("key",)

    key = models.SlugField("Schlüssel", max_length=60, unique=True)
    year = models.PositiveSmallIntegerField("Jahr")
    title = models.CharField("Titel", max_length=200)
    jobcenter = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name="Jobcenter",
        related_name="agreements",
        limit_choices_to={"kind__in": JOBCENTER_KINDS},
    )
    state = models.CharField("Stand", max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    starts = models.DateField("gilt ab")
    ends = models.DateField("gilt bis")
    predecessor = models.ForeignKey(
        "self", models.PROTECT, verbose_name="Vorjahr", related_name="successors", null=True, blank=True
    )
    amends = models.ForeignKey(
        "self", models.PROTECT, verbose_name="ändert", related_name="amendments", null=True, blank=True
    )
    effective_from = models.DateField("wirkt ab Monat", null=True, blank=True)

    objects = NaturalKeyManager.from_queryset(AgreementQuerySet)()

    class Meta:
        verbose_name = "Zielvereinbarung"
        verbose_name_plural = "Zielvereinbarungen"
        ordering = ["-year", "jobcenter__name", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="agreement_ends_after_start",
                violation_error_message="„gilt bis“ liegt vor „gilt ab“.",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True, effective_from__isnull=True)
                | Q(amends__isnull=False, effective_from__isnull=False),
                name="agreement_amendment_has_month",
                violation_error_message="Ein Nachtrag nennt den Monat, ab dem er wirkt; eine Zielvereinbarung nennt keinen.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.key,)

    @property
    def district(self) -> Region:
        """The region whose figures are meant. Raises ValueError for a Jobcenter without one (a constraint forbids it)."""
        if self.jobcenter.region is None:
            raise ValueError(f"{self.jobcenter} hat kein Gebiet.")
        return self.jobcenter.region


class AgreementParty(Drafted):
    """A partner as the cover prints it: linking words, function, and a name where the paper bears one."""

    NATURAL = ("agreement__key", "party__key")

    agreement = models.ForeignKey(Agreement, models.CASCADE, verbose_name="Zielvereinbarung", related_name="partners")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name="Vereinbarungspartner", related_name="partnerships")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    linking = models.CharField("Bindewort im Druck", max_length=40, blank=True, help_text="„zwischen dem“, „und der“")
    function = models.TextField("Funktion im Druck", help_text="zeilenweise wie auf dem Deckblatt")
    name = models.CharField("Name", max_length=120, blank=True)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Partner der Vereinbarung"
        verbose_name_plural = "Partner der Vereinbarung"
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"],
                name="partner_position_once",
                violation_error_message="Diese Stelle in der Reihenfolge ist schon vergeben.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "party"],
                name="partner_once",
                violation_error_message="Dieser Partner steht schon in der Vereinbarung.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.party}"

    def natural_key(self) -> tuple[str, str]:
        return (self.agreement.key, self.party.key)

    natural_key.dependencies = ["agreements.agreement", "agreements.party"]  # type: ignore[attr-defined]


class Section(Drafted):
    """Abschnitt: the printed number is optional text, apart from the order."""

    NATURAL = ("agreement__key", "position")

    agreement = models.ForeignKey(Agreement, models.CASCADE, verbose_name="Zielvereinbarung", related_name="sections")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    number = models.CharField("gedruckte Nummer", max_length=10, blank=True)
    heading = models.CharField("Überschrift", max_length=200)
    prose = models.TextField("Text", blank=True, help_text="Absätze durch Leerzeilen, Listen mit „- “")
    closing = models.TextField("Schlusstext", blank=True, help_text="steht nach der Tabelle")
    footnote = models.TextField("Fußnote", blank=True)
    column_heads = models.JSONField("Spaltenköpfe", default=list, blank=True)
    kind = models.CharField("Art", max_length=10, choices=SectionKind, default=SectionKind.PROSE)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "Abschnitt"
        verbose_name_plural = "Abschnitte"
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"],
                name="section_position_once",
                violation_error_message="Diese Stelle in der Reihenfolge ist schon vergeben.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    def natural_key(self) -> tuple[str, int]:
        return (self.agreement.key, self.position)

    natural_key.dependencies = ["agreements.agreement"]  # type: ignore[attr-defined]
