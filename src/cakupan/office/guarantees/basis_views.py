"""The pages of what guarantees rest on: the list with what each lacks, a new instrument with its paper, its file, its end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.agreements import documents
from cakupan.office.audit.log import note
from cakupan.office.clock import now, today
from cakupan.office.facilities import facility_names
from cakupan.office.guarantees.bases import Basis, bases_of
from cakupan.office.guarantees.forms import InstrumentForm
from cakupan.office.guarantees.models import Instrument, UrgentCover
from cakupan.office.guarantees.seen import READERS
from cakupan.office.guarantees.states import OFFICES
from cakupan.office.pages.parts import Badge
from cakupan.office.pages.tables import Column, Table, table_page


@allow(*READERS)
@require_GET
def bases(request: HttpRequest, area: str) -> HttpResponseBase:
    """What the area holds; a scheme that lacks something says what, and is no cover."""
    user: Any = request.user
    table = Table(
        "dasar-penjaminan",
        _("Dasar penjaminan"),
        (
            Column("title", _("Peraturan atau keputusan"), width=40),
            Column("number", _("Nomor")),
            Column("date", _("Tanggal"), "date"),
            Column("account", _("Kode rekening")),
            Column("from_date", _("Berlaku mulai"), "date"),
            Column("last", _("Sampai dengan"), "date", value=lambda b: b.to_date - dt.timedelta(days=1) if b.to_date else None),
            Column("facilities", _("Faskes"), value=lambda b: ", ".join(b.facility_codes), width=40),
            Column("stands", _("Hari ini"), "badge", value=_badge),
        ),
        bases_of(area, on=today()),
        noun=_("dasar penjaminan"),
        empty=_("Belum ada dasar penjaminan; tanpa dasar tidak ada jaminan."),
    )
    entered = Instrument.objects.filter(area=area, ended_at__isnull=True).select_related("document")
    return table_page(
        request, "guarantees/bases.html", {"entered": entered, "may_enter": user.desk in OFFICES}, table, dated=today()
    )


def _badge(basis: Basis) -> Badge:
    # At the facilities that it names; whether one of them is meant is asked for each request.
    lacking = basis.lacks(basis.facility_codes[0] if basis.facility_codes else "", today())
    return Badge("; ".join(lacking), "warning") if lacking else Badge(_("berlaku"), "done")


@allow(*OFFICES)
def enter(request: HttpRequest, area: str) -> HttpResponse:
    """Enter an instrument with its paper; back to the decision that asked for it, if one did."""
    user: Any = request.user
    asked = UrgentCover.objects.filter(area=area).values_list("facility_code", "facility_name")
    row = Instrument(area=area, entered_by=user)
    form = InstrumentForm(
        request.POST or None, request.FILES or None, instance=row, facilities={**dict(asked), **facility_names(area)}
    )
    if form.is_bound and form.is_valid():
        entered = _kept(form, row, user)
        messages.success(request, _("Dasar penjaminan %(number)s tercatat.") % {"number": entered.number})
        following = request.GET.get("lalu", "")
        if following and url_has_allowed_host_and_scheme(following, None):
            return redirect(following)
        return redirect("guarantees:bases", area=area)
    told = {"form": form, "errors_in_form": form.is_bound}
    return render(request, "guarantees/enter_basis.html", told, status=422 if form.is_bound else 200)


def _kept(form: InstrumentForm, row: Instrument, user: Any) -> Instrument:
    told = form.cleaned_data
    row.document = documents.keep(
        told["file"],
        area=row.area,
        kind="sk",
        name=f"{row.title} {row.number}"[:200],
        user=user,
        number=row.number,
        paper_date=row.instrument_date,
    )
    row.to_date = told["last_date"] + dt.timedelta(days=1) if told["last_date"] else None
    row.facility_codes, row.services = told["facility_codes"], told["services"]
    row.save()
    note(None, "instrument.enter", subject=("instrument", row.pk), area=row.area, actor=user, details={"number": row.number})
    return row


@allow(*READERS)
@require_GET
def file(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The instrument's paper as it was uploaded; who takes it is noted."""
    row = get_object_or_404(Instrument.objects.select_related("document"), area=area, pk=pk)
    response = HttpResponse(documents.content(row.document, user=request.user), content_type="application/octet-stream")
    ending = row.document.file_name.rpartition(".")[2]
    response["Content-Disposition"] = f'attachment; filename="{row.document.sha256[:8]}-dasar.{ending}"'
    return response


@allow(*OFFICES, approver=True)
@require_POST
def end(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take an instrument out of use: nothing more is granted on it; what was granted stands."""
    row = get_object_or_404(Instrument.objects.select_for_update(), area=area, pk=pk)
    if row.ended_at is not None:
        raise Refusal(str(row), why=_("dasar ini sudah tidak dipakai."), mend=_("Muat ulang halaman Dasar penjaminan."))
    row.ended_by, row.ended_at = request.user, now()  # type: ignore[assignment]
    row.save(update_fields=["ended_by", "ended_at"])
    note(request, "instrument.end", subject=("instrument", row.pk), details={"number": row.number})
    return redirect("guarantees:bases", area=area)
