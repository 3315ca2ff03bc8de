"""What an edition holds beyond a bill, as Parquet in the contract's shape: a province like Kalimantan Barat, figures chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cakupan.month.coverage import RESIDENTS, AreaCoverage

PROVINCE = "61"
AREAS = (*(f"61.{n:02d}" for n in range(1, 13)), "61.71", "61.72")
POPULATION, REGISTERED = 5_443_030, 3_801_759
NOT_PROPOSED = ("61.72", "61.07", "61.08", "61.06")
REALISED_BY = ("61.01", "61.05", "61.03", "61.09", "61.10")
ALLOCATED, REALISED = 19_160_582_400, 1_744_803_000

COVERAGE = pa.schema(
    [("area_code", pa.string()), ("level", pa.int32()), ("segment", pa.string())]
    + [
        (name, pa.int64())
        for name in ("population", "population_verified", "registered", "active", "registered_verified", "active_verified")
    ]
    + [("basis_population", pa.int64()), ("basis", pa.string())]
)


@dataclass(frozen=True)
class Area:
    """One area's raw counts."""

    code: str
    population: int
    registered: int


def areas() -> list[Area]:
    """Fourteen regencies whose sums are the published ones; Melawi (61.11) is the highest, Sambas (61.01) the lowest."""
    share = {"61.11": 8222, "61.01": 5944}
    weights = [12, 6, 9, 10, 7, 5, 5, 4, 4, 11, 4, 2, 13, 5]
    people = [POPULATION * weight // sum(weights) for weight in weights]
    people[-2] += POPULATION - sum(people)
    fixed = {code: people[AREAS.index(code)] * pct // 10_000 for code, pct in share.items()}
    rest = REGISTERED - sum(fixed.values())
    others = [code for code in AREAS if code not in fixed]
    cards = {code: rest * people[AREAS.index(code)] // sum(people[AREAS.index(c)] for c in others) for code in others}
    cards[others[0]] += rest - sum(cards.values())
    return [Area(code, count, {**fixed, **cards}[code]) for code, count in zip(AREAS, people, strict=True)]


def coverage_rows(found: Sequence[Area], *, whole: str = PROVINCE, unknown_cards: int = 0) -> list[dict[str, Any]]:
    """Level 1 with segments, level 2 without."""
    people, cards = sum(a.population for a in found), sum(a.registered for a in found) + unknown_cards
    level = whole.count(".") + 1
    split = {"PBI_JK": cards * 5 // 9, "PEMDA": cards // 9, "PBPU": cards // 9}
    split["PPU_SWASTA"] = cards - sum(split.values())
    return [
        _row(whole, level, "ALL", people, cards),
        *(_row(whole, level, segment, people, part) for segment, part in split.items()),
        *(_row(a.code, level + 1, "ALL", a.population, a.registered) for a in found),
    ]


def _row(code: str, level: int, segment: str, population: int, registered: int) -> dict[str, Any]:
    return {
        "area_code": code,
        "level": level,
        "segment": segment,
        "population": population,
        "population_verified": population - population // 1000,
        "registered": registered,
        "active": registered * 9 // 10,
        "registered_verified": registered - registered // 100,
        "active_verified": registered * 9 // 10 - registered // 100,
    }


def area(code: str = PROVINCE, *, registered: int, population: int, **counts: int) -> AreaCoverage:
    """The counts of one area as the report reads them, nothing mismatched unless said."""
    same = {"registered_verified": registered, "active": registered, "active_verified": registered, **counts}
    return AreaCoverage(
        area_code=code,
        level=code.count(".") + 1,
        segment="ALL",
        population=population,
        population_verified=population,
        registered=registered,
        basis_population=population,
        basis=RESIDENTS,
        **same,
    )


def write_table(folder: Path, name: str, rows: Sequence[Mapping[str, Any]], schema: pa.Schema | None = None) -> None:
    """One table of the edition."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), folder / f"{name}.parquet")


def region(**more: Any) -> dict[str, Any]:
    """The region's settings with the published figures of June 2020."""
    return {
        "number": "region-61",
        "title": "Kalimantan Barat",
        "area": PROVINCE,
        "population": {"basis": "DKB semester II 2019", "as_of": "2019-12-31", "areas": {}},
        "targets": [{"name": "registered", "pct": "95", "by": "2020-12-31", "source": "RPJMN"}],
        "published": [
            {"what": "coverage_pct", "value": "69.89", "area": "61", "as_of": "2020-06-24", "source": "forum 24 Juni 2020"},
            {"what": "registered", "value": "3801759", "area": "61", "source": "forum 24 Juni 2020"},
            {"what": "uncovered", "value": "1.6 million", "area": "61", "source": "forum 24 Juni 2020"},
        ],
        **more,
    }


def programme(**more: Any) -> dict[str, Any]:
    """The province's programme of 2019; the lines' rupiah sum to the published ones."""
    asked = [code for code in AREAS if code not in NOT_PROPOSED]
    paid = {code: REALISED // len(REALISED_BY) for code in REALISED_BY}
    paid[REALISED_BY[0]] += REALISED - sum(paid.values())
    given = {code: ALLOCATED // len(AREAS) for code in AREAS}
    given["61.71"] += ALLOCATED - sum(given.values())
    lines = [
        {
            "area": code,
            "proposed": code in asked,
            "proposed_people": 8000 if code in asked else 0,
            "verified_people": 7500 if code in REALISED_BY else 0,
            "allocated": given[code],
            "disbursed": paid.get(code, 0),
            "realised": paid.get(code, 0),
            "carried": 0,
            "reason": "Verifikasi dan validasi oleh Dinsos belum selesai" if code not in REALISED_BY else "",
            "suggestion": "Usulan lewat Dukcapil lebih dahulu",
        }
        for code in AREAS
    ]
    return {
        "number": "Pergub 77/2018",
        "title": "Bantuan keuangan iuran JKN",
        "area": PROVINCE,
        "year": 2019,
        "person_month_rupiah": 23_000,
        "allocations": lines,
        "illustrative": ["allocations"],
        **more,
    }
