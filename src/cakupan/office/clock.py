"""The one place of the office that asks for the day: a demo stands on its case's day."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from cakupan.law.area_time import zone_of
from cakupan.law.calendar import Month

__all__ = ["now", "this_month", "today", "zone_of"]


def today() -> dt.date:
    """The day it is for the office, in the region's time zone."""
    told: dt.date | None = settings.ENVIRONMENT.today
    return told or timezone.localdate()


def now() -> dt.datetime:
    """The instant it is for the office: this time of day on :func:`today`. For papers and histories, not for the log."""
    return timezone.localtime().replace(year=today().year, month=today().month, day=today().day)


def this_month() -> Month:
    """The month of :func:`today`."""
    return Month.of(today())
