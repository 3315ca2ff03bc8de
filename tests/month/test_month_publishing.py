"""An edition is published whole or not at all, and never edited."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.wiring.editions import current_edition, open_edition, publish, published_areas, published_months

AREA, MONTH = "99.73", Month(2021, 7)


class Killed(Exception):
    """Stands for a machine that stops."""


def _writer(text: str):
    def write(folder: Path) -> dict[str, object]:
        (folder / "bill_lines.parquet").write_text(text)
        (folder / "persons.parquet").write_text(text)
        return {"area": AREA, "month": str(MONTH), "text": text}

    return write


def _publish(workspace: Path, text: str):
    return publish(workspace=workspace, area=AREA, month=MONTH, write=_writer(text))


def _current(workspace: Path):
    return current_edition(workspace=workspace, area=AREA, month=MONTH)


def _home(workspace: Path) -> Path:
    return workspace / "editions" / AREA / str(MONTH)


def test_published_is_current_and_named_by_its_hash(tmp_path):
    edition = _publish(tmp_path, "first")
    found = _current(tmp_path)
    assert found == edition
    assert found.folder.name == found.hash[:12]
    assert found.table("persons").read_text() == "first"
    assert sorted(p.name for p in _home(tmp_path).iterdir()) == sorted(["CURRENT", found.folder.name])
    assert (published_areas(workspace=tmp_path), published_months(workspace=tmp_path, area=AREA)) == ([AREA], [MONTH])


def test_nothing_is_published_yet(tmp_path):
    assert _current(tmp_path) is None
    assert published_areas(workspace=tmp_path) == []
    assert published_months(workspace=tmp_path, area=AREA) == []


def _stop_at(monkeypatch: pytest.MonkeyPatch, step: int) -> list[str]:
    """Let the ``step``-th flush, rename or replacement stop the machine; returns the log of those that happened."""
    happened: list[str] = []

    def watched(name, original):
        def call(*args, **kwargs):
            if len(happened) == step:
                raise Killed(name)
            happened.append(name)
            return original(*args, **kwargs)

        return call

    monkeypatch.setattr(os, "fsync", watched("flush", os.fsync))
    monkeypatch.setattr(Path, "rename", watched("rename", Path.rename))
    monkeypatch.setattr(Path, "replace", watched("replace", Path.replace))
    return happened


def test_killed_anywhere_the_old_edition_stands_or_the_new_one_does(tmp_path):
    steps = 0
    outcomes = []
    while True:
        workspace = tmp_path / str(steps)
        old = _publish(workspace, "old")
        with pytest.MonkeyPatch.context() as patched:
            log = _stop_at(patched, steps)
            try:
                new = _publish(workspace, "new")
            except Killed:
                new = None
        found = _current(workspace)
        assert found is not None
        assert found.table("persons").read_text() in ("old", "new")
        assert open_edition(found.folder).manifest["text"] == found.table("bill_lines").read_text()
        outcomes.append("old" if found.hash == old.hash else "new")
        # The next try goes through, whatever was left lying about.
        assert _publish(workspace, "new").hash == _current(workspace).hash
        if new is not None:
            break
        steps += 1
    assert {"flush", "rename", "replace"} == set(log)
    # Everything before the pointer's replacement leaves the old edition; only the last flush comes after it.
    assert outcomes == ["old"] * (len(outcomes) - 2) + ["new", "new"]


def test_a_writer_that_fails_leaves_nothing_behind(tmp_path):
    _publish(tmp_path, "old")

    def failing(folder: Path) -> dict[str, object]:
        (folder / "persons.parquet").write_text("half")
        raise AssertionError("broken")

    with pytest.raises(AssertionError, match="broken"):
        publish(workspace=tmp_path, area=AREA, month=MONTH, write=failing)
    assert _current(tmp_path).table("persons").read_text() == "old"
    assert [p.name for p in _home(tmp_path).iterdir() if p.name.startswith(".")] == []


def test_two_editions_stand_beside_each_other(tmp_path):
    old, new = _publish(tmp_path, "old"), _publish(tmp_path, "new")
    assert _current(tmp_path).hash == new.hash
    assert open_edition(old.folder).table("persons").read_text() == "old"


def test_publishing_the_same_again_changes_nothing(tmp_path):
    first = _publish(tmp_path, "same")
    before = {p.name: p.stat().st_mtime_ns for p in first.folder.iterdir()}
    assert _publish(tmp_path, "same") == first
    assert {p.name: p.stat().st_mtime_ns for p in first.folder.iterdir()} == before


@pytest.mark.parametrize("damage", ["changed", "missing", "torn"])
def test_a_manifest_that_was_changed_is_refused(tmp_path, damage):
    edition = _publish(tmp_path, "first")
    manifest = edition.folder / "manifest.json"
    if damage == "changed":
        manifest.write_text(json.dumps({**edition.manifest, "text": "second"}))
    elif damage == "torn":
        manifest.write_bytes(manifest.read_bytes()[:-20])
    else:
        manifest.unlink()
    with pytest.raises(Refusal, match="changed after it was published"):
        _current(tmp_path)
