"""Invented registers with truth, linked by the product, and scored against that truth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cakupan.scenarios.errors import Errors
from cakupan.scenarios.people import generate
from cakupan.scenarios.places import villages_of
from cakupan.scenarios.registers_written import FILES, write_registers
from cakupan.wiring.linking import Linked, link_files

AS_OF = dt.date(2021, 7, 1)
REGENCY = "36.73"
KIND_OF = {"resident": "residents", "poverty": "poverty", "member": "members"}
TRUE_COLUMN = {"deceased": "provably_dead", "moved": "provably_moved"}


@dataclass(frozen=True)
class Score:
    """Shares of rows. ``recall_shown`` also counts rows under review whose best candidate is right."""

    precision: float
    recall: float
    recall_shown: float = 0.0


def write_region(folder: Path, *, residents: int, seed: int, errors: Errors | None = None) -> Path:
    """Five registers and their truth, of one regency."""
    people = generate(residents=residents, seed=seed, areas=villages_of(REGENCY), as_of=AS_OF, errors=errors)
    write_registers(people, folder)
    return folder


def link_region(folder: Path) -> Linked:
    """The five files of a folder linked as ``cakupan link`` does, into ``folder/linked``."""
    files = {kind: folder / name for kind, name in FILES.items()}
    return link_files(files=files, profiles={}, as_of=AS_OF, out=folder / "linked", workbook=False)


def link_score(folder: Path, subject: str) -> Score:
    """How right the links of ``subject`` (poverty, member) are: a link is right if its resident row is about the same person."""
    with _opened(folder) as database:
        found = database.execute(
            f"""
            WITH judged AS (
                SELECT l.decision, r.person = t.person AS is_right, t.person IN (SELECT person FROM residents) AS is_here
                FROM {subject}_links l
                JOIN {KIND_OF[subject]} t ON t.row = l.row
                LEFT JOIN residents r ON r.row = l.resident_row
            )
            SELECT
                count(*) FILTER (decision = 'accept' AND is_right) / count(*) FILTER (decision = 'accept'),
                count(*) FILTER (decision = 'accept' AND is_right) / count(*) FILTER (is_here),
                count(*) FILTER (is_right) / count(*) FILTER (is_here)
            FROM judged
            """
        ).fetchall()
    return Score(*found[0])


def event_score(folder: Path, subject: str, code: str) -> Score:
    """How many of the provably dead (or departed) rows of a register are listed as such, and how many of those listed are."""
    with _opened(folder) as database:
        found = database.execute(
            f"""
            WITH listed AS (SELECT DISTINCT subject_row FROM findings WHERE subject = '{subject}' AND code = '{code}'),
            judged AS (
                SELECT t.{TRUE_COLUMN[code]} AS is_true, l.subject_row IS NOT NULL AS is_listed
                FROM {KIND_OF[subject]} t LEFT JOIN listed l ON l.subject_row = t.row
            )
            SELECT
                count(*) FILTER (is_true AND is_listed) / count(*) FILTER (is_listed),
                count(*) FILTER (is_true AND is_listed) / count(*) FILTER (is_true)
            FROM judged
            """
        ).fetchall()
    return Score(*found[0])


def duplicate_score(folder: Path, subject: str) -> Score:
    """How many later rows about the same person are listed as such, and how many of those listed are."""
    with _opened(folder) as database:
        found = database.execute(
            f"""
            WITH listed AS (SELECT DISTINCT subject_row FROM findings WHERE subject = '{subject}' AND code = 'duplicate'),
            judged AS (
                SELECT row_number() OVER (PARTITION BY t.person ORDER BY t.row) > 1 AS is_true,
                    l.subject_row IS NOT NULL AS is_listed
                FROM {KIND_OF[subject]} t LEFT JOIN listed l ON l.subject_row = t.row
            )
            SELECT
                count(*) FILTER (is_true AND is_listed) / count(*) FILTER (is_listed),
                count(*) FILTER (is_true AND is_listed) / count(*) FILTER (is_true)
            FROM judged
            """
        ).fetchall()
    return Score(*found[0])


def _opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """Truth as ``residents``, ``poverty``, ``members``; what was linked as ``poverty_links``, ``member_links``, ``findings``."""
    database = duckdb.connect()
    tables = {kind: folder / "truth" / f"{kind}.parquet" for kind in KIND_OF.values()}
    tables |= {name: folder / "linked" / "evidence" / f"{name}.parquet" for name in ("poverty_links", "member_links", "findings")}
    for name, path in tables.items():
        database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    return database
