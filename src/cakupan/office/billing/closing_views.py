"""Pages on which a month is prepared, proposed, confirmed or returned."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.billing import closing as acts
from cakupan.office.billing.bills import bills, position_bills
from cakupan.office.billing.desks import READERS
from cakupan.office.billing.figures import figures
from cakupan.office.billing.forms import PrepareForm
from cakupan.office.billing.models import ClosingState, MonthClosing
from cakupan.office.billing.tables import bill_table, changes_table, position_bill_table
from cakupan.office.billing.tabs import tabs
from cakupan.office.clock import this_month, today
from cakupan.office.pages.parts import Badge, Link, Tone
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.pages.templatetags.pages import bulan
from cakupan.office.papers.issuing import papers_of
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Position
from cakupan.office.work.running import begin

TONES: dict[str, Tone] = {
    ClosingState.PREPARED: "active",
    ClosingState.PROPOSED: "waiting",
    ClosingState.CLOSED: "done",
    ClosingState.REJECTED: "stopped",
    ClosingState.REPLACED: "neutral",
}


@allow(*READERS)
@require_GET
def months(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every month of the office with how far it is, and (for dinkes) which to prepare next."""
    positions = list(Position.objects.filter(area=area, current=True).defer("manifest").order_by("-month"))
    closings = _standing_by_month(area)
    rows = [(position, closings.get(position.month)) for position in positions]
    table = Table(
        "bulan",
        _("Bulan"),
        (
            Column("month", _("Bulan"), "month", value=lambda row: row[0].month, url=lambda row: _month_url(area, row[0])),
            Column("as_of", _("Posisi"), "date", value=lambda row: row[0].as_of_date),
            Column("state", _("Keadaan"), "badge", value=lambda row: badge(row[1])),
            Column("closed_at", _("Dikunci"), "date", value=lambda row: row[0].closed_at),
            Column("edition", "SHA-256", value=lambda row: row[0].edition[:12]),
        ),
        rows,
        noun=_("bulan"),
        empty=_("Belum ada bulan"),
        empty_text=_("Unggah data penduduk dan peserta di Berkas masuk, lalu siapkan bulan pertama."),
    )
    following = Month.of(positions[0].month).plus(1) if positions and positions[0].closed_at else None
    chosen = following or (Month.of(positions[0].month) if positions else this_month())
    form = PrepareForm(initial={"month": str(chosen)})
    told = {"form": form, "tabs": tabs(area, "months"), "may_prepare": _desk(request) == "dinkes"}
    return table_page(request, "billing/months.html", told, table, dated=today())


@allow("dinkes")
@require_POST
def prepare(request: HttpRequest, area: str) -> HttpResponse:
    """Begin the long work that makes the month's position."""
    form = PrepareForm(request.POST)
    if not form.is_valid():
        error = " ".join(str(each) for each in form.errors["month"])
        raise Refusal(_("Penutupan bulan"), why=error, mend=_("Kembali dan tulis bulannya."))
    month = Month.of(form.cleaned_data["month"])
    acts.refuse_if_closed(area, month)
    piece = begin(kind="billing.prepare", area=area, user=request.user, arguments={"month": str(month)})
    return redirect("work:piece", area=area, work_id=piece.pk)


@allow(*READERS)
@require_GET
def month(request: HttpRequest, area: str, month: str) -> HttpResponseBase:
    """One month: what both sides would sign, raw beside verified, what is different from the month before, and the acts."""
    chosen = Month.parse(month)
    position = current_position(area, chosen)
    if position is None:
        raise Http404
    found = standing(area, chosen)
    user: Any = request.user
    told = {
        "closing": found,
        "shown": position,
        "badge": badge(found),
        "sums": position.manifest.get("sums", {}),
        "mismatches": sum(row.get("entries", 0) for row in figures(position, "mismatch_totals")),
        "may_prepare": user.desk == "dinkes" and position.closed_at is None,
        "chosen": str(chosen),
        "may_propose": user.desk == "dinkes" and found is not None and found.state == ClosingState.PREPARED,
        "may_decide": bool(
            found and found.state == ClosingState.PROPOSED and user.desk == "bpjs" and may_decide(user, today(), area=area)
        ),
        "papers": papers_of((acts.SUBJECT, found.pk)) if found else [],
        "back": Link(_("Penutupan bulan"), reverse("billing:months", args=[area])),
        "months_words": bulan(chosen),
        "bills": [(bill.agreement_number, bill_url(area, position, bill.agreement_number)) for bill in bills(position)],
        "reconciliation_url": reverse("billing:reconciliation", args=[area]) + f"?bulan={chosen}",
    }
    tables = [bill_table(bills(position)), position_bill_table(position_bills(position))]
    tables.append(changes_table(found.changes if found else []))
    return table_page(request, "billing/month.html", told, *tables, dated=today())


@allow("dinkes")
@require_POST
def propose(request: HttpRequest, area: str, closing_id: int) -> HttpResponse:
    """Propose the prepared month to the branch."""
    found = acts.propose(request, _of(area, closing_id))
    messages.success(request, _("Penutupan diusulkan; kantor cabang BPJS Kesehatan mengonfirmasinya."))
    return _back(area, found)


@allow("bpjs", approver=True)
@require_POST
def decide(request: HttpRequest, area: str, closing_id: int) -> HttpResponse:
    """Confirm or return."""
    known = _of(area, closing_id)
    if "confirm" in request.POST:
        papers = acts.confirm(request, known, seen=request.POST.get("edition", ""))
        numbers = ", ".join(paper.number for paper in papers)
        messages.success(request, _("Bulan ditutup. Berita Acara: %(numbers)s.") % {"numbers": numbers or "–"})
    else:
        acts.reject(request, known, reason=request.POST.get("reason", ""))
        messages.success(request, _("Bulan dikembalikan kepada Dinas Kesehatan."))
    return _back(area, MonthClosing.objects.get(pk=known))


def standing(area: str, month: Month) -> MonthClosing | None:
    """The closing of a month that counts: the one under way or done, else the newest that was returned."""
    return _standing_by_month(area, month=month.first_date).get(month.first_date)


def _standing_by_month(area: str, **only: Any) -> dict[dt.date, MonthClosing]:
    """The same of every month, by its first day."""
    found: dict[dt.date, MonthClosing] = {}
    for closing in MonthClosing.objects.filter(area=area, **only).exclude(state=ClosingState.REPLACED).order_by("pk"):
        before = found.get(closing.month)
        if before is None or before.state not in acts.STANDING:
            found[closing.month] = closing
    return found


def badge(found: MonthClosing | None) -> Badge:
    """How far a month is, in one word."""
    return Badge(found.get_state_display(), TONES[found.state]) if found else Badge(_("belum disiapkan"))


def _desk(request: HttpRequest) -> str:
    user: Any = request.user
    return str(user.desk)


def _of(area: str, closing_id: int) -> int:
    """The id if it is this area's; to another area it does not exist."""
    if not MonthClosing.objects.filter(pk=closing_id, area=area).exists():
        raise Http404
    return closing_id


def bill_url(area: str, position: Position, agreement_number: str) -> str:
    """The page of one agreement's bill."""
    query = urlencode({"pks": agreement_number})
    return f"{reverse('billing:bill', args=[area, str(Month.of(position.month))])}?{query}"


def _month_url(area: str, position: Position) -> str:
    return reverse("billing:month", args=[area, str(Month.of(position.month))])


def _back(area: str, found: MonthClosing) -> HttpResponse:
    return redirect("billing:month", area=area, month=str(Month.of(found.month)))
