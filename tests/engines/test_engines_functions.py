"""DuckDB and Spark give the steps the same ground: functions that mean the same, tables that keep what they were given."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cakupan.engines.steps import Engine, Function, Step
from cakupan.wiring.engine import opened_engine
from engines.prelude_cases import PRELUDE_CASES, SHARED_CASES

# --- one function, one meaning -------------------------------------------------------------------------------------------------


def test_functions_mean_the_same(engine: Engine) -> None:
    cases = (*PRELUDE_CASES, *SHARED_CASES)
    # One query for all: on Spark each costs a good part of a second.
    found = engine.fetch("SELECT " + ", ".join(f"{expression} AS c{place}" for place, (expression, _) in enumerate(cases)))[0]
    wrong = [(expression, value, got) for (expression, value), got in zip(cases, found, strict=True) if got != value]
    assert wrong == []


def test_both_preludes_define_the_same_names() -> None:
    folder = Path(__file__).parents[2] / "src" / "cakupan" / "engines"
    own = {"starts_with", "ends_with"}  # DuckDB has them
    duckdb = {line.split()[2].split("(")[0] for line in _statements(folder / "prelude_duckdb.sql", "CREATE MACRO")}
    spark = {
        line.split()[5].split("(")[0]
        for line in _statements(folder / "prelude_spark.sql", "CREATE OR REPLACE TEMPORARY FUNCTION")
    }
    assert spark == duckdb | own
    tried = " ".join(expression for expression, _ in PRELUDE_CASES)
    assert {name for name in spark if f"{name}(" not in tried} == {"modulo_prime", "fifth_power"}  # parts of random_share


def _statements(file: Path, start: str) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith(start)]


def test_sample_is_even_and_another_for_each_purpose(duckdb_engine: Engine) -> None:
    """Of consecutive rows every twentieth part of the range gets its share, and two purposes draw independently."""
    drawn = "SELECT random_share(range, 1, 20260101) AS one, random_share(range, 2, 20260101) AS other FROM range(100000)"
    duckdb_engine.run(Step("drawn", drawn, ""))
    shares = [count for _, count in duckdb_engine.fetch("SELECT floor(one * 20), count(*) FROM drawn GROUP BY 1")]
    assert len(shares) == 20
    assert all(4700 < count < 5300 for count in shares)
    assert 850 < duckdb_engine.fetch("SELECT count(*) FROM drawn WHERE one < 0.1 AND other < 0.1")[0][0] < 1150


# --- what an engine promises ---------------------------------------------------------------------------------------------------


def test_a_table_keeps_types_and_nulls(engine: Engine) -> None:
    columns = {"a": "STRING", "b": "BIGINT", "c": "INTEGER", "d": "DOUBLE", "e": "BOOLEAN", "f": "DATE"}
    rows = [("o'brien\\", 2**62, 3, 0.1, True, dt.date(2021, 7, 1)), (None,) * 6]
    engine.create_table("kept", columns, rows)
    assert engine.fetch("SELECT * FROM kept ORDER BY b NULLS LAST") == rows


def test_an_empty_table_has_its_columns(engine: Engine) -> None:
    engine.create_table("none", {"a": "BIGINT"}, [])
    assert engine.fetch("SELECT sum(a), count(*) FROM none") == [(None, 0)]


def test_a_table_made_again_replaces_the_old_one(engine: Engine) -> None:
    for value in (1, 2):
        engine.create_table("made", {"a": "BIGINT"}, [(value,)])
    assert engine.fetch("SELECT a FROM made") == [(2,)]


def test_a_step_may_read_what_it_replaces(engine: Engine) -> None:
    engine.create_table("grown", {"a": "BIGINT"}, [(1,)])
    engine.run(Step("grown", "SELECT a + 1 AS a FROM grown", ""))
    engine.run(Step("other", "SELECT a + 1 AS a FROM grown", ""), into="grown")
    assert engine.fetch("SELECT a FROM grown") == [(3,)]


def test_a_result_is_worked_out_once(engine: Engine) -> None:
    engine.run(Step("drawn_once", "SELECT uuid() AS a", ""))
    assert engine.fetch("SELECT a FROM drawn_once") == engine.fetch("SELECT a FROM drawn_once")


def test_a_view_follows_its_alias(engine: Engine) -> None:
    for table, value in (("first", 1), ("second", 2)):
        engine.create_table(table, {"a": "BIGINT"}, [(value,)])
    engine.alias("someone", "first")
    engine.view(Step("doubled", "SELECT 2 * a AS a FROM someone", ""))
    assert engine.fetch("SELECT a FROM doubled") == [(2,)]
    engine.alias("someone", "second")
    assert engine.fetch("SELECT a FROM doubled") == [(4,)]
    engine.create_table("second", {"a": "BIGINT"}, [(5,)])
    assert engine.fetch("SELECT a FROM doubled") == [(10,)]


def test_a_function_may_call_another_and_be_defined_anew(engine: Engine) -> None:
    engine.define(Function("shout", {"s": "STRING"}, "STRING", "upper(s)"))
    engine.define(Function("shout_twice", {"s": "STRING"}, "STRING", "shout(s) || ' ' || shout(s)"))
    assert engine.fetch("SELECT shout_twice('ya')") == [("YA YA",)]
    engine.define(Function("shout", {"s": "STRING"}, "STRING", "upper(s) || '!'"))
    assert engine.fetch("SELECT shout('ya')") == [("YA!",)]


def test_a_dropped_table_is_gone_and_dropping_again_is_nothing(engine: Engine) -> None:
    engine.create_table("brief", {"a": "BIGINT"}, [(1,)])
    engine.drop("brief")
    engine.drop("brief")
    with pytest.raises(Exception, match="brief"):  # each engine has its own
        engine.fetch("SELECT * FROM brief")


def test_parquet_is_written_in_order_and_read_again(engine: Engine, tmp_path: Path) -> None:
    engine.create_table("few", {"a": "BIGINT"}, [(n,) for n in range(400)])
    many = "SELECT p.a * 400 + q.a AS a, CAST(p.a AS STRING) AS b FROM few p CROSS JOIN few q"
    rows = engine.write_parquet(f"{many} ORDER BY a DESC", tmp_path / "many.parquet")
    assert rows == 160_000
    written = pq.ParquetFile(tmp_path / "many.parquet")
    assert written.read().column("a").to_pylist() == list(range(159_999, -1, -1))
    assert [written.metadata.row_group(n).num_rows for n in range(written.num_row_groups)] == [122_880, 37_120]
    engine.read_parquet("again", tmp_path / "many.parquet")
    assert engine.fetch("SELECT count(*), max(a), max(b) FROM again") == [(160_000, 159_999, "99")]


def test_the_same_rows_give_the_same_bytes(engine: Engine, tmp_path: Path) -> None:
    engine.create_table("few", {"a": "BIGINT"}, [(n,) for n in range(50)])
    for name in ("one", "two"):
        engine.write_parquet("SELECT a FROM few ORDER BY a", tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_no_rows_are_a_file_with_columns(engine: Engine, tmp_path: Path) -> None:
    assert engine.write_parquet("SELECT CAST(1 AS BIGINT) AS a WHERE 1 = 0", tmp_path / "empty.parquet") == 0
    assert pq.read_schema(tmp_path / "empty.parquet").names == ["a"]


# --- Spark on this machine -----------------------------------------------------------------------------------------------------


@pytest.mark.spark
def test_nobody_else_can_reach_spark(spark_engine: Engine) -> None:
    psutil = pytest.importorskip("psutil")
    java = [child for child in psutil.Process().children(recursive=True) if "java" in child.name()]
    listening = [c.laddr.ip for process in java for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert listening
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


@pytest.mark.spark
def test_a_second_engine_has_tables_of_its_own(spark_engine: Engine) -> None:
    spark_engine.create_table("mine", {"a": "BIGINT"}, [(1,)])
    with opened_engine("spark") as other:
        other.create_table("mine", {"a": "BIGINT"}, [(2,)])
        assert other.fetch("SELECT idiv(a, 2) FROM mine") == [(1,)]
    assert spark_engine.fetch("SELECT a FROM mine") == [(1,)]


def test_missing_pyspark_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    from cakupan.law.refusal import Refusal

    monkeypatch.setitem(sys.modules, "cakupan.engines.distributed", None)
    with pytest.raises(Refusal, match=r"PySpark is not installed.*cakupan\[spark\]"), opened_engine("spark"):
        pass


def test_missing_java_is_refused_with_the_remedy(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    paths = {"JAVA_HOME": str(tmp_path), "CAKUPAN_HOME": str(tmp_path)}
    called = "from cakupan.wiring.engine import opened_engine\nwith opened_engine('spark'): pass"
    told = subprocess.run(
        [sys.executable, "-c", called], env={**os.environ, **paths}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "Refusal: engine spark: Java did not start" in told.stderr
    assert "Install Java 17 or newer" in told.stderr
