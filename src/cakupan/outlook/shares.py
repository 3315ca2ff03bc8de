"""How an agreement splits the Pemda's part between province and regency, by counts: per cent, heads, months or a cap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cakupan.law.rounding import apportion
from cakupan.month.terms import MILLION, Share


@dataclass(frozen=True)
class PartDue:
    """What one payer owes on one account for ``people`` of a month, whole rupiah."""

    payer: str
    account: str
    people: int
    amount: int


def split_month(
    *, shares: Sequence[Share], people: int, per_person: Mapping[str, int], month_of_period: int
) -> tuple[PartDue, ...]:
    """The Pemda's part of a month by payer and account; the parts of an account sum to ``people`` times its amount.

    ``per_person`` is rupiah by account; ``month_of_period`` counts the agreement's months from 0. Each person's amount is split
    by largest remainder, as the bill does it by name.
    """
    if any(share.people is not None for share in shares):
        parts = _by_heads(shares, people, per_person)
    elif any(share.months is not None for share in shares):
        parts = [
            PartDue(_payer_of_month(shares, month_of_period), account, people, people * each)
            for account, each in per_person.items()
        ]
    else:
        parts = _by_per_cent(shares, people, per_person)
    for account, each in per_person.items():
        assert sum(part.amount for part in parts if part.account == account) == people * each, "the parts do not make the whole"
    return tuple(part for part in parts if part.amount)


def _by_heads(shares: Sequence[Share], people: int, per_person: Mapping[str, int]) -> list[PartDue]:
    parts, left = [], people
    for share in shares:
        heads = left if share.rest else min(share.people or 0, left)
        left -= heads
        parts += [PartDue(share.payer, account, heads, heads * each) for account, each in per_person.items()]
    return parts


def _payer_of_month(shares: Sequence[Share], month_of_period: int) -> str:
    until = 0
    for share in shares:
        until += share.months or 0
        if share.rest or month_of_period < until:
            return share.payer
    return shares[-1].payer


def _by_per_cent(shares: Sequence[Share], people: int, per_person: Mapping[str, int]) -> list[PartDue]:
    named = sum(share.parts_per_million for share in shares)
    weights = [Fraction(MILLION - named if share.rest else share.parts_per_million) for share in shares]
    each = {account: apportion(total=amount, weights=weights) for account, amount in per_person.items()}
    owed = [{account: people * each[account][place] for account in per_person} for place in range(len(shares))]
    for place, share in enumerate(shares):
        if share.cap_per_month is not None:
            kept = _capped(share.cap_per_month, people, {account: each[account][place] for account in per_person})
            for account, amount in kept.items():
                owed[-1][account] += owed[place][account] - amount
            owed[place] = kept
    return [
        PartDue(share.payer, account, people, owed[place][account])
        for place, share in enumerate(shares)
        for account in per_person
    ]


def _capped(cap: int, people: int, each: Mapping[str, int]) -> dict[str, int]:
    """The cap spent line by line, on each line account by account: as many whole people as it pays, then part of one."""
    whole = min(people, cap // sum(each.values())) if sum(each.values()) else people
    left = 0 if whole == people else cap - whole * sum(each.values())
    kept = {}
    for account, amount in each.items():
        part = min(left, amount)
        left -= part
        kept[account] = whole * amount + part
    return kept
