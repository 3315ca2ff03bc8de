"""What an entry costs each payer and account this month: the law's amount, the Pemda's part split as agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cakupan.month.reference.entries import Entry
from cakupan.month.terms import MILLION, RatePart, Run, Share, Terms


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
