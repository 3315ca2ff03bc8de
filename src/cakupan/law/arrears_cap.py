"""How many unpaid months must a self-payer pay to be active again? (Perpres 19/2016; 82/2018 art. 42(3); 64/2020)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal
from cakupan.law.ruling import Ruling
from cakupan.law.segment import SELF_PAYERS, known_segment

RELIEF = "arrears.relief_months"


@dataclass(frozen=True, kw_only=True)
class ArrearsCap(Ruling):
    """``months_owed`` must be paid in the end; ``months_to_be_active`` of them suffice for cover to begin again."""

    months_unpaid: int
    months_max: int
    months_owed: int
    months_to_be_active: int
    late_fee_per_cent: int


def arrears_cap(
    *,
    months_unpaid: int,
    on: dt.date,
    segment: str = "PBPU",
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> ArrearsCap:
    """What is left of ``months_unpaid`` for a self-payer who pays ``on`` a day. The month of payment itself comes on top.

    The relief of 2020 lets cover begin again after six months' payment; it does not lower what is owed.
    """
    _refuse_impossible(segment, months_unpaid)
    law = Consultation(on=on, known_on=known_on, readings=readings)
    most: int = law.value("arrears.months_max")
    owed = min(months_unpaid, most)
    reasons = [f"At most {most} unpaid months are owed, so {owed} of {months_unpaid}."]
    active_after = owed
    if law.defined(RELIEF) and law.glance(RELIEF) < owed:
        active_after = law.value(RELIEF)
        reasons.append(f"COVID relief: paying {active_after} of them is enough to be active again.")
    return ArrearsCap(
        months_unpaid=months_unpaid,
        months_max=most,
        months_owed=owed,
        months_to_be_active=active_after,
        late_fee_per_cent=int(law.value("arrears.late_fee_per_cent")),
        reasons=tuple(reasons),
        citations=law.citations,
        confidence=law.confidence,
    )


def _refuse_impossible(segment: str, months_unpaid: int) -> None:
    if known_segment(segment) not in SELF_PAYERS:
        raise Refusal(
            f"arrears cap for {segment}",
            why="the cap is for self-payers; what a Pemda or an employer owes has none that is known.",
            mend="Ask for PBPU or BP.",
            readings=[],
        )
    if months_unpaid < 0:
        raise Refusal(f"{months_unpaid} unpaid months", why="a number of months is 0 or more.", mend="Count them.", readings=[])
