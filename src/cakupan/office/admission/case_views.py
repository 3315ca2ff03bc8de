"""Patients who were turned away or charged: report, take, close; each with its owner and its clock (H6)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.office.access import allow
from cakupan.office.admission.forms import ReportForm, StepForm
from cakupan.office.admission.models import Check, TurnedAwayCase
from cakupan.office.admission.reporting import report_case
from cakupan.office.admission.states import CLOSED, OWNERS, TURNED_AWAY
from cakupan.office.clock import today
from cakupan.office.facilities import facility_names
from cakupan.office.pages.parts import Badge, Tone
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.pages.templatetags.pages import waktu

REPORTERS = ("faskes", "dinkes", "dinsos", "bpjs", "kelurahan")
READERS = ("faskes", "dinkes", "dinsos", "bpjs", "pimpinan", "auditor")
TONES: dict[str, Tone] = {"reported": "warning", "taken": "active", "closed": "done"}


@allow(*READERS)
def cases(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every case, those that are due first; a facility sees its own."""
    table = Table(
        "pasien-ditolak",
        _("Pasien ditolak atau ditagih"),
        (
            Column("kind", _("Kejadian"), value=str, url=lambda c: reverse("admission:case", args=[area, c.pk])),
            Column("happened_date", _("Tanggal"), "date", sort=True),
            Column("charged_rupiah", _("Diminta"), "rupiah", sort=True, total=True),
            Column("returned_rupiah", _("Dikembalikan"), "rupiah", total=True),
            Column("owner", _("Penanggung jawab"), value=lambda c: c.owner.full_name if c.owner else "–"),
            Column("due_at", _("Tanggapan paling lambat"), value=lambda c: waktu(c.due_at), sort="due_at"),
            Column("state", _("Keadaan"), "badge", value=state_badge, sort="state"),
        ),
        _seen(request, area).select_related("owner"),
        noun=_("kasus"),
        order="due_at",
        empty=_("Belum ada laporan pasien ditolak atau ditagih."),
    )
    return table_page(request, "admission/cases.html", {"may_report": _may_report(request)}, table)


@allow(*REPORTERS)
def report(request: HttpRequest, area: str) -> HttpResponse:
    """Report a case; from the desk the question at hand goes with it."""
    user: Any = request.user
    names = facility_names(area)
    own = user.facility_code
    own_only = user.desk == "faskes" and own
    first = {"facility_code": own, "happened_date": today(), "check_id": request.GET.get("pertanyaan", "")}
    form = ReportForm(
        request.POST or None,
        initial=first,
        facilities=[each for each in names.items() if not own_only or each[0] == own],
        checks=Check.objects.filter(area=area, asked_by=user),
    )
    if request.method == "POST" and form.is_valid():
        found = report_case(request, area, names=names, told=dict(form.cleaned_data))
        messages.success(request, _("Laporan dicatat. Dinas Kesehatan dan cabang BPJS melihatnya di antrean mereka."))
        return redirect("admission:case", area=area, pk=found.pk)
    about = (request.POST if form.is_bound else first).get("check_id", "")
    told = {"form": form, "errors_in_form": bool(form.errors), "check": _check_of(request, area, about)}
    return render(request, "admission/report.html", told, status=422 if form.errors else 200)


def _check_of(request: HttpRequest, area: str, number: str) -> Check | None:
    """The question at the desk that a report follows, if it was this officer's own."""
    user: Any = request.user
    own = Check.objects.filter(area=area, asked_by=user).select_related("person")
    return own.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None


@allow(*READERS, "kelurahan")
def case(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One case: what happened, who has it, by when, and what was done."""
    found = _found(request, area, pk)
    context = {
        "case": found,
        "badge": state_badge(found),
        "steps": TURNED_AWAY.steps(found),
        "moves": TURNED_AWAY.moves_for(request.user, found),
        "history": [(row, TURNED_AWAY.label(row.move)) for row in found.history.select_related("by")],
        "late": found.state != CLOSED and found.due_at < timezone.now(),
    }
    return render(request, "admission/case.html", context)


@allow(*OWNERS)
def step(request: HttpRequest, area: str, pk: int, code: str) -> HttpResponse:
    """Take, close or open a case again."""
    found = _found(request, area, pk)
    move = next((each for each in TURNED_AWAY.moves_from(found.state) if each.code == code), None)
    if move is None:
        raise Http404
    form = StepForm(
        request.POST or None,
        initial={"version": found.version},
        charged=found.charged_rupiah,
        closing=move.to_state == CLOSED,
        needs_reason=move.needs_reason,
    )
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        seen, reason = told.pop("version"), told.pop("reason")
        TURNED_AWAY.move(TurnedAwayCase.objects, found.pk, code, user=request.user, seen_version=seen, reason=reason, **told)
        return redirect("admission:case", area=area, pk=found.pk)
    context = {"form": form, "title": move.label, "case": found, "errors_in_form": bool(form.errors)}
    return render(request, "admission/step.html", context, status=422 if form.errors else 200)


def state_badge(case: TurnedAwayCase) -> Badge:
    """The state in a word."""
    return Badge(TURNED_AWAY.state(case.state).label, TONES[case.state])


def _seen(request: HttpRequest, area: str) -> Any:
    user: Any = request.user
    found = TurnedAwayCase.objects.filter(area=area)
    return found.filter(facility_code=user.facility_code) if user.desk == "faskes" else found


def _found(request: HttpRequest, area: str, pk: int) -> TurnedAwayCase:
    user: Any = request.user
    found: TurnedAwayCase = get_object_or_404(TurnedAwayCase, pk=pk, area=area)
    own = found.facility_code == user.facility_code if user.desk == "faskes" else found.reported_by_id == user.pk
    if user.desk in ("faskes", "kelurahan") and not own:
        raise Http404
    return found


def _may_report(request: HttpRequest) -> bool:
    user: Any = request.user
    return user.desk in REPORTERS
