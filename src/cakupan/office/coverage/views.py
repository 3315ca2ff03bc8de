"""The leader's one page, and the lists behind its numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.coverage.ahead import ahead_chart, alarm_lines, dated_alarms, late_promises, ways
from cakupan.office.coverage.area_maps import registered_map
from cakupan.office.coverage.cards import cards
from cakupan.office.coverage.lists import (
    alarm_table,
    arrears_table,
    losing_people_table,
    losing_table,
    place_table,
    segment_table,
    trend_table,
)
from cakupan.office.coverage.loaded import Loaded, loaded, needed
from cakupan.office.coverage.losing import losing_lines
from cakupan.office.coverage.saying import head, said, told_text
from cakupan.office.coverage.tabs import NAMES_DESKS, OVERVIEW_DESKS, VILLAGE_DESKS, some_illustrative, tabs
from cakupan.office.desk.queue import waiting_for
from cakupan.office.pages.parts import Link
from cakupan.office.pages.tables import table_page
from cakupan.report.page.coverage import excess_words, name_of, parts
from cakupan.report.page.quoted import flags

WAYS_SHOWN, WAITING_SHOWN = 5, 5
VILLAGES_OF = 3  # the level of a kecamatan: its parts are villages


@allow(*sorted(OVERVIEW_DESKS))
def leader(request: HttpRequest, area: str) -> HttpResponse:
    """One page: where the area stands, what comes if nothing is done, what can be done, what waits."""
    day, user = today(), request.user
    found = loaded(area)
    waiting = waiting_for(user, area, day)
    if found is None:
        return render(request, "coverage/leader.html", {"found": None, "waiting": waiting[:WAITING_SHOWN], "tabs": []})
    listed = ways(found.outlook)
    return render(
        request,
        "coverage/leader.html",
        {
            "found": found,
            "cards": cards(found, area, day),
            "flags": _flags(found),
            "illustrative": some_illustrative(found),
            "chart": ahead_chart(found.outlook, first=found.edition.position.month),
            "ways": listed[:WAYS_SHOWN],
            "more_ways": len(listed) > WAYS_SHOWN,
            "map": _map(found, area, user),
            "waiting": waiting[:WAITING_SHOWN],
            "waiting_count": len(waiting),
            "promises": late_promises(found.edition, day),
            "tabs": tabs(request, area, found),
        },
    )


def _flags(found: Loaded) -> list[str]:
    """What contradicts itself, quietly: more active than registered, a quoted figure that its parts do not give."""
    if found.whole is None:
        return []
    return [said(told) for told in (*excess_words(found.whole), *flags(found.edition, found.whole))]


def _map(found: Loaded, area: str, user: Any) -> Any:
    def url(place: str) -> str:
        return reverse("coverage:villages", args=[area, place]) if _may_open(place, user) else ""

    return registered_map(parts(found.edition), boundaries=found.edition.boundaries, url=url)


def _may_open(place: str, user: Any) -> bool:
    """Whether the page of a place's parts opens for this user; the parts of a kecamatan are villages."""
    return user.desk in VILLAGE_DESKS and place.count(".") < VILLAGES_OF


@allow(*sorted(OVERVIEW_DESKS))
def places(request: HttpRequest, area: str) -> HttpResponseBase:
    """The area's parts by rank, and its segments."""
    return _places(request, area, area)


@allow(*sorted(VILLAGE_DESKS))
def villages(request: HttpRequest, area: str, place: str) -> HttpResponseBase:
    """The parts of a place within the area."""
    if not place.startswith(f"{area}."):
        raise Http404
    return _places(request, area, place)


def _places(request: HttpRequest, area: str, place: str) -> HttpResponseBase:
    found, user = needed(area, below=place), request.user
    table = place_table(
        found, url=lambda code: reverse("coverage:villages", args=[area, code]) if _may_open(code, user) else None
    )
    context = {
        "found": found,
        "place": found.edition.position.area_name,
        "whole": found.whole,
        "flags": _flags(found),
        "map": _map(found, area, user),
        "back": Link(_("Semua wilayah"), reverse("coverage:places", args=[area])) if place != area else None,
        "tabs": tabs(request, area, found),
    }
    segments = segment_table(found)
    tables = (table, segments) if segments.count() else (table,)
    return table_page(request, "coverage/places.html", context, *tables, dated=found.position.as_of_date)


