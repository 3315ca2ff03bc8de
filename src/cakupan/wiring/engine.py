"""Which engine runs the steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cakupan.engines.steps import Engine
from cakupan.law.refusal import Refusal

ENGINES = ("duckdb", "spark")


@contextmanager
def opened_engine(name: str = "duckdb", *, memory_limit: str = "2GB") -> Iterator[Engine]:
    """An engine by name, closed at the end. Raises :class:`Refusal` where it, or the Java it needs, is not installed."""
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
        from cakupan.engines.distributed import JavaMissing, SparkEngine
    except ImportError as missing:
        raise Refusal(
            f"engine {name}", why="PySpark is not installed.", mend="Install cakupan[spark] and Java 17, or leave out --engine."
        ) from missing
    try:
        return SparkEngine(memory_limit=memory_limit)
    except JavaMissing as missing:
        raise Refusal(
            f"engine {name}",
            why=f"Java did not start: {missing}",
            mend="Install Java 17 or newer (on Debian: apt-get install openjdk-17-jre-headless; set JAVA_HOME where there are "
            "several), or leave out --engine.",
        ) from missing
