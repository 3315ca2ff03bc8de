"""The names of an area's facilities, for every app that shows one."""

from __future__ import annotations

from cakupan.office.clock import today
from cakupan.office.rooms import rooms


def facility_names(area: str) -> dict[str, str]:
    """The area's facilities by code, as last delivered."""
    return {row["facility_code"]: row["facility_name"] for row in rooms().facilities(area=area, until=today())}
