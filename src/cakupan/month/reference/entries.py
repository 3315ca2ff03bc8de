"""Which entries of the annexes count, from when to when, and why not: the lists as the decrees and agreements say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from cakupan.law.calendar import Month
from cakupan.month.terms import Cutoff, Run, Terms


@dataclass(frozen=True)
class Line:
    """One row of an annex; ``decision`` is ``enrol``, ``remove`` or ``annul``. What the row leaves empty is the agreement's."""

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
    annex_line: str | None = None
    list_file: str = ""
    list_row: int = 0


@dataclass(frozen=True)
class Entry:
    """What becomes of one entry this month: ``billed``, or the reason why not; its days are ``[from_date, to_date)``."""

    line: Line
    outcome: str
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    start_rule: str | None = None
    end_cause: str | None = None
    removal_reversed: bool = False
    key: str = ""


@dataclass(frozen=True)
class Spell:
    """Days of one person that one entry covers."""

    person_id: str
    line_id: int
    from_date: dt.date
    to_date: dt.date
    start_rule: str
    end_cause: str


def effective_date(*, submitted_date: dt.date, cutoffs: Sequence[Cutoff]) -> dt.date | None:
    """In by the cut-off day: the 1st of next month; later: of the month after. None before the first known cut-off."""
    for cutoff in cutoffs:
        if cutoff.from_date <= submitted_date and (cutoff.to_date is None or submitted_date < cutoff.to_date):
            return Month.of(submitted_date).plus(1 if submitted_date.day <= cutoff.day else 2).first_date
    return None


def entries_of(
    *, run: Run, lines: Sequence[Line], agreements: Mapping[str, Terms], cutoffs: Sequence[Cutoff]
) -> tuple[Entry, ...]:
    """What becomes of every line that takes somebody in."""
    reversed_by = reversals(lines=lines)
    keys = entry_keys(lines=lines)
    return tuple(
        replace(
            _entry(run=run, line=line, lines=lines, agreements=agreements, cutoffs=cutoffs, reversed_by=reversed_by),
            key=keys[line.line_id],
        )
        for line in lines
        if line.decision == "enrol"
    )


def entry_keys(*, lines: Sequence[Line]) -> dict[int, str]:
    """How each entry is known in every edition: decree, submission, annex number and its order, or file and row."""
    keys: dict[int, str] = {}
    times: Counter[str] = Counter()
    for line in sorted((line for line in lines if line.decision == "enrol"), key=lambda line: line.line_id):
        key = f"{line.list_file}:{line.list_row}"
        if line.annex_line is not None:
            key = f"{line.decree_number or ''}|{line.submitted_date or ''}|{line.annex_line}"
        times[key] += 1
        keys[line.line_id] = key if times[key] == 1 else f"{key}#{times[key]}"
    return keys


def reversals(*, lines: Sequence[Line]) -> dict[int, Line]:
    """Which decisions were reversed, and by which annul: each annul reverses the last decision before it on the same person."""
    reversed_by: dict[int, Line] = {}
    for annul in sorted((line for line in lines if line.decision == "annul"), key=lambda line: line.line_id):
        earlier = [line for line in lines if line.decision != "annul" and _answers(annul, line)]
        if earlier and annul.readable:
            last = max(earlier, key=lambda line: (line.submitted_date, line.line_id))
            reversed_by.setdefault(last.line_id, annul)
    return reversed_by


def _answers(annul: Line, decision: Line) -> bool:
    """Whether an annul can mean this decision: the same person, no other agreement, not submitted later."""
    same_agreement = None in (annul.agreement_number, decision.agreement_number) or (
        annul.agreement_number == decision.agreement_number
    )
    if annul.submitted_date is None or decision.submitted_date is None or not decision.readable:
        return False
    return decision.person_id == annul.person_id and same_agreement and decision.submitted_date <= annul.submitted_date


