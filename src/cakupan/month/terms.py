"""What a month is told: the day it is about, the agreements' terms, and the law's values, all as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
    """One payer's part of the Pemda's contribution; the parts of an agreement sum to a million."""

    payer: str
    parts_per_million: int


@dataclass(frozen=True)
class Terms:
    """What the month needs of an agreement. ``[from_date, to_date)``; ``late_deaths_borne_by``: who bears them."""

    number: str
    segment: str
    class_: int
    payer: str
    from_date: dt.date
    to_date: dt.date
    shares: tuple[Share, ...]
    decree_number: str | None = None
    late_deaths_borne_by: str | None = None


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
