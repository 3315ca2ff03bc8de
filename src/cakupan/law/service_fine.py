"""Is inpatient care soon after reactivation fined, how much, and who pays? (Perpres 19/2016; 82/2018 and 64/2020 art. 42)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal
from cakupan.law.rounding import WHOLE_RUPIAH, half_up
from cakupan.law.ruling import Ruling, rupiah
from cakupan.law.segment import WAGE_EARNERS, known_segment


@dataclass(frozen=True, kw_only=True)
class ServiceFine(Ruling):
    """The fine in whole rupiah and who pays it (None where there is none: the reasons say why)."""

    fined: bool
    fine: int
    payer: str | None
    days_since_reactivation: int
    months_counted: int


def service_fine(
    *,
    segment: str,
    reactivated_on: dt.date,
    admitted_on: dt.date,
    months_unpaid: int,
    diagnosis_tariff: int,
    inpatient: bool = True,
    certified_unable: bool = False,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> ServiceFine:
    """The fine for care that began ``admitted_on`` after cover began again ``reactivated_on``.

    ``diagnosis_tariff`` is the INA-CBG tariff of the *initial* diagnosis in rupiah: the hospital supplies it. The day of
    reactivation is day 0; care on day 45 is still fined. ``months_unpaid`` are those before reactivation.
    """
    days = (admitted_on - reactivated_on).days
    _refuse_impossible(days, months_unpaid, diagnosis_tariff)
    law = Consultation(on=admitted_on, known_on=known_on, readings=readings)
    why_not = _exemption(law, known_segment(segment), days, inpatient=inpatient, certified_unable=certified_unable)
    if why_not is None and months_unpaid == 0:
        why_not = "No month was unpaid."
    if why_not is not None:
        return _ruling(law, days, why_not)
    counted = min(months_unpaid, law.value("service_fine.months_max"))
    rate: Fraction = law.value("service_fine.per_cent")
    exact = half_up(diagnosis_tariff * counted * rate / 100)
    most: int = law.value("service_fine.rupiah_max")
    payer = law.value("service_fine.ppu_payer") if segment in WAGE_EARNERS else "peserta"
    reasons = (
        f"Care began {days} days after reactivation.",
        f"{float(rate):g} % of {rupiah(diagnosis_tariff)} for each of {counted} months, {WHOLE_RUPIAH}: {rupiah(exact)}.",
        *((f"No fine is above {rupiah(most)}.",) if exact > most else ()),
        f"Paid by {payer}.",
    )
    return _ruling(law, days, *reasons, fine=min(exact, most), payer=payer, months_counted=counted)


def _exemption(law: Consultation, segment: str, days: int, *, inpatient: bool, certified_unable: bool) -> str | None:
    """Why nothing is fined, or None."""
    if not inpatient and law.value("service_fine.outpatient_exempt"):
        return "Outpatient care is not fined."
    if segment in law.glance("service_fine.exempt_segments"):
        law.value("service_fine.exempt_segments")
        return f"Members of {segment} are not fined."
    if certified_unable and law.value("service_fine.unable_exempt"):
        return "A person certified unable to pay is not fined."
    window: int = law.value("service_fine.days")
    return f"Care began {days} days after reactivation; only the first {window} are fined." if days > window else None


def _ruling(
    law: Consultation, days: int, *reasons: str, fine: int = 0, payer: str | None = None, months_counted: int = 0
) -> ServiceFine:
    return ServiceFine(
        fined=fine > 0,
        fine=fine,
        payer=payer,
        days_since_reactivation=days,
        months_counted=months_counted,
        reasons=reasons,
        citations=law.citations,
        confidence=law.confidence,
    )


def _refuse_impossible(days: int, months_unpaid: int, diagnosis_tariff: int) -> None:
    if days < 0:
        raise Refusal(
            "care that began before cover began again",
            why="the fine is for care after reactivation; before it there is no cover.",
            mend="Check the two dates.",
            readings=[],
        )
    if months_unpaid < 0 or diagnosis_tariff <= 0:
        raise Refusal(
            f"{months_unpaid} unpaid months and a tariff of {diagnosis_tariff}",
            why="months are 0 or more and the tariff of the initial diagnosis is above 0.",
            mend="Ask the hospital for the INA-CBG tariff of the initial diagnosis.",
            readings=[],
        )
