"""What waits for a desk. Each app tells its own (its config's ``waiting``: a function of user, area and day)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Waiting:
    """One kind of work that waits: what to do, for how many, how much hangs on it, since when and until when, and where."""

    title: str
    url: str
    count: int
    people: int | None = None
    rupiah: int | None = None
    since_date: dt.date | None = None
    due_date: dt.date | None = None
    says: str = ""


def waiting_for(user: Any, area: str, day: dt.date) -> list[Waiting]:
    """Everything that waits for this officer in this area: what is due first comes first, then what is oldest."""
    found: list[Waiting] = []
    for config in apps.get_app_configs():
        told = getattr(config, "waiting", None)
        if told is not None:
            offered: Callable[[Any, str, dt.date], Iterable[Waiting]] = import_string(told)
            found += [each for each in offered(user, area, day) if each.count]
    return sorted(found, key=lambda each: (each.due_date or dt.date.max, each.since_date or dt.date.max, each.title))
