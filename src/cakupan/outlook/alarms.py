"""What happens on which day if nothing is done, and until which day it can be mended. An alarm is gone when its cause is."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cakupan.law.calendar import Month
from cakupan.outlook.bill import bill_of, local_amount, renewal_cost
from cakupan.outlook.money import due_ruling, money_reach
from cakupan.outlook.position import AgreementPosition, LastChance, Position
from cakupan.outlook.texts import Rupiah, sentence, told

# How many months before its day an alarm is raised: a budget takes half a year from plan to account, a payment two months.
LEAD_MONTHS = {
    "money_ends": 6,
    "term_ends": 6,
    "cover_ends": 6,
    "kua_ppas": 3,
    "apbd": 3,
    "apbd_p": 3,
    "last_sp2d": 2,
    "unpaid_months": 0,
}
CAUSES = {
    "money_ends": "budget_short",
    "term_ends": "term_without_successor",
    "cover_ends": "term_without_successor",
    "unpaid_months": "bills_unpaid",
}
# An ended agreement stays an alarm for so long, if nothing follows it; after that it is history.
MONTHS_AFTER_END = 6


@dataclass(frozen=True)
class Alarm:
    """One thing that happens on ``date``: warn from ``warn_from``; rupiah and people hang on it; the cause, as a code.

    A last chance of the budget calendar carries the cause that it can mend.
    """

    agreement: str
    kind: str
    date: dt.date
    warn_from: dt.date
    rupiah: int
    people: int
    cause: str
    text: str
    text_en: str
    citation: str

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {**self.__dict__, "date": self.date.isoformat(), "warn_from": self.warn_from.isoformat()}


def alarms(*, position: Position, agreement: AgreementPosition | None = None) -> tuple[Alarm, ...]:
    """Every alarm of the position, or of one agreement, by date."""
    asked = position.agreements if agreement is None else (agreement,)
    found = [alarm for each in asked if each.stands for alarm in _of(position, each)]
    return tuple(sorted(found, key=lambda alarm: (alarm.date, alarm.agreement, alarm.kind)))


def _of(position: Position, agreement: AgreementPosition) -> list[Alarm]:
    found = [*_money(position, agreement), *_term(position, agreement), *_unpaid(position, agreement)]
    return [*found, *_last_chances(position, agreement, found)]


def _money(position: Position, agreement: AgreementPosition) -> Iterator[Alarm]:
    reach = money_reach(position=position, agreement=agreement)
    if reach is None or reach.first_unpaid is None or position.as_of.year > agreement.budget_year:
        return
    due = due_ruling(reach.first_unpaid)
    words = {
        "year": str(agreement.budget_year),
        "month": reach.first_unpaid,
        "until": reach.months[-1].month,
        "rupiah": Rupiah(reach.shortfall),
    }
    citation = "; ".join(dict.fromkeys([*(each.citation for each in due.citations), f"APBD {agreement.budget_year}"]))
    people = position.people_in(agreement, reach.first_unpaid)
    yield _alarm(agreement, "money_ends", due.due_date, reach.shortfall, people, citation, words)


def _term(position: Position, agreement: AgreementPosition) -> Iterator[Alarm]:
    long_past = months_before(agreement.to_date, -MONTHS_AFTER_END) < position.as_of
    if position.successor(agreement) is not None or long_past or not agreement.people:
        return
    year_after = renewal_cost(position, agreement)
    last_bill = local_amount(bill_of(position, agreement, agreement.end_month.plus(-1)))
    words = {"last": agreement.last_date, "renewal": Rupiah(year_after), "rupiah": Rupiah(last_bill)}
    for kind, date, amount in (
        ("term_ends", agreement.last_date, year_after),
        ("cover_ends", agreement.to_date, last_bill),
    ):
        yield _alarm(agreement, kind, date, amount, agreement.people, agreement.citation, words)


def _unpaid(position: Position, agreement: AgreementPosition) -> Iterator[Alarm]:
    owed = agreement.arrears
    if owed is None or not owed.rupiah:
        return
    words = {
        "rupiah": Rupiah(owed.rupiah),
        "months": len(owed.months),
        "oldest": owed.months[0],
        "as_of": position.as_of,
    }
    citation = "; ".join(dict.fromkeys(each.citation for each in due_ruling(owed.months[0]).citations))
    yield _alarm(agreement, "unpaid_months", owed.oldest_due_date, owed.rupiah, agreement.people, citation, words)


def _last_chances(position: Position, agreement: AgreementPosition, found: Sequence[Alarm]) -> Iterator[Alarm]:
    for chance in position.last_chances:
        mended = [alarm for alarm in found if _mends(position.as_of, agreement, chance, alarm)]
        if mended and chance.date >= position.as_of:
            amount = _needed(position, agreement, mended)
            people = max(alarm.people for alarm in mended)
            words = {
                "year": str(chance.budget_year),
                "rupiah": Rupiah(amount),
                "mends": tuple(alarm.kind for alarm in mended),
            }
            cause = mended[0].cause
            yield _alarm(agreement, chance.kind, chance.date, amount, people, chance.citation, words, cause=cause)


def _mends(as_of: dt.date, agreement: AgreementPosition, chance: LastChance, alarm: Alarm) -> bool:
    """Whether an alarm can still be mended on that day: by the budget of which year, and is there a line for it in it?"""
    if alarm.kind == "money_ends":
        return chance.kind in ("apbd_p", "last_sp2d") and chance.budget_year == agreement.budget_year
    if alarm.kind == "term_ends":
        return chance.kind in ("kua_ppas", "apbd") and chance.budget_year == agreement.end_month.year
    # A debt of the year itself is paid from the budget that it was planned in; an older one needs a line of its own.
    owed_for = agreement.arrears.months[0].year if agreement.arrears else as_of.year
    kinds = ("last_sp2d", "apbd_p") if owed_for < as_of.year else ("last_sp2d",)
    return alarm.kind == "unpaid_months" and chance.kind in kinds and chance.budget_year == as_of.year


def _needed(position: Position, agreement: AgreementPosition, mended: Sequence[Alarm]) -> int:
    """The rupiah of these alarms together; a month that is in arrears and beyond the budget counts once."""
    total = sum(alarm.rupiah for alarm in mended)
    reach = money_reach(position=position, agreement=agreement)
    if {alarm.kind for alarm in mended} != {"money_ends", "unpaid_months"} or not reach or not reach.first_unpaid:
        return total
    assert agreement.arrears is not None
    return total - sum(owed for month, owed in agreement.arrears.by_month.items() if month >= reach.first_unpaid)


def _alarm(
    agreement: AgreementPosition,
    kind: str,
    date: dt.date,
    amount: int,
    people: int,
    citation: str,
    words: dict[str, Any],
    cause: str | None = None,
) -> Alarm:
    named = {**words, "agreement": agreement.number, "date": date, "people": people}
    return Alarm(
        agreement=agreement.number,
        kind=kind,
        date=date,
        warn_from=months_before(date, LEAD_MONTHS[kind]),
        rupiah=amount,
        people=people,
        cause=cause or CAUSES[kind],
        text=sentence("alarms", kind, language="id", words=told(named, language="id")),
        text_en=sentence("alarms", kind, language="en", words=told(named, language="en")),
        citation=citation,
    )


def months_before(date: dt.date, months: int) -> dt.date:
    """The same day so many months earlier (later if negative), or the month's last day where it has no such day."""
    month = Month.of(date).plus(-months)
    return month.first_date.replace(day=min(date.day, calendar.monthrange(month.year, month.number)[1]))
