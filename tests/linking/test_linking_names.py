"""What is folded in a name before two of them are compared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from small_registers import opened

from cakupan.engines.embedded import DuckDBEngine
from cakupan.linking.names import DEGREES, HONORIFICS


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    engine = opened()
    yield engine
    engine.close()


def ask(engine: DuckDBEngine, function: str, text: str | None) -> str | None:
    given = "NULL" if text is None else "'" + text.replace("'", "''") + "'"
    answer: str | None = engine.fetch(f"SELECT {function}(CAST({given} AS VARCHAR))")[0][0]
    return answer


@pytest.mark.parametrize(
    ("function", "given", "folded"),
    [
        ("letters_only", "siti  rohanah", "SITI ROHANAH"),
        ("letters_only", "Ni'matul", "NIMATUL"),
        ("letters_only", "H. AHMAD-YANI", "H AHMAD YANI"),
        ("letters_only", "SITI, S.Pd", "SITI"),
        ("letters_only", "R0HANAH", "R HANAH"),
        ("letters_only", "123", ""),
        ("letters_only", None, None),
        ("without_titles", "HJ SITI ROHANAH S PD", "SITI ROHANAH"),
        ("without_titles", "PROF DR IR SUTAMI", "SUTAMI"),
        ("without_titles", "SITI BINTI JAMHARI", "SITI"),
        ("without_titles", "HAMID", "HAMID"),
        ("without_titles", "H", "H"),
        ("common_forms", "MOCH ILHAM", "MUHAMAD ILHAM"),
        ("common_forms", "MUHAMMAD ILHAM", "MUHAMAD ILHAM"),
        ("common_forms", "NUR MUHAMMAD ILHAM", "NUR MUHAMMAD ILHAM"),
        ("common_forms", "ABDOEL AZIS", "ABD AZIS"),
        ("common_forms", "ST AMINAH", "SITI AMINAH"),
        ("name_key", "SOEDJONO", "SUJONO"),
        ("name_key", "TJAHJO", "CAHJO"),
        ("name_key", "SYAIFUL", "SAIPUL"),
        ("name_key", "NISSA PUTRI", "NISAPUTRI"),
        ("name_key", "ALDI INDAH", "ALDIINDAH"),
        ("name_key", "RIZKY", "RIJKI"),
        ("name_key", "ALEX", "ALEKS"),
        ("skeleton", "SITIROHANAH", "STRN"),
    ],
)
def test_folding(engine: DuckDBEngine, function: str, given: str | None, folded: str | None) -> None:
    assert ask(engine, function, given) == folded


@pytest.mark.parametrize("title", HONORIFICS.split("|"))
def test_every_honorific_goes(engine: DuckDBEngine, title: str) -> None:
    assert ask(engine, "without_titles", f"{title} ROHANAH") == "ROHANAH"


@pytest.mark.parametrize("degree", DEGREES.split("|"))
def test_every_degree_goes(engine: DuckDBEngine, degree: str) -> None:
    assert ask(engine, "without_titles", f"ROHANAH {degree}") == "ROHANAH"


def test_folding_twice_changes_nothing(engine: DuckDBEngine) -> None:
    for name in ("SITI ROHANAH", "MUHAMMAD SYAIFUL BAHRI", "SOEDJONO", "HJ NISSA, SE"):
        once = folded(engine, name)
        assert folded(engine, once) == once


def folded(engine: DuckDBEngine, name: str | None) -> str | None:
    for function in ("letters_only", "without_titles", "common_forms"):
        name = ask(engine, function, name)
    return name
