"""A month in plain Python, one person after the other, as the law is read: the oracle that the set-based steps are judged by.

It knows nothing of tables and is written from the rules, not from the SQL. Who is who is given: that is linking's question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cakupan.month.reference.bill import BillLine, bill, split_by_largest_remainder
from cakupan.month.reference.entries import Entry, Line, Spell, effective_date, entries_of, spells_of
from cakupan.month.terms import Cutoff, RatePart, Run, Terms

__all__ = [
    "BillLine",
    "Entry",
    "Line",
    "ReferenceMonth",
    "Spell",
    "close_reference",
    "effective_date",
    "split_by_largest_remainder",
]


@dataclass(frozen=True)
class ReferenceMonth:
    """Entries by line, spells by person, bill lines by agreement and line."""

    entries: tuple[Entry, ...]
    spells: tuple[Spell, ...]
    bill_lines: tuple[BillLine, ...]


def close_reference(
    *, run: Run, lines: Sequence[Line], terms: Sequence[Terms], rates: Sequence[RatePart], cutoffs: Sequence[Cutoff]
) -> ReferenceMonth:
    """The month of these annex lines under these agreements and this law."""
    agreements = {agreement.number: agreement for agreement in terms}
    entries = entries_of(run=run, lines=lines, agreements=agreements, cutoffs=cutoffs)
    bill_lines = bill(run=run, entries=entries, agreements=agreements, rates=rates)
    return ReferenceMonth(entries, tuple(spells_of(entries)), tuple(bill_lines))
