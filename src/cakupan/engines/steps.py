"""Named SQL steps: one file, one SELECT, one table of the same name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Step:
    """One SELECT whose result becomes the table ``name``; ``says`` is its header comment, for the documentation."""

    name: str
    sql: str
    says: str


@dataclass(frozen=True)
class Function:
    """A scalar expression with a name: ``parameters`` maps parameter to SQL type, ``returns`` is the type of ``body``."""

    name: str
    parameters: Mapping[str, str]
    returns: str
    body: str


def load_steps(package: str) -> tuple[Step, ...]:
    """Every ``NN_name.sql`` of a package folder, in order of file name; the leading comment lines are its header."""
    files = sorted((f for f in resources.files(package).iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(_step(f.name, f.read_text(encoding="utf-8")) for f in files)


def _step(file_name: str, text: str) -> Step:
    header = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line.removeprefix("--").strip())
    name = file_name.removesuffix(".sql").split("_", 1)[1]
    return Step(name=name, sql=text.strip().rstrip(";"), says="\n".join(header))


class Engine(Protocol):
    """What a step may ask of whatever runs it. Tables are addressed by name; everything else is SQL."""

    name: str

    def read_parquet(self, table: str, path: Path) -> None:
        """Make ``table`` stand for the rows of a Parquet file."""

    def create_table(self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a small table (parameters, never registers) from rows; ``columns`` maps name to SQL type."""

    def alias(self, name: str, table: str) -> None:
        """Let ``name`` stand for ``table`` from now on, so that one step serves several registers."""

    def define(self, function: Function) -> None:
        """Give a scalar SQL expression a name that later steps may call."""

    def run(self, step: Step, *, into: str | None = None) -> None:
        """Run one step: its SELECT becomes the table ``into`` (default ``step.name``), replacing an older one."""

    def view(self, step: Step) -> None:
        """Let ``step.name`` stand for the step's SELECT, computed anew wherever it is read."""

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT, for results small enough to hold."""

    def write_parquet(self, sql: str, path: Path) -> int:
        """Write a SELECT (with a total ORDER BY: the bytes must not depend on the run) as Parquet; returns its row count."""

    def drop(self, table: str) -> None:
        """Forget a table that no later step reads."""

    def close(self) -> None:
        """Release the engine and whatever it put aside on disk."""
