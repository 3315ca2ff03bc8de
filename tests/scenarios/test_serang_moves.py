"""No figure of the case is typed in: change one person, one rate or one term, and the figure moves by what follows from it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cakupan.law import parameter_files
from cakupan.scenarios.serang import CaseFiles, write_serang
from cakupan.wiring.month import close_area_month
from cakupan.wiring.summaries import Played, summary_of
from cakupan.wiring.workspace import Workspace

RESIDENTS, LINES = 1000, 61
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_serang(residents=RESIDENTS, out=tmp_path_factory.mktemp("serang"))


@pytest.fixture(scope="module")
def closed(files: CaseFiles, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The case as it is, closed once: its figures, and its workspace without list and terms for each test to copy."""
    workspace = tmp_path_factory.mktemp("workspace")
    summary = figures(files, workspace, tmp_path_factory.mktemp("files"))
    for left in ("decisions", "agreements"):
        shutil.rmtree(workspace / "snapshots" / files.case.area / left)
    shutil.rmtree(workspace / "editions")
    return workspace, summary


@pytest.fixture(scope="module")
def usual(closed: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return closed[1]


def figures(files: CaseFiles, workspace: Path, scratch: Path, change: dict[str, Change] | None = None) -> dict[str, Any]:
    """Import the case's files, one or more of them changed, close the month, and sum it up."""
    store = Workspace(workspace)
    for kind, path in files.files.items():
        copied = scratch / path.name
        shutil.copyfile(path, copied)
        (change or {}).get(kind, lambda _: None)(copied)
        store.import_register(kind=kind, file=copied, area=files.case.area, as_of=files.case.as_of)
    closed = close_area_month(workspace=workspace, area=files.case.area, month=files.case.month)
    editions = {files.case.month: closed.edition}
    return summary_of(Played(case=files.case, residents=files.residents, workspace=workspace, editions=editions))


@pytest.fixture
def with_change(files: CaseFiles, closed: tuple[Path, dict[str, Any]], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    def changed(**change: Change) -> dict[str, Any]:
        workspace, scratch = tmp_path / "workspace", tmp_path / "files"
        shutil.copytree(closed[0], workspace)
        scratch.mkdir()
        return figures(files, workspace, scratch, change)

    return changed


def bill(summary: dict[str, Any], which: str = "bill") -> dict[str, int]:
    found: dict[str, int] = summary[which]["2021-07"]
    return found


def edit_rows(how: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Change:
    def change(path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(how(rows))

    return change


def edit_terms(how: Callable[[dict[str, Any]], None]) -> Change:
    def change(path: Path) -> None:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        how(document["agreement"])
        path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")

    return change


def test_the_case_at_rest(usual):
    assert bill(usual) == {
        "people": LINES,
        "pemda_per_person": 37_800,
        "pusat_per_person": 4200,
        "pemda_total": LINES * 37_800,
        "pemda_iuran": LINES * 35_000,
        "pemda_bantuan": LINES * 2800,
    }
    assert usual["coverage"]["population"] == RESIDENTS


def test_verified_stands_beside_the_bill_and_is_smaller(usual):
    raw, verified = bill(usual), bill(usual, "verified")
    assert 0 < verified["people"] < raw["people"]
    assert verified["pemda_total"] == verified["people"] * 37_800
    excluded = sum(code["excluded_people"] for code in usual["mismatches"]["by_code"].values())
    assert verified["people"] + excluded == raw["people"]


def test_one_person_less_in_the_annex(usual, with_change):
    moved = with_change(decisions=edit_rows(lambda rows: rows[:-1]))
    assert bill(moved)["people"] == LINES - 1
    assert bill(usual)["pemda_total"] - bill(moved)["pemda_total"] == 37_800


def test_one_line_in_on_the_twentieth_and_one_a_day_too_late(usual, with_change):
    """In by the 20th: in force on the 1st of next month. On the 21st: a month later."""

    def submitted(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [{**rows[0], "TGL_USUL": "2021-06-20"}, {**rows[1], "TGL_USUL": "2021-06-21"}, *rows[2:]]

    moved = with_change(decisions=edit_rows(submitted))
    assert bill(moved)["people"] == LINES - 1
    assert bill(moved)["pemda_iuran"] == (LINES - 1) * 35_000


def test_one_death_recorded_moves_the_verified_bill_only(usual, with_change, files):
    """The certificate of somebody on the list not known to be dead: the raw bill stays, the verified one shrinks by one."""
    with files.files["decisions"].open(encoding="utf-8", newline="") as annex:
        listed = {row["NIK"]: row for row in csv.DictReader(annex)}
    with files.files["residents"].open(encoding="utf-8", newline="") as register:
        living = next(row for row in csv.DictReader(register) if _well(row, listed))

    def certify(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        shared = {key: living[key] for key in ("NIK", "NO_KK", "NAMA_LGKP", "TGL_LHR", "NAMA_LGKP_IBU", "KODE_WILAYAH")}
        return [*rows, {**shared, "TGL_KEMATIAN": "2021-05-05", "NO_AKTA": "3673-KM-999999", "TGL_LAPOR": "2021-05-20"}]

    moved = with_change(deaths=edit_rows(certify))
    assert bill(moved) == bill(usual)
    assert bill(moved, "verified")["people"] == bill(usual, "verified")["people"] - 1
    assert bill(usual, "verified")["pemda_total"] - bill(moved, "verified")["pemda_total"] == 37_800
    before, after = (s["mismatches"]["by_code"]["deceased"]["lines"] for s in (usual, moved))
    assert after == before + 1


def _well(resident: dict[str, str], listed: dict[str, dict[str, str]]) -> bool:
    line = listed.get(resident["NIK"])
    return (
        line is not None and resident["FLAG_STATUS"] == "0" and line["NAMA"] == resident["NAMA_LGKP"] and bool(line["NO_KARTU"])
    )


@pytest.fixture
def law_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """The law's files with one text changed, for the length of a test."""
    caches = (parameter_files.law_parameters, parameter_files.law_version, parameter_files.reading_names)

    def change(before: str, after: str) -> None:
        folder = tmp_path / "law"
        shutil.copytree(parameter_files.FOLDER, folder)
        file = folder / "contribution" / "pemda.yaml"
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1
        file.write_text(text.replace(before, after), encoding="utf-8")
        monkeypatch.setattr(parameter_files, "FOLDER", folder)
        for cached in caches:
            cached.cache_clear()

    yield change
    for cached in caches:
        cached.cache_clear()


def test_one_rate_of_the_law(usual, with_change, law_with):
    law_with("pemda: {iuran: 35000, bantuan_iuran: 2800}", "pemda: {iuran: 35100, bantuan_iuran: 2800}")
    moved = with_change()
    assert bill(moved)["pemda_per_person"] == 37_900
    assert bill(moved)["pemda_iuran"] - bill(usual)["pemda_iuran"] == 100 * LINES
    assert bill(moved)["pemda_bantuan"] == bill(usual)["pemda_bantuan"]


def test_one_term_of_the_agreement_that_ends_with_the_month_before(with_change):
    def ended(terms: dict[str, Any]) -> None:
        terms["period"] = {"from": terms["period"]["from"].replace(year=2020), "to": terms["period"]["from"]}

    moved = with_change(agreements=edit_terms(ended))
    assert (bill(moved)["people"], bill(moved)["pemda_total"]) == (0, 0), "nobody is billed under an agreement that has ended"


def test_one_term_of_the_agreement_that_shares_the_cost(usual, with_change):
    def shared(terms: dict[str, Any]) -> None:
        terms["shares"] = [{"payer": "kabkota", "per_cent": 60}, {"payer": "provinsi", "per_cent": 40}]

    moved = with_change(agreements=edit_terms(shared))
    assert bill(moved)["pemda_total"] == bill(usual)["pemda_total"], "shares move between payers; the whole stays"
    assert moved["edition"] != usual["edition"]
    assert moved["payers"]["2021-07"] == {"kabkota": LINES * 22_680, "provinsi": LINES * 15_120, "pusat": LINES * 4200}
    assert usual["payers"]["2021-07"] == {"kabkota": LINES * 37_800, "pusat": LINES * 4200}
