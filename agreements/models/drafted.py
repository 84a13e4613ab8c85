"""Rows of a draft that several people work on: a version tells two writers apart."""

from __future__ import annotations

from django.db import models


class Drafted(models.Model):
    """`version` grows with every saving in the pages of the draft; who saves names the one they saw."""

    version = models.PositiveIntegerField("Fassung", default=1, editable=False)

    class Meta:
        abstract = True
