"""What would prevent an alarm, and what each option costs. None takes anybody from government cover to paying alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cakupan.law.calendar import Month
from cakupan.month.terms import Share
from cakupan.outlook.alarms import Alarm, alarms
from cakupan.outlook.bill import LOCAL_PAYERS, local_amount, month_bill, per_person, renewal_cost, renewal_months
from cakupan.outlook.money import due_day, money_reach
from cakupan.outlook.position import AgreementPosition, PayerReading, Position
from cakupan.outlook.texts import Rupiah, sentence, told
from cakupan.outlook.what_if import what_if, with_agreement

# In this order where two cost the same: the centre's money before the region's.
CODES = ("propose_to_pbi", "clean_up", "share_with_province", "pay_arrears", "add_budget", "renew_agreement")
CAUSES = {
    "propose_to_pbi": "poor_outside_pbi",
    "clean_up": "mismatches_billed",
    "share_with_province": "payer_disputed",
    "pay_arrears": "bills_unpaid",
    "add_budget": "budget_short",
    "renew_agreement": "term_without_successor",
}
GOVERNMENT = ("pusat", *LOCAL_PAYERS)


@dataclass(frozen=True)
class Option:
    """One way out. Rupiah are what regency and province together pay more (less if negative).

    ``cost``: to the year's end, or of the renewal's year; ``net_cost``: with the money that clean-up frees. ``moved``: rupiah
    a month that pass from one payer to another. ``covered_by``: who pays for ``people`` then, of clean-up for those who stay.
    ``removes``: the kinds of alarm that are gone; ``money_ends``: the day the money ends then; ``possible_until``: the last
    day for it.
    """

    code: str
    agreement: str
    people: int
    cost_per_month: int
    cost: int
    net_cost: int
    cause: str
    covered_by: str
    source: str
    text: str
    text_en: str
    removes: tuple[str, ...] = ()
    money_ends: dt.date | None = None
    possible_until: dt.date | None = None
    moved: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        days = {name: day.isoformat() if day else None for name, day in self._days().items()}
        return {**self.__dict__, **days, "removes": list(self.removes), "moved": dict(self.moved)}

    def _days(self) -> dict[str, dt.date | None]:
        return {"money_ends": self.money_ends, "possible_until": self.possible_until}


def options(*, position: Position, agreement: AgreementPosition | None = None) -> tuple[Option, ...]:
    """Every option that does something for the position, or for one agreement, cheapest first."""
    asked = position.agreements if agreement is None else (agreement,)
    found = [option for each in asked if each.stands for option in _of(position, each)]
    assert all(option.covered_by in GOVERNMENT for option in found), "an option would leave people to pay for themselves"
    return tuple(sorted(found, key=lambda option: (option.cost, CODES.index(option.code), option.agreement)))


def _of(position: Position, agreement: AgreementPosition) -> Iterator[Option]:
    present = alarms(position=position, agreement=agreement)
    if not any(alarm.warn_from <= position.as_of for alarm in present):
        return  # nothing to prevent yet
    yield from _clean_up(position, agreement, present)
    yield from _propose_to_pbi(position, agreement, present)
    yield from _share_with_province(position, agreement, present)
    yield from _pay_arrears(position, agreement, present)
    yield from _add_budget(position, agreement, present)
    yield from _renew(position, agreement, present)


def _clean_up(position: Position, agreement: AgreementPosition, present: Sequence[Alarm]) -> Iterator[Option]:
    people = agreement.excluded_people
    if people:
        yield _freeing(position, agreement, present, code="clean_up", people=people, covered_by=agreement.payer)


def _propose_to_pbi(position: Position, agreement: AgreementPosition, present: Sequence[Alarm]) -> Iterator[Option]:
    people = agreement.pbi_people
    if people:
        yield _freeing(position, agreement, present, code="propose_to_pbi", people=people, covered_by="pusat")


def _freeing(
    position: Position,
    agreement: AgreementPosition,
    present: Sequence[Alarm],
    *,
    code: str,
    people: int,
    covered_by: str,
) -> Option:
    freed = people * per_person(position, agreement, _ahead(position, agreement)[0])
    cost = -_freed_ahead(position, agreement, people)
    words = {"people": people, "freed": Rupiah(freed)}
    then = with_agreement(position, fewer(position, agreement, people))
    source = "APBN (PBI JK)" if covered_by == "pusat" else f"APBD {agreement.budget_year}"
    # Clean-up is the money freed itself; beside it, PBI JK frees its own.
    net = cost if code == "clean_up" else cost - _freed_ahead(position, agreement, agreement.excluded_people)
    return _option(code, agreement, present, then, people, -freed, cost, net, covered_by=covered_by, source=source, words=words)


def _share_with_province(position: Position, agreement: AgreementPosition, present: Sequence[Alarm]) -> Iterator[Option]:
    month = _ahead(position, agreement)[0]
    now = _by_payer(position, agreement, month, agreement.shares)
    for reading in agreement.readings:
        then = _by_payer(position, agreement, month, reading.shares)
        to_province = then.get("provinsi", 0) - now.get("provinsi", 0)
        if to_province > 0:
            yield _shared(position, agreement, present, reading, to_province)


def _shared(
    position: Position, agreement: AgreementPosition, present: Sequence[Alarm], reading: PayerReading, to_province: int
) -> Option:
    supposed = what_if(position=position, agreement=agreement, shares=reading.shares).position
    words = {"reading": reading.name, "moved": Rupiah(to_province)}
    return _option(
        "share_with_province",
        agreement,
        present,
        supposed,
        agreement.people,
        0,
        0,
        -_freed_ahead(position, agreement, agreement.excluded_people),
        covered_by=agreement.payer,
        source=f"APBD provinsi: {reading.name}",
        words=words,
        moved={agreement.payer: -to_province, "provinsi": to_province},
    )


def _pay_arrears(position: Position, agreement: AgreementPosition, present: Sequence[Alarm]) -> Iterator[Option]:
    owed = agreement.arrears
    if owed is None or not owed.rupiah:
        return
    source, until = _debt_source(position, agreement)
    words = {"months": len(owed.months), "cost": Rupiah(owed.rupiah), "source": source}
    then = with_agreement(position, replace(agreement, arrears=None))
    yield _option(
        "pay_arrears",
        agreement,
        present,
        then,
        agreement.people,
        0,
        owed.rupiah,
        owed.rupiah - _freed_ahead(position, agreement, agreement.excluded_people),
        covered_by=agreement.payer,
        source=source,
        words=words,
        possible_until=until,
    )


def _add_budget(position: Position, agreement: AgreementPosition, present: Sequence[Alarm]) -> Iterator[Option]:
    reach = money_reach(position=position, agreement=agreement)
    if reach is None or not reach.first_unpaid or not any(alarm.kind == "money_ends" for alarm in present):
        return
    cleaned = money_reach(position=position, agreement=fewer(position, agreement, agreement.excluded_people))
    net = cleaned.shortfall if cleaned else reach.shortfall
    source, until = budget_source(position, agreement.budget_year)
    last = reach.months[-1]
    then = with_agreement(position, replace(agreement, budget={"": sum((agreement.budget or {}).values()) + reach.shortfall}))
    yield _option(
        "add_budget",
        agreement,
        present,
        then,
        last.people,
        last.due,
        reach.shortfall,
        net,
        covered_by=agreement.payer,
        source=source,
        words={
            "first": reach.first_unpaid,
            "until": last.month,
            "source": source,
            "cost": Rupiah(reach.shortfall),
            "net": Rupiah(net),
        },
        possible_until=until,
    )


def _renew(position: Position, agreement: AgreementPosition, present: Sequence[Alarm]) -> Iterator[Option]:
    if not any(alarm.kind == "term_ends" for alarm in present):
        return
    months = renewal_months(agreement)
    cost = renewal_cost(position, agreement)
    freed = sum(agreement.excluded_people * per_person(position, agreement, month) for month in months)
    first = month_bill(agreement=agreement, month=months[0], people=agreement.people, rates=position.rates)
    until = _chance(position, "apbd", months[0].year)
    yield _option(
        "renew_agreement",
        agreement,
        present,
        _renewed(position, agreement),
        agreement.people,
        local_amount(first),
        cost,
        cost - freed,
        covered_by=agreement.payer,
        source=f"APBD {months[0].year}",
        words={"until": months[-1], "people": agreement.people, "cost": Rupiah(cost), "net": Rupiah(cost - freed)},
        possible_until=until if until and until >= position.as_of else None,
    )


def _renewed(position: Position, agreement: AgreementPosition) -> Position:
    end = renewal_months(agreement)[-1].plus(1).first_date
    following = replace(
        agreement,
        number=f"{agreement.number} +",
        from_date=agreement.to_date,
        to_date=end,
        people_by_month={},
        budget=None,
        arrears=None,
    )
    return replace(position, agreements=(*position.agreements, following))


def _option(
    code: str,
    agreement: AgreementPosition,
    present: Sequence[Alarm],
    then: Position,
    people: int,
    cost_per_month: int,
    cost: int,
    net_cost: int,
    *,
    covered_by: str,
    source: str,
    words: Mapping[str, object],
    possible_until: dt.date | None = None,
    moved: Mapping[str, int] | None = None,
) -> Option:
    changed = then.agreement(agreement.number)
    left = {alarm.kind for alarm in alarms(position=then, agreement=changed)}
    reach = money_reach(position=then, agreement=changed)
    return Option(
        code=code,
        agreement=agreement.number,
        people=people,
        cost_per_month=cost_per_month,
        cost=cost,
        net_cost=net_cost,
        cause=CAUSES[code],
        covered_by=covered_by,
        source=source,
        text=sentence("options", code, language="id", words=told(words, language="id")),
        text_en=sentence("options", code, language="en", words=told(words, language="en")),
        removes=tuple(dict.fromkeys(alarm.kind for alarm in present if alarm.kind not in left)),
        money_ends=due_day(reach.first_unpaid) if reach and reach.first_unpaid else None,
        possible_until=possible_until,
        moved=moved or {},
    )


def budget_source(position: Position, year: int) -> tuple[str, dt.date | None]:
    """Which budget can still be changed for a need of a year, and until when: its APBD-P, else the next year's APBD."""
    revised = _chance(position, "apbd_p", year)
    if revised is None or revised >= position.as_of:
        return f"APBD-P {year}", revised
    return f"APBD {year + 1}", _chance(position, "apbd", year + 1)


