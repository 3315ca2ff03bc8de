"""A province's financial aid to its regencies (bantuan keuangan provinsi): what is left, what does not agree, what the sums mean.

The regulation gives a sum per regency and year. How many person-months a sum paid for depends on the province's share of the
contribution; where that share is not known, the shares at which the sums are whole person-months are the possible ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

MONTHS_OF_A_YEAR = 12
SHARES_PCT = tuple(range(100, 0, -10))


@dataclass(frozen=True)
class Allocation:
    """One regency's line of the programme, whole rupiah. ``proposed`` is False where the regency asked for nothing."""

    area: str
    proposed: bool
    proposed_people: int = 0
    verified_people: int = 0
    allocated: int = 0
    disbursed: int = 0
    realised: int = 0
    carried: int = 0

    @property
    def left(self) -> int:
        """What was set aside and not used; negative where more was used."""
        return self.allocated - self.realised


@dataclass(frozen=True)
class AidSums:
    """The programme's totals: each is the sum of its lines."""

    proposed_people: int
    verified_people: int
    allocated: int
    disbursed: int
    realised: int
    carried: int

    @property
    def left(self) -> int:
        """What was set aside and not used."""
        return self.allocated - self.realised


@dataclass(frozen=True)
class AidCheck:
    """Something in one regency's line that does not agree with itself; ``code`` names what."""

    area: str
    code: str


@dataclass(frozen=True)
class AidReading:
    """What both sums mean if the province pays ``share_pct`` of the contribution: exact person-months behind each."""

    share_pct: int
    person_month_rupiah: Fraction
    allocated_person_months: Fraction
    realised_person_months: Fraction

    @property
    def whole(self) -> bool:
        """True if both sums are whole person-months: only then can they have come about at this share."""
        return self.allocated_person_months.denominator == 1 and self.realised_person_months.denominator == 1

    @property
    def allocated_people_for_a_year(self) -> Fraction:
        """How many people the allocation covers for twelve months."""
        return self.allocated_person_months / MONTHS_OF_A_YEAR


def aid_sums(*, allocations: Sequence[Allocation]) -> AidSums:
    """The sums of a programme's lines."""
    return AidSums(
        proposed_people=sum(line.proposed_people for line in allocations),
        verified_people=sum(line.verified_people for line in allocations),
        allocated=sum(line.allocated for line in allocations),
        disbursed=sum(line.disbursed for line in allocations),
        realised=sum(line.realised for line in allocations),
        carried=sum(line.carried for line in allocations),
    )


def aid_readings(*, allocated: int, realised: int, person_month_rupiah: int) -> tuple[AidReading, ...]:
    """The readings of both sums at shares of 100 %, 90 % … 10 % of ``person_month_rupiah``, the law's amount.

    Raises :class:`ValueError` if the amount is not positive or a sum is negative.
    """
    if person_month_rupiah <= 0 or allocated < 0 or realised < 0:
        raise ValueError("a person-month costs more than nothing, and the sums are 0 or more")
    return tuple(_reading(share, allocated, realised, person_month_rupiah) for share in SHARES_PCT)


def _reading(share_pct: int, allocated: int, realised: int, person_month_rupiah: int) -> AidReading:
    paid = Fraction(person_month_rupiah * share_pct, 100)
    return AidReading(share_pct, paid, allocated / paid, realised / paid)


def aid_checks(*, allocations: Sequence[Allocation]) -> tuple[AidCheck, ...]:
    """Everything in the lines that does not agree with itself, line by line."""
    return tuple(AidCheck(line.area, code) for line in allocations for code in _faults(line))


def _faults(line: Allocation) -> Iterator[str]:
    if not line.proposed and (line.proposed_people or line.disbursed or line.realised):
        yield "paid_or_counted_without_proposal"
    if line.verified_people > line.proposed_people:
        yield "verified_exceeds_proposed"
    if line.disbursed > line.allocated:
        yield "disbursed_exceeds_allocated"
    if line.realised > line.disbursed:
        yield "realised_exceeds_disbursed"
    if line.carried > line.left:
        yield "carried_exceeds_left"
