"""The areas that this office keeps, and the model from which every row of an area descends."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Area(models.Model):
    """A province or regency that works here, by its code of the Ministry in dotted form (``16.10``)."""

    code = models.CharField(primary_key=True, max_length=13)
    name = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class AreaRow(models.Model):
    """A row that belongs to an area. Its table's migration must call ``protect`` (database.security); a test sees to it."""

    area = models.CharField(max_length=13, db_index=True)

    class Meta:
        abstract = True
