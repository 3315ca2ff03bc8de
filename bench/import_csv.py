"""Import a resident register of five million rows with all row checks, against DuckDB reading the same file.

``python bench/import_csv.py [--rows N]`` writes the file (invented people) to a temporary folder, runs each reader in a process
of its own, prints wall seconds, CPU-seconds and peak memory, and writes ``bench/out/import.json``. Peers:

* ``duckdb to Parquet``: ``COPY (SELECT * FROM read_csv(file, all_varchar = true)) TO …``, what a snapshot without checks would be
* ``duckdb scan``: ``SELECT max(every column) FROM read_csv(…)``, reading alone, nothing kept
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OUT = Path(__file__).parent / "out" / "import.json"
READERS = ("cakupan import", "duckdb to Parquet", "duckdb scan")

# One row in 200 has something wrong: a date that does not exist, a NIK of 15 digits, an unknown label, an unknown area.
PEOPLE = """
COPY (
  WITH drawn AS (
    SELECT i, hash(i) AS h, hash(i + 7777777) AS g, DATE '1940-01-01' + CAST(hash(i * 31 + 5) % 31000 AS INTEGER) AS born,
           CAST(hash(i * 17) % 2 AS INTEGER) AS woman
    FROM range({rows}) t(i)
  )
  SELECT
    CASE WHEN h % 1000 = 1 THEN printf('%015d', h % 1000000000000000)
         ELSE printf('610105%02d%02d%02d%04d', day(born) + 40 * woman, month(born), year(born) % 100, 9000 + (h % 1000)) END
      AS NIK,
    printf('610105%010d', h % 10000000000) AS NO_KK,
    list_extract(['WAYAN', 'MUHTAR', 'HASNAWATI', 'SITI', 'AGUS', 'YOSEP', 'MARIAM', 'IBRAHIM'], 1 + CAST(h % 8 AS INTEGER))
      || ' '
      || list_extract(['FADLI', 'ROHMAN', 'UTAMI', 'AMINAH', 'LUBIS', 'MALIK', 'YANTI', 'SAPUTRO'], 1 + CAST(g % 8 AS INTEGER))
      || ' ' || chr(65 + CAST(h % 26 AS INTEGER)) || chr(65 + CAST(g % 26 AS INTEGER)) || 'INA' AS NAMA_LGKP,
    list_extract(['DEMAK', 'SEMARANG', 'SAMBAS', 'PONTIANAK'], 1 + CAST(g % 4 AS INTEGER)) AS TMPT_LHR,
    CASE WHEN h % 1000 = 2 THEN '31-02-1990' WHEN h % 3 = 0 THEN strftime(born, '%d/%m/%Y') ELSE strftime(born, '%Y-%m-%d') END
      AS TGL_LHR,
    CASE WHEN h % 1000 = 3 THEN 'X' WHEN woman = 1 THEN 'PEREMPUAN' ELSE 'LAKI-LAKI' END AS JENIS_KLMIN,
    list_extract(['NURUL', 'RINA', 'AISYAH', 'LUH', 'SYAMSIAR'], 1 + CAST(g % 5 AS INTEGER)) || ' '
      || chr(65 + CAST(g % 26 AS INTEGER)) || chr(65 + CAST(h % 26 AS INTEGER)) || 'YANTI' AS NAMA_LGKP_IBU,
    1 + h % 4 AS STAT_HBKEL,
    CASE WHEN g % 4 = 0 THEN 'JL. PASAR, BLOK ' ELSE 'DUSUN MELATI NO. ' END || (h % 300) AS ALAMAT,
    printf('%03d', 1 + h % 20) AS NO_RT, printf('%03d', 1 + g % 9) AS NO_RW,
    CASE WHEN h % 500 = 4 THEN '61.01.05.2999'
         ELSE list_extract(['61.01.05.2001', '61.01.05.2002', '61.01.05.2003', '61.01.05.2005'], 1 + CAST(g % 4 AS INTEGER)) END
      AS KODE_WILAYAH,
    0 AS FLAG_STATUS
  FROM drawn
) TO '{file}' (HEADER, DELIMITER ',')
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--repeat", type=int, default=2, help="runs of each reader, in turn; the fastest counts")
    parser.add_argument("--child", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measured(options.child, options.file)))
        return 0
    with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as folder:
        file = Path(folder) / "penduduk.csv"
        write_people(file, rows=options.rows)
        result = compared(file, rows=options.rows, repeat=options.repeat)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    show(result)
    return 0


def write_people(file: Path, *, rows: int) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(PEOPLE.format(rows=rows, file=file))


def compared(file: Path, *, rows: int, repeat: int) -> dict[str, object]:
    runs: dict[str, list[dict[str, float]]] = {reader: [] for reader in READERS}
    for _ in range(repeat):
        for reader in READERS:
            runs[reader].append(_run_child(reader, file))
    best = [{"reader": reader, **min(found, key=lambda run: run["wall_s"])} for reader, found in runs.items()]
    ours, copied, scanned = best
    return {
        "rows": rows,
        "file_mb": round(file.stat().st_size / 1e6),
        "wall_ratio_to_duckdb_to_parquet": ours["wall_s"] / copied["wall_s"],
        "cpu_ratio_to_duckdb_to_parquet": ours["cpu_s"] / copied["cpu_s"],
        "wall_ratio_to_duckdb_scan": ours["wall_s"] / scanned["wall_s"],
        "wall_ratio_wanted": 3.0,
        "readers": best,
    }


def _run_child(reader: str, file: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", reader, "--file", str(file)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
    return found


def measured(reader: str, file: Path) -> dict[str, float]:
    """Run one reader in this process: wall and CPU seconds without the start of Python, peak memory with it."""
    if reader == "cakupan import":
        import cakupan.registers  # noqa: F401
    import duckdb  # noqa: F401

    cpu, wall = _cpu(), time.perf_counter()
    read(reader, file)
    return {
        "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_s": round(_cpu() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def read(reader: str, file: Path) -> None:
    import duckdb

    if reader == "cakupan import":
        from cakupan.registers import read_register

        read_register(file, kind="residents", as_of=dt.date(2026, 1, 31), out=file.parent / "snapshot")
        return
    source = f"read_csv('{file}', all_varchar = true)"
    with duckdb.connect() as connection:
        if reader == "duckdb to Parquet":
            connection.execute(f"COPY (SELECT * FROM {source}) TO '{file.parent / 'copied.parquet'}' (FORMAT parquet)")
        else:
            connection.execute(f"SELECT max(COLUMNS(*)) FROM {source}").fetchall()


def show(result: dict[str, object]) -> None:
    print(f"{result['rows']:,} rows, {result['file_mb']} MB")
    readers = result["readers"]
    assert isinstance(readers, list)
    for run in readers:
        print(f"{run['reader']:18} {run['wall_s']:7.2f} s wall {run['cpu_s']:7.2f} s CPU {run['peak_mb']:6} MB peak")
    for key, value in result.items():
        if "ratio" in key:
            print(f"{key.replace('_', ' ')}: {value:.2f}")


if __name__ == "__main__":
    sys.exit(main())
