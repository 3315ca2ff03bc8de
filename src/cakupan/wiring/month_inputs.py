"""What a month is made from: the newest snapshot of each register on or before its last day, every annex, every agreement."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.edition import FORMAT, Input, steps_hash
from cakupan.month.terms import MILLION, Share, Terms
from cakupan.registers import DOCUMENTS, Agreement, Document, Snapshot
from cakupan.registers.cost_shares import CostShare
from cakupan.registers.regions import Region
from cakupan.registers.snapshot import written_aside
from cakupan.wiring.editions import PublishedEdition, current_edition, published_months
from cakupan.wiring.linking import IDENTITY_DECISIONS, link_snapshots
from cakupan.wiring.workspace import Workspace

NEEDED = ("residents", "members")
USEFUL = ("poverty", "deaths", "moves", "facilities", "unpaid", "bill")
# Files that add up instead of replacing the one before: every annex, every file of payments.
ADDING = ("decisions", "payments")
LINKED = ("residents", "poverty", "members", "deaths", "moves")
AGREEMENTS = "agreements"


@dataclass(frozen=True)
class MonthInputs:
    """The chosen inputs; ``absent`` names the registers that nobody handed over, so that silence is not taken for "none".

    ``earlier`` are the editions of the months before: what they billed is compared with what is known now. ``identity_decisions``
    add up like annexes, but nobody misses them: a month without any is one in which nobody had to decide.
    """

    snapshots: Mapping[str, Snapshot]
    adding: Mapping[str, tuple[Snapshot, ...]]
    agreements: tuple[tuple[Snapshot, Agreement], ...]
    documents: Mapping[str, tuple[tuple[Snapshot, Document], ...]]
    earlier: tuple[PublishedEdition, ...]
    absent: tuple[str, ...]
    identity_decisions: tuple[Snapshot, ...] = ()

    @property
    def lists(self) -> tuple[Snapshot, ...]:
        """The annexes of the decrees, in the order of their positions."""
        return self.adding["decisions"]

    @property
    def payments(self) -> tuple[Snapshot, ...]:
        """The files of payments, in the order of their positions."""
        return self.adding["payments"]

    @property
    def terms(self) -> tuple[Terms, ...]:
        """The agreements as the month reads them."""
        return tuple(_terms(agreement) for _, agreement in self.agreements)

    @property
    def region(self) -> Region | None:
        """What the region says of itself; None if it has said nothing. The newest document counts."""
        found = self.documents["region"]
        region = found[-1][1] if found else None
        assert region is None or isinstance(region, Region)
        return region

    def plain_agreements(self) -> list[Mapping[str, Any]]:
        """The agreements as they were written, for the manifest: what a report shows and an auditor compares."""
        return [agreement.terms for _, agreement in self.agreements]

    def plain_documents(self) -> dict[str, Any]:
        """Every other document as it was written, by kind; of the region's the newest, or None."""
        plain = {kind: [document.terms for _, document in found] for kind, found in self.documents.items()}
        return {**plain, "region": self.region.terms if self.region else None}

    def listed(self) -> Iterator[Input]:
        """Every input as a manifest names it, in a fixed order."""
        for _, snapshot in sorted(self.snapshots.items()):
            yield _snapshot_input(snapshot)
        for kind in ADDING:
            for snapshot in self.adding[kind]:
                yield _snapshot_input(snapshot)
        for snapshot in self.identity_decisions:
            yield _snapshot_input(snapshot)
        for snapshot, _ in self.agreements:
            yield _snapshot_input(snapshot)
        for _, found in sorted(self.documents.items()):
            for snapshot, _ in found:
                yield _snapshot_input(snapshot)


def choose_inputs(*, workspace: Path, area: str, month: Month) -> MonthInputs:
    """The inputs of a month, or a :class:`Refusal` naming what is missing and the command that brings it.

    A month can be closed without agreement or annex: then nothing is billed, and ``absent`` says so.
    """
    # A month knows nothing of later files.
    store, last_day = Workspace(workspace), month.plus(1).first_date - dt.timedelta(days=1)
    newest = {kind: store.latest(kind=kind, area=area, as_of=last_day) for kind in (*NEEDED, *USEFUL)}
    for kind in NEEDED:
        if newest[kind] is None:
            raise _missing(kind, area, month)
    adding = {kind: tuple(store.up_to(kind=kind, area=area, as_of=last_day)) for kind in ADDING}
    agreements = tuple(store.agreements(area=area, as_of=last_day))
    # A bill that names nobody's agreement, or an agreement that names nobody: one of the two files was forgotten.
    if adding["decisions"] and not agreements:
        raise _missing(AGREEMENTS, area, month)
    if agreements and not adding["decisions"]:
        raise _missing("decisions", area, month)
    documents = {kind: tuple(store.documents(kind=kind, area=area, as_of=last_day)) for kind in DOCUMENTS if kind != AGREEMENTS}
    absent = [kind for kind in USEFUL if newest[kind] is None] + [kind for kind in ADDING if not adding[kind]]
    return MonthInputs(
        snapshots={kind: snapshot for kind, snapshot in newest.items() if snapshot is not None},
        adding=adding,
        agreements=agreements,
        documents=documents,
        earlier=tuple(_earlier(workspace, area, month)),
        absent=tuple(absent if agreements else [*absent, AGREEMENTS]),
        identity_decisions=tuple(store.up_to(kind=IDENTITY_DECISIONS, area=area, as_of=last_day)),
    )


