"""What of the bill waits for a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Min, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.law.calendar import Month
from cakupan.office.billing.bills import bills
from cakupan.office.billing.models import ClosingState, MonthClosing, Payment, PaymentState, QuarterReconciliation, QuarterState
from cakupan.office.billing.owing import arrears, to_remind
from cakupan.office.billing.reconciling import open_quarters, quarter_url
from cakupan.office.desk.queue import Waiting
from cakupan.office.pages.templatetags.pages import bulan
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Position

DUE_SOON_DAYS = 14


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:
    """For the branch: months, payments and quarters to confirm, reminders. For dinkes: months to propose, bills due, quarters."""
    if user.desk == "bpjs":
        yield from _to_confirm(area)
        yield from _payments(area)
        yield from _reminders(area, day)
    elif user.desk == "dinkes":
        yield from _to_close(area)
        yield from _bills_due(area, day)
        yield from _quarters(area)


def _to_confirm(area: str) -> Iterator[Waiting]:
    for closing in MonthClosing.objects.filter(area=area, state=ClosingState.PROPOSED).order_by("month"):
        month = Month.of(closing.month)
        sums = closing.position.manifest.get("sums", {})
        yield Waiting(
            title=_("Penutupan %(month)s menunggu konfirmasi") % {"month": bulan(month)},
            url=reverse("billing:month", args=[area, str(month)]),
            count=1,
            people=sums.get("people"),
            rupiah=sums.get("pemda_amount"),
            since_date=closing.proposed_at.date() if closing.proposed_at else None,
        )
    for quarter in QuarterReconciliation.objects.filter(area=area, state=QuarterState.PROPOSED):
        yield Waiting(
            title=_("Rekonsiliasi triwulan menunggu persetujuan"),
            url=reverse("billing:quarters", args=[area]),
            count=1,
            since_date=quarter.proposed_at.date() if quarter.proposed_at else None,
        )


def _payments(area: str) -> Iterator[Waiting]:
    found = Payment.objects.filter(area=area, state=PaymentState.DISBURSED)
    told = found.aggregate(rupiah=Sum("amount"), since=Min("disbursement_date"))
    yield Waiting(
        title=_("Pembayaran (SP2D) menunggu konfirmasi penerimaan"),
        url=reverse("billing:payments", args=[area]),
        count=found.count(),
        rupiah=told["rupiah"],
        since_date=told["since"],
    )


def _reminders(area: str, day: dt.date) -> Iterator[Waiting]:
    position = current_position(area)
    if position is not None:
        for number, owed in to_remind(area, position, on=day).items():
            yield Waiting(
                title=_("Tunggakan PKS %(number)s belum diingatkan") % {"number": number},
                url=reverse("billing:arrears", args=[area]),
                count=len({each.month for each in owed}),
                rupiah=sum(each.unpaid for each in owed),
                since_date=min(each.due_date for each in owed),
                says=_("bulan belum dibayar"),
            )


def _to_close(area: str) -> Iterator[Waiting]:
    """The oldest month that is open and not with the branch: to prepare, or once prepared to propose."""
    open_positions = Position.objects.filter(area=area, current=True, closed_at__isnull=True)
    month_date = open_positions.order_by("month").values_list("month", flat=True).first()
    if month_date is None:
        return
    states = MonthClosing.objects.filter(area=area, month=month_date).values_list("state", flat=True)
    if ClosingState.PROPOSED in states:
        return
    month = Month.of(month_date)
    said = _("Penutupan %(month)s: usulkan ke cabang") if ClosingState.PREPARED in states else _("Penutupan %(month)s: siapkan")
    yield Waiting(title=said % {"month": bulan(month)}, url=reverse("billing:month", args=[area, str(month)]), count=1)


def _bills_due(area: str, day: dt.date) -> Iterator[Waiting]:
    position = current_position(area)
    if position is None:
        return
    unpaid: dict[str, int] = {}
    for owed in arrears(area, position, on=dt.date.max):
        if owed.month == Month.of(position.month) or owed.due_date < day:
            unpaid[owed.key.agreement_number] = unpaid.get(owed.key.agreement_number, 0) + owed.unpaid
    for bill in bills(position):
        if unpaid.get(bill.agreement_number) and bill.due_date <= day + dt.timedelta(days=DUE_SOON_DAYS):
            yield Waiting(
                title=_("Tagihan PKS %(number)s belum dibayar") % {"number": bill.agreement_number},
                url=reverse("billing:payments", args=[area]),
                count=1,
                people=bill.people,
                rupiah=unpaid[bill.agreement_number],
                due_date=bill.due_date,
            )


def _quarters(area: str) -> Iterator[Waiting]:
    for number, quarter in open_quarters(area):
        yield Waiting(
            title=_("Rekonsiliasi triwulan mulai %(month)s, PKS %(number)s") % {"month": bulan(quarter), "number": number},
            url=quarter_url(area, number, quarter),
            count=1,
        )
