"""What terms mean before anybody signs them: how many people the budget carries, each month's bill, the days that matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.terms import RatePart
from cakupan.outlook.alarms import Alarm, alarms
from cakupan.outlook.bill import Due, bill_of
from cakupan.outlook.money import money_reach
from cakupan.outlook.outlook import ReadingBill, reading_bills
from cakupan.outlook.position import AgreementPosition, Position
from cakupan.outlook.what_if import forecast, with_agreement


@dataclass(frozen=True)
class Carried:
    """How many people the budget carries from a month to the end of its year: rupiah of the first month, and what is left."""

    from_month: Month
    people: int
    per_month: int
    left: int


@dataclass(frozen=True)
class Run:
    """Months ``[from_month, to_month)`` with one and the same bill: what the law takes of a person, and who owes what."""

    from_month: Month
    to_month: Month
    parts: tuple[RatePart, ...]
    dues: tuple[Due, ...]

    @property
    def last_month(self) -> Month:
        """The last month of the run."""
        return self.to_month.plus(-1)

    @property
    def months(self) -> int:
        """How many months it holds."""
        return self.from_month.until(self.to_month)


@dataclass(frozen=True)
class Meaning:
    """Terms worked out for ``people``: the quota, or without one those whom the budget carries.

    ``sooner``: the same budget had cover begun a month earlier, within the budget's year. ``shortfall``: what the quota needs
    beyond the budget; None without a budget. ``no_alarms``: why the days to come could not be reckoned.
    """

    agreement: AgreementPosition
    people: int
    carried: Carried | None
    sooner: Carried | None
    shortfall: int | None
    runs: tuple[Run, ...]
    readings: tuple[ReadingBill, ...]
    alarms: tuple[Alarm, ...]
    no_alarms: Refusal | None = None

    def total(self, payer: str) -> int:
        """What a payer owes over the whole period."""
        return sum(due.amount * run.months for run in self.runs for due in run.dues if due.payer == payer)


def terms_meaning(*, position: Position, agreement: AgreementPosition) -> Meaning:
    """What the terms mean from their first month on; ``position`` gives the law's rates and the days of the budget calendar.

    Raises :class:`Refusal` if the law gives no rate for a month of the period.
    """
    carried = budget_carries(position, agreement)
    people = agreement.quota or (carried.people if carried else 0)
    worked = replace(agreement, people=people)
    then = replace(_alone(position, worked), open_month=worked.first_month)
    reach = money_reach(position=then, agreement=worked)
    found, why_not = _alarms(then, worked)
    return Meaning(
        agreement=worked,
        people=people,
        carried=carried,
        sooner=_sooner(position, agreement),
        shortfall=reach.shortfall if reach else None,
        runs=tuple(_runs(then, worked)),
        readings=reading_bills(position=then, agreement=worked) if worked.readings and people else (),
        alarms=found,
        no_alarms=why_not,
    )


def budget_carries(position: Position, agreement: AgreementPosition) -> Carried | None:
    """The people whom the budget pays for from the first month on; None if there is no budget for these months.

    Each account must suffice for its own part; a budget that does not name every account is one sum for all.
    """
    if not agreement.budget or not agreement.budget_months():
        return None
    then = replace(_alone(position, agreement), open_month=agreement.first_month)
    people = forecast(then, agreement).people_carried
    if people is None:
        return None
    filled = replace(agreement, people=people)
    then = with_agreement(then, filled)
    reach = money_reach(position=then, agreement=filled)
    assert reach is not None and not reach.shortfall, "the budget carries whom it carries"
    return Carried(filled.first_month, people, reach.months[0].due, sum(reach.left.values()))


def _alone(position: Position, agreement: AgreementPosition) -> Position:
    return replace(position, agreements=(agreement,))


def _sooner(position: Position, agreement: AgreementPosition) -> Carried | None:
    earlier = agreement.first_month.plus(-1)
    if earlier.year != agreement.budget_year:
        return None
    try:
        return budget_carries(position, replace(agreement, from_date=earlier.first_date))
    except Refusal:
        return None  # beside the point: the law has no one rate for a month that nobody asked for


def _runs(position: Position, agreement: AgreementPosition) -> Iterator[Run]:
    """The months one after the other, those with the same parts and the same bill together."""
    run: Run | None = None
    for month in agreement.months():
        parts = position.rates.get((month, agreement.segment, agreement.class_), ())
        this = Run(month, month.plus(1), parts, bill_of(position, agreement, month))
        if run is not None and _same(run, this):
            run = replace(run, to_month=this.to_month)
        else:
            if run is not None:
                yield run
            run = this
    if run is not None:
        yield run


def _same(one: Run, other: Run) -> bool:
    def told(run: Run) -> tuple[object, ...]:
        parts = [(part.payer, part.account, part.amount) for part in run.parts]
        return sorted(parts), [(due.payer, due.account, due.people, due.amount) for due in run.dues]

    return told(one) == told(other)


def _alarms(position: Position, agreement: AgreementPosition) -> tuple[tuple[Alarm, ...], Refusal | None]:
    """The renewal is reckoned too, and the law may have no one rate for the year after: then that is said."""
    try:
        found = alarms(position=position, agreement=agreement)
    except Refusal as refusal:
        return (), refusal
    return tuple(sorted(found, key=lambda alarm: (alarm.date, alarm.kind))), None
