"""A province's aid programme for the contributions of its regencies, as data: what was allocated, verified and realised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cakupan.registers.agreements import FIRST_YEAR, LAST_YEAR
from cakupan.registers.written_terms import WrittenTerms, read_terms

REQUIRED = ("number", "title", "area", "year", "person_month_rupiah", "allocations")
OPTIONAL = ("illustrative", "source")
PEOPLE = ("proposed_people", "verified_people")
RUPIAH = ("allocated", "disbursed", "realised", "carried")
ALLOCATION_KEYS = ("area", *PEOPLE, *RUPIAH, "proposed", "reason", "suggestion")


@dataclass(frozen=True)
class Allocation:
    """One regency's line, people and whole rupiah; None where the file does not say. ``carried``: paid in excess, counted on.

    ``proposed``: whether the regency asked at all; ``reason`` why not or why less, ``suggestion`` what it asks for.
    """

    area: str
    proposed_people: int | None
    verified_people: int | None
    allocated: int | None
    disbursed: int | None
    realised: int | None
    carried: int | None
    proposed: bool | None
    reason: str | None
    suggestion: str | None


@dataclass(frozen=True)
class Programme:
    """Provincial aid of one year. ``person_month_rupiah`` is the law's total for the people it pays for."""

    number: str
    title: str
    area: str
    year: int
    person_month_rupiah: int
    allocations: tuple[Allocation, ...]
    source: str | None = None
    illustrative: tuple[str, ...] = ()
    hash: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


def load_programme(path: Path) -> Programme:
    """The programme in a YAML file. Raises :class:`Refusal` that names the key which is missing, unknown or cannot be so."""
    terms = read_terms(path, key="programme")
    terms.only((*REQUIRED, *OPTIONAL), required=REQUIRED)
    province = terms.area()
    if "." in province:
        raise terms.refuse("area", 'the code of a province is needed, in quotes: "61".')
    allocations = tuple(_allocation(item, province) for item in terms.each("allocations"))
    terms.apart("allocations", [allocation.area for allocation in allocations], what="area")
    return Programme(
        number=terms.text("number"),
        title=terms.text("title"),
        area=province,
        year=terms.whole("year", low=FIRST_YEAR, high=LAST_YEAR),
        person_month_rupiah=terms.whole("person_month_rupiah", low=1),
        allocations=allocations,
        source=terms.optional_text("source"),
        illustrative=terms.words("illustrative"),
        hash=terms.hash,
        terms=terms.plain,
    )


def _allocation(item: WrittenTerms, province: str) -> Allocation:
    item.only(ALLOCATION_KEYS, required=("area",))
    area = item.known_area()
    if not area.startswith(f"{province}.") or len(area) != len("61.01"):
        raise item.refuse("area", f"a kabupaten/kota of province {province} is needed.")
    figures = {key: item.optional_whole(key, low=0) for key in (*PEOPLE, *RUPIAH)}
    proposed = item.true_or_false("proposed") if item.has("proposed") else None
    if proposed is False and figures["proposed_people"]:
        raise item.refuse("proposed", "it says that nobody was proposed, yet proposed_people is not 0.")
    return Allocation(
        area=area, **figures, proposed=proposed, reason=item.optional_text("reason"), suggestion=item.optional_text("suggestion")
    )
