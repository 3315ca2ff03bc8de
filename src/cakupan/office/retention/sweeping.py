"""The daily run: for each area and kind, remove what is over and note it; and what is held, for page and command.

Safe to kill anywhere and to run again: rows go with their entry in one transaction; files are noted before they go, so that none
is gone without an entry, and the next run takes up what was left.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cakupan.law.refusal import Busy
from cakupan.office import clock
from cakupan.office.audit.log import note
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.models import Area
from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import Position
from cakupan.office.retention import access_reads, accounts_over, deliveries, stored_files
from cakupan.office.retention.held import Held, held_times, over_before
from cakupan.office.retention.records import KEPT
from cakupan.office.retention.schedule import Rule, rules_here
from cakupan.office.rooms import rooms

Record = Callable[[int], None]
RAN, REMOVED = "retention.run", "retention.remove"
LOCK = "SELECT pg_try_advisory_lock(hashtext('retention'))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('retention'))"


@dataclass(frozen=True)
class Kind:
    """How a kind is counted and removed. ``by_area``: it belongs to an area. ``seen``: a page may count it itself."""

    held: Callable[[str, dt.datetime], Held]
    remove: Callable[[str, dt.datetime, Record], int]
    by_area: bool = False
    seen: bool = True


def _deliveries(rows: Callable[[str], Any]) -> Kind:
    return Kind(
        held=lambda area, before: deliveries.held_deliveries(rows(area), before),
        remove=lambda area, before, record: deliveries.mark_removed(rows(area), before, record),
        by_area=True,
    )


def _rows(rows: accounts_over.Rows) -> Kind:
    return Kind(
        held=lambda _area, before: accounts_over.held_of(rows, before),
        remove=lambda _area, before, record: accounts_over.remove_rows(rows, before, record),
    )


def _held_files(_area: str, before: dt.datetime) -> Held:
    return held_times((each.written_at for each in stored_files.unneeded_files() if not each.over), before)


def _remove_files(_area: str, before: dt.datetime, record: Record) -> int:
    found = stored_files.unneeded_files()
    unnamed = [each for each in found if not each.over and each.written_at < before]
    if unnamed:
        record(len(unnamed))
    # Files of marked rows were noted when they were marked.
    settled = timezone.now() - stored_files.PLACING
    stored_files.remove_files([*unnamed, *(each for each in found if each.over and each.written_at < settled)])
    return len(unnamed)


def _shown() -> frozenset[str]:
    """The editions of the positions that pages show, of every area."""
    return frozenset(Position.objects.using(stored_files.OWNER).filter(current=True).values_list("edition", flat=True))


def _held_books(_area: str, before: dt.datetime) -> Held:
    found = rooms().books(shown=_shown())
    spare = held_times((each["made_at"] for each in found if not each["used"]), before)
    return Held(len(found), min((each["made_at"] for each in found), default=None), spare.due)


def _remove_books(_area: str, before: dt.datetime, record: Record) -> int:
    due = [each["name"] for each in rooms().books(shown=_shown()) if not each["used"] and each["made_at"] < before]
    if due:
        record(len(due))
    for name in due:
        rooms().remove_book(name=name)
    return len(due)


# Deliveries come before files: what they mark goes in the same run.
KINDS: dict[str, Kind] = {
    "refused_files": _deliveries(deliveries.not_taken_in),
    "imported_files": _deliveries(deliveries.taken_in),
    "unnamed_files": Kind(_held_files, _remove_files, seen=False),
    "books": Kind(_held_books, _remove_books, seen=False),
    "access_files": Kind(access_reads.held_files, access_reads.remove_files, seen=False),
    "reads": Kind(access_reads.held_reads, access_reads.remove_reads, by_area=True, seen=False),
    "sessions": _rows(accounts_over.sessions),
    "invitations": _rows(accounts_over.invitations),
    "sign_in_attempts": _rows(accounts_over.attempts),
}


@dataclass
class Ran:
    """What a run came to, by kind over all areas: how many were removed, and what is held now. ``at``: when."""

    at: dt.datetime
    removed: dict[str, int] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)

    def as_dict(self) -> dict[str, dict[str, Any]]:
        """For the log and ``--json``."""
        return {kind: {"removed": self.removed.get(kind, 0), **held.as_dict()} for kind, held in self.held.items()}


def look(now: dt.datetime) -> Ran:
    """What is held and due in every area, the kinds included of which the program removes nothing. Changes nothing."""
    codes = _codes()
    with scoped(areas=codes, desk="worker"):
        return Ran(now, held={rule.kind: _held_everywhere(rule, codes, now) for rule in here()})


def run(now: dt.datetime) -> Ran:
    """Remove what is over, area by area, and note it. Raises :class:`Busy` while another run is at it."""
    codes = _codes()
    with _alone(), scoped(areas=codes, desk="worker"):
        ran = Ran(now)
        for rule in (each for each in here() if each.removed):
            ran.removed[rule.kind] = sum(_remove(rule, area, now) for area in _areas_of(rule, codes))
        ran.held = {rule.kind: _held_everywhere(rule, codes, now) for rule in here() if rule.removed}
        note(None, RAN, area="", details=ran.as_dict())
    return ran


def daily() -> None:
    """Run once a day: asked every hour, so that an office that was off at night does it in the morning.

    The log keeps the true day; what is over is asked of the office's own, on which a demo stands.
    """
    with scoped(areas=[], desk="admin"):
        before = last_run()
    if before is None or timezone.localdate(before.at) != timezone.localdate():
        run(clock.now())


def here() -> tuple[Rule, ...]:
    """The rules with this region's own periods."""
    return rules_here(settings.ENVIRONMENT.retention)


def last_run() -> Ran | None:
    """The newest run, as the log has it; its entry belongs to no area: admin and auditor see it. None if there was none."""
    entry = LogEntry.objects.filter(area="", action=RAN).order_by("-number").first()
    if entry is None:
        return None
    told = json.loads(entry.content)["details"]
    removed = {kind: each["removed"] for kind, each in told.items()}
    return Ran(entry.at, removed, {kind: Held.from_dict(each) for kind, each in told.items()})


def held_in(rule: Rule, area: str, now: dt.datetime) -> Held:
    """What is held of a kind in an area (of the whole office, where it belongs to none)."""
    count = KINDS[rule.kind].held if rule.removed else KEPT[rule.kind]
    return count(area, over_before(rule, now))


def _held_everywhere(rule: Rule, codes: list[str], now: dt.datetime) -> Held:
    return sum((held_in(rule, area, now) for area in _areas_of(rule, codes)), Held())


def _remove(rule: Rule, area: str, now: dt.datetime) -> int:
    def record(count: int) -> None:
        note(None, REMOVED, area=area, details={"kind": rule.kind, "count": count})

    return KINDS[rule.kind].remove(area, over_before(rule, now), record)


def _areas_of(rule: Rule, codes: list[str]) -> list[str]:
    by_area = KINDS[rule.kind].by_area if rule.removed else rule.kind != "log"
    return codes if by_area else [""]


def _codes() -> list[str]:
    return sorted(Area.objects.values_list("code", flat=True))


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        if not cursor.fetchone()[0]:
            raise Busy("removing what is over", why="another run is at it now.", mend="Wait until it has ended.")
        try:
            yield
        finally:
            cursor.execute(UNLOCK)
