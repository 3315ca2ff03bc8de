"""What the office asks of the rooms (``office.rooms.Rooms``), joined to this workspace: files in, months out, answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from cakupan.answer.eligibility import Answer
from cakupan.law.calendar import Month
from cakupan.wiring.answer import ask as ask_workspace
from cakupan.wiring.month import close_area_month
from cakupan.wiring.outlook import look_ahead as look_ahead_from
from cakupan.wiring.positions import load_edition
from cakupan.wiring.workspace import Workspace, summary

Say = Callable[[str], None]


def _workspace() -> Path:
    home: Path = settings.ENVIRONMENT.workspace
    return home


def import_file(*, kind: str, file: Path, profile: str | None, area: str, as_of: dt.date) -> dict[str, Any]:
    """Read a delivered file into a snapshot."""
    imported = Workspace(_workspace()).import_register(kind=kind, file=file, profile=profile, area=area, as_of=as_of)
    return summary(imported)


def undo_import(*, hash_start: str, area: str) -> dict[str, Any]:
    """Take an import back."""
    removed = Workspace(_workspace()).undo(hash_start=hash_start, area=area)
    return {"undone": removed.hash, "kind": removed.kind, "file": removed.file}


def close_month(*, area: str, month: Month, again: bool, say: Say) -> str:
    """Make the edition of a month from what the workspace holds, and load it as the position that the pages show."""
    close_area_month(workspace=_workspace(), area=area, month=month, again=again, say=say)
    return load_position(area=area, month=month, say=say)


def load_position(*, area: str, month: Month, say: Say) -> str:
    """Load the edition that stands into the tables of the pages, in one transaction."""
    return load_edition(workspace=_workspace(), area=area, month=month, say=say).edition.hash


def look_ahead(*, area: str, month: Month) -> dict[str, Any]:
    """What comes if nothing is done, and what would prevent it."""
    return look_ahead_from(workspace=_workspace(), area=area, month=month).outlook.as_dict()


def ask(*, number: str, on: dt.date, area: str) -> Answer:
    """The desk's answer about one person on one day."""
    return ask_workspace(workspace=_workspace(), number=number, on=on, today=on, area=area).answer
