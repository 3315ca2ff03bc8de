"""A full disk is a refusal that says so; what stood still stands, and with room the same command ends well."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from cakupan.cli import app
from cakupan.cli.outcome import run_command
from cakupan.wiring.editions import current_edition
from month.small_region import AREA, MONTH, files, import_all

ROOM_MB = 8


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes: a memory file system, which only root may mount."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MB}m", "none", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk that is really full needs a mount, and this user may not mount")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def _fill(disk: Path, *, leave_kb: int) -> Path:
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free
    filler.write_bytes(b"\0" * (free - leave_kb * 1024))
    return filler


@pytest.mark.parametrize("leave_kb", [0, 40, 120])
def test_a_month_that_finds_the_disk_full_is_refused_and_ends_well_with_room(small_disk, leave_kb, capsys):
    import_all(small_disk)
    filler = _fill(small_disk, leave_kb=leave_kb)
    command = ["month", str(MONTH), "--area", AREA, "--workspace", str(small_disk)]
    assert run_command(app, command) == 1
    told = capsys.readouterr().err
    assert "disk is full" in told and "mend:" in told
    assert current_edition(workspace=small_disk, area=AREA, month=MONTH) is None
    filler.unlink()
    assert run_command(app, command) == 0
    assert current_edition(workspace=small_disk, area=AREA, month=MONTH) is not None


def test_an_import_that_finds_the_disk_full_is_refused_and_ends_well_with_room(small_disk, capsys):
    filler = _fill(small_disk, leave_kb=20)
    command = ["import", "residents", str(files() / "files" / "penduduk.csv"), "--area", AREA, "--as-of", "2021-07-01"]
    assert run_command(app, [*command, "--workspace", str(small_disk)]) == 1
    assert "disk is full" in capsys.readouterr().err
    filler.unlink()
    assert run_command(app, [*command, "--workspace", str(small_disk)]) == 0
