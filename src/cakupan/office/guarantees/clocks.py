"""The family's time after admission, and instants as people of the area read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cakupan.answer.words import date_words
from cakupan.law.consultation import Consultation
from cakupan.law.parameter import Citation
from cakupan.office.clock import now, zone_of
from cakupan.office.guarantees.models import UrgentCover
from cakupan.office.language import language


@dataclass(frozen=True)
class Clock:
    """Until when the family can put membership right: the instant in the area's words, and whether it has passed."""

    due_at: dt.datetime
    words: str
    overdue: bool


def due_at(area: str, admitted_at: dt.datetime) -> tuple[dt.datetime, Citation]:
    """When the family's time ends, and what says so (law parameter ``enrolment.membership_repair_hours``)."""
    law = Consultation(on=day_in(area, admitted_at))
    hours = int(law.value("enrolment.membership_repair_hours"))
    return admitted_at + dt.timedelta(hours=hours), law.citations[-1]


def clock_of(cover: UrgentCover) -> Clock:
    """The clock of a request; it is overdue only while somebody still has to do something."""
    return Clock(cover.due_at, moment_words(cover.due_at, cover.area), cover.open and cover.due_at <= now())


def moment_words(at: dt.datetime, area: str) -> str:
    """``9 Januari 2025 10.20 WIB``, in the area's own time."""
    zone, name = zone_of(area)
    here = at.astimezone(zone)
    return f"{date_words(here.date(), language=language())} {here:%H.%M} {name}"


def day_in(area: str, at: dt.datetime) -> dt.date:
    """The day that an instant is in an area."""
    return at.astimezone(zone_of(area)[0]).date()
