"""What is held of a kind: how many, since when, and how many of them are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from cakupan.office.retention.schedule import Rule


@dataclass(frozen=True)
class Held:
    """A count, the oldest of them (None: there are none), and how many are due."""

    count: int = 0
    oldest: dt.datetime | None = None
    due: int = 0

    def __add__(self, other: Held) -> Held:
        known = [each.oldest for each in (self, other) if each.oldest is not None]
        return Held(self.count + other.count, min(known, default=None), self.due + other.due)

    def as_dict(self) -> dict[str, Any]:
        """For the log and ``--json``."""
        return {"held": self.count, "oldest": self.oldest.isoformat() if self.oldest else None, "due": self.due}

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Held:
        """The other way."""
        return cls(told["held"], dt.datetime.fromisoformat(told["oldest"]) if told["oldest"] else None, told["due"])


def over_before(rule: Rule, now: dt.datetime) -> dt.datetime:
    """What ended before this instant is due: midnight in the region's time zone after the last day that is over."""
    day = rule.last_ended(timezone.localdate(now)) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def held_rows(rows: QuerySet[Any], ended: str, before: dt.datetime, *, kept: Q | None = None) -> Held:
    """Of rows that ended at the field (or annotation) ``ended``; those for which ``kept`` holds are not due."""
    due = Q(**{f"{ended}__lt": before})
    if kept is not None:
        due &= ~kept
    told = rows.aggregate(count=Count("pk"), oldest=Min(ended), due=Count("pk", filter=due))
    return Held(told["count"], told["oldest"], told["due"])


def held_times(times: Iterable[dt.datetime], before: dt.datetime) -> Held:
    """Of things that ended at these instants."""
    known = list(times)
    return Held(len(known), min(known, default=None), sum(each < before for each in known))
