"""One file of the access log, taken in: its new lines checked against the chain, and their reads stored, in one transaction.

A kill anywhere leaves what was committed: rows and the place of the last line taken stand or fall together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.models import CharField

from cakupan.office.reads.models import AccessFile, Read
from cakupan.record.access_log import GUESSING, Line, lines_of, reads
from cakupan.record.chain import GENESIS, link_hash

LOADER = "loader"
# So many reads go in with one transaction, or a few more: a line of a list holds up to a thousand.
BATCH_READS = 10_000
COLUMNS = (
    *("area", "at", "consumer", "consumer_user", "dialect", "facility_code", "number_masked"),
    *("mark", "on_date", "outcome", "edition", "file_id", "line"),
)
LENGTHS = {each.name: each.max_length for each in Read._meta.concrete_fields if isinstance(each, CharField)}
MARK = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Fault:
    """Something wrong with a file: a code of ``words.FAULTS``, the place, and what stands there instead."""

    code: str
    number: int
    other: str = ""


@dataclass
class Batch:
    """What a run of lines came to: reads as rows, entries that tell of guessing, and what is wrong."""

    last: Line | None = None
    begins_at: int = 0
    last_at: dt.datetime | None = None
    lines: int = 0
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    guessing: list[Mapping[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


Told = Callable[[Batch], None]


def take_batch(path: Path, key: int, tell: Told) -> Batch:
    """Take in the next lines of a file; nothing in ``lines`` if there is none. ``tell`` writes besides, in the same transaction.

    The file's row is locked meanwhile: a second intake waits, and goes on where this one ended.
    """
    with transaction.atomic(using=LOADER):
        row = AccessFile.objects.using(LOADER).select_for_update().get(pk=key)
        batch = _read(path, row)
        if batch.lines or batch.faults:
            _copy(batch.rows)
            tell(batch)
            _note_place(row, batch)
    return batch


def place_faults(path: Path, row: AccessFile) -> list[Fault]:
    """Whether the last line that was taken still stands where it stood."""
    if not row.taken_number:
        return []
    if path.stat().st_size < row.taken_bytes:
        return [Fault("cut", row.taken_number)]
    last = next((line for line in lines_of(path, start=row.taken_from) if line is not None), None)
    same = last is not None and (last.number, last.hash.hex(), last.ends_at) == (
        row.taken_number,
        row.taken_hash,
        row.taken_bytes,
    )
    return [] if same else [Fault("not_as_taken", row.taken_number)]


def _read(path: Path, row: AccessFile) -> Batch:
    faults = place_faults(path, row)
    batch = Batch(faults=faults, begins_at=row.taken_from)
    number = row.taken_number
    previous: bytes | None = bytes.fromhex(row.taken_hash) if number else GENESIS
    # A file that was changed is gone through from its beginning: what was added to it since counts all the same.
    begins_at = 0 if faults else row.taken_bytes
    for line in lines_of(path, start=begins_at):
        if line is None:
            # What follows it cannot be held against it.
            number, previous = number + 1, None
            batch.faults.append(Fault("unreadable", number))
            continue
        if line.number > row.taken_number:
            batch.faults += _break(line, number, previous)
            _take(line, row, batch)
            batch.last, batch.begins_at = line, begins_at
            number, previous = line.number, line.hash
        begins_at = line.ends_at
        if len(batch.rows) >= BATCH_READS:
            break
    return batch


def _break(line: Line, number: int, previous: bytes | None) -> list[Fault]:
    if line.number != number + 1:
        return [Fault("missing", number + 1, str(line.number))]
    whole = previous is None or link_hash(number=line.number, content=line.content, previous=previous) == line.hash
    return [] if whole else [Fault("changed", line.number)]


def _take(line: Line, row: AccessFile, batch: Batch) -> None:
    batch.lines += 1
    try:
        entry = line.entry
        at = dt.datetime.fromisoformat(entry["at"])
        batch.last_at = max(at, batch.last_at or at)
        batch.rows += [_row(read, row.pk, line.number) for read in reads(entry)]
        if entry["kind"] == GUESSING:
            batch.guessing.append(
                {
                    "consumer": _text("consumer", entry["consumer"]),
                    "facility": _text("facility_code", entry.get("facility")),
                    "dialect": _text("dialect", entry["dialect"]),
                    "at": at,
                    "guesses": int(entry["guesses"]),
                    "slowed_seconds": float(entry["slowed_seconds"]),
                }
            )
    except (KeyError, TypeError, ValueError, AttributeError):
        # A line of the chain that says nothing we know: told, and the rest goes on.
        batch.faults.append(Fault("unknown", line.number))


def _row(read: Mapping[str, Any], file_id: int, line: int) -> tuple[Any, ...]:
    """In the order of ``COLUMNS``. Raises KeyError, TypeError or ValueError for what is no read."""
    if MARK.fullmatch(read["mark"]) is None:
        raise ValueError("no mark")
    return (
        _text("area", read["area"]),
        dt.datetime.fromisoformat(read["at"]).isoformat(),
        _text("consumer", read["consumer"]),
        _text("consumer_user", read.get("user")),
        _text("dialect", read["dialect"]),
        _text("facility_code", read.get("facility")),
        _text("number_masked", read["number"]),
        read["mark"],
        dt.date.fromisoformat(read["on"]).isoformat(),
        _text("outcome", read["outcome"]),
        _text("edition", read["edition"]),
        file_id,
        line,
    )


def _text(column: str, told: object) -> str:
    """As the column holds it: what software wrote may be longer than anything that it should be."""
    return str(told or "").replace("\0", "")[: LENGTHS[column]]


def _copy(rows: list[tuple[Any, ...]]) -> None:
    if rows:
        with connections[LOADER].cursor() as cursor, cursor.copy(f"COPY reads_read ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _note_place(row: AccessFile, batch: Batch) -> None:
    if batch.last is not None:
        row.taken_number, row.taken_hash = batch.last.number, batch.last.hash.hex()
        row.taken_from, row.taken_bytes = batch.begins_at, batch.last.ends_at
    if batch.last_at is not None:
        row.last_at = max(batch.last_at, row.last_at or batch.last_at)
    row.save(using=LOADER)


def lies(path: Path) -> str:
    """How a file lies on the disk: it changes with every write, even one that puts the time of writing back."""
    with suppress(FileNotFoundError):
        stat = path.stat()
        return f"{stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"
    return ""


def unread(path: Path, row: AccessFile) -> bool:
    """Whether a file may hold something that was not looked at."""
    return not row.ended or row.seen != lies(path)
