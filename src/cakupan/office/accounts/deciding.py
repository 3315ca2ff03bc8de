"""Who may decide on a day: an officer who approves, or the colleague to whom one has handed that for some days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from cakupan.office.accounts.models import Delegation, User


def delegation_of(user: Any, day: dt.date, *, area: str | None = None) -> Delegation | None:
    """The delegation by which this officer decides on that day, in that area; None if there is none."""
    found = _in_force(day).filter(receiver_id=user.pk, giver__approver=True, giver__is_active=True, giver__desk=user.desk)
    for delegation in found.select_related("giver"):
        if area is None or delegation.giver.holds(area):
            return delegation
    return None


def decides_for(user: Any, day: dt.date, *, area: str | None = None) -> User | None:
    """The officer in whose place this one decides on that day; None if in nobody's."""
    found = delegation_of(user, day, area=area)
    return found.giver if found else None


def handed_on(user: Any, day: dt.date) -> Delegation | None:
    """The delegation by which this officer has handed on deciding on that day; None if not."""
    return _in_force(day).filter(giver_id=user.pk).select_related("receiver").first()


def may_decide(user: Any, day: dt.date, *, area: str | None = None) -> bool:
    """Whether this officer decides on that day: by their own right that they have not handed on, or in a colleague's place.

    ``area`` asks besides that whoever has the right has it there. Maker is never checker holds on top of this, in each table.
    """
    own = bool(user.approver) and (area is None or user.holds(area))
    if own and handed_on(user, day) is None:
        return True
    return delegation_of(user, day, area=area) is not None


def needs_code(user: Any, day: dt.date) -> bool:
    """Whether this officer signs in with a one-time code: whoever decides does, and whoever decides in their place."""
    return bool(user.approver) or delegation_of(user, day) is not None


def _in_force(day: dt.date) -> QuerySet[Delegation]:
    return Delegation.objects.filter(ended_at__isnull=True, from_date__lte=day, to_date__gt=day)
