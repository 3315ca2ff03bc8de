"""How an agreement splits the Pemda's part between province and regency: by per cent, head-count, months or up to a cap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cakupan.registers.written_terms import WrittenTerms

PAYERS = ("kabkota", "provinsi")
PER_CENT, PEOPLE, MONTHS, CAP = "per_cent", "people", "months", "cap"
KEYS = ("payer", "per_cent", "people", "months", "cap_per_month", "rest")
WHOLE = Decimal(100)


@dataclass(frozen=True)
class CostShare:
    """One payer's part of the Pemda's contribution. ``method`` is the agreement's, the same for all its parts.

    per_cent: the parts sum to 100. people: the first so many billed lines in annex order. months: the first so many of the
    period. cap: ``per_cent`` of the bill up to ``cap_per_month`` whole rupiah. ``rest``: takes what the other leaves.
    """

    payer: str
    method: str
    per_cent: Decimal | None = None
    people: int | None = None
    months: int | None = None
    cap_per_month: int | None = None
    rest: bool = False


@dataclass(frozen=True)
class ReadingOfWhoPays:
    """A disputed reading of the same agreement, shown beside its ``shares``; ``source`` says whose."""

    name: str
    shares: tuple[CostShare, ...]
    source: str | None = None


def cost_shares(terms: WrittenTerms, *, period_months: int) -> tuple[CostShare, ...]:
    """The parts under ``shares``. Raises Refusal where they mix methods, do not make a whole, or name a payer twice."""
    parts = terms.each("shares")
    for part in parts:
        part.only(KEYS, required=("payer",))
    method = _method(terms, parts)
    shares = tuple(_share(part, method) for part in parts)
    if len({share.payer for share in shares}) < len(shares):
        raise terms.refuse("shares", "a payer stands twice.")
    if method == PER_CENT:
        _check_sum(terms, shares)
    else:
        _check_rest(terms, shares)
    if any(share.months is not None and share.months > period_months for share in shares):
        raise terms.refuse("shares", f"the period has {period_months} months only.")
    return shares


def readings_of_who_pays(terms: WrittenTerms, *, period_months: int) -> tuple[ReadingOfWhoPays, ...]:
    """The readings that stand beside ``shares``, none of a name twice."""
    found = []
    for part in terms.each("readings_of_who_pays"):
        part.only(("name", "shares", "source"), required=("name", "shares"))
        shares = cost_shares(part, period_months=period_months)
        found.append(ReadingOfWhoPays(part.text("name"), shares, part.optional_text("source")))
    terms.apart("readings_of_who_pays", [reading.name for reading in found], what="reading")
    return tuple(found)


def _method(terms: WrittenTerms, parts: Sequence[WrittenTerms]) -> str:
    """The one method that the keys tell. A share of the bill beside a cap is part of the cap, not a second method."""
    told = {_told(part) for part in parts} - {None}
    if len(told) > 1:
        raise terms.refuse("shares", f"one agreement splits by one method, not by {' and '.join(sorted(map(str, told)))}.")
    if not told:
        raise terms.refuse("shares", "no part says per_cent, people, months or cap_per_month.")
    return str(told.pop())


def _told(part: WrittenTerms) -> str | None:
    keys = {"cap_per_month": CAP, "people": PEOPLE, "months": MONTHS, "per_cent": PER_CENT}
    named = [method for key, method in keys.items() if part.has(key)]
    if len(named) > 1 and named != [CAP, PER_CENT]:
        raise part.refuse("payer", f"one part is told by one of per_cent, people, months and cap, not by {' and '.join(named)}.")
    return named[0] if named else None


def _share(part: WrittenTerms, method: str) -> CostShare:
    payer = part.one_of("payer", PAYERS)
    if method != PER_CENT and part.has("rest"):
        if not part.true_or_false("rest") or _told(part) is not None:
            raise part.refuse("rest", "whoever takes the rest has 'rest: true' and no figure beside it.")
        return CostShare(payer, method, rest=True)
    if method == PER_CENT:
        if part.has("rest"):
            raise part.refuse("rest", "parts by per cent leave no rest: write the per cent of each.")
        return CostShare(payer, method, per_cent=part.decimal("per_cent", high=100))
    if method == CAP:
        return _capped(part, payer)
    if method == PEOPLE:
        return CostShare(payer, method, people=part.whole("people", low=1))
    return CostShare(payer, method, months=part.whole("months", low=1))


def _capped(part: WrittenTerms, payer: str) -> CostShare:
    """Up to the cap: of the whole bill, where no per cent stands beside it."""
    per_cent = part.decimal("per_cent", high=100) if part.has("per_cent") else WHOLE
    return CostShare(payer, CAP, per_cent=per_cent, cap_per_month=part.whole("cap_per_month", low=0))


def _check_sum(terms: WrittenTerms, shares: Sequence[CostShare]) -> None:
    total = sum((share.per_cent for share in shares if share.per_cent is not None), Decimal(0))
    if total != WHOLE:
        written = re.sub(r"\.0+$", "", format(total, "f"))
        raise terms.refuse("shares", f"the parts sum to {written} per cent, not to 100.")


def _check_rest(terms: WrittenTerms, shares: Sequence[CostShare]) -> None:
    if [share.rest for share in shares] != [False] * (len(shares) - 1) + [True]:
        raise terms.refuse("shares", "exactly one payer, the last, takes what is left: 'rest: true'.")
    if len(shares) < 2:
        raise terms.refuse("shares", "who takes the rest alone pays all: write per_cent: 100.")
