"""Spark: the same steps where one machine is not enough. An optional extra, never needed by the default."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkRuntimeError
from pyspark.java_gateway import launch_gateway
from pyspark.sql import DataFrame, SparkSession

from cakupan.engines.steps import Function, Step

ARROW_TYPES = {
    "STRING": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
}
ROW_GROUP_ROWS = 122_880


class JavaMissing(RuntimeError):
    """Java is not there, or is too old for Spark; the message is the first thing that Java or the shell said of it."""


class SparkEngine:
    """Runs steps in Spark on this machine, reached from this machine only. Every step's result is Parquet in a folder of its own.

    Raises :class:`JavaMissing` if Java does not start. A second engine of one process shares the first one's Spark, with tables
    of its own; the first must be closed last.
    """

    name = "spark"

    def __init__(self, *, memory_limit: str = "2GB", threads: int = 2) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="cakupan-spark-")
        self._tables = Path(self._folder.name) / "tables"
        self._numbers = itertools.count()
        self._files: dict[str, Path] = {}
        self._starts_spark = SparkSession.getActiveSession() is None
        settings = _settings(folder=Path(self._folder.name), memory_limit=memory_limit, threads=threads)
        self.session = _started(settings).newSession()
        for statement in _prelude():
            self.session.sql(statement)

    def read_parquet(self, table: str, path: Path) -> None:
        self.session.read.parquet(str(path)).createOrReplaceTempView(table)

    def create_table(self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        schema = pa.schema([(name, ARROW_TYPES[sql_type]) for name, sql_type in columns.items()])
        arrays = [pa.array([row[place] for row in rows], field.type) for place, field in enumerate(schema)]
        # Held in the plan itself, not in a file: what is joined to every row costs no job of its own.
        self.session.createDataFrame(pa.Table.from_arrays(arrays, schema=schema)).createOrReplaceTempView(table)
        self._forget(table)

    def alias(self, name: str, table: str) -> None:
        self._view(name, f"SELECT * FROM {table}")

    def define(self, function: Function) -> None:
        parameters = ", ".join(f"{name} {sql_type}" for name, sql_type in function.parameters.items())
        named = f"{function.name}({parameters}) RETURNS {function.returns}"
        self.session.sql(f"CREATE OR REPLACE TEMPORARY FUNCTION {named} RETURN {function.body}")

    def run(self, step: Step, *, into: str | None = None) -> None:
        # Written at once: a result that Spark were to work out anew for every reader would be worked out dozens of times.
        folder = self._new_folder()
        found = self.session.sql(step.sql)
        found.write.parquet(str(folder))
        self._stand(into or step.name, folder, self.session.read.schema(found.schema).parquet(str(folder)))

    def view(self, step: Step) -> None:
        self._view(step.name, step.sql)

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def write_parquet(self, sql: str, path: Path) -> int:
        folder = self._new_folder()
        self.session.sql(sql).write.parquet(str(folder))
        try:
            return _gathered(folder, path)
        finally:
            shutil.rmtree(folder)

    def drop(self, table: str) -> None:
        self.session.catalog.dropTempView(table)
        self._forget(table)

    def close(self) -> None:
        if self._starts_spark:
            self.session.stop()
        self._folder.cleanup()

    def _view(self, name: str, sql: str) -> None:
        # Kept by Spark as text and read anew each time, so that an alias inside it means what it means then.
        self.session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{sql}")

    def _stand(self, table: str, folder: Path, rows: DataFrame) -> None:
        rows.createOrReplaceTempView(table)
        self._forget(table)
        self._files[table] = folder

    def _forget(self, table: str) -> None:
        folder = self._files.pop(table, None)
        if folder is not None:
            shutil.rmtree(folder)

    def _new_folder(self) -> Path:
        return self._tables / str(next(self._numbers))


def _settings(*, folder: Path, memory_limit: str, threads: int) -> dict[str, str]:
    return {
        "spark.master": f"local[{threads}]",
        "spark.app.name": "cakupan",
        "spark.driver.memory": memory_limit.lower().removesuffix("b"),
        # Nobody else on the network may connect, and there is no page to look at.
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.authenticate": "true",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder / "spill"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.driver.extraJavaOptions": "-Dfile.encoding=UTF-8 -XX:-UsePerfData",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(threads),
        "spark.default.parallelism": str(threads),
        # Nobody looks at the plans of finished steps.
        "spark.sql.maxPlanStringLength": "0",
        "spark.sql.ui.retainedExecutions": "1",
    }


def _started(settings: Mapping[str, str]) -> SparkSession:
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    # Java's own log goes to a file without a name: what matters of it comes back as an exception.
    with tempfile.TemporaryFile() as log:
        gateway = None if SparkContext._gateway else _java(conf, log)
    return SparkSession(SparkContext(conf=conf, gateway=gateway))


def _java(conf: SparkConf, log: IO[bytes]) -> Any:
    try:
        return launch_gateway(conf, popen_kwargs={"stderr": log, "stdout": subprocess.DEVNULL})  # type: ignore[no-untyped-call]
    except PySparkRuntimeError as error:
        log.seek(0)
        said = [line.strip() for line in log.read().decode(errors="replace").splitlines() if not line.startswith("Picked up")]
        raise JavaMissing(next(filter(None, said), "it ended without a word")) from error


def _prelude() -> Iterator[str]:
    text = resources.files("cakupan.engines").joinpath("prelude_spark.sql").read_text(encoding="utf-8")
    return (statement for statement in text.split(";\n") if statement.strip())


def _gathered(folder: Path, path: Path) -> int:
    """Put Spark's part files, which are in order, into one file; returns its rows. Row groups do not depend on the parts."""
    rows = pyarrow.dataset.dataset(sorted(str(part) for part in folder.glob("part-*")), format="parquet")
    schema = rows.schema.remove_metadata()
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for group in _regrouped(rows.to_batches(batch_size=ROW_GROUP_ROWS), schema):
            file.write_table(group)
    return int(rows.count_rows())


def _regrouped(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    held = pa.Table.from_batches([], schema)
    for batch in batches:
        held = pa.concat_tables([held, pa.Table.from_batches([batch]).cast(schema)])
        while held.num_rows >= ROW_GROUP_ROWS:
            yield held.slice(0, ROW_GROUP_ROWS)
            held = held.slice(ROW_GROUP_ROWS)
    if held.num_rows:
        yield held
