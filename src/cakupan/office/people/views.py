"""Search first, never browse; then the person's story, each line with what it rests on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cakupan.office.access import allow, day_of
from cakupan.office.accounts.desks import PEOPLE_DESKS, Desk
from cakupan.office.accounts.places import in_places
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.people.finding import FOUND_MAX, by_name, by_number
from cakupan.office.people.forms import SearchForm
from cakupan.office.people.standing import standing_of
from cakupan.office.people.story import events_of, place_name
from cakupan.office.positions.models import Person


@allow(*PEOPLE_DESKS)
def search(request: HttpRequest, area: str) -> HttpResponse:
    """The search. It is sent by POST, so that no NIK stands in an address or a server's log; every search is recorded."""
    user: Any = request.user
    held = user.desk == Desk.KELURAHAN
    if request.method != "POST":
        return render(request, "people/search.html", {"form": SearchForm(), "held": held})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "people/search.html", {"form": form, "held": held, "errors_in_form": True}, status=422)
    told = form.cleaned_data
    there = in_places(Person.objects.filter(area=area), user)
    found = list(by_number(there, told["number"]) if told["number"] else by_name(there, told["name"], told["birth_date"]))
    way = "number" if told["number"] else "name"
    note(request, "person.search", details={"by": way, "found": len(found)})
    if len(found) == 1:
        return redirect("people:person", area=area, person_id=found[0].pk)
    people = [(person, place_name(person.village)) for person in found[:FOUND_MAX]]
    shown = {"form": form, "held": held, "searched": True, "people": people, "too_many": len(found) > FOUND_MAX}
    return render(request, "people/search.html", shown)


@allow(*PEOPLE_DESKS)
def person(request: HttpRequest, area: str, person_id: int) -> HttpResponse:
    """One person: where they stand on a day and why, and the story so far. Reading it is recorded."""
    found = get_object_or_404(in_places(Person.objects.filter(area=area), request.user), pk=person_id)
    day = day_of(request.GET.get("pada"), today())
    note(request, "person.read", subject=("person", found.pk), details={"on": day.isoformat()})
    return render(
        request,
        "people/person.html",
        {
            "person": found,
            "place": place_name(found.village),
            "day": day,
            "standing": standing_of(found, day),
            "events": events_of(found),
        },
    )
