"""A dry run says what an import would say, and leaves nothing behind."""

from __future__ import annotations

import tempfile

import pytest
from register_files import AS_OF, csv_bytes, person

from cakupan.law.refusal import Refusal
from cakupan.wiring.workspace import FAULTS_SHOWN, Workspace


def given(folder, *rows):
    path = folder / "dtks.csv"
    path.write_bytes(csv_bytes(rows))
    return {"kind": "poverty", "file": path, "area": "61.01", "as_of": AS_OF}


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    (tmp_path / "aside").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "aside"))
    return Workspace(tmp_path / "ws")


def test_a_dry_run_counts_as_the_import_does_and_keeps_nothing(tmp_path, workspace):
    file = given(tmp_path, person(), *[person(NIK="1")] * 60, person(TGL_LHR="17-08-1983"))
    tried = workspace.try_register(**file)
    assert not workspace.path.exists()
    assert list((tmp_path / "aside").iterdir()) == []
    assert not tried.already_there
    snapshot = workspace.import_register(**file).snapshot
    assert (tried.snapshot.hash, tried.snapshot.rows, tried.snapshot.faults, tried.snapshot.warnings) == (
        snapshot.hash, snapshot.rows, snapshot.faults, snapshot.warnings,
    )  # fmt: skip
    assert tried.snapshot.faults_by_reason == snapshot.faults_by_reason == {"a NIK has 16 digits": 60}
    assert len(tried.first_faults) == FAULTS_SHOWN
    assert tried.first_faults[0] == {
        "file": "dtks.csv", "row": 3, "column": "NIK", "value": "1", "reason": "a NIK has 16 digits",
    }  # fmt: skip


def test_a_dry_run_of_what_was_imported_before_says_so(tmp_path, workspace):
    file = given(tmp_path, person())
    workspace.import_register(**file)
    before = sorted(path.name for path in workspace.path.rglob("*"))
    assert workspace.try_register(**file).already_there
    assert sorted(path.name for path in workspace.path.rglob("*")) == before


def test_the_files_can_be_looked_at_while_they_are_there(tmp_path, workspace):
    seen = []
    workspace.try_register(**given(tmp_path, person()), look=lambda snapshot: seen.append(snapshot.rows_path.exists()))
    assert seen == [True]


def test_a_dry_run_refuses_what_an_import_refuses_and_keeps_nothing(tmp_path, workspace):
    with pytest.raises(Refusal, match="a header and no rows"):
        workspace.try_register(**given(tmp_path))
    with pytest.raises(Refusal, match="no such kind"):
        workspace.try_register(**{**given(tmp_path, person()), "kind": "agreements"})
    assert list((tmp_path / "aside").iterdir()) == []
    assert not workspace.path.exists()