def _debt_source(position: Position, agreement: AgreementPosition) -> tuple[str, dt.date | None]:
    """What pays the arrears: the year's own budget while it reaches them and can still be spent, else one that can be changed."""
    assert agreement.arrears is not None
    reach, last = money_reach(position=position, agreement=agreement), _chance(position, "last_sp2d", agreement.budget_year)
    paid_for = {month.month for month in reach.months if month.pays} if reach else set()
    if set(agreement.arrears.months) <= paid_for and last and last >= position.as_of:
        return f"APBD {agreement.budget_year}", last
    return budget_source(position, position.as_of.year)


def fewer(position: Position, agreement: AgreementPosition, people: int) -> AgreementPosition:
    """The agreement with so many people less from the open month on."""
    ahead = {
        month: max(position.people_in(agreement, month) - (people if month >= position.open_month else 0), 0)
        for month in agreement.months()
    }
    return replace(agreement, people=max(agreement.people - people, 0), people_by_month=ahead)


def _freed_ahead(position: Position, agreement: AgreementPosition, people: int) -> int:
    return sum(people * per_person(position, agreement, month) for month in _ahead(position, agreement))


def _ahead(position: Position, agreement: AgreementPosition) -> tuple[Month, ...]:
    """The open months to the end of the term or of the year that comes first; of a term that is over, its renewal's."""
    months = [month for month in agreement.months() if month >= position.open_month]
    return tuple(month for month in months if month.year == months[0].year) or renewal_months(agreement)


def _by_payer(position: Position, agreement: AgreementPosition, month: Month, shares: Sequence[Share]) -> dict[str, int]:
    people, payers = position.people_in(agreement, month), dict[str, int]()
    for due in month_bill(agreement=agreement, month=month, people=people, rates=position.rates, shares=shares):
        if due.payer in LOCAL_PAYERS:
            payers[due.payer] = payers.get(due.payer, 0) + due.amount
    return payers


def _chance(position: Position, kind: str, year: int) -> dt.date | None:
    return next((each.date for each in position.last_chances if (each.kind, each.budget_year) == (kind, year)), None)
