"""By which days of a year can a local government's budget still be made, changed or spent? (PP 12/2019)"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal

KUA_PPAS, APBD, APBD_P, LAST_SP2D = "kua_ppas_agreed", "apbd_approved", "apbd_p_approved", "last_sp2d"
BUDGET_DATES = (KUA_PPAS, APBD_P, APBD, LAST_SP2D)
# The plan and the budget are made in the year before; the revision and the payments belong to the year itself.
OF_NEXT_YEAR = frozenset({KUA_PPAS, APBD})


class BudgetDate(NamedTuple):
    """A last day of the budget calendar. ``kind``: one of ``BUDGET_DATES``."""

    kind: str
    date: dt.date
    citation: str
    confidence: str

    @property
    def budget_year(self) -> int:
        """The fiscal year whose budget can be made, changed or spent until that day."""
        return self.date.year + 1 if self.kind in OF_NEXT_YEAR else self.date.year


def budget_dates(
    *,
    year: int,
    overrides: Mapping[str, dt.date] = MappingProxyType({}),
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> tuple[BudgetDate, ...]:
    """The last days that fall in a calendar ``year``, in their order.

    ``overrides`` are days that a region set itself, by kind; one of another year says nothing about this one. A region's own day
    is nowhere checked, so its confidence is ``unverified``. Raises :class:`Refusal` for a kind that there is not, or a year
    before the first known rule.
    """
    for kind in overrides:
        if kind not in BUDGET_DATES:
            raise _unknown(kind)
    found = (_date(kind, year, overrides.get(kind), known_on, readings) for kind in BUDGET_DATES)
    return tuple(sorted(found, key=lambda one: (one.date, BUDGET_DATES.index(one.kind))))


def _date(kind: str, year: int, own: dt.date | None, known_on: dt.date | None, readings: Collection[str]) -> BudgetDate:
    # By the rule in force when the year ends: the last days lie in its second half, and no rule of these changed there.
    law = Consultation(on=dt.date(year, 12, 31), known_on=known_on, readings=readings)
    month, day = map(int, law.value(f"budget_calendar.{kind}").split("-"))
    latest = dt.date(year, month, day)
    (ground,) = law.citations
    if own is not None and own.year == year:
        return BudgetDate(kind, own, f"{ground.citation}; set by the region, at the latest {latest}", "unverified")
    return BudgetDate(kind, latest, ground.citation, ground.confidence)


def _unknown(kind: str) -> Refusal:
    near = difflib.get_close_matches(kind, BUDGET_DATES, n=1)
    return Refusal(
        f"day {kind!r} of the budget calendar",
        why="there is no such day." + (f" Nearest: {near[0]}." if near else ""),
        mend=f"Name one of: {', '.join(BUDGET_DATES)}.",
    )
