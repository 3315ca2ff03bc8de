"""What if quota, shares, budget or rate were others: the months beside the present ones, and how far the money goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.terms import Share
from cakupan.outlook.bill import LOCAL_PAYERS, Due, bill_of, month_bill
from cakupan.outlook.money import due_day, money_reach
from cakupan.outlook.position import AgreementPosition, Position, RateChange, Rates

# More than live in the country: a search for the most people ends here if the payer pays nothing for them.
MOST_PEOPLE = 1 << 29


@dataclass(frozen=True)
class Forecast:
    """One side: the months still open, the people whom the budget carries to its end, the day it ends, what is missing."""

    months: tuple[tuple[Month, int, Mapping[str, int]], ...]
    people_carried: int | None
    money_ends: dt.date | None
    shortfall: int | None

    @property
    def total(self) -> int:
        """What regency and province pay for the open months."""
        return sum(amount for _, _, payers in self.months for payer, amount in payers.items() if payer in LOCAL_PAYERS)

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "people_carried": self.people_carried,
            "money_ends": self.money_ends.isoformat() if self.money_ends else None,
            "shortfall": self.shortfall,
            "total": self.total,
            "months": [{"month": str(month), "people": people, "payers": dict(payers)} for month, people, payers in self.months],
        }


@dataclass(frozen=True)
class WhatIf:
    """The present and the supposed side by side; ``position`` is the supposed one, for further questions."""

    agreement: str
    present: Forecast
    supposed: Forecast
    position: Position

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {"agreement": self.agreement, "present": self.present.as_dict(), "supposed": self.supposed.as_dict()}


def what_if(
    *,
    position: Position,
    agreement: AgreementPosition,
    quota: int | None = None,
    shares: Sequence[Share] | None = None,
    budget: int | Mapping[str, int] | None = None,
    rate: int | Sequence[RateChange] | None = None,
) -> WhatIf:
    """The agreement with other terms from the open month on; a supposition left out stays as it is.

    ``quota``: people from then on. ``budget``: rupiah of the year, by account or as one sum. ``rate``: the Pemda's part per
    person. Shares count from the open month too: what was billed stays billed.
    """
    supposed = agreement
    if quota is not None:
        supposed = with_people(position, supposed, quota)
    if shares is not None:
        supposed = replace(supposed, shares=tuple(shares))
    if budget is not None:
        supposed = replace(supposed, budget={"": budget} if isinstance(budget, int) else dict(budget))
    if rate is not None:
        changes = (RateChange(position.open_month, rate),) if isinstance(rate, int) else tuple(rate)
        supposed = replace(supposed, rate_changes=changes)
    then = with_agreement(position, supposed)
    if shares is not None:
        then = _billed_as_before(position, agreement, then, supposed)
        supposed = then.agreement(agreement.number)
    return WhatIf(agreement.number, forecast(position, agreement), forecast(then, supposed), then)


def people_carried(*, budget: int, agreement: AgreementPosition, from_month: Month, to_month: Month, rates: Rates) -> int:
    """How many people a sum pays for on ``[from_month, to_month)``: the payer's own part, whole months for everybody."""
    months = [from_month.plus(place) for place in range(from_month.until(to_month))]
    if not months:
        raise Refusal(
            f"people carried from {from_month}", why=f"there is no month before {to_month}.", mend="Name an earlier month."
        )
    return _most(lambda people: _own(agreement, _bills(agreement, months, people, rates)) <= budget)


def _bills(agreement: AgreementPosition, months: Sequence[Month], people: int, rates: Rates) -> list[Due]:
    return [due for month in months for due in month_bill(agreement=agreement, month=month, people=people, rates=rates)]


def _most(fits: Callable[[int], bool]) -> int:
    """The largest number that fits, by halving; what an agreement costs never falls with more people."""
    most = 1
    while fits(most) and most < MOST_PEOPLE:
        most *= 2
    none, all_of = 0, most
    while none < all_of - 1:
        middle = (none + all_of) // 2
        none, all_of = (middle, all_of) if fits(middle) else (none, middle)
    return none


def forecast(position: Position, agreement: AgreementPosition) -> Forecast:
    """How an agreement goes on under its own terms."""
    reach = money_reach(position=position, agreement=agreement)
    unpaid = reach.first_unpaid if reach else None
    return Forecast(
        months=tuple(_month(position, agreement, month) for month in agreement.months() if month >= position.open_month),
        people_carried=_carried(position, agreement),
        money_ends=due_day(unpaid) if unpaid else None,
        shortfall=reach.shortfall if reach else None,
    )


def with_agreement(position: Position, agreement: AgreementPosition) -> Position:
    """The position with an agreement in the place of the one of its number."""
    others = tuple(agreement if each.number == agreement.number else each for each in position.agreements)
    return replace(position, agreements=others)


def with_people(position: Position, agreement: AgreementPosition, people: int) -> AgreementPosition:
    """The agreement with so many people from the open month on."""
    said = {month: position.people_in(agreement, month) for month in agreement.months() if month < position.open_month}
    return replace(agreement, people=people, people_by_month=said, quota=people)


def _billed_as_before(before: Position, agreement: AgreementPosition, then: Position, supposed: AgreementPosition) -> Position:
    """New shares do not reach back: what the payer owed more, or less, for billed months is taken from the year's money."""
    spent = dict(supposed.spent_on_earlier_years)
    for month in supposed.budget_months():
        if month < before.open_month:
            for due, sign in [(d, 1) for d in bill_of(before, agreement, month)] + [
                (d, -1) for d in bill_of(then, supposed, month)
            ]:
                if due.payer == agreement.payer:
                    spent[due.account] = spent.get(due.account, 0) + sign * due.amount
    return with_agreement(then, replace(supposed, spent_on_earlier_years=spent))


def _carried(position: Position, agreement: AgreementPosition) -> int | None:
    """People whom the year's budget carries through its open months, after what the billed months took; None if none is open."""
    if agreement.budget is None or not any(month >= position.open_month for month in agreement.budget_months()):
        return None

    def lasts(people: int) -> bool:
        reach = money_reach(position=position, agreement=with_people(position, agreement, people))
        return reach is not None and reach.first_unpaid is None

    return _most(lasts)


def _own(agreement: AgreementPosition, dues: Sequence[Due]) -> int:
    return sum(due.amount for due in dues if due.payer == agreement.payer)


def _month(position: Position, agreement: AgreementPosition, month: Month) -> tuple[Month, int, Mapping[str, int]]:
    payers: dict[str, int] = {}
    for due in bill_of(position, agreement, month):
        payers[due.payer] = payers.get(due.payer, 0) + due.amount
    return month, position.people_in(agreement, month), payers
