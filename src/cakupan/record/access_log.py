"""The access log: who asked what about whom, and what was answered, on disk before the answer leaves.

One file for each writer (a process) and start, append-only, never written by a second one. A line is
``{"number":N,"hash":"HEX","entry":{…}}``, chained as record/chain.py says. The first entry of a file names the last line of the
files before it, so that a file that is lost or cut afterwards shows. Many coroutines append; one thread writes what has come
together, while the last write was under way, in one write that is on disk when it returns (``O_DSYNC``), then wakes them.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import fcntl
import os
import queue
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from cakupan.law.refusal import Refusal
from cakupan.record.chain import GENESIS, Anchor, Break, Link, breaks, link_hash

FOLDER = Path("counter") / "access"
ENDING = ".jsonl"
LINE = re.compile(rb'\{"number":([0-9]{1,18}),"hash":"([0-9a-f]{64})","entry":(\{.*\})\}')
# A file that has grown so far is followed by the next: an office takes in and a backup copies what is finished.
FILE_BYTES_MAX = 64 * 2**20
OPENED, CLOSED = "opened", "closed"
# What an entry of kind ``answers`` (a list asked at once) holds of each number, in this order; ``answer`` has them by name.
READ_FIELDS = ("number", "mark", "on", "outcome", "area", "edition")
ANSWER, ANSWERS, GUESSING = "answer", "answers", "guessing"
_CLOSE = None
_Waiting = tuple[str, "asyncio.Future[None]"]
_Group = list[_Waiting]


class NotRecorded(Refusal):
    """What is not in the log must not be answered."""


@dataclass
class AccessLog:
    """The log of one writer, open for appending. ``writer`` names it, for example ``worker``."""

    folder: Path
    writer: str
    file_bytes_max: int = FILE_BYTES_MAX
    _queue: queue.SimpleQueue[_Group | None] = field(default_factory=queue.SimpleQueue)
    _collected: _Group = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop | None = None  # whose turn it is to hand over, while a group is on its way
    _file: _File | None = None
    _thread: threading.Thread | None = None

    def open(self) -> None:
        """Begin a file and the thread that writes it. Raises :class:`NotRecorded` if the folder cannot be written."""
        try:
            self._file = _File.begun(self.folder, self.writer)
        except OSError as error:
            raise _unwritable(error) from error
        self._thread = threading.Thread(target=self._write_forever, name="access-log", daemon=True)
        self._thread.start()

    async def append(self, entry: Mapping[str, Any]) -> None:
        """Return once the entry is on disk. Raises :class:`NotRecorded` if it is not: then nothing may be answered."""
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        self._collected.append((_content(entry), written))
        if self._loop is not loop:
            # After whatever else is ready in this turn of the loop: it goes into the same write.
            self._loop = loop
            loop.call_soon(self._hand_over)
        await written

    def _hand_over(self) -> None:
        """Give the thread what has come together; nothing more until it is on disk, so that the next group grows meanwhile."""
        if self._collected:
            group, self._collected = self._collected, []
            self._queue.put(group)
        else:
            self._loop = None

    def _written(self, group: _Group, failed: NotRecorded | None) -> None:
        """In the loop: whoever waits may go on, and the next group may go."""
        _wake([written for _, written in group], failed)
        self._hand_over()

    def close(self) -> None:
        """Write what waits, say that the file ends here, and let it go."""
        if self._thread is not None:
            if self._collected:
                self._queue.put(self._collected)
                self._collected = []
            self._queue.put(_CLOSE)
            self._thread.join()
            self._thread = None

    def _write_forever(self) -> None:
        while (group := self._queue.get()) is not _CLOSE:
            self._write(group)
        if self._file is not None:
            self._file.end()

    def _write(self, group: _Group) -> None:
        failed: NotRecorded | None = None
        try:
            self._open_file().append([content for content, _ in group])
        except OSError as error:
            failed = _unwritable(error)
        # A loop that was closed meanwhile has nobody left to wake.
        loop = group[0][1].get_loop()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._written, group, failed)

    def _open_file(self) -> _File:
        """The file to write in: after a full one, or one that broke, the next."""
        if self._file is not None and self._file.size >= self.file_bytes_max:
            self._file.end()
            self._file = None
        if self._file is None or self._file.broken:
            self._file = _File.begun(self.folder, self.writer)
        return self._file


def _wake(waiting: list[asyncio.Future[None]], failed: NotRecorded | None) -> None:
    for written in waiting:
        if written.done():
            continue
        if failed is None:
            written.set_result(None)
        else:
            written.set_exception(failed)


def _content(entry: Mapping[str, Any]) -> str:
    """The text of an entry as ``chain.canonical`` writes it, by a quicker writer: it is needed for every answer."""
    return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS).decode()


def _unwritable(error: OSError) -> NotRecorded:
    return NotRecorded(
        "the access log",
        why=f"it cannot be written ({error.strerror}); what is not recorded is not answered.",
        mend="Make room on the disk, or give the counter's user the right to write in its folder; then ask again.",
    )


@dataclass
class _File:
    """A file being written, locked so that readers know that somebody still writes it."""

    descriptor: int
    number: int = 0
    previous: bytes = GENESIS
    size: int = 0
    broken: bool = False

    @classmethod
    def begun(cls, folder: Path, writer: str) -> _File:
        folder.mkdir(parents=True, exist_ok=True)
        now = dt.datetime.now(tz=dt.UTC)
        name = f"{now:%Y%m%dT%H%M%S}.{now.microsecond:06d}Z-{os.getpid()}-{secrets.token_hex(3)}{ENDING}"
        before = {found.name: [last.number, last.hash.hex()] for found, last in _unnamed(folder)}
        begun = cls(os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_DSYNC, 0o600))
        fcntl.flock(begun.descriptor, fcntl.LOCK_EX)  # whoever just looks whether somebody writes lets go at once
        _flush(folder)
        begun.append([_content({"kind": OPENED, "at": now.isoformat(), "writer": writer, "pid": os.getpid(), "before": before})])
        return begun

    def append(self, contents: list[str]) -> None:
        """All of them or none, on disk when it returns. Raises OSError."""
        number, previous, lines = self.number, self.previous, []
        for content in contents:
            number += 1
            previous = link_hash(number=number, content=content, previous=previous)
            lines.append(f'{{"number":{number},"hash":"{previous.hex()}","entry":{content}}}\n')
        self._write("".join(lines).encode())
        self.number, self.previous = number, previous

    def _write(self, text: bytes) -> None:
        written = 0
        try:
            while written < len(text):
                written += os.write(self.descriptor, text[written:])
        except OSError:
            self._take_back()
            raise
        self.size += written

    def _take_back(self) -> None:
        """What was half written goes, so that the next line begins where this one did; else the file is left as it is."""
        try:
            os.ftruncate(self.descriptor, self.size)
        except OSError:
            self.broken = True
            os.close(self.descriptor)

    def end(self) -> None:
        if self.broken:
            return
        try:
            self.append([_content({"kind": CLOSED, "at": dt.datetime.now(tz=dt.UTC).isoformat()})])
        except OSError:
            self.broken = True
        os.close(self.descriptor)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class Line:
    """A finished line: its place and hash, what it says, and where the next one begins in the file."""

    number: int
    hash: bytes
    content: str
    ends_at: int

    @property
    def entry(self) -> dict[str, Any]:
        """What it says."""
        said: dict[str, Any] = orjson.loads(self.content)
        return said


def log_files(folder: Path) -> list[Path]:
    """The files of a folder in the order in which they were begun."""
    return sorted(folder.glob(f"*{ENDING}"))


def lines_of(path: Path, *, start: int = 0) -> Iterator[Line | None]:
    """The finished lines from a byte on (a line's ``ends_at``); None for one that cannot be read. A torn end is left out."""
    with path.open("rb") as file:
        file.seek(start)
        at = start
        for text in file:
            if not text.endswith(b"\n"):
                return
            at += len(text)
            yield _line(text[:-1], at)


def _line(text: bytes, ends_at: int) -> Line | None:
    found = LINE.fullmatch(text)
    try:
        return Line(int(found[1]), bytes.fromhex(found[2].decode()), found[3].decode(), ends_at) if found else None
    except UnicodeDecodeError:
        return None


def being_written(path: Path) -> bool:
    """Whether its writer still runs."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _unnamed(folder: Path) -> Iterator[tuple[Path, Line]]:
    """The finished files that no later file has named yet, with their last line. One that retention removes meanwhile is none."""
    files = log_files(folder)
    named = set[str]()
    for path in files:
        with suppress(FileNotFoundError):
            named.update(named_before(path))
    for path in files:
        if path.name not in named:
            with suppress(FileNotFoundError):
                last = None if being_written(path) else _last(path)
                if last is not None:
                    yield path, last


def _last(path: Path) -> Line | None:
    last = None
    for line in lines_of(path):
        last = line or last
    return last


def named_before(path: Path) -> Mapping[str, tuple[int, str]]:
    """The files before it by name, with number and hash of their last line. Nothing for a damaged first line: that shows."""
    first = next(lines_of(path), None)
    try:
        told = first.entry.get("before", {}) if first is not None else {}
        return {name: (int(number), bytes.fromhex(hashed).hex()) for name, (number, hashed) in told.items()}
    except (AttributeError, TypeError, ValueError):
        return {}


@dataclass(frozen=True)
class FileVerdict:
    """What is wrong with one file. ``torn_bytes``: an unfinished last line of a writer that was killed; it was never answered."""

    file: str
    entries: int
    breaks: tuple[str, ...]
    torn_bytes: int
    being_written: bool

    def as_dict(self) -> dict[str, Any]:
        """As ``cakupan audit verify --json`` prints it."""
        return {
            "file": self.file,
            "entries": self.entries,
            "breaks": list(self.breaks),
            "torn_bytes": self.torn_bytes,
            "being_written": self.being_written,
        }


@dataclass(frozen=True)
class Verdict:
    """Whether an access log is as it was written. ``gone``: files that a later one names and that are not there."""

    files: tuple[FileVerdict, ...]
    gone: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Nothing changed, lost, put in or moved; a torn end is no change."""
        return not self.gone and not any(each.breaks for each in self.files)

    @property
    def entries(self) -> int:
        """How many lines there are."""
        return sum(each.entries for each in self.files)

    def as_dict(self) -> dict[str, Any]:
        """As ``cakupan audit verify --json`` prints it: files only where there is something to tell."""
        told = [each.as_dict() for each in self.files if each.breaks or each.torn_bytes]
        return {"sound": self.sound, "files": len(self.files), "entries": self.entries, "gone": list(self.gone), "told": told}


def verify(folder: Path, *, taken: Mapping[str, tuple[int, str]] | None = None, removed: Iterable[str] = ()) -> Verdict:
    """Read every file of a folder and say what is wrong. A folder without files is sound.

    ``taken``: the last line of each file that an office has taken in (number, hash): no file may end before it. ``removed``:
    files whose time was over; they may be gone.
    """
    files = log_files(folder)
    named = [*_named(files), *((name, number, told) for name, (number, told) in (taken or {}).items())]
    there = {path.name for path in files}
    anchors = {name: {Anchor(number, bytes.fromhex(told)) for each, number, told in named if each == name} for name in there}
    gone = tuple(sorted({name for name, _, _ in named} - there - {*removed}))
    return Verdict(tuple(_verified(path, anchors[path.name]) for path in files), gone)


def _named(files: Iterable[Path]) -> Iterator[tuple[str, int, str]]:
    for path in files:
        for name, (number, told) in named_before(path).items():
            yield name, number, told


def file_breaks(path: Path, *, anchors: Iterable[Anchor] = ()) -> Iterator[Break | int]:
    """What is wrong with the chain of one file; the place of a line that cannot be read stands for itself."""
    reading = _Reading(path)
    yield from breaks(reading.links(), anchors=anchors)
    yield from reading.unreadable


def _verified(path: Path, anchors: Iterable[Anchor]) -> FileVerdict:
    written = being_written(path)
    reading = _Reading(path)
    found = [str(each) for each in breaks(reading.links(), anchors=anchors)]
    found += [f"line {place} cannot be read: it was changed" for place in reading.unreadable]
    if reading.entries == 0 and not written:
        found.append("it holds no entry: not even that it was opened")
    torn = 0 if written else path.stat().st_size - reading.ends_at
    return FileVerdict(path.name, reading.entries, tuple(found), torn, written)


@dataclass
class _Reading:
    path: Path
    entries: int = 0
    ends_at: int = 0
    unreadable: list[int] = field(default_factory=list)

    def links(self) -> Iterator[Link]:
        previous, place = GENESIS, 0
        for line in lines_of(self.path):
            place += 1
            if line is None:
                self.unreadable.append(place)
                continue
            yield Link(line.number, line.content, previous, line.hash)
            previous, self.entries, self.ends_at = line.hash, self.entries + 1, line.ends_at
        if self.unreadable:
            self.ends_at = self.path.stat().st_size


def reads(entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What was read of whom, each as an entry of kind ``answer``; nothing of an entry that tells no answer."""
    if entry.get("kind") == ANSWER:
        yield dict(entry)
    elif entry.get("kind") == ANSWERS:
        about = {name: value for name, value in entry.items() if name != "items"}
        for item in entry["items"]:
            yield {**about, "kind": ANSWER, **dict(zip(READ_FIELDS, item, strict=True))}
