"""Small registers as tables of an engine: a few people written by hand, and enough others that a name means something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from cakupan.engines.embedded import DuckDBEngine
from cakupan.linking.links import OWN_COLUMNS, PERSON_COLUMNS, LinkRun, link_registers
from cakupan.linking.match import STEPS, normalise, prepare

AS_OF = dt.date(2021, 7, 1)
ARROW = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "BOOLEAN": pa.bool_(), "STRING": pa.string(), "DATE": pa.date32()}
FIRST_NAMES = [
    "AGUS", "BAMBANG", "CAHYO", "DARMAN", "ENDANG", "FATONI", "GUNAWAN", "HERMAN",
    "IWAN", "JOKO", "KARNO", "LUKMAN", "MAMAN", "NANANG", "OKTO", "PARDI",
]  # fmt: skip
LAST_NAMES = [
    "WIBOWO", "SUSANTO", "LUBIS", "RAHARJO", "TANJUNG", "KURNIA",
    "MULYADI", "PRATAMA", "SIMATUPANG", "HAKIM", "YULIANTO", "DARMAWAN",
]  # fmt: skip
Row = Mapping[str, Any]

SITI: Row = {
    "nik": "3673015503809001",
    "family_card_number": "3673011502109001",
    "name": "SITI ROHANAH",
    "birth_date": dt.date(1980, 3, 15),
    "sex": "P",
    "mother_name": "MURNIASIH",
    "area_code": "36.73.01.1001",
}


def person(of: Row = SITI, **changed: Any) -> dict[str, Any]:
    """A row about the same person, written otherwise."""
    return {**of, **changed}


def crowd(size: int = 600) -> list[dict[str, Any]]:
    """People who are nobody else: so that agreeing on a name or a date is worth something."""
    return [
        {
            "nik": f"367302{number % 28 + 1:02d}{number % 12 + 1:02d}{number % 60 + 10:02d}9{number % 1000:03d}",
            "family_card_number": f"3673020101109{number:03d}",
            "name": f"{FIRST_NAMES[number % 16]} {LAST_NAMES[number // 16 % 12]} {FIRST_NAMES[number // 7 % 16]}",
            "birth_date": dt.date(1910 + number % 60, number % 12 + 1, number % 28 + 1),
            "sex": "LP"[number % 2],
            "mother_name": f"SRI {LAST_NAMES[number % 12]} {FIRST_NAMES[number // 12 % 16]}",
            "area_code": f"36.73.02.{1001 + number % 9}",
        }
        for number in range(size)
    ]


def opened() -> DuckDBEngine:
    engine = DuckDBEngine()
    prepare(engine=engine)
    return engine


def put_register(engine: DuckDBEngine, kind: str, rows: Sequence[Row], *, columns: Mapping[str, str] = PERSON_COLUMNS) -> None:
    """Table ``kind`` with these rows, numbered from 2 as lines of a file are, unless they bring their number."""
    filled = [{"row": place, "readable": True, **row} for place, row in enumerate(rows, start=2)]
    table = pa.table({name: pa.array([row.get(name) for row in filled], ARROW[sql]) for name, sql in columns.items()})
    engine.connection.register("rows_in", table)
    engine.connection.execute(f"CREATE OR REPLACE TABLE {kind} AS SELECT * FROM rows_in")
    engine.connection.unregister("rows_in")


def levels(engine: DuckDBEngine, query: Row, target: Row) -> dict[str, int]:
    """The levels of agreement between two rows, as step ``compared`` says."""
    for name, row in (("query_register", query), ("target_register", target)):
        put_register(engine, name, [row])
        normalise(engine=engine, register=name, into=f"{name}_person")
    engine.alias("query", "query_register_person")
    engine.alias("target", "target_register_person")
    engine.create_table("given_pairs", {"query_row": "BIGINT", "target_row": "BIGINT"}, [(2, 2)])
    engine.alias("pairs", "given_pairs")
    engine.run(STEPS["compared"])
    fields = ("nik", "name", "date", "sex", "household")
    found = engine.fetch("SELECT " + ", ".join(f"{field}_level" for field in fields) + " FROM compared")
    return dict(zip(fields, found[0], strict=True))


def link(engine: DuckDBEngine, *, as_of: dt.date = AS_OF, decile_max: int | None = None, **registers: Sequence[Row]) -> None:
    """Run everything over these registers; whoever is not handed over is missing, not empty. Residents come with a crowd."""
    for kind, rows in registers.items():
        everyone = [*rows, *crowd()] if kind == "residents" else rows
        put_register(engine, kind, everyone, columns={**PERSON_COLUMNS, **OWN_COLUMNS[kind]})
    link_registers(
        engine=engine, run=LinkRun(as_of=as_of, files={kind: f"{kind}.csv" for kind in registers}, decile_max=decile_max)
    )


def links(engine: DuckDBEngine, subject: str = "poverty") -> list[tuple[Any, ...]]:
    """(row, resident row, decision) of every row of the register."""
    return engine.fetch(f"SELECT row, resident_row, decision FROM {subject}_links ORDER BY row")


def codes(engine: DuckDBEngine, subject: str) -> dict[int, set[str]]:
    """The codes of each row of a register that has any."""
    found: dict[int, set[str]] = {}
    for row, code in engine.fetch(f"SELECT subject_row, code FROM findings WHERE subject = '{subject}'"):
        found.setdefault(row, set()).add(code)
    return found
