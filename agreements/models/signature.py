"""What was frozen and who signed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import DocumentKind, SignatureWay
from agreements.models.agreement import Agreement, AgreementParty


class FrozenDocument(models.Model):
    """A sheet and its paper as they were; a correction makes a new document, never a different old one."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name="Zielvereinbarung", related_name="documents")
    kind = models.CharField("Art", max_length=10, choices=DocumentKind)
    number = models.PositiveIntegerField("Nummer")
    sheet = models.JSONField("Blatt")
    fingerprint = models.CharField("Prüfsumme des Blatts", max_length=64)
    file = models.FileField("Datei", upload_to="eingefroren/")
    file_sha256 = models.CharField("Prüfsumme der Datei", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="von", related_name="+")
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "eingefrorenes Dokument"
        verbose_name_plural = "eingefrorene Dokumente"
        ordering = ["agreement", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "number"],
                name="frozen_document_once",
                violation_error_message="Diese Nummer ist schon vergeben.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} Nr. {self.number}"


class Signature(models.Model):
    """One party's signature under one agreement, by one of the three honest ways (domain.md §8)."""

    partner = models.ForeignKey(AgreementParty, models.PROTECT, verbose_name="Partner", related_name="signatures")
    document = models.ForeignKey(
        FrozenDocument, models.PROTECT, verbose_name="Dokument", related_name="signatures", null=True, blank=True
    )
    way = models.CharField("Weg", max_length=8, choices=SignatureWay)
    signer = models.CharField(
        "unterzeichnet von", max_length=160, blank=True, help_text="leer: die Vorlage nennt niemanden"
    )
    signed_on = models.DateField("unterzeichnet am", null=True, blank=True)
    result = models.TextField("Ergebnis der Prüfung", blank=True)
    valid = models.BooleanField("gültig", default=True)
    file = models.FileField("Datei", upload_to="unterschriften/", blank=True)
    file_sha256 = models.CharField("Prüfsumme der Datei", max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="hinterlegt von", related_name="+", null=True, blank=True
    )
    at = models.DateTimeField("hinterlegt am", null=True, blank=True)

    class Meta:
        verbose_name = "Unterschrift"
        verbose_name_plural = "Unterschriften"
        ordering = ["partner"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(valid=True),
                name="signature_valid_once",
                violation_error_message="Dieser Partner hat schon gültig unterzeichnet.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_way_display()}"
