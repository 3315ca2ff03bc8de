"""Proposals to enrol people or to take them off, their lines by name by address, and what became of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Sum
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.agreements.models import Agreement, Decree
from cakupan.office.database.models import AreaRow, HistoryRow, MovedRow
from cakupan.office.enrolment.states import FROZEN, PROPOSAL
from cakupan.office.positions.models import Person


class Kind(models.TextChoices):
    """Whether people are taken in or taken off."""

    ENROL = "enrol", _("pendaftaran peserta")
    REMOVE = "remove", _("penonaktifan peserta")


class Answer(models.TextChoices):
    """What the branch said to a line; the codes are those of ``registers.branch_batch``."""

    ACCEPTED = "accepted", _("diterima cabang")
    REJECTED = "rejected", _("ditolak cabang")
    PENDING = "pending", _("masih diproses cabang")
    UNANSWERED = "unanswered", _("belum dijawab cabang")
    ANSWERED_TWICE = "answered_twice", _("dijawab dua kali")
    UNREADABLE = "unreadable", _("jawaban tidak terbaca")


class Proposal(MovedRow):
    """A list for one agreement, from the position of ``month``. ``room`` people fit (by ``bound_by``, quota or budget).

    ``person_to_year_end``: what one more person costs from ``effective_date`` to December, whole rupiah. A proposal to take
    people off has neither. ``batch_sha256``: the file for the branch as it was sent.
    """

    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.ENROL)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="proposals")
    month = models.DateField()
    edition = models.CharField(max_length=64, blank=True)
    effective_date = models.DateField(null=True)
    room = models.IntegerField(null=True)
    bound_by = models.CharField(max_length=20, blank=True)
    person_to_year_end = models.BigIntegerField(default=0)
    not_eligible = models.JSONField(default=dict)
    work_id = models.BigIntegerField(null=True, unique=True)
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, null=True, related_name="proposals")
    submitted_date = models.DateField(null=True)
    batch_profile = models.CharField(max_length=20, blank=True)
    batch_sha256 = models.CharField(max_length=64, blank=True)
    batch_ending = models.CharField(max_length=5, blank=True)
    imported_hash = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            PROPOSAL.known_states("proposal_in_a_known_state"),
            models.CheckConstraint(condition=~models.Q(approved_by=models.F("made_by")), name="proposal_maker_is_no_checker"),
            models.CheckConstraint(
                condition=~models.Q(state__in=FROZEN) | models.Q(decree__isnull=False, approved_by__isnull=False),
                name="no_annex_without_decree",
            ),
        ]

    def __str__(self) -> str:
        return capfirst(f"{self.get_kind_display()} {self.agreement}")

    @property
    def enrols(self) -> bool:
        """Whether it takes people in."""
        return self.kind == Kind.ENROL

    @property
    def frozen(self) -> bool:
        """Whether its annex stands."""
        return self.state in FROZEN

    def people(self) -> int:
        """How many are on the list."""
        return self.lines.filter(included=True).count()

    def rupiah(self) -> int:
        """What they cost to the end of the year (or free, if they are taken off), whole rupiah."""
        return int(self.lines.filter(included=True).aggregate(sum=Sum("rupiah_to_year_end"))["sum"] or 0)


class ProposalLine(AreaRow):
    """A person of a proposal. ``suggested``: proposed or waiting by the ranking, ``reason`` why; ``included``: as it is now.

    ``family`` keeps a family whole. ``annex_line`` is its number once the decree stands; ``answer`` what the branch said to it.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    identity = models.CharField(max_length=120)
    rank = models.IntegerField(null=True)
    suggested = models.CharField(max_length=10, default="proposed")
    reason = models.CharField(max_length=60, blank=True)
    included = models.BooleanField(default=True)
    nik = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=40, blank=True)
    family_card_number = models.CharField(max_length=32, blank=True)
    card_number = models.CharField(max_length=32, blank=True)
    birth_place = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    address = models.CharField(max_length=300, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    village = models.CharField(max_length=13, blank=True)
    decile = models.SmallIntegerField(null=True)
    priority = models.CharField(max_length=20, blank=True)
    rupiah_to_year_end = models.BigIntegerField(default=0)
    mismatch_key = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adjusted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adjusted_why = models.CharField(max_length=300, blank=True)
    adjusted_at = models.DateTimeField(null=True)
    annex_line = models.IntegerField(null=True)
    answer = models.CharField(max_length=16, choices=Answer.choices, blank=True)
    answer_reason = models.CharField(max_length=300, blank=True)
    answer_effective_date = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["rank", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "identity"], name="person_once_a_proposal"),
            models.UniqueConstraint(fields=["proposal", "annex_line"], name="annex_line_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["proposal", "family"], name="line_by_family"),
            models.Index(fields=["mismatch_key"], condition=~models.Q(mismatch_key=""), name="line_by_mismatch"),
        ]


class ProposalHistory(HistoryRow):
    """What was done with a proposal."""

    subject = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="history")
