"""A small region (Serang on 2,000 residents) with July and August 2021 closed; August's branch file differs in a few cards."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from functools import cache
from pathlib import Path

from cakupan.law.calendar import Month
from cakupan.wiring.month import close_area_month
from cakupan.wiring.workspace import Workspace
from month.small_region import AREA, MONTH, closed_workspace, files, look

AUGUST = Month(2021, 8)
GONE, SWITCHED, FRESH = 3, 5, "0000999900001"


@cache
def members_of_july() -> tuple[dict[str, str], ...]:
    """The branch's file of July, row by row."""
    with (files() / "files" / "peserta.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def stranger() -> str:
    """A card of July whose holder no other register knows: without it, August knows nobody of that identity."""
    found = look("SELECT min(person_id) FROM {persons} WHERE known_from = 'member'")
    return str(found[0][0]).removeprefix("C")


def cards_gone() -> set[str]:
    """The cards that the branch's file of August no longer holds."""
    return {row["NO_KARTU"] for row in members_of_july()[:GONE]} | {stranger()}


def members_of_august(folder: Path) -> Path:
    """The file a month later: the first rows are gone, some changed their status, one card is new."""
    rows = [dict(row) for row in members_of_july()]
    for row in rows[GONE : GONE + SWITCHED]:
        row["STATUS_PESERTA"] = "TIDAK AKTIF" if row["STATUS_PESERTA"] == "AKTIF" else "AKTIF"
    new = {**rows[0], "NO_KARTU": FRESH, "NIK": "9901010101709001", "NAMA": "ORANG BARU REKAAN", "NO_KK": ""}
    path = folder / "peserta_agustus.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows([*(row for row in rows[GONE:] if row["NO_KARTU"] != stranger()), new])
    return path


@cache
def _closed() -> Path:
    workspace = files() / "two-months"
    shutil.copytree(closed_workspace(), workspace)
    august = members_of_august(files())
    Workspace(workspace).import_register(kind="members", file=august, area=AREA, as_of=dt.date(2021, 8, 2))
    close_area_month(workspace=workspace, area=AREA, month=AUGUST)
    return workspace


def put_two_months(workspace: Path) -> Path:
    """Put a copy of the region's workspace where the office of a test looks for it."""
    shutil.copytree(_closed(), workspace, dirs_exist_ok=True)
    return workspace


__all__ = ["AREA", "AUGUST", "FRESH", "GONE", "MONTH", "SWITCHED", "cards_gone", "members_of_july", "put_two_months", "stranger"]
