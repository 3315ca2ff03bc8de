"""What both sides agree each quarter: billed, paid, difference and its cause; dinkes proposes, the branch agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.utils import IntegrityError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.billing.figures import Row, agreement_paper, agreements
from cakupan.office.billing.models import ClosingState, MonthClosing, QuarterReconciliation, QuarterState
from cakupan.office.billing.settling import allocate, dues_of_books, paid
from cakupan.office.clock import now, today
from cakupan.office.papers.issuing import issue
from cakupan.office.papers.models import Paper
from cakupan.office.positions.current import current_position
from cakupan.report import letters

SUBJECT = "billing.quarter"
MONTHS = 3
UNPAID, EXCESS = "Belum dibayar", "Kelebihan bayar, diperhitungkan ke bulan berikut"


def quarter_of(month: Month) -> Month:
    """The first month of the quarter in which a month lies."""
    return Month(month.year, (month.number - 1) // MONTHS * MONTHS + 1)


def quarter_rows(area: str, agreement_number: str, quarter: Month) -> list[Row]:
    """Billed and paid of each month and account of a quarter by the books, with the causes that follow from them."""
    months = [quarter.plus(at) for at in range(MONTHS)]
    dues = [due for due in dues_of_books(area) if due.agreement_number == agreement_number]
    given = [each for each in allocate(dues, paid(area, None)) if each.agreement_number == agreement_number]
    rows = []
    for due in sorted(dues, key=lambda due: (due.month, due.account, due.payer)):
        if due.month in months:
            parts = [each for each in given if (each.month, each.payer, each.account) == (due.month, due.payer, due.account)]
            got = sum(each.amount for each in parts)
            rows.append(
                {
                    "month": str(due.month),
                    "account": due.account,
                    "payer": due.payer,
                    "billed": due.amount,
                    "paid": got,
                    "cause": UNPAID if got < due.amount else EXCESS if got > due.amount else "",
                    "disbursements": sorted({each.payment_id.split("|")[0] for each in parts}),
                }
            )
    return rows


def open_quarters(area: str) -> list[tuple[str, Month]]:
    """Quarters whose three months are closed and that nobody has proposed yet, by agreement, oldest first."""
    closed = {
        Month.of(month)
        for month in MonthClosing.objects.filter(area=area, state=ClosingState.CLOSED).values_list("month", flat=True)
    }
    whole = sorted({quarter_of(month) for month in closed if {quarter_of(month).plus(at) for at in range(MONTHS)} <= closed})
    standing = set(
        QuarterReconciliation.objects.filter(area=area, state__in=(QuarterState.PROPOSED, QuarterState.AGREED)).values_list(
            "agreement_number", "quarter_month"
        )
    )
    billed = {(due.agreement_number, quarter_of(due.month)) for due in dues_of_books(area)}
    return sorted(
        ((number, quarter) for number, quarter in billed if quarter in whole and (number, quarter.first_date) not in standing),
        key=lambda each: (each[1], each[0]),
    )


def quarter_url(area: str, agreement_number: str, quarter: Month) -> str:
    """The page on which a quarter of an agreement is proposed."""
    return f"{reverse('billing:quarter', args=[area, str(quarter)])}?{urlencode({'pks': agreement_number})}"


def propose_quarter(
    request: HttpRequest, *, area: str, agreement_number: str, quarter: Month, causes: Sequence[str], agreed: Sequence[str]
) -> QuarterReconciliation:
    """Propose a quarter's minutes. Refused while a month of it is open, twice, or with a difference without its cause."""
    if (agreement_number, quarter) not in open_quarters(area):
        raise Refusal(
            _("Rekonsiliasi triwulan"),
            why=_("triwulan itu sudah diusulkan, atau salah satu bulannya belum ditutup."),
            mend=_("Tutup ketiga bulannya lebih dahulu, atau buka usulan yang sudah ada."),
        )
    found = quarter_rows(area, agreement_number, quarter)
    if len(found) != len(causes):
        raise Refusal(
            _("Rekonsiliasi triwulan"),
            why=_("barisnya berubah sejak halaman Anda dibuka."),
            mend=_("Muat ulang halamannya, lalu tulis sebabnya lagi."),
        )
    rows = [{**row, "cause": cause.strip()} for row, cause in zip(found, causes, strict=True)]
    if any(row["billed"] != row["paid"] and not row["cause"] for row in rows):
        raise Refusal(
            _("Rekonsiliasi triwulan"),
            why=_("ada selisih tanpa sebab."),
            mend=_("Tulis sebab setiap selisih, lalu usulkan lagi."),
        )
    user: Any = request.user
    try:
        with transaction.atomic():
            made = QuarterReconciliation.objects.create(
                area=area,
                agreement_number=agreement_number,
                quarter_month=quarter.first_date,
                rows=rows,
                agreed=[line.strip() for line in agreed if line.strip()],
                state=QuarterState.PROPOSED,
                proposed_by=user,
                proposed_desk=user.desk,
                proposed_at=now(),
            )
    except IntegrityError as twice:
        raise _moved_on() from twice
    note(request, "quarter.propose", subject=(SUBJECT, made.pk), details={"quarter": str(quarter)})
    return made


def decide_quarter(request: HttpRequest, quarter_id: int, *, agree: bool, reason: str) -> Paper | None:
    """The branch agrees, and the minutes are issued; or it returns them with a reason."""
    found = QuarterReconciliation.objects.select_for_update(of=("self",)).get(pk=quarter_id)
    user: Any = request.user
    if found.state != QuarterState.PROPOSED or user.pk == found.proposed_by_id or user.desk == found.proposed_desk:
        raise _moved_on()
    if not agree and not reason.strip():
        raise Refusal(_("Rekonsiliasi triwulan"), why=_("alasannya kosong."), mend=_("Tulis apa yang harus diperbaiki."))
    found.state = QuarterState.AGREED if agree else QuarterState.REJECTED
    found.reason = reason.strip()[:300]
    found.decided_by, found.decided_desk, found.decided_at = user, user.desk, now()
    found.save()
    note(request, f"quarter.{found.state}", subject=(SUBJECT, found.pk), why=found.reason)
    return _issue(request, found) if agree else None


def _issue(request: HttpRequest, found: QuarterReconciliation) -> Paper:
    position = current_position(found.area)
    assert position is not None, "a quarter is proposed after its months were closed"
    terms = agreements(position)[found.agreement_number]
    letter = letters.ReconciliationMinutes(
        agreement=agreement_paper(terms),
        months=tuple(_month(row) for row in found.rows),
        agreed=tuple(found.agreed),
    )
    return issue(
        request, kind=letter.kind, area=found.area, letter=letter, subject=(SUBJECT, found.pk), date=today(), position=position
    )


def _month(row: Mapping[str, Any]) -> letters.ReconciledMonth:
    return letters.ReconciledMonth(
        Month.parse(row["month"]), row["account"], row["billed"], row["paid"], row["cause"], tuple(row["disbursements"])
    )


def _moved_on() -> Refusal:
    return Refusal(
        _("Rekonsiliasi triwulan"),
        why=_("sudah diputuskan orang lain, atau Anda sendiri (atau kantor Anda) yang mengusulkannya."),
        mend=_("Muat ulang halamannya; yang memutuskan adalah kantor cabang BPJS Kesehatan."),
    )
