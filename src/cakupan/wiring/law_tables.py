"""The law as the month's tables: rates month by month, and the cut-off day with its dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cakupan.law.calendar import Month
from cakupan.law.due_date import due_date
from cakupan.law.parameter_files import law_version
from cakupan.law.rates import OPEN_END, RateRow, cutoffs_table, rates_table
from cakupan.month.terms import Cutoff, DueDate, RatePart, Terms

# Segment and payer of what is billed by the branch's position alone.
POSITION_BILLS = (("PBPU", "pemda"), ("BP", "pemda"), ("PBI_JK", "provinsi"))


def known_law() -> str:
    """The hash of the law's parameter files."""
    return law_version()


def rate_parts(
    *, terms: Sequence[Terms], month: Month, known_on: dt.date | None = None, readings: Sequence[str] = ()
) -> tuple[RatePart, ...]:
    """The rates of every month from the first day of the agreements up to ``month``, for their segments and classes.

    Raises the law's own :class:`Refusal`, with its readings, if ``month`` itself has no rate that is known. Earlier months
    without one are left out: what hangs on them is then told as not known.
    """
    law = rates_table(known_on=known_on, readings=readings)
    wanted = _billed_until(terms, month)
    for period in law.refused:
        if (period.segment, period.care_class) in wanted and period.from_date <= month.first_date < period.to_date:
            raise period.refusal
    return known_rate_parts(terms=terms, month=month, known_on=known_on, readings=readings)


def known_rate_parts(
    *, terms: Sequence[Terms], month: Month, known_on: dt.date | None = None, readings: Sequence[str] = ()
) -> tuple[RatePart, ...]:
    """The same, but ``month`` too is left out where nothing is known: for looking ahead, where a gap is told as a gap."""
    law, wanted = rates_table(known_on=known_on, readings=readings), _billed_until(terms, month)
    first = min((Month.of(agreement.from_date) for agreement in terms), default=month)
    months = (month.plus(-n) for n in range(max(first.until(month), 0) + 1))
    return tuple(_part(row, each) for each in months for row in law.of_month(each) if (row.segment, row.care_class) in wanted)


def _billed_until(terms: Sequence[Terms], month: Month) -> set[tuple[str, int]]:
    """Segment and class of every agreement that has begun by the end of a month."""
    return {(agreement.segment, agreement.class_) for agreement in terms if agreement.from_date < month.plus(1).first_date}


def position_rates(
    *, month: Month, fiscal_capacity: str | None = None, known_on: dt.date | None = None, readings: Sequence[str] = ()
) -> tuple[RatePart, ...]:
    """What is billed for people whom no list of ours names: the Pemda's aid for self-payers, the province's part of PBI JK."""
    law = rates_table(known_on=known_on, readings=readings, fiscal_capacity=fiscal_capacity)
    return tuple(_part(row, month) for row in law.of_month(month) if (row.segment, row.payer) in POSITION_BILLS)


def _part(row: RateRow, month: Month) -> RatePart:
    return RatePart(
        month=month,
        segment=row.segment,
        class_=row.care_class,
        payer=row.payer,
        account=row.account,
        amount=row.amount,
        rate_key=row.rate_key,
        citation=row.citation,
        confidence=row.confidence,
        from_date=row.from_date,
        to_date=_end(row.to_date),
        known_date=row.known_date,
    )


def due_dates(*, terms: Sequence[Terms], month: Month, known_on: dt.date | None = None) -> tuple[DueDate, ...]:
    """By which day each month of each agreement up to ``month`` is to be paid, with the law's reason."""
    return tuple(
        _due(agreement, agreement.first_month.plus(place), known_on)
        for agreement in terms
        for place in range(max(agreement.first_month.until(month) + 1, 0))
        if agreement.first_month.plus(place).first_date < agreement.to_date
    )


def _due(agreement: Terms, month: Month, known_on: dt.date | None) -> DueDate:
    ruling = due_date(month=month, agreed_day=agreement.due_day, known_on=known_on)
    return DueDate(agreement.number, month, ruling.due_date, ruling.citations[0].citation)


def cutoffs(*, known_on: dt.date | None = None) -> tuple[Cutoff, ...]:
    """The day of the month until which a mutation counts from the next 1st, for each period of the law as known on a day."""
    rows = cutoffs_table(known_on=known_on)
    return tuple(Cutoff(row.from_date, _end(row.to_date), row.day, row.rate_key, row.citation) for row in rows)


def _end(date: dt.date) -> dt.date | None:
    return None if date == OPEN_END else date
