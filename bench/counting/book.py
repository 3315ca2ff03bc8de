"""A workspace whose only edition is a book of so many invented people, written directly: closing such a month takes an hour.

Province 99 does not exist. Seven in ten are active, one in ten stopped for arrears, one in ten without a card on an ended list,
one in ten on a list and waiting for the branch: as long to read and to answer as a region's.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cakupan.counter.shelf import book_file
from cakupan.month.edition import canonical, edition_hash
from cakupan.wiring.book import QUICKLY, TABLES

AREA, MONTH, AS_OF, ON = "16.10", "2026-02", "2026-02-01", "2026-02-10"
DISTRICTS, YEARS = 1000, 60
BATCH = 50_000
STATUSES = (*["active"] * 7, "inactive", None, None)


def write_workspace(workspace: Path, *, people: int) -> None:
    """The workspace, with manifest, ``CURRENT`` and book."""
    inputs = [{"kind": "members", "file": "peserta.csv"}, {"kind": "decisions", "file": "lampiran_sk.csv"}]
    manifest = {"area": AREA, "month": MONTH, "as_of": {"members": AS_OF}, "inputs": inputs, "invented": people}
    hashed = edition_hash(manifest)
    folder = workspace / "editions" / AREA / MONTH / hashed[:12]
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_bytes(canonical(manifest))
    path = book_file(workspace, folder.name)
    path.parent.mkdir(parents=True)
    _write(path, people, hashed)
    (folder.parent / "CURRENT").write_text(f"{folder.name}\n", encoding="utf-8")


def nik(person: int) -> str:
    """The NIK of the person of that number, from 0: born on some day, in some district of province 99."""
    person, district = divmod(person, DISTRICTS)
    person, day = divmod(person, 28)
    person, month = divmod(person, 12)
    serial, year = divmod(person, YEARS)
    return f"99{district:04d}{day + 1:02d}{month + 1:02d}{year + 40:02d}{9001 + serial:04d}"


def card(person: int) -> str:
    """The card number of a person."""
    return f"{9_990_000_000_001 + person}"


def _write(path: Path, people: int, hashed: str) -> None:
    book = sqlite3.connect(path)
    book.executescript(QUICKLY + TABLES)
    position = {"area": AREA, "month": MONTH, "as_of": AS_OF, "edition": hashed, "cutoff_day": 20, "cutoff_citation": None}
    told = {"position": position, "guarantees": [], "facilities": [["P9901", "PUSKESMAS CONTOH", None, None, None, False, 1]]}
    told |= {"files": {"members": "peserta.csv", "decisions": "lampiran_sk.csv"}, "as_of": {"members": AS_OF}}
    book.executemany("INSERT INTO about VALUES (?, ?)", [(name, json.dumps(value)) for name, value in told.items()])
    for begin in range(0, people, BATCH):
        some = range(begin, min(begin + BATCH, people))
        book.executemany("INSERT INTO person VALUES (?, ?)", records(some))
        book.executemany("INSERT INTO card VALUES (?, ?)", ((int(card(person)), person + 1) for person in some))
    # A table without row numbers is filled in its own order: else its pages are split five million times.
    book.executemany("INSERT INTO nik VALUES (?, ?)", sorted((int(nik(person)), person + 1) for person in range(people)))
    book.commit()
    book.close()


def records(people: range) -> Iterator[tuple[int, str]]:
    """Each person's number in the book, and their record (counter/book.py says what stands where)."""
    for person in people:
        number, row, kind = nik(person), person + 1, person % 10
        born = f"19{number[10:12]}-{number[8:10]}-{number[6:8]}"
        end = "2026-01-01" if kind == 8 else "2027-01-01"
        told = [
            *[f"p{row}", "resident", number, f"WARGA UJI {row}", born, "LP"[person % 2], "penduduk.csv", row],
            [_card(person)] if STATUSES[kind] else [],
            [],
            [_entry(row, end)],
            *[[], []],
            [["kabkota", "iuran", 35000, "440/1/PKS/2024", "pemda", "Perpres 64/2020", None, "lampiran_sk.csv", row]],
            *[[], None],
        ]
        yield row, json.dumps(told, separators=(",", ":"))


def _card(person: int) -> list[object]:
    kind = person % 10
    cause = "suspended_for_arrears" if kind == 7 else None
    held = [card(person), "PEMDA", "kabkota", 3, STATUSES[kind], person + 1]
    return [*held, "2024-01-01", "P9901", "PUSKESMAS CONTOH", cause, None]


def _entry(row: int, end: str) -> list[object]:
    paper = ["440/1/PKS/2024", "9001/KEP/2024", str(row), "Bupati"]
    days = ["2023-12-10", "2024-01-01", end, "agreement_ended"]
    return ["billed", "PEMDA", "kabkota", 3, *paper, *days, "lampiran_sk.csv", row]
