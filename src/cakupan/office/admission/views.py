"""The desk: one field, Enter, and an answer that can be read from a metre away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.admission.asking import Checked, ask, recent
from cakupan.office.admission.forms import AskForm
from cakupan.office.admission.guiding import guide_of
from cakupan.office.admission.shown import facility_name, shown_at_the_desk, shown_earlier
from cakupan.office.clock import today

ASKERS = ("faskes", "dinkes", "dinsos", "bpjs")


@allow(*ASKERS)
def desk(request: HttpRequest, area: str) -> HttpResponse:
    """Ask about a number, by POST, so that no NIK stands in an address or a server's log; every question is recorded."""
    form = AskForm(request.POST or None)
    checked = refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            checked = ask(request, area, **form.cleaned_data)
        except Refusal as found:
            refusal = found
    context: dict[str, Any] = {
        "form": form,
        "refusal": refusal,
        "facility": facility_name(request, area),
        "errors_in_form": bool(form.errors),
    }
    if checked is not None:
        context |= _answered(checked, form.cleaned_data["number"])
    context["recent"] = [shown_earlier(check) for check in recent(request, area)]
    return render(request, "admission/desk.html", context, status=422 if form.errors or refusal else 200)


def _answered(checked: Checked, number: str) -> dict[str, Any]:
    """The answer, and a fresh form: the next patient is asked about today, whatever day this one was asked about."""
    shown = shown_at_the_desk(checked)
    fresh = AskForm(initial={"number": number})
    return {"check": checked.check, "person": checked.person, "shown": shown, "number": number, "form": fresh}


@allow(*ASKERS)
def guide(request: HttpRequest, area: str) -> HttpResponse:
    """The clerk's guide: one page of A4, to be hung beside the screen."""
    return render(request, "admission/guide.html", guide_of(area, on=today()) | {"facility": facility_name(request, area)})
