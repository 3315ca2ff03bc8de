"""Memory does not grow with the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from register_files import csv_bytes, person

MEASURE = """
import datetime as dt, sys
from pathlib import Path
import pyarrow as pa
import cakupan.registers.delimited as delimited
from cakupan.registers import read_register
delimited.PIECE_BYTES = 1 << 20
file = Path(sys.argv[1])
snapshot = read_register(file, kind="poverty", as_of=dt.date(2026, 1, 31), out=file.with_suffix(".snapshot"))
print(snapshot.rows, pa.default_memory_pool().max_memory())
"""


def rows_and_peak(folder: Path, rows: int) -> tuple[int, int]:
    """Rows read, and the most bytes that Arrow held at once, in a process of its own with pieces of a megabyte."""
    file = folder / f"{rows}.csv"
    file.write_bytes(csv_bytes([person(ID_DTKS=str(n), NIK=str(n)) for n in range(rows)]))
    command = [sys.executable, "-c", MEASURE, str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(said[0]), int(said[1])


def test_four_times_the_file_takes_no_more_memory(tmp_path):
    rows, peak = rows_and_peak(tmp_path, 50_000)
    more_rows, more_peak = rows_and_peak(tmp_path, 200_000)
    assert (rows, more_rows) == (50_000, 200_000)
    # Every row has a fault here, so their lists are in it too.
    assert more_peak < 1.3 * peak
