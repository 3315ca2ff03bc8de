"""The house rules: each is broken once on purpose, and kept once beside it."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from tools import house

LONG_FUNCTION = "def long() -> None:\n" + "    print()\n" * 60
SIXTY_LINES = "def just_short_enough() -> None:\n" + "    print()\n" * 59


def code_breaches(text: str, *, file: str = "src/cakupan/linking/match.py") -> list[str]:
    return [breach.says for breach in house.of_code(file, ast.parse(text))]


def test_a_file_over_500_lines_needs_an_adr_that_names_it() -> None:
    five_hundred, more = "x\n" * 499, "x\n" * 500
    assert not list(house.of_length("src/cakupan/law/rates.py", five_hundred, ""))
    assert list(house.of_length("src/cakupan/law/rates.py", more, ""))
    assert not list(house.of_length("src/cakupan/law/rates.py", more, "We keep src/cakupan/law/rates.py whole, for …"))


def test_data_and_documents_may_be_long() -> None:
    assert not list(house.of_length("requirements/dev.txt", "x\n" * 5000, ""))


def test_a_function_may_have_sixty_lines_and_no_more() -> None:
    assert not code_breaches(SIXTY_LINES)
    assert "long has 61 lines" in code_breaches(LONG_FUNCTION)[0]


@pytest.mark.parametrize("caught", ["", " Exception", " BaseException", " (ValueError, Exception)"])
def test_catching_everything_is_refused(caught: str) -> None:
    assert code_breaches(f"try:\n    pass\nexcept{caught}:\n    pass\n")


def test_catching_what_is_expected_is_kept() -> None:
    assert not code_breaches("try:\n    pass\nexcept (ValueError, KeyError):\n    pass\n")


@pytest.mark.parametrize(
    "text",
    ["import random", "import os.path", "from time import sleep", "import logging", "dt.date.today()", "dt.datetime.now(dt.UTC)"],
)
def test_the_law_and_the_month_know_their_arguments_only(text: str) -> None:
    assert code_breaches(text, file="src/cakupan/law/contribution.py")
    assert code_breaches(text, file="src/cakupan/month/run.py")
    assert not code_breaches(text, file="src/cakupan/wiring/demo.py")


@pytest.mark.parametrize(
    "name", ["src/cakupan/law/utils.py", "src/cakupan/common/rates.py", "tests/helpers/rows.py", "src/cakupan/month/manager.py"]
)
def test_a_name_that_names_nothing_is_refused(name: str) -> None:
    assert list(house.of_name(name))


@pytest.mark.parametrize("name", ["src/cakupan/law/suspension.py", "docs/core/readme.md", "src/cakupan/law/commonwealth.py"])
def test_a_name_of_a_thing_is_kept(name: str) -> None:
    assert not list(house.of_name(name))


@pytest.mark.parametrize(
    "text",
    ["open('/" + "root/x')", "see /" + "work/main", "cd /" + "home/ani/x", "/" + "tmp/demo", "https://" + "pypi" + ".org/simple"],
)
def test_machines_and_registries_are_not_named(text: str) -> None:
    assert list(house.of_text("docs/x.md", text))


@pytest.mark.parametrize(
    "text", ["/usr/bin/env bash", "tests/" + "work/x", "src/" + "root/x", "the home/village", "https://www.apache.org/"]
)
def test_other_paths_and_addresses_are_kept(text: str) -> None:
    assert not list(house.of_text("docs/x.md", text))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "adr").mkdir(parents=True)
    for room in ("law", "month"):
        (tmp_path / "tests" / room).mkdir(parents=True)
        (tmp_path / "tests" / room / "test_dates.py").write_text("", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff/" + b"root/x")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def test_two_test_files_of_one_name_are_refused(clone: Path) -> None:
    (says,) = [str(breach) for breach in house.breaches(clone)]
    assert says.startswith("tests/month/test_dates.py:1:")
    assert "tests/law/test_dates.py" in says


def test_files_that_git_ignores_are_not_read(clone: Path) -> None:
    (clone / "tests" / "month" / "test_dates.py").unlink()
    (clone / "src").mkdir()
    (clone / "src" / "utils.py").write_text(LONG_FUNCTION, encoding="utf-8")
    assert len(house.breaches(clone)) == 2
    (clone / ".gitignore").write_text("src/\n", encoding="utf-8")
    assert house.breaches(clone) == []
