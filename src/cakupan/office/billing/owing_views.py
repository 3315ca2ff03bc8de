"""Pages of what is owed and of the books."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.office.access import allow
from cakupan.office.billing import owing
from cakupan.office.billing.books import differences, totals, trial_balance
from cakupan.office.billing.desks import READERS
from cakupan.office.billing.figures import figures
from cakupan.office.billing.models import ClosingState, JournalLine, MonthClosing
from cakupan.office.billing.tables import account_words, arrears_table, said, trial_table
from cakupan.office.billing.tabs import tabs
from cakupan.office.clock import today
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Position


@allow(*READERS)
@require_GET
def arrears(request: HttpRequest, area: str) -> HttpResponseBase:
    """What the Pemda owes today, by month and age; what families owe; who was reminded."""
    position = current_position(area)
    owed = owing.arrears(area, position, on=today()) if position else []
    user: Any = request.user
    numbers = sorted({each.key.agreement_number for each in owed})
    told = {
        "tabs": tabs(area, "arrears"),
        "total": sum(each.unpaid for each in owed),
        "months": len({(each.key.agreement_number, each.month) for each in owed}),
        "reminders": [(number, owing.reminders(area, number)) for number in numbers],
        "may_remind": user.desk == "bpjs",
    }
    tables = [arrears_table(owed), _age_table(owing.by_age(owed) if owed else []), _family_table(position)]
    return table_page(request, "billing/arrears.html", told, *tables, dated=today())


@allow("bpjs")
@require_POST
def remind(request: HttpRequest, area: str) -> HttpResponse:
    """Issue the next reminder."""
    paper = owing.remind(request, area, request.POST.get("pks", ""))
    messages.success(request, _("Surat pengingat %(number)s diterbitkan.") % {"number": paper.number})
    return redirect("billing:arrears", area=area)


@allow(*READERS)
@require_GET
def books(request: HttpRequest, area: str) -> HttpResponseBase:
    """The trial balance beside the position's own ledger, the debt at the end of the year, and every line of the journal."""
    rows = trial_balance(area)
    user: Any = request.user
    # Before the first 31 December is over, the page shows how the year's debt stands now.
    ended = today().year - 1
    end = owing.year_end(area, ended)
    told = {
        "tabs": tabs(area, "books"),
        "totals": totals(rows),
        "compared": _compared(area),
        "year_end": end,
        "year_papers": owing.balance_papers(area, ended),
        "may_confirm": user.desk == "dinkes" and bool(end.balances),
    }
    return table_page(request, "billing/books.html", told, trial_table(rows), _journal_table(area), dated=today())


@allow("dinkes")
@require_POST
def confirm_balance(request: HttpRequest, area: str) -> HttpResponse:
    """Issue the letter by which the branch confirms the debt at the end of last year."""
    year = today().year - 1
    paper = owing.confirm_balance(request, area, year)
    messages.success(request, _("Surat %(number)s diterbitkan.") % {"number": paper.number})
    return redirect("billing:books", area=area)


def _compared(area: str) -> dict[str, Any] | None:
    """Whether the books say the same as the ledger of the position that was closed last (else the newest one)."""
    closing = MonthClosing.objects.filter(area=area, state=ClosingState.CLOSED).order_by("-month").first()
    position = closing.position if closing else current_position(area)
    if position is None:
        return None
    found = differences(area, position, closed=closing is not None)
    rows = [(account_words(name), ours, theirs, ours - theirs) for name, ours, theirs in found]
    return {"position": position, "rows": rows}


def _age_table(rows: list[tuple[str, int, int]]) -> Table:
    return Table(
        "umur",
        _("Menurut umur tunggakan"),
        (
            Column("band", _("Umur"), value=lambda row: row[0]),
            Column("count", _("Baris"), "whole", value=lambda row: row[1], total=True),
            Column("unpaid", _("Belum dibayar"), "rupiah", value=lambda row: row[2], total=True),
        ),
        rows,
        noun=_("kelompok umur"),
        empty=_("Tidak ada tunggakan"),
        alone=False,
    )


def _family_table(position: Position | None) -> Table:
    """Self-payers' arrears by age of debt, as the position sums them: never by name here."""
    rows = [row for row in (figures(position, "family_arrears_totals") if position else []) if row["by"] == "age_band"]
    return Table(
        "tunggakan-mandiri",
        _("Tunggakan peserta mandiri"),
        (
            Column("part", _("Umur tunggakan"), value=lambda row: _("%(months)s bulan") % {"months": row["part"]}),
            Column("people", _("Orang"), "whole", total=True),
            Column("families", _("Keluarga"), "whole", total=True),
            Column("amount", _("Seluruh bulan belum dibayar"), "rupiah", total=True),
            Column("capped_amount", _("Setelah batas tunggakan"), "rupiah", total=True),
        ),
        rows,
        noun=_("kelompok umur"),
        empty=_("Tidak ada data tunggakan peserta mandiri"),
        empty_text=_("Cabang menyerahkannya di Berkas masuk, jenis tunggakan."),
        alone=False,
    )


def _journal_table(area: str) -> Table:
    lines = JournalLine.objects.filter(area=area).select_related("entry").order_by("-entry_id", "id")
    return Table(
        "jurnal",
        _("Jurnal"),
        (
            Column("date", _("Tanggal"), "date", value="entry.date"),
            Column("cause", _("Peristiwa"), value=lambda line: _cause(line.entry.cause), width=34),
            Column("account_name", _("Akun buku"), value=lambda line: account_words(line.account_name), width=30),
            Column("agreement_number", _("PKS"), width=28),
            Column("payer", _("Pembayar"), value=lambda line: said("payer", line.payer)),
            Column("account", _("Akun"), value=lambda line: said("account", line.account)),
            Column("due_month", _("Bulan tagihan"), "month"),
            Column("debit", _("Debit"), "rupiah", total=True),
            Column("credit", _("Kredit"), "rupiah", total=True),
        ),
        lines,
        noun=_("baris"),
        empty=_("Jurnal masih kosong"),
        alone=False,
    )


def _cause(code: str) -> str:
    known = {
        "bill": _("tagihan bulan"),
        "payment": _("pembayaran diterima"),
        "payment_reversed": _("pembayaran diambil kembali"),
        "overpayment_carried": _("kelebihan bayar diperhitungkan"),
    }
    return known.get(code) or said("correction_cause", code)
