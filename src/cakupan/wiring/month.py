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
from cakupan.month.edition import FORMAT, changed, steps_hash, sums, table_query
from cakupan.month.terms import Run
from cakupan.wiring.editions import PublishedEdition, current_edition, publish
from cakupan.wiring.engine import opened_engine
from cakupan.wiring.law_tables import known_law
from cakupan.wiring.month_inputs import MonthInputs, choose_inputs, linked_evidence
from cakupan.wiring.month_run import CODE_PACKAGES, load_inputs, run_month
from cakupan.wiring.writing import sole_writer


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
    evidence = linked_evidence(workspace=workspace, area=area, inputs=inputs, engine_name=engine_name, say=say)
    run = Run(area_code=area, month=month, as_of=inputs.snapshots["members"].as_of, known_on=known_on)
    with opened_engine(engine_name) as engine:
        load_inputs(engine=engine, inputs=inputs, evidence=evidence)
        say("closing the month")
        tables = run_month(engine=engine, run=run, inputs=inputs, readings=readings)
        say("publishing")
        edition = publish(
            workspace=workspace, area=area, month=month, write=lambda folder: _write(engine, tables, inputs, question, folder)
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
        "earlier": {edition.manifest["month"]: edition.hash for edition in inputs.earlier},
        "law": {"version": known_law(), "readings": sorted(readings)},
        "code": {"version": __version__, "steps": steps_hash(*CODE_PACKAGES)},
    }


def _write(
    engine: Engine, tables: Mapping[str, str], inputs: MonthInputs, question: Mapping[str, Any], folder: Path
) -> dict[str, Any]:
    written = {name: _written(engine, name, order, folder) for name, order in tables.items()}
    as_of = {kind: snapshot.as_of.isoformat() for kind, snapshot in sorted(inputs.snapshots.items())}
    return {
        **question,
        "as_of": as_of,
        "agreements": inputs.plain_agreements(),
        "documents": inputs.plain_documents(),
        "tables": written,
        "sums": sums(engine=engine),
    }


def _written(engine: Engine, table: str, order: str, folder: Path) -> dict[str, Any]:
    path = folder / f"{table}.parquet"
    rows = engine.write_parquet(table_query(table, order=order), path)
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
