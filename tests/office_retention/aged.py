"""Things of the office as if they had come to it some time ago: rows with their files, and files that no row names."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.uploads.models import Delivery
from office_people import a_user, an_area

AREA, OTHER = "36.73", "36.72"
# Noon of a day, so that every hour of it is the same day in Jakarta.
NOW = dt.datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Asia/Jakarta"))


def ago(days: int) -> dt.datetime:
    """The same hour so many days before."""
    return NOW - dt.timedelta(days=days)


def aged(path: Path, at: dt.datetime) -> Path:
    """The file, last written then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(b"rekaan")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def delivered(state: str, at: dt.datetime, *, area: str = AREA, content: str = "", **told: Any) -> Delivery:
    """A file that was delivered then, with its bad rows; ``content`` tells files apart, or that two are the same."""
    sha256 = hashlib.sha256((content or f"{state} {at} {told}").encode()).hexdigest()
    fields: dict[str, Any] = {
        "kind": "residents",
        "profile": "dukcapil",
        "as_of_date": dt.date(2021, 7, 1),
        "file_name": "penduduk.csv",
        "bytes": 6,
        "found": {"rows": 12, "first_faults": [{"row": 2, "value": "ORANG REKAAN"}]},
        **told,
    }
    by = a_user("dukcapil", (an_area(area),))
    with scoped(areas=[area]):
        made = Delivery.objects.create(area=area, state=state, sha256=sha256, uploaded_by=by, **fields)
        Delivery.objects.filter(pk=made.pk).update(uploaded_at=at)
    for path in (made.file, made.bad_rows):
        aged(path, at)
    return made


def stands(delivery: Delivery) -> Delivery:
    """The row as it is now."""
    with scoped(areas=[delivery.area]):
        return Delivery.objects.get(pk=delivery.pk)


def removals(area: str = AREA) -> list[tuple[str, str]]:
    """What the log says was removed, as an auditor sees it: area and details."""
    with scoped(areas=[area], desk="auditor"):
        found = LogEntry.objects.filter(action="retention.remove").order_by("number")
        return [(entry.area, entry.content.partition('"details":')[2].partition("}")[0] + "}") for entry in found]
