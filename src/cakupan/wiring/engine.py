"""Which engine runs the steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cakupan.engines.steps import Engine
from cakupan.law.refusal import Refusal

ENGINES = ("duckdb", "spark")


@contextmanager
def opened_engine(name: str = "duckdb", *, memory_limit: str = "2GB") -> Iterator[Engine]:
    """An engine by name, closed at the end. Raises :class:`Refusal` where it is not installed."""
    engine = _make(name, memory_limit)
    try:
        yield engine
    finally:
        engine.close()


def _make(name: str, memory_limit: str) -> Engine:
    if name == "duckdb":
        from cakupan.engines.embedded import DuckDBEngine

        return DuckDBEngine(memory_limit=memory_limit)
    try:
        from cakupan.engines.distributed import SparkEngine
    except ImportError as missing:
        raise Refusal(
            f"engine {name}", why="PySpark is not installed.", mend="Install cakupan[spark] and Java 17, or leave out --engine."
        ) from missing
    return SparkEngine()