@allow(*sorted(OVERVIEW_DESKS))
def trend(request: HttpRequest, area: str) -> HttpResponseBase:
    """Registered and active over the months that are loaded."""
    found = needed(area)
    table, chart = trend_table(found)
    context = {"found": found, "chart": chart, "tabs": tabs(request, area, found)}
    return table_page(request, "coverage/trend.html", context, table, dated=found.position.as_of_date)


@allow(*sorted(OVERVIEW_DESKS))
def alarms(request: HttpRequest, area: str) -> HttpResponseBase:
    """Everything with a date, what has passed apart from what comes."""
    found, day = needed(area), today()
    lines = alarm_lines(found.outlook, area=area, today=day)
    context = {
        "found": found,
        "coming": [line for line in lines if line.date >= day],
        "past": [line for line in lines if line.date < day],
        "illustrative": some_illustrative(found),
        "tabs": tabs(request, area, found),
    }
    table = alarm_table(dated_alarms(found.outlook), told_text)
    return table_page(request, "coverage/alarms.html", context, table, dated=found.position.as_of_date)


@allow(*sorted(VILLAGE_DESKS))
def losing(request: HttpRequest, area: str) -> HttpResponseBase:
    """Who loses cover on the next day on which cover ends: counted by village, facility and age, without names."""
    found = needed(area)
    told = found.outlook.get("loses_cover") or {}
    may_see_names = getattr(request.user, "desk", "") in NAMES_DESKS

    def named(row: Mapping[str, Any]) -> str | None:
        # Who lives elsewhere is counted here and listed nowhere: no page of this area is about that village.
        here = str(row["area"] or "").startswith(f"{area}.")
        return reverse("coverage:losing_people", args=[area, row["area"]]) if may_see_names and here else None

    tables = [
        losing_table("kehilangan-desa", _("Menurut desa/kelurahan"), _("Desa/kelurahan"), told.get("by_village") or (), named),
        losing_table(
            "kehilangan-faskes", _("Menurut faskes"), head("facility"), told.get("by_facility") or (), lambda _row: None
        ),
        losing_table("kehilangan-umur", _("Menurut umur"), _("Umur (tahun)"), told.get("by_age") or (), lambda _row: None),
    ]
    context = {
        "found": found,
        "told": told,
        "day": dt.date.fromisoformat(told["on"]) if told.get("on") else None,
        "illustrative": some_illustrative(found),
        "tabs": tabs(request, area, found),
    }
    return table_page(request, "coverage/losing.html", context, *tables, dated=found.position.as_of_date)


@allow(*sorted(OVERVIEW_DESKS))
def arrears(request: HttpRequest, area: str) -> HttpResponseBase:
    """The unpaid months behind the card."""
    found = needed(area)
    context = {"found": found, "tabs": tabs(request, area, found)}
    return table_page(request, "coverage/arrears.html", context, arrears_table(found), dated=found.position.as_of_date)


@allow(*sorted(NAMES_DESKS))
def losing_people(request: HttpRequest, area: str, place: str) -> HttpResponseBase:
    """By name whose line ends on that day in one village, for the desks that do something about it. Each look is recorded."""
    found = needed(area)
    day = (found.outlook.get("loses_cover") or {}).get("on")
    ending = [a["agreement"] for a in dated_alarms(found.outlook) if a["kind"] == "cover_ends"]
    if day is None or not place.startswith(f"{area}."):
        raise Http404
    rows = losing_lines(area=area, village=place, day=day, agreements=ending)
    table = replace(losing_people_table(rows, area), counted=rows.count())
    act = "coverage.losing_export" if table.asked_for_file(request.GET) else "coverage.losing_people"
    note(request, act, subject=("village", place), details={"rows": table.count()})
    context = {
        "found": found,
        "place": name_of(place),
        "day": dt.date.fromisoformat(day),
        "back": Link(_("Yang kehilangan jaminan"), reverse("coverage:losing", args=[area])),
    }
    return table_page(request, "coverage/losing_people.html", context, table, dated=found.position.as_of_date)
