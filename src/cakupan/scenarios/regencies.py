"""A region that is played regency by regency: its people are drawn, written and forgotten one part after the other."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cakupan.scenarios import rosters
from cakupan.scenarios.case import Case, Scale, apportion
from cakupan.scenarios.cast import exact_errors
from cakupan.scenarios.identifiers import UNASSIGNED_PROVINCE
from cakupan.scenarios.people import People, generate
from cakupan.scenarios.places import districts_outside, villages_of
from cakupan.scenarios.registers_written import all_rosters
from cakupan.scenarios.rosters import Roster

PROVINCE_PART = 10**14  # a NIK divided by it leaves the province


@dataclass(frozen=True)
class Regency:
    """One part: residents with FLAG_STATUS 0, and distinct cards of the branch's master that stand there."""

    area: str
    residents: int
    registered: int

    def active(self, per_thousand: int) -> int:
        """How many of its cards are active."""
        return self.registered * per_thousand // 1000


def regencies_of(told: Mapping[str, Mapping[str, int]], *, scale: Scale, registered: int) -> tuple[Regency, ...]:
    """The parts of a case at the size at which it is played.

    ``told``: residents and registered of each at full size; their sums are ``scale.population`` and ``registered``. The parts
    sum exactly to what the whole comes to at this size.
    """
    full = [(each["residents"], each["registered"]) for each in told.values()]
    assert [sum(column) for column in zip(*full, strict=True)] == [scale.population, registered], "the parts are not the whole"
    people = apportion(total=scale.residents, weights=[residents for residents, _ in full])
    cards = apportion(total=scale(registered), weights=[cards for _, cards in full])
    return tuple(Regency(area, *counts) for area, *counts in zip(told, people, cards, strict=True))


def casts(case: Case, regencies: Sequence[Regency]) -> Iterator[tuple[Regency, People]]:
    """The people of each part. No two parts share a NIK, a family card or a member's card: whoever was first registered
    elsewhere has it from districts that are this part's alone."""
    elsewhere = districts_outside([regency.area for regency in regencies])
    for place, regency in enumerate(regencies):
        yield regency, _cast(case, regency, place, elsewhere[place :: len(regencies)], case.as_of)


def _cast(case: Case, regency: Regency, place: int, elsewhere: Sequence[int], as_of: dt.date) -> People:
    people = generate(
        residents=regency.residents,
        seed=case.seed * 100 + place,
        areas=villages_of(regency.area),
        as_of=as_of,
        errors=exact_errors(),
        elsewhere=elsewhere,
    )
    # A district with more births on one day than serials would borrow numbers that another part borrows too.
    assert bool((people.nik // PROVINCE_PART != UNASSIGNED_PROVINCE).all()), f"{regency.area} has used up its NIK of a day"
    return dataclasses.replace(people, region_seed=case.seed)


class Numbering:
    """Card and list numbers go on from part to part."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def __call__(self, rows: Mapping[str, Roster]) -> dict[str, Roster]:
        """The rosters with member and poverty rows counted on from the parts before."""
        counted = dict(rows)
        for kind in ("members", "poverty"):
            before = self._given.get(kind, 0)
            self._given[kind] = before + int(rows[kind].number.max(initial=0))
            counted[kind] = rows[kind].counted_from(before)
        return counted


def part_rosters(people: People, regency: Regency, *, active_per_thousand: int, poverty_share: float) -> dict[str, Roster]:
    """The five rosters of a part whose member master has exactly its cards."""
    members = rosters.exact_members(people, cards=regency.registered, active=regency.active(active_per_thousand))
    return all_rosters(people, member_rows=members, poverty_rows=rosters.poverty_roster(people, share=poverty_share))


def population_basis(case: Case, regencies: Sequence[Regency]) -> dict[str, Any]:
    """The population that the case's ratios are over, by a name: the whole and its parts."""
    areas = {regency.area: regency.residents for regency in regencies}
    return {
        "basis": case.illustrative["population_basis"],
        "as_of": case.illustrative["population_as_of"],
        "areas": {case.area: sum(areas.values()), **areas},
    }
