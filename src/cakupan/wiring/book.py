"""Write an edition's book (counter/book.py): what it holds about each person, in the order in which one is looked up.

Books lie beside the editions, in ``books``, named for their edition: without one it is written anew from the edition. The office
removes those that it no longer needs (``office.retention``).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from cakupan.counter.book import Book
from cakupan.counter.shelf import BOOKS, book_file
from cakupan.registers.snapshot import written_aside
from cakupan.wiring.editions import CURRENT, PublishedEdition

LOOKUPS = "lookups"  # what earlier versions wrote instead of books; nothing reads it
GOING = ".going_"
NAME_LENGTH = 12  # a folder has the name of its edition's: the beginning of its hash
BATCH_ROWS = 50_000
TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE person (id INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE nik (number INTEGER, person INTEGER, PRIMARY KEY (number, person)) WITHOUT ROWID;
CREATE TABLE card (number INTEGER, person INTEGER, PRIMARY KEY (number, person)) WITHOUT ROWID;
"""
# A book is written once, aside: nothing needs a journal until it is renamed.
QUICKLY = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = 8192;"
# The tables that a record is made of, and what an edition of an older format does not have.
READ: dict[str, Sequence[str]] = {
    "persons": (),
    "person_keys": (),
    "statuses": ("cause",),
    "list_entries": (),
    "mismatches": ("reported_date",),
    "bill_lines": (),
}
NEWER_OF_OPTIONAL: dict[str, Sequence[str]] = {"facilities": ("credentialing_to",)}
# What only some editions have: an empty table of these columns stands in for it.
OPTIONAL = {
    "family_arrears": (
        "person_id VARCHAR, segment VARCHAR, class INTEGER, first_month DATE, months INTEGER, amount BIGINT, stated BIGINT, "
        "capped_months INTEGER, capped_amount BIGINT, suspended_from DATE, unpaid_row BIGINT"
    ),
    "newborns": "person_id VARCHAR, segment VARCHAR, payer VARCHAR, agreement_number VARCHAR",
    "facilities": (
        "row BIGINT, facility_code VARCHAR, facility_name VARCHAR, area_code VARCHAR, contract_from DATE, contract_to DATE, "
        "services VARCHAR, credentialing_to DATE, readable BOOLEAN"
    ),
}
# Of the cards that are not active: the last earlier position that has them active.
LAST_ACTIVE = """
CREATE TEMP TABLE last_active AS
SELECT earlier.card_number, max(earlier.as_of) AS last_active_date
FROM {earlier} AS earlier
SEMI JOIN (SELECT card_number FROM statuses WHERE status = 'inactive') AS now ON now.card_number = earlier.card_number
WHERE earlier.status = 'active' AND earlier.as_of < DATE '{as_of}'
GROUP BY earlier.card_number
"""
NONE_EARLIER = "(SELECT NULL::VARCHAR AS card_number, NULL::DATE AS as_of, NULL::VARCHAR AS status WHERE false)"
NUMBERED = "CREATE TEMP TABLE numbered AS SELECT *, row_number() OVER (ORDER BY person_id) AS id FROM persons"
# A number that the resident register holds leads to that resident, whoever else wrote it on a file.
NIKS = """
WITH named AS (
    SELECT nik AS number, person_id, known_from FROM persons UNION SELECT key, person_id, known_from FROM person_keys
), told AS (
    SELECT number::BIGINT AS number, person_id, known_from = 'resident' AS resident
    FROM named WHERE regexp_full_match(number, '[0-9]{16}')
)
SELECT DISTINCT number, id FROM told JOIN numbered USING (person_id)
QUALIFY resident OR NOT bool_or(resident) OVER (PARTITION BY number)
ORDER BY number, id
"""
CARDS = """
WITH named AS (SELECT card_number, person_id FROM statuses UNION SELECT card_number, person_id FROM list_entries)
SELECT card_number::BIGINT AS number, id FROM named JOIN numbered USING (person_id)
WHERE regexp_full_match(card_number, '[0-9]{13}')
ORDER BY number, id
"""
CUTOFF = "SELECT cutoff_day, citation FROM read_parquet(?) WHERE from_date <= ? AND (to_date IS NULL OR to_date > ?)"
# How a list of services, free text of the branch's, names emergency and inpatient care.
RECEIVES = r"(?i)\b(igd|ugd|gawat darurat|rawat inap|inpatient|emergency)\b"
FACILITIES = """
SELECT facility_code, facility_name, contract_from::VARCHAR, contract_to::VARCHAR, credentialing_to::VARCHAR,
    coalesce(starts_with(area_code, ?) AND regexp_matches(services, ?), false), row
FROM facilities WHERE readable AND facility_code IS NOT NULL ORDER BY row DESC
"""


def book_of(edition: PublishedEdition) -> Book:
    """The book of an edition, written if it is not there."""
    return Book.opened(write_book(edition))


