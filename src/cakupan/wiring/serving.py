"""The office as processes: its database, its pages, its worker; started together, stopped together."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.environment import MARK
from cakupan.wiring.database import migrate, office_database

STOP_SECONDS_MAX = 20
LOOK_SECONDS = 0.5
SETTINGS = "cakupan.office.settings"
DEMO_DAY = Path("office") / "demo-day"


@dataclass
class Processes:
    """The processes of a running office, by name."""

    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        """Start one; it ends with the others."""
        self.running[name] = subprocess.Popen([sys.executable, "-m", *command])  # noqa: S603 - our own modules

    def first_ended(self) -> str | None:
        """The name of a process that has ended by itself, if any."""
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """Ask each to finish what it is doing, and end whoever does not within the time."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS_MAX
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def prepared(workspace: Path) -> Iterator[None]:
    """The office's database, with its tables as this version wants them, and its static files; the environment says where."""
    _stand_on_the_day_of_a_demo(workspace)
    os.environ["CAKUPAN_HOME"] = str(workspace.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    with office_database(workspace.resolve()) as logins:
        logins.to_environment()
        migrate()
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        yield


def _stand_on_the_day_of_a_demo(workspace: Path) -> None:
    """A demo's office stands on its case's day whenever it is served again, unless somebody says another."""
    kept = workspace / DEMO_DAY
    if kept.is_file() and (workspace / MARK).is_file():
        os.environ.setdefault("CAKUPAN_TODAY", kept.read_text(encoding="utf-8").strip())


def demo_day() -> dt.date | None:
    """The day on which a demo stands, as the environment says; later months are not shown. None in a region's own office."""
    told = os.environ.get("CAKUPAN_TODAY")
    return dt.date.fromisoformat(told) if told else None


def serve(*, workspace: Path, host: str, port: int, threads: int, say: Callable[[str], None]) -> None:
    """Serve the office's pages and do its long work until interrupted. Raises :class:`Refusal` if a part of it ends."""
    with prepared(workspace):
        load_shown(workspace, say)
        run(host=host, port=port, threads=threads, say=say)


def load_shown(workspace: Path, say: Callable[[str], None]) -> None:
    """Months that were closed at the command line meanwhile; in a demo none after the day on which it stands."""
    from cakupan.wiring.positions import load_missing

    day = demo_day()
    for loaded in load_missing(workspace=workspace, until=Month.of(day) if day else None, say=say):
        say(f"    {sum(loaded.rows.values()):,} rows in {loaded.seconds:.1f} s")


def run(*, host: str, port: int, threads: int, say: Callable[[str], None], opens: str = "") -> None:
    """The office's processes over a database that is prepared, until interrupted. ``opens``: the path that is said to open."""
    signal.signal(signal.SIGTERM, _interrupt)
    processes = Processes()
    try:
        processes.start(
            "pages",
            *("granian", "cakupan.office.wsgi:application", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"),
        )
        processes.start("worker", "cakupan.office.work.worker")
        say(f"http://{host}:{port}/{opens}")
        _watch(processes)
    except KeyboardInterrupt:
        say("stopping")
    finally:
        processes.stop()


def _watch(processes: Processes) -> None:
    while (ended := processes.first_ended()) is None:
        time.sleep(LOOK_SECONDS)
    raise Refusal(
        "serving",
        why=f"the {ended} process ended by itself (exit code {processes.running[ended].returncode}).",
        mend="Look at what it printed above. Is the port free? Is the database reachable? Then start again: nothing is lost.",
    )


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
