"""The tables that the steps about people read, as a few dictionaries, on an engine of their own."""

from __future__ import annotations

import atexit
import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cakupan.engines.embedded import DuckDBEngine
from cakupan.engines.steps import Engine, load_steps
from cakupan.law.calendar import Month
from cakupan.month.closing import ALIKE, NAME_KEY

PERSON = {
    "row": "BIGINT", "readable": "BOOLEAN", "nik": "STRING", "nik_anomaly": "STRING", "family_card_number": "STRING",
    "name": "STRING", "birth_date": "DATE", "sex": "STRING", "area_code": "STRING", "area_known": "BOOLEAN",
}  # fmt: skip
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "residents": {**PERSON, "population_flag": "STRING"},
    "members": {
        **PERSON, "card_number": "STRING", "segment": "STRING", "status": "STRING", "class": "INTEGER", "payer": "STRING",
        "facility_code": "STRING", "facility_name": "STRING", "start_date": "DATE",
    },
    "poverty": {**PERSON, "source_id": "STRING", "decile": "INTEGER"},
    "member_links": {"row": "BIGINT", "resident_row": "BIGINT", "decision": "STRING"},
    "poverty_links": {"row": "BIGINT", "resident_row": "BIGINT", "decision": "STRING"},
    "resident_group": {"row": "BIGINT", "first_row": "BIGINT"},
    "finding_person": {"person_id": "STRING", "code": "STRING", "event_date": "DATE"},
}  # fmt: skip
JULY = Month(2021, 7)
RUN = {
    "month": "STRING", "area_code": "STRING", "first_date": "DATE", "next_first_date": "DATE", "as_of_date": "DATE",
    "known_on": "DATE",
}  # fmt: skip


@cache
def people_engine() -> DuckDBEngine:
    """One engine for all tests of a file; every test replaces the tables it reads."""
    engine = DuckDBEngine(memory_limit="500MB", threads=1)
    atexit.register(engine.close)
    return engine


def runs(*, cases_a_run: int, short: int) -> int:
    """How many engine runs a generative test makes: few, or as many as hold ``CAKUPAN_EXAMPLES`` cases at night."""
    wished = int(os.environ.get("CAKUPAN_EXAMPLES", "0"))
    return max(short, -(-wished // cases_a_run))


@dataclass
class PeopleTables:
    """Rows by table; ``load`` puts them on an engine with ``run`` and the persons of residents and members."""

    area: str
    month: Month = JULY
    as_of: dt.date | None = None
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def add(self, table: str, **values: Any) -> int:
        rows = self.tables[table]
        row = len(rows) + 2
        rows.append({"row": row, "readable": True, **values})
        return row

    def resident(self, **values: Any) -> int:
        return self.add("residents", **{"population_flag": "0", "area_known": True, **values})

    def member(self, card: str | None, *, resident_row: int | None = None, link: str = "accept", **values: Any) -> int:
        usual = {"card_number": card, "segment": "PEMDA", "status": "active", "class": 3, "area_known": True}
        row = self.add("members", **{**usual, **values})
        if resident_row is not None:
            self.tables["member_links"].append({"row": row, "resident_row": resident_row, "decision": link})
        return row

    def poor(self, *, resident_row: int | None = None, link: str = "accept", **values: Any) -> int:
        row = self.add("poverty", **values)
        if resident_row is not None:
            self.tables["poverty_links"].append({"row": row, "resident_row": resident_row, "decision": link})
        return row

    def load(self, engine: Engine | None = None) -> Engine:
        engine = engine or people_engine()
        for name, columns in COLUMNS.items():
            engine.create_table(name, columns, table_rows(columns, self.tables[name]))
        as_of = self.as_of or self.month.first_date
        told = (str(self.month), self.area, self.month.first_date, self.month.plus(1).first_date, as_of, None)
        engine.create_table("run", RUN, [told])
        engine.define(NAME_KEY)
        engine.define(ALIKE)
        for step in load_steps("cakupan.month.steps"):
            if step.name in ("resident_person", "member_person"):
                engine.run(step)
        return engine


def table_rows(columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    return [[row.get(column) for column in columns] for row in rows]
