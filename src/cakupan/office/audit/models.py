"""The log of the office: who did or saw what, of whom, when and why. Appended by the database alone."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property


class LogEntry(models.Model):
    """One entry. ``content`` is what is hashed; the other columns repeat it for searching, and verification compares them.

    There is no row-level security by area here but a policy of its own: an entry is seen in its area, and by its actor.
    """

    number = models.BigIntegerField(primary_key=True)
    content = models.TextField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    at = models.DateTimeField()
    area = models.CharField(max_length=13, blank=True)
    actor_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area", "-number"], name="log_by_area"),
            models.Index(fields=["subject_kind", "subject_id", "-number"], name="log_by_subject"),
            models.Index(fields=["actor_id", "-number"], name="log_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    @cached_property
    def said(self) -> dict[str, Any]:
        """``content`` as plain data (``audit.log.note`` has its keys); ValueError if somebody changed it into no JSON."""
        told: dict[str, Any] = json.loads(self.content)
        return told


class LogHead(models.Model):
    """The last entry's place and hash, kept by the function that appends."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()
    hash = models.BinaryField()
