"""A month in plain Python, one person after the other, as the law is read: the oracle that the set-based steps are judged by.

It knows nothing of tables and is written from the rules, not from the SQL. Who is who is given: that is linking's question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cakupan.law.calendar import Month
from cakupan.month.reference.bill import BillLine, bill, split_by_largest_remainder
from cakupan.month.reference.corrections import ClosedLine, Correction, corrections_of
from cakupan.month.reference.entries import Entry, Line, Spell, effective_date, entries_of, spells_of
from cakupan.month.reference.settle import (
    Allocation,
    Arrears,
    Due,
    Payment,
    Suspension,
    allocate,
    arrears_of,
    dues_of,
    payments_of,
    suspensions_of,
)
from cakupan.month.terms import Cutoff, DueDate, RatePart, Run, Terms

__all__ = [
    "Allocation",
    "Arrears",
    "BillLine",
    "ClosedLine",
    "Correction",
    "Due",
    "Entry",
    "Line",
    "Payment",
    "ReferenceMonth",
    "Spell",
    "Suspension",
    "close_reference",
    "effective_date",
    "split_by_largest_remainder",
]


@dataclass(frozen=True)
class ReferenceMonth:
    """Entries by line, spells by person, bill lines by agreement and line; what is due, paid, unpaid and corrected."""

    entries: tuple[Entry, ...]
    spells: tuple[Spell, ...]
    bill_lines: tuple[BillLine, ...]
    dues: tuple[Due, ...] = ()
    payments: tuple[Payment, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    arrears: tuple[Arrears, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    corrections: tuple[Correction, ...] = ()


def close_reference(
    *,
    run: Run,
    lines: Sequence[Line],
    terms: Sequence[Terms],
    rates: Sequence[RatePart],
    cutoffs: Sequence[Cutoff],
    due_dates: Sequence[DueDate] = (),
    payments: Sequence[Payment] = (),
    deaths: Mapping[str, dt.date] | None = None,
    closed: Sequence[ClosedLine] = (),
    closed_months: Sequence[Month] = (),
) -> ReferenceMonth:
    """The month of these annex lines under these agreements and this law; ``deaths`` by person, as known now."""
    agreements = {agreement.number: agreement for agreement in terms}
    died = deaths or {}
    entries = entries_of(run=run, lines=lines, agreements=agreements, cutoffs=cutoffs)
    dues = dues_of(run=run, agreements=agreements, entries=entries, rates=rates, deaths=died, closed_months=closed_months)
    each_once = payments_of(payments=payments, agreements=agreements)
    allocations = allocate(dues=dues, payments=each_once)
    suspensions = tuple(suspensions_of(run=run, agreements=agreements, dues=dues, allocations=allocations, due_dates=due_dates))
    corrections = corrections_of(
        agreements=agreements, entries=entries, rates=rates, deaths=died, closed=closed, closed_months=closed_months
    )
    return ReferenceMonth(
        entries=entries,
        spells=tuple(spells_of(entries, suspensions)),
        bill_lines=tuple(bill(run=run, entries=entries, agreements=agreements, rates=rates)),
        dues=tuple(dues),
        payments=tuple(each_once),
        allocations=tuple(allocations),
        arrears=tuple(arrears_of(run=run, dues=dues, allocations=allocations, due_dates=due_dates)),
        suspensions=suspensions,
        corrections=tuple(corrections),
    )
