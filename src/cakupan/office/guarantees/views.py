"""The pages of urgent cover: the list, a facility's request, one request with its steps, the letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.audit.unmasking import nik_for
from cakupan.office.clock import now, today
from cakupan.office.guarantees import activating, asking, deciding, shown
from cakupan.office.guarantees.bases import bases_of
from cakupan.office.guarantees.clocks import clock_of, due_at, moment_words
from cakupan.office.guarantees.forms import ActivateForm, AskForm, GrantForm, RevokeForm, StepForm
from cakupan.office.guarantees.models import DutyContact, UrgentCover, division_of
from cakupan.office.guarantees.seen import READERS, found_cover, seen_covers
from cakupan.office.guarantees.states import OPEN, URGENT_COVER
from cakupan.office.pages.parts import Link
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.papers.keeping import kept

PREFILL = "isi"  # a desk's page sends what it knows already; the form is then shown, not taken
FORMS: dict[str, type[StepForm]] = {"grant": GrantForm, "activate": ActivateForm, "revoke": RevokeForm}
LETTER_READERS = ("faskes", "dinsos", "dinkes", "auditor")


def _page(cover: UrgentCover) -> str:
    return reverse("guarantees:cover", args=[cover.area, cover.pk])


@allow(*READERS)
def covers(request: HttpRequest, area: str) -> HttpResponseBase:
    """Requests that are open, or (``?selesai``) those that are answered; the family's clock beside each."""
    user: Any = request.user
    done = "selesai" in request.GET
    seen = seen_covers(user, area)
    rows = seen.exclude(state__in=OPEN) if done else seen.filter(state__in=OPEN)
    table = Table(
        "jaminan-mendesak",
        _("Permohonan yang selesai") if done else _("Permohonan yang berjalan"),
        (
            Column("name", _("Pasien"), url=_page, sort="name"),
            Column("nik", _("NIK"), value=lambda c: nik_for(user, c.nik)),
            Column("facility_name", _("Faskes"), sort="facility_name"),
            Column("asked_at", _("Diajukan"), value=lambda c: moment_words(c.asked_at, area), sort="asked_at"),
            Column("due_at", _("3 × 24 jam keluarga"), "badge", value=shown.clock_badge, sort="due_at"),
            Column("paper", _("Nomor SJP"), value=lambda c: c.paper.number if c.paper else "–"),
            Column("state", _("Keadaan"), "badge", value=shown.badge, sort="state"),
        ),
        rows,
        noun=_("permohonan"),
        order="-asked_at" if done else "due_at",
        empty=_("Tidak ada permohonan yang selesai.") if done else _("Tidak ada permohonan yang berjalan."),
    )
    if table.asked_for_file(request.GET):
        note(request, "urgent_cover.export", details={"rows": rows.count()})
    here = reverse("guarantees:covers", args=[area])
    tabs = [
        Link(_("Berjalan"), here, current=not done, count=seen.filter(state__in=OPEN).count()),
        Link(_("Selesai"), f"{here}?selesai=1", current=done),
    ]
    return table_page(request, "guarantees/covers.html", {"tabs": tabs, "may_ask": user.desk == "faskes"}, table, dated=today())


@allow("faskes")
def ask(request: HttpRequest, area: str) -> HttpResponse:
    """A facility asks for a patient. What another page knows of them comes by POST with ``isi``: no address holds a number."""
    code, name = asking.facility_of(request.user, area)
    prefill = PREFILL in request.POST
    known = asking.known_of(area, request.POST.get("number", ""), user=request.user) if prefill else {}
    form = AskForm(None if prefill or request.method != "POST" else request.POST, area=area, initial=known)
    if form.is_bound and form.is_valid():
        asked = asking.ask(area=area, user=request.user, patient=form.patient(), **form.told())
        until = moment_words(asked.due_at, area)
        messages.success(request, _("Permohonan terkirim. 3 × 24 jam keluarga berakhir %(until)s.") % {"until": until})
        return redirect(_page(asked))
    told = {"form": form, "facility": f"{name} ({code})", "errors_in_form": form.is_bound, "ready": bool(known.get("contact"))}
    return render(request, "guarantees/ask.html", told, status=422 if form.is_bound else 200)


