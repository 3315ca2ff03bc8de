"""docs/rules.md: the cases that the law is held to, from the tables of the spec tests themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.docs import markdown

TESTS = Path(__file__).resolve().parent.parent.parent / "tests" / "law"
SAYS = """The questions that `cakupan law` answers, by example: each row is a case that the tests ask, with the answer they insist
on. Rows stand in pairs where a rule changes: the last day of the old, the first of the new. What a case does not name is as in
its test. The values with their sources are in [law.md](law.md)."""
# Tests of the files and tables that hold the law, not of what it says.
NOT_RULES = {"calendar", "parameter_files", "past_values", "properties", "rates", "strict_yaml"}
# A test about one thing beside a whole table of cases would only repeat the table.
CASES_MIN = 2


def page() -> str:
    parts = [part for path in sorted(TESTS.glob("test_law_*.py")) if _subject(path) not in NOT_RULES for part in _module(path)]
    return markdown.page("Rules by example", source="the tables in tests/law/", says=SAYS, parts=parts)


def _subject(path: Path) -> str:
    return path.stem.removeprefix("test_law_")


def _module(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tables = [table for node in tree.body if isinstance(node, ast.FunctionDef) for table in [_table(node)] if table]
    if tables:
        yield f"## {_subject(path).replace('_', ' ')}"
        yield ast.get_docstring(tree) or ""
        yield from tables


def _table(test: ast.FunctionDef) -> str | None:
    """The test's cases under its name in words; None for a test without a table that can be read as it stands."""
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.parametrize":
            columns, cases = _columns(decorator.args[0]), _cases(decorator.args[1])
            if columns and len(cases) >= CASES_MIN and all(len(case) == len(columns) for case in cases):
                says = ast.get_docstring(test) or ""
                head = f"### {test.name.removeprefix('test_').replace('_', ' ')}"
                return "\n\n".join(part for part in (head, says, _case_table(columns, cases)) if part)
    return None


def _case_table(columns: list[str], cases: list[list[str]]) -> str:
    if len(columns) > 1:
        return markdown.table(columns, cases)
    return f"For {columns[0]}: " + " · ".join(markdown.cell(shown) or "(none)" for (shown,) in cases)


def _columns(names: ast.expr) -> list[str]:
    given = ast.literal_eval(names)
    listed = given.split(",") if isinstance(given, str) else list(given)
    return [name.strip().replace("_", " ") for name in listed]


def _cases(cases: ast.expr) -> list[list[str]]:
    if not isinstance(cases, ast.List | ast.Tuple):
        return []
    return [[_shown(cell) for cell in (case.elts if isinstance(case, ast.Tuple) else [case])] for case in cases.elts]


def _shown(cell: ast.expr) -> str:
    """A text as it is, a number with its thousands apart, anything else as the code has it."""
    if isinstance(cell, ast.Constant):
        value = cell.value
        if isinstance(value, bool) or value is None:
            return {True: "yes", False: "no", None: ""}[value]
        return f"{value:,}" if isinstance(value, int) else str(value)
    return f"`{ast.unparse(cell)}`"
