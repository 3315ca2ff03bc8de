"""Who is on duty, written by each office's approver; and which office recommends and decides, the region's setting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.guarantees.forms import ContactForm, DivisionForm
from cakupan.office.guarantees.models import Division, DutyContact, Role, division_of
from cakupan.office.guarantees.seen import READERS
from cakupan.office.guarantees.standing_file import tell


@allow(*READERS, "kelurahan")
@require_GET
def contacts(request: HttpRequest, area: str) -> HttpResponse:
    """Whom the desk can call, by office."""
    user: Any = request.user
    found = DutyContact.objects.filter(area=area)
    writes = user.desk in Role.values and may_decide(user, today(), area=area)
    told = {"contacts": found, "writes": user.desk if writes else ""}
    return render(request, "guarantees/contacts.html", told)


@allow(*Role.values, approver=True)
def contact(request: HttpRequest, area: str, pk: int | None = None) -> HttpResponse:
    """Write a contact of the officer's own office; every desk's answer names it from then on."""
    user: Any = request.user
    row = _own(user, area, pk) if pk is not None else DutyContact(area=area, role=user.desk)
    form = ContactForm(request.POST or None, instance=row)
    if form.is_bound and form.is_valid():
        row.changed_by = user
        form.save()
        note(request, "contact.write", subject=("contact", row.pk), details={"changed": sorted(form.changed_data)})
        tell(area)
        messages.success(request, _("Petugas piket tersimpan; loket menyebutnya mulai sekarang."))
        return redirect("guarantees:contacts", area=area)
    told = {"form": form, "contact": row, "errors_in_form": form.is_bound}
    return render(request, "guarantees/contact.html", told, status=422 if form.is_bound else 200)


@allow(*Role.values, approver=True)
@require_POST
def remove_contact(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take a contact of the officer's own office off the list."""
    row = _own(request.user, area, pk)
    note(request, "contact.remove", subject=("contact", row.pk))
    row.delete()
    tell(area)
    return redirect("guarantees:contacts", area=area)


def _own(user: Any, area: str, pk: int) -> DutyContact:
    row: DutyContact = get_object_or_404(DutyContact, area=area, pk=pk)
    if row.role != user.desk:
        raise Refusal(
            _("Petugas piket"), why=_("baris ini milik kantor lain."), mend=_("Minta pejabat penyetuju kantor itu mengubahnya.")
        )
    return row


@allow("admin", "dinkes", approver=("dinkes",))
def division(request: HttpRequest, area: str) -> HttpResponse:
    """Which office recommends and which decides. Whoever runs the office sets it, or an approver of the health office."""
    row = division_of(area)
    form = DivisionForm(request.POST or None, instance=row, initial={"seen": row.version})
    if form.is_bound and form.is_valid():
        _set(request, area, form)
        messages.success(request, _("Pembagian tugas tersimpan; berlaku untuk langkah berikutnya."))
        return redirect("guarantees:division", area=area)
    return render(request, "guarantees/division.html", {"form": form, "division": row, "errors_in_form": form.is_bound})


def _set(request: HttpRequest, area: str, form: DivisionForm) -> None:
    """Keep the setting, unless somebody set it meanwhile."""
    user: Any = request.user
    told = form.cleaned_data
    row = Division.objects.select_for_update().filter(area=area).first() or Division(area=area, version=0)
    if row.version != told["seen"]:
        raise Refusal(
            _("Pembagian tugas jaminan"),
            why=_("%(who)s sudah mengubahnya sejak Anda membuka halaman ini. Perubahan Anda tidak disimpan.")
            % {"who": row.changed_by.full_name},
            mend=_("Muat ulang halaman, lihat keadaannya sekarang, lalu putuskan lagi."),
        )
    before = (row.recommends, row.decides)
    row.recommends, row.decides, row.version, row.changed_by = told["recommends"], told["decides"], row.version + 1, user
    row.save()
    details = {"before": list(before), "recommends": row.recommends, "decides": row.decides}
    note(request, "guarantee.division", subject=("division", row.pk), details=details)
