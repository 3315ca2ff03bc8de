"""docs/states.md: the state tables of the office, with their diagrams, from each app's ``states.py``."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

import cakupan.office
from tools.docs import markdown

SAYS = """What each thing in the office goes through, who may move it on and with what. *Approver* is an officer who may decide;
*not one's own* means that whoever made it may not do this, which the database holds too; *one's own* that nobody else may, and
only until somebody has confirmed it."""
if TYPE_CHECKING:
    from cakupan.office.states import Move, StateTable

OFFICE = Path(cakupan.office.__file__).parent


def page() -> str:
    if not settings.configured:
        settings.configure(USE_I18N=False)  # labels in the language that they are written in
    from cakupan.office.states import StateTable

    modules = [
        importlib.import_module(f"cakupan.office.{path.parent.name}.states") for path in sorted(OFFICE.glob("*/states.py"))
    ]
    tables = [each for module in modules for each in vars(module).values() if isinstance(each, StateTable)]
    parts = [_section(table) for table in tables]
    return markdown.page("States", source="src/cakupan/office/*/states.py", says=SAYS, parts=parts)


def _section(table: StateTable) -> str:
    states = markdown.table(("state", "on the page", "means"), [(f"`{s.code}`", s.label, s.explains) for s in table.states])
    moves = markdown.table(
        ("move", "on the page", "from", "to", "desks", "approver", "reason", "whose"), map(_cells, table.moves)
    )
    return f"## {table.title} (`{table.name}`)\n\n```mermaid\n{table.mermaid()}\n```\n\n{states}\n\n{moves}"


def _cells(move: Move) -> tuple[object, ...]:
    told = ("yes" if each else "" for each in (move.approver, move.needs_reason))
    whose = "not one's own" if move.maker_checker else "one's own" if move.maker_only else ""
    return (f"`{move.code}`", move.label, f"`{move.from_state}`", f"`{move.to_state}`", markdown.code(move.desks), *told, whose)
