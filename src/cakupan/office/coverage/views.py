"""The leader's one page, and the lists behind its numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.access import allow
from cakupan.office.accounts.desks import EVERY_DESK
from cakupan.office.clock import today
from cakupan.office.coverage.ahead import ahead_chart, alarm_lines, dated_alarms, late_promises, ways
from cakupan.office.coverage.area_maps import registered_map
from cakupan.office.coverage.cards import cards
from cakupan.office.coverage.lists import (
    alarm_table,
    arrears_table,
    losing_table,
    place_table,
    segment_table,
    trend_table,
)
from cakupan.office.coverage.loaded import Loaded, loaded
from cakupan.office.coverage.saying import head, said, told_text
from cakupan.office.desk.queue import waiting_for
from cakupan.office.pages.parts import Link
from cakupan.office.pages.tables import table_page
from cakupan.report.page.coverage import excess_words, parts
from cakupan.report.page.quoted import flags
from cakupan.report.page.tables import illustrative_mark

# Everyone but the desks that work person by person at a counter or in a village.
OVERVIEW_DESKS = EVERY_DESK - {"kelurahan", "faskes"}
# The council sees totals; whoever else sees an overview may count down to a village.
VILLAGE_DESKS = OVERVIEW_DESKS - {"dprd"}
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
            "illustrative": _illustrative(found),
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


def _illustrative(found: Loaded) -> bool:
    """Whether terms behind the outlook were chosen for the demonstration."""
    return any(agreement.get("illustrative") for agreement in found.edition.agreements) or bool(
        illustrative_mark(found.edition.region, "budget_calendar")
    )


def _map(found: Loaded, area: str, user: Any) -> Any:
    def url(place: str) -> str:
        return reverse("coverage:villages", args=[area, place]) if _may_open(place, user) else ""

    return registered_map(parts(found.edition), boundaries=found.edition.boundaries, url=url)


def _may_open(place: str, user: Any) -> bool:
    """Whether the page of a place's parts opens for this user; the parts of a kecamatan are villages."""
    return user.desk in VILLAGE_DESKS and place.count(".") < VILLAGES_OF


def tabs(request: HttpRequest, area: str, found: Loaded | None) -> list[Link]:
    """The pages behind the leader's page that have something to show, for this desk."""
    user: Any = request.user
    offered = [
        (_("Ringkasan"), "leader", True),
        (_("Wilayah dan segmen"), "places", found is not None and found.whole is not None),
        (_("Tren"), "trend", found is not None and found.whole is not None),
        (_("Tanggal"), "alarms", bool(found and found.outlook)),
        (_("Kehilangan jaminan"), "losing", bool(found and found.outlook) and user.desk in VILLAGE_DESKS),
        (_("Tunggakan Pemda"), "arrears", bool(found and found.payments_known and found.edition.agreements)),
    ]
    links = [(label, reverse(f"coverage:{name}", args=[area])) for label, name, there in offered if there]
    return [Link(label, url, request.path == url) for label, url in links]


def _needed(area: str, *, below: str | None = None) -> Loaded:
    """The position of an area; without one there is no such page yet."""
    found = loaded(area, below=below)
    if found is None or (below and found.whole is None):
        raise Http404
    return found


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
    found, user = _needed(area, below=place), request.user
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
    return table_page(request, "coverage/places.html", context, table, segment_table(found), dated=found.position.as_of_date)


@allow(*sorted(OVERVIEW_DESKS))
def trend(request: HttpRequest, area: str) -> HttpResponseBase:
    """Registered and active over the months that are loaded."""
    found = _needed(area)
    table, chart = trend_table(found)
    context = {"found": found, "chart": chart, "tabs": tabs(request, area, found)}
    return table_page(request, "coverage/trend.html", context, table, dated=found.position.as_of_date)


@allow(*sorted(OVERVIEW_DESKS))
def alarms(request: HttpRequest, area: str) -> HttpResponseBase:
    """Everything with a date, what has passed apart from what comes."""
    found, day = _needed(area), today()
    lines = alarm_lines(found.outlook, area=area, today=day)
    context = {
        "found": found,
        "coming": [line for line in lines if line.date >= day],
        "past": [line for line in lines if line.date < day],
        "illustrative": _illustrative(found),
        "tabs": tabs(request, area, found),
    }
    table = alarm_table(dated_alarms(found.outlook), told_text)
    return table_page(request, "coverage/alarms.html", context, table, dated=found.position.as_of_date)


@allow(*sorted(VILLAGE_DESKS))
def losing(request: HttpRequest, area: str) -> HttpResponseBase:
    """Who loses cover on the next day on which cover ends: counted by village, facility and age, without names."""
    found = _needed(area)
    told = found.outlook.get("loses_cover") or {}
    tables = [
        losing_table(
            "kehilangan-desa", _("Menurut desa/kelurahan"), _("Desa/kelurahan"), told.get("by_village") or (), lambda _row: None
        ),
        losing_table(
            "kehilangan-faskes", _("Menurut faskes"), head("facility"), told.get("by_facility") or (), lambda _row: None
        ),
        losing_table("kehilangan-umur", _("Menurut umur"), _("Umur (tahun)"), told.get("by_age") or (), lambda _row: None),
    ]
    context = {
        "found": found,
        "told": told,
        "day": dt.date.fromisoformat(told["on"]) if told.get("on") else None,
        "illustrative": _illustrative(found),
        "tabs": tabs(request, area, found),
    }
    return table_page(request, "coverage/losing.html", context, *tables, dated=found.position.as_of_date)


@allow(*sorted(OVERVIEW_DESKS))
def arrears(request: HttpRequest, area: str) -> HttpResponseBase:
    """The unpaid months behind the card."""
    found = _needed(area)
    context = {"found": found, "tabs": tabs(request, area, found)}
    return table_page(request, "coverage/arrears.html", context, arrears_table(found), dated=found.position.as_of_date)
