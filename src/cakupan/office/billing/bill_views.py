"""Pages of the bill: each agreement's sums, its lines found by person, the workbook, the invoice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.billing.bills import Bill, bills, position_bills
from cakupan.office.billing.books import alone
from cakupan.office.billing.closing_views import badge, bill_url, standing
from cakupan.office.billing.desks import NAMES, READERS
from cakupan.office.billing.forms import LineSearchForm
from cakupan.office.billing.minutes import invoice
from cakupan.office.billing.tables import bill_table, corrections_table, position_bill_table, said
from cakupan.office.billing.tabs import tabs
from cakupan.office.billing.workbooks import kept_workbook, workbook_path
from cakupan.office.clock import today
from cakupan.office.pages.parts import Link
from cakupan.office.pages.tables import XLSX, Column, Table, table_page
from cakupan.office.papers.issuing import issue, papers_of
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import BillLine, PersonNumber, Position
from cakupan.office.rooms import rooms

SUBJECT = "billing.bill"
FOUND_MAX = 50


@allow(*READERS)
@require_GET
def listed(request: HttpRequest, area: str) -> HttpResponseBase:
    """The bills of the newest month."""
    position = current_position(area)
    found = bills(position) if position else []
    told = {
        "tabs": tabs(area, "bills"),
        "shown": position,
        "found": [(bill, bill_url(area, position, bill.agreement_number)) for bill in found] if position else [],
        "badge": badge(standing(area, Month.of(position.month))) if position else None,
    }
    tables = [bill_table(found), position_bill_table(position_bills(position) if position else [])]
    return table_page(request, "billing/bills.html", told, *tables, dated=today())


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def bill(request: HttpRequest, area: str, month: str) -> HttpResponseBase:
    """One agreement's bill of a month; ``pks`` names the agreement. By POST it looks for a person: no NIK in an address."""
    position, found = _bill(request, area, month)
    user: Any = request.user
    sees_names = user.desk in NAMES
    form = LineSearchForm(request.POST if request.method == "POST" else None)
    lines = _lines(request, position, found, form.cleaned_data["text"]) if sees_names and form.is_valid() else []
    closed = position.closed_at is not None
    told = {
        "bill": found,
        "shown": position,
        "form": form if sees_names else None,
        "errors_in_form": form.is_bound and not form.is_valid(),
        "papers": [paper for paper in papers_of((SUBJECT, subject_id(position, found.agreement_number))) if paper.area == area],
        "more": len(lines) > FOUND_MAX,
        "may_invoice": user.desk == "bpjs" and closed and found.total > 0,
        "back": Link(_("Tagihan"), reverse("billing:bills", args=[area])),
        "badge": badge(standing(area, Month.of(position.month))),
    }
    tables = [bill_table([found]), corrections_table(found.corrections), _lines_table(lines[:FOUND_MAX])]
    return table_page(request, "billing/bill.html", told, *tables, dated=today())


@allow(*NAMES)
@require_GET
def workbook(request: HttpRequest, area: str, month: str) -> HttpResponseBase:
    """Every line by name with live formulas, as the minutes name it by its hash; made now if nobody prepared it."""
    chosen = Month.parse(month)
    position = current_position(area, chosen)
    if position is None:
        raise Http404
    closing = standing(area, chosen)
    sha256 = closing.workbook_sha256 if closing and closing.edition == position.edition else ""
    if not (sha256 and workbook_path(sha256).is_file()):
        sha256 = kept_workbook(rooms().bill_workbook(area=area, month=chosen))
    people = position.manifest.get("sums", {}).get("people", 0)
    note(request, "bill.export", subject=("position", position.pk), details={"people": people, "sha256": sha256})
    name = f"tagihan-{area}-{chosen}.xlsx"
    return FileResponse(workbook_path(sha256).open("rb"), as_attachment=True, filename=name, content_type=XLSX)


@allow("bpjs")
@require_POST
def issue_invoice(request: HttpRequest, area: str, month: str) -> HttpResponse:
    """The branch's letter that asks for a closed month. One that stands is not issued twice."""
    alone(area)
    position, found = _bill(request, area, month)
    subject = (SUBJECT, subject_id(position, found.agreement_number))
    if position.closed_at is None or any(paper.state != "withdrawn" for paper in papers_of(subject)):
        raise Refusal(
            _("Surat tagihan"),
            why=_("bulannya belum ditutup kedua pihak, atau surat tagihannya sudah terbit."),
            mend=_("Tutup bulannya lebih dahulu, atau tarik surat yang salah sebelum menerbitkan yang baru."),
        )
    letter = invoice(position, found.agreement_number)
    paper = issue(request, kind=letter.kind, area=area, letter=letter, subject=subject, date=today(), position=position)
    messages.success(request, _("Surat tagihan %(number)s diterbitkan.") % {"number": paper.number})
    return redirect(bill_url(area, position, found.agreement_number))


def subject_id(position: Position, agreement_number: str) -> str:
    """By which the papers of a bill are found."""
    return f"{Month.of(position.month)} {agreement_number}"[:80]


def _bill(request: HttpRequest, area: str, month: str) -> tuple[Position, Bill]:
    position = current_position(area, Month.parse(month))
    number = request.POST.get("pks") or request.GET.get("pks")
    if position is None:
        raise Http404
    found = next((each for each in bills(position) if each.agreement_number == number), None)
    if found is None:
        raise Http404
    return position, found


def _lines(request: HttpRequest, position: Position, found: Bill, text: str) -> list[BillLine]:
    """The lines of whoever has that NIK, or exactly that name: at most :data:`FOUND_MAX` + 1. Looking is noted, not for what."""
    lines = BillLine.objects.filter(position=position, agreement_number=found.agreement_number).select_related("person")
    plain = text.strip()
    named = PersonNumber.objects.filter(number=plain).values("person_id") if plain.isdigit() else None
    lines = lines.filter(person__name__iexact=plain) if named is None else lines.filter(person_id__in=named)
    shown = list(lines.order_by("entry_key", "payer", "account")[: FOUND_MAX + 1])
    note(request, "bill.search", subject=("position", position.pk), details={"lines": min(len(shown), FOUND_MAX)})
    return shown


def _lines_table(lines: list[BillLine]) -> Table:
    return Table(
        "baris",
        _("Baris tagihan"),
        (
            Column("nik", "NIK", "nik", value="person.nik"),
            Column("name", _("Nama"), value="person.name", width=30),
            Column("annex", _("Baris lampiran SK"), value=lambda line: f"{line.decree_number} / {line.annex_line}", width=32),
            Column("payer", _("Pembayar"), value=lambda line: said("payer", line.payer)),
            Column("account", _("Akun"), value=lambda line: said("account", line.account)),
            Column("amount", _("Rupiah"), "rupiah", total=True),
            Column("citation", _("Dasar hukum"), width=50),
            Column("excluded", _("Data tidak padan"), value=_doubt, width=30),
        ),
        lines,
        noun=_("baris"),
        empty=_("Tidak ada baris untuk orang itu"),
        downloadable=False,
        empty_text=_("Cari dengan NIK, atau nama lengkap persis seperti di lampiran SK."),
        alone=False,
    )


def _doubt(line: BillLine) -> str:
    return said("mismatch_kind", line.excluded_for) if line.excluded_for else ""
