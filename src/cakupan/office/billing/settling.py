"""What a payment pays: the rule of the month itself (``month.reference.settle``, ADR 11), asked of the office's own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from cakupan.law.calendar import Month
from cakupan.month.reference import settle
from cakupan.office.billing.figures import day, figures, month_of, pemda_rows
from cakupan.office.billing.models import JournalLine, Payment, PaymentState
from cakupan.office.positions.models import Position


@dataclass(frozen=True, order=True)
class Key:
    """Whose money on which account: payments never cross from one to another."""

    agreement_number: str
    payer: str
    account: str


def as_paid(payment: Payment) -> settle.Payment:
    """A payment as the month knows it. One without SP2D yet goes by its own number and the day it was recorded."""
    date = payment.disbursement_date or payment.order_date or payment.request_date or payment.recorded_at.date()
    return settle.Payment(
        number=payment.disbursement_number or f"SPP {payment.pk}",
        date=date,
        agreement_number=payment.agreement_number,
        month=Month.of(payment.month),
        account=payment.account,
        amount=payment.amount,
        payer=payment.payer,
    )


def counted(area: str) -> list[Payment]:
    """The payments that the branch has received and nobody took back."""
    return list(Payment.objects.filter(area=area, state=PaymentState.RECEIVED, reverses__isnull=True))


def paid(area: str, position: Position | None) -> list[settle.Payment]:
    """What counts as paid: the office's received payments, and what the position knows besides from files."""
    ours = [as_paid(payment) for payment in counted(area)]
    known = {payment.payment_id for payment in ours}
    rows = figures(position, "payments") if position else []
    taken_back = {as_paid(each).payment_id for each in Payment.objects.filter(area=area, state=PaymentState.REVERSED)}
    return ours + [_of_row(row) for row in rows if row["payment_id"] not in known | taken_back]


def _of_row(row: dict[str, object]) -> settle.Payment:
    return settle.Payment(
        number=str(row["disbursement_number"]),
        date=day(str(row["disbursement_date"])),
        agreement_number=str(row["agreement_number"]),
        month=month_of(str(row["named_month"])),
        account=str(row["account"]),
        amount=int(str(row["amount"])),
        payer=str(row["payer"]),
    )


def dues_of_position(position: Position) -> list[settle.Due]:
    """What each month costs each Pemda, as the position reckons it."""
    return [
        settle.Due(
            row["agreement_number"], month_of(row["month_date"]), row["payer"], row["account"], row["people"], row["amount"]
        )
        for row in pemda_rows(figures(position, "due_months"))
    ]


def dues_of_books(area: str) -> list[settle.Due]:
    """What the books say is due for each month: bills and corrections."""
    lines = JournalLine.objects.filter(area=area, account_name="contribution_payable", due_month__isnull=False)
    summed = lines.values("agreement_number", "payer", "account", "due_month").annotate(owed=Sum("credit") - Sum("debit"))
    return [
        settle.Due(row["agreement_number"], month_of(str(row["due_month"])), row["payer"], row["account"], 0, row["owed"])
        for row in summed
    ]


def allocate(dues: Sequence[settle.Due], payments: Iterable[settle.Payment]) -> list[settle.Allocation]:
    """Where every rupiah goes: the named month first, then the oldest; the rest is paid in excess."""
    return settle.allocate(dues=dues, payments=sorted(payments, key=lambda each: (each.date, each.payment_id)))


def in_excess(allocations: Iterable[settle.Allocation]) -> dict[Key, int]:
    """What is paid in excess, by agreement, payer and account."""
    found: dict[Key, int] = defaultdict(int)
    for each in allocations:
        if each.month is None:
            found[Key(each.agreement_number, each.payer or "", each.account)] += each.amount
    return dict(found)


def what_it_pays(area: str, payment: Payment, position: Position | None) -> list[settle.Allocation]:
    """What one payment pays besides all the others, as the next position will say it."""
    ours = as_paid(payment)
    others = [each for each in paid(area, position) if each.payment_id != ours.payment_id]
    dues = dues_of_position(position) if position else dues_of_books(area)
    return [each for each in allocate(dues, [*others, ours]) if each.payment_id == ours.payment_id]
