"""A proposal in plain Python, one family after the other: the oracle that the proposal's steps are judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody the proposal speaks of; ``hindrance``: why nothing is proposed. ``order``: place in the poverty register."""

    person_id: str
    resident_row: int
    family: str
    decile: int | None
    order: int | None
    newborn: bool = False
    priorities: frozenset[str] = frozenset()
    hindrance: str | None = None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What becomes of a candidate."""

    rank: int | None
    decision: str
    reason: str


def propose_reference(
    *,
    candidates: Sequence[Candidate],
    ranking_rule: Sequence[str],
    people_max: int,
    full_reason: str,
    enrolled: frozenset[str] = frozenset(),
) -> Mapping[str, Placed]:
    """Each candidate's place, by person. Families go in whole until the first that does not fit; all after it wait.

    ``enrolled``: families already on the list whose newborns follow their mothers; they are made whole first.
    """
    found = {c.person_id: Placed(rank=None, decision="not_eligible", reason=c.hindrance) for c in candidates if c.hindrance}
    families: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if not candidate.hindrance:
            families[candidate.family].append(candidate)
    taken, closed_by = 0, ""
    for family in sorted(families.values(), key=lambda people: _key(people, ranking_rule, enrolled)):
        if not closed_by and taken + len(family) <= people_max:
            taken += len(family)
            decision, reason = "proposed", ""
        else:
            decision = "waiting"
            reason = full_reason if taken == people_max else closed_by or "family_does_not_fit"
            closed_by = "behind_family_that_does_not_fit"
        for candidate in sorted(family, key=_within_family):
            own = reason or ("newborn_with_family" if candidate.newborn else "confirmed_poor")
            rank = 1 + sum(placed.rank is not None for placed in found.values())
            found[candidate.person_id] = Placed(rank=rank, decision=decision, reason=own)
    return found


def _key(family: Sequence[Candidate], ranking_rule: Sequence[str], enrolled: frozenset[str]) -> tuple[int, ...]:
    deciles = [candidate.decile for candidate in family if candidate.decile is not None]
    urgent = frozenset().union(*(candidate.priorities for candidate in family))
    first = min((candidate.order for candidate in family if candidate.order is not None), default=10**12)
    keys = {"decile": min(deciles, default=99), "annex": first, "family": 0}
    keys |= {word: int(word not in urgent) for word in ("sick_now", "pregnant", "disaster")}
    after_the_enrolled = int(family[0].family not in enrolled)
    return (
        after_the_enrolled,
        *(keys[word] for word in ranking_rule),
        first,
        min(candidate.resident_row for candidate in family),
    )


def _within_family(candidate: Candidate) -> tuple[bool, int, int, int]:
    decile = 99 if candidate.decile is None else candidate.decile
    return candidate.newborn, decile, candidate.order or 0, candidate.resident_row
