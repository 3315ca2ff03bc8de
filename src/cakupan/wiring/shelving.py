"""The process that keeps the counter's books: writes those of months that were just published, then tells that they were.

``python -m cakupan.wiring.shelving WORKSPACE``. Until a book is there, the counter answers from the edition before.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from cakupan.counter.changes import FILE, POSITION, STANDING, Noted
from cakupan.counter.shelf import book_file
from cakupan.counter.standing import standing_of
from cakupan.law.refusal import Refusal
from cakupan.wiring.book import write_book
from cakupan.wiring.editions import CURRENT, PublishedEdition, current_edition, month_folder, published_areas, published_months

LOOK_SECONDS = 1.0


def keep_books(workspace: Path) -> None:
    """Look for what was published, again and again, until the process is ended."""
    noted = Noted(workspace / FILE)
    noted.begin()
    while True:
        write_missing_books(workspace, _say)
        note_changes(workspace, noted, at=dt.datetime.now(tz=dt.UTC))
        time.sleep(LOOK_SECONDS)


def write_missing_books(workspace: Path, say: Callable[[str], None]) -> None:
    """The books of all editions that answer now. One that cannot be written is told and left: others must not wait for it."""
    for area in published_areas(workspace=workspace):
        for month in published_months(workspace=workspace, area=area):
            folder = month_folder(workspace=workspace, area=area, month=month)
            name = (folder / CURRENT).read_text(encoding="utf-8").strip()
            if book_file(workspace, name).is_file():
                continue
            try:
                edition = current_edition(workspace=workspace, area=area, month=month)
                if edition is not None:
                    say(f"writing the book of {area}, {month}")
                    write_book(edition)
            except Refusal as refusal:
                say(f"{refusal.what}: {refusal.why} {refusal.mend}")


def note_changes(workspace: Path, noted: Noted, *, at: dt.datetime) -> int:
    """Note what answers otherwise than it is noted; gives how many."""
    return sum(noted.note(change, at=at) for change in (*_positions(workspace, noted), *_standings(workspace)))


def _positions(workspace: Path, noted: Noted) -> Iterator[dict[str, Any]]:
    for area in published_areas(workspace=workspace):
        for month in published_months(workspace=workspace, area=area):
            folder = month_folder(workspace=workspace, area=area, month=month)
            name = (folder / CURRENT).read_text(encoding="utf-8").strip()
            known = noted.last.get((POSITION, area, str(month)))
            if known == name or not book_file(workspace, name).is_file():
                continue
            with suppress(Refusal):  # a damaged edition: the book answers on, and whoever closes a month is told
                edition = current_edition(workspace=workspace, area=area, month=month)
                if edition is not None and edition.folder.name == name:
                    yield _position(edition)


def _position(edition: PublishedEdition) -> dict[str, Any]:
    told = {"kind": POSITION, "area": edition.manifest["area"], "month": str(edition.month)}
    return {**told, "as_of": edition.manifest["as_of"]["members"], "edition": edition.folder.name}


def _standings(workspace: Path) -> Iterator[dict[str, Any]]:
    for area in published_areas(workspace=workspace):
        try:
            standing = standing_of(workspace, area)
        except Refusal:
            continue  # the answer itself says so, to whoever asks
        if standing is not None:
            yield {"kind": STANDING, "area": area, "written_at": standing.written_at.isoformat()}


def _say(told: str) -> None:
    print(told, file=sys.stderr, flush=True)


if __name__ == "__main__":
    keep_books(Path(sys.argv[1]))
