"""Play a published case end to end on invented people: files, import, linking, month, edition, report, summary."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.law.refusal import Refusal
from cakupan.scenarios.case import Case, case_names, read_case
from cakupan.scenarios.serang import CaseFiles, write_serang
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.month import close_area_month
from cakupan.wiring.report import write_reports
from cakupan.wiring.workspace import Workspace

PLAYS: Mapping[str, Callable[..., CaseFiles]] = {"serang": write_serang}
MARK = "INVENTED-PEOPLE"
CENTRE = "pusat"
STEPS = 5


@dataclass(frozen=True)
class Demo:
    """What a demo left: the folder with the report, the bill's workbook and summary.json, and what to try next."""

    out: Path
    workspace: Path
    summary: Mapping[str, Any]
    report: Path
    workbook: Path
    examples: tuple[tuple[str, str], ...]  # arguments of a command, and what it will show


def play(
    *,
    name: str,
    residents: int | None,
    out: Path,
    workspace: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Demo:
    """Play the case ``name`` with ``residents`` people (None: full size) and leave everything under ``out``.

    ``workspace`` (default ``out/workspace``) is emptied first if an earlier demo made it; one with anything else is refused.
    """
    case = read_case(name)
    if name not in PLAYS:
        raise Refusal(
            f"case {name}", why="it cannot be played yet.", mend=f"Choose one of: {', '.join(PLAYS)}.", cases=case_names()
        )
    workspace = workspace or out / "workspace"
    _make_room(workspace)
    say(f"1/{STEPS} inventing people and writing the offices' files")
    files = PLAYS[name](residents=residents, out=out / "files")
    say(f"    {files.residents:,} residents, {files.people:,} lines in the decree's annex: {files.folder}")
    _import(files, workspace, say)
    say(f"3/{STEPS} linking the registers and closing {case.month}")
    closed = close_area_month(workspace=workspace, area=case.area, month=case.month, say=lambda what: say(f"    {what}"))
    say(f"4/{STEPS} edition {closed.edition.hash[:12]} published; writing report and workbook")
    written = write_reports(
        workspace=workspace, edition=closed.edition, out=out, people_invented=True, say=lambda what: say(f"    {what}")
    )
    say(f"5/{STEPS} summing up")
    summary = summary_of(edition=closed.edition, case=case, files=files, workspace=Workspace(workspace))
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
    return Demo(
        out=out,
        workspace=workspace,
        summary=summary,
        report=written.report,
        workbook=written.bill,
        examples=examples(closed.edition),
    )


def _make_room(workspace: Path) -> None:
    """Empty what an earlier demo left. A region's own workspace is never touched: the mark tells them apart."""
    if workspace.is_dir() and any(workspace.iterdir()):
        if not (workspace / MARK).is_file():
            raise Refusal(
                f"demo in {workspace}",
                why="the folder holds something that no demo made; invented people must not meet a region's own.",
                mend="Name an empty folder with --workspace, or leave the option out.",
            )
        shutil.rmtree(workspace)
    workspace.mkdir(parents=True, exist_ok=True)
    (workspace / MARK).write_text(
        "Everything in this workspace is invented. A demo empties it when it is run again.\n", encoding="utf-8"
    )


def _import(files: CaseFiles, workspace: Path, say: Callable[[str], None]) -> None:
    say(f"2/{STEPS} importing {len(files.files)} files")
    store = Workspace(workspace)
    for kind, path in files.files.items():
        snapshot = store.import_register(kind=kind, file=path, area=files.case.area, as_of=files.case.as_of).snapshot
        say(f"    {kind}: {snapshot.rows:,} rows, {snapshot.faults:,} faults, {snapshot.warnings:,} warnings")


def summary_of(*, edition: PublishedEdition, case: Case, files: CaseFiles, workspace: Workspace) -> dict[str, Any]:
    """The figures of a case, computed from its edition's tables and the imported registers; none of them is typed in."""
    totals = pq.read_table(edition.table("bill_totals")).to_pylist()
    month = str(case.month)
    return {
        "case": case.name,
        "title": case.title,
        "residents": files.residents,
        "invented_people": True,
        "edition": edition.hash,
        "bill": {month: _bill(totals, "people", "amount")},
        "verified": {month: _bill(totals, "verified_people", "verified_amount")},
        "payers": {month: _payers(totals)},
        "mismatches": {"by_code": _by_code(edition), "by_bpk_kind": _by_bpk_kind(edition)},
        "statuses_on_the_list": _statuses(edition),
        "coverage": _coverage(workspace, case),
        "published": dict(case.published),
        "illustrative": sorted(case.illustrative),
        "source": case.source,
    }


def _bill(totals: list[dict[str, Any]], people: str, amount: str) -> dict[str, int]:
    """People and rupiah of one month; what one person costs is the sum divided by the people, which must come out even."""
    pemda = [part for part in totals if part["payer"] != CENTRE]
    iuran = sum(int(part[amount]) for part in pemda if part["account"] == "iuran")
    bantuan = sum(int(part[amount]) for part in pemda if part["account"] == "bantuan_iuran")
    counted = max((int(part[people]) for part in pemda if part["account"] == "iuran"), default=0)
    pusat = sum(int(part[amount]) for part in totals if part["payer"] == CENTRE)
    return {
        "people": counted,
        "pemda_per_person": _each(iuran + bantuan, counted),
        "pusat_per_person": _each(pusat, counted),
        "pemda_total": iuran + bantuan,
        "pemda_iuran": iuran,
        "pemda_bantuan": bantuan,
    }


def _payers(totals: list[dict[str, Any]]) -> dict[str, int]:
    """Rupiah of the month by who pays them."""
    payers = sorted({part["payer"] for part in totals})
    return {payer: sum(int(part["amount"]) for part in totals if part["payer"] == payer) for payer in payers}


def _each(total: int, people: int) -> int:
    assert people == 0 or total % people == 0, f"{total} rupiah do not divide among {people} people of one rate"
    return total // people if people else 0


def _by_code(edition: PublishedEdition) -> dict[str, dict[str, Any]]:
    rows = pq.read_table(edition.table("mismatch_totals")).sort_by("code").to_pylist()
    return {row.pop("code"): row for row in rows}


def _by_bpk_kind(edition: PublishedEdition) -> dict[str, dict[str, int]]:
    """Lines of the annex under BPK's four kinds; a line with two codes of one kind counts once."""
    found = pq.read_table(edition.table("mismatches"), columns=["subject", "bpk_kind", "line_id", "rupiah_per_month"])
    listed = found.filter(pc.and_(pc.equal(found["subject"], "list"), pc.is_valid(found["bpk_kind"])))
    once = listed.group_by(["bpk_kind", "line_id"]).aggregate([("rupiah_per_month", "max")])
    grouped = once.group_by("bpk_kind").aggregate([("line_id", "count"), ("rupiah_per_month_max", "sum")]).sort_by("bpk_kind")
    return {
        row["bpk_kind"]: {"lines": row["line_id_count"], "rupiah_per_month": int(row["rupiah_per_month_max_sum"] or 0)}
        for row in grouped.to_pylist()
    }


def _statuses(edition: PublishedEdition) -> dict[str, int]:
    """What the branch says of the people on the list."""
    found = pq.read_table(edition.table("statuses"), columns=["line_id", "reason"])
    listed = found.filter(pc.is_valid(found["line_id"]))
    counted = listed.group_by("reason").aggregate([([], "count_all")]).sort_by("reason").to_pylist()
    return {row["reason"]: row["count_all"] for row in counted}


def _coverage(workspace: Workspace, case: Case) -> dict[str, Any]:
    """Raw counts, as the offices would print them: residents with FLAG_STATUS 0, and distinct card numbers."""
    residents = _register(workspace, case, "residents", ["population_flag"])
    members = _register(workspace, case, "members", ["card_number", "status"])
    population = pc.sum(pc.equal(residents["population_flag"], "0")).as_py() or 0
    active = members.filter(pc.equal(members["status"], "active"))
    return {
        "population": population,
        "registered": pc.count_distinct(members["card_number"]).as_py(),
        "active": pc.count_distinct(active["card_number"]).as_py(),
        "basis": f"FLAG_STATUS 0, {case.as_of.isoformat()}",
    }


def _register(workspace: Workspace, case: Case, kind: str, columns: list[str]) -> pa.Table:
    snapshot = workspace.latest(kind=kind, area=case.area, as_of=case.as_of)
    assert snapshot is not None, f"the {kind} just imported are not there"
    return pq.read_table(snapshot.rows_path, columns=columns)


def examples(edition: PublishedEdition) -> tuple[tuple[str, str], ...]:
    """Commands to try with NIK of this edition: one who is active, one awaiting the branch, one who should not be there."""
    statuses = pq.read_table(edition.table("statuses"), columns=["person_id", "reason", "line_id"])
    niks = _niks(edition)
    on_list = statuses.filter(pc.is_valid(statuses["line_id"])).sort_by("line_id")
    wanted = (
        ("check", _first(on_list, "reason", "on_list_branch_agrees", niks), "active: the branch's answer, the list, the bill"),
        (
            "check",
            _first(on_list, "reason", "on_list_not_in_member_master", niks),
            "awaiting the branch, whose answer alone makes active",
        ),
        ("explain", _doubtful(edition, niks), "a line that does not match: evidence, rupiah, what to do"),
    )
    return tuple((f"{command} {nik}", shows) for command, nik, shows in wanted if nik)


def _niks(edition: PublishedEdition) -> dict[str, str]:
    persons = pq.read_table(edition.table("persons"), columns=["person_id", "nik"]).to_pydict()
    return {person: nik for person, nik in zip(persons["person_id"], persons["nik"], strict=True) if nik}


def _first(table: pa.Table, column: str, value: str, niks: Mapping[str, str]) -> str | None:
    people = table.filter(pc.equal(table[column], value))["person_id"].to_pylist()
    return next((niks[person] for person in people if person in niks), None)


def _doubtful(edition: PublishedEdition, niks: Mapping[str, str]) -> str | None:
    found = pq.read_table(edition.table("mismatches"), columns=["subject", "code", "person_id", "line_id"])
    listed = found.filter(pc.equal(found["subject"], "list")).sort_by("line_id")
    return _first(listed, "code", "deceased", niks) or _first(listed, "code", "funded_twice", niks)
