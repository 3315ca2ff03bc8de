"""What a month is told: the day it is about, the agreements' terms, and the law's values, all as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cakupan.law.calendar import Month

MILLION = 1_000_000


@dataclass(frozen=True)
class Run:
    """Which month of which area, the law as known on ``known_on`` (None: the latest), the branch's position of ``as_of``."""

    area_code: str
    month: Month
    as_of: dt.date
    known_on: dt.date | None = None


@dataclass(frozen=True)
class Share:
    """One payer's part of the Pemda's contribution. The shares of an agreement follow one method, told by what they state.

    ``per_cent``: parts per million that sum to a million. ``people``: the first so many billed lines in annex order.
    ``months``: the first so many months of the period. ``cap``: parts per million until so many rupiah of a month are spent.
    ``rest``: whoever takes what the other leaves; stands last.
    """

    payer: str
    parts_per_million: int = 0
    people: int | None = None
    months: int | None = None
    cap_per_month: int | None = None
    rest: bool = False


def share_method(shares: Sequence[Share]) -> str:
    """How an agreement splits: ``per_cent``, ``people``, ``months`` or ``cap``. Stops the run if they do not say one way."""
    stated = {
        "people": [share for share in shares if share.people is not None],
        "months": [share for share in shares if share.months is not None],
        "cap": [share for share in shares if share.cap_per_month is not None],
    }
    methods = [method for method, named in stated.items() if named]
    if not methods:
        total = sum(share.parts_per_million for share in shares)
        assert total == MILLION, f"the shares sum to {total} parts per million"
        return "per_cent"
    assert len(methods) == 1, f"shares by {' and '.join(methods)}: one method per agreement"
    first, last = shares
    assert last.rest and not first.rest and first in stated[methods[0]], "two shares: the one that is stated, then the rest"
    assert 0 <= first.parts_per_million <= MILLION, "a part of more than the whole"
    return methods[0]


@dataclass(frozen=True)
class Terms:
    """What the month needs of an agreement. ``[from_date, to_date)``; ``late_deaths_borne_by``: who bears them.

    ``suspends``: members lose cover when a bill is unpaid, ``suspends_after_months`` after its due date. ``budget``: rupiah by
    account kind in ``budget_year``; ``budget_accounts``: which kind an account number of the APBD stands for.
    """

    number: str
    segment: str
    class_: int
    payer: str
    from_date: dt.date
    to_date: dt.date
    shares: tuple[Share, ...]
    decree_number: str | None = None
    late_deaths_borne_by: str | None = None
    due_day: int = 10
    suspends: bool = False
    suspends_after_months: int = 1
    quota: int | None = None
    budget: Mapping[str, int] = field(default_factory=dict)
    budget_year: int | None = None
    budget_accounts: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_month(self) -> Month:
        """The first month whose 1st lies in the period: the first that can be billed."""
        month = Month.of(self.from_date)
        return month if self.from_date.day == 1 else month.plus(1)


@dataclass(frozen=True)
class DueDate:
    """The last day on which an agreement's month is paid in time, with the law that says so."""

    agreement_number: str
    month: Month
    due_date: dt.date
    citation: str


@dataclass(frozen=True)
class RatePart:
    """What the law lets one payer pay per person for one month, whole rupiah; payer ``pemda`` is split by the agreement."""

    month: Month
    segment: str
    class_: int
    payer: str
    account: str
    amount: int
    rate_key: str
    citation: str
    confidence: str
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    known_date: dt.date | None = None


@dataclass(frozen=True)
class Cutoff:
    """Until which day of a month a mutation takes effect on the 1st of the next; in force ``[from_date, to_date)``."""

    from_date: dt.date
    to_date: dt.date | None
    day: int
    rate_key: str
    citation: str
