"""Generated pages: what they are made of, and that a stale one is noticed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cakupan.engines.steps import load_steps
from tools.docs import __main__ as docs
from tools.docs import markdown

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_cell_stays_one_cell() -> None:
    assert markdown.cell("a | b\n c") == "a \\| b c"
    assert markdown.cell(None) == ""


def test_a_changed_missing_or_current_page_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"docs/a.md": lambda: "A\n", "docs/b.md": lambda: "B\n"}
    monkeypatch.setattr(docs, "PAGES", pages)
    (tmp_path / "docs").mkdir()
    assert docs.stale_pages(tmp_path) == ["docs/a.md", "docs/b.md"]
    docs.write_pages(tmp_path)
    assert docs.stale_pages(tmp_path) == []
    (tmp_path / "docs" / "a.md").write_text("A!\n", encoding="utf-8")
    assert docs.stale_pages(tmp_path) == ["docs/a.md"]


def test_every_page_that_says_it_is_generated_is_one() -> None:
    marked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "docs").glob("*.md")
        if "<!-- Written by `make docs`" in path.read_text(encoding="utf-8")
    }
    assert marked == set(docs.PAGES)


@pytest.mark.parametrize("room", ["linking", "month"])
def test_every_step_says_what_it_makes_and_what_it_reads(room: str) -> None:
    for step in load_steps(f"cakupan.{room}.steps"):
        assert len(step.says) > 20, step.name
        assert re.search(r"\bReads\b", step.says), f"{step.name} does not say what it reads"


@pytest.mark.parametrize("room", ["linking", "month"])
def test_a_step_is_one_select_named_once(room: str) -> None:
    steps = load_steps(f"cakupan.{room}.steps")
    assert len({step.name for step in steps}) == len(steps)
    for step in steps:
        assert ";" not in re.sub(r"--.*|'[^']*'", "", step.sql), f"{step.name} holds more than one statement"
