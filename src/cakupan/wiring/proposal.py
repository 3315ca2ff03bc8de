"""Make a proposal from a closed edition, the poverty register and its links; kept beside the editions, never in one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan import __version__
from cakupan.engines.steps import Engine, Step
from cakupan.law.calendar import Month
from cakupan.law.effective_date import effective_date
from cakupan.law.refusal import Refusal
from cakupan.month.edition import canonical, steps_hash
from cakupan.month.pemda_rate import to_year_end
from cakupan.month.proposal import PRIORITIES, STEPS, TABLES, Limit, ProposalTerms, assert_proposal, run_proposal, year_rates
from cakupan.registers import Agreement, Snapshot
from cakupan.registers.snapshot import written_aside
from cakupan.wiring.csv_files import write_csv
from cakupan.wiring.editions import MANIFEST, PublishedEdition, current_edition
from cakupan.wiring.engine import opened_engine
from cakupan.wiring.law_tables import known_law
from cakupan.wiring.linking import IDENTITY_DECISIONS
from cakupan.wiring.month_inputs import LINKED, MonthInputs, linked_evidence, named_identity_decisions
from cakupan.wiring.workspace import Workspace
from cakupan.wiring.writing import sole_writer

FILE = "proposals.parquet"
COLUMNS = (
    "rank", "decision", "reason", "nik", "name", "family_card_number", "area_code", "decile", "priority", "from_date",
    "rupiah_to_year_end", "person_id", "resident_row",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A proposal as asked for: when it reaches the branch, and the law as known on which day."""

    area: str
    month: Month
    agreement: Agreement
    submitted_on: dt.date
    known_on: dt.date | None
    readings: tuple[str, ...]
    decile_max: int | None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A proposal that stands in its folder; ``summary`` is what ``cakupan propose --json`` prints."""

    folder: Path
    summary: Mapping[str, Any]

    @property
    def rows_path(self) -> Path:
        """Everyone the proposal speaks of, by rank."""
        return self.folder / FILE


def propose(
    *,
    workspace: Path,
    area: str,
    agreement: str,
    month: Month,
    submitted_on: dt.date | None = None,
    known_on: dt.date | None = None,
    readings: Sequence[str] = (),
    decile_max: int | None = None,
    out: Path | None = None,
    engine_name: str = "duckdb",
    say: Callable[[str], None] = lambda _: None,
) -> Proposal:
    """Propose whom to enrol under an agreement, from the closed edition of ``month``.

    It reaches the branch ``submitted_on`` a day (default: the signing day, or the month's first if that is later); the law is the
    one known on the signing day unless ``known_on`` names another. ``out`` takes the list as CSV. The same question about the
    same edition gives the same proposal. Raises :class:`Refusal` naming what is missing.
    """
    edition = _edition(workspace, area, month)
    found = _agreement(workspace, area, month, agreement)
    signed = found.signed.date
    asked = Asked(
        area=area,
        month=month,
        agreement=found,
        submitted_on=submitted_on or max(signed or month.first_date, month.first_date),
        known_on=known_on or signed,
        readings=tuple(sorted(readings)),
        decile_max=decile_max,
    )
    terms = proposal_terms(asked)
    snapshots = _snapshots(workspace, area, edition)
    with sole_writer(workspace):
        made = _made(workspace, asked, terms, edition, snapshots, engine_name, say)
    if out is not None:
        write_csv(made.rows_path, columns=COLUMNS, out=out)
    return made


# What an annex says of a person besides name and NIK, as the resident register writes it.
ADDRESS = ("address", "rt", "rw", "birth_place", "birth_date", "sex", "family_role")


def proposed_people(*, workspace: Path, made: Proposal) -> list[dict[str, Any]]:
    """Everyone proposed or waiting, by rank, with ``address`` and the like from the resident row that speaks for them."""
    area, month = made.summary["area"], Month.parse(made.summary["month"])
    edition = _edition(workspace, area, month)
    rows = pq.read_table(made.rows_path, filters=[("decision", "in", ["proposed", "waiting"])]).to_pylist()
    residents = _snapshots(workspace, area, edition)["residents"].rows_path
    wanted = [row["resident_row"] for row in rows]
    told = pq.read_table(residents, columns=["row", *ADDRESS], filters=[("row", "in", wanted)]).to_pylist() if wanted else []
    by_row = {each.pop("row"): each for each in told}
    return [{**row, **by_row[row["resident_row"]]} for row in rows]


def proposal_terms(asked: Asked) -> ProposalTerms:
    """The agreement as the proposal reads it, with the first month of cover by the cut-off and each month's rate by law."""
    agreement = asked.agreement
    counts = effective_date(submitted_on=asked.submitted_on, known_on=asked.known_on, readings=asked.readings).effective_date
    first = Month.of(max(counts, agreement.period.from_date))
    if first.first_date >= agreement.period.to_date:
        raise Refusal(
            f"a proposal under {agreement.number}",
            why=f"what is submitted on {asked.submitted_on} counts from {first.first_date}, and the agreement ends before "
            f"{agreement.period.to_date}.",
            mend="Name the agreement that follows it, or an earlier day with --submitted-on.",
            agreement=agreement.number,
        )
    begins = max(Month(first.year, 1), Month.of(agreement.period.from_date))
    return ProposalTerms(
        agreement_number=agreement.number,
        effective_month=first,
        ranking_rule=agreement.ranking_rule,
        rates=year_rates(first=begins, known_on=asked.known_on, readings=asked.readings),
        quota=agreement.quota,
        budget=_budget(agreement) if (agreement.budget_year or first.year) == first.year else {},
        decile_max=asked.decile_max,
        newborn_follows=agreement.newborn_of_enrolled_mother == "follows_agreement",
    )


def _budget(agreement: Agreement) -> dict[str, int]:
    budget: dict[str, int] = {}
    for line in agreement.budget:
        budget[line.kind] = budget.get(line.kind, 0) + line.rupiah
    return budget


def _made(
    workspace: Path,
    asked: Asked,
    terms: ProposalTerms,
    edition: PublishedEdition,
    snapshots: Mapping[str, Snapshot],
    engine_name: str,
    say: Callable[[str], None],
) -> Proposal:
    question = _question(asked, edition)
    folder = _folder(workspace, asked, question)
    if not folder.is_dir():
        evidence = _linked(workspace, asked.area, edition, snapshots, engine_name, say)
        say("ranking families")
        with opened_engine(engine_name) as engine, written_aside(folder) as aside:
            _load(engine, edition, snapshots, evidence, _lists(workspace, asked.area, edition))
            found = run_proposal(engine=engine, terms=terms)
            assert_proposal(engine=engine)
            engine.write_parquet(f"SELECT * FROM proposals ORDER BY {TABLES['proposals']}", aside / FILE)
            summary = {**question, **_told(engine, terms, found)}
            (aside / MANIFEST).write_bytes(canonical(summary))
    return Proposal(folder=folder, summary=json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def _linked(
    workspace: Path,
    area: str,
    edition: PublishedEdition,
    snapshots: Mapping[str, Snapshot],
    engine_name: str,
    say: Callable[[str], None],
) -> Path:
    """The links that the edition rests on: of its registers, with the officers' decisions that it names, in its order."""
    stored = {snapshot.hash: snapshot for snapshot in Workspace(workspace).snapshots(area=area, kind=IDENTITY_DECISIONS)}
    decisions = tuple(stored[hashed] for hashed in named_identity_decisions(edition.manifest))
    inputs = MonthInputs(snapshots, {}, (), {}, earlier=(), absent=(), identity_decisions=decisions)
    return linked_evidence(workspace=workspace, area=area, inputs=inputs, engine_name=engine_name, say=say)


def _question(asked: Asked, edition: PublishedEdition) -> dict[str, Any]:
    return {
        "area": asked.area,
        "month": str(asked.month),
        "edition": edition.hash,
        "agreement": asked.agreement.number,
        "agreement_hash": asked.agreement.hash,
        "submitted_on": asked.submitted_on.isoformat(),
        "known_on": asked.known_on.isoformat() if asked.known_on else None,
        "readings": list(asked.readings),
        "decile_max": asked.decile_max,
        "law": known_law(),
        "code": {"version": __version__, "steps": steps_hash(STEPS)},
    }


def _folder(workspace: Path, asked: Asked, question: Mapping[str, Any]) -> Path:
    return workspace / "proposals" / asked.area / str(asked.month) / hashlib.sha256(canonical(question)).hexdigest()[:12]


def _load(
    engine: Engine, edition: PublishedEdition, snapshots: Mapping[str, Snapshot], evidence: Path, lists: Sequence[Snapshot]
) -> None:
    for kind in ("residents", "poverty"):
        engine.read_parquet(kind, snapshots[kind].rows_path)
    for table in ("poverty_links", "resident_group"):
        engine.read_parquet(table, evidence / f"{table}.parquet")
    for table in ("statuses", "list_entries", "mismatches"):
        engine.read_parquet(table, edition.table(table))
    told = "SELECT person_id, code, event_date FROM mismatches WHERE person_id IS NOT NULL"
    engine.run(Step(name="finding_person", sql=told, says="Who died or moved, as the edition found."))
    engine.create_table("priority_said", PRIORITIES, [])
    parts = []
    for place, snapshot in enumerate(lists):
        # Annexes imported before there was such a column say nothing of priority.
        if "priority" in pq.read_schema(snapshot.rows_path).names:
            engine.read_parquet(f"decisions_{place}", snapshot.rows_path)
            parts.append(f"SELECT nik, priority FROM decisions_{place} WHERE priority IS NOT NULL AND nik IS NOT NULL")
    if parts:
        engine.run(Step(name="priority_said", sql="\nUNION ALL\n".join(parts), says="Who goes first, as the lists say."))


def _told(engine: Engine, terms: ProposalTerms, found: Limit) -> dict[str, Any]:
    counted = engine.fetch("SELECT decision, reason, count(*) FROM proposals GROUP BY decision, reason ORDER BY decision, reason")
    people: dict[str, int] = {"proposed": 0, "waiting": 0, "not_eligible": 0}
    reasons: dict[str, dict[str, int]] = {}
    for decision, reason, count in counted:
        people[decision] += int(count)
        reasons.setdefault(decision, {})[reason] = int(count)
    return {
        "effective_date": terms.effective_month.first_date.isoformat(),
        "months": len(list(to_year_end(terms.effective_month))),
        "room": found.people_max,
        "bound_by": found.full_reason,
        "person_to_year_end": found.person_to_year_end,
        "people": people,
        "rupiah_to_year_end": people["proposed"] * found.person_to_year_end,
        "reasons": reasons,
    }


def _edition(workspace: Path, area: str, month: Month) -> PublishedEdition:
    edition = current_edition(workspace=workspace, area=area, month=month)
    if edition is None:
        raise Refusal(
            f"a proposal from {month} of {area}",
            why="that month is not closed.",
            mend=f"Close it first: cakupan month {month} --area {area}",
        )
    return edition


def _agreement(workspace: Path, area: str, month: Month, number: str) -> Agreement:
    last_day = month.plus(1).first_date - dt.timedelta(days=1)
    known = {found.number: found for _, found in Workspace(workspace).agreements(area=area, as_of=last_day)}
    if number not in known:
        raise Refusal(
            f"agreement {number}",
            why=f"it was not imported for {area} by the end of {month}.",
            mend=f"Name one of: {', '.join(known) or 'none yet'}; or import it: cakupan import agreements FILE --area {area}",
            agreements=list(known),
        )
    return known[number]


def _snapshots(workspace: Path, area: str, edition: PublishedEdition) -> dict[str, Snapshot]:
    """The registers that the edition was made from, by kind."""
    named = {each["snapshot"] for each in edition.manifest["inputs"]}
    found = {s.kind: s for s in Workspace(workspace).snapshots(area=area) if s.hash in named and s.kind in LINKED}
    if "poverty" not in found:
        raise Refusal(
            f"a proposal for {area}",
            why=f"the edition of {edition.manifest['month']} was made without a poverty register, so nobody is known to be poor.",
            mend=f"Import it (cakupan import poverty FILE --area {area} --as-of DATE) and close the month again.",
            missing="poverty",
        )
    return found


def _lists(workspace: Path, area: str, edition: PublishedEdition) -> list[Snapshot]:
    named = {each["snapshot"] for each in edition.manifest["inputs"]}
    return [s for s in Workspace(workspace).snapshots(area=area, kind="decisions") if s.hash in named]
