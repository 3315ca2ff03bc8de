"""Members who pay for themselves and do not: whole families of one part of a region, and their rows in the branch's list."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.scenarios import fields, rosters
from cakupan.scenarios.arrays import Array, stream
from cakupan.scenarios.case import apportion
from cakupan.scenarios.fates import LIVING_HERE, NEVER
from cakupan.scenarios.people import People
from cakupan.scenarios.registers_written import card_numbers
from cakupan.scenarios.rosters import Roster


@dataclass(frozen=True)
class Debtors:
    """One entry per person in arrears: the row of the member roster, the family, the class, and whether the family is poor."""

    entry: Array
    person: Array
    family: Array
    class_: Array
    poor: Array

    def __len__(self) -> int:
        return len(self.entry)


def choose_debtors(
    people: People, members: Roster, *, wanted: int, class_weights: Mapping[int, int], poor_people: int, poorest_deciles: int
) -> Debtors:
    """Exactly ``wanted`` living self-payers with one card, family by family, by class as the weights say.

    Where a class has too few, others take their place. ``poor_people`` of them, the poorest first, are what the poverty register
    will name.
    """
    rows = np.flatnonzero(_self_payers(people, members))
    class_ = fields.own_class(people, members.person[rows])
    counts = apportion(total=wanted, weights=list(class_weights.values()))
    race = stream(people.seed, "debtors").random(int(people.family[-1]) + 1)[people.family[members.person[rows]]]
    rows, class_ = _in_order(rows, class_, np.lexsort((members.person[rows], race)))
    taken = np.zeros(len(rows), dtype=bool)
    for each, count in zip(class_weights, counts, strict=True):
        taken[np.flatnonzero(class_ == each)[:count]] = True
    taken[np.flatnonzero(~taken)[: wanted - int(taken.sum())]] = True
    assert int(taken.sum()) == wanted, f"{len(rows)} members pay for themselves, {wanted} should be in arrears"
    person = members.person[rows[taken]]
    return Debtors(
        entry=rows[taken],
        person=person,
        family=people.family[person],
        class_=class_[taken],
        poor=_poor(people, person, poor_people, poorest_deciles),
    )


def _self_payers(people: People, members: Roster) -> Array:
    fates, who = people.fates, members.person
    here = (fates.register_flag == LIVING_HERE) & (fates.death_day == NEVER) & (fates.move_day == NEVER)
    one_card = np.bincount(who, minlength=people.count) == 1
    pays: Array = np.isin(members.segment, (rosters.PBPU, rosters.BP)) & here[who] & one_card[who]
    return pays


def _in_order(rows: Array, class_: Array, order: Array) -> tuple[Array, Array]:
    return rows[order], class_[order]


def _poor(people: People, person: Array, wanted: int, poorest_deciles: int) -> Array:
    decile = people.decile[people.family[person]]
    order = np.lexsort((person, decile))
    poor = np.zeros(len(person), dtype=bool)
    poor[order[decile[order] <= poorest_deciles][:wanted]] = True
    return poor


def taken_off(members: Roster, debtors: Debtors) -> Roster:
    """The member master with everybody in arrears inactive."""
    status = members.status.copy()
    status[debtors.entry] = 0
    return dataclasses.replace(members, status=status)


def poverty_with(people: People, debtors: Debtors, *, share: float) -> Roster:
    """The poverty register that names of those in arrears exactly the poor."""
    poor, other = np.zeros(people.count, dtype=bool), np.zeros(people.count, dtype=bool)
    poor[debtors.person[debtors.poor]] = True
    other[debtors.person[~debtors.poor]] = True
    return rosters.poverty_roster(people, share=share, listed_for_sure=poor, never_listed=other)


def unpaid_rows(people: People, members: Roster, debtors: Debtors) -> pa.Table:
    """The branch's rows but for the months: ``members`` counts its cards as the region does."""
    rng, who, errors = stream(people.seed, "unpaid"), debtors.person, people.errors.members
    return pa.table(
        {
            "NO_KARTU": card_numbers(people, members.take(debtors.entry)),
            "NIK": pa.array(fields.identity_numbers(rng, people, who, people.nik[who], errors), pa.string()),
            "NO_KK": pc.cast(pa.array(people.card[debtors.family]), pa.string()),
            "NAMA": pa.array(fields.names(rng, people, who, errors), pa.string()),
            "KODE_WILAYAH": people.places.villages.take(pa.array(people.village[debtors.family])),
            "SEGMEN": pa.array(people.segment_labels).take(pa.array(members.segment[debtors.entry])),
            "KELAS": pc.cast(pa.array(debtors.class_), pa.string()),
        }
    )