def write_book(edition: PublishedEdition) -> Path:
    """Write the book of an edition, whole or not at all; nothing if it is there. Gives its file."""
    path = book_file(edition.folder.parents[3], edition.folder.name)
    if not path.is_file():
        # Office, counter and command may need it at the same moment: whoever comes second waits and finds it.
        path.parents[1].mkdir(parents=True, exist_ok=True)
        with path.parents[1].joinpath(".lock").open("a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.is_file():
                with written_aside(path.parent) as aside:
                    _write(edition, aside / path.name)
    return path


def books_of(*, workspace: Path, shown: frozenset[str]) -> list[dict[str, Any]]:
    """Every folder of a book, half-written ones included: ``name``, ``made_at``, ``used``.

    Used are those of the edition that stands of each month, and of ``shown`` (hashes). One that is going counts as made long ago.
    """
    standing = {path.read_text(encoding="utf-8").strip() for path in (workspace / "editions").glob(f"*/*/{CURRENT}")}
    used = {f"{BOOKS}/{name}" for name in standing | {hashed[:NAME_LENGTH] for hashed in shown}}
    folders = [path for home in (BOOKS, LOOKUPS) for path in sorted((workspace / home).glob("*")) if path.is_dir()]
    names = [path.relative_to(workspace).as_posix() for path in folders]
    return [{"name": n, "made_at": _made_at(path), "used": n in used} for n, path in zip(names, folders, strict=True)]


def remove_book(*, workspace: Path, name: str) -> None:
    """Remove a folder that :func:`books_of` names. Renamed first: it is there whole or not at all; who reads it reads on."""
    folder = workspace / name
    going = folder if folder.name.startswith(GOING) else folder.with_name(GOING + folder.name)
    if folder.is_dir() and folder != going:
        folder.rename(going)
    shutil.rmtree(going, ignore_errors=True)


def _made_at(folder: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(0 if folder.name.startswith(GOING) else folder.stat().st_mtime, dt.UTC)


def _write(edition: PublishedEdition, path: Path) -> None:
    with duckdb.connect(":memory:") as tables:
        _view_tables(tables, edition)
        book = sqlite3.connect(path)
        try:
            book.executescript(QUICKLY + TABLES)
            book.executemany("INSERT INTO about VALUES (?, ?)", _about(tables, edition))
            records = resources.files("cakupan.wiring").joinpath("book_records.sql").read_text(encoding="utf-8")
            for name, query in (("person", records), ("nik", NIKS), ("card", CARDS)):
                for rows in _batches(tables, query):
                    book.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)
            book.commit()
        finally:
            book.close()


def _view_tables(tables: duckdb.DuckDBPyConnection, edition: PublishedEdition) -> None:
    for name, newer in READ.items():
        _view(tables, name, edition.table(name), newer)
    for name, columns in OPTIONAL.items():
        if edition.table(name).is_file():
            _view(tables, name, edition.table(name), NEWER_OF_OPTIONAL.get(name, ()))
        else:
            tables.execute(f"CREATE TEMP TABLE {name} ({columns})")
    tables.execute(NUMBERED)
    told = ", ".join(_quoted(path) for path in _earlier_statuses(edition))
    earlier = f"read_parquet([{told}], union_by_name = true)" if told else NONE_EARLIER
    tables.execute(LAST_ACTIVE.format(earlier=earlier, as_of=dt.date.fromisoformat(edition.manifest["as_of"]["members"])))


def _view(tables: duckdb.DuckDBPyConnection, name: str, file: Path, newer: Sequence[str]) -> None:
    """The table of a file, with what only newer editions have as nothing."""
    path = _quoted(file)
    has = {row[0] for row in tables.execute(f"DESCRIBE SELECT * FROM read_parquet({path})").fetchall()}
    added = "".join(f", NULL AS {column}" for column in newer if column not in has)
    tables.execute(f"CREATE VIEW {name} AS SELECT *{added} FROM read_parquet({path})")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _earlier_statuses(edition: PublishedEdition) -> list[Path]:
    """The statuses of the earlier editions that this one names, those that are still there."""
    area = edition.folder.parents[1]
    return [
        path
        for month, hashed in sorted(edition.manifest.get("earlier", {}).items())
        for path in area.glob(f"{month}/*/statuses.parquet")
        if hashed.startswith(path.parent.name)
    ]


def _batches(tables: duckdb.DuckDBPyConnection, query: str) -> Iterator[list[Any]]:
    found = tables.execute(query)
    while rows := found.fetchmany(BATCH_ROWS):
        yield rows


def _about(tables: duckdb.DuckDBPyConnection, edition: PublishedEdition) -> Iterator[tuple[str, str]]:
    manifest, first = edition.manifest, edition.month.first_date
    cutoff = tables.execute(CUTOFF, [str(edition.table("law_cutoff")), first, first]).fetchone() or (None, None)
    told: dict[str, Any] = {
        "position": {
            "area": manifest["area"],
            "month": manifest["month"],
            "as_of": manifest["as_of"]["members"],
            "edition": edition.hash,
            "cutoff_day": cutoff[0],
            "cutoff_citation": cutoff[1],
        },
        "guarantees": manifest.get("documents", {}).get("guarantees", []),
        "facilities": tables.execute(FACILITIES, [manifest["area"], RECEIVES]).fetchall(),
        "as_of": manifest["as_of"],
        "files": {each["kind"]: each["file"] for each in reversed(manifest["inputs"])},
    }
    for name, value in told.items():
        yield name, json.dumps(value, ensure_ascii=False)
