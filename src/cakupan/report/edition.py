"""What a report says about an edition: counts, sums, terms and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.law.calendar import Month


@dataclass(frozen=True)
class Position:
    """Which edition a report shows. ``people_invented`` if its people are made up; ``locked_date`` if it is known."""

    area_code: str
    area_name: str
    month: Month
    edition: str
    law: str
    code: str
    locked_date: dt.date | None = None
    people_invented: bool = False

    @property
    def date(self) -> dt.date:
        """The day the position stands for: the first of its month."""
        return self.month.first_date


@dataclass(frozen=True)
class BillPart:
    """All lines of one agreement, payer, account and rate; ``amount`` is what each person costs this payer."""

    agreement_number: str
    payer: str
    account: str
    rate_key: str
    amount: int
    people: int
    total: int
    verified_people: int
    verified_total: int


@dataclass(frozen=True)
class MismatchKind:
    """The mismatches of one code: ``entries`` in all registers, ``lines`` of the annex, what it takes out of the bill.

    ``rupiah_to_date`` is None where the law gives no rate for a month in between.
    """

    code: str
    action: str
    entries: int
    lines: int
    rupiah_per_month: int
    rupiah_to_date: int | None
    excluded_people: int
    excluded_rupiah: int


@dataclass(frozen=True)
class BpkKind:
    """The annex lines that fall under one of BPK's own four kinds, or under none ("")."""

    bpk_kind: str
    lines: int
    rupiah_per_month: int


@dataclass(frozen=True)
class StatusCount:
    """How many people have a status, for one reason."""

    segment: str
    status: str
    reason: str
    people: int


@dataclass(frozen=True)
class LawRate:
    """One dated amount of the law that the bill rests on, in rupiah per person and month."""

    rate_key: str
    payer: str
    account: str
    amount: int
    citation: str
    confidence: str
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    known_date: dt.date | None = None


@dataclass(frozen=True)
class Source:
    """One file that the edition rests on, as its manifest names it."""

    kind: str
    file: str
    sha256: str
    as_of: dt.date | None
    rows: int
    faults: int
    warnings: int


@dataclass(frozen=True)
class Edition:
    """Everything about one edition that fits on a page; its lines stay in the Parquet tables of ``folder``.

    ``absent`` names the registers that nobody handed over. ``people`` are entries of the annex, as a branch bills them.
    """

    folder: Path
    position: Position
    parts: tuple[BillPart, ...]
    mismatches: tuple[MismatchKind, ...]
    bpk_kinds: tuple[BpkKind, ...]
    statuses: tuple[StatusCount, ...]
    law: tuple[LawRate, ...]
    sources: tuple[Source, ...]
    agreements: tuple[Mapping[str, Any], ...]
    facilities: tuple[Mapping[str, Any], ...]
    absent: tuple[str, ...]
    people: int
    verified_people: int
