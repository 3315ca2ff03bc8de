"""From which day does an enrolment count? (practice of the 20th; UHC Prioritas; Perpres 82/2018 art. 10, 16)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.refusal import Refusal
from cakupan.law.ruling import Ruling
from cakupan.law.segment import SELF_PAYERS, known_segment

# What an agreement can say of a newborn whose mother the Pemda enrolled.
NEWBORN_TERMS = ("from_birth", "register_28_days", "cutoff")


@dataclass(frozen=True, kw_only=True)
class EffectiveDate(Ruling):
    """The first day of cover and the rule that gives it. ``contribution_from`` is the first day that is paid for.

    Only BPJS activates a card: the day is what the law gives, once the branch has accepted the data.
    """

    effective_date: dt.date
    contribution_from: dt.date
    rule: str


def effective_date(
    *,
    submitted_on: dt.date,
    segment: str = "PEMDA",
    uhc_granted_on: dt.date | None = None,
    uhc_ended_on: dt.date | None = None,
    change_of_segment: bool = False,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> EffectiveDate:
    """The day from which data that reached the branch ``submitted_on`` counts.

    PEMDA: in by the 20th, the 1st of next month, else of the month after; the same day where BPJS had granted UHC Prioritas,
    half-open ``[uhc_granted_on, uhc_ended_on)``. Self-payers: 14 days, none at a ``change_of_segment``. Others are refused.
    At a ``change_of_segment`` into PEMDA the reasons say what a self-payer must show.
    """
    law = Consultation(on=submitted_on, known_on=known_on, readings=readings)
    if known_segment(segment) in SELF_PAYERS:
        return _of_self_payer(law, change_of_segment=change_of_segment)
    if segment != "PEMDA":
        raise Refusal(
            f"effective date in segment {segment}",
            why="only PEMDA and self-payers have a rule that is known; PBI JK follows the Minister's decree, PPU the employer.",
            mend="Take the date of the decree or of the employer's registration as the branch reports it.",
            readings=[],
        )
    if uhc_granted_on is not None and uhc_granted_on <= submitted_on and (uhc_ended_on is None or submitted_on < uhc_ended_on):
        law.value("enrolment.uhc_granted.activation")
        reason = f"BPJS had granted UHC Prioritas on {uhc_granted_on}: active the same day."
        return _ruling(law, submitted_on, "same_day", reason, *_own_contribution(law, change_of_segment=change_of_segment))
    return _by_cutoff(law, submitted_on, "cutoff", *_own_contribution(law, change_of_segment=change_of_segment))


def _own_contribution(law: Consultation, *, change_of_segment: bool) -> tuple[str, ...]:
    """What a self-payer shows who moves to the Pemda segment; nothing for anybody else."""
    if not change_of_segment or not law.value("enrolment.self_payer_to_pemda.own_month_paid"):
        return ()
    month = Month.of(law.on)
    months = f"{month} and {month.plus(1)}" if law.on.day == law.value("enrolment.cutoff_day") else str(month)
    return (f"A self-payer who moves to the Pemda segment shows that the own contribution of {months} is paid.",)


def _by_cutoff(law: Consultation, submitted_on: dt.date, rule: str, *more: str) -> EffectiveDate:
    cutoff: int = law.value("enrolment.cutoff_day")
    in_time = submitted_on.day <= cutoff
    day = Month.of(submitted_on).plus(1 if in_time else 2).first_date
    later = "." if in_time else f"; {submitted_on} was later: the month after."
    return _ruling(law, day, rule, f"In by the {cutoff}th counts from the 1st of next month{later}", *more)


def _of_self_payer(law: Consultation, *, change_of_segment: bool) -> EffectiveDate:
    if change_of_segment:
        reason = (
            "The waiting time is for new self-payers; at a change of segment there is none. Old arrears stay with the person."
        )
        law.value("arrears.follow_the_person")
        return _ruling(law, law.on, "change_of_segment", reason)
    days: int = law.value("enrolment.waiting_days")
    reason = f"A new self-payer waits {days} days; cover begins with the first payment, not before."
    return _ruling(law, law.on + dt.timedelta(days=days), "waiting_days", reason)


def newborn_effective_date(
    *,
    born_on: dt.date,
    mother_segment: str,
    registered_on: dt.date | None = None,
    agreement_term: str | None = None,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> EffectiveDate:
    """The day from which a newborn is covered.

    Of a PBI JK mother: birth, automatically. Of a Pemda-enrolled mother: as the agreement says (``agreement_term``, one of
    ``NEWBORN_TERMS``). Others: birth if ``registered_on`` lies within 28 days of it; later, contributions are owed from birth
    but cover begins with registration.
    """
    law = Consultation(on=born_on, known_on=known_on, readings=readings)
    if known_segment(mother_segment) == "PBI_JK":
        law.value("newborn.of_pbi_mother")
        return _ruling(law, born_on, "newborn_of_pbi_mother", "A newborn of a PBI JK mother is a PBI JK member automatically.")
    if mother_segment == "PEMDA":
        law.value("newborn.of_pemda_mother")
        if _chosen_term(agreement_term) == "from_birth":
            return _ruling(law, born_on, "newborn_by_agreement", "The agreement covers newborns of enrolled mothers from birth.")
    registered = _registration(born_on, registered_on)
    if mother_segment == "PEMDA" and agreement_term == "cutoff":
        return _by_cutoff(law, registered, "newborn_by_agreement")
    return _within_days(law, registered)


def _chosen_term(agreement_term: str | None) -> str:
    if agreement_term in NEWBORN_TERMS:
        return agreement_term
    raise Refusal(
        "newborn of a mother enrolled by a Pemda",
        why="it follows the agreement, and no term of it was named.",
        mend=f"Name the agreement's term: {', '.join(NEWBORN_TERMS)}.",
        terms=list(NEWBORN_TERMS),
        readings=[],
    )


def _registration(born_on: dt.date, registered_on: dt.date | None) -> dt.date:
    if registered_on is None or registered_on < born_on:
        raise Refusal(
            "newborn without a day of registration from birth on",
            why="cover of this newborn depends on when it was registered.",
            mend="Give the day of registration, not before birth.",
            readings=[],
        )
    return registered_on


def _within_days(law: Consultation, registered_on: dt.date) -> EffectiveDate:
    days: int = law.value("newborn.register_days")
    if (registered_on - law.on).days <= days:
        return _ruling(law, law.on, "newborn_in_time", f"Registered within {days} days of birth: covered from birth.")
    reason = f"Registered more than {days} days after birth: contributions are owed from birth, cover begins with registration."
    return _ruling(law, registered_on, "newborn_late", reason, contribution_from=law.on)


def _ruling(law: Consultation, day: dt.date, rule: str, *reasons: str, contribution_from: dt.date | None = None) -> EffectiveDate:
    return EffectiveDate(
        effective_date=day,
        contribution_from=contribution_from or day,
        rule=rule,
        reasons=reasons,
        citations=law.citations,
        confidence=law.confidence,
    )
