"""The branch of Palembang, mid-2017: members, arrears of self-paying families, the pace to the target, channels."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pyarrow.parquet as pq

from cakupan.law.calendar import Month
from cakupan.month.coverage import gap, months_left
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.summaries import coverage
from cakupan.wiring.summaries.played import Played, the_document

AGE_BANDS = ("1-3", "4-6", "7-12", "13-24", ">24")


def figures(played: Played) -> dict[str, Any]:
    """``members``, ``population``, ``arrears``, ``target`` and ``channels`` of the case."""
    edition = played.last
    area = coverage.the_area(edition, played.case.area)
    return {
        "members": area.registered,
        "population": area.basis_population,
        "arrears": _arrears(edition),
        "target": _target(edition, area.registered, area.basis_population),
        "channels": _channels(edition),
        "furthest": _furthest(edition),
    }


def _arrears(edition: PublishedEdition) -> dict[str, Any]:
    totals = pq.read_table(edition.table("family_arrears_totals")).to_pylist()
    by = {(row["by"], row["part"]): row for row in totals}
    classes = [row for row in totals if row["by"] == "class"]
    return {
        **{name: sum(_row(row)[name] for row in classes) for name in ("people", "rupiah", "capped_rupiah")},
        "by_age": [{"months": band, **_row(by[("age_band", band)])} for band in AGE_BANDS if ("age_band", band) in by],
        "by_area": [{"area": p, "name": coverage.named(p), **_row(r)} for (kind, p), r in sorted(by.items()) if kind == "area"],
        "by_class": [{"class": int(row["part"]), **_row(row)} for row in sorted(classes, key=lambda r: str(r["part"]))],
        "poor_people": by[("poor", "true")]["people"] if ("poor", "true") in by else 0,
    }


def _row(row: dict[str, Any]) -> dict[str, int]:
    return {
        "people": row["people"],
        "families": row["families"],
        "rupiah": row["amount"],
        "capped_rupiah": row["capped_amount"],
    }


def _target(edition: PublishedEdition, members: int, population: int) -> dict[str, Any]:
    (told,) = the_document(edition, "region")["targets"]
    by = dt.date.fromisoformat(str(told["by"]))
    months = months_left(month=Month.parse(edition.manifest["month"]), by=by)
    missing = gap(people=members, population=population, target_per_cent=Fraction(str(told["pct"])), months=months)
    return {
        "pct": float(told["pct"]),
        "by": by.isoformat(),
        "people": missing.people_needed,
        "gap_people": missing.people,
        "months": months,
        "per_month": missing.people_per_month,
    }


def _channels(edition: PublishedEdition) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = the_document(edition, "channels")["channels"]
    return [
        {name: channel.get(name) for name in ("name", "kind", "area", "since", "registrations", "delay_days", "reach")}
        for channel in told
    ]


def _furthest(edition: PublishedEdition) -> list[dict[str, Any]]:
    """The areas that a channel's document tells a distance of, by how far the nearest channel is, with how many live there."""
    nearest: dict[str, float] = {}
    for channel in the_document(edition, "channels")["channels"]:
        for reached in channel.get("reach") or ():
            nearest[reached["area"]] = min(nearest.get(reached["area"], reached["km"]), reached["km"])
    people = {area.area_code: area.population for area in coverage.areas(edition)}
    return [
        {"area": area, "name": coverage.named(area), "km": km, "population": people.get(area, 0)}
        for area, km in sorted(nearest.items(), key=lambda reached: (-reached[1], reached[0]))
    ]
