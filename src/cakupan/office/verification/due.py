"""Until when a decision must be made to count from the next month on."""

from __future__ import annotations

import datetime as dt

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation


def due_date(day: dt.date) -> dt.date:
    """The day by which the branch must have the data for the 1st of next month (enrolment.cutoff_day); past it, next month's."""
    cutoff: int = Consultation(on=day).value("enrolment.cutoff_day")
    month = Month.of(day) if day.day <= cutoff else Month.of(day).plus(1)
    return month.first_date.replace(day=cutoff)
