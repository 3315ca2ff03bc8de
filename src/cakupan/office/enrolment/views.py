"""The pages of proposals: the list, one proposal, its lines, its steps, the annex, the file for the branch."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.agreements.documents import kept_bytes
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.enrolment import acts, adjusting, drafting, letters, shown
from cakupan.office.enrolment.forms import AdjustForm, AnswerForm, BeginForm, DecreeForm, SendForm, ShownForm, StepForm
from cakupan.office.enrolment.models import Proposal
from cakupan.office.enrolment.states import DRAFTED, PROPOSAL
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.papers.issuing import papers_of

# Desks that see a list by name; the others see it in numbers.
NAMES = ("dukcapil", "dinsos", "dinkes", "bpjs", "auditor")
READERS = (*NAMES, "setda", "provinsi", "pimpinan")
MOVERS = ("dukcapil", "dinkes", "setda", "bpjs")


def _found(area: str, pk: int) -> Proposal:
    rows = Proposal.objects.select_related("agreement__amends", "decree", "made_by", "confirmed_by", "approved_by")
    return get_object_or_404(rows, area=area, pk=pk)


def _page(proposal: Proposal) -> str:
    return reverse("enrolment:proposal", args=[proposal.area, proposal.pk])


@allow(*READERS)
def proposals(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every proposal of the area, newest first."""
    table = Table(
        "usulan-peserta",
        _("Usulan peserta"),
        (
            Column("kind", _("Jenis"), value=lambda p: p.get_kind_display(), url=_page),
            Column("id", _("No."), "whole", sort="id"),
            Column("agreement", _("Perjanjian"), value=lambda p: str(p.agreement)),
            Column("month", _("Dari posisi"), "month", sort="month"),
            Column("people", _("Jiwa"), "whole", value="listed"),
            Column("rupiah", _("Rp sampai akhir tahun"), "rupiah", value="cost"),
            Column("decree", _("SK"), value=lambda p: p.decree.number if p.decree else "–"),
            Column("state", _("Keadaan"), "badge", value=shown.badge, sort="state"),
        ),
        shown.with_sums(Proposal.objects.filter(area=area).select_related("agreement", "decree")),
        noun=_("usulan"),
        order="-id",
        empty=_("Belum ada usulan."),
    )
    user: Any = request.user
    return table_page(request, "enrolment/proposals.html", {"may_begin": user.desk == "dinkes"}, table)


@allow("dinkes")
def begin(request: HttpRequest, area: str) -> HttpResponse:
    """Ask for a proposal under an agreement: long work."""
    form = BeginForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        piece = drafting.ask(agreement=form.cleaned_data["agreement"], user=request.user)
        return redirect("work:piece", area=area, work_id=piece.pk)
    return render(request, "enrolment/form.html", {"form": form, "title": _("Susun usulan peserta"), "submit": _("Susun")})


