"""What a desk asked, and the cases of patients who were turned away or charged."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.admission.states import TURNED_AWAY
from cakupan.office.database.models import AreaRow, HistoryRow, MovedRow
from cakupan.office.positions.models import Person


class Check(AreaRow):
    """One question at a desk and the answer that it was given; the number only masked. Added, never changed.

    ``reason`` is the code of the first reason (answer/texts.yaml), ``as_of_date`` the position that the answer rests on.
    """

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    facility_code = models.CharField(max_length=20, blank=True)
    number_masked = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    on_date = models.DateField()
    as_of_date = models.DateField()
    status = models.CharField(max_length=8)
    reason = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["area", "facility_code", "-id"], name="checks_of_a_desk")]

    def __str__(self) -> str:
        return f"{self.number_masked} {self.on_date}"


class Kind(models.TextChoices):
    """What happened to the patient."""

    TURNED_AWAY = "turned_away", _("ditolak")
    CHARGED = "charged", _("ditagih (iur biaya)")
    DEPOSIT = "deposit", _("diminta uang muka")


class TurnedAwayCase(MovedRow):
    """A patient who was turned away, charged or asked for a deposit. ``charged_rupiah``: whole rupiah, where money was asked.

    ``due_at``: by when somebody must have answered whoever reported it. ``returned_rupiah``: what the patient got back.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    facility_code = models.CharField(max_length=20)
    facility_name = models.CharField(max_length=160)
    happened_date = models.DateField()
    number_masked = models.CharField(max_length=16, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    told = models.TextField()
    charged_rupiah = models.BigIntegerField(null=True)
    returned_rupiah = models.BigIntegerField(null=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            TURNED_AWAY.known_states("turned_away_in_a_known_state"),
            models.CheckConstraint(
                condition=models.Q(charged_rupiah__isnull=True) | models.Q(charged_rupiah__gt=0), name="charged_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(returned_rupiah__isnull=True)
                | models.Q(returned_rupiah__gte=0, returned_rupiah__lte=models.F("charged_rupiah")),
                name="no_more_returned_than_charged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.facility_name}"


class TurnedAwayHistory(HistoryRow):
    """What was done with a case."""

    subject = models.ForeignKey(TurnedAwayCase, on_delete=models.PROTECT, related_name="history")
