"""When is a card suspended because a month was not paid? (Perpres 82/2018 art. 42(1); for Pemda members the agreement)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal
from cakupan.law.ruling import Ruling
from cakupan.law.segment import SELF_PAYERS, known_segment

NEVER, BY_AGREEMENT, NOT_SUSPENDED, SUSPENDED = "never", "term_of_agreement", "not_suspended", "suspended"


@dataclass(frozen=True, kw_only=True)
class Suspension(Ruling):
    """Whether cover stops, and on which days: half-open ``[from_date, to_date)``, open if ``to_date`` is None.

    ``outcome`` is never (the segment is not suspended for arrears), term_of_agreement (the law leaves it to a term that was
    not named), not_suspended or suspended. ``suspended`` is the state on the day asked for, or whether it
    comes to it at all if none was.
    """

    outcome: str
    suspended: bool
    from_date: dt.date | None = None
    to_date: dt.date | None = None


def suspension(
    *,
    segment: str,
    unpaid_month: Month,
    on: dt.date | None = None,
    paid_on: dt.date | None = None,
    agreement_suspends: bool | None = None,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> Suspension:
    """What follows from ``unpaid_month``, whose deadline passed without payment; ``paid_on`` is None if it never was paid.

    Self-payers: cover stops on the 1st of the following month and begins again on the day of payment. PEMDA: only if
    ``agreement_suspends``. PBI_JK: never. Wage earners are refused: the sources read say nothing of them.
    """
    law = Consultation(on=unpaid_month.plus(1).first_date, known_on=known_on, readings=readings)
    match known_segment(segment):
        case "PBI_JK":
            law.value("suspension.pbi_jk")
            return _ruling(law, NEVER, "The State owes the contribution of PBI JK; its members are not suspended for arrears.")
        case "PEMDA" if not agreement_suspends:
            law.value("suspension.pemda")
            return _by_agreement(law, agreement_suspends)
        case "PEMDA":
            law.value("suspension.pemda")
            reason = "The agreement says that members are suspended when the Pemda does not pay."
            return _spell(law, unpaid_month.plus(1).first_date, paid_on, on, reason)
        case _ if segment in SELF_PAYERS:
            from_date = unpaid_month.plus(law.value("suspension.self_payer.months_after")).first_date
            reason = "A self-payer whose month is unpaid after its deadline is suspended from the 1st of the following month."
            return _spell(law, from_date, paid_on, on, reason)
        case _:
            raise Refusal(
                f"suspension of {segment}",
                why="the sources read say nothing of wage earners whose employer does not pay.",
                mend="Ask the branch; add the rule with its citation to payment/suspension.yaml.",
                readings=[],
            )


def _by_agreement(law: Consultation, agreement_suspends: bool | None) -> Suspension:
    if agreement_suspends is None:
        return _ruling(
            law, BY_AGREEMENT, "Pemda members are not suspended automatically: it is a term of the agreement. None was named."
        )
    return _ruling(law, NOT_SUSPENDED, "The agreement says that members are not suspended when the Pemda does not pay.")


def _spell(law: Consultation, from_date: dt.date, paid_on: dt.date | None, on: dt.date | None, reason: str) -> Suspension:
    if paid_on is not None and paid_on <= from_date:
        return _ruling(law, NOT_SUSPENDED, reason, f"It was paid on {paid_on}, by {from_date}, so cover went on.")
    suspended = on is None or (from_date <= on and (paid_on is None or on < paid_on))
    ended = f"until it was paid on {paid_on}" if paid_on else "until it is paid"
    return Suspension(
        outcome=SUSPENDED if suspended else NOT_SUSPENDED,
        suspended=suspended,
        from_date=from_date,
        to_date=paid_on,
        reasons=(reason, f"Suspended from {from_date} {ended}."),
        citations=law.citations,
        confidence=law.confidence,
    )


def _ruling(law: Consultation, outcome: str, *reasons: str) -> Suspension:
    return Suspension(outcome=outcome, suspended=False, reasons=reasons, citations=law.citations, confidence=law.confidence)
