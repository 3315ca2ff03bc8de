"""Both engines, each once for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from cakupan.engines.embedded import DuckDBEngine
from cakupan.engines.steps import Engine

NOT_INSTALLED = "the Spark engine is not tested: {} (pip install 'cakupan[spark]'; apt-get install openjdk-17-jre-headless)"


@pytest.fixture(scope="session")
def duckdb_engine() -> Iterator[Engine]:
    engine = DuckDBEngine(memory_limit="500MB")
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark_engine() -> Iterator[Engine]:
    # Hundreds of small queries, each run once or twice: Java's second compiler would cost more than all of them.
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        engine = _spark()
    yield engine
    engine.close()


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: one test, many engines."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


def _spark() -> Engine:
    try:
        from cakupan.engines.distributed import JavaMissing, SparkEngine
    except ImportError as missing:
        return _not_installed(str(missing))
    try:
        return SparkEngine(memory_limit="1GB")
    except JavaMissing as missing:
        return _not_installed(f"Java did not start: {missing}")


def _not_installed(why: str) -> Engine:
    if os.environ.get("CI") == "true":
        pytest.fail(NOT_INSTALLED.format(why))
    pytest.skip(NOT_INSTALLED.format(why))
