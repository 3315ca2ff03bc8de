"""Documents in a workspace: imported as they are, the newest of each number by a day, taken back until a month rests on them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import yaml
from test_register_documents import BLOCKS

from cakupan.cli import app
from cakupan.cli import registers as command
from cakupan.cli.outcome import run_command
from cakupan.law.refusal import Refusal
from cakupan.registers import DOCUMENTS
from cakupan.wiring.workspace import IMPORTED_KINDS, Workspace

JANUARY, FEBRUARY = dt.date(2025, 1, 6), dt.date(2025, 2, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "data")


def guarantee(folder, name, **changed):
    path = folder / name
    content = {"number": "J-1", "title": "x", "area": "16.10", "scope": {"who": "residents"}, **changed}
    path.write_text(yaml.safe_dump({"guarantee": content}), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_kind_is_imported_as_it_is(workspace, tmp_path, kind):
    path = tmp_path / "document.yaml"
    path.write_text(BLOCKS[DOCUMENTS[kind].key], encoding="utf-8")
    area = DOCUMENTS[kind].load(path).area
    imported = workspace.import_register(kind=kind, file=path, area=area, as_of=JANUARY)
    assert (imported.snapshot.folder / DOCUMENTS[kind].file).read_bytes() == path.read_bytes()
    [(snapshot, document)] = workspace.documents(kind=kind, area=area, as_of=JANUARY)
    assert (snapshot, document) == (imported.snapshot, DOCUMENTS[kind].load(path))
    assert workspace.documents(kind=kind, area=area, as_of=JANUARY - DAY) == []
    assert workspace.import_register(kind=kind, file=path, area=area, as_of=JANUARY).already_there
    assert workspace.undo(kind=kind, as_of=JANUARY) == snapshot
    assert workspace.documents(kind=kind, area=area, as_of=JANUARY) == []


def test_the_newest_import_of_each_number_counts(workspace, tmp_path):
    for path, as_of in (
        (guarantee(tmp_path, "a.yaml"), JANUARY),
        (guarantee(tmp_path, "b.yaml", number="J-2", account="1"), JANUARY),
        (guarantee(tmp_path, "c.yaml", account="2"), FEBRUARY),
        (guarantee(tmp_path, "d.yaml", account="3"), FEBRUARY),
    ):
        workspace.import_register(kind="guarantees", file=path, area="16.10", as_of=as_of)

    def accounts(as_of):
        found = workspace.documents(kind="guarantees", area="16.10", as_of=as_of)
        return [(document.number, document.terms.get("account")) for _, document in found]

    assert accounts(FEBRUARY - DAY) == [("J-1", None), ("J-2", "1")]
    assert accounts(FEBRUARY) == [("J-1", "3"), ("J-2", "1")]


def test_a_register_is_no_document(workspace):
    with pytest.raises(Refusal, match="kind 'residents'"):
        workspace.documents(kind="residents", area="16.10", as_of=JANUARY)


def test_a_document_of_another_area_is_refused(workspace, tmp_path):
    with pytest.raises(Refusal, match=r"guarantee a\.yaml: it is about area 16\.10, not 16\.71"):
        workspace.import_register(kind="guarantees", file=guarantee(tmp_path, "a.yaml"), area="16.71", as_of=JANUARY)


def test_a_document_that_cannot_be_read_leaves_nothing(workspace, tmp_path):
    with pytest.raises(Refusal, match=r"guarantee a\.yaml: scope\.who"):
        workspace.import_register(
            kind="guarantees", file=guarantee(tmp_path, "a.yaml", scope={"who": "all"}), area="16.10", as_of=JANUARY
        )
    with pytest.raises(Refusal, match=r"guarantee none\.yaml"):
        workspace.import_register(kind="guarantees", file=tmp_path / "none.yaml", area="16.10", as_of=JANUARY)
    assert workspace.snapshots() == []


def test_undo_stops_where_a_month_rests_on_the_document(workspace, tmp_path):
    imported = workspace.import_register(kind="guarantees", file=guarantee(tmp_path, "a.yaml"), area="16.10", as_of=JANUARY)
    manifest = workspace.path / "editions" / "16.10" / "2025-01" / "abc" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps({"inputs": [imported.snapshot.hash]}))
    with pytest.raises(Refusal, match="rests on it"):
        workspace.undo(kind="guarantees", as_of=JANUARY)


def test_the_command_knows_every_kind_and_says_what_it_is(capsys):
    assert set(command.KINDS) == set(IMPORTED_KINDS)
    assert run_command(app, ["import", "--help"]) == 0
    said = capsys.readouterr().out
    for kind in IMPORTED_KINDS:
        assert f"\n    {kind} " in said


def test_the_command_imports_a_document(capsys, workspace, tmp_path):
    path = guarantee(tmp_path, "jaminan.yaml")
    words = ["import", "guarantees", str(path), "--area", "16.10", "--as-of", "2025-01-06", "--workspace", str(workspace.path)]
    assert run_command(app, words) == 0
    said = capsys.readouterr().out
    assert said.startswith("guarantees of 2025-01-06, area 16.10: snapshot ")
    assert "rows" not in said
    assert run_command(app, [*words, "--profile", "dtks"]) == 1
    assert "profiles are for registers" in capsys.readouterr().err


def programme(folder, **changed):
    path = folder / "programme.yaml"
    content = {"number": "P-1", "title": "x", "area": "61", "year": 2019, "person_month_rupiah": 23000}
    content |= {"allocations": [{"area": "61.01", "allocated": 1}], **changed}
    path.write_text(yaml.safe_dump({"programme": content}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("year", "rupiah"), [(2018, 23000), (2019, 23000), (2019, 42000), (2020, 42000), (2021, 37800), (2021, 42000)]
)
def test_a_programme_pays_what_the_law_asks(workspace, tmp_path, year, rupiah):
    path = programme(tmp_path, year=year, person_month_rupiah=rupiah)
    workspace.import_register(kind="programmes", file=path, area="61", as_of=JANUARY)
    assert len(workspace.documents(kind="programmes", area="61", as_of=JANUARY)) == 1


@pytest.mark.parametrize(("year", "rupiah"), [(2018, 42000), (2019, 23001), (2021, 23000)])
def test_an_amount_that_the_law_does_not_ask_is_refused(workspace, tmp_path, year, rupiah):
    path = programme(tmp_path, year=year, person_month_rupiah=rupiah)
    with pytest.raises(Refusal, match=f"is not what the law asks in {year}"):
        workspace.import_register(kind="programmes", file=path, area="61", as_of=JANUARY)
    assert workspace.snapshots() == []


def test_a_year_that_the_law_does_not_know_is_not_checked(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr("cakupan.wiring.programme_law._amounts", lambda year: iter(()))
    path = programme(tmp_path, person_month_rupiah=1)
    assert workspace.import_register(kind="programmes", file=path, area="61", as_of=JANUARY).snapshot.kind == "programmes"
