"""Coverage of an area in an edition: raw counts as the offices print them, the verified ones beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow.parquet as pq

from cakupan.month.coverage import ALL, AreaCoverage, per_cent_text, ratio
from cakupan.registers.areas import area_name
from cakupan.wiring.editions import PublishedEdition


def areas(edition: PublishedEdition, *, level: int | None = None) -> list[AreaCoverage]:
    """Every area of an edition (of one level: 1 province, 2 regency, 3 kecamatan, 4 village), all segments together, by code."""
    filters = [("segment", "=", ALL), *([("level", "=", level)] if level else [])]
    rows = pq.read_table(edition.table("coverage"), filters=filters).sort_by("area_code").to_pylist()
    return [AreaCoverage(**row) for row in rows]


def the_area(edition: PublishedEdition, code: str) -> AreaCoverage:
    """The counts of one area, all segments together."""
    (found,) = (area for area in areas(edition) if area.area_code == code)
    return found


def of_area(edition: PublishedEdition, code: str) -> dict[str, Any]:
    """Registered and active over the named population, raw and verified."""
    area = the_area(edition, code)
    return {
        "population": area.basis_population,
        "basis": area.basis,
        "registered": area.registered,
        "active": area.active,
        "ratio_pct": pct(area.registered, area.basis_population),
        "active_pct": pct(area.active, area.basis_population),
        "verified": {
            "population": area.population_verified,
            "registered": area.registered_verified,
            "active": area.active_verified,
            "ratio_pct": pct(area.registered_verified, area.population_verified),
        },
        "by_segment": _segments(edition, code),
    }


def _segments(edition: PublishedEdition, code: str) -> dict[str, dict[str, int]]:
    rows = pq.read_table(edition.table("coverage"), filters=[("area_code", "=", code), ("segment", "!=", ALL)]).sort_by("segment")
    return {row["segment"]: {"registered": row["registered"], "active": row["active"]} for row in rows.to_pylist()}


def pct(people: int, population: int) -> float | None:
    """A share as per cent with two decimals, half up, as a number of JSON; None where nobody lives."""
    return float(per_cent_text(ratio(people=people, population=population))) if population else None


def named(area_code: str) -> str:
    """An area's name, or its code where the Ministry's list has none."""
    return area_name(area_code) or area_code


def by_area(found: Sequence[AreaCoverage]) -> list[dict[str, Any]]:
    """Areas as entries of a summary, by code."""
    return [
        {
            "area": area.area_code,
            "name": named(area.area_code),
            "registered": area.registered,
            "active": area.active,
            "population": area.basis_population,
            "pct": pct(area.registered, area.basis_population),
        }
        for area in found
    ]
