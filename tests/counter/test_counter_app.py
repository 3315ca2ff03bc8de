"""What cannot be brought about from outside: a defect of ours, a log that cannot be written, a damaged file."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from answer.every_reason import AREA, questions, region
from cakupan.counter.changes import Noted
from cakupan.counter.problems import PARTS, problems
from cakupan.counter.shelf import BOOKS, Shelf
from cakupan.record.access_log import NotRecorded
from cakupan.wiring.shelving import note_changes, write_missing_books
from counter.in_process import NOW, desk

SOMEBODY = {"nik": next(each.number for each in questions() if each.kind == "nik")}


def test_a_defect_is_told_without_anybody_s_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **told: Any) -> None:
        raise ValueError(f"cannot read {told['number']}")

    monkeypatch.setattr(Shelf, "ask", broken)
    with caplog.at_level(logging.DEBUG), desk(region(), tmp_path) as at:
        status, told, _ = at.ask(SOMEBODY)
        assert at.entries("answer") == []
    assert (status, told["code"]) == (500, "fault")
    assert SOMEBODY["nik"] not in str(told) and SOMEBODY["nik"] not in caplog.text
    assert "ValueError at" in caplog.text and "Traceback" not in caplog.text


def test_what_cannot_be_recorded_is_not_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = os.write

    def full(descriptor: int, text: bytes) -> int:
        if b'"hash"' in text:
            raise OSError(28, "No space left on device")
        return written(descriptor, text)

    with desk(region(), tmp_path) as at:
        assert at.ask(SOMEBODY)[0] == 200
        monkeypatch.setattr(os, "write", full)
        status, told, headers = at.ask(SOMEBODY)
        assert (status, told["code"], headers["retry-after"]) == (503, "not_recorded", "1")
        listed = at.ask({"questions": [SOMEBODY] * 3}, path="/api/v1/eligibility/bulk")
        assert (listed[0], listed[1]["code"]) == (503, "not_recorded")
        monkeypatch.undo()
        assert at.ask(SOMEBODY)[0] == 200
        assert len(at.entries("answer")) == 2


def test_a_log_that_cannot_begin_stops_the_worker(tmp_path: Path) -> None:
    (tmp_path / "access").write_text("")
    with pytest.raises(NotRecorded), desk(region(), tmp_path):
        pass


def test_damaged_consumers_answer_nobody(tmp_path: Path) -> None:
    with desk(region(), tmp_path) as at:
        assert at.ask(SOMEBODY)[0] == 200
        (tmp_path / "consumers.json").write_text("{")
        status, told, _ = at.ask(SOMEBODY)
    assert (status, told["code"]) == (503, "not_ready")


def test_a_damaged_book_is_told_and_no_defect(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    write_missing_books(region(), print)
    shutil.copytree(region(), workspace)
    for book in (workspace / BOOKS).rglob("*.sqlite"):
        book.write_bytes(b"no book at all")
    with desk(workspace, tmp_path) as at:
        status, told, _ = at.ask(SOMEBODY)
    assert (status, told["code"]) == (503, "not_ready")


def test_until_a_book_is_there_the_edition_before_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = tmp_path / "workspace"
    write_missing_books(region(), print)
    shutil.copytree(region(), workspace)
    monkeypatch.setattr("cakupan.counter.shelf.LOOK_SECONDS", 0.0)
    shelf = Shelf(workspace)
    before = shelf.editions()[AREA]
    month = max(before)
    pointer = workspace / "editions" / AREA / str(month) / "CURRENT"
    name = pointer.read_text().strip()
    shutil.move(workspace / BOOKS / name, tmp_path / "aside")
    pointer.write_text("0123456789ab\n")
    assert shelf.editions()[AREA] == before  # its own book is still open, or was
    assert month not in Shelf(workspace).editions()[AREA]
    pointer.write_text(f"{name}\n")
    shutil.move(tmp_path / "aside", workspace / BOOKS / name)
    assert shelf.editions()[AREA][month].name == name


def test_a_change_is_noted_once_and_known_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "changes.jsonl"
    noted = Noted(path)
    noted.begin()
    write_missing_books(region(), print)
    assert note_changes(region(), noted, at=NOW) == 4 and note_changes(region(), noted, at=NOW) == 0
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"cursor": 5, "kin')  # killed while it wrote
    again = Noted(path)
    again.begin()
    assert path.read_bytes() == whole and note_changes(region(), again, at=NOW) == 0
    assert again.note({"kind": "standing", "area": AREA, "written_at": "later"}, at=NOW)
    assert path.read_text().splitlines()[-1].startswith('{"cursor": 5, ')


def test_every_problem_says_what_why_and_mend_in_both_languages() -> None:
    for code, told in problems().items():
        assert 400 <= told["status"] <= 503, code
        for part in PARTS:
            assert told[part]["id"].strip() and told[part]["en"].strip() and told[part]["id"] != told[part]["en"], (code, part)
