"""A piece of long work: how far it is, how it ended, and stopping it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.pages import parts
from cakupan.office.work.models import State, Work
from cakupan.office.work.running import TITLES

# Whose work is long: they see what runs in their area, whoever began it, for one piece at a time runs there.
DESKS = ("dukcapil", "dinsos", "dinkes", "bpjs", "setda", "provinsi", "auditor")
TONES: dict[str, parts.Tone] = {
    State.WAITING: "waiting",
    State.RUNNING: "active",
    State.DONE: "done",
    State.REFUSED: "stopped",
    State.FAILED: "stopped",
    State.CANCELLED: "neutral",
}


@allow(*DESKS)
def piece(request: HttpRequest, area: str, work_id: int) -> HttpResponse:
    """One piece of work. Asked by htmx, only its state; a page that shows it asks again every two seconds until it has ended."""
    work = get_object_or_404(Work, pk=work_id, area=area)
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    template = "pages/parts/progress_state.html" if htmx else "work/piece.html"
    refusal = _refusal(work)
    response = render(request, template, {"work": progress_of(request, work), "piece": work, "refusal": refusal})
    # Why it was refused and how to mend it stands outside of what moves by itself; so does what another page shows of the end.
    if htmx and (refusal or (work.ended and htmx.current_url_abs_path not in (None, request.path))):
        response["HX-Refresh"] = "true"
    return response


@allow(*DESKS)
def pieces(request: HttpRequest, area: str) -> HttpResponse:
    """The newest pieces of work of the area."""
    found = Work.objects.filter(area=area).select_related("begun_by").order_by("-pk")[:50]
    rows = [(work, TITLES[work.kind], parts.Badge(work.get_state_display(), TONES[work.state])) for work in found]
    return render(request, "work/pieces.html", {"rows": rows})


@allow(*DESKS)
@require_POST
def cancel(request: HttpRequest, area: str, work_id: int) -> HttpResponse:
    """Ask a piece of work to stop: by whoever began it. What it had begun is undone."""
    work = get_object_or_404(Work.objects.select_for_update(), pk=work_id, area=area)
    if work.begun_by_id != request.user.pk:
        raise Refusal(
            _("Pembatalan pekerjaan"),
            why=_("pekerjaan ini dimulai oleh orang lain."),
            mend=_("Minta yang memulainya untuk membatalkannya."),
        )
    if not work.ended:
        work.cancel_asked = True
        work.save(update_fields=["cancel_asked"])
        note(request, "work.cancel", subject=("work", work.pk))
    return redirect("work:piece", area=area, work_id=work_id)


def progress_of(request: HttpRequest, work: Work) -> parts.Progress:
    """A piece of work as ``pages/parts/progress.html`` shows it, on its own page or another; it moves until it has ended."""
    here = reverse("work:piece", args=[work.area, work.pk])
    mine = work.begun_by_id == request.user.pk
    return parts.Progress(
        title=TITLES[work.kind],
        done=work.steps or 1 if work.state == State.DONE else work.progress,
        total=work.steps or 0,
        step=work.says if not work.ended else "",
        badge=parts.Badge(work.get_state_display(), TONES[work.state]),
        poll_url="" if work.ended else here,
        cancel_url=reverse("work:cancel", args=[work.area, work.pk]) if mine and not work.ended else "",
        result_url=_result_url(work),
    )


def _result_url(work: Work) -> str:
    """Where the work says that its result is; a page that a newer version no longer has is not linked."""
    told = work.result.get("view")
    if work.state != State.DONE or not told:
        return ""
    try:
        return reverse(told, kwargs={"area": work.area, **work.result.get("arguments", {})})
    except NoReverseMatch:
        return ""


def _refusal(work: Work) -> dict[str, Any] | None:
    """What a refused or failed piece says, as the refusal part shows it."""
    if work.state not in (State.REFUSED, State.FAILED):
        return None
    return {"what": work.result.get("refused"), "why": work.result.get("why"), "mend": work.result.get("mend", "")}
