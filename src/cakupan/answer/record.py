"""What is known about one person in one edition, as plain values: wiring looks it up, the answer only reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cakupan.law.calendar import Month


@dataclass(frozen=True)
class Source:
    """The row of a delivered file that says so: kind of register, base name of the file, physical row."""

    kind: str
    file: str
    row: int


@dataclass(frozen=True)
class Position:
    """The edition that an answer rests on: its month, the branch's position date, and its hash."""

    area: str
    month: Month
    as_of: dt.date
    edition: str
    cutoff_day: int | None = None
    cutoff_citation: str | None = None


@dataclass(frozen=True)
class Card:
    """A card as the branch last reported it. ``status`` is ``active``, ``inactive`` or ``unknown``.

    ``cause``: why it is not active, where our own papers tell: suspended_for_arrears, removed_from_list or agreement_ended.
    ``last_active_date``: of a card that is not active, the last of the branch's earlier positions that has it active, if any has.
    """

    number: str | None
    segment: str | None
    payer: str | None
    class_: int | None
    status: str
    source: Source
    start_date: dt.date | None = None
    facility_code: str | None = None
    facility_name: str | None = None
    cause: str | None = None
    last_active_date: dt.date | None = None


@dataclass(frozen=True)
class Entry:
    """A line of a decree's annex about the person, and what became of it in this month (``outcome``)."""

    outcome: str
    segment: str | None
    payer: str | None
    class_: int | None
    agreement_number: str | None
    decree_number: str | None
    annex_line: str | None
    decided_by: str | None
    submitted_date: dt.date | None
    from_date: dt.date | None
    to_date: dt.date | None
    end_cause: str | None
    source: Source


@dataclass(frozen=True)
class Doubt:
    """A mismatch about the person. Rupiah only where a billed line hangs on it."""

    code: str
    evidence: str
    event_date: dt.date | None
    provable: bool
    source: Source
    rupiah_per_month: int | None = None
    rupiah_to_date: int | None = None
    reported_date: dt.date | None = None


@dataclass(frozen=True)
class BillLine:
    """What is billed for the person this month, to one payer and account, in whole rupiah."""

    payer: str
    account: str
    amount: int
    agreement_number: str
    rate_key: str
    citation: str
    excluded_for: str | None
    source: Source


@dataclass(frozen=True)
class Debt:
    """What a person who pays alone owes, by the branch's list of ``as_of``. ``months`` run from ``first_month``; whole rupiah.

    ``amount`` is the law's sum, ``stated`` the branch's; ``capped_*`` is what the cap leaves to be paid. None: not known.
    """

    segment: str
    class_: int | None
    first_month: dt.date
    months: int
    amount: int | None
    stated: int | None
    capped_months: int | None
    capped_amount: int | None
    suspended_from: dt.date | None
    as_of: dt.date
    source: Source


@dataclass(frozen=True)
class Mother:
    """The active card of a newborn's mother, and the agreement whose list she is on, if she is on one."""

    segment: str
    payer: str | None
    agreement_number: str | None


@dataclass(frozen=True)
class Facility:
    """A facility and the days on which it has a contract with BPJS, ``[contract_from, contract_to)``; None is open.

    ``credentialing_to``: the first day on which its credentialing no longer holds; None: not told. ``receives``: it lies in the
    area and its list of services names emergency or inpatient care.
    """

    code: str
    name: str
    contract_from: dt.date | None
    contract_to: dt.date | None
    source: Source
    credentialing_to: dt.date | None = None
    receives: bool = False

    def contracted(self, *, on: dt.date) -> bool:
        """Whether BPJS pays for members there on that day."""
        started = self.contract_from is None or self.contract_from <= on
        return started and (self.contract_to is None or on < self.contract_to)


@dataclass(frozen=True)
class PersonRecord:
    """Everything that one edition holds about one person. ``known_from`` is ``resident``, ``member`` or ``list``.

    ``cards`` are the person's own; ``cards_under_review`` and ``entries_under_review`` may be theirs, and nobody has decided.
    ``mother`` is told of a newborn without a card whose mother holds an active one.
    """

    person_id: str
    known_from: str
    nik: str | None
    name: str | None
    source: Source
    cards: tuple[Card, ...] = ()
    entries: tuple[Entry, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    bill_lines: tuple[BillLine, ...] = ()
    cards_under_review: tuple[Card, ...] = ()
    entries_under_review: tuple[Entry, ...] = ()
    facility: Facility | None = None
    birth_date: dt.date | None = None
    sex: str | None = None
    debts: tuple[Debt, ...] = ()
    mother: Mother | None = None
