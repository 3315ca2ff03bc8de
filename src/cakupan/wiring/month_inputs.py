"""What a month is made from: the newest snapshot of each register on or before its last day, every annex, every agreement."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.edition import Input, steps_hash
from cakupan.month.terms import MILLION, Share, Terms
from cakupan.registers import Agreement, Snapshot
from cakupan.registers.snapshot import written_aside
from cakupan.wiring.linking import link_snapshots
from cakupan.wiring.workspace import Workspace

NEEDED = ("residents", "members")
USEFUL = ("poverty", "deaths", "moves", "facilities")
LINKED = ("residents", "poverty", "members", "deaths", "moves")


@dataclass(frozen=True)
class MonthInputs:
    """The chosen inputs; ``absent`` names the registers that nobody handed over, so that silence is not taken for "none"."""

    snapshots: Mapping[str, Snapshot]
    lists: tuple[Snapshot, ...]
    agreements: tuple[tuple[Snapshot, Agreement], ...]
    absent: tuple[str, ...]

    @property
    def terms(self) -> tuple[Terms, ...]:
        """The agreements as the month reads them."""
        return tuple(_terms(agreement) for _, agreement in self.agreements)

    @property
    def documents(self) -> tuple[Mapping[str, Any], ...]:
        """The agreements as they were written, for the manifest: what a report shows and an auditor compares."""
        return tuple(agreement.terms for _, agreement in self.agreements)

    def listed(self) -> Iterator[Input]:
        """Every input as a manifest names it, in a fixed order."""
        for _, snapshot in sorted(self.snapshots.items()):
            yield _snapshot_input(snapshot)
        for snapshot in self.lists:
            yield _snapshot_input(snapshot)
        for snapshot, _ in self.agreements:
            yield _snapshot_input(snapshot)


def choose_inputs(*, workspace: Path, area: str, month: Month) -> MonthInputs:
    """The inputs of a month, or a :class:`Refusal` naming what is missing and the command that brings it."""
    # A month knows nothing of later files.
    store, last_day = Workspace(workspace), month.plus(1).first_date - dt.timedelta(days=1)
    newest = {kind: store.latest(kind=kind, area=area, as_of=last_day) for kind in (*NEEDED, *USEFUL)}
    for kind in NEEDED:
        if newest[kind] is None:
            raise _missing(kind, area, month)
    lists = tuple(store.up_to(kind="decisions", area=area, as_of=last_day))
    if not lists:
        raise _missing("decisions", area, month)
    agreements = tuple(store.agreements(area=area, as_of=last_day))
    if not any(a.period.from_date <= month.first_date < a.period.to_date for _, a in agreements):
        raise _missing("agreements", area, month)
    return MonthInputs(
        snapshots={kind: snapshot for kind, snapshot in newest.items() if snapshot is not None},
        lists=lists,
        agreements=agreements,
        absent=tuple(kind for kind in USEFUL if newest[kind] is None),
    )


def linked_evidence(
    *, workspace: Path, area: str, inputs: MonthInputs, engine_name: str = "duckdb", say: Callable[[str], None] = lambda _: None
) -> Path:
    """The folder of linking's tables for these registers; linked now unless the same registers were linked by the same steps."""
    registers = {kind: inputs.snapshots[kind] for kind in LINKED if kind in inputs.snapshots}
    steps = steps_hash("cakupan.linking.steps", "cakupan.linking.mismatch_steps")
    named = "\n".join([steps, *(f"{kind} {snapshot.hash}" for kind, snapshot in registers.items())])
    folder = workspace / "links" / area / hashlib.sha256(named.encode()).hexdigest()[:12]
    if not folder.is_dir():
        with written_aside(folder) as aside:
            as_of = registers["members"].as_of
            link_snapshots(snapshots=registers, as_of=as_of, evidence=aside, engine_name=engine_name, say=say)
    return folder


def _missing(kind: str, area: str, month: Month) -> Refusal:
    why = f"no {kind} of {area} with a position before the end of {month} were imported."
    if kind == "agreements":
        why = f"no agreement of {area} that is in force on {month.first_date} was imported."
    return Refusal(
        f"month {month} of {area}",
        why=why,
        mend=f"Import them: cakupan import {kind} FILE --area {area} --as-of {month.first_date}",
        missing=kind,
    )


def _snapshot_input(snapshot: Snapshot) -> Input:
    return Input(
        kind=snapshot.kind,
        file=snapshot.file,
        sha256=snapshot.file_sha256,
        as_of=snapshot.as_of.isoformat(),
        rows=snapshot.rows,
        faults=snapshot.faults,
        warnings=snapshot.warnings,
        snapshot=snapshot.hash,
    )


def _terms(agreement: Agreement) -> Terms:
    return Terms(
        number=agreement.number,
        segment=agreement.segment,
        class_=agreement.class_,
        payer=agreement.payer,
        from_date=agreement.period.from_date,
        to_date=agreement.period.to_date,
        shares=tuple(Share(share.payer, int((share.per_cent or 0) * MILLION // 100)) for share in agreement.shares),
        decree_number=agreement.decree.number if agreement.decree else None,
        late_deaths_borne_by=agreement.late_reported_deaths_borne_by,
    )
