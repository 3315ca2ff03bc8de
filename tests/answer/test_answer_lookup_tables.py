"""The copies in which one person is looked up say exactly what the edition says, whoever is asked about."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cakupan.wiring.answer import ask
from cakupan.wiring.editions import PublishedEdition, current_edition
from cakupan.wiring.lookup_tables import LOOKUPS, lookup_table, write_lookup_tables
from month.small_region import AREA, MONTH, closed_workspace


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PublishedEdition]:
    workspace = tmp_path_factory.mktemp("lookups") / "workspace"
    shutil.copytree(closed_workspace(), workspace)
    edition = current_edition(workspace=workspace, area=AREA, month=MONTH)
    assert edition is not None
    return workspace, edition


def test_every_answer_is_the_same_with_the_copies_and_without(region: tuple[Path, PublishedEdition]) -> None:
    workspace, edition = region
    niks = pq.read_table(edition.table("persons"), columns=["nik"])["nik"].to_pylist()
    numbers = {nik for nik in niks if nik and len(nik) == 16}
    cards = pq.read_table(edition.table("statuses"), columns=["card_number"])["card_number"].to_pylist()
    asked = [*sorted(numbers)[::40], *[card for card in cards if card and len(card) == 13][::60]]
    day = MONTH.first_date + dt.timedelta(days=5)

    def answers() -> list[object]:
        return [ask(workspace=workspace, number=number, on=day, today=day, area=AREA) for number in asked]

    before = answers()
    write_lookup_tables(edition)
    assert lookup_table(edition, "persons", "nik").parent.parent.name == LOOKUPS
    assert len(asked) > 20 and answers() == before
