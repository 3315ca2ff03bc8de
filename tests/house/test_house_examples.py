"""Every example in the documentation is run: blocks marked ``<!-- run -->`` as they stand, links and files as they are named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "GLOSSARY.md", *sorted((ROOT / "docs").rglob("*.md"))]
MARKED = re.compile(r"<!-- run -->\n```sh\n(.*?)```", re.DOTALL)
SHELL_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def examples() -> list[tuple[str, str]]:
    return [
        (f"{document.name}-{number}", block)
        for document in DOCUMENTS
        for number, block in enumerate(MARKED.findall(document.read_text(encoding="utf-8")), start=1)
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the example files where the documentation says they are, and nothing else."""
    shutil.copytree(ROOT / "docs" / "example", tmp_path / "docs" / "example")
    return tmp_path


@pytest.mark.parametrize("block", [block for _, block in examples()], ids=[name for name, _ in examples()])
def test_a_marked_example_runs_as_it_stands(block: str, desk: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=desk,
        env={"PATH": path, "HOME": str(desk)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip()


def test_every_cakupan_example_is_marked_to_run() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        marked = MARKED.findall(text)
        loose = [block for block in SHELL_BLOCK.findall(text) if block not in marked and "cakupan " in block]
        assert not loose, f"{document.name} has an example that nobody runs: {loose}"


def test_every_make_example_is_a_command_of_the_makefile() -> None:
    wishes = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for document in DOCUMENTS:
        for block in SHELL_BLOCK.findall(document.read_text(encoding="utf-8")):
            assert set(re.findall(r"\bmake ([a-z-]+)", block)) <= wishes


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_pages_that_messages_point_to_are_there() -> None:
    named = {
        page
        for file in sorted((ROOT / "src").rglob("*.py"))
        for page in re.findall(r"\bdocs/[\w./-]+\.(?:md|json)\b", file.read_text(encoding="utf-8"))
    }
    assert {page for page in named if not (ROOT / page).is_file()} == set()


def test_example_people_are_invented() -> None:
    for file in sorted((ROOT / "docs" / "example").glob("*.csv")):
        for nik in re.findall(r"\b\d{16}\b", file.read_text(encoding="utf-8")):
            assert int(nik[-4:]) >= 9000 or nik.startswith("99"), file.name
