"""How far a year's budget reaches, month by month, account by account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cakupan.law.calendar import Month
from cakupan.law.due_date import DueDate, due_date
from cakupan.outlook.bill import bill_of
from cakupan.outlook.position import AgreementPosition, Position


@dataclass(frozen=True)
class MonthMoney:
    """A month that the budget is for: what its payer owes, and whether the budget still pays all of it."""

    month: Month
    people: int
    due: int
    pays: bool


@dataclass(frozen=True)
class Reach:
    """How far the money goes. ``shortfall`` is what the year's months need beyond the budget, ``left`` what stays, by account."""

    months: tuple[MonthMoney, ...]
    shortfall: int
    left: Mapping[str, int]

    @property
    def first_unpaid(self) -> Month | None:
        """The first month that is not paid whole; None if the money lasts."""
        return next((month.month for month in self.months if not month.pays), None)


def money_reach(*, position: Position, agreement: AgreementPosition) -> Reach | None:
    """The payer's own part of each month of the budget year against the budget; None if nobody said a budget.

    Each account pays for itself; if a month needs an account that the budget does not name, the lines are taken as one sum.
    """
    if agreement.budget is None:
        return None
    dues = {month: _own(position, agreement, month) for month in agreement.budget_months()}
    needed = {account for due in dues.values() for account in due}
    together = not needed <= set(agreement.budget)
    left = _left(agreement.budget, agreement.spent_on_earlier_years, together)
    told, pays = [], True
    for month, own in dues.items():
        for account, amount in _pooled(own, together).items():
            left[account] = left.get(account, 0) - amount
        pays = pays and all(rest >= 0 for rest in left.values())
        told.append(MonthMoney(month, position.people_in(agreement, month), sum(own.values()), pays))
    shortfall = sum(-rest for rest in left.values() if rest < 0)
    return Reach(tuple(told), shortfall, {account: max(rest, 0) for account, rest in left.items()})


@cache
def due_ruling(month: Month) -> DueDate:
    """The law's answer by which day the bill of a month is paid in time."""
    return due_date(month=month)


def due_day(month: Month) -> dt.date:
    """The last day on which the bill of a month is paid in time."""
    return due_ruling(month).due_date


def _own(position: Position, agreement: AgreementPosition, month: Month) -> dict[str, int]:
    own: dict[str, int] = {}
    for due in bill_of(position, agreement, month):
        if due.payer == agreement.payer:
            own[due.account] = own.get(due.account, 0) + due.amount
    return own


def _left(budget: Mapping[str, int], spent: Mapping[str, int], together: bool) -> dict[str, int]:
    if together:
        return {"": sum(budget.values()) - sum(spent.values())}
    return {account: amount - spent.get(account, 0) for account, amount in budget.items()}


def _pooled(by_account: Mapping[str, int], together: bool) -> dict[str, int]:
    return {"": sum(by_account.values())} if together else dict(by_account)
