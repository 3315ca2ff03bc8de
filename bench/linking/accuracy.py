"""How good a linking is, against the truth that the generator kept aside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

MARGINS = (0.0, 1.0, 3.0)


def best_f1(folder: Path, best: str) -> Mapping[str, float]:
    """The best F1 over all thresholds on weight and a few margins to the runner-up.

    ``best`` is a SELECT of row, resident_row, bits, second_bits. Right is a row whose resident is the person of the poverty row.
    """
    with _judged(folder, best) as database:
        swept = [_sweep(database, margin) for margin in MARGINS]
    return max(swept, key=lambda found: found["f1"])


def accepted(folder: Path, links: str) -> Mapping[str, float]:
    """Precision, recall and F1 of the links as decided. ``links`` is a SELECT of row, resident_row."""
    with _judged(folder, f"SELECT *, 0.0 AS bits, NULL AS second_bits FROM ({links})") as database:
        return _sweep(database, 0.0)


def _judged(folder: Path, best: str) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    for kind in ("residents", "poverty"):
        database.execute(f"CREATE VIEW {kind} AS SELECT * FROM read_parquet('{folder}/truth/{kind}.parquet')")
    database.execute(
        f"""
        CREATE TABLE judged AS
        SELECT b.bits, b.bits - coalesce(b.second_bits, -1000) AS margin, r.person = p.person AS is_right
        FROM ({best}) b JOIN poverty p ON p.row = b.row JOIN residents r ON r.row = b.resident_row
        """
    )
    return database


def _sweep(database: duckdb.DuckDBPyConnection, margin: float) -> Mapping[str, float]:
    found = database.execute(
        """
        WITH linkable AS (SELECT count(*) AS n FROM poverty WHERE person IN (SELECT person FROM residents)),
        by_bits AS (
            SELECT bits, count(*) AS rows, count(*) FILTER (is_right) AS rights FROM judged WHERE margin >= ? GROUP BY bits
        ),
        above AS (
            SELECT bits, sum(rows) OVER w AS linked, sum(rights) OVER w AS rights FROM by_bits WINDOW w AS (ORDER BY bits DESC)
        )
        SELECT rights / linked, rights / n, 2 * rights / (linked + n), bits FROM above CROSS JOIN linkable ORDER BY 3 DESC LIMIT 1
        """,
        [margin],
    ).fetchone()
    assert found is not None, "nothing was linked"
    precision, recall, f1, bits = map(float, found)
    return {"precision": precision, "recall": recall, "f1": f1, "threshold_bits": bits, "margin_bits": margin}
