"""The little Markdown that generated pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def page(title: str, *, source: str, says: str, parts: Iterable[str], command: str = "make docs") -> str:
    """A whole page: title, where it comes from, what it is, then its parts with a blank line between."""
    head = [f"# {title}", f"<!-- Written by `{command}` from {source}. Edit that, not this page. -->", says]
    return "\n\n".join([*head, *(part for part in parts if part)]) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; a cell may hold anything printable, and an empty one stands for "does not apply"."""
    lines = [_row(columns), "|" + "---|" * len(columns)]
    lines += [_row(row) for row in rows]
    return "\n".join(lines)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(cell(value) for value in cells) + " |"


def cell(value: object) -> str:
    """One line, with the bar that would end the cell escaped."""
    text = "" if value is None else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def code(names: Iterable[str]) -> str:
    """Names in code type, side by side."""
    return ", ".join(f"`{name}`" for name in names)
