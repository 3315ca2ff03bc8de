"""A new consumer, new keys, the end of one. Keys stand in the answer to the form that made them, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cakupan.office.access import allow
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.clock import today
from cakupan.office.consumers import changing
from cakupan.office.consumers.forms import CreateForm, RevokeForm, RotateForm
from cakupan.office.consumers.seen import MAKERS, STOPPERS, kept, one_of, refuse_elsewhere
from cakupan.office.consumers.shown import facility_words
from cakupan.office.facilities import facility_names
from cakupan.office.guarantees.clocks import moment_words
from cakupan.office.rooms import rooms
from cakupan.record.credentials import Shown


@allow(*MAKERS, approver=True)
def create(request: HttpRequest, area: str) -> HttpResponse:
    """A new consumer for a facility of the register."""
    user: Any = request.user
    facilities = facility_names(area)
    if not facilities:
        return render(request, "consumers/no_facilities.html")
    profiles = tuple(rooms().consumer_profiles())
    # What the officer decides in, and no more: the consumer will be asked about whole areas.
    areas = [each for each in request.areas if may_decide(user, today(), area=each)]  # type: ignore[attr-defined]
    first = {"areas": [area], "profile": profiles[0], "consumer_id": kept().free_id()}
    form = CreateForm(request.POST or None, initial=first, area=area, facilities=facilities, areas=areas, profiles=profiles)
    if form.is_bound and form.is_valid():
        return _once(request, changing.create(request, told=form.told()))
    told = {"form": form, "errors_in_form": form.is_bound}
    return render(request, "consumers/create.html", told, status=422 if form.is_bound else 200)


@allow(*MAKERS, approver=True)
def rotate(request: HttpRequest, area: str, consumer_id: str) -> HttpResponse:
    """New keys for a consumer."""
    found = one_of(area, consumer_id)
    refuse_elsewhere(request.user, found)
    form = RotateForm(request.POST or None, initial={"seen": found.changed_at.isoformat()})
    if form.is_bound and form.is_valid():
        return _once(request, changing.rotate(request, found, **form.cleaned_data))
    told = {"form": form, "consumer": found, "errors_in_form": form.is_bound}
    return render(request, "consumers/rotate.html", told, status=422 if form.is_bound else 200)


@allow(*STOPPERS, approver=("dinkes", "bpjs"))
def revoke(request: HttpRequest, area: str, consumer_id: str) -> HttpResponse:
    """The end of a consumer, with its reason."""
    found = one_of(area, consumer_id)
    refuse_elsewhere(request.user, found)
    form = RevokeForm(request.POST or None, initial={"seen": found.changed_at.isoformat()})
    if form.is_bound and form.is_valid():
        changing.revoke(request, found, **form.cleaned_data)
        messages.success(request, _("Aplikasi ini dicabut. Mulai sekarang tidak satu pun kuncinya dijawab."))
        return redirect("consumers:consumer", area=area, consumer_id=consumer_id)
    told = {"form": form, "consumer": found, "errors_in_form": form.is_bound}
    return render(request, "consumers/revoke.html", told, status=422 if form.is_bound else 200)


def _once(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The keys, in this answer only: no address leads to them, and no browser may keep the page."""
    area: str = request.area  # type: ignore[attr-defined]
    until = shown.consumer.old_until(at=shown.consumer.changed_at)
    told = {
        "shown": shown,
        "facility": facility_words(shown.consumer, facility_names(area)),
        "at": moment_words(shown.consumer.changed_at, area),
        "old_until": moment_words(until, area) if until else "",
    }
    response = render(request, "consumers/keys.html", told)
    response["Cache-Control"] = "no-store"
    return response
