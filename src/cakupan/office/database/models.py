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


class MovedRow(AreaRow):
    """A row that goes through the states of a :class:`~cakupan.office.states.StateTable`; ``version`` counts its changes."""

    state = models.CharField(max_length=24)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True


class HistoryRow(AreaRow):
    """One move of a row: what, from where to where, by whom, why. The table adds ``subject``, with ``related_name="history"``.

    Its migration calls ``protect`` and ``append_only``. ``details`` hold counts and codes, no person's data.
    """

    move = models.CharField(max_length=32)
    from_state = models.CharField(max_length=24)
    to_state = models.CharField(max_length=24)
    version = models.IntegerField()
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["id"]
