"""Reconciliation in plain Python, one person after the other: the oracle that the reconciling steps are judged by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

GONE_FROM_LIST = ("removed_from_list", "removed_before_start", "annulled")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A line of one bill: its place in the file and what it asks for, whole rupiah."""

    place: int
    person_id: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A line of either bill beside its like in the other."""

    person_id: str
    branch_place: int | None
    our_place: int | None
    difference: int
    cause: str


def reconcile_reference(
    *, branch: Sequence[Asked], ours: Sequence[Asked], fates: Mapping[str, str], outcomes: Mapping[str, str]
) -> tuple[Pair, ...]:
    """Every line of both bills once. ``fates``: who is deceased or moved; ``outcomes``: what became of the last annex line."""
    people = sorted({line.person_id for line in (*branch, *ours)})
    return tuple(pair for person in people for pair in _person(person, branch, ours, fates, outcomes))


def _person(
    person: str, branch: Sequence[Asked], ours: Sequence[Asked], fates: Mapping[str, str], outcomes: Mapping[str, str]
) -> Iterator[Pair]:
    theirs, own = (
        sorted((line for line in lines if line.person_id == person), key=lambda line: line.place) for lines in (branch, ours)
    )
    for number, (asked, listed) in enumerate(zip_longest(theirs, own)):
        difference = (asked.amount if asked else 0) - (listed.amount if listed else 0)
        if asked and listed:
            cause = "amount_differs" if difference else "agrees"
        elif number > 0:
            cause = "duplicate"
        else:
            cause = fates.get(person) or _one_sided(asked, outcomes.get(person))
        yield Pair(
            person_id=person,
            branch_place=asked.place if asked else None,
            our_place=listed.place if listed else None,
            difference=difference,
            cause=cause,
        )


def _one_sided(asked: Asked | None, outcome: str | None) -> str:
    if asked is None:
        return "only_ours_awaiting_branch"
    if outcome in GONE_FROM_LIST:
        return "only_branch_removed"
    return "only_branch_agreement_ended" if outcome == "agreement_ended" else "only_branch_not_listed"
