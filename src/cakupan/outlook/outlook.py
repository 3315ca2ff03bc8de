"""The whole outlook of a region on a day: alarms, who loses cover, the bill as each reading has it, arrears, options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cakupan.law.calendar import Month
from cakupan.outlook.alarms import Alarm, alarms
from cakupan.outlook.bill import LOCAL_PAYERS, bill_of, month_bill
from cakupan.outlook.cover import CoverLine, LosesCover, losing_cover
from cakupan.outlook.options import Option, options
from cakupan.outlook.position import AgreementPosition, PayerReading, Position

AS_AGREED = "as_agreed"


@dataclass(frozen=True)
class ReadingBill:
    """What each local payer owes for a month as one reading has it, whole rupiah."""

    agreement: str
    month: Month
    name: str
    payers: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        total = sum(self.payers.values())
        return {"agreement": self.agreement, "month": str(self.month), "name": self.name, "payers": self.payers, "total": total}


@dataclass(frozen=True)
class Outlook:
    """Everything that the region looks ahead to from one position."""

    position: Position
    alarms: tuple[Alarm, ...]
    loses_cover: LosesCover
    readings: tuple[ReadingBill, ...]
    options: tuple[Option, ...]

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it; ``raised`` says whether it is time to warn."""
        as_of = self.position.as_of
        return {
            "area": self.position.area,
            "as_of": as_of.isoformat(),
            "agreements": [_agreement(self.position, each) for each in self.position.agreements],
            "alarms": [{**alarm.as_dict(), "raised": alarm.warn_from <= as_of} for alarm in self.alarms],
            "loses_cover": self.loses_cover.as_dict(),
            "bill_per_month": {"readings": [reading.as_dict() for reading in self.readings]},
            "arrears": _arrears(self.position),
            "options": [option.as_dict() for option in self.options],
        }


def outlook(*, position: Position, cover_lines: Sequence[CoverLine], agreement: str | None = None) -> Outlook:
    """The outlook of the position, or of one agreement; ``cover_lines`` are the annex lines that end with an agreement."""
    asked = [each for each in position.agreements if agreement in (None, each.number)]
    found = tuple(sorted((a for each in asked for a in alarms(position=position, agreement=each)), key=_by_date))
    ways = tuple(option for option in options(position=position) if agreement in (None, option.agreement))
    lines = [line for line in cover_lines if agreement in (None, line.agreement)]
    return Outlook(position, found, _losing(found, lines), _readings(position, asked), ways)


def reading_bills(*, position: Position, agreement: AgreementPosition) -> tuple[ReadingBill, ...]:
    """The bill of the position's month under every reading of who pays; of one already over, of its last month."""
    month = _month_shown(position, agreement)
    agreed = PayerReading(AS_AGREED, agreement.shares)
    others = agreement.readings
    readings = others if any(each.shares == agreed.shares for each in others) else (agreed, *others)
    return tuple(ReadingBill(agreement.number, month, each.name, _payers(position, agreement, month, each)) for each in readings)


def _by_date(alarm: Alarm) -> tuple[dt.date, str, str]:
    return alarm.date, alarm.agreement, alarm.kind


def _losing(found: Sequence[Alarm], lines: Sequence[CoverLine]) -> LosesCover:
    """Of the first day on which people lose cover."""
    days = [alarm.date for alarm in found if alarm.kind == "cover_ends"]
    if not days:
        return LosesCover(None)
    ending = {alarm.agreement for alarm in found if alarm.kind == "cover_ends"}
    return losing_cover(on=min(days), lines=[line for line in lines if line.agreement in ending])


def _readings(position: Position, asked: Sequence[AgreementPosition]) -> tuple[ReadingBill, ...]:
    """Of the agreement whose payers are disputed; if none is, of the one with most people."""
    standing = [each for each in asked if each.stands and each.people]
    if not standing:
        return ()
    return reading_bills(position=position, agreement=max(standing, key=lambda each: (bool(each.readings), each.people)))


def _month_shown(position: Position, agreement: AgreementPosition) -> Month:
    months = agreement.months()
    billed = [month for month in months if month < position.open_month]
    return billed[-1] if billed else months[0]


def _payers(position: Position, agreement: AgreementPosition, month: Month, reading: PayerReading) -> dict[str, int]:
    payers: dict[str, int] = {}
    people = agreement.people
    for due in month_bill(agreement=agreement, month=month, people=people, rates=position.rates, shares=reading.shares):
        if due.payer in LOCAL_PAYERS:
            payers[due.payer] = payers.get(due.payer, 0) + due.amount
    return payers


def _arrears(position: Position) -> dict[str, int | None]:
    known = [each for each in position.agreements if each.arrears_known]
    if not known:
        return {"rupiah": None, "months": None}
    owed = [each.arrears for each in known if each.arrears]
    return {"rupiah": sum(each.rupiah for each in owed), "months": len({month for each in owed for month in each.months})}


def _agreement(position: Position, agreement: AgreementPosition) -> dict[str, Any]:
    copied = ("number", "title", "payer", "quota", "people", "verified_people", "budget_year", "stands")
    return {
        **{name: getattr(agreement, name) for name in copied},
        "from": agreement.from_date.isoformat(),
        "to": agreement.to_date.isoformat(),
        "budget": dict(agreement.budget) if agreement.budget is not None else None,
        "arrears": agreement.arrears.rupiah if agreement.arrears else 0 if agreement.arrears_known else None,
        "months": [_month(position, agreement, month) for month in agreement.months()],
    }


def _month(position: Position, agreement: AgreementPosition, month: Month) -> dict[str, Any]:
    payers: dict[str, int] = {}
    for due in bill_of(position, agreement, month):
        payers[due.payer] = payers.get(due.payer, 0) + due.amount
    billed = month < position.open_month
    paid = agreement.paid.get(month, 0) if agreement.paid is not None and billed else None
    return {
        "month": str(month),
        "billed": billed,
        "people": position.people_in(agreement, month),
        "payers": payers,
        "paid": paid,
    }
