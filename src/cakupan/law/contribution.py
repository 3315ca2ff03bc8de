"""What is one person's contribution for one month? (Perpres 111/2013, 19/2016, 82/2018, 75/2019, 64/2020)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal
from cakupan.law.rounding import WHOLE_RUPIAH, half_up
from cakupan.law.ruling import Ruling, rupiah
from cakupan.law.segment import WAGE_EARNERS, flat_rate_key, known_segment
from cakupan.law.shares import Shares, shares
from cakupan.law.units import Part


@dataclass(frozen=True, kw_only=True)
class Contribution(Ruling):
    """The contribution of one person for one month, in whole rupiah."""

    total: int


def contribution(
    *,
    segment: str,
    month: Month,
    care_class: int | None = None,
    wage: int | None = None,
    minimum_wage: int | None = None,
    extra_family: int = 0,
    employer: str | None = None,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> Contribution:
    """The contribution, whoever pays it. Arguments and refusals as in :func:`cakupan.law.shares.shares`.

    Answered also where readings differ only in who pays: July to December 2020 of PEMDA is Rp 42.000 in both.
    """
    if known_segment(segment) in WAGE_EARNERS:
        ruling = shares(
            segment=segment,
            month=month,
            wage=wage,
            minimum_wage=minimum_wage,
            extra_family=extra_family,
            employer=employer,
            known_on=known_on,
            readings=readings,
        )
        return Contribution(total=ruling.total, reasons=ruling.reasons, citations=ruling.citations, confidence=ruling.confidence)
    law = Consultation(on=month.first_date, known_on=known_on, readings=readings)
    key = flat_rate_key(segment, care_class)
    totals = {sum(part.amount for part in parts) for parts in law.admissible(key)}
    if len(totals) > 1:
        raise law.conflict(key)
    total = totals.pop()
    return Contribution(
        total=total, reasons=(f"{rupiah(total)} for {month}.",), citations=law.citations, confidence=law.confidence
    )


def veteran_shares(*, month: Month, basic_pay: int, known_on: dt.date | None = None, readings: Collection[str] = ()) -> Shares:
    """The contribution of a veteran or independence pioneer, paid by the centre: 5 % of 45 % of ``basic_pay``.

    ``basic_pay`` is that of rank III/a with 14 years of service, in rupiah a month; it is not in these parameters.
    """
    if basic_pay <= 0:
        raise Refusal(
            f"basic pay of {basic_pay}", why="it is not above 0.", mend="Give that of rank III/a, 14 years.", readings=[]
        )
    law = Consultation(on=month.first_date, known_on=known_on, readings=readings)
    rate: Fraction = law.value("contribution.veteran.per_cent")
    base: Fraction = law.value("contribution.veteran.base_per_cent")
    total = half_up(basic_pay * base * rate / 10000)
    return Shares(
        total=total,
        shares=(Part("pusat", total),),
        reasons=(f"{float(rate):g} % of {float(base):g} % of {rupiah(basic_pay)}, {WHOLE_RUPIAH}: {rupiah(total)} for {month}.",),
        citations=law.citations,
        confidence=law.confidence,
    )
