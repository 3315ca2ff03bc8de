"""A loaded position with coverage, arrears and an outlook, put straight into the tables of the pages by the loader."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cakupan.office.positions.models import CoverageRow, Figures, Position

AREA = "16.10"
JULY = dt.date(2024, 7, 1)
# Place: population, registered, active.
COUNTS = {
    "16.10": (20_000, 19_282, 15_780),
    "16.10.01": (12_000, 11_500, 9_000),
    "16.10.02": (8_000, 7_782, 6_780),
    "16.10.01.2001": (7_000, 6_600, 5_000),
    "16.10.01.2002": (5_000, 4_900, 4_000),
}
NUMBER = "440/1/D.KES/2023"
REGION = {
    "targets": [{"name": "registered", "pct": "98", "by": "2024-12-31"}],
    "illustrative": ["targets"],
}


def a_position(
    area: str = AREA, *, month: dt.date = JULY, counts: dict[str, tuple[int, int, int]] | None = None, **manifest: Any
) -> Position:
    """A position with coverage of these places; ``manifest`` takes the place of parts of it."""
    told = {"month": f"{month:%Y-%m}", "area": area, "absent": [], "agreements": [{"number": NUMBER, "illustrative": ["quota"]}]}
    told |= {"documents": {"region": REGION}} | manifest
    position = Position.objects.using("loader").create(
        area=area, month=month, edition=f"{month:%Y%m}".ljust(64, "e"), as_of_date=month, manifest=told
    )
    for place, counted in (counts or COUNTS).items():
        coverage(position, place, counted)
    return position


def coverage(position: Position, place: str, counted: tuple[int, int, int], segment: str = "ALL") -> None:
    """One row of coverage."""
    population, registered, active = counted
    CoverageRow.objects.using("loader").create(
        area=position.area,
        position=position,
        month=position.month,
        place=place,
        level=place.count(".") + 1,
        segment=segment,
        population=population,
        population_verified=population,
        registered=registered,
        active=active,
        registered_verified=registered,
        active_verified=active,
        basis_population=population,
        basis="residents",
    )


def a_figure(position: Position, name: str, rows: Any) -> None:
    """A small table of the position."""
    Figures.objects.using("loader").create(area=position.area, position=position, name=name, rows=rows)


def unpaid(month: str, rupiah: int) -> dict[str, Any]:
    """One month that the regency owes."""
    return {
        "agreement_number": NUMBER,
        "payer": "kabkota",
        "account": "iuran",
        "month_date": f"{month}-01",
        "due_date": f"{month}-10",
        "due": rupiah,
        "paid": 0,
        "unpaid": rupiah,
        "age_months": 1,
    }


def an_outlook() -> dict[str, Any]:
    """An agreement whose money ends in September and whose term ends with the year; what would prevent it."""
    return {
        "area": AREA,
        "as_of": "2024-07-01",
        "agreements": [
            {
                "number": NUMBER,
                "people": 3_023,
                "stands": True,
                "budget_year": 2024,
                "from": "2024-01-01",
                "to": "2025-01-01",
                "months": [{"month": f"2024-{at:02d}", "people": 3_023, "payers": {}, "paid": None} for at in range(1, 13)],
            }
        ],
        "alarms": [
            _alarm("2024-09-10", "money_ends", 457_077_600),
            _alarm("2024-12-31", "term_ends", 1_371_232_800),
            _alarm("2025-01-01", "cover_ends", 114_269_400),
        ],
        "options": [_option("add_budget", 457_077_600), _option("clean_up", -13_041_000)],
        "loses_cover": {
            "on": "2025-01-01",
            "people": 3_023,
            "verified": 2_954,
            "by_village": [{"area": "16.10.01.2001", "name": "Muara Kuang", "people": 3_023, "verified": 2_954}],
            "by_facility": [{"code": None, "people": 3_023, "verified": 2_954}],
            "by_age": [{"band": "18-59", "people": 3_023, "verified": 2_954}],
        },
    }


def _alarm(day: str, kind: str, rupiah: int) -> dict[str, Any]:
    told = {"date": day, "kind": kind, "rupiah": rupiah, "people": 3_023, "agreement": NUMBER, "raised": True}
    return told | {"text": f"{kind} {day}", "text_en": f"{kind} on {day}", "citation": f"PKS {NUMBER}", "cause": "x"}


def _option(code: str, cost: int) -> dict[str, Any]:
    told = {"code": code, "cost": cost, "cost_per_month": cost, "people": 69, "source": "APBD 2024", "agreement": NUMBER}
    return told | {"text": f"Pilihan {code}", "text_en": f"Option {code}", "possible_until": None, "net_cost": cost, "moved": {}}
