"""Why a row was linked as it was: both sides and the weight of each field, read back from a linking run's folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan.law.refusal import Refusal
from cakupan.linking.explanation import Explanation
from cakupan.wiring.linking import EVIDENCE, OFFICER_DECISIONS

REGISTERS = {"poverty": ("poverty", "source_id"), "member": ("members", "card_number")}


def explain_link(folder: Path, *, subject: str, identifier: str) -> Explanation:
    """The explanation of one row; ``identifier`` is its number or its line in the file; else :class:`Refusal`."""
    kind, id_column = REGISTERS[subject]
    register = folder / EVIDENCE / "registers" / kind / "rows.parquet"
    links = folder / EVIDENCE / f"{subject}_resident_links.parquet"
    if not register.exists() or not links.exists():
        raise Refusal(
            f"{folder.name}",
            why=f"it holds no linked {kind}.",
            mend=f"Name the folder that `cakupan link --{kind} … --out` wrote.",
        )
    row = _find(register, id_column, identifier)
    link = _one(links, "query_row", row["row"])
    resident = None
    if link and link["target_row"] is not None:
        resident = _one(folder / EVIDENCE / "registers" / "residents" / "rows.parquet", "row", link["target_row"])
    decisions = _decisions(folder / EVIDENCE / f"{OFFICER_DECISIONS}.parquet", kind, row["row"])
    return Explanation(subject=subject, row=row, resident=resident, link=link, decisions=decisions)


def _decisions(path: Path, kind: str, row: int) -> list[dict[str, Any]]:
    """What officers decided about a row, the latest last; the table is there only if somebody handed decisions over."""
    if not path.exists():
        return []
    found = pq.read_table(path, filters=[("register", "=", kind), ("query_row", "=", row)])
    decided: list[dict[str, Any]] = found.sort_by([("decided_date", "ascending")]).to_pylist()
    return decided


def _find(register: Path, id_column: str, identifier: str) -> Mapping[str, Any]:
    found = _one(register, id_column, identifier)
    if found is None and identifier.isdigit():
        found = _one(register, "row", int(identifier))
    if found is None:
        raise Refusal(
            f"{identifier}",
            why=f"no row has it as {id_column} or as its line.",
            mend="Take the number from the first columns of the links file.",
        )
    return found


def _one(path: Path, column: str, value: Any) -> Mapping[str, Any] | None:
    rows = pq.read_table(path, filters=[(column, "=", value)]).slice(0, 1).to_pylist()
    return rows[0] if rows else None
