"""Opening a person's number, and a person's whole record: each asks first what for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cakupan.office.access import allow
from cakupan.office.accounts.desks import NIK_DESKS, PEOPLE_DESKS
from cakupan.office.accounts.places import in_places
from cakupan.office.audit.log import note
from cakupan.office.audit.personal import record_of
from cakupan.office.audit.purposes import PurposeForm
from cakupan.office.audit.unmasking import unmask
from cakupan.office.clock import today
from cakupan.office.papers.issuing import issue
from cakupan.office.positions.models import Person

# Whom a resident asks for everything that is held about them.
RECORD_DESKS = ("dukcapil", "dinsos", "dinkes", "bpjs")


@allow(*(PEOPLE_DESKS - NIK_DESKS))
def open_nik(request: HttpRequest, area: str, person_id: int) -> HttpResponse:
    """Ask what for; then the number is shown to this session for ten minutes."""
    person = get_object_or_404(in_places(Person.objects.filter(area=area), request.user), pk=person_id)
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unmask(request, person.pk, form.why())
        messages.success(request, _("NIK terbuka sepuluh menit. Tujuannya tercatat."))
        return redirect("people:person", area=area, person_id=person.pk)
    return render(request, "audit/open_nik.html", {"person": person, "form": form, "errors_in_form": bool(form.errors)})


@allow(*RECORD_DESKS)
def whole_record(request: HttpRequest, area: str, person_id: int) -> HttpResponse:
    """Ask what for, then show everything. The answer to the form is the page: coming back to it asks again."""
    person = get_object_or_404(Person, pk=person_id, area=area)
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note(request, "person.record", subject=("person", person.pk), why=form.why())
        return render(request, "audit/record.html", {"person": person, "record": record_of(person), "form": form})
    return render(request, "audit/record_purpose.html", {"person": person, "form": form, "errors_in_form": bool(form.errors)})


@allow(*RECORD_DESKS)
def record_letter(request: HttpRequest, area: str, person_id: int) -> HttpResponse:
    """The record as a letter to that person: numbered and kept like every paper."""
    person = get_object_or_404(Person, pk=person_id, area=area)
    form = PurposeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return redirect("personal:record", area=area, person_id=person_id)
    note(request, "person.record_letter", subject=("person", person.pk), why=form.why())
    to = (person.name or "–", _("di tempat"))
    about = ("person", person.pk)
    paper = issue(
        request, kind="person_record", area=area, letter=record_of(person).letter, subject=about, date=today(), recipient=to
    )
    return redirect("papers:paper", area=area, paper_id=paper.pk)
