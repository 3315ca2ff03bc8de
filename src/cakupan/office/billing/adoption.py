"""Taking over what a workspace's files say: payments that were imported, months that were closed, and the books of both.

For demos, and for regions that worked at the command line before. Doing it again adds only what is new.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from cakupan.law.calendar import Month
from cakupan.office.audit.log import note
from cakupan.office.billing.books import alone, post_month, post_payment
from cakupan.office.billing.closing import STANDING
from cakupan.office.billing.figures import Row, day, figures
from cakupan.office.billing.models import ClosingState, JournalEntry, MonthClosing, Payment, PaymentState
from cakupan.office.clock import now, today
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Position

FROM_FILE = "berkas"


@dataclass(frozen=True)
class Adopted:
    """How much was new: months taken as closed, payments, entries of the books."""

    months: int
    payments: int
    entries: int


def adopt(area: str, *, payments: bool = True, months: Collection[Month] = ()) -> Adopted:
    """Take over ``months`` as closed by import (oldest first), every earlier bill, and the payments of the newest position.

    Call it in the scope of the area. All or nothing; the months that stay open are closed in the office.
    """
    with transaction.atomic():
        alone(area)
        before = JournalEntry.objects.filter(area=area).count()
        closed = sum(_adopt_month(area, month) for month in sorted(months))
        newest = current_position(area)
        if newest is not None:
            post_month(newest, date=today(), user=None, only_before=newest.closed_at is None)
        paid = _adopt_payments(newest) if payments and newest is not None else 0
        entries = JournalEntry.objects.filter(area=area).count() - before
        details = {"months": closed, "payments": paid, "entries": entries}
        note(None, "billing.adopt", subject=("area", area), area=area, details=details)
        return Adopted(closed, paid, entries)


def _adopt_month(area: str, month: Month) -> bool:
    position = current_position(area, month)
    if position is None or MonthClosing.objects.filter(area=area, month=month.first_date, state__in=STANDING).exists():
        return False
    MonthClosing.objects.create(
        area=area,
        month=month.first_date,
        state=ClosingState.CLOSED,
        edition=position.edition,
        position=position,
        imported=True,
        decided_at=now(),
    )
    Position.objects.filter(pk=position.pk).update(closed_at=now())
    post_month(position, date=today(), user=None)
    return True


def _adopt_payments(position: Position) -> int:
    known = {
        (payment.disbursement_number, payment.account, payment.month)
        for payment in Payment.objects.filter(area=position.area).exclude(state=PaymentState.REFUSED)
    }
    new = [row for row in figures(position, "payments") if _identity(row) not in known]
    for row in sorted(new, key=lambda row: (row["disbursement_date"], row["payment_id"])):
        post_payment(_imported(position.area, row), date=today(), user=None)
    return len(new)


def _identity(row: Row) -> tuple[str, str, object]:
    return row["disbursement_number"], row["account"], day(row["named_month"])


def _imported(area: str, row: Row) -> Payment:
    return Payment.objects.create(
        area=area,
        agreement_number=row["agreement_number"],
        payer=row["payer"],
        account=row["account"],
        month=day(row["named_month"]),
        amount=row["amount"],
        disbursement_number=row["disbursement_number"],
        disbursement_date=day(row["disbursement_date"]),
        state=PaymentState.RECEIVED,
        imported=True,
        in_position=FROM_FILE,
    )