def _earlier(workspace: Path, area: str, month: Month) -> Iterator[PublishedEdition]:
    """The editions of the months before, as they stand. An edition of an older format billed nothing that could be compared."""
    for earlier in published_months(workspace=workspace, area=area):
        edition = current_edition(workspace=workspace, area=area, month=earlier) if earlier < month else None
        if edition is not None and edition.manifest["format"] == FORMAT:
            yield edition


def linked_evidence(
    *, workspace: Path, area: str, inputs: MonthInputs, engine_name: str = "duckdb", say: Callable[[str], None] = lambda _: None
) -> Path:
    """The folder of linking's tables for these registers and officers' decisions.

    Linked now, unless the same registers and decisions were linked by the same steps.
    """
    registers = {kind: inputs.snapshots[kind] for kind in LINKED if kind in inputs.snapshots}
    hashes = {kind: snapshot.hash for kind, snapshot in registers.items()}
    decisions = inputs.identity_decisions
    decided = [snapshot.hash for snapshot in decisions]
    folder = links_folder(workspace=workspace, area=area, hashes=hashes, identity_decisions=decided)
    if not folder.is_dir():
        with written_aside(folder) as aside:
            link_snapshots(
                snapshots=registers,
                identity_decisions=decisions,
                as_of=registers["members"].as_of,
                evidence=aside,
                engine_name=engine_name,
                say=say,
            )
    return folder


def links_folder(*, workspace: Path, area: str, hashes: Mapping[str, str], identity_decisions: Sequence[str]) -> Path:
    """Where the links of these registers (kind to hash of its snapshot) are kept, once they were linked by today's steps.

    ``identity_decisions`` are the hashes of the files of officers' decisions, in the order in which they count.
    """
    steps = steps_hash("cakupan.linking.steps", "cakupan.linking.identity_steps", "cakupan.linking.mismatch_steps")
    registers = [f"{kind} {hashes[kind]}" for kind in LINKED if kind in hashes]
    named = "\n".join([steps, *registers, *(f"{IDENTITY_DECISIONS} {decided}" for decided in identity_decisions)])
    return workspace / "links" / area / hashlib.sha256(named.encode()).hexdigest()[:12]


def named_identity_decisions(manifest: Mapping[str, Any]) -> list[str]:
    """The hashes of the files of officers' decisions that an edition's manifest names, in the order in which they count."""
    return [each["snapshot"] for each in manifest["inputs"] if each["kind"] == IDENTITY_DECISIONS]


def _missing(kind: str, area: str, month: Month) -> Refusal:
    why = f"no {kind} of {area} with a position before the end of {month} were imported."
    if kind == AGREEMENTS:
        why = f"there is an annex, but no agreement of {area} was imported that could bill it."
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
        shares=tuple(map(share_of, agreement.shares)),
        decree_number=agreement.decree.number if agreement.decree else None,
        late_deaths_borne_by=agreement.late_reported_deaths_borne_by,
        due_day=agreement.due_day,
        suspends=bool(agreement.unpaid_suspends),
        suspends_after_months=agreement.unpaid_after_months,
        quota=agreement.quota,
        budget=_budget(agreement),
        budget_year=agreement.budget_year,
        budget_accounts={line.account: line.kind for line in agreement.budget},
    )


def share_of(share: CostShare) -> Share:
    """A cost share of an agreement as the month reads it."""
    return Share(
        payer=share.payer,
        parts_per_million=int(share.per_cent * MILLION / 100) if share.per_cent is not None else 0,
        people=share.people,
        months=share.months,
        cap_per_month=share.cap_per_month,
        rest=share.rest,
    )


def _budget(agreement: Agreement) -> dict[str, int]:
    """Rupiah of the year by kind of account."""
    kinds = sorted({line.kind for line in agreement.budget})
    return {kind: sum(line.rupiah for line in agreement.budget if line.kind == kind) for kind in kinds}
