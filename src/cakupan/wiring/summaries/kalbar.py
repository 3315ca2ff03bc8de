"""Kalimantan Barat, June 2020: coverage with its published figure, provincial aid with what its sums can mean, the forum."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from cakupan.month.aid import AidReading, Allocation, aid_readings, aid_sums
from cakupan.month.coverage import published_figure as beside
from cakupan.month.coverage import ranked
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.summaries import coverage
from cakupan.wiring.summaries.played import Played, the_document

REGENCY = 2
COUNTED = ("proposed_people", "verified_people", "allocated", "disbursed", "realised", "carried")


def figures(played: Played) -> dict[str, Any]:
    """``coverage``, ``aid`` and ``forum`` of the case."""
    edition, area = played.last, played.case.area
    return {
        "coverage": _coverage(edition, area),
        "aid": _aid(edition),
        "forum": _forum(edition),
    }


def _coverage(edition: PublishedEdition, code: str) -> dict[str, Any]:
    whole, regencies = coverage.the_area(edition, code), coverage.areas(edition, level=REGENCY)
    order = ranked(areas=regencies)
    ranks = {place.area_code: place.rank for place in order}
    return {
        **coverage.of_area(edition, code),
        "uncovered": whole.basis_population - whole.registered,
        **_published(edition, code, whole.registered, whole.basis_population),
        "highest": _place(order[0].area_code, order[0].pct),
        "lowest": _place(order[-1].area_code, order[-1].pct),
        "by_area": [{**area, "rank": ranks[area["area"]]} for area in coverage.by_area(regencies)],
    }


def _place(code: str, pct: str) -> dict[str, Any]:
    return {"area": code, "name": coverage.named(code), "pct": float(pct)}


def _published(edition: PublishedEdition, code: str, registered: int, population: int) -> dict[str, Any]:
    told = the_document(edition, "region").get("published", [])
    (quoted,) = (each for each in told if each["what"] == "coverage_pct" and each["area"] == code)
    figure = beside(value=str(quoted["value"]), people=registered, population=population)
    return {"published_pct": float(figure.value), "computed_at_its_precision": figure.computed, "contradicts": figure.contradicts}


def _aid(edition: PublishedEdition) -> dict[str, Any]:
    programme = the_document(edition, "programmes")
    lines = {told["area"]: told for told in programme["allocations"]}
    sums = aid_sums(allocations=[_allocation(told) for told in lines.values()])
    readings = aid_readings(
        allocated=sums.allocated, realised=sums.realised, person_month_rupiah=programme["person_month_rupiah"]
    )
    return {
        "regulation": programme["number"],
        "year": programme["year"],
        "allocated": sums.allocated,
        "realised": sums.realised,
        "left": sums.left,
        "readings": [_reading(reading) for reading in readings],
        "by_area": [_aid_of(told) for _, told in sorted(lines.items())],
    }


def _allocation(told: dict[str, Any]) -> Allocation:
    counts = {name: told.get(name) or 0 for name in COUNTED}
    return Allocation(area=told["area"], proposed=bool(told.get("proposed")), **counts)


def _reading(reading: AidReading) -> dict[str, Any]:
    return {
        "share_pct": reading.share_pct,
        "allocated_person_months": _number(reading.allocated_person_months),
        "realised_person_months": _number(reading.realised_person_months),
        "allocated_people_for_a_year": _number(reading.allocated_people_for_a_year),
        "whole": reading.whole,
    }


def _number(exact: Fraction) -> int | float:
    """Whole numbers stay whole; what is not whole is told to six decimals."""
    return exact.numerator if exact.denominator == 1 else round(float(exact), 6)


def _aid_of(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "area": told["area"],
        "name": coverage.named(told["area"]),
        "proposed": bool(told.get("proposed")),
        "proposed_people": told.get("proposed_people") or 0,
        "rupiah": told.get("allocated") or 0,
        "realised": told.get("realised") or 0,
        "left": (told.get("allocated") or 0) - (told.get("realised") or 0),
        "reason": told.get("reason"),
        "suggestion": told.get("suggestion"),
    }


def _forum(edition: PublishedEdition) -> dict[str, Any]:
    meeting = the_document(edition, "forum")
    return {name: meeting.get(name) for name in ("on", "earlier", "place", "led_by", "raised", "actions")}
