"""Close a month of an area: choose the snapshots and agreements of its day, link, run the steps, check, publish."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cakupan import __version__
from cakupan.engines.steps import Engine
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.closing import OPTIONAL, close_month
from cakupan.month.edition import FORMAT, TABLES, assert_invariants, changed, steps_hash, sums, table_query
from cakupan.month.terms import Run
from cakupan.wiring.editions import PublishedEdition, current_edition, publish
from cakupan.wiring.engine import opened_engine
from cakupan.wiring.law_tables import cutoffs, known_law, rate_parts
from cakupan.wiring.month_inputs import MonthInputs, choose_inputs, linked_evidence
from cakupan.wiring.writing import sole_writer

CODE_PACKAGES = ("cakupan.month.steps", "cakupan.linking.steps", "cakupan.linking.mismatch_steps")


@dataclass(frozen=True)
class ClosedMonth:
    """The edition that stands now; ``published`` is False if it already stood, made from the same inputs."""

    edition: PublishedEdition
    published: bool


def close_area_month(
    *,
    workspace: Path,
    area: str,
    month: Month,
    known_on: dt.date | None = None,
    readings: Sequence[str] = (),
    again: bool = False,
    engine_name: str = "duckdb",
    say: Callable[[str], None] = lambda _: None,
) -> ClosedMonth:
    """Close ``month`` of ``area`` from what its workspace holds, and publish the edition whole or not at all.

    A month that stands is left as it is if nothing changed, and refused if something did, unless ``again`` asks for another
    edition beside the old one. Raises :class:`Refusal` naming what is missing and the command that brings it.
    """
    with sole_writer(workspace):
        return _close(workspace, area, month, known_on, readings, again, engine_name, say)


def _close(
    workspace: Path,
    area: str,
    month: Month,
    known_on: dt.date | None,
    readings: Sequence[str],
    again: bool,
    engine_name: str,
    say: Callable[[str], None],
) -> ClosedMonth:
    inputs = choose_inputs(workspace=workspace, area=area, month=month)
    question = _question(inputs, area, month, known_on, readings)
    standing = current_edition(workspace=workspace, area=area, month=month)
    if standing is not None:
        differs = changed(old=standing.manifest, new=question)
        if not differs:
            return ClosedMonth(standing, published=False)
        if not again:
            raise _already_closed(month, standing, differs)
    rates = rate_parts(terms=inputs.terms, month=month, known_on=known_on, readings=readings)
    run = Run(area_code=area, month=month, as_of=inputs.snapshots["members"].as_of, known_on=known_on)
    evidence = linked_evidence(workspace=workspace, area=area, inputs=inputs, engine_name=engine_name, say=say)
    with opened_engine(engine_name) as engine:
        _load(engine, inputs, evidence)
        say("closing the month")
        close_month(
            engine=engine,
            run=run,
            terms=inputs.terms,
            rates=rates,
            cutoffs=cutoffs(known_on=known_on),
            list_files=[snapshot.file for snapshot in inputs.lists],
        )
        assert_invariants(engine=engine)
        say("publishing")
        edition = publish(
            workspace=workspace, area=area, month=month, write=lambda folder: _write(engine, inputs, question, folder)
        )
    return ClosedMonth(edition, published=True)


def _question(inputs: MonthInputs, area: str, month: Month, known_on: dt.date | None, readings: Sequence[str]) -> dict[str, Any]:
    """The part of a manifest that says what the edition is an edition of."""
    return {
        "format": FORMAT,
        "area": area,
        "month": str(month),
        "known_on": known_on.isoformat() if known_on else None,
        "inputs": [asdict(each) for each in inputs.listed()],
        "absent": list(inputs.absent),
        "law": {"version": known_law(), "readings": sorted(readings)},
        "code": {"version": __version__, "steps": steps_hash(*CODE_PACKAGES)},
    }


def _load(engine: Engine, inputs: MonthInputs, evidence: Path) -> None:
    for kind in ("residents", "members", "deaths", "moves"):
        if kind in inputs.snapshots:
            engine.read_parquet(kind, inputs.snapshots[kind].rows_path)
    for place, snapshot in enumerate(inputs.lists):
        engine.read_parquet(f"decisions_{place}", snapshot.rows_path)
    for table in ("member_links", "poverty_links", "findings", "resident_group"):
        engine.read_parquet(table, evidence / f"{table}.parquet")
    for table, columns in OPTIONAL.items():
        if table in inputs.absent:
            engine.create_table(table, columns, [])


def _write(engine: Engine, inputs: MonthInputs, question: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    tables = {name: _written(engine, table_query(name), folder / f"{name}.parquet") for name in TABLES}
    if "facilities" in inputs.snapshots:
        engine.read_parquet("facilities", inputs.snapshots["facilities"].rows_path)
        tables["facilities"] = _written(engine, "SELECT * FROM facilities ORDER BY row", folder / "facilities.parquet")
    as_of = {kind: snapshot.as_of.isoformat() for kind, snapshot in sorted(inputs.snapshots.items())}
    return {**question, "as_of": as_of, "agreements": list(inputs.documents), "tables": tables, "sums": sums(engine=engine)}


def _written(engine: Engine, sql: str, path: Path) -> dict[str, Any]:
    rows = engine.write_parquet(sql, path)
    with path.open("rb") as file:
        return {"rows": rows, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _already_closed(month: Month, standing: PublishedEdition, differs: Sequence[str]) -> Refusal:
    return Refusal(
        f"month {month}",
        why=f"it stands already, as edition {standing.hash[:12]}, and since then these changed: {', '.join(differs)}.",
        mend="A closed month is not edited. If it has not been signed yet, add --again for another edition beside the old one; "
        "if it has, correct it in the open month.",
        edition=standing.hash,
        changed=list(differs),
    )
