"""What closed months should have cost as known now, less what was billed: the notes of the open month, each with its cause."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cakupan.law.calendar import Month
from cakupan.month.reference.entries import Entry
from cakupan.month.reference.settle import died_before, lines_due
from cakupan.month.terms import RatePart, Terms


@dataclass(frozen=True)
class ClosedLine:
    """What an earlier edition billed or corrected for a line, payer and account of a closed month."""

    month: Month
    entry_key: str
    agreement_number: str
    payer: str
    account: str
    amount: int


@dataclass(frozen=True)
class Correction:
    """The difference for one line, payer and account of a closed month, booked in the open one."""

    month: Month
    entry_key: str
    agreement_number: str
    payer: str
    account: str
    billed: int
    due: int
    cause: str
    borne_by: str | None = None

    @property
    def amount(self) -> int:
        """More to pay, or less if negative; nothing for a note."""
        return self.due - self.billed


Amounts = dict[tuple[str, str], int]


def corrections_of(
    *,
    agreements: Mapping[str, Terms],
    entries: Sequence[Entry],
    rates: Sequence[RatePart],
    deaths: Mapping[str, dt.date],
    closed: Sequence[ClosedLine],
    closed_months: Sequence[Month],
) -> Iterator[Correction]:
    """The correction notes of the open month. A month that the law no longer prices is left alone."""
    by_key = {(entry.key, entry.line.agreement_number): entry for entry in entries}
    for month in closed_months:
        billed, noted = _billed(closed, month)
        due = _due(month, agreements, entries, rates, deaths)
        for key, number in sorted(set(billed) | set(due)):
            agreement = agreements.get(number)
            if agreement is not None and not _priced(agreement, month, rates):
                continue
            before, now = billed.get((key, number), {}), due.get((key, number), {})
            for payer, account in sorted(set(before) | set(now)):
                was, should = before.get((payer, account), 0), now.get((payer, account), 0)
                entry = by_key.get((key, number))
                note = was == should and should and entry and died_before(entry=entry, month=month, deaths=deaths)
                if was == should and (not note or (key, number, payer, account) in noted):
                    continue
                cause = "late_death" if note else _cause(entry, agreement, month, before, now, deaths)
                borne_by = agreement.late_deaths_borne_by if agreement and cause == "late_death" else None
                yield Correction(month, key, number, payer, account, was, should, cause, borne_by)


def _billed(closed: Sequence[ClosedLine], month: Month) -> tuple[dict[tuple[str, str], Amounts], set[tuple[str, str, str, str]]]:
    """What was billed for a month, by line; and for which lines a note of nothing was already written."""
    billed: dict[tuple[str, str], Amounts] = defaultdict(lambda: defaultdict(int))
    for line in closed:
        if line.month == month:
            billed[line.entry_key, line.agreement_number][line.payer, line.account] += line.amount
    noted = {(c.entry_key, c.agreement_number, c.payer, c.account) for c in closed if c.month == month and c.amount == 0}
    return billed, noted


def _due(
    month: Month,
    agreements: Mapping[str, Terms],
    entries: Sequence[Entry],
    rates: Sequence[RatePart],
    deaths: Mapping[str, dt.date],
) -> dict[tuple[str, str], Amounts]:
    keys = {entry.line.line_id: entry.key for entry in entries}
    due: dict[tuple[str, str], Amounts] = defaultdict(dict)
    for agreement in agreements.values():
        for line in lines_due(agreement=agreement, month=month, entries=entries, rates=rates, deaths=deaths, closed=True):
            due[keys[line.line_id], agreement.number][line.payer, line.account] = line.amount
    return due


def _priced(agreement: Terms, month: Month, rates: Sequence[RatePart]) -> bool:
    return any((r.month, r.segment, r.class_) == (month, agreement.segment, agreement.class_) for r in rates)


def _cause(
    entry: Entry | None,
    agreement: Terms | None,
    month: Month,
    before: Amounts,
    now: Amounts,
    deaths: Mapping[str, dt.date],
) -> str:
    """Why a line differs: the decision fell, the person had died, it was not billed at all, or its rate or its shares moved."""
    if not any(now.values()):
        if entry is not None and entry.outcome == "annulled":
            return "decision_reversed"
        if entry is not None and agreement is not None and _charged_but_for_death(entry, agreement, month, deaths):
            return "late_death"
        return "other_input"
    if not sum(before.values()):
        return "decision_reversed" if entry is not None and entry.removal_reversed else "other_input"
    return "share_changed" if _by_account(before) == _by_account(now) else "rate_changed"


def _charged_but_for_death(entry: Entry, agreement: Terms, month: Month, deaths: Mapping[str, dt.date]) -> bool:
    if entry.end_cause is None or entry.from_date is None or entry.to_date is None:
        return False
    in_force = entry.from_date <= month.first_date < entry.to_date
    return in_force and died_before(entry=entry, month=month, deaths=deaths) and agreement.late_deaths_borne_by == "bpjs"


def _by_account(amounts: Amounts) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for (_, account), amount in amounts.items():
        sums[account] += amount
    return {account: amount for account, amount in sums.items() if amount}
