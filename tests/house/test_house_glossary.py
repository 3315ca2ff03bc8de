"""The glossary's own check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.glossary import complaints, misleading_words, read_glossary, singular

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = """
| Indonesian | code name | meaning | from |
|---|---|---|---|
| iuran | `contribution` | what is owed | Perpres |
| SPP, SPM | *payment_request*, *payment_order* | papers | practice |
"""


def check(text: str, *, code: str = "contribution", required: frozenset[str] = frozenset()) -> list[str]:
    return complaints(read_glossary(text), code=code, required=set(required))


def test_a_whole_glossary_has_no_complaints() -> None:
    assert check(TABLE) == []
    assert [entry.name for entry in read_glossary(TABLE)] == ["contribution", "payment_request", "payment_order"]


def test_a_code_name_has_one_meaning() -> None:
    (says,) = check(TABLE + "| sumbangan | `contribution` | a gift | practice |\n")
    assert "`contribution` stands for 2 things" in says


def test_a_name_in_code_type_is_in_the_code() -> None:
    (says,) = check(TABLE, code="contributed")
    assert "`contribution` (iuran) is in no source file" in says


def test_a_name_counts_as_used_in_a_longer_one_and_in_the_plural() -> None:
    assert check(TABLE, code="def contributions_due(): ...") == []


def test_a_word_needs_its_meaning() -> None:
    (says,) = check(TABLE.replace("what is owed", ""))
    assert "no meaning" in says


def test_what_the_code_shows_must_have_its_word() -> None:
    (says,) = check(TABLE, required=frozenset({"contribution", "arrears"}))
    assert "`arrears` is written by the code but not in GLOSSARY.md" in says


def test_a_reserved_name_is_not_yet_a_word_of_the_code() -> None:
    (says,) = check(TABLE, required=frozenset({"payment_order"}))
    assert "`payment_order`" in says


@pytest.mark.parametrize("line", ['title: {id: "12 temuan"}', 'label = "Edisi Juli"', "<td>PBI APBD</td>"])
def test_a_misleading_word_on_a_screen_is_refused(tmp_path: Path, line: str) -> None:
    texts = tmp_path / "src" / "cakupan" / "report" / "texts.yaml"
    texts.parent.mkdir(parents=True)
    texts.write_text(f"# never say temuan\n{line}\n", encoding="utf-8")
    (says,) = misleading_words(tmp_path)
    assert says.startswith("src/cakupan/report/texts.yaml:2: ")


def test_the_labels_of_offices_stay_theirs(tmp_path: Path) -> None:
    profile = tmp_path / "src" / "cakupan" / "registers" / "profiles" / "bpjs.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text("PEMDA: [PBI APBD]\n", encoding="utf-8")
    assert misleading_words(tmp_path) == []


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("spells", "spell"),
        ("list_entries", "list_entry"),
        ("statuses", "status"),
        ("mismatches", "mismatch"),
        ("agreement", "agreement"),
        ("law_rate", "law_rate"),
    ],
)
def test_a_table_is_named_for_its_rows(table: str, row: str) -> None:
    assert singular(table) == row


def test_the_twelve_misleading_words_come_first() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    first = text.index("## ")
    assert text[first:].startswith("## Twelve words that mislead")
    section = text[first : text.index("## ", first + 3)]
    assert section.count("\n| ") - 1 == 12
    for right in ("data tidak padan", "PBPU dan BP Pemda", "Bukan SEP", "kepesertaan ganda", "kelebihan bayar"):
        assert right in section
