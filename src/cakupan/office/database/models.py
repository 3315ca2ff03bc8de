"""The areas that this office keeps, and the model from which every row of an area descends."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from cakupan.office.clock import now


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


class MadeAt(models.DateTimeField):  # type: ignore[type-arg]
    """When a row was made, by the office's clock: in a demo on its case's day, so that a history agrees with what it tells of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_now_add": True})

    def pre_save(self, row: models.Model, add: bool) -> Any:
        """The moment at hand, once."""
        if not add:
            return super().pre_save(row, add)
        setattr(row, self.attname, now())
        return getattr(row, self.attname)

    def deconstruct(self) -> Any:
        """In a migration it is the column that it is in the database."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


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
    at = MadeAt()

    class Meta:
        abstract = True
        ordering: ClassVar = ["id"]
