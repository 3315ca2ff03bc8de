"""Link files or snapshots: load them into an engine, run the steps, write what came out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan.engines.steps import Engine
from cakupan.linking.links import LinkRun, link_registers
from cakupan.registers import Snapshot, read_register
from cakupan.wiring.csv_files import write_csv
from cakupan.wiring.engine import opened_engine

# Kind of register → the profile that reads it unless another is named.
LINKED_KINDS = {
    "residents": "dukcapil",
    "poverty": "dtks",
    "members": "bpjs",
    "deaths": "akta",
    "moves": "pindah",
    "identity_decisions": "identitas",
}
IDENTITY_DECISIONS = "identity_decisions"
EVIDENCE = "evidence"

# Output table → the order in which it is written, so that the same input gives the same bytes.
TABLES = {
    "poverty_links": "row",
    "member_links": "row",
    "findings": "subject, subject_row, code",
    "poverty_resident_links": "query_row",
    "member_resident_links": "query_row",
    "resident_group": "row",
    "same_person": "subject, subject_row",
}
# Written beside them where somebody handed over decisions.
OFFICER_DECISIONS = "officer_decisions"
OFFICER_DECISIONS_ORDER = "file_ordinal, line, query_row"
CSV_COLUMNS = {
    "poverty_links": ("row", "source_id", "nik", "decision", "weight_bits", "rule"),
    "member_links": ("row", "card_number", "nik", "decision", "weight_bits", "rule"),
    "findings": ("subject", "subject_id", "code", "nik", "other_id", "evidence", "suggested_action"),
}


@dataclass(frozen=True)
class Linked:
    """What a linking run wrote: its folder of Parquet tables and its counts."""

    evidence: Path
    summary: Mapping[str, Any]


def link_files(
    *,
    files: Mapping[str, Path],
    profiles: Mapping[str, str | Path],
    as_of: dt.date,
    out: Path,
    engine_name: str = "duckdb",
    memory_limit: str = "2GB",
    decile_max: int | None = None,
    workbook: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> Linked:
    """Read one file per kind and link them; everything is written to ``out`` (``evidence/`` holds the tables as Parquet).

    Raises :class:`Refusal` for a file that is not what its profile says.
    """
    out.mkdir(parents=True, exist_ok=True)
    snapshots = {}
    for kind, path in files.items():
        say(f"reading {path.name}")
        profile = profiles.get(kind, LINKED_KINDS[kind])
        snapshots[kind] = read_register(path, profile=profile, kind=kind, as_of=as_of, out=out / EVIDENCE / "registers" / kind)
    decisions = [snapshots.pop(IDENTITY_DECISIONS)] if IDENTITY_DECISIONS in snapshots else []
    linked = link_snapshots(
        snapshots=snapshots,
        identity_decisions=decisions,
        as_of=as_of,
        evidence=out / EVIDENCE,
        engine_name=engine_name,
        memory_limit=memory_limit,
        decile_max=decile_max,
        say=say,
    )
    say("writing lists")
    for table, columns in CSV_COLUMNS.items():
        if table != "member_links" or "members" in files:
            write_csv(linked.evidence / f"{table}.parquet", columns=columns, out=out / f"{table}.csv")
    _write_faults([*snapshots.values(), *decisions], out)
    (out / "summary.json").write_text(json.dumps(linked.summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if workbook:
        say("writing workbook.xlsx")
        _write_workbook(linked, snapshots, out / "workbook.xlsx")
    return linked


def _write_workbook(linked: Linked, snapshots: Mapping[str, Snapshot], out: Path) -> None:
    from cakupan.report import mismatch_workbook, review_sheet

    subjects = {"residents": "resident", "poverty": "poverty", "members": "member"}
    rows = {subject: snapshots[kind].rows_path for kind, subject in subjects.items() if kind in snapshots}
    reviews = [
        review_sheet.Review(subject=subject, decided=linked.evidence / f"{subject}_resident_links.parquet", rows=rows[subject])
        for subject in ("poverty", "member")
        if subject in rows
    ]
    found = mismatch_workbook.Linked(
        findings=linked.evidence / "findings.parquet",
        registers=rows,
        reviews=reviews,
        faults=[snapshot.faults_path for snapshot in snapshots.values()],
        as_of=dt.date.fromisoformat(linked.summary["as_of"]),
    )
    mismatch_workbook.write_mismatch_workbook(linked=found, out=out)


def link_snapshots(
    *,
    snapshots: Mapping[str, Snapshot],
    as_of: dt.date,
    evidence: Path,
    identity_decisions: Sequence[Snapshot] = (),
    engine_name: str = "duckdb",
    memory_limit: str = "2GB",
    decile_max: int | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Linked:
    """Link snapshots by kind and write the tables to ``evidence`` as Parquet, with ``summary.json`` beside them.

    ``identity_decisions`` are officers' decisions, of which, of one day, those of the later file count.
    """
    evidence.mkdir(parents=True, exist_ok=True)
    with opened_engine(engine_name, memory_limit=memory_limit) as engine:
        for kind, snapshot in snapshots.items():
            engine.read_parquet(kind, snapshot.rows_path)
        for place, snapshot in enumerate(identity_decisions):
            engine.read_parquet(f"{IDENTITY_DECISIONS}_{place}", snapshot.rows_path)
        say("linking")
        run = LinkRun(
            as_of=as_of,
            files={kind: snapshot.file for kind, snapshot in snapshots.items()},
            decile_max=decile_max,
            identity_decision_files=len(identity_decisions),
        )
        link_registers(engine=engine, run=run)
        written = {**TABLES, OFFICER_DECISIONS: OFFICER_DECISIONS_ORDER} if identity_decisions else TABLES
        for table, order in written.items():
            engine.write_parquet(f"SELECT * FROM {table} ORDER BY {order}", evidence / f"{table}.parquet")
        summary = _summary(engine, snapshots, as_of) | _decisions_summary(engine, identity_decisions)
    (evidence / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Linked(evidence=evidence, summary=summary)


def _summary(engine: Engine, snapshots: Mapping[str, Snapshot], as_of: dt.date) -> dict[str, Any]:
    def counts(sql: str) -> dict[str, int]:
        return {str(name): int(number) for name, number in engine.fetch(sql)}

    linked = {"poverty": "poverty_links", "members": "member_links"}
    return {
        "as_of": as_of.isoformat(),
        "files": {kind: _file_summary(snapshot) for kind, snapshot in snapshots.items()},
        "links": {
            kind: counts(f"SELECT decision, count(*) FROM {table} GROUP BY decision ORDER BY decision")
            for kind, table in linked.items()
            if kind in snapshots
        },
        "mismatches": {
            subject: counts(f"SELECT code, count(*) FROM findings WHERE subject = '{subject}' GROUP BY code ORDER BY code")
            for subject in ("resident", "poverty", "member")
        },
        "bpk_kinds": counts(
            "SELECT bpk_kind, count(*) FROM findings WHERE bpk_kind IS NOT NULL GROUP BY bpk_kind ORDER BY bpk_kind"
        ),
    }


def _file_summary(s: Snapshot) -> dict[str, Any]:
    return {"file": s.file, "rows": s.rows, "readable_rows": s.readable_rows, "faults": s.faults, "warnings": s.warnings}


def _decisions_summary(engine: Engine, identity_decisions: Sequence[Snapshot]) -> dict[str, Any]:
    """The files of officers' decisions and how many lines of them had each effect; nothing where nobody decided."""
    if not identity_decisions:
        return {}
    effects = engine.fetch(
        f"SELECT effect, count(*) FROM (SELECT DISTINCT effect, file_ordinal, line FROM {OFFICER_DECISIONS}) d "
        "GROUP BY effect ORDER BY effect"
    )
    told = {"files": [_file_summary(snapshot) for snapshot in identity_decisions], "effects": dict(effects)}
    return {IDENTITY_DECISIONS: told}


def _write_faults(snapshots: Sequence[Snapshot], out: Path) -> None:
    columns = ("file", "row", "column", "value", "reason")
    for name, severity in (("faults", "fault"), ("warnings", "warning")):
        tables = [pq.read_table(s.faults_path, filters=[("severity", "=", severity)]) for s in snapshots]
        write_csv(tables, columns=columns, out=out / f"{name}.csv")
