"""The contribution of every segment that pays by the head, as one dated table for the month's SQL steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import astuple, dataclass
from typing import Any

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.parameter_files import law_parameters
from cakupan.law.refusal import Refusal
from cakupan.law.segment import SEGMENTS, care_classes, flat_rate_key
from cakupan.law.shares import Shares, shares

OPEN_END = dt.date(9999, 12, 31)
CUTOFF = "enrolment.cutoff_day"

COLUMNS = {
    "segment": "VARCHAR",
    "class": "INTEGER",
    "from_date": "DATE",
    "to_date": "DATE",
    "payer": "VARCHAR",
    "account": "VARCHAR",
    "amount": "BIGINT",
    "rate_key": "VARCHAR",
    "citation": "VARCHAR",
    "confidence": "VARCHAR",
    "known_date": "DATE",
}


@dataclass(frozen=True)
class RateRow:
    """One payer's part of one account, on ``[from_date, to_date)``; the rows of a segment, class and day make the contribution.

    ``account`` is ``iuran`` or ``bantuan_iuran`` for what a Pemda pays, else ``iuran_`` and the payer.
    ``rate_key`` names the parameter, the day from which the law holds, and the payer and account; ``known_date`` is the day it
    became known. A segment can have several periods of one rate, one after the other.
    """

    segment: str
    care_class: int
    from_date: dt.date
    to_date: dt.date
    payer: str
    account: str
    amount: int
    rate_key: str
    citation: str
    confidence: str
    known_date: dt.date


@dataclass(frozen=True)
class RefusedPeriod:
    """Days on which a segment has no rate, because nothing is known or the sources conflict: a month must refuse them too."""

    segment: str
    care_class: int
    from_date: dt.date
    to_date: dt.date
    refusal: Refusal


@dataclass(frozen=True)
class RatesTable:
    """The rates as known on one day under one set of readings."""

    rows: tuple[RateRow, ...]
    refused: tuple[RefusedPeriod, ...]

    def of_month(self, month: Month) -> tuple[RateRow, ...]:
        """The rows in force in a month; none where the rate is refused or the month lies before the first."""
        return tuple(row for row in self.rows if row.from_date <= month.first_date < row.to_date)

    def values(self) -> list[tuple[Any, ...]]:
        """The rows as tuples in the order of ``COLUMNS``."""
        return [astuple(row) for row in self.rows]


def rates_table(
    *, known_on: dt.date | None = None, readings: Collection[str] = (), fiscal_capacity: str | None = None
) -> RatesTable:
    """Every rate that pays by the head, by the same rule as :func:`cakupan.law.shares.shares`.

    With ``fiscal_capacity`` the province's part of PBI_JK is told apart. Wage earners are not in it.
    """
    Consultation(on=OPEN_END, known_on=known_on, readings=readings)  # refuses an unknown reading before anything is reckoned
    rows: list[RateRow] = []
    refused: list[RefusedPeriod] = []
    for segment, care_class in ((name, number) for name in SEGMENTS for number in care_classes(name)):
        for from_date, to_date in _periods(segment, care_class, fiscal_capacity):
            try:
                ruling = shares(
                    segment=segment,
                    care_class=care_class,
                    month=Month.of(from_date),
                    fiscal_capacity=fiscal_capacity,
                    known_on=known_on,
                    readings=readings,
                )
            except Refusal as refusal:
                refused.append(RefusedPeriod(segment, care_class, from_date, to_date, refusal))
            else:
                rows += _rows(segment, care_class, from_date, to_date, ruling)
    return RatesTable(rows=tuple(rows), refused=tuple(refused))


def _periods(segment: str, care_class: int, fiscal_capacity: str | None) -> Iterator[tuple[dt.date, dt.date]]:
    """The periods between two days on which a rate can change, the last one open."""
    keys = [flat_rate_key(segment, care_class)]
    if segment == "PBI_JK" and fiscal_capacity is not None:
        keys.append(f"contribution.pbi_jk.province_part.{fiscal_capacity}")
    days = sorted({day for key in keys for day in law_parameters()[key].boundaries()})
    return zip(days, [*days[1:], OPEN_END], strict=True)


def _rows(segment: str, care_class: int, from_date: dt.date, to_date: dt.date, ruling: Shares) -> Iterator[RateRow]:
    ground = ruling.citations[0]
    for part in ruling.shares:
        for account, amount in part.accounts or ((_account(part.payer), part.amount),):
            yield RateRow(
                segment=segment,
                care_class=care_class,
                from_date=from_date,
                to_date=to_date,
                payer=part.payer,
                account=account,
                amount=amount,
                rate_key=f"{ground.parameter}@{ground.in_force_from}:{part.payer}:{account}",
                citation=ground.citation,
                confidence=ruling.confidence,
                known_date=ground.promulgated_on,
            )


def _account(payer: str) -> str:
    return "iuran" if payer == "pemda" else f"iuran_{payer}"


@dataclass(frozen=True)
class CutoffRow:
    """Until which day of a month a mutation counts for the next, on ``[from_date, to_date)``."""

    from_date: dt.date
    to_date: dt.date
    day: int
    rate_key: str
    citation: str


def cutoffs_table(*, known_on: dt.date | None = None, readings: Collection[str] = ()) -> tuple[CutoffRow, ...]:
    """The cut-off day of mutations for the month's SQL, by the same parameter as :mod:`cakupan.law.effective_date`."""
    days = law_parameters()[CUTOFF].boundaries()
    rows = []
    for from_date, to_date in zip(days, [*days[1:], OPEN_END], strict=True):
        law = Consultation(on=from_date, known_on=known_on, readings=readings)
        if law.defined(CUTOFF):
            day = law.value(CUTOFF)
            ground = law.citations[0]
            rows.append(CutoffRow(from_date, to_date, day, f"{CUTOFF}@{ground.in_force_from}", ground.citation))
    return tuple(rows)
