"""A real counter as processes for tests: ``cakupan counter`` over a copy of a workspace, asked over HTTP on 127.0.0.1."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from cakupan.record.access_log import FOLDER, Line, lines_of, log_files
from cakupan.record.credentials import Consumers, Shown
from cakupan.record.keys import Keys

COMMAND = (sys.executable, "-c", "from cakupan.cli import main; main()")
KEY = "a key that only these tests know; it is long enough to be random"
START_SECONDS_MAX = 120


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class CounterServer:
    """A counter that is served from a workspace, with what it printed in ``printed``."""

    workspace: Path
    printed: Path
    port: int = 0
    options: tuple[str, ...] = ()
    serving: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """``cakupan counter``, and wait until it says that it is well."""
        self.port = self.port or free_port()
        with self.printed.open("ab") as printed:
            self.serving = subprocess.Popen(
                [*COMMAND, "counter", "--port", str(self.port), *self.options, "--workspace", str(self.workspace)],
                env=environment(),
                stdout=printed,
                stderr=printed,
            )
        self.wait()

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self.well():
            assert self.serving is not None and self.serving.poll() is None, self.printed.read_text()
            assert time.monotonic() < deadline, self.printed.read_text()
            time.sleep(0.1)

    def well(self) -> bool:
        try:
            return self.get("/health").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def stop(self) -> None:
        if self.serving is not None and self.serving.poll() is None:
            self.serving.send_signal(signal.SIGTERM)
            self.serving.wait(60)

    def workers(self) -> list[psutil.Process]:
        """The processes that answer: each is the child of one that watches over it."""
        assert self.serving is not None
        above: dict[psutil.Process, int] = {}
        for each in psutil.Process(self.serving.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # dead, and not yet buried by its parent
                if "granian" in " ".join(each.cmdline()):
                    above[each] = each.ppid()
        watching = {each.pid for each in above}
        return [each for each, parent in above.items() if parent in watching]

    def kill(self, worker: psutil.Process) -> None:
        """``kill -9``, and wait until it is gone: until then the kernel may still give it a connection, which it then cuts."""
        worker.kill()
        deadline = time.monotonic() + START_SECONDS_MAX
        while _holds_sockets(worker):
            assert time.monotonic() < deadline, f"{worker} outlives kill -9"
            time.sleep(0.01)

    def consumers(self) -> Consumers:
        return Consumers.of(self.workspace, Keys.of(KEY))

    def consumer(self, *, areas: list[str], facility: str | None = None) -> Shown:
        now = dt.datetime.now(tz=dt.UTC)
        return self.consumers().create(name="RSUD CONTOH", facility_code=facility, areas=areas, at=now)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Got:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, told: object, headers: Mapping[str, str] | None = None) -> Got:
        return self.ask("POST", path, json.dumps(told).encode(), headers)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            got = connection.getresponse()
            return Got(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()

    def logged(self) -> list[Line]:
        """Every line of the access log."""
        return [line for path in log_files(self.workspace / FOLDER) for line in lines_of(path) if line is not None]

    def entries(self, kind: str) -> list[dict[str, Any]]:
        return [entry for line in self.logged() if (entry := line.entry)["kind"] == kind]


def _holds_sockets(process: psutil.Process) -> bool:
    """Until the last of its threads has ended; that nobody has asked how it ended (a zombie) matters no more."""
    try:
        return process.is_running() and (process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1)
    except psutil.NoSuchProcess:
        return False


def environment() -> dict[str, str]:
    told = {name: value for name, value in os.environ.items() if not name.startswith(("CAKUPAN_", "DATABASE_", "DJANGO_"))}
    return told | {"CAKUPAN_COUNTER_KEY": KEY}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def served(workspace: Path, *options: str) -> Iterator[CounterServer]:
    server = CounterServer(workspace, workspace.with_name(workspace.name + ".printed"), options=options)
    try:
        server.start()
        yield server
    finally:
        server.stop()
