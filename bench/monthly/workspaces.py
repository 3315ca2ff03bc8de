"""Workspaces for the benchmark of the month, made once: ``workspaces.py KIND RESIDENTS`` makes one and ends.

Each lies under ``bench/data`` with the files that it was made from, its links found. Delete a folder there to have it made anew.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.law.calendar import Month
from cakupan.wiring.month_inputs import choose_inputs, linked_evidence
from cakupan.wiring.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.scenarios.case import CaseFiles

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Made:
    """A made workspace: the month to close is the first of its case; ``deliveries`` are kind, file and position."""

    folder: Path
    area: str
    month: Month
    deliveries: tuple[tuple[str, Path, dt.date], ...]

    @property
    def workspace(self) -> Path:
        """Where its snapshots, links and editions lie."""
        return self.folder / "workspace"


def made(kind: str, residents: int, *, data: Path = DATA) -> Made:
    """The workspace of that kind and size, made now if it is not there. Its links are those of today's steps."""
    folder = data / f"{kind}-{residents}"
    if not (folder / "made.json").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        _keep(_invented(kind, residents, folder / "files"), folder)
    found = opened(folder)
    inputs = choose_inputs(workspace=found.workspace, area=found.area, month=found.month)
    linked_evidence(workspace=found.workspace, area=found.area, inputs=inputs)
    return found


def _invented(kind: str, residents: int, out: Path) -> CaseFiles:
    # Imported here: whoever only opens a workspace is measured, and the product does not load its generator.
    from cakupan.scenarios.kalbar import write_kalbar
    from cakupan.scenarios.ogan_ilir import write_ogan_ilir

    return {"kalbar": write_kalbar, "listed": write_ogan_ilir}[kind](residents=residents, out=out)


def _keep(files: CaseFiles, folder: Path) -> None:
    month = files.months[0]
    known = [delivery for delivery in files.imports if delivery.as_of < month.plus(1).first_date]
    told = {
        "area": files.case.area,
        "month": str(month),
        "deliveries": [[each.kind, str(each.path.relative_to(folder)), each.as_of.isoformat()] for each in known],
    }
    (folder / "told.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    import_files(_read(folder / "told.json"), folder / "workspace")
    (folder / "told.json").rename(folder / "made.json")


def opened(folder: Path) -> Made:
    """The workspace that was made in ``folder``."""
    return _read(folder / "made.json")


def _read(path: Path) -> Made:
    told = json.loads(path.read_text(encoding="utf-8"))
    return Made(
        folder=path.parent,
        area=told["area"],
        month=Month.parse(told["month"]),
        deliveries=tuple((kind, path.parent / name, dt.date.fromisoformat(day)) for kind, name, day in told["deliveries"]),
    )


def import_files(found: Made, workspace: Path) -> None:
    """Import every file of the month's case into ``workspace``, as ``cakupan import`` does."""
    store = Workspace(workspace)
    for kind, path, as_of in found.deliveries:
        store.import_register(kind=kind, file=path, area=found.area, as_of=as_of)


if __name__ == "__main__":
    made(sys.argv[1], int(sys.argv[2]))
