"""How does somebody who was taken off PBI JK come back, and until when? (Permensos 21/2019; 3/2026; SE HK.02.02/D/539/2026)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from cakupan.law.calendar import same_day_later
from cakupan.law.consultation import Consultation
from cakupan.law.ruling import Ruling

TIMES, LETTER = "enrolment.pbi_reactivation_times_max", "enrolment.pbi_reactivation.facility_letter"
ASK, DATA, NO_REFUSAL = (
    "enrolment.pbi_reactivation.months_max",
    "enrolment.pbi_reactivation.data_update_months",
    "enrolment.pbi_off.no_refusal_months",
)


@dataclass(frozen=True, kw_only=True)
class PbiReactivation(Ruling):
    """What reactivation asks for. ``ask_by`` and ``no_refusal_until`` are the last safe days, None where no source states one.

    They are counted from the last day on which the person is known to have been active: they were taken off later, so the true
    end is not before. ``data_months`` after reactivation the family's data must be updated.
    """

    facility_letter: bool
    ask_by: dt.date | None
    ask_months: int | None
    times_max: int | None
    data_months: int | None
    no_refusal_until: dt.date | None


def pbi_reactivation(
    *, last_active_on: dt.date | None, on: dt.date, known_on: dt.date | None = None, readings: Collection[str] = ()
) -> PbiReactivation:
    """The path back as the law stands ``on`` a day. ``last_active_on`` None: since when the card is inactive is not known."""
    law = Consultation(on=on, known_on=known_on, readings=readings)
    letter = bool(_told(law, LETTER))
    months, data, times = (_told(law, key) for key in (ASK, DATA, TIMES))
    no_refusal = _told(law, NO_REFUSAL)
    return PbiReactivation(
        facility_letter=letter,
        ask_by=_after(last_active_on, months),
        ask_months=months,
        times_max=times,
        data_months=data,
        no_refusal_until=_after(last_active_on, no_refusal),
        reasons=tuple(_reasons(letter, months, data, times)),
        citations=law.citations,
        confidence=law.confidence,
    )


def _told(law: Consultation, key: str) -> int | None:
    """The value where the law has one on that day: that it has none is an answer here."""
    return law.value(key) if law.defined(key) else None


def _after(day: dt.date | None, months: int | None) -> dt.date | None:
    return same_day_later(day, months=months) if day is not None and months is not None else None


def _reasons(letter: bool, months: int | None, data: int | None, times: int | None) -> list[str]:
    asked = "The facility's letter, a statement of Dinsos, then SIKS-NG." if letter else "A statement of Dinsos, then SIKS-NG."
    return [
        asked,
        *([f"To be asked for within {months} months of being taken off."] if months else []),
        *([f"Granted {times} time(s) only."] if times else []),
        *([f"The family's data are updated within {data} months, or the person is removed for good."] if data else []),
    ]
