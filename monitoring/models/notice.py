"""Notices: what somebody else did that concerns a person; shown on the start page, sent by mail as a digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from agreements.models import Agreement
from monitoring.choices import NoticeKind


class Notice(models.Model):
    """One thing one person is told, once: `key` names the occasion, `sent_at` is when a mail told it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="Benutzerkonto", related_name="notices"
    )
    agreement = models.ForeignKey(Agreement, models.CASCADE, verbose_name="Zielvereinbarung", related_name="+")
    kind = models.CharField("Art", max_length=8, choices=NoticeKind, default=NoticeKind.NEWS)
    key = models.CharField("Anlass", max_length=80)
    text = models.CharField("Text", max_length=300, help_text="ohne Zahlen: er steht auch in Mails")
    path = models.CharField("Adresse", max_length=200)
    at = models.DateTimeField("am")
    sent_at = models.DateTimeField("verschickt am", null=True, blank=True)

    class Meta:
        verbose_name = "Benachrichtigung"
        verbose_name_plural = "Benachrichtigungen"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="notice_once",
                violation_error_message="Das wurde dieser Person schon mitgeteilt.",
            )
        ]

    def __str__(self) -> str:
        return self.text
