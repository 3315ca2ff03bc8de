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


def canonical(content: Mapping[str, Any]) -> str:
    """An entry's content as the text that is hashed and stored."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def link_hash(*, number: int, content: str, previous: bytes) -> bytes:
    """The hash of the entry at that place."""
    return hashlib.sha256(previous + f"{number}\n".encode() + content.encode()).digest()


def breaks(links: Iterable[Link], *, head: Anchor | None = None, anchors: Iterable[Anchor] = ()) -> Iterator[str]:
    """What is wrong with a chain, a sentence each: changed, missing, out of order, cut off. Nothing for a sound one.

    ``head`` is what the database says the last entry is; ``anchors`` were noted outside of it. Links come in order of number.
    """
    expected = {anchor.number: anchor.hash for anchor in anchors}
    previous, number = GENESIS, 0
    for link in links:
        number += 1
        if link.number != number:
            yield f"entry {number} is missing: {link.number} follows {number - 1}"
            number = link.number
        elif link.previous != previous:
            yield f"entry {link.number} does not follow the one before it: it was put in, moved, or the one before was changed"
        if link_hash(number=link.number, content=link.content, previous=link.previous) != link.hash:
            yield f"entry {link.number} was changed after it was written"
        if expected.pop(link.number, link.hash) != link.hash:
            yield f"entry {link.number} is not the one that was noted outside the database"
        previous = link.hash
    if head is not None and (head.number, head.hash) != (number, previous if number else GENESIS):
        yield f"the chain ends at entry {number}, the database's own mark says {head.number}"
    yield from (f"entry {lost} is gone: it was noted outside the database" for lost in sorted(expected) if lost > number)
