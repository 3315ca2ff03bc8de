"""What a report says about an edition: counts, sums, terms and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cakupan.law.calendar import Month
from cakupan.month.coverage import AreaCoverage


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
    segment: str = ""


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
class UnpaidMonth:
    """What one payer still owes of one account for one month of an agreement, past its due date."""

    agreement_number: str
    payer: str
    account: str
    month_date: dt.date
    due_date: dt.date
    due: int
    paid: int
    unpaid: int
    age_months: int


@dataclass(frozen=True)
class PaymentPart:
    """What a disbursement (SP2D) paid: a month of an account, or (``month_date`` None) more than was due."""

    disbursement_number: str
    disbursement_date: dt.date | None
    agreement_number: str
    payer: str
    account: str
    month_date: dt.date | None
    amount: int
    rule: str


@dataclass(frozen=True)
class FamilyArrears:
    """Unpaid months of self-paying members in one part of a division (``by``): people, families, and what the cap leaves."""

    by: str
    part: str
    people: int
    families: int
    amount: int
    capped_amount: int


@dataclass(frozen=True)
class CorrectionSum:
    """The corrections of one cause to one closed month, for one agreement, payer and account."""

    agreement_number: str
    corrected_month: dt.date
    cause: str
    payer: str
    account: str
    lines: int
    billed: int
    due: int
    amount: int
    citation: str


@dataclass(frozen=True)
class ReconciliationSum:
    """The lines of the branch's bill and of ours that have one cause, for one agreement."""

    agreement_number: str
    cause: str
    cards: int
    branch_amount: int
    our_amount: int
    difference: int


@dataclass(frozen=True)
class PositionTotal:
    """What is due by position rather than by list: one bill, area, payer and account."""

    bill: str
    area_code: str
    payer: str
    account: str
    people: int
    amount: int


@dataclass(frozen=True)
class SuspendedFrom:
    """Since when an agreement's members lack cover because a bill was not paid."""

    agreement_number: str
    from_date: dt.date
    unpaid_month: dt.date
    due_date: dt.date
    citation: str


@dataclass(frozen=True)
class Boundary:
    """The outline of one area: its rings, each a closed line of (longitude, latitude) in degrees."""

    area_code: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class Edition:
    """Everything about one edition that fits on a page; its lines stay in the Parquet tables of ``folder``.

    ``absent`` names the registers that nobody handed over. ``people`` are entries of the annex, as a branch bills them.
    ``documents`` are the plain terms of guarantees, programmes, region, forum, channels. ``outlook`` is the answer of
    ``cakupan outlook``, if it was asked; ``boundaries`` are those that the workspace has.
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
    billed_entries: Mapping[str, int] = field(default_factory=dict)
    coverage: tuple[AreaCoverage, ...] = ()
    trend: Mapping[Month, AreaCoverage] = field(default_factory=dict)
    unpaid_months: tuple[UnpaidMonth, ...] = ()
    suspensions: tuple[SuspendedFrom, ...] = ()
    payments: tuple[PaymentPart, ...] = ()
    family_arrears: tuple[FamilyArrears, ...] = ()
    corrections: tuple[CorrectionSum, ...] = ()
    reconciliation: tuple[ReconciliationSum, ...] = ()
    position_totals: tuple[PositionTotal, ...] = ()
    documents: Mapping[str, Any] = field(default_factory=dict)
    outlook: Mapping[str, Any] | None = None
    boundaries: tuple[Boundary, ...] = ()

    @property
    def region(self) -> Mapping[str, Any]:
        """The region's own settings: population basis, targets, figures quoted elsewhere; empty if nobody gave any."""
        return self.documents.get("region") or {}
