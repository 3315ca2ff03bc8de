"""A chain of entries: each carries the hash of the one before, so that a change, a loss or a reordering shows.

``hash = SHA-256(previous hash · number as decimal ASCII · newline · content)``; the content is canonical JSON (UTF-8, sorted
keys, no blanks). The database computes the same when it appends (office/audit), so that no writer can choose a hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = bytes(32)


@dataclass(frozen=True)
class Link:
    """An entry as it is stored: its place from 1, its content as text, the hash before it and its own."""

    number: int
    content: str
    previous: bytes
    hash: bytes


@dataclass(frozen=True)
class Anchor:
    """What the chain was known to be at some moment, written where the database cannot reach: place and hash."""

    number: int
    hash: bytes


# What can be wrong, by code; ``number`` is the place it is seen at, ``other`` what stands there instead.
BREAKS = {
    "missing": "entry {number} is missing: {other} follows",
    "does_not_follow": "entry {number} does not follow the one before it: it was put in, moved, or the one before was changed",
    "changed": "entry {number} was changed after it was written",
    "not_as_noted": "entry {number} is not the one that was noted outside the database",
    "end_moved": "the chain ends at entry {number}, the database's own mark says {other}",
    "gone": "entry {number} is gone: it was noted outside the database",
    "columns": "entry {number} says in its columns what its content does not: {other}",
    "noted_twice": "entry {number} was noted twice outside the database, and differently",
    "note_unreadable": "line {number} of the notes outside the database cannot be read: it was changed, or cut off",
}


@dataclass(frozen=True)
class Break:
    """One thing that is wrong: a code of :data:`BREAKS`, and where."""

    code: str
    number: int
    other: int | str = ""

    def __str__(self) -> str:
        return BREAKS[self.code].format(number=self.number, other=self.other)


def canonical(content: Mapping[str, Any]) -> str:
    """An entry's content as the text that is hashed and stored."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def link_hash(*, number: int, content: str, previous: bytes) -> bytes:
    """The hash of the entry at that place."""
    return hashlib.sha256(previous + f"{number}\n".encode() + content.encode()).digest()


def breaks(links: Iterable[Link], *, head: Anchor | None = None, anchors: Iterable[Anchor] = ()) -> Iterator[Break]:
    """What is wrong with a chain: changed, missing, out of order, cut off. Nothing for a sound one.

    ``head`` is what the database says the last entry is; ``anchors`` were noted outside of it. Links come in order of number.
    """
    expected = {anchor.number: anchor.hash for anchor in anchors}
    previous, number = GENESIS, 0
    for link in links:
        number += 1
        if link.number != number:
            yield Break("missing", number, link.number)
            number = link.number
        elif link.previous != previous:
            yield Break("does_not_follow", link.number)
        if link_hash(number=link.number, content=link.content, previous=link.previous) != link.hash:
            yield Break("changed", link.number)
        if expected.pop(link.number, link.hash) != link.hash:
            yield Break("not_as_noted", link.number)
        previous = link.hash
    if head is not None and (head.number, head.hash) != (number, previous if number else GENESIS):
        yield Break("end_moved", number, head.number)
    yield from (Break("gone", lost) for lost in sorted(expected) if lost > number)
