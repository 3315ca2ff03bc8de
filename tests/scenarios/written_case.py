"""What a case's files hold, read as anyone would: text rows and documents, and the truth beside them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml

from cakupan.registers.documents import DOCUMENTS
from cakupan.registers.written_terms import read_terms
from cakupan.scenarios.case import CaseFiles, Delivery

SHARED_CASES = Path(__file__).parents[3] / "shared" / "data" / "cases.yaml"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def deliveries(files: CaseFiles, kind: str) -> list[Delivery]:
    return [delivery for delivery in files.imports if delivery.kind == kind]


def document(delivery: Delivery) -> Mapping[str, Any]:
    """The terms of a document; loading it first shows that the workspace would take it."""
    kind = DOCUMENTS[delivery.kind]
    kind.load(delivery.path)
    return read_terms(delivery.path, key=kind.key).content


def documents(files: CaseFiles, kind: str) -> list[Mapping[str, Any]]:
    return [document(delivery) for delivery in deliveries(files, kind)]


def truth(files: CaseFiles, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(files.truth / f"{name}.parquet").to_pylist()
    return found


def living(path: Path) -> list[dict[str, str]]:
    """The residents with FLAG_STATUS 0."""
    return [row for row in rows(path) if row["FLAG_STATUS"] == "0"]


def cards(path: Path, **wanted: str) -> set[str]:
    """Distinct card numbers of the rows in which each column is as wanted."""
    return {row["NO_KARTU"] for row in rows(path) if all(row[column] == value for column, value in wanted.items())}


def reference(case: str) -> dict[str, Any] | None:
    """The case as the reference tells it, or None where it does not lie beside this checkout."""
    if not SHARED_CASES.exists():
        return None
    found: dict[str, Any] = yaml.safe_load(SHARED_CASES.read_text(encoding="utf-8"))[case]
    return found
