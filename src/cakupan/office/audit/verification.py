"""Is the log as it was written? Each entry against the one before, its columns, the database's mark, the notes outside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cakupan.office.audit.log import ANCHORS
from cakupan.office.audit.models import LogEntry, LogHead
from cakupan.record.chain import Anchor, Break, Link, breaks

BATCH_ROWS = 2000
# The beginning of a note: as good as none, and none is no fault, since a kill may come between an entry and its note.
CUT = re.compile(r"(\d+( [0-9a-f]{0,63})?)?")
# A log that was rewritten breaks everywhere; more sentences than these help nobody.
BREAKS_MAX = 100


@dataclass
class Verdict:
    """What verifying found: nothing in ``breaks`` means that the log is sound. ``more``: there are others besides those told."""

    entries: int = 0
    anchors: int = 0
    breaks: list[Break] = field(default_factory=list)
    more: bool = False
    at: str = ""

    @property
    def sound(self) -> bool:
        """Whether the log is as it was written."""
        return not self.breaks

    def as_dict(self) -> dict[str, Any]:
        """For ``--json`` (``breaks``: a sentence each) and for the page (``places``: code, place, what stands there instead)."""
        return {
            "sound": self.sound,
            "entries": self.entries,
            "anchors": self.anchors,
            "at": self.at,
            "breaks": [str(each) for each in self.breaks],
            "places": [[each.code, each.number, each.other] for each in self.breaks],
            "more": self.more,
        }


def verify(*, using: str = "owner") -> Verdict:
    """Read the whole log as it stands at one moment, past row-level security, and say what is wrong with it."""
    verdict = Verdict(at=timezone.now().isoformat(timespec="seconds"))
    # Before the table: an entry that is appended meanwhile is then in neither.
    anchors, unreadable = _anchors(settings.ENVIRONMENT.workspace / "office" / ANCHORS)
    verdict.anchors = len(anchors)
    with transaction.atomic(using=using, durable=False):
        with connections[using].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = LogHead.objects.using(using).get(pk=1)
        wrong: list[Break] = []
        found = breaks(_links(using, verdict, wrong), head=Anchor(head.number, bytes(head.hash)), anchors=_once(anchors, wrong))
        for says in _interleaved(unreadable, found, wrong):
            if len(verdict.breaks) == BREAKS_MAX:
                verdict.more = True
                break
            verdict.breaks.append(says)
    return verdict


def _interleaved(first: list[Break], found: Iterator[Break], wrong: list[Break]) -> Iterator[Break]:
    """What is found, and what comes up while finding it."""
    yield from first
    for says in found:
        yield from wrong
        wrong.clear()
        yield says
    yield from wrong


def _links(using: str, verdict: Verdict, wrong: list[Break]) -> Iterator[Link]:
    """The entries in order of number, a batch at a time; columns that differ from the content are told into ``wrong``."""
    for entry in LogEntry.objects.using(using).order_by("number").iterator(chunk_size=BATCH_ROWS):
        verdict.entries += 1
        differing = _differing(entry)
        if differing:
            wrong.append(Break("columns", entry.number, ", ".join(differing)))
        yield Link(entry.number, entry.content, bytes(entry.previous), bytes(entry.hash))


def _differing(entry: LogEntry) -> list[str]:
    """The columns that do not repeat the content."""
    try:
        content = json.loads(entry.content)
        at = parse_datetime(content["at"])
    except (ValueError, KeyError, TypeError):
        return ["content"]
    names = ("area", "actor_id", "action", "subject_kind", "subject_id")
    found = [name for name in names if getattr(entry, name) != content.get(name)]
    return found if at == entry.at else [*found, "at"]


def _anchors(path: Path) -> tuple[list[Anchor], list[Break]]:
    """What was noted outside the database, and the lines that cannot be read; one that a crash cut off is no fault."""
    if not path.is_file():
        return [], []
    lines = path.read_text(encoding="ascii", errors="replace").split("\n")
    anchors, unreadable = [], []
    for at, line in enumerate(lines[:-1], start=1):
        if CUT.fullmatch(line):
            continue
        number, _, hashed = line.partition(" ")
        try:
            anchors.append(Anchor(int(number), bytes.fromhex(hashed)))
        except ValueError:
            unreadable.append(Break("note_unreadable", at))
    return anchors, unreadable


def _once(anchors: list[Anchor], wrong: list[Break]) -> list[Anchor]:
    """The anchors, each place once; two different ones for a place are told."""
    known: dict[int, bytes] = {}
    for anchor in anchors:
        if known.setdefault(anchor.number, anchor.hash) != anchor.hash:
            wrong.append(Break("noted_twice", anchor.number))
    return [Anchor(number, hashed) for number, hashed in known.items()]
