"""What a person who pays alone owes: months, rupiah, what the cap leaves, and the fine that may follow an early admission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from cakupan.answer.cited import cited
from cakupan.answer.reasons import Reason, day_words, reason, rupiah_words
from cakupan.answer.record import Debt, Position
from cakupan.answer.words import month_words, rupiah
from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.units import plain

FINE = ("service_fine.days", "service_fine.per_cent", "service_fine.months_max", "service_fine.rupiah_max")


def arrears_reasons(debts: Sequence[Debt], position: Position, on: dt.date) -> Iterator[Reason]:
    """For each debt for which cover had stopped by the day: what is owed, what the cap leaves of it, the possible fine."""
    stopped = [each for each in debts if each.months and (each.suspended_from is None or each.suspended_from <= on)]
    for debt in stopped:
        yield _unpaid(debt, position)
        if debt.capped_months is not None and debt.capped_months < debt.months:
            yield _capped(debt, position.as_of)
    yield from fine_reasons(stopped, on)


def fine_reasons(debts: Sequence[Debt], on: dt.date) -> Iterator[Reason]:
    """That inpatient care soon after reactivation is fined, by the debt with most months; nothing where the law had no fine."""
    law = _fine_law(on)
    months = max((each.months for each in debts), default=0)
    if law is None or months == 0:
        return
    debt = max(debts, key=lambda each: each.months)
    yield reason(
        "service_fine_possible",
        rule=law["citation"],
        source=debt.source,
        days=law["days"],
        per_cent=law["per_cent"],
        months=min(months, law["months_max"]),
        most=rupiah(law["rupiah_max"]),
    )


def _unpaid(debt: Debt, position: Position) -> Reason:
    first = Month.of(debt.first_month)
    return reason(
        "unpaid_by_family",
        rule=cited("suspension.self_payer.months_after", position.as_of),
        source=debt.source,
        months=debt.months,
        first=(month_words(first), month_words(first, language="en")),
        suspended=day_words(debt.suspended_from),
        amount=rupiah_words(debt.amount if debt.amount is not None else debt.stated),
        as_of=day_words(debt.as_of),
    )


def _capped(debt: Debt, as_of: dt.date) -> Reason:
    return reason(
        "arrears_capped",
        rule=cited("arrears.months_max", as_of),
        source=debt.source,
        months=debt.months,
        capped=debt.capped_months or 0,
        amount=rupiah_words(debt.capped_amount),
    )


@lru_cache(maxsize=256)
def _fine_law(on: dt.date) -> dict[str, Any] | None:
    """The fine as the law stands on a day; where readings conflict both are told. None before there was one."""
    law = Consultation(on=on)
    if not all(law.defined(key) for key in FINE):
        return None
    days, rates, months_max, rupiah_max = (law.admissible(key) for key in FINE)
    per_cent = sorted(plain(rate) for rate in rates)
    return {
        "days": days[0],
        "per_cent": tuple(word.join(_decimal(rate) for rate in per_cent) for word in (" atau ", " or ")),
        "months_max": months_max[0],
        "rupiah_max": rupiah_max[0],
        "citation": cited("service_fine.per_cent", on),
    }


def _decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")
