"""The month's recap by facility and letter, its paper, and the facility's claim after discharge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.audit.unmasking import nik_for
from cakupan.office.clock import this_month, today
from cakupan.office.guarantees import shown
from cakupan.office.guarantees.forms import ClaimForm
from cakupan.office.guarantees.models import UrgentCover, division_of
from cakupan.office.guarantees.recap import FacilityTotal, covers_of, issue_recap, recap_paper, tell_claim, totals_of
from cakupan.office.guarantees.seen import found_cover
from cakupan.office.guarantees.states import OFFICES
from cakupan.office.pages.tables import Column, Table, table_page

RECAP_READERS = ("faskes", "dinsos", "dinkes", "auditor")


class MonthForm(forms.Form):
    """Which month."""

    bulan = forms.CharField(label=gettext_lazy("Bulan"), widget=forms.TextInput(attrs={"type": "month"}), required=False)


@allow(*RECAP_READERS)
def recap(request: HttpRequest, area: str) -> HttpResponseBase:
    """What was guaranteed in a month (``?bulan=2025-01``): by facility, and letter by letter. A facility sees its own."""
    user: Any = request.user
    month = _month(request.GET.get("bulan", "")) or this_month()
    own = user.facility_code if user.desk == "faskes" else ""
    covers = covers_of(area, month, facility_code=own) if own or user.desk != "faskes" else []
    totals = totals_of(covers)
    letters = _letters(user, covers)
    if letters.asked_for_file(request.GET):
        note(request, "urgent_cover.export", details={"month": str(month), "rows": len(covers)})
    told = {
        "month": month,
        "form": MonthForm({"bulan": str(month)}),
        "papers": [(each, recap_paper(area, month, each.facility_code)) for each in totals],
        "may_issue": user.desk == division_of(area).decides,
        "may_open": user.desk != "faskes",
    }
    return table_page(request, "guarantees/recap.html", told, _facilities(totals), letters, dated=today())


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except (ValueError, Refusal):
        return None


def _facilities(totals: list[FacilityTotal]) -> Table:
    columns = (
        Column("facility_name", _("Faskes"), sort=True),
        Column("letters", _("Surat"), "whole", sort=True, total=True),
        Column("revoked", _("Dicabut"), "whole", total=True),
        Column("people", _("Orang"), "whole", sort=True),
        Column("told", _("Klaim diisi"), "whole", total=True),
        Column("rupiah", _("Nilai klaim"), "rupiah", value=lambda t: t.rupiah if t.told else None, total=False),
    )
    return Table(
        "rekap-faskes", _("Menurut faskes"), columns, totals, noun=_("faskes"), alone=False, empty=_("Belum ada jaminan.")
    )


def _letters(user: Any, covers: list[UrgentCover]) -> Table:
    columns = (
        Column("number", _("Nomor SJP"), value=lambda c: c.paper.number, url=_page, width=34),
        Column("name", _("Pasien")),
        Column("nik", _("NIK"), value=lambda c: nik_for(user, c.nik)),
        Column("facility_name", _("Faskes")),
        Column("from_date", _("Dijamin mulai"), "date"),
        Column("last_date", _("Sampai dengan"), "date"),
        Column("instrument", _("Dasar"), value=lambda c: f"{c.instrument_title} {c.instrument_number}", width=40),
        Column("account", _("Kode rekening")),
        Column("discharged_date", _("Tanggal pulang"), "date"),
        Column("claim_amount", _("Nilai klaim"), "rupiah"),
        Column("state", _("Keadaan"), "badge", value=shown.badge),
    )
    return Table("rekap-sjp", _("Surat demi surat"), columns, covers, noun=_("surat"), alone=False, empty=_("Belum ada jaminan."))


def _page(cover: UrgentCover) -> str:
    return reverse("guarantees:cover", args=[cover.area, cover.pk])


@allow(*OFFICES)
@require_POST
def recap_letter(request: HttpRequest, area: str, month: str, facility: str) -> HttpResponse:
    """Issue the recap of a facility's month as a paper; the office that decides does."""
    user: Any = request.user
    told, decides = _month(month), division_of(area).decides
    if told is None:
        raise Http404
    if user.desk != decides:
        raise Refusal(
            _("Rekap jaminan"),
            why=_("rekap diterbitkan kantor yang memutuskan jaminan."),
            mend=_("Minta kantor itu menerbitkannya dari halaman yang sama."),
        )
    paper = issue_recap(request, area=area, month=told, facility_code=facility, office=decides)
    messages.success(request, _("Rekap %(number)s terbit.") % {"number": paper.number})
    return redirect("papers:paper", area=area, paper_id=paper.pk)


@allow("faskes")
def claim(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The facility tells what it claims for a letter, after discharge."""
    found = found_cover(request.user, area, pk)
    initial = {"version": found.version, "discharged_date": found.discharged_date, "claim_amount": found.claim_amount}
    form = ClaimForm(request.POST or None, cover=found, initial=initial)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        tell_claim(
            found,
            user=request.user,
            discharged_date=told["discharged_date"],
            claim_amount=told["claim_amount"],
            seen_version=told["version"],
        )
        messages.success(request, _("Nilai klaim tersimpan."))
        return redirect(_page(found))
    told = {"form": form, "cover": found, "errors_in_form": form.is_bound}
    return render(request, "guarantees/claim.html", told, status=422 if form.is_bound else 200)
