"""By which day must a month's contribution be paid? (Perpres 82/2018 art. 39)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.ruling import Ruling

SATURDAY = 5
# The library knows the decreed holidays and collective leave (SKB tiga menteri) of these years; of later ones it reckons the
# public holidays and has no collective leave.
LAST_DECREED_YEAR = 2027


@dataclass(frozen=True, kw_only=True)
class DueDate(Ruling):
    """The last day on which a payment is in time. ``skipped`` are the days off between the due day and that day."""

    month: Month
    due_date: dt.date
    skipped: tuple[str, ...]
    due_date_if_collective_leave_is_worked: dt.date


def due_date(
    *,
    month: Month,
    agreed_day: int | None = None,
    collective_leave_is_worked: bool = False,
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> DueDate:
    """The due date of a month's contribution: the 10th of that month or, if that is a day off, the next working day.

    An agreement may name another day of the month (``agreed_day``); in a month too short for it, the last day counts.

    Saturdays, Sundays and public holidays are days off, and by default collective leave (*cuti bersama*) too: treasury and
    branch are closed. See docs/adr/0003-law-as-dated-data.md; ``collective_leave_is_worked`` takes the other view.
    """
    law = Consultation(on=month.first_date, known_on=known_on, readings=readings)
    last_day = (month.plus(1).first_date - dt.timedelta(days=1)).day
    nominal = month.first_date.replace(day=min(agreed_day or law.value("payment.due_day"), last_day))
    rule = law.value("payment.due_day_on_holiday")
    days_off = _days_off_from(nominal, collective_leave=not collective_leave_is_worked)
    strict = nominal + dt.timedelta(days=len(_days_off_from(nominal, collective_leave=False)))
    skipped = tuple(f"{day} {name}" for day, name in days_off)
    certain = month.year <= LAST_DECREED_YEAR and not any("estimated" in name for name in skipped)
    reasons = [f"The contribution for {month} is due on {nominal}."]
    if skipped:
        reasons.append(f"That is a day off, so the {rule} counts; skipped: {', '.join(skipped)}.")
    if not certain:
        reasons.append("The holidays of that month are reckoned, not yet decreed.")
    return DueDate(
        month=month,
        due_date=nominal + dt.timedelta(days=len(days_off)),
        skipped=skipped,
        due_date_if_collective_leave_is_worked=strict,
        reasons=tuple(reasons),
        citations=law.citations,
        confidence=law.confidence if certain else "unverified",
    )


def _days_off_from(day: dt.date, *, collective_leave: bool) -> list[tuple[dt.date, str]]:
    """The unbroken run of days off that begins on ``day``, each with its name; empty if ``day`` is a working day."""
    found = []
    while name := _day_off(day, collective_leave=collective_leave):
        found.append((day, name))
        day += dt.timedelta(days=1)
    return found


def _day_off(day: dt.date, *, collective_leave: bool) -> str | None:
    if name := _holidays(day.year, collective_leave=collective_leave).get(day):
        return name
    return day.strftime("%A") if day.weekday() >= SATURDAY else None


@cache
def _holidays(year: int, *, collective_leave: bool) -> dict[dt.date, str]:
    """Indonesia's days off of a year by date, in English. Imported here: the library takes longer to load than all the law."""
    import holidays

    categories = ("public", "government") if collective_leave else ("public",)
    return dict(holidays.country_holidays("ID", years=year, language="en_US", categories=categories).items())
