"""A delivered file: what it is, who brought it, what was found in it, what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models

from cakupan.office.accounts.models import User
from cakupan.office.database.models import AreaRow, MadeAt
from cakupan.office.uploads.states import DELIVERY


class Delivery(AreaRow):
    """One file as it came. ``found`` are the counts of the dry run, then of the import; ``refusal`` says why it was not read."""

    kind = models.CharField(max_length=30)
    profile = models.CharField(max_length=40)
    as_of_date = models.DateField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    # The delivery whose bad rows this one brings back mended.
    mends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="mended_by")
    state = models.CharField(max_length=12, default=DELIVERY.first)
    found = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    snapshot = models.CharField(max_length=64, blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = MadeAt()
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.CharField(max_length=400, blank=True)
    work_id = models.BigIntegerField(null=True)
    # Since when the file is no longer kept (retention): the row tells that it was there, and what it was.
    file_removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [DELIVERY.known_states("delivery_in_a_known_state")]
        indexes: ClassVar = [models.Index(fields=["area", "-id"], name="delivery_newest_first")]

    @property
    def file(self) -> Path:
        """The file as it came, in a folder of its hash, under its own name: every later fact names file and row."""
        return _home() / self.sha256 / self.file_name

    @property
    def bad_rows(self) -> Path:
        """The bad rows as a workbook with the column Kesalahan; there only if there are any."""
        return _home() / self.sha256 / f"{self.pk}-kesalahan.xlsx"


def _home() -> Path:
    workspace: Path = settings.ENVIRONMENT.workspace
    return workspace / "office" / "uploads"
