"""docs/steps.md: what each SQL step makes, from the headers of the steps themselves."""

from __future__ import annotations

from cakupan.engines.steps import Step, load_steps
from tools.docs import markdown

SAYS = """Every step is one SELECT whose result is the table of its name, the same text on DuckDB and Spark. They stand here in the
order of their files; where a room runs a step for several registers, it is the same step over other tables."""
ROOMS = {
    "linking": "Who is who: from the snapshots of the registers to links and mismatches.",
    "month": "A month: from links, decisions, agreements and the law to spells, bill lines and statuses.",
}


def page() -> str:
    parts = [_room(room, says) for room, says in ROOMS.items()]
    return markdown.page("Steps", source="the headers of src/cakupan/*/steps/*.sql", says=SAYS, parts=parts)


def _room(room: str, says: str) -> str:
    steps = load_steps(f"cakupan.{room}.steps")
    return "\n\n".join([f"## {room}", says, *(_step(step) for step in steps)])


def _step(step: Step) -> str:
    assert step.says, f"step {step.name} has no header comment that says what it makes"
    return f"### {step.name}\n\n{step.says}"
