"""The one place of the office that asks for the day: a demo stands on its case's day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from cakupan.law.calendar import Month


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


# Keppres 41/1987 (WIB, WITA, WIT), by the two digits of a province; those that were parted since keep the time of the whole.
_EAST = {
    "WITA": ("Asia/Makassar", ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76")),
    "WIT": ("Asia/Jayapura", ("81", "82", "91", "92", "93", "94", "95", "96", "97")),
}


def zone_of(area: str) -> tuple[ZoneInfo, str]:
    """The time zone of an area, and what it is called there: WIB, WITA or WIT."""
    for name, (zone, provinces) in _EAST.items():
        if area[:2] in provinces:
            return ZoneInfo(zone), name
    return ZoneInfo("Asia/Jakarta"), "WIB"
