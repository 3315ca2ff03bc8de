"""What the lines in force cost each payer and account in a month: the law's amount, the Pemda's part split as agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cakupan.law.calendar import Month
from cakupan.month.reference.entries import Entry
from cakupan.month.terms import MILLION, RatePart, Run, Share, Terms

# Within a line the money of a capped payer goes to the contribution first.
ACCOUNTS = ("iuran", "bantuan_iuran")


@dataclass(frozen=True)
class BillLine:
    """One entry's amount for one payer and account, in whole rupiah."""

    agreement_number: str
    line_id: int
    payer: str
    account: str
    amount: int


def split_by_largest_remainder(*, amount: int, shares: Sequence[Share]) -> tuple[int, ...]:
    """``amount`` in whole rupiah by shares: each rounded down, the rest one by one to the largest fractions, ties in order."""
    parts = [amount * share.parts_per_million // MILLION for share in shares]
    fractions = [amount * share.parts_per_million % MILLION for share in shares]
    by_fraction = sorted(range(len(shares)), key=lambda place: (-fractions[place], place))
    for place in by_fraction[: amount - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def bill(*, run: Run, entries: Sequence[Entry], agreements: Mapping[str, Terms], rates: Sequence[RatePart]) -> Iterator[BillLine]:
    """The lines of the bill of the run's month."""
    for agreement in agreements.values():
        billed = [e.line.line_id for e in entries if e.outcome == "billed" and e.line.agreement_number == agreement.number]
        yield from charge(agreement=agreement, month=run.month, line_ids=billed, rates=rates)


def charge(*, agreement: Terms, month: Month, line_ids: Iterable[int], rates: Sequence[RatePart]) -> Iterator[BillLine]:
    """What these lines of an agreement cost in a month, one line after the other in the order of the annex."""
    law = [r for r in rates if (r.month, r.segment, r.class_) == (month, agreement.segment, agreement.class_)]
    law.sort(key=lambda rate: (ACCOUNTS.index(rate.account) if rate.account in ACCOUNTS else len(ACCOUNTS), rate.account))
    left = agreement.shares[0].cap_per_month
    for place, line_id in enumerate(sorted(line_ids), start=1):
        for rate in law:
            parts = [(rate.payer, rate.amount)]
            if rate.payer == "pemda":
                parts = _pemda_parts(agreement, month, place, rate.amount, left)
                left = None if left is None else left - parts[0][1]
            yield from (BillLine(agreement.number, line_id, payer, rate.account, part) for payer, part in parts if part)


def _pemda_parts(agreement: Terms, month: Month, place: int, amount: int, left: int | None) -> list[tuple[str, int]]:
    """Who of the Pemdas pays how much of ``amount`` for the line at ``place``; ``left``: what a capped payer still has."""
    first, *others = agreement.shares
    if first.people is not None:
        return [(first.payer if place <= first.people else others[0].payer, amount)]
    if first.months is not None:
        return [(first.payer if agreement.first_month.until(month) < first.months else others[0].payer, amount)]
    if left is not None:
        rest = Share(others[0].payer, MILLION - first.parts_per_million)
        agreed, _ = split_by_largest_remainder(amount=amount, shares=(first, rest))
        paid = min(agreed, left)
        return [(first.payer, paid), (rest.payer, amount - paid)]
    split = split_by_largest_remainder(amount=amount, shares=agreement.shares)
    return [(share.payer, part) for share, part in zip(agreement.shares, split, strict=True)]