@allow(*READERS)
def cover(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One request: the patient, the clock, what was recommended and decided, what can be done now. Reading it is recorded."""
    user: Any = request.user
    found = found_cover(user, area, pk)
    note(request, "urgent_cover.read", subject=("urgent_cover", found.pk))
    if found.person_id:
        note(request, "person.read", subject=("person", found.person_id))
    told = {
        "cover": found,
        "badge": shown.badge(found),
        "state": URGENT_COVER.state(found.state),
        "clock": clock_of(found),
        "grounds": due_at(area, found.admitted_at)[1],
        "facts": shown.facts(request, found),
        "decision": shown.decision_facts(found),
        "branch": shown.branch_facts(found),
        "claim": shown.claim_facts(found),
        "steps": URGENT_COVER.steps(found),
        "moves": URGENT_COVER.moves_for(user, found),
        "history": shown.history(found),
        "may_print": found.paper_id is not None and user.desk in LETTER_READERS,
        "may_claim": user.desk == "faskes" and found.paper_id is not None,
        "contacts": DutyContact.objects.filter(area=area),
    }
    return render(request, "guarantees/cover.html", told)


@allow("faskes", "dinsos", "dinkes", "bpjs")
def step(request: HttpRequest, area: str, pk: int, code: str) -> HttpResponse:
    """One move: what it asks for, then the doing."""
    user: Any = request.user
    found = found_cover(user, area, pk)
    if request.POST.get("version", "").isdigit():
        # Before anything else: whoever is second reads who was first, not that a step is missing.
        URGENT_COVER.check_version(found, int(request.POST["version"]))
    # Whether a reason is given is asked of the form; here only whether the step is there at all.
    move = URGENT_COVER.check(code, user, found, reason=_("(diisi di langkah ini)"))
    bases = bases_of(area, on=today()) if code == "grant" else []
    kind = FORMS.get(code, StepForm)
    form = kind(
        request.POST or None, needs_reason=move.needs_reason, cover=found, bases=bases, initial={"version": found.version}
    )
    if form.is_bound and form.is_valid():
        _do(request, found, code, form.cleaned_data)
        messages.success(request, _("%(move)s: selesai.") % {"move": move.label})
        return redirect(_page(found))
    told = {
        "form": form,
        "cover": found,
        "move": move,
        "says": URGENT_COVER.state(move.to_state),
        "lacking": [(each.words, each.lacks(found.facility_code, today())) for each in bases],
        "may_enter": code == "grant" and user.desk == division_of(area).decides,
        "errors_in_form": form.is_bound,
    }
    return render(request, "guarantees/step.html", told, status=422 if form.is_bound else 200)


def _do(request: HttpRequest, found: UrgentCover, code: str, told: dict[str, Any]) -> None:
    user, about = request.user, {"seen_version": told["version"], "reason": told["reason"]}
    doing: dict[str, Callable[[], object]] = {
        "grant": lambda: deciding.grant(
            request,
            found,
            basis_key=told["basis"],
            from_date=told["from_date"],
            to_date=told["last_date"] + dt.timedelta(days=1),
            services=told["services"],
            **about,
        ),
        "revoke": lambda: deciding.revoke(request, found, **about),
        "send": lambda: activating.send(found, user=user, **about),
        "not_activate": lambda: activating.not_activate(found, user=user, **about),
        "activate": lambda: activating.activate(
            found, user=user, active_from_date=told["active_from_date"], reference=told["reference"], **about
        ),
    }
    doing.get(code, lambda: deciding.move(found, code, user=user, **about))()


@allow(*LETTER_READERS)
def letter(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The letter's file, for the facility that asked and the offices; taking it is noted, and the facility's first time kept."""
    user: Any = request.user
    found = found_cover(user, area, pk)
    content = kept(found.paper.file_sha256) if found.paper else None
    if found.paper is None or content is None:
        raise Http404
    if user.desk == "faskes" and found.printed_at is None:
        UrgentCover.objects.filter(pk=found.pk, printed_at__isnull=True).update(printed_at=now())
    note(request, "paper.read", subject=("paper", found.paper.pk), details={"number": found.paper.number})
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.paper.number.replace("/", "-")}.pdf"'
    return response
