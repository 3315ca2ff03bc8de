"""From bill to receipt: months that are closed, what was paid, the books, and what both sides agreed each quarter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.database.models import AreaRow
from cakupan.office.positions.models import Position


class Decision(AreaRow):
    """What one side proposes and the other decides: never the same person, never the same desk. The database holds both."""

    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_desk = models.CharField(max_length=12, blank=True)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_desk = models.CharField(max_length=12, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(decided_by=models.F("proposed_by")), name="%(class)s_maker_is_no_checker"),
            models.CheckConstraint(
                condition=models.Q(decided_desk="") | ~models.Q(decided_desk=models.F("proposed_desk")),
                name="%(class)s_by_two_desks",
            ),
        ]


class ClosingState(models.TextChoices):
    """How far a month is on its way to being closed."""

    PREPARED = "prepared", _("disiapkan")
    PROPOSED = "proposed", _("diusulkan, menunggu cabang")
    CLOSED = "closed", _("ditutup")
    REJECTED = "rejected", _("dikembalikan")
    REPLACED = "replaced", _("diganti posisi baru")


class MonthClosing(Decision):
    """A month that is closed, or on its way there: which edition both sides mean, and the workbook of its lines.

    ``log_head`` is the hash of the log's last entry when it was confirmed; ``imported``: it came closed from the command line.
    """

    month = models.DateField()
    state = models.CharField(max_length=10, choices=ClosingState.choices)
    edition = models.CharField(max_length=64)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    workbook_sha256 = models.CharField(max_length=64, blank=True)
    # What changed since the month before, by reason, as it was when prepared.
    changes = models.JSONField(default=list)
    log_head = models.CharField(max_length=64, blank=True)
    imported = models.BooleanField(default=False)
    prepared_at = models.DateTimeField(auto_now_add=True)

    class Meta(Decision.Meta):
        constraints: ClassVar = [
            *Decision.Meta.constraints,
            models.CheckConstraint(condition=models.Q(state__in=ClosingState.values), name="closing_in_a_known_state"),
            models.UniqueConstraint(
                fields=["area", "month"],
                condition=models.Q(state__in=("prepared", "proposed", "closed")),
                name="one_standing_closing_a_month",
            ),
            models.CheckConstraint(condition=~models.Q(state="rejected", reason=""), name="closing_rejected_for_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(state="closed", imported=False)
                | models.Q(proposed_by__isnull=False, decided_by__isnull=False),
                name="closed_by_two",
            ),
        ]


class PaymentState(models.TextChoices):
    """How far the money is: asked for, ordered, disbursed, received."""

    REQUESTED = "requested", _("SPP diajukan")
    ORDERED = "ordered", _("SPM terbit")
    DISBURSED = "disbursed", _("SP2D terbit, menunggu cabang")
    RECEIVED = "received", _("diterima cabang")
    REVERSED = "reversed", _("diambil kembali")
    REFUSED = "refused", _("tidak diterima cabang")
    CANCELLED = "cancelled", _("dibatalkan sebelum cair")


class Payment(AreaRow):
    """A payment to the branch for one month and account, whole rupiah. From SP2D on it is not changed, only answered.

    ``reverses``: a counter entry that takes a wrong payment back; it needs the branch as well. ``imported``: it came from a file
    of the workspace. ``in_position``: the hash of the file by which the next position counts it.
    """

    agreement_number = models.CharField(max_length=80)
    payer = models.CharField(max_length=20)
    account = models.CharField(max_length=20)
    month = models.DateField()
    amount = models.BigIntegerField()
    request_number = models.CharField(max_length=80, blank=True)
    request_date = models.DateField(null=True)
    order_number = models.CharField(max_length=80, blank=True)
    order_date = models.DateField(null=True)
    disbursement_number = models.CharField(max_length=80, blank=True)
    disbursement_date = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=PaymentState.choices)
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reversals")
    reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_desk = models.CharField(max_length=12, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_desk = models.CharField(max_length=12, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    imported = models.BooleanField(default=False)
    in_position = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=PaymentState.values), name="payment_in_a_known_state"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(condition=~models.Q(confirmed_by=models.F("recorded_by")), name="payment_maker_is_no_checker"),
            models.CheckConstraint(
                condition=models.Q(confirmed_desk="") | ~models.Q(confirmed_desk=models.F("recorded_desk")),
                name="payment_by_two_desks",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("disbursed", "received"))
                | (~models.Q(disbursement_number="") & models.Q(disbursement_date__isnull=False)),
                name="disbursed_with_its_proof",
            ),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | ~models.Q(reason=""), name="payment_reversed_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["reverses"], condition=models.Q(state__in=("disbursed", "received")), name="taken_back_once"
            ),
            models.UniqueConstraint(
                fields=["area", "disbursement_number", "account", "month"],
                condition=models.Q(state__in=("disbursed", "received"), reverses__isnull=True),
                name="disbursement_once",
            ),
        ]

    def __str__(self) -> str:
        return self.disbursement_number or self.order_number or self.request_number


class JournalEntry(AreaRow):
    """One act in the books. ``source`` says which, once: ``bill|…``, ``correction|…``, ``payment|7``. Never changed."""

    source = models.CharField(max_length=250)
    cause = models.CharField(max_length=40)
    month = models.DateField()
    date = models.DateField()
    posted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The database's own time of the transaction: lines may only come in the same one.
    posted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "source"], name="posted_once")]


class JournalLine(AreaRow):
    """One side of an entry, whole rupiah. ``due_month``: the month that a bill or correction is for; null for money."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="lines")
    account_name = models.CharField(max_length=30)
    agreement_number = models.CharField(max_length=80)
    payer = models.CharField(max_length=20)
    account = models.CharField(max_length=20)
    due_month = models.DateField(null=True)
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(debit__gt=0, credit=0) | models.Q(debit=0, credit__gt=0), name="debit_or_credit"
            ),
            models.CheckConstraint(
                condition=models.Q(account_name__in=("contribution_expense", "contribution_payable", "cash", "overpayment")),
                name="account_of_the_books",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "agreement_number", "payer", "account"], name="journal_by_account")]


class QuarterState(models.TextChoices):
    """How far a quarter's minutes are."""

    PROPOSED = "proposed", _("diusulkan, menunggu cabang")
    AGREED = "agreed", _("disepakati")
    REJECTED = "rejected", _("dikembalikan")


class QuarterReconciliation(Decision):
    """What both sides agree on a quarter of an agreement: billed, paid, difference and its cause, by month and account."""

    agreement_number = models.CharField(max_length=80)
    quarter_month = models.DateField()  # the quarter's first month
    rows = models.JSONField()
    agreed = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=QuarterState.choices)

    class Meta(Decision.Meta):
        constraints: ClassVar = [
            *Decision.Meta.constraints,
            models.CheckConstraint(condition=models.Q(state__in=QuarterState.values), name="quarter_in_a_known_state"),
            models.CheckConstraint(condition=~models.Q(state="rejected", reason=""), name="quarter_rejected_for_a_reason"),
            models.UniqueConstraint(
                fields=["area", "agreement_number", "quarter_month"],
                condition=models.Q(state__in=("proposed", "agreed")),
                name="one_reconciliation_a_quarter",
            ),
        ]
