"""Texts that several people write: how they are cleaned, and what is said where two wrote at once."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils import timezone

from agreements.models import User


class Standing(Protocol):
    """A saved text with who saved it when."""

    text: str
    version: int
    by: User
    at: datetime


class Conflict(Exception):
    """Somebody else saved since this text was begun; `standing` is what stands now, None where it was removed."""

    def __init__(self, what: str, standing: Standing | None) -> None:
        if standing:
            when = f"{timezone.localtime(standing.at):%d.%m.%Y um %H:%M Uhr}"
            said = f"{standing.by} hat {what} am {when} geändert."
        else:
            said = f"Jemand hat {what} inzwischen entfernt."
        super().__init__(f"{said} Ihr Text ist noch nicht gespeichert; bitte beide vergleichen.")
        self.standing = standing


def clean(text: str) -> str:
    """One kind of line end, nothing around it, no NUL (PostgreSQL takes none)."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
