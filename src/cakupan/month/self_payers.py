"""Self-payers: the aid and shares that rest on the branch's position, and what families owe who stopped paying."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cakupan.engines.steps import Engine, load_steps
from cakupan.law.arrears_cap import arrears_cap
from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.parameter_files import law_parameters
from cakupan.law.rates import rates_table
from cakupan.law.segment import SELF_PAYERS
from cakupan.month.invariant import assert_held

STEPS, INVARIANTS = "cakupan.month.self_payer_steps", "cakupan.month.self_payer_invariants"
TABLES: Mapping[str, str] = {
    "position_lines": "bill, card_number",
    "position_totals": "bill, area_code, payer, account",
    "family_arrears": "unpaid_row",
    # A keyword of SQL, so it is quoted; both engines read this quote.
    "family_arrears_totals": "`by`, part",
}
# Registers that an area may not have handed over: empty tables of these columns stand in for them.
OPTIONAL: Mapping[str, Mapping[str, str]] = {
    "unpaid": {
        "row": "BIGINT", "readable": "BOOLEAN", "card_number": "STRING", "nik": "STRING", "family_card_number": "STRING",
        "name": "STRING", "area_code": "STRING", "segment": "STRING", "class": "INTEGER", "first_month": "DATE",
        "months": "INTEGER", "rupiah": "BIGINT",
    },
    "poverty": {"row": "BIGINT", "decile": "INTEGER"},
}  # fmt: skip
FIRST_MONTH = Month(2014, 1)
MONTHS_AFTER = "suspension.self_payer.months_after"


@dataclass(frozen=True)
class OwnRate:
    """What a self-payer of a segment and class owes for one month, whole rupiah: without the aid, given only while active."""

    segment: str
    class_: int
    month: Month
    amount: int
    rate_key: str
    citation: str


@dataclass(frozen=True)
class SuspensionRule:
    """For unpaid months in ``[unpaid_from, unpaid_to)`` cover stops on the 1st of the month ``months_after`` later."""

    unpaid_from: Month
    unpaid_to: Month | None
    months_after: int
    citation: str


@dataclass(frozen=True, kw_only=True)
class AidPolicy:
    """What can be offered to the poor: whether the centre takes new PBI JK members, and how many the Pemda's quota still holds.

    ``decile_max``: above it nobody is offered aid; None where the register's list itself is the threshold.
    ``self_payer_aid_payer``: who of the Pemda pays the aid for self-payers.
    """

    pbi_open: bool = True
    pemda_room: int = 0
    decile_max: int | None = None
    self_payer_aid_payer: str = "kabkota"


@dataclass(frozen=True, kw_only=True)
class ArrearsLaw:
    """The law of unpaid months as known on one day: own rates month by month, the cap on the position's date, suspension.

    ``months_max`` is None where no cap is known for that day; what it leaves is then not known.
    """

    rates: tuple[OwnRate, ...]
    months_max: int | None
    suspension: tuple[SuspensionRule, ...]


def arrears_law(*, until: Month, as_of: dt.date, known_on: dt.date | None = None, readings: Collection[str] = ()) -> ArrearsLaw:
    """The law for debts up to the month ``until``, with the cap in force ``as_of`` the position.

    Raises the law's own :class:`Refusal`, with its readings, where sources of the cap conflict on that day and none was named.
    """
    return ArrearsLaw(
        rates=own_rates(until=until, known_on=known_on, readings=readings),
        months_max=_months_max(as_of, known_on, readings),
        suspension=suspension_rules(known_on=known_on),
    )


def _months_max(as_of: dt.date, known_on: dt.date | None, readings: Collection[str]) -> int | None:
    law = Consultation(on=as_of, known_on=known_on, readings=readings)
    if not law.defined("arrears.months_max"):
        return None
    return arrears_cap(months_unpaid=0, on=as_of, known_on=known_on, readings=readings).months_max


def own_rates(*, until: Month, known_on: dt.date | None = None, readings: Collection[str] = ()) -> tuple[OwnRate, ...]:
    """A self-payer's own part for every month from January 2014 to ``until``; months that the law refuses are left out."""
    law = rates_table(known_on=known_on, readings=readings)
    months = (FIRST_MONTH.plus(n) for n in range(FIRST_MONTH.until(until) + 1))
    return tuple(
        OwnRate(row.segment, row.care_class, month, row.amount, row.rate_key, row.citation)
        for month in months
        for row in law.of_month(month)
        if row.segment in SELF_PAYERS and row.payer == "peserta"
    )


def suspension_rules(*, known_on: dt.date | None = None) -> tuple[SuspensionRule, ...]:
    """The periods of the rule by which an unpaid month stops cover; asked on the 1st of the month after, as the law does."""
    days = law_parameters()[MONTHS_AFTER].boundaries()
    rules = []
    for start, end in zip(days, [*days[1:], None], strict=True):
        law = Consultation(on=start, known_on=known_on)
        if law.defined(MONTHS_AFTER):
            months_after: int = law.value(MONTHS_AFTER)
            until = _first_unpaid(end) if end else None
            rules.append(SuspensionRule(_first_unpaid(start), until, months_after, law.citations[0].citation))
    return tuple(rules)


def _first_unpaid(day: dt.date) -> Month:
    """The first month whose following month begins on or after a day."""
    return Month.of(day).plus(-1 if day.day == 1 else 0)


def run_self_payers(*, engine: Engine, law: ArrearsLaw, policy: AidPolicy) -> None:
    """Create the tables of :data:`TABLES`, after :func:`cakupan.month.coverage.run_coverage`.

    The engine holds ``run``, the people and links of the month, ``law_rate`` with the rates of PBPU, BP and PBI_JK, and the
    registers of :data:`OPTIONAL`.
    """
    for name, columns, rows in _parameters(law, policy):
        engine.create_table(name, columns, rows)
    for step in load_steps(STEPS):
        engine.run(step)


def assert_self_payers(*, engine: Engine) -> None:
    """Raise :class:`AssertionError` naming what the lines and totals break."""
    assert_held(engine=engine, package=INVARIANTS)


_Table = tuple[str, Mapping[str, str], Sequence[Sequence[object]]]


def _parameters(law: ArrearsLaw, policy: AidPolicy) -> tuple[_Table, ...]:
    rate = {
        "segment": "STRING", "class": "INTEGER", "month_date": "DATE", "amount": "BIGINT", "rate_key": "STRING",
        "citation": "STRING",
    }  # fmt: skip
    rule = {"unpaid_from": "DATE", "unpaid_to": "DATE", "months_after": "INTEGER", "citation": "STRING"}
    told = {"pbi_open": "BOOLEAN", "pemda_room": "BIGINT", "decile_max": "INTEGER", "self_payer_aid_payer": "STRING"}
    rates = [(r.segment, r.class_, r.month.first_date, r.amount, r.rate_key, r.citation) for r in law.rates]
    rules = [
        (r.unpaid_from.first_date, r.unpaid_to.first_date if r.unpaid_to else None, r.months_after, r.citation)
        for r in law.suspension
    ]
    return (
        ("self_payer_rate", rate, rates),
        ("suspension_rule", rule, rules),
        ("arrears_cap", {"months_max": "INTEGER"}, [(law.months_max,)]),
        ("aid_policy", told, [(policy.pbi_open, policy.pemda_room, policy.decile_max, policy.self_payer_aid_payer)]),
    )
