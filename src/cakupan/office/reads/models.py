"""Reads of people by the software of facilities, the files that they were taken in from, and what somebody must look at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.database.models import AreaRow, HistoryRow, MovedRow
from cakupan.office.reads.states import NOTICE, OPEN


class AccessFile(models.Model):
    """One file of the counter's access log, and how far it was taken in. Of the whole office: it names nobody.

    ``taken_number`` and ``taken_hash`` are those of the last line taken (0: none), ``taken_from`` and ``taken_bytes`` where that
    line begins and ends. ``seen`` is how the file lay on the disk when it was last looked through (empty: look again).
    """

    name = models.CharField(max_length=80, unique=True)
    taken_number = models.BigIntegerField(default=0)
    taken_hash = models.CharField(max_length=64, blank=True)
    taken_from = models.BigIntegerField(default=0)
    taken_bytes = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    ended = models.BooleanField(default=False)
    seen = models.CharField(max_length=120, blank=True)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Read(AreaRow):
    """One answer about one number, as its line says. Added by the intake alone, never changed; it goes when its time is over.

    ``area`` is the one whose position answered. ``mark`` stands for the number (record/keys.py), ``line`` is its place.
    """

    at = models.DateTimeField()
    consumer = models.CharField(max_length=18)
    consumer_user = models.CharField(max_length=60, blank=True)
    dialect = models.CharField(max_length=16)
    facility_code = models.CharField(max_length=20, blank=True)
    number_masked = models.CharField(max_length=16)
    mark = models.UUIDField()
    on_date = models.DateField()
    outcome = models.CharField(max_length=16)
    edition = models.CharField(max_length=12)
    file = models.ForeignKey(AccessFile, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    line = models.BigIntegerField()

    area = models.CharField(max_length=13)  # its index begins with it

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["area", "-at", "-id"], name="reads_of_an_area"),
            models.Index(fields=["-at", "-id"], name="reads_by_time"),
            models.Index(fields=["mark", "-at", "-id"], name="reads_of_a_number"),
            models.Index(fields=["consumer", "-at", "-id"], name="reads_by_a_consumer"),
            models.Index(fields=["facility_code", "-at", "-id"], name="reads_for_a_facility"),
        ]

    def __str__(self) -> str:
        return f"{self.number_masked} {self.at}"


class Kind(models.TextChoices):
    """What stands out."""

    CONSUMER = "consumer", _("Aplikasi menebak nomor")
    OFFICER = "officer", _("Akun menebak nomor")
    FILE = "file", _("Catatan akses tidak utuh")


class Notice(MovedRow):
    """Something in the access log that somebody must look at; what comes while it is open is added to it.

    ``guesses``: how many stood against the consumer or officer at most. ``slowed_seconds``: how long its answers waited at most.
    ``fault`` is a code of ``words.FAULTS``, seen at line ``number`` of the file ``file_name``; ``other`` is what stands there.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    consumer = models.CharField(max_length=18, blank=True)
    facility_code = models.CharField(max_length=20, blank=True)
    dialect = models.CharField(max_length=16, blank=True)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=80, blank=True)
    fault = models.CharField(max_length=24, blank=True)
    number = models.BigIntegerField(default=0)
    other = models.CharField(max_length=80, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.IntegerField(default=1)
    guesses = models.IntegerField(default=0)
    slowed_seconds = models.FloatField(default=0)
    due_at = models.DateTimeField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            NOTICE.known_states("notice_in_a_known_state"),
            models.UniqueConstraint(
                fields=["area", "kind", "consumer", "officer", "file_name", "fault", "number"],
                condition=models.Q(state__in=OPEN),
                nulls_distinct=False,
                name="one_open_notice_of_a_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class NoticeHistory(HistoryRow):
    """What was done with a notice."""

    subject = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="history")
