"""Coverage, self-payers, proposals and reconciliation on Spark: every row as on DuckDB."""

from __future__ import annotations

import os
from collections.abc import Iterator

import people_tables
import proposal_tables
import pytest
import test_month_coverage
import test_month_family_arrears
import test_month_proposal
import test_month_reconciliation
import unpaid_tables
from test_month_coverage import counted

from cakupan.engines.embedded import DuckDBEngine
from cakupan.engines.steps import Engine
from cakupan.month import coverage, proposal, reconciliation, self_payers
from cakupan.month.coverage import NamedPopulation

MODULES = (
    *(people_tables, proposal_tables, unpaid_tables),
    *(test_month_coverage, test_month_family_arrears, test_month_proposal, test_month_reconciliation),
)


@pytest.fixture
def spark_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    # Hundreds of small queries, each run once: Java's second compiler would cost more than all of them.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    try:
        from cakupan.engines.distributed import JavaMissing, SparkEngine

        engine = SparkEngine(memory_limit="1GB")
    except (ImportError, JavaMissing) as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the Spark engine is not tested: {missing}")
        pytest.skip(f"the Spark engine is not tested: {missing}")
    yield engine
    engine.close()


def rows(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Every table of a small region, as text, so that a number of another type differs as well."""
    for module in MODULES:
        monkeypatch.setattr(module, "people_engine", lambda: engine, raising=False)
    named = NamedPopulation(basis="DKB", areas={"99.71": 50, "99.72.01": 3})
    tables, *_ = test_month_coverage._random_register(5, "99")
    counted(tables, population=named)
    found = _read(engine, coverage.TABLES)
    tables, unpaid, _ = test_month_family_arrears._random_debts(3, people_tables.JULY)
    unpaid_tables.load_self_payers(tables, unpaid=unpaid, pbi_open=False, pemda_room=40, decile_max=5)
    found |= _read(engine, self_payers.TABLES)
    month, _ = test_month_proposal._random_month(4)
    month.propose(proposal_tables.agreed(ranking_rule=test_month_proposal.RULES[1], quota=90, decile_max=5))
    found |= _read(engine, proposal.TABLES)
    bills, _ = test_month_reconciliation._random_bills(2)
    bills.reconcile()
    return found | _read(engine, reconciliation.TABLES)


def _read(engine: Engine, tables: dict[str, str]) -> dict[str, list[str]]:
    return {name: [repr(row) for row in engine.fetch(f"SELECT * FROM {name} ORDER BY {order}")] for name, order in tables.items()}


@pytest.mark.spark
def test_every_row_is_the_same_on_both_engines(spark_engine: Engine, monkeypatch: pytest.MonkeyPatch):
    duckdb_engine = DuckDBEngine(memory_limit="500MB")
    expected = rows(duckdb_engine, monkeypatch)
    duckdb_engine.close()
    assert min(len(found) for found in expected.values()) > 0
    assert rows(spark_engine, monkeypatch) == expected
