"""Write the papers of a published edition: the HTML report and the bill's workbook."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cakupan.law.calendar import Month
from cakupan.month.coverage import ALL, AreaCoverage
from cakupan.report import has_month_workbook, read_tables, write_bill_workbook, write_html, write_month_workbook
from cakupan.report.edition import Edition
from cakupan.report.read_edition import read_edition
from cakupan.wiring.boundaries import boundaries_of
from cakupan.wiring.editions import PublishedEdition, current_edition, published_months
from cakupan.wiring.workspace import Workspace

REPORT, BILL, MONTH = "laporan.html", "tagihan.xlsx", "laporan.xlsx"


@dataclass(frozen=True)
class Reports:
    """The files that were written; ``month`` is None if the edition has nothing beyond its bill."""

    report: Path
    bill: Path
    month: Path | None = None


def write_reports(
    *,
    workspace: Path,
    edition: PublishedEdition,
    out: Path,
    people_invented: bool = False,
    locked_date: dt.date | None = None,
    outlook: Mapping[str, Any] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Reports:
    """Write ``laporan.html``, ``tagihan.xlsx`` and, where there is more than a bill, ``laporan.xlsx`` to the folder ``out``.

    ``people_invented`` puts the banner on all; ``locked_date`` is the day on which the position was locked, if it is known;
    ``outlook`` is what ``cakupan outlook --json`` answers for it, if it was asked.
    """
    out.mkdir(parents=True, exist_ok=True)
    read = read_edition(
        folder=edition.folder,
        edition=edition.hash,
        manifest=edition.manifest,
        people_invented=people_invented,
        locked_date=locked_date,
    )
    area = read.position.area_code
    boundaries = boundaries_of(workspace=workspace, area=area)
    found = replace(read, outlook=outlook, boundaries=boundaries, trend=_trend(workspace, read))
    say(f"writing {REPORT}")
    write_html(edition=found, out=out / REPORT, workbook=BILL, month_workbook=MONTH)
    say(f"writing {BILL}")
    write_bill_workbook(edition=found, out=out / BILL, annexes=_annexes(workspace, edition))
    if not has_month_workbook(found):
        return Reports(report=out / REPORT, bill=out / BILL)
    say(f"writing {MONTH}")
    write_month_workbook(edition=found, out=out / MONTH)
    return Reports(report=out / REPORT, bill=out / BILL, month=out / MONTH)


def write_bill_of(*, workspace: Path, edition: PublishedEdition, out: Path, people_invented: bool = False) -> None:
    """Write only the workbook of an edition's bill, to the file ``out``."""
    read = read_edition(folder=edition.folder, edition=edition.hash, manifest=edition.manifest, people_invented=people_invented)
    write_bill_workbook(edition=read, out=out, annexes=_annexes(workspace, edition))


def _trend(workspace: Path, edition: Edition) -> Mapping[Month, AreaCoverage]:
    """The whole area's coverage in the published months up to this one."""
    area, found = edition.position.area_code, _on_month(edition.position.month, edition.coverage, edition.position.area_code)
    for month in published_months(workspace=workspace, area=area):
        if month.first_date < edition.position.date and (earlier := current_edition(workspace=workspace, area=area, month=month)):
            found |= _on_month(month, read_tables.coverage(earlier.folder), area)
    return found


def _on_month(month: Month, coverage: Iterable[AreaCoverage], area: str) -> dict[Month, AreaCoverage]:
    whole = next((c for c in coverage if (c.area_code, c.segment) == (area, ALL)), None)
    return {} if whole is None else {month: whole}


def _annexes(workspace: Path, edition: PublishedEdition) -> Mapping[str, Path]:
    """The rows of each annex by its file name; a name that two annexes share says nothing and is left out."""
    named = {each["snapshot"]: each["file"] for each in edition.manifest["inputs"] if each["kind"] == "decisions"}
    times = Counter(named.values())
    snapshots = Workspace(workspace).snapshots(area=edition.manifest["area"], kind="decisions")
    return {s.file: s.rows_path for s in snapshots if s.hash in named and times[s.file] == 1}
