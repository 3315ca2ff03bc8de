"""The large case at its smallest: months differ, because people come and go, and the branch's master follows every year."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cakupan.scenarios.case import CaseFiles
from cakupan.scenarios.large import write_large
from cakupan.wiring.demo import PLAYS

RESIDENTS, MONTHS = 4000, 14


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_large(residents=RESIDENTS, out=tmp_path_factory.mktemp("large"), months=MONTHS)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_month_after_the_first_enrols_some_and_removes_others(files: CaseFiles) -> None:
    annexes = [lines(each.path) for each in files.imports if each.kind == "decisions"]
    first, changes = annexes[0], annexes[1:]
    assert len(first) == 400 and len(changes) == 2 * (MONTHS - 1) and all(changes)
    enrolled = {row["NO_KARTU"] for annex in changes for row in annex if row["KEPUTUSAN"] == "MASUK"}
    removed = {row["NO_KARTU"] for annex in changes for row in annex if row["KEPUTUSAN"] == "KELUAR"}
    assert removed <= {row["NO_KARTU"] for row in first} and not enrolled & removed
    assert len({row["NO_SK"] for annex in annexes for row in annex}) == len(annexes)


def test_the_branch_follows_once_a_year(files: CaseFiles) -> None:
    first, second = (lines(each.path) for each in files.imports if each.kind == "members")
    before, after = ({row["NO_KARTU"]: row for row in master} for master in (first, second))
    assert before.keys() == after.keys()
    changed = {card for card in before if before[card] != after[card]}
    came = {card for card in changed if after[card]["STATUS_PESERTA"] == "AKTIF"}
    assert came and changed - came
    assert {(before[card]["SEGMEN"], after[card]["SEGMEN"]) for card in came} == {("PBPU", "PBPU DAN BP PEMDA")}


def test_it_has_36_months_and_papers_of_the_last_alone(files: CaseFiles) -> None:
    assert "large" in PLAYS and len(files.months) == MONTHS
    whole = files.case
    assert str(whole.months[0]) == "2022-01" and [str(month) for month in whole.reported] == ["2024-12"]
