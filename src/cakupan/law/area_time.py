"""The time zone of an area: a day begins in Papua two hours before it does in Jakarta. Pure."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

# Keppres 41/1987 (WIB, WITA, WIT), by the two digits of a province; those that were parted since keep the time of the whole.
_EAST = {
    "WITA": ("Asia/Makassar", ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76")),
    "WIT": ("Asia/Jayapura", ("81", "82", "91", "92", "93", "94", "95", "96", "97")),
}


@cache
def zone_of(area: str) -> tuple[ZoneInfo, str]:
    """The time zone of an area, and what it is called there: WIB, WITA or WIT."""
    for name, (zone, provinces) in _EAST.items():
        if area[:2] in provinces:
            return ZoneInfo(zone), name
    return ZoneInfo("Asia/Jakarta"), "WIB"
