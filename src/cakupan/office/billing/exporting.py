"""Received payments on their way into the workspace: as a file like any other, so that the next position counts them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cakupan.law.calendar import Month
from cakupan.office.billing.models import Payment, PaymentState
from cakupan.office.billing.settling import as_paid, counted
from cakupan.office.rooms import rooms

COLUMNS = ("NO_SP2D", "TGL_SP2D", "NO_PKS", "BULAN", "AKUN", "RUPIAH", "PEMBAYAR")


def not_in_position(area: str) -> list[Payment]:
    """Received payments that no file has brought to the workspace yet: *belum masuk posisi*."""
    return [payment for payment in counted(area) if not payment.in_position]


def taken_back(area: str) -> list[Payment]:
    """Counter entries of payments that a file brought to the workspace: a further file must take them back there."""
    received = Payment.objects.filter(area=area, state=PaymentState.RECEIVED, reverses__isnull=False, in_position="")
    return list(received.exclude(reverses__in_position="").order_by("pk"))


def import_payments(area: str, *, as_of: dt.date) -> int:
    """Bring what is not in the workspace there; how many. Cut short and done again, the same file is the same snapshot."""
    new = [payment for payment in not_in_position(area) if (payment.disbursement_date or as_of) <= as_of]
    # A payment that was taken back and recorded again stands in the file once, as it is now.
    told = {as_paid(payment).payment_id for payment in new}
    gone = taken_back(area)
    waiting = new + [payment for payment in gone if as_paid(payment).payment_id not in told]
    if not waiting:
        return 0
    with TemporaryDirectory() as folder:
        file = _written(waiting, Path(folder) / f"sp2d-{as_of}-{max(each.pk for each in waiting)}.csv")
        imported = rooms().import_file(kind="payments", file=file, profile=None, area=area, as_of=as_of)
    Payment.objects.filter(pk__in=[payment.pk for payment in [*new, *gone]]).update(in_position=imported["hash"])
    return len(waiting)


def _written(payments: Sequence[Payment], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for each in sorted(payments, key=lambda each: each.pk):
            writer.writerow(
                [
                    each.disbursement_number,
                    each.disbursement_date,
                    each.agreement_number,
                    Month.of(each.month),
                    each.account.upper(),
                    0 if each.reverses_id else each.amount,
                    each.payer.upper(),
                ]
            )
    return path
