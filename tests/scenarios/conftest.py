"""One set of invented people and its files for all tests of this folder."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cakupan.scenarios.people import People, generate
from cakupan.scenarios.places import villages_of
from cakupan.scenarios.registers_written import FILES, write_registers

AS_OF = dt.date(2021, 7, 1)
RESIDENTS = 20_000


class Region:
    """Registers as written, read back as anyone would: text rows, and the truth beside them."""

    def __init__(self, people: People, folder: Path) -> None:
        self.people = people
        self.folder = folder
        write_registers(people, folder)

    def rows(self, kind: str) -> list[dict[str, str]]:
        with (self.folder / FILES[kind]).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def truth(self, kind: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = pq.read_table(self.folder / "truth" / f"{kind}.parquet").to_pylist()
        return found


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    people = generate(residents=RESIDENTS, seed=7, areas=villages_of("36.73"), as_of=AS_OF)
    yield Region(people, tmp_path_factory.mktemp("region"))
