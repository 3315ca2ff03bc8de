"""What a self-payer owes, in plain Python, asked of the law month by month: the oracle of the arrears' steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cakupan.law.arrears_cap import arrears_cap
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.law.shares import shares
from cakupan.law.suspension import suspension


@dataclass(frozen=True, kw_only=True)
class Debt:
    """A row of unpaid months; ``decile`` counts only for the ``poor``; ``covered`` if someone else pays for the person by now."""

    row: int
    person_id: str
    family: str
    segment: str
    class_: int
    first_month: Month
    months: int
    stated: int | None
    poor: bool | None
    decile: int | None = None
    gone: bool = False
    covered: bool = False


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What the law makes of a debt; None where it is not known."""

    amount: int | None
    capped_months: int | None
    capped_amount: int | None
    age_band: str | None
    suspended_from: dt.date | None
    differs: bool | None


@cache
def own_part(segment: str, class_: int, month: Month) -> int | None:
    """A self-payer's own part of one month without aid, None where the law gives none."""
    try:
        ruling = shares(segment=segment, care_class=class_, month=month, member_active=False)
    except Refusal:
        return None
    return sum(part.amount for part in ruling.shares if part.payer == "peserta")


def owed(*, debt: Debt, as_of: dt.date, until: Month) -> Owed:
    """The debt month by month; months after ``until`` have no rate yet. Of more months than the cap the newest count."""
    unpaid = [debt.first_month.plus(n) for n in range(debt.months)]
    left = arrears_cap(months_unpaid=debt.months, on=as_of).months_owed
    amount = _summed(debt, unpaid, until)
    return Owed(
        amount=amount,
        capped_months=left,
        capped_amount=_summed(debt, unpaid[len(unpaid) - left :], until),
        age_band=_age_band(debt.months),
        suspended_from=_suspended_from(debt, unpaid),
        differs=None if amount is None or debt.stated is None else amount != debt.stated,
    )


def _summed(debt: Debt, months: Sequence[Month], until: Month) -> int | None:
    parts = [own_part(debt.segment, debt.class_, month) if month <= until else None for month in months]
    return None if None in parts else sum(part for part in parts if part is not None)


def _age_band(months: int) -> str | None:
    for most, band in ((0, None), (3, "1-3"), (6, "4-6"), (12, "7-12"), (24, "13-24")):
        if months <= most:
            return band
    return ">24"


def _suspended_from(debt: Debt, unpaid: Sequence[Month]) -> dt.date | None:
    for month in unpaid:
        try:
            return suspension(segment=debt.segment, unpaid_month=month).from_date
        except Refusal:
            continue
    return None


def suggestions(*, debts: Sequence[Debt], pbi_open: bool, pemda_room: int, decile_max: int | None) -> Mapping[int, str | None]:
    """What to offer whom, by row. ``poor`` None: the poverty register may mean the person; somebody must look."""
    offered = _offered(debts, decile_max)
    taken = _taken(offered, pemda_room)
    found: dict[int, str | None] = {}
    for debt in debts:
        if debt.person_id in offered:
            found[debt.row] = "pbi_jk" if pbi_open else "pemda_within_quota" if debt.person_id in taken else "ask_dinsos"
        else:
            found[debt.row] = "ask_dinsos" if debt.poor is None and not debt.gone else None
    return found


def _offered(debts: Sequence[Debt], decile_max: int | None) -> Mapping[str, Debt]:
    """The first row of each person who can be offered aid, by family card."""
    can = [
        debt
        for debt in debts
        if debt.poor and not debt.gone and not debt.covered
        and (debt.decile is None or decile_max is None or debt.decile <= decile_max)
    ]  # fmt: skip
    return {debt.person_id: debt for debt in sorted(can, key=lambda d: d.family, reverse=True)}


def _taken(offered: Mapping[str, Debt], room: int) -> set[str]:
    """Whole families, poorest first, until the first that the quota no longer holds."""
    families: dict[str, list[Debt]] = {}
    for debt in offered.values():
        families.setdefault(debt.family, []).append(debt)
    taken: set[str] = set()
    for _, people in sorted(families.items(), key=lambda each: (min(_place(d) for d in each[1]), each[0])):
        if len(taken) + len(people) > room:
            break
        taken |= {debt.person_id for debt in people}
    return taken


def _place(debt: Debt) -> tuple[bool, int]:
    return debt.decile is None, debt.decile or 0
