"""Pages that reconcile: the branch's bill by name beside ours, and the quarter's minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.law.calendar import Month
from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.billing import reconciling
from cakupan.office.billing.desks import NAMES, READERS
from cakupan.office.billing.figures import figures, has_figures
from cakupan.office.billing.models import QuarterReconciliation, QuarterState
from cakupan.office.billing.tables import quarter_words, said
from cakupan.office.billing.tabs import tabs
from cakupan.office.clock import today
from cakupan.office.pages.parts import Link
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.papers.issuing import papers_of
from cakupan.office.positions.current import current_position
from cakupan.office.rooms import rooms

LISTED_MAX = 2000


@allow(*READERS)
@require_GET
def listed(request: HttpRequest, area: str) -> HttpResponseBase:
    """The branch's bill of a month (``?bulan=``, else the newest) beside ours, by cause."""
    position = current_position(area, Month.parse(request.GET["bulan"])) if "bulan" in request.GET else current_position(area)
    user: Any = request.user
    told = {
        "tabs": tabs(area, "reconciliation"),
        "shown": position,
        "delivered": position is not None and has_figures(position, "reconciliation_totals"),
        "sees_names": user.desk in NAMES,
    }
    rows = figures(position, "reconciliation_totals") if position else []
    month = Month.of(position.month) if position else None
    table = _totals_table(rows, area, month if user.desk in NAMES else None)
    return table_page(request, "billing/reconciliation.html", told, table, dated=today())


@allow(*NAMES)
@require_GET
def differences(request: HttpRequest, area: str, month: str) -> HttpResponseBase:
    """The list behind a cause (``?sebab=``), read from the month's edition; reading it is noted."""
    chosen, cause = Month.parse(month), request.GET.get("sebab", "")
    position = current_position(area, chosen)
    causes = {row["cause"] for row in figures(position, "reconciliation_totals")} if position else set()
    # The cause stands in the log, where nothing may stand that somebody typed.
    if position is None or (cause and cause not in causes):
        raise Http404
    rows = []
    for row in rooms().reconciliation(area=area, month=chosen, cause=cause):
        rows.append(row)
        if len(rows) >= LISTED_MAX and request.GET.get("format") != "xlsx":
            break
    note(request, "reconciliation.read", subject=("position", position.pk), details={"cause": cause, "rows": len(rows)})
    told = {
        "cause": said("difference_cause", cause) if cause else _("Semua selisih"),
        "more": len(rows) >= LISTED_MAX,
        "back": Link(_("Rekonsiliasi"), reverse("billing:reconciliation", args=[area])),
    }
    return table_page(request, "billing/differences.html", told, _rows_table(rows), dated=today())


@allow(*READERS)
@require_GET
def quarters(request: HttpRequest, area: str) -> HttpResponseBase:
    """Quarters to propose, to decide, and agreed."""
    user: Any = request.user
    found = QuarterReconciliation.objects.filter(area=area).order_by("-quarter_month", "-pk")
    told = {
        "tabs": tabs(area, "reconciliation"),
        "open": [
            (number, quarter_words(quarter), reconciling.quarter_url(area, number, quarter))
            for number, quarter in reconciling.open_quarters(area)
        ],
        "quarters": [
            (each, quarter_words(Month.of(each.quarter_month)), papers_of((reconciling.SUBJECT, each.pk))) for each in found
        ],
        "may_propose": user.desk == "dinkes",
        "may_decide": user.desk == "bpjs",
        "PROPOSED": QuarterState.PROPOSED,
    }
    return render(request, "billing/quarters.html", told)


@allow("dinkes")
def quarter(request: HttpRequest, area: str, month: str) -> HttpResponse:
    """Propose a quarter: its figures with a cause for each difference, and what was agreed."""
    chosen = reconciling.quarter_of(Month.parse(month))
    number = request.POST.get("pks") or request.GET.get("pks", "")
    rows = reconciling.quarter_rows(area, number, chosen)
    if not rows:
        raise Http404
    if request.method == "POST":
        reconciling.propose_quarter(
            request,
            area=area,
            agreement_number=number,
            quarter=chosen,
            causes=request.POST.getlist("cause"),
            agreed=request.POST.get("agreed", "").splitlines(),
        )
        messages.success(request, _("Rekonsiliasi diusulkan; kantor cabang menyetujuinya."))
        return redirect("billing:quarters", area=area)
    told = {
        "number": number,
        "words": quarter_words(chosen),
        "rows": [(row, said("account", row["account"]), row["billed"] - row["paid"]) for row in rows],
        "back": Link(_("Rekonsiliasi triwulan"), reverse("billing:quarters", args=[area])),
    }
    return render(request, "billing/quarter.html", told)


@allow("bpjs", approver=True)
@require_POST
def decide(request: HttpRequest, area: str, quarter_id: int) -> HttpResponse:
    """Agree, or return with a reason."""
    found = get_object_or_404(QuarterReconciliation, pk=quarter_id, area=area)
    paper = reconciling.decide_quarter(request, found.pk, agree="agree" in request.POST, reason=request.POST.get("reason", ""))
    said_now = _("Disepakati. Berita Acara %(number)s.") % {"number": paper.number} if paper else _("Dikembalikan.")
    messages.success(request, said_now)
    return redirect("billing:quarters", area=area)


def _totals_table(rows: list[dict[str, Any]], area: str, month: Month | None) -> Table:
    def url(row: dict[str, Any]) -> str | None:
        return reverse("billing:differences", args=[area, str(month)]) + f"?sebab={row['cause']}" if month else None

    return Table(
        "rekonsiliasi",
        _("Tagihan cabang di samping tagihan menurut SK dan PKS"),
        (
            Column("cause", _("Sebab"), value=lambda row: said("difference_cause", row["cause"]), url=url, width=40),
            Column("people", _("Orang"), "whole", total=True),
            Column("branch_amount", _("Tagihan cabang"), "rupiah", total=True),
            Column("our_amount", _("Menurut SK dan PKS"), "rupiah", total=True),
            Column("difference", _("Selisih"), "rupiah", total=True),
        ),
        rows,
        noun=_("sebab"),
        empty=_("Cabang belum menyerahkan tagihan bernama"),
        empty_text=_("Unggah tagihan cabang di Berkas masuk, jenis tagihan; lalu siapkan bulannya lagi."),
    )


def _rows_table(rows: list[dict[str, Any]]) -> Table:
    return Table(
        "selisih",
        _("Baris yang dibandingkan"),
        (
            Column("nik", "NIK", "nik"),
            Column("name", _("Nama"), width=30),
            Column("card_number", _("Nomor kartu"), width=18),
            Column("agreement_number", _("PKS"), width=28),
            Column("branch_amount", _("Tagihan cabang"), "rupiah", total=True),
            Column("our_amount", _("Menurut SK dan PKS"), "rupiah", total=True),
            Column("difference", _("Selisih"), "rupiah", total=True),
            Column("cause", _("Sebab"), value=lambda row: said("difference_cause", row["cause"]), width=36),
        ),
        rows,
        noun=_("baris"),
        empty=_("Tidak ada selisih"),
    )
