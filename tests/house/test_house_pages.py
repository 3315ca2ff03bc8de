"""Generated pages: what they are made of, and that a stale one is noticed."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from cakupan.engines.steps import load_steps
from cakupan.law.parameter_files import law_parameters
from cakupan.law.units import Part, WagePart
from cakupan.linking.mismatch import BPK_KINDS, MISMATCHES
from cakupan.registers.checks import NIK_REASONS
from cakupan.registers.kinds import KINDS, kind_named
from cakupan.registers.profile import built_in_profiles
from tools.docs import __main__ as docs
from tools.docs import codes, law, markdown, profiles, rules
from tools.docs.steps import step_packages

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


@pytest.mark.parametrize("package", step_packages())
def test_every_step_says_what_it_makes(package: str) -> None:
    for step in load_steps(package):
        assert len(step.says) > 20, step.name


@pytest.mark.parametrize("package", [package for package in step_packages() if package.endswith("steps")])
def test_every_step_that_makes_a_table_says_what_it_reads(package: str) -> None:
    for step in load_steps(package):
        assert re.search(r"\b[Rr]eads\b", step.says), f"{step.name} does not say what it reads"


@pytest.mark.parametrize("package", step_packages())
def test_a_step_is_one_select_named_once(package: str) -> None:
    steps = load_steps(package)
    assert len({step.name for step in steps}) == len(steps)
    for step in steps:
        assert ";" not in re.sub(r"--.*|'[^']*'", "", step.sql), f"{step.name} holds more than one statement"


def test_a_conflict_in_the_law_is_shown_with_its_readings() -> None:
    said = law.page()
    assert "| 2019-08-01 |  | pusat 42,000 | 2019-10-24 |" in said
    for parameter in law_parameters().values():
        assert f"### {parameter.key}\n" in said
        for entry in parameter.entries:
            assert all(f"`{reading.name}`:" in said for reading in entry.readings)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (42000, "42,000"),
        (Fraction("37.5"), "37.5"),
        (True, "yes"),
        ("next working day", "next working day"),
        (("a", "b"), "a; b"),
        ((WagePart("peserta", Fraction(1)), WagePart("pemberi_kerja", Fraction("4.5"))), "peserta 1 % + pemberi_kerja 4.5 %"),
        (
            (Part("pusat", 4200), Part("pemda", 37800, (("iuran", 35000), ("bantuan_iuran", 2800)))),
            "pusat 4,200 + pemda 37,800 (iuran 35,000, bantuan_iuran 2,800)",
        ),
    ],
)
def test_a_legal_value_in_words(value: object, words: str) -> None:
    assert law.value_words(value) == words


def test_every_code_that_is_written_is_listed() -> None:
    said = codes.page()
    for code in (*(mismatch.code for mismatch in MISMATCHES), *BPK_KINDS, *NIK_REASONS):
        assert f"`{code}`" in said


def test_what_can_be_wrong_with_a_register_is_listed() -> None:
    reasons = set(codes.fault_reasons(kind_named("poverty")))
    assert ("decile", "a decile is 1 to 10", "fault") in reasons
    assert ("area_code", "the area is not on the list of the Ministry", "warning") in reasons
    for kind in KINDS.values():
        assert len(list(codes.fault_reasons(kind))) >= 3, kind.name


def test_every_profile_and_its_headers_are_listed() -> None:
    said = profiles.page()
    for name in built_in_profiles():
        assert f"### {name}\n" in said
    assert "`ID_DTKS`" in said


def test_the_tables_of_the_spec_tests_are_the_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_law_fine.py").write_text(
        '"""The fine."""\n'
        '@pytest.mark.parametrize(("admitted", "fined"), [("2024-04-15", True), ("2024-04-16", False)])\n'
        'def test_the_45_days(admitted, fined):\n    """Half-open."""\n'
        '@pytest.mark.parametrize("segment", ["PEMDA", None, 1000])\ndef test_exempt(segment): ...\n'
        '@pytest.mark.parametrize("case", made())\ndef test_not_a_table(case): ...\n'
        "def test_no_cases(): ...\n",
        encoding="utf-8",
    )
    (tmp_path / "test_law_rates.py").write_text('@pytest.mark.parametrize("a", [1, 2])\ndef test_a(a): ...\n', encoding="utf-8")
    monkeypatch.setattr(rules, "TESTS", tmp_path)
    said = rules.page()
    assert "## fine\n\nThe fine.\n\n### the 45 days\n\nHalf-open.\n\n| admitted | fined |" in said
    assert "| 2024-04-15 | yes |\n| 2024-04-16 | no |" in said
    assert "For segment: PEMDA · (none) · 1,000" in said
    assert "not a table" not in said
    assert "no cases" not in said
    assert "rates" not in said


def test_the_questions_of_the_law_have_examples() -> None:
    said = rules.page()
    assert "| 2021-06-20 | 2021-07-01 |\n| 2021-06-21 | 2021-08-01 |" in said
    assert said.count("\n## ") >= 5
