"""The office as processes: its database, its pages, its worker; started together, stopped together."""

from __future__ import annotations

import datetime as dt
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from cakupan.law.calendar import Month
from cakupan.office.environment import MARK
from cakupan.wiring.database import Logins, migrate, office_database
from cakupan.wiring.processes import Processes

LOOK_SECONDS = 0.5
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})
SETTINGS = "cakupan.office.settings"
DEMO_DAY = Path("office") / "demo-day"


@contextmanager
def prepared(workspace: Path) -> Iterator[Logins]:
    """The office's database, with its tables as this version wants them, and its static files; the environment says where."""
    stand_on_the_day_of_a_demo(workspace)
    os.environ["CAKUPAN_HOME"] = str(workspace.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    with office_database(workspace.resolve()) as logins:
        logins.to_environment()
        migrate()
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        yield logins


def stand_on_the_day_of_a_demo(workspace: Path) -> None:
    """A demo's office stands on its case's day whenever it is served again, unless somebody says another."""
    kept = workspace / DEMO_DAY
    if kept.is_file() and (workspace / MARK).is_file():
        os.environ.setdefault("CAKUPAN_TODAY", kept.read_text(encoding="utf-8").strip())


def demo_day() -> dt.date | None:
    """The day on which a demo stands, as the environment says; later months are not shown. None in a region's own office."""
    told = os.environ.get("CAKUPAN_TODAY")
    return dt.date.fromisoformat(told) if told else None


def serve(*, workspace: Path, host: str, port: int, threads: int, say: Callable[[str], None]) -> None:
    """Serve the office's pages and do its long work until interrupted. Raises :class:`Refusal` if a part keeps ending."""
    with prepared(workspace) as logins:
        load_shown(workspace, say)
        run(logins=logins, host=host, port=port, threads=threads, say=say)


def load_shown(workspace: Path, say: Callable[[str], None]) -> None:
    """Months that were closed at the command line meanwhile; in a demo none after the day on which it stands."""
    from cakupan.wiring.positions import load_missing

    day = demo_day()
    for loaded in load_missing(workspace=workspace, until=Month.of(day) if day else None, say=say):
        say(f"    {sum(loaded.rows.values()):,} rows in {loaded.seconds:.1f} s")


def run(
    *,
    logins: Logins,
    host: str,
    port: int,
    threads: int,
    say: Callable[[str], None],
    opens: str = "",
    beside: Mapping[str, tuple[str, ...]] = NOTHING,
) -> None:
    """The office's processes over a database that is prepared, until interrupted. ``opens``: the path that is said to open;
    ``beside``: other processes to run with them, by name.

    What is killed is started again: pages, worker, and the workspace's own database. Raises :class:`Refusal` if it keeps ending.
    """
    interrupt_on_term()
    processes = Processes(say)
    try:
        processes.start(
            "pages",
            *("granian", "cakupan.office.wsgi:application", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"),
        )
        processes.start("worker", "cakupan.office.work.worker")
        for name, command in beside.items():
            processes.start(name, *command)
        say(f"http://{host}:{port}/{opens}")
        while True:
            time.sleep(LOOK_SECONDS)
            if logins.server is not None and logins.server.keep():
                say("the database had ended by itself; it runs again")
            processes.revive()
    except KeyboardInterrupt:
        say("stopping")
    finally:
        processes.stop()


def interrupt_on_term() -> None:
    """Being asked to end is an interruption like any other."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
