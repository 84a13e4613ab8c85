"""The audit trail: one entry a verb, chained by hashes, append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """Who did what to which object when and why; `hash` covers the entry and the hash before it."""

    at = models.DateTimeField("wann")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="wer", related_name="+")
    verb = models.CharField("was", max_length=60)
    object = models.CharField("woran", max_length=200)
    before = models.JSONField("vorher", default=dict, blank=True)
    after = models.JSONField("nachher", default=dict, blank=True)
    reason = models.TextField("warum", blank=True)
    previous_hash = models.CharField("Prüfsumme davor", max_length=64, blank=True)
    hash = models.CharField("Prüfsumme", max_length=64, unique=True)

    class Meta:
        verbose_name = "Protokolleintrag"
        verbose_name_plural = "Protokoll"
        ordering = ["-id"]
        indexes = [models.Index(fields=["object"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object}"


class AuditHead(models.Model):
    """The head of the chain, one row: it is locked while an entry is written, so that the chain never forks."""

    hash = models.CharField("letzte Prüfsumme", max_length=64, blank=True)
    count = models.PositiveBigIntegerField("Anzahl der Einträge", default=0)

    class Meta:
        verbose_name = "Ende des Protokolls"
        verbose_name_plural = "Ende des Protokolls"

    def __str__(self) -> str:
        return f"{self.count} Einträge"
