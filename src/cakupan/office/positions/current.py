"""The position that an area's pages stand on."""

from __future__ import annotations

import datetime as dt

from cakupan.law.calendar import Month
from cakupan.office.positions.models import Position


def current_position(area: str, month: Month | None = None) -> Position | None:
    """The newest current position of an area, or that of a month; None if none is loaded."""
    found = Position.objects.filter(area=area, current=True)
    if month is not None:
        found = found.filter(month=month.first_date)
    return found.defer("manifest").order_by("-month").first()


# Half a month after the next position was due: what stands on the page then says too little of today.
STALE_DAYS = 45


def is_stale(position: Position, day: dt.date) -> bool:
    """Whether a position is too old to be trusted on a day."""
    return (day - position.as_of_date).days > STALE_DAYS
