"""Play a published case end to end on invented people: files, import, linking, months, editions, reports, summary."""

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

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.environment import MARK
from cakupan.scenarios.case import Case, CaseFiles, case_names, read_case
from cakupan.scenarios.kalbar import write_kalbar
from cakupan.scenarios.kupang import write_kupang
from cakupan.scenarios.large import write_large
from cakupan.scenarios.ogan_ilir import write_ogan_ilir
from cakupan.scenarios.palembang import write_palembang
from cakupan.scenarios.serang import write_serang
from cakupan.wiring.database import OFFICE_SERVER
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.month import close_area_month
from cakupan.wiring.outlook import look_ahead
from cakupan.wiring.report import Reports, write_reports
from cakupan.wiring.summaries import Played, summary_of
from cakupan.wiring.workspace import Workspace
from cakupan.wiring.workspace_server import is_running

PLAYS: Mapping[str, Callable[..., CaseFiles]] = {
    "kalbar": write_kalbar,
    "kupang": write_kupang,
    "large": write_large,
    "ogan-ilir": write_ogan_ilir,
    "palembang": write_palembang,
    "serang": write_serang,
}
STEPS = 5


@dataclass(frozen=True)
class Demo:
    """What a demo left: the folder with reports, workbooks and summary.json, and what to try next.

    ``reports`` by month: those of the last one lie in ``out`` itself, earlier ones in a folder of their month.
    """

    case: Case
    out: Path
    workspace: Path
    summary: Mapping[str, Any]
    reports: Mapping[Month, Reports]
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
    say(f"    {files.residents:,} residents: {files.folder}")
    _import(files, workspace, say)
    say(f"3/{STEPS} linking the registers and closing {', '.join(map(str, files.months))}")
    editions = {month: _closed(workspace, case.area, month, say) for month in files.months}
    say(f"4/{STEPS} writing reports and workbooks")
    reports = {
        month: _reported(workspace, edition, month, out if month == files.months[-1] else out / str(month), say)
        for month, edition in editions.items()
        if month in case.reported
    }
    say(f"5/{STEPS} summing up")
    played = Played(case=case, residents=files.residents, workspace=workspace, editions=editions)
    summary = summary_of(played)
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
    return Demo(case=case, out=out, workspace=workspace, summary=summary, reports=reports, examples=examples(played.last))


def _closed(workspace: Path, area: str, month: Month, say: Callable[[str], None]) -> PublishedEdition:
    edition = close_area_month(workspace=workspace, area=area, month=month, say=lambda what: say(f"    {what}")).edition
    say(f"    {month}: edition {edition.hash[:12]} published")
    return edition


def _reported(workspace: Path, edition: PublishedEdition, month: Month, out: Path, say: Callable[[str], None]) -> Reports:
    """The papers of a month; where it has agreements, with what they lead to if nothing is done."""
    ahead = None
    if edition.manifest["agreements"]:
        ahead = look_ahead(workspace=workspace, area=edition.manifest["area"], month=month).outlook.as_dict()
    return write_reports(
        workspace=workspace,
        edition=edition,
        out=out,
        people_invented=True,
        outlook=ahead,
        say=lambda what: say(f"    {month}: {what}"),
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
        if is_running(workspace / OFFICE_SERVER):
            raise Refusal(
                f"demo in {workspace}",
                why="an office is being served from there.",
                mend="Stop it first (Ctrl-C where it runs), or name another folder with --workspace.",
            )
        shutil.rmtree(workspace)
    workspace.mkdir(parents=True, exist_ok=True)
    (workspace / MARK).write_text(
        "Everything in this workspace is invented. A demo empties it when it is run again.\n", encoding="utf-8"
    )


def _import(files: CaseFiles, workspace: Path, say: Callable[[str], None]) -> None:
    say(f"2/{STEPS} importing {len(files.imports)} files")
    store = Workspace(workspace)
    for each in files.imports:
        snapshot = store.import_register(kind=each.kind, file=each.path, area=files.case.area, as_of=each.as_of).snapshot
        say(
            f"    {each.kind} of {each.as_of}: {snapshot.rows:,} rows, {snapshot.faults:,} faults, {snapshot.warnings:,} warnings"
        )


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
