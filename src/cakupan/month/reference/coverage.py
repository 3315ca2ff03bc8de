"""Coverage in plain Python, one person after the other: the oracle that the counting steps are judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CODE_LENGTHS = (2, 5, 8, 13)
Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Resident:
    """A readable row of the resident register; ``person`` is the first row of the same person."""

    row: int
    person: int
    lives_here: bool
    dead: bool
    area_code: str | None
    area_known: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """A readable row of the member master with a card number; ``resident_row`` is whom linking accepted it as."""

    row: int
    card_number: str
    segment: str
    active: bool
    area_code: str | None
    area_known: bool
    resident_row: int | None


@dataclass
class Counted:
    """The six counts of an area and segment."""

    population: int = 0
    population_verified: int = 0
    registered: int = 0
    active: int = 0
    registered_verified: int = 0
    active_verified: int = 0


def coverage_reference(
    *, run_area: str, residents: Sequence[Resident], cards: Sequence[Card], gone: frozenset[int] = frozenset()
) -> Mapping[Key, Counted]:
    """Counts by area and segment. ``gone``: the persons who died or moved away by the day."""
    speaking: dict[str, Card] = {}
    for card in sorted(cards, key=lambda c: (not c.active, c.row)):
        speaking.setdefault(card.card_number, card)
    known = _known_areas(run_area, [*(r for r in residents if r.lives_here), *speaking.values()])
    counts: dict[Key, Counted] = defaultdict(Counted, {(area, "ALL"): Counted() for area in known})
    for resident in residents:
        for area in _areas(resident.area_code, run_area, known):
            counts[area, "ALL"].population += resident.lives_here
    for card in speaking.values():
        for area in _areas(card.area_code, run_area, known):
            for segment in ("ALL", card.segment):
                counts[area, segment].registered += 1
                counts[area, segment].active += card.active
    _count_people(counts, run_area, known, residents, cards, gone)
    populations = {area: counted for (area, segment), counted in counts.items() if segment == "ALL"}
    for (area, _), counted in counts.items():
        counted.population = populations[area].population
        counted.population_verified = populations[area].population_verified
    return dict(counts)


def _count_people(
    counts: dict[Key, Counted],
    run_area: str,
    known: frozenset[str],
    residents: Sequence[Resident],
    cards: Sequence[Card],
    gone: frozenset[int],
) -> None:
    persons = {resident.row: resident.person for resident in residents}
    dead = {resident.person for resident in residents if resident.dead}
    linked = [(persons[card.resident_row], card) for card in cards if card.resident_row in persons]
    held: dict[int, Card] = {}
    for person, card in sorted(linked, key=lambda each: (not each[1].active, each[1].row)):
        held.setdefault(person, card)
    seen: set[int] = set()
    for resident in sorted(residents, key=lambda r: r.row):
        if not resident.lives_here or resident.person in seen | dead | gone:
            continue
        seen.add(resident.person)
        own = held.get(resident.person)
        for area in _areas(resident.area_code, run_area, known):
            counts[area, "ALL"].population_verified += 1
            for segment in ("ALL", own.segment) if own else ():
                counts[area, segment].registered_verified += 1
                counts[area, segment].active_verified += bool(own and own.active)


def _within(code: str, area: str) -> bool:
    return code == area or code.startswith(area + ".")


def _known_areas(run_area: str, rows: Sequence[Resident | Card]) -> frozenset[str]:
    codes = {row.area_code for row in rows if row.area_known and row.area_code and _within(row.area_code, run_area)}
    prefixes = {code[:length] for code in codes for length in CODE_LENGTHS if len(run_area) <= length <= len(code)}
    return frozenset(prefixes | {run_area})


def _areas(code: str | None, run_area: str, known: frozenset[str]) -> list[str]:
    """The areas in which a code counts: the deepest known area of the run that it lies in, and those above."""
    prefixes = [(code or "")[:length] for length in CODE_LENGTHS]
    place = max((p for p in prefixes if p in known), key=len, default=run_area)
    return [place[:length] for length in CODE_LENGTHS if len(run_area) <= length <= len(place)]
