"""What an agreement's terms mean under the law that is known, once for each reading of it where sources conflict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from cakupan.law.calendar import Month
from cakupan.law.rates import rates_table
from cakupan.month.terms import Terms
from cakupan.outlook.position import AgreementPosition, PayerReading, Position, rates_by_month
from cakupan.outlook.terms_meaning import Meaning, terms_meaning
from cakupan.registers.regions import Region
from cakupan.wiring.law_tables import known_rate_parts
from cakupan.wiring.outlook import budget_of, last_chances, shares_of
from cakupan.wiring.workspace import Workspace


def meanings(*, workspace: Path, terms: Mapping[str, Any], as_of: dt.date) -> list[tuple[tuple[str, ...], Meaning]]:
    """The readings of the law and what the terms mean under each: one without a name where the law is of one mind.

    Raises :class:`~cakupan.law.refusal.Refusal` if the law gives no rate for a month of the period, in any reading.
    """
    agreement = agreement_position(terms)
    return [
        (readings, terms_meaning(position=_position(workspace, terms, agreement, as_of, readings), agreement=agreement))
        for readings in law_readings(agreement)
    ]


def agreement_position(terms: Mapping[str, Any]) -> AgreementPosition:
    """The terms as they would be on their first day: nobody enrolled, nothing paid."""
    from_date, to_date = (dt.date.fromisoformat(str(terms["period"][key])) for key in ("from", "to"))
    readings = terms.get("readings_of_who_pays") or ()
    return AgreementPosition(
        number=terms["number"],
        title=terms["title"],
        payer=terms["payer"],
        segment=terms["segment"],
        class_=terms["class"],
        from_date=from_date,
        to_date=to_date,
        shares=shares_of(terms["shares"]),
        people=0,
        budget=budget_of(terms),
        budget_year=terms.get("budget_year") or from_date.year,
        quota=terms.get("quota"),
        readings=tuple(PayerReading(reading["name"], shares_of(reading["shares"])) for reading in readings),
        citation=f"PKS {terms['number']}",
    )


def law_readings(agreement: AgreementPosition) -> Iterator[tuple[str, ...]]:
    """Every way to read the law in the months of an agreement; ``()`` alone where its sources do not conflict."""
    disputed = [
        tuple(each["reading"] for each in period.refusal.fields.get("readings", ()))
        for period in rates_table().refused
        if (period.segment, period.care_class) == (agreement.segment, agreement.class_)
        and period.from_date < agreement.to_date
        and agreement.from_date < period.to_date
    ]
    yield from product(*dict.fromkeys(readings for readings in disputed if readings))


def _position(
    workspace: Path, terms: Mapping[str, Any], agreement: AgreementPosition, as_of: dt.date, readings: tuple[str, ...]
) -> Position:
    asked = Terms(
        number=agreement.number,
        segment=agreement.segment,
        class_=agreement.class_,
        payer=agreement.payer,
        # The year's first month: what if it had begun sooner?
        from_date=agreement.from_date.replace(month=1, day=1),
        to_date=agreement.to_date,
        shares=(),
    )
    last = Month(agreement.end_month.year, 12)
    told = {"documents": {"region": _region(workspace, terms["area"], as_of)}, "law": {"readings": list(readings)}}
    return Position(
        area=terms["area"],
        as_of=as_of,
        open_month=agreement.first_month,
        agreements=(agreement,),
        rates=rates_by_month(known_rate_parts(terms=[asked], month=last, readings=readings)),
        last_chances=last_chances(first_year=agreement.budget_year - 1, last_year=agreement.end_month.year, manifest=told),
    )


def _region(workspace: Path, area: str, as_of: dt.date) -> Mapping[str, Any] | None:
    """What the region last said of itself: its own days of the budget calendar stand before the law's."""
    found = [document for _, document in Workspace(workspace).documents(kind="region", area=area, as_of=as_of)]
    return found[-1].terms if found and isinstance(found[-1], Region) else None
