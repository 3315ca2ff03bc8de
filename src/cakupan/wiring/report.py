"""Write the papers of a published edition: the HTML report and the bill's workbook."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cakupan.report import write_bill_workbook, write_html
from cakupan.report.read_edition import read_edition
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.workspace import Workspace

REPORT, BILL = "laporan.html", "tagihan.xlsx"


@dataclass(frozen=True)
class Reports:
    """The files that were written."""

    report: Path
    bill: Path


def write_reports(
    *,
    workspace: Path,
    edition: PublishedEdition,
    out: Path,
    people_invented: bool = False,
    locked_date: dt.date | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Reports:
    """Write ``laporan.html`` and ``tagihan.xlsx`` of an edition to the folder ``out``.

    ``people_invented`` puts the banner on both; ``locked_date`` is the day on which the position was locked, if it is known.
    """
    out.mkdir(parents=True, exist_ok=True)
    found = read_edition(
        folder=edition.folder,
        edition=edition.hash,
        manifest=edition.manifest,
        people_invented=people_invented,
        locked_date=locked_date,
    )
    say(f"writing {REPORT}")
    write_html(edition=found, out=out / REPORT, workbook=BILL)
    say(f"writing {BILL}")
    write_bill_workbook(edition=found, out=out / BILL, annexes=_annexes(workspace, edition))
    return Reports(report=out / REPORT, bill=out / BILL)


def _annexes(workspace: Path, edition: PublishedEdition) -> Mapping[str, Path]:
    """The rows of each annex by its file name; a name that two annexes share says nothing and is left out."""
    named = {each["snapshot"]: each["file"] for each in edition.manifest["inputs"] if each["kind"] == "decisions"}
    times = Counter(named.values())
    snapshots = Workspace(workspace).snapshots(area=edition.manifest["area"], kind="decisions")
    return {s.file: s.rows_path for s in snapshots if s.hash in named and times[s.file] == 1}
