"""Invented registers for the benchmark of linking, made once and kept in a temporary folder of this user."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from cakupan.registers import Snapshot, open_snapshot, read_register
from cakupan.scenarios.people import generate
from cakupan.scenarios.places import villages_of
from cakupan.scenarios.registers_written import FILES, write_registers

AS_OF = dt.date(2021, 7, 1)
KINDS = {"residents": "dukcapil", "poverty": "dtks"}
PROVINCE = "32"  # has more villages than any size asked for here fills
RESIDENTS_PER_VILLAGE = 3_000


def made(residents: int, *, seed: int = 1) -> Path:
    """The folder with snapshots and truth. Villages grow in number, not in size."""
    folder = Path(tempfile.gettempdir()) / "cakupan-bench-link" / f"{residents}-{seed}"
    if (folder / "made").exists():
        return folder
    areas = villages_of(PROVINCE)[: max(residents // RESIDENTS_PER_VILLAGE, 10)]
    write_registers(generate(residents=residents, seed=seed, areas=areas, as_of=AS_OF), folder)
    for kind, profile in KINDS.items():
        read_register(folder / FILES[kind], profile=profile, kind=kind, as_of=AS_OF, out=folder / kind)
    for file in FILES.values():
        (folder / file).unlink()
    (folder / "made").touch()
    return folder


def snapshots(folder: Path) -> dict[str, Snapshot]:
    """The snapshots of a folder made here."""
    return {kind: open_snapshot(folder / kind) for kind in KINDS}
