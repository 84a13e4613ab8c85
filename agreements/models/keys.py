"""Natural keys: one manager that finds a row by the fields its model names."""

from __future__ import annotations

from typing import Any

from django.db import models


class NaturalKeyManager(models.Manager):
    """Finds rows by `model.NATURAL`, a tuple of field lookups in the order of natural_key()."""

    def get_by_natural_key(self, *key: Any) -> models.Model:
        lookups: tuple[str, ...] = self.model.NATURAL  # type: ignore[attr-defined]
        return self.get(**dict(zip(lookups, key, strict=True)))
