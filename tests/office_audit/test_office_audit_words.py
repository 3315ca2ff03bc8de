"""Every code that is written to the log has its words: an auditor reads deeds, not names of functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import cakupan
from cakupan.office.audit.words import ACTIONS, SUBJECTS
from cakupan.office.billing.models import QuarterState
from cakupan.office.billing.payments import STEPS
from cakupan.office.states import StateTable
from cakupan.office.work.models import State

SOURCE = Path(cakupan.__file__).parent


def notes() -> Iterator[tuple[ast.Call, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "note" and len(node.args) == 2:
                yield node, module


def spelled(node: ast.expr, module: ast.Module) -> str | None:
    """What an expression says, where it is a text or a constant of its module."""
    if isinstance(node, ast.Name):
        constants = [each for each in module.body if isinstance(each, ast.Assign)]
        node = next((each.value for each in constants if ast.unparse(each.targets[0]) == node.id), node)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def tables() -> Iterator[StateTable]:
    for app in ("agreements", "enrolment", "verification"):
        found = vars(import_module(f"cakupan.office.{app}.states")).values()
        # Cases move many at a time, and are noted as "mismatch" (verification.acting).
        yield from (each for each in found if isinstance(each, StateTable) and each.name != "mismatch_case")


def codes() -> set[str]:
    told = {spelled(call.args[1], module) for call, module in notes()}
    built = {f"{table.name}.{move.code}" for table in tables() for move in table.moves}
    built |= {f"payment.{following}" for following, _ in STEPS.values()}
    built |= {f"quarter.{QuarterState.AGREED}", f"quarter.{QuarterState.REJECTED}"}
    built |= {f"work.{state}" for state in State if state not in (State.WAITING, State.RUNNING)}
    return {code for code in told if code} | built


def kinds() -> set[str]:
    found = set()
    for call, module in notes():
        for keyword in call.keywords:
            if keyword.arg == "subject" and isinstance(keyword.value, ast.Tuple):
                found.add(spelled(keyword.value.elts[0], module))
    return {kind for kind in found if kind} | {table.name for table in tables()}


def test_there_is_something_to_look_at() -> None:
    assert {"person.read", "month.confirm", "proposal.send", "payment.ordered"} <= codes()
    assert {"person", "letterhead", "billing.closing", "re_survey"} <= kinds()


@pytest.mark.parametrize("code", sorted(codes()))
def test_an_action_has_words(code: str) -> None:
    assert code in ACTIONS


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_subject_has_words(kind: str) -> None:
    assert kind in SUBJECTS