def _entry(
    *,
    run: Run,
    line: Line,
    lines: Sequence[Line],
    agreements: Mapping[str, Terms],
    cutoffs: Sequence[Cutoff],
    reversed_by: Mapping[int, Line],
) -> Entry:
    refused = _why_no_entry(line, agreements, cutoffs)
    if refused:
        return Entry(line, refused)
    if line.line_id in reversed_by:
        return Entry(line, "annulled")
    assert line.agreement_number is not None and line.submitted_date is not None
    agreement = agreements[line.agreement_number]
    effective = effective_date(submitted_date=line.submitted_date, cutoffs=cutoffs)
    assert effective is not None
    removals = removals_of(entry=line, lines=lines)
    removed = _removed_date([removal for removal in removals if removal.line_id not in reversed_by], cutoffs)
    start = max(effective, agreement.from_date)
    end = agreement.to_date if removed is None else min(agreement.to_date, removed)
    return Entry(
        line,
        outcome=_outcome(start, end, removed, run.month.first_date),
        from_date=start,
        to_date=end,
        start_rule="mutation_cutoff" if effective >= agreement.from_date else "agreement_start",
        end_cause=None if start >= end else "removed_from_list" if end == removed else "agreement_ended",
        removal_reversed=any(removal.line_id in reversed_by for removal in removals),
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


def removals_of(*, entry: Line, lines: Sequence[Line]) -> list[Line]:
    """The lines that take this entry off the list: same person, same agreement or none named, not submitted before it."""
    return [
        line
        for line in lines
        if line.decision == "remove"
        and line.person_id == entry.person_id
        and line.agreement_number in (None, entry.agreement_number)
        and line.submitted_date is not None
        and entry.submitted_date is not None
        and line.submitted_date >= entry.submitted_date
    ]


def _removed_date(removals: Sequence[Line], cutoffs: Sequence[Cutoff]) -> dt.date | None:
    submitted = [removal.submitted_date for removal in removals if removal.submitted_date is not None]
    days = [effective_date(submitted_date=day, cutoffs=cutoffs) for day in submitted]
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


class Stop(Protocol):
    """Days ``[from_date, to_date)`` on which an agreement gives no cover; ``to_date`` None: still."""

    @property
    def agreement_number(self) -> str: ...
    @property
    def from_date(self) -> dt.date: ...
    @property
    def to_date(self) -> dt.date | None: ...


def spells_of(entries: Sequence[Entry], stops: Sequence[Stop] = ()) -> Iterator[Spell]:
    """The days each person is covered, less suspended ones; a later line only adds the days that earlier ones leave."""
    stretches = [stretch for entry in entries for stretch in _stretches(entry, stops)]
    covered: dict[str, dt.date] = {}
    for stretch in sorted(stretches, key=lambda s: (s.from_date, s.line_id)):
        until = covered.get(stretch.person_id, stretch.from_date)
        start = max(until, stretch.from_date)
        if start < stretch.to_date:
            rule = "after_earlier_line" if until > stretch.from_date else stretch.start_rule
            yield replace(stretch, from_date=start, start_rule=rule)
            covered[stretch.person_id] = stretch.to_date


def _stretches(entry: Entry, stops: Sequence[Stop]) -> Iterator[Spell]:
    """The days of one entry between the suspensions of its agreement."""
    if entry.end_cause is None or entry.from_date is None or entry.to_date is None or entry.start_rule is None:
        return
    start, rule = entry.from_date, entry.start_rule
    of_agreement = [stop for stop in stops if stop.agreement_number == entry.line.agreement_number]
    for stop in sorted(of_agreement, key=lambda s: (s.from_date, s.to_date or dt.date.max)):
        if stop.from_date >= entry.to_date:
            break
        if start < stop.from_date:
            yield Spell(entry.line.person_id, entry.line.line_id, start, stop.from_date, rule, "suspended_for_arrears")
        if stop.to_date is None:
            return
        if stop.to_date > start:
            start, rule = stop.to_date, "arrears_paid"
    if start < entry.to_date:
        yield Spell(entry.line.person_id, entry.line.line_id, start, entry.to_date, rule, entry.end_cause)
