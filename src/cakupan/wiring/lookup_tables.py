"""Copies of an edition's tables in the order in which one person is looked up, in small pieces: milliseconds at any size.

They lie beside the editions, in ``lookups``, named for their edition, and say nothing of their own: without them the same rows
are read from the edition itself, only slower. Written when the office loads a month.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from cakupan.registers.snapshot import written_aside
from cakupan.wiring.editions import PublishedEdition

LOOKUPS = "lookups"
PIECE_ROWS = 8192
# Table and column → what the copy holds; a row without the column cannot be found by it.
COPIED = (
    ("persons", "nik"),
    ("persons", "person_id"),
    ("person_keys", "key"),
    ("statuses", "person_id"),
    ("statuses", "candidate_person_id"),
    ("statuses", "card_number"),
    ("list_entries", "person_id"),
    ("list_entries", "candidate_person_id"),
    ("list_entries", "card_number"),
    ("mismatches", "person_id"),
    ("bill_lines", "person_id"),
)


def lookup_table(edition: PublishedEdition, table: str, column: str) -> Path:
    """The file in which to look for rows of ``table`` by ``column``: the copy, or else the edition's own."""
    copied = _folder(edition) / f"{table}_by_{column}.parquet"
    return copied if copied.is_file() else edition.table(table)


def write_lookup_tables(edition: PublishedEdition) -> None:
    """Write the copies of an edition, whole or not at all; nothing if they are there."""
    folder = _folder(edition)
    if folder.is_dir():
        return
    with written_aside(folder) as aside, duckdb.connect(":memory:") as connection:
        for table, column in COPIED:
            source, out = str(edition.table(table)), str(aside / f"{table}_by_{column}.parquet")
            connection.execute(
                f"COPY (SELECT * FROM read_parquet(?) WHERE {column} IS NOT NULL ORDER BY {column}) "
                f"TO '{_quoted(out)}' (FORMAT parquet, ROW_GROUP_SIZE {PIECE_ROWS})",
                [source],
            )


def _folder(edition: PublishedEdition) -> Path:
    """``WORKSPACE/lookups/HASH`` of ``WORKSPACE/editions/AREA/MONTH/HASH``."""
    return edition.folder.parents[3] / LOOKUPS / edition.folder.name


def _quoted(path: str) -> str:
    return path.replace("'", "''")
