"""The office's processes: who is killed is started again, who keeps falling over is a refusal, nobody is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from cakupan.law.refusal import Refusal
from cakupan.wiring import processes as processes_module
from cakupan.wiring.processes import Processes
from cakupan.wiring.workspace_server import HOLDERS, RUNNING_MARK, WorkspaceServer, is_running, workspace_server


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def processes(said: list[str]) -> Iterator[Processes]:
    made = Processes(said.append)
    yield made
    made.stop()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path, as a socket needs, that the server's own user may enter."""
    home = Path(tempfile.mkdtemp(prefix="cakupan-pg-"))
    home.chmod(0o755)
    yield home / "pg"
    shutil.rmtree(home, ignore_errors=True)


def until(true: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to that in time"
        time.sleep(0.05)


def test_who_was_killed_is_started_again_and_what_it_left_is_ended(processes: Processes, said: list[str]) -> None:
    processes.start("sleeper", "timeit", "-n1", "-r1", "import subprocess; subprocess.run(['sleep', '100'])")
    first = psutil.Process(processes.running["sleeper"].pid)
    until(first.children)
    child = first.children()[0]
    processes.revive()
    assert processes.running["sleeper"].pid == first.pid and not said
    first.kill()
    until(lambda: processes.running["sleeper"].poll() is not None)
    assert child.is_running()
    processes.revive()
    assert processes.running["sleeper"].pid != first.pid and "starting it again" in said[0]
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_who_keeps_ending_is_a_refusal(processes: Processes) -> None:
    processes.start("broken", "timeit", "--no-such-option")
    with pytest.raises(Refusal, match="nothing is lost"):
        for _ in range(processes_module.ENDED_MAX + 1):
            processes.running["broken"].wait()
            processes.revive()


def test_falling_over_now_and_then_is_no_refusal(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes_module, "ENDED_SECONDS", 0)
    processes.start("broken", "timeit", "--no-such-option")
    for _ in range(processes_module.ENDED_MAX + 2):
        processes.running["broken"].wait()
        processes.revive()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has ended")
def test_nobody_outlives_whoever_serves(tmp_path: Path) -> None:
    code = (
        "import time; from cakupan.wiring.processes import Processes; p = Processes(print);"
        "p.start('sleeper', 'timeit', '-n1', '-r1', 'import time; time.sleep(100)'); print(p.running['sleeper'].pid, flush=True);"
        "time.sleep(100)"
    )
    serving = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert serving.stdout is not None
    child = psutil.Process(int(serving.stdout.readline()))
    serving.kill()
    serving.communicate()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def crash(server: Path) -> None:
    """End the server and all its processes at once, as a machine that loses power does."""
    postmaster = psutil.Process(int((server / RUNNING_MARK).read_text().split()[0]))
    for process in (postmaster, *postmaster.children()):
        process.kill()
    psutil.wait_procs([postmaster], timeout=10)


def test_the_workspaces_server_is_kept_running_through_a_crash(folder: Path) -> None:
    with workspace_server(folder) as server:
        address = server.admin
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        assert not server.keep()
        crash(folder)
        assert server.keep()
        assert server.admin == address
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT one FROM kept").fetchall() == [(1,)]
    assert not is_running(folder)


def test_after_a_power_cut_another_process_may_have_the_servers_number(folder: Path) -> None:
    with workspace_server(folder):
        crash(folder)
        mark = (folder / RUNNING_MARK).read_text().splitlines()
        (folder / RUNNING_MARK).write_text("\n".join([str(os.getpid()), *mark[1:], ""]))
        (folder / HOLDERS).write_text("[999999]")  # who was killed with it
        again = WorkspaceServer(folder)
        again.start()
        psycopg.connect(again.admin).close()
    assert not is_running(folder)


def test_only_one_worker_of_a_workspace_works(office: Path) -> None:
    """The second waits, without a sign in the database, until the first has gone."""
    command = [sys.executable, "-m", "cakupan.office.work.worker"]

    def workers() -> int:
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
            told = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        return told[0] if told else 0

    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: workers() == 1, 60)
        second = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(6)
            assert workers() == 1 and second.poll() is None
            first.send_signal(signal.SIGKILL)
            first.wait()
            until(lambda: workers() == 2, 60)  # the dead one's row is swept away later
        finally:
            second.kill()
            second.wait()
    finally:
        first.kill()
        first.wait()
