"""Which category of the UHC Awards does an area reach, and what is missing to the next? (27 January 2026)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.criterion import Criterion, Headcount, at_least, fact
from cakupan.law.refusal import Refusal
from cakupan.law.ruling import Ruling
from cakupan.law.units import plain

CATEGORIES = ("utama", "madya", "pratama")
MADYA_ACTIVE = "award.madya.active_min"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What decides besides the head count; None where it was not given.

    Where ``paid_through`` is not given, arrears of 0 count as paid.
    """

    pemda_enrolled: int
    paid_through: Month | None = None
    pemda_arrears: int | None = None
    uhc_priority: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to a category: all its criteria must be met."""

    category: str
    criteria: tuple[Criterion, ...]

    @property
    def met(self) -> bool:
        """Whether every criterion is met; one that was not given is not."""
        return all(criterion.met for criterion in self.criteria)

    def as_dict(self) -> dict[str, Any]:
        """The way with its criteria and what each lacks."""
        lacks = [criterion.lack for criterion in self.criteria if criterion.lack]
        return {"category": self.category, "met": self.met, "criteria": plain(self.criteria), "missing": lacks}


@dataclass(frozen=True, kw_only=True)
class Award(Ruling):
    """``category`` is utama, madya, pratama or None; ``ways`` are those that were looked at, best first, with what is missing."""

    on: dt.date
    category: str | None
    ways: tuple[Way, ...]


def award(
    *,
    people: Headcount,
    facts: Facts,
    on: dt.date,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> Award:
    """The award category by the criteria of 2026. The committee decides; this says what the criteria give.

    Refused with readings where the two printed thresholds for Madya make different answers and none was named.
    """
    if facts.pemda_enrolled < 0:
        raise Refusal("people enrolled by the Pemda", why="people are counted from 0.", mend="Check the figure.", readings=[])
    law = Consultation(on=on, known_on=known_on, readings=readings)
    paid = _paid(law, facts)
    utama = _utama(law, people, facts, paid)
    if utama.met:
        return _ruling(law, people, "utama", [utama])
    ways = [utama, *_madya(law, people, facts, paid), _pratama(law, people, paid)]
    return _ruling(law, people, next((way.category for way in ways if way.met), None), ways)


def _paid(law: Consultation, facts: Facts) -> Criterion:
    through: Month = law.value("award.paid_through")
    paid = None if facts.pemda_arrears is None else facts.pemda_arrears == 0
    if facts.paid_through is not None:
        paid = facts.paid_through >= through
    return fact("pemda_paid", paid, needed=f"Pemda contributions paid to {through}")


def _share_of(law: Consultation, name: str, people: Headcount, key: str) -> Criterion:
    counts = {"registered": (people.registered, people.population), "active": (people.active, people.active_over)}
    found, of = counts[name]
    return at_least(name, found, of=of, per_cent=law.value(key))


def _utama(law: Consultation, people: Headcount, facts: Facts, paid: Criterion) -> Way:
    all_active = at_least("active", people.active, of=people.active_over, per_cent=_waiver(law))
    enrolled = _enrolled(law, people, facts, "award.utama.pemda_enrolled_min")
    criteria = [
        _share_of(law, "registered", people, "award.utama.registered_min"),
        _share_of(law, "active", people, "award.utama.active_min"),
        *([] if all_active.met else [enrolled]),
        fact("uhc_priority", facts.uhc_priority, needed="UHC Prioritas granted by BPJS"),
        paid,
    ]
    law.value("award.utama.uhc_priority")
    return Way(category="utama", criteria=tuple(criteria))


def _waiver(law: Consultation) -> Fraction:
    waived_at: Fraction = law.value("award.utama.pemda_enrolled_waived_at_active")
    return waived_at


def _enrolled(law: Consultation, people: Headcount, facts: Facts, key: str) -> Criterion:
    return at_least("pemda_enrolled", facts.pemda_enrolled, of=people.population, per_cent=law.value(key))


def _madya(law: Consultation, people: Headcount, facts: Facts, paid: Criterion) -> list[Way]:
    """The ways to Madya: by registered and active share, or, as printed, by the Pemda's share with fewer active."""
    registered = _share_of(law, "registered", people, "award.madya.registered_min")
    other = Way(
        category="madya",
        criteria=(
            _enrolled(law, people, facts, "award.madya.alternative.pemda_enrolled_min"),
            _share_of(law, "active", people, "award.madya.alternative.active_min"),
            paid,
        ),
    )
    first = [
        Way(
            category="madya",
            criteria=(registered, at_least("active", people.active, of=people.active_over, per_cent=least), paid),
        )
        for least in law.admissible(MADYA_ACTIVE)
    ]
    if not other.met and len({way.met for way in first}) > 1:
        raise law.conflict(MADYA_ACTIVE)
    return [*first, other]


def _pratama(law: Consultation, people: Headcount, paid: Criterion) -> Way:
    criteria = (
        _share_of(law, "registered", people, "award.pratama.registered_min"),
        _share_of(law, "active", people, "award.pratama.active_min"),
        paid,
    )
    return Way(category="pratama", criteria=criteria)


def _ruling(law: Consultation, people: Headcount, category: str | None, ways: Sequence[Way]) -> Award:
    told = f"The criteria of 2026 give the category {category}." if category else "No category is reached."
    return Award(
        on=law.on,
        category=category,
        ways=tuple(ways),
        reasons=(*people.remarks(), told),
        citations=law.citations,
        confidence=law.confidence,
    )
