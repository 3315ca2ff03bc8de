"""Closing a month: dinkes prepares and proposes, the branch confirms; then nobody changes it any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import User
from cakupan.office.audit.log import note
from cakupan.office.audit.models import LogHead
from cakupan.office.billing.books import alone, post_month
from cakupan.office.billing.exporting import import_payments
from cakupan.office.billing.figures import agreements
from cakupan.office.billing.minutes import month_minutes
from cakupan.office.billing.models import ClosingState, MonthClosing
from cakupan.office.billing.workbooks import kept_workbook
from cakupan.office.clock import now, today
from cakupan.office.pages.templatetags.pages import bulan
from cakupan.office.papers.issuing import issue
from cakupan.office.papers.models import Paper
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import BillLine, Position
from cakupan.office.rooms import rooms
from cakupan.office.work.running import Progress, work
from cakupan.report import letters

STANDING = (ClosingState.PREPARED, ClosingState.PROPOSED, ClosingState.CLOSED)
SUBJECT = "billing.closing"
STEPS = 4


@work("billing.prepare", gettext_lazy("Menyiapkan penutupan bulan"))
def prepare(progress: Progress) -> dict[str, Any]:
    """Make the month's edition from what lies in the workspace, load it, write its workbook. Done again, it does no harm.

    Arguments: ``month`` as YYYY-MM. What stood prepared or proposed of another edition is replaced, and says so.
    """
    area, month = progress.work.area, Month.parse(progress.arguments["month"])
    refuse_if_closed(area, month)
    progress.say(_("memasukkan pembayaran yang diterima cabang"), progress=0, steps=STEPS)
    import_payments(area, as_of=min(today(), month.plus(1).first_date - dt.timedelta(days=1)))
    progress.say(_("menghitung bulan %(month)s") % {"month": bulan(month)}, progress=1)
    rooms().close_month(area=area, month=month, again=True, say=progress.say)
    progress.say(_("menulis buku kerja tagihan"), progress=2)
    workbook = kept_workbook(rooms().bill_workbook(area=area, month=month))
    progress.say(_("menyiapkan penutupan"), progress=3)
    changes = _changes(area, month)
    closing = prepared(area, month, workbook_sha256=workbook, changes=changes, actor=progress.work.begun_by)
    progress.say(_("selesai"), progress=STEPS)
    return {"view": "billing:month", "arguments": {"month": str(month)}, "closing": closing.pk}


def prepared(area: str, month: Month, *, workbook_sha256: str, changes: list[dict[str, Any]], actor: User) -> MonthClosing:
    """The closing of the position that stands now: a new one, unless the edition is the same as before."""
    with transaction.atomic():
        alone(area)
        position = current_position(area, month)
        assert position is not None, "the month was loaded a moment ago"
        standing = MonthClosing.objects.filter(area=area, month=month.first_date, state__in=STANDING).first()
        if standing is not None and (standing.edition == position.edition or standing.state == ClosingState.CLOSED):
            return standing
        if standing is not None:
            standing.state = ClosingState.REPLACED
            standing.save(update_fields=["state"])
        made = MonthClosing.objects.create(
            area=area,
            month=month.first_date,
            state=ClosingState.PREPARED,
            edition=position.edition,
            position=position,
            workbook_sha256=workbook_sha256,
            changes=changes,
        )
        details = {"month": str(month), "edition": position.edition}
        note(None, "month.prepare", subject=(SUBJECT, made.pk), area=area, actor=actor, details=details)
        return made


def _changes(area: str, month: Month) -> list[dict[str, Any]]:
    """What is different from the month before, if the office has it."""
    before = month.plus(-1)
    return rooms().compare_months(area=area, before=before, after=month) if current_position(area, before) else []


def propose(request: HttpRequest, closing_id: int) -> MonthClosing:
    """Propose the prepared month to the branch. Refused if it is not the next one, or no longer what was prepared."""
    closing = _locked(closing_id, ClosingState.PREPARED)
    _refuse_out_of_order(closing)
    _refuse_if_other(closing)
    user: Any = request.user
    closing.state, closing.proposed_by, closing.proposed_desk = ClosingState.PROPOSED, user, user.desk
    closing.proposed_at = now()
    closing.save()
    note(request, "month.propose", subject=(SUBJECT, closing.pk), details=_details(closing))
    return closing


def confirm(request: HttpRequest, closing_id: int, *, seen: str) -> list[Paper]:
    """The branch confirms: the position is locked, the books are written, the minutes are issued, all or nothing.

    ``seen``: the edition that the officer saw. Gives the minutes, one per agreement.
    """
    closing = _locked(closing_id, ClosingState.PROPOSED)
    _refuse_own(request, closing)
    if seen != closing.edition:
        raise _moved_on()
    _refuse_out_of_order(closing)
    _refuse_if_other(closing)
    position = closing.position
    head = note(request, "month.confirm", subject=(SUBJECT, closing.pk), details=_details(closing))
    _decide(request, closing, ClosingState.CLOSED)
    closing.log_head = bytes(LogHead.objects.get().hash).hex()
    assert LogHead.objects.get().number == head, "the log is written one after the other"
    closing.save()
    position.closed_at = now()
    Position.objects.filter(pk=position.pk).update(closed_at=position.closed_at)
    post_month(position, date=today(), user=request.user)
    return [_issue_minutes(request, closing, number) for number in billed_agreements(position)]


def reject(request: HttpRequest, closing_id: int, *, reason: str) -> MonthClosing:
    """The branch returns the month with a reason; dinkes prepares it again."""
    closing = _locked(closing_id, ClosingState.PROPOSED)
    _refuse_own(request, closing)
    if not reason.strip():
        raise Refusal(
            _("Pengembalian bulan"), why=_("alasannya kosong."), mend=_("Tulis apa yang harus diperbaiki sebelum bulan ditutup.")
        )
    closing.reason = reason.strip()[:300]
    _decide(request, closing, ClosingState.REJECTED)
    closing.save()
    note(request, "month.reject", subject=(SUBJECT, closing.pk), why=closing.reason, details=_details(closing))
    return closing


def billed_agreements(position: Position) -> list[str]:
    """The agreements under which somebody is billed this month."""
    numbers = BillLine.objects.filter(position=position).values_list("agreement_number", flat=True).distinct()
    return sorted(set(numbers) & set(agreements(position)))


def month_before(position: Position) -> Position | None:
    """The position of the month before, if the office has it."""
    return current_position(position.area, Month.of(position.month).plus(-1))


def refuse_if_closed(area: str, month: Month) -> None:
    """Refused once both sides have confirmed it."""
    if MonthClosing.objects.filter(area=area, month=month.first_date, state=ClosingState.CLOSED).exists():
        raise Refusal(
            _("Bulan %(month)s") % {"month": bulan(month)},
            why=_("bulan ini sudah ditutup kedua pihak dan tidak diubah lagi."),
            mend=_("Perbaiki datanya; selisihnya dibukukan sebagai koreksi pada bulan yang masih terbuka."),
        )


def _issue_minutes(request: HttpRequest, closing: MonthClosing, number: str) -> Paper:
    workbook = letters.Workbook(workbook_name(closing), closing.workbook_sha256) if closing.workbook_sha256 else None
    before = month_before(closing.position)
    letter = month_minutes(closing.position, before, number, workbook=workbook, log_sha256=closing.log_head)
    return issue(
        request,
        kind=letter.kind,
        area=closing.area,
        letter=letter,
        subject=(SUBJECT, closing.pk),
        date=today(),
        position=closing.position,
    )


def workbook_name(closing: MonthClosing) -> str:
    """The name of the workbook with every line of the bill."""
    return f"tagihan-{Month.of(closing.month)}.xlsx"


def _locked(closing_id: int, state: ClosingState) -> MonthClosing:
    closing = MonthClosing.objects.select_for_update(of=("self",)).get(pk=closing_id)
    alone(closing.area)
    if closing.state != state:
        raise _moved_on()
    return closing


def _moved_on() -> Refusal:
    return Refusal(
        _("Penutupan bulan"),
        why=_("keadaannya sudah berubah sejak halaman Anda dibuka: orang lain sudah memutuskan, atau posisinya diganti."),
        mend=_("Muat ulang halamannya dan putuskan atas yang tertera sekarang."),
    )


def _refuse_own(request: HttpRequest, closing: MonthClosing) -> None:
    user: Any = request.user
    if user.pk == closing.proposed_by_id or user.desk == closing.proposed_desk:
        raise Refusal(
            _("Penutupan bulan"),
            why=_("yang mengusulkan tidak memutuskan; bulan ditutup oleh dua kantor."),
            mend=_("Minta pejabat penyetuju kantor cabang BPJS Kesehatan memutuskannya."),
        )


def _refuse_if_other(closing: MonthClosing) -> None:
    """The position must still be the one that was prepared, and rest on the month before as it was closed."""
    position = current_position(closing.area, Month.of(closing.month))
    if position is None or position.edition != closing.edition:
        raise _stale()
    before = MonthClosing.objects.filter(
        area=closing.area, month=Month.of(closing.month).plus(-1).first_date, state=ClosingState.CLOSED
    ).first()
    rests_on = closing.position.manifest.get("earlier", {}).get(str(Month.of(closing.month).plus(-1)))
    if before is not None and rests_on is not None and rests_on != before.edition:
        raise _stale()


def _stale() -> Refusal:
    return Refusal(
        _("Penutupan bulan"),
        why=_("posisi bulan ini, atau bulan sebelumnya yang menjadi dasarnya, sudah berganti sejak disiapkan."),
        mend=_("Siapkan bulan ini sekali lagi, lalu usulkan."),
    )


def _refuse_out_of_order(closing: MonthClosing) -> None:
    """Months are closed one after the other; the first is the oldest that the office has."""
    month = Month.of(closing.month)
    before = month.plus(-1)
    others = MonthClosing.objects.filter(area=closing.area, state=ClosingState.CLOSED)
    last = others.order_by("-month").values_list("month", flat=True).first()
    earlier_open = Position.objects.filter(area=closing.area, current=True, month__lt=closing.month, closed_at__isnull=True)
    in_order = Month.of(last) == before if last else not earlier_open.exists()
    if not in_order:
        missing = Month.of(last).plus(1) if last else Month.of(earlier_open.order_by("month").values_list("month", flat=True)[0])
        raise Refusal(
            _("Penutupan %(month)s") % {"month": bulan(month)},
            why=_("bulan sebelumnya belum ditutup: %(missing)s.") % {"missing": bulan(missing)},
            mend=_("Tutup bulan itu lebih dahulu; bulan ditutup berurutan."),
        )


def _decide(request: HttpRequest, closing: MonthClosing, state: ClosingState) -> None:
    user: Any = request.user
    closing.state, closing.decided_by, closing.decided_desk, closing.decided_at = state, user, user.desk, now()


def _details(closing: MonthClosing) -> dict[str, Any]:
    return {"month": str(Month.of(closing.month)), "edition": closing.edition}