@allow(*READERS)
def proposal(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One proposal in numbers: where it stands, people and rupiah, who waits and why, answers, papers, history."""
    found = _found(area, pk)
    user: Any = request.user
    context = {
        "proposal": found,
        "state": PROPOSAL.state(found.state),
        "badge": shown.badge(found),
        "steps": PROPOSAL.steps(found),
        "moves": PROPOSAL.moves_for(user, found),
        "figures": shown.figures(found),
        "facts": shown.facts(found),
        "counts": shown.counts(found),
        "answers": shown.answers(found) if found.state in ("sent", "answered") else [],
        "history": shown.history(found),
        "papers": papers_of(("proposal", found.pk)) if found.frozen else [],
        "sees_names": user.desk in NAMES,
        "may_issue": found.frozen and user.desk in ("setda", "dinkes"),
    }
    return render(request, "enrolment/proposal.html", context)


@allow(*NAMES)
def lines(request: HttpRequest, area: str, pk: int) -> HttpResponseBase:
    """The list by name by address; in a draft people are taken out and in."""
    found = _found(area, pk)
    user: Any = request.user
    form = ShownForm(request.GET or None)
    told = form.cleaned_data if form.is_valid() else {}
    rows = shown.chosen_lines(found, told.get("show", ""), told.get("answer", ""))
    may_adjust = found.state == DRAFTED and user.desk == "dinkes"
    table = shown.lines_table(found, rows, may_adjust=may_adjust)
    action = "proposal.export" if table.asked_for_file(request.GET) else "proposal.lines"
    note(request, action, subject=("proposal", found.pk), details={"show": told.get("show") or "listed"})
    context = {"proposal": found, "form": form, "may_adjust": may_adjust, "figures": shown.figures(found)}
    return table_page(request, "enrolment/lines.html", context, table)


@allow("dinkes")
@require_POST
def adjust(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take the chosen people, with their families, out or in."""
    found = _found(area, pk)
    form = AdjustForm(request.POST)
    if not form.is_valid():
        raise Refusal(
            _("Penyesuaian daftar"),
            why=_("orang yang dipilih atau alasannya belum ada."),
            mend=_("Pilih orangnya, tulis alasannya, lalu kirim lagi."),
        )
    told = form.cleaned_data
    count = adjusting.adjust(
        found,
        told["chosen"],
        include=told["way"] == "in",
        why=told["reason"],
        user=request.user,
        seen_version=told["version"],
    )
    messages.success(request, _("%d orang disesuaikan, keluarga tetap utuh.") % count)
    return redirect("enrolment:lines", area=area, pk=found.pk)


@allow(*MOVERS)
def step(request: HttpRequest, area: str, pk: int, code: str) -> HttpResponse:
    """One move: what it asks for, then the doing."""
    found = _found(area, pk)
    move = PROPOSAL.check(code, request.user, found, reason=request.POST.get("reason", "") or "-")
    form = _form(request, found, code, needs_reason=move.needs_reason)
    if request.method == "POST" and form.is_valid():
        _do(request, found, code, dict(form.cleaned_data))
        return redirect(_page(found))
    context = {"form": form, "title": move.label, "submit": move.label, "proposal": found, "says": PROPOSAL.state(move.to_state)}
    return render(request, "enrolment/form.html", context)


def _form(request: HttpRequest, found: Proposal, code: str, *, needs_reason: bool) -> Any:
    posted, files, initial = request.POST or None, request.FILES or None, {"version": found.version}
    if code == "decree":
        return DecreeForm(posted, initial=initial)
    if code == "send":
        return SendForm(posted, initial={**initial, "submitted_date": today()}, kind=found.kind)
    if code == "answer":
        return AnswerForm(posted, files, initial=initial)
    return StepForm(posted, initial=initial, needs_reason=needs_reason)


def _do(request: HttpRequest, found: Proposal, code: str, told: dict[str, Any]) -> None:
    seen = told.pop("version")
    if code == "decree":
        acts.decree(found, user=request.user, seen_version=seen, **told)
    elif code == "send":
        acts.send(found, user=request.user, seen_version=seen, **told)
    elif code == "answer":
        _answer(request, found, told["file"], seen)
    else:
        acts.move(found, code, user=request.user, seen_version=seen, reason=told["reason"])


def _answer(request: HttpRequest, found: Proposal, file: Any, seen: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / f"jawaban{Path(file.name).suffix.lower()}"
        with kept.open("wb") as out:
            for piece in file.chunks():
                out.write(piece)
        counts = acts.answer(found, kept, as_of=today(), user=request.user, seen_version=seen)
    if counts["never_sent"]:
        messages.warning(request, _("%d jawaban untuk orang yang tidak dikirim diabaikan.") % counts["never_sent"])
    messages.success(
        request,
        _("Jawaban cabang: %(accepted)d diterima, %(rejected)d ditolak, %(unanswered)d belum dijawab.")
        % {name: counts[name] for name in ("accepted", "rejected", "unanswered")},
    )


@allow("setda", "dinkes")
@require_POST
def issue(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Print the annex as PDF, numbered and coded, in as many volumes as it needs."""
    found = _found(area, pk)
    volumes = letters.issue_annex(request, found)
    messages.success(request, _("Lampiran SK diterbitkan: %d jilid.") % volumes)
    return redirect(_page(found))


@allow("dinkes", "bpjs", "auditor")
def batch(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The file for the branch as it was sent."""
    found = _found(area, pk)
    made = kept_bytes(found.batch_sha256) if found.batch_sha256 else None
    if made is None:
        raise Refusal(
            _("Berkas untuk cabang"),
            why=_("berkasnya belum dibuat, atau tidak sama lagi dengan yang dikirim."),
            mend=_("Kirim usulan ini ke cabang dulu, atau minta admin memulihkannya dari cadangan."),
        )
    note(request, "proposal.batch", subject=("proposal", found.pk), details={"sha256": found.batch_sha256})
    answer = HttpResponse(made, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="usulan-{found.pk}-{found.submitted_date}{found.batch_ending}"'
    return answer
