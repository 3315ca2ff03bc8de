"""``kill -9`` at any moment of import, linking, month and publishing: nothing lost, nothing twice, every sum equal to its lines.

The short form kills a few times; ``make test-faults`` kills as often as CAKUPAN_KILLS says (200), spread over every phase.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from cakupan.law.calendar import Month
from cakupan.registers.snapshot import open_snapshot
from cakupan.scenarios.serang import write_serang
from cakupan.wiring.editions import CURRENT, MANIFEST, current_edition, open_edition
from cakupan.wiring.month import close_area_month
from cakupan.wiring.workspace import Workspace
from month.small_region import AREA, AS_OF, FILES, MONTH

KILLS = int(os.environ.get("CAKUPAN_KILLS", "15"))
RESIDENTS = 1200
LAUNCHER = Path(__file__).with_name("killed_command.py")


@dataclass(frozen=True)
class Phase:
    """A command that writes, the workspace it starts from, and what the whole run leaves."""

    name: str
    before: Path
    arguments: tuple[str, ...]
    moments: tuple[float, ...]  # of every event, the last one of the end
    after: dict[str, str]


@pytest.fixture(scope="module")
def phases(tmp_path_factory: pytest.TempPathFactory) -> list[Phase]:
    home = tmp_path_factory.mktemp("faults")
    write_serang(residents=RESIDENTS, out=home / "files")
    base = home / "imported"
    for kind, name in FILES.items():
        Workspace(base).import_register(kind=kind, file=home / "files" / name, area=AREA, as_of=AS_OF)
    empty = home / "before_import"
    shutil.copytree(base, empty)
    shutil.rmtree(empty / "snapshots" / AREA / "members")
    closed = home / "closed"
    shutil.copytree(base, closed)
    close_area_month(workspace=closed, area=AREA, month=MONTH)
    later = home / "files" / "akta_lagi.csv"
    _one_death_fewer(home / "files" / "akta_kematian.csv", later)
    Workspace(closed).import_register(kind="deaths", file=later, area=AREA, as_of=AS_OF)
    members = str(home / "files" / FILES["members"])
    return [
        _phase("import", empty, "import", "members", members, "--area", AREA, "--as-of", str(AS_OF)),
        _phase("month", base, "month", str(MONTH), "--area", AREA),
        _phase("another edition", closed, "month", str(MONTH), "--area", AREA, "--again"),
    ]


def _one_death_fewer(file: Path, out: Path) -> None:
    out.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")


def _phase(name: str, before: Path, *arguments: str) -> Phase:
    whole = before.with_name(f"whole_{name.replace(' ', '_')}")
    shutil.copytree(before, whole)
    run = _run(whole, 0, 0.0, arguments)
    assert run.returncode == 0, run.stderr
    moments = tuple(json.loads(run.stderr.splitlines()[-1]))
    return Phase(name, before, arguments, moments, _contents(whole))


def _run(workspace: Path, event: int, delay: float, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(LAUNCHER), str(workspace), str(event), str(delay), *arguments, "--workspace", str(workspace)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def _contents(workspace: Path) -> dict[str, str]:
    """Every file of a workspace by its hash; ORDER may name an import twice and counts by its last words."""
    found = {}
    for path in sorted(workspace.rglob("*")):
        if path.is_file() and path.name != ".lock":
            text = path.read_bytes()
            if path.name == "ORDER":
                text = "\n".join(dict.fromkeys(reversed(text.decode().split()))).encode()
            found[str(path.relative_to(workspace))] = hashlib.sha256(text).hexdigest()
    return found


def _moments(phase: Phase, kills: int) -> list[tuple[int, float]]:
    """Event and delay of each kill: half of them right at an event, half anywhere in the time between the first and the end."""
    first, *_, end = phase.moments
    events = len(phase.moments) - 1
    at_events = [(1 + place * events // max(kills // 2, 1), 0.0) for place in range(kills // 2)]
    in_time = []
    for place in range(kills - kills // 2):
        moment = first + (end - first) * (place + 0.5) / (kills - kills // 2)
        event = bisect_right(phase.moments[:-1], moment)
        in_time.append((event, moment - phase.moments[event - 1]))
    return at_events + in_time


def assert_whole(workspace: Path) -> None:
    """What stands is whole: snapshots hold their rows, editions their tables, bills their lines."""
    for manifest in workspace.glob(f"snapshots/*/*/[0-9]*/{MANIFEST}"):
        snapshot = open_snapshot(manifest.parent)
        if snapshot.rows_path.is_file():
            assert pq.read_metadata(snapshot.rows_path).num_rows == snapshot.rows
    for pointer in workspace.glob(f"editions/*/*/{CURRENT}"):
        assert current_edition(workspace=workspace, area=pointer.parts[-3], month=Month.parse(pointer.parts[-2])) is not None
    for folder in workspace.glob("editions/*/*/[0-9a-f]*"):
        edition = open_edition(folder)
        for table, told in edition.manifest["tables"].items():
            assert hashlib.sha256(edition.table(table).read_bytes()).hexdigest() == told["sha256"], table
        assert _sum(edition.table("bill_lines")) == _sum(edition.table("bill_totals")) == edition.manifest["sums"]["amount"]


def _sum(table: Path) -> int:
    told = duckdb.execute("SELECT coalesce(sum(amount), 0) FROM read_parquet(?)", [str(table)]).fetchone()
    assert told is not None
    return int(told[0])


@pytest.mark.parametrize("which", [0, 1, 2], ids=["import", "month", "another edition"])
def test_killed_at_any_moment_the_old_stands_or_the_new_does_and_the_next_run_ends_it(
    phases: list[Phase], which: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    phase = phases[which]
    killed = 0
    for number, (event, delay) in enumerate(_moments(phase, KILLS // 3 + (which < KILLS % 3))):
        workspace = tmp_path / str(number)
        shutil.copytree(phase.before, workspace)
        ended = _run(workspace, event, delay, phase.arguments)
        # A timed kill near the end may come after it: then the command was done, and what it left must be the whole.
        assert ended.returncode in (-signal.SIGKILL, 0), ended.stderr
        killed += ended.returncode == -signal.SIGKILL
        assert_whole(workspace)
        again = _run(workspace, 0, 0.0, phase.arguments)
        assert again.returncode == 0, again.stderr
        assert _contents(workspace) == phase.after, f"killed {delay:.3f} s after event {event}"
        shutil.rmtree(workspace)
    record_property("killed", killed)
    print(f"{phase.name}: {killed} kills, {len(phase.moments) - 1} events")
    assert killed >= KILLS // 3 * 2 // 3
