"""docs/steps.md: what each SQL step makes, from the headers of the steps themselves."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import cakupan
from cakupan.engines.steps import Step, load_steps
from tools.docs import markdown

SAYS = """Every step is one SELECT whose result is the table of its name, the same text on DuckDB and Spark. They stand here in
the order of their files; where a room runs a step for several registers, it is the same step over other tables."""
PACKAGE = Path(cakupan.__file__).parent


def page() -> str:
    return markdown.page("Steps", source="the headers of src/cakupan/**/NN_*.sql", says=SAYS, parts=map(_folder, step_packages()))


def step_packages() -> list[str]:
    """Every package that holds steps: ``cakupan.linking.steps``, ``cakupan.month.steps`` …"""
    folders = {path.parent for path in PACKAGE.rglob("*.sql") if re.match(r"\d\d_", path.name)}
    return sorted(".".join(("cakupan", *folder.relative_to(PACKAGE).parts)) for folder in folders)


def _folder(package: str) -> str:
    title = package.removeprefix("cakupan.").replace(".", ": ").replace("_", " ")
    says = (importlib.import_module(package).__doc__ or "").strip()
    return "\n\n".join(part for part in (f"## {title}", says, *(_step(step) for step in load_steps(package))) if part)


def _step(step: Step) -> str:
    assert step.says, f"step {step.name} has no header comment that says what it makes"
    return f"### {step.name}\n\n{step.says}"
