"""A month in plain Python, one person after the other, as the law is read: the oracle that the set-based steps are judged by.

It knows nothing of tables and is written from the rules, not from the SQL. Who is who is given: that is linking's question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cakupan.law.calendar import Month
from cakupan.month.terms import MILLION, Cutoff, RatePart, Run, Share, Terms


@dataclass(frozen=True)
class Line:
    """One row of an annex; ``decision`` is ``enrol`` or ``remove``. What the row leaves empty is the agreement's."""

    line_id: int
    person_id: str
    decision: str
    submitted_date: dt.date | None
    agreement_number: str | None
    decree_number: str | None
    segment: str | None = None
    class_: int | None = None
    payer: str | None = None
    readable: bool = True


@dataclass(frozen=True)
class Entry:
    """What becomes of one entry this month: ``billed``, or the reason why not; its days are ``[from_date, to_date)``."""

    line: Line
    outcome: str
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    start_rule: str | None = None
    end_cause: str | None = None


@dataclass(frozen=True)
class Spell:
    """Days of one person that one entry covers."""

    person_id: str
    line_id: int
    from_date: dt.date
    to_date: dt.date
    start_rule: str
    end_cause: str


@dataclass(frozen=True)
class BillLine:
    """One entry's amount for one payer and account, in whole rupiah."""

    agreement_number: str
    line_id: int
    payer: str
    account: str
    amount: int


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
    entries = tuple(
        _entry(run=run, line=line, lines=lines, agreements=agreements, cutoffs=cutoffs)
        for line in lines
        if line.decision == "enrol"
    )
    return ReferenceMonth(entries, tuple(_spells(entries)), tuple(_bill(run, entries, agreements, rates)))


def effective_date(*, submitted_date: dt.date, cutoffs: Sequence[Cutoff]) -> dt.date | None:
    """In by the cut-off day: the 1st of next month; later: of the month after. None before the first known cut-off."""
    for cutoff in cutoffs:
        if cutoff.from_date <= submitted_date and (cutoff.to_date is None or submitted_date < cutoff.to_date):
            return Month.of(submitted_date).plus(1 if submitted_date.day <= cutoff.day else 2).first_date
    return None


def split_by_largest_remainder(*, amount: int, shares: Sequence[Share]) -> tuple[int, ...]:
    """``amount`` in whole rupiah by shares: each rounded down, the rest one by one to the largest fractions, ties in order."""
    parts = [amount * share.parts_per_million // MILLION for share in shares]
    fractions = [amount * share.parts_per_million % MILLION for share in shares]
    by_fraction = sorted(range(len(shares)), key=lambda place: (-fractions[place], place))
    for place in by_fraction[: amount - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def _entry(*, run: Run, line: Line, lines: Sequence[Line], agreements: Mapping[str, Terms], cutoffs: Sequence[Cutoff]) -> Entry:
    refused = _why_no_entry(line, agreements, cutoffs)
    if refused:
        return Entry(line, refused)
    assert line.agreement_number is not None and line.submitted_date is not None
    agreement = agreements[line.agreement_number]
    effective = effective_date(submitted_date=line.submitted_date, cutoffs=cutoffs)
    assert effective is not None
    removed = _removed_date(line, lines, cutoffs)
    start = max(effective, agreement.from_date)
    end = agreement.to_date if removed is None else min(agreement.to_date, removed)
    return Entry(
        line,
        outcome=_outcome(start, end, removed, run.month.first_date),
        from_date=start,
        to_date=end,
        start_rule="mutation_cutoff" if effective >= agreement.from_date else "agreement_start",
        end_cause=None if start >= end else "removed_from_list" if end == removed else "agreement_ended",
    )


def _why_no_entry(line: Line, agreements: Mapping[str, Terms], cutoffs: Sequence[Cutoff]) -> str | None:
    agreement = agreements.get(line.agreement_number or "")
    if not line.readable:
        return "unreadable"
    if line.decree_number is None:
        return "without_decree"
    if agreement is None:
        return "without_agreement"
    if line.submitted_date is None:
        return "without_submission_date"
    if effective_date(submitted_date=line.submitted_date, cutoffs=cutoffs) is None:
        return "before_first_known_cutoff"
    said = (line.segment, line.class_, line.payer)
    agreed = (agreement.segment, agreement.class_, agreement.payer)
    return "differs_from_agreement" if any(s is not None and s != a for s, a in zip(said, agreed, strict=True)) else None


def _removed_date(entry: Line, lines: Sequence[Line], cutoffs: Sequence[Cutoff]) -> dt.date | None:
    days = [
        effective_date(submitted_date=line.submitted_date, cutoffs=cutoffs)
        for line in lines
        if line.decision == "remove"
        and line.person_id == entry.person_id
        and line.agreement_number in (None, entry.agreement_number)
        and line.submitted_date is not None
        and entry.submitted_date is not None
        and line.submitted_date >= entry.submitted_date
    ]
    return min((day for day in days if day is not None), default=None)


def _outcome(start: dt.date, end: dt.date, removed: dt.date | None, first_date: dt.date) -> str:
    if removed is not None and removed <= start:
        return "removed_before_start"
    if start >= end:
        return "agreement_ended"
    if start > first_date:
        return "not_yet_effective"
    if end <= first_date:
        return "removed_from_list" if end == removed else "agreement_ended"
    return "billed"


def _spells(entries: Sequence[Entry]) -> Iterator[Spell]:
    covered: dict[str, dt.date] = {}
    in_force = [entry for entry in entries if entry.end_cause is not None and entry.from_date is not None]
    for entry in sorted(in_force, key=lambda e: (e.from_date, e.line.line_id)):
        assert entry.from_date and entry.to_date and entry.start_rule and entry.end_cause
        until = covered.get(entry.line.person_id, entry.from_date)
        start = max(until, entry.from_date)
        if start < entry.to_date:
            rule = "after_earlier_line" if until > entry.from_date else entry.start_rule
            yield Spell(entry.line.person_id, entry.line.line_id, start, entry.to_date, rule, entry.end_cause)
            covered[entry.line.person_id] = entry.to_date


def _bill(run: Run, entries: Sequence[Entry], agreements: Mapping[str, Terms], rates: Sequence[RatePart]) -> Iterator[BillLine]:
    for entry in entries:
        if entry.outcome == "billed":
            assert entry.line.agreement_number is not None
            yield from _bill_entry(run, entry.line.line_id, agreements[entry.line.agreement_number], rates)


def _bill_entry(run: Run, line_id: int, agreement: Terms, rates: Sequence[RatePart]) -> Iterator[BillLine]:
    for rate in rates:
        if (rate.month, rate.segment, rate.class_) != (run.month, agreement.segment, agreement.class_):
            continue
        shares = agreement.shares if rate.payer == "pemda" else (Share(rate.payer, MILLION),)
        for share, amount in zip(shares, split_by_largest_remainder(amount=rate.amount, shares=shares), strict=True):
            if amount:
                yield BillLine(agreement.number, line_id, share.payer, rate.account, amount)
