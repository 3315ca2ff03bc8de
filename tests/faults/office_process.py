"""A real office as processes for tests: served by ``cakupan serve``, asked over HTTP, killed part by part, looked into by SQL."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import psutil
import psycopg

from cakupan.wiring.database import OFFICE_SERVER
from cakupan.wiring.workspace_server import RUNNING_MARK

COMMAND = (sys.executable, "-c", "from cakupan.cli import main; main()")
START_SECONDS_MAX = 180
DATABASES = ("DATABASE_URL", "DATABASE_LOADER_URL", "DATABASE_OWNER_URL", "CAKUPAN_HOME", "CAKUPAN_TODAY")


def plain_environment(**more: str) -> dict[str, str]:
    """The environment without what tests set for Django in their own process."""
    return {name: value for name, value in os.environ.items() if name not in DATABASES} | more


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Office:
    """An office that is served from a workspace, with what it printed in ``log``."""

    workspace: Path
    log: Path
    port: int = field(default_factory=free_port)
    environment: Mapping[str, str] = field(default_factory=dict)
    serving: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """As whoever keeps the server does: ``cakupan serve``, and wait for the first page."""
        with self.log.open("ab") as log:
            self.serving = subprocess.Popen(
                [*COMMAND, "serve", "--workspace", str(self.workspace), "--port", str(self.port)],
                env=plain_environment(**self.environment),
                stdout=log,
                stderr=log,
            )
        self.wait()

    def wait(self) -> None:
        """Until a page answers as it should."""
        deadline = time.monotonic() + START_SECONDS_MAX
        browser = Browser(self.url)
        while browser.get("/masuk/") != 200:
            assert self.serving is not None and self.serving.poll() is None, self.log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < deadline, self.log.read_text(errors="replace")[-3000:]
            time.sleep(0.2)

    def stop(self) -> None:
        """As a supervisor ends it; Ctrl-C does the same, but whoever runs tests in the background would have it ignored."""
        assert self.serving is not None
        self.serving.send_signal(signal.SIGTERM)
        self.serving.wait(180)

    def kill(self, part: str) -> None:
        """SIGKILL to ``pages`` (the process that answers), ``server`` (the one above it), ``worker``, ``database``, or
        ``machine``: everything at once, as when the power fails."""
        assert self.serving is not None
        found: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess, FileNotFoundError, ValueError, IndexError):
            below = psutil.Process(self.serving.pid).children(recursive=True)
            told = {process: " ".join(process.cmdline()) for process in below}
            pages = [process for process, command in told.items() if "granian" in command]
            if part == "machine":
                found += [psutil.Process(self.serving.pid), *below]
            elif part == "worker":
                found += [process for process, command in told.items() if "work.worker" in command]
            elif part != "database":
                found += [process for process in pages if any(p in pages for p in process.parents()) == (part == "pages")]
            if part in ("database", "machine"):
                postmaster = psutil.Process(self._postmaster())
                found += [postmaster, *postmaster.children()]
        for process in found:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(found, timeout=10)

    def ended(self) -> bool:
        """Whether nobody serves it any more."""
        return self.serving is None or self.serving.poll() is not None

    def _postmaster(self) -> int:
        return int((self.workspace / OFFICE_SERVER / RUNNING_MARK).read_text(encoding="ascii").split()[0])

    def rows(self, sql: str, *told: object) -> list[tuple[Any, ...]]:
        """What the database says, past row-level security; waits while it is down, and starts a machine that was off."""
        folder = self.workspace / OFFICE_SERVER
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                with psycopg.connect(host=str(folder), user="postgres", dbname="cakupan", connect_timeout=5) as connection:
                    return connection.execute(sql, told).fetchall()  # type: ignore[arg-type]
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, self.log.read_text(errors="replace")[-3000:]
                if self.ended():
                    self.start()
                time.sleep(0.1)

    def wait_for_jobs(self) -> None:
        """Until no job waits or runs: the worker may have to start again first, and has some of its own every ten minutes."""
        deadline = time.monotonic() + START_SECONDS_MAX
        jobs = "SELECT id, task_name, status FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        while left := self.rows(jobs):
            assert time.monotonic() < deadline, f"{left}\n{self.log.read_text(errors='replace')[-3000:]}"
            time.sleep(0.2)

    def one(self, sql: str, *told: object) -> Any:
        """A single value; None if there is no row."""
        rows = self.rows(sql, *told)
        return rows[0][0] if rows else None


class Staying(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer, not a way."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass
class Browser:
    """Somebody's browser: keeps cookies, sends forms with their token. ``text`` is the last page that came."""

    url: str
    cookies: CookieJar = field(default_factory=CookieJar)
    text: str = ""

    def get(self, path: str) -> int | None:
        """The status; None if the connection was refused or cut."""
        return self._status(urllib.request.Request(self.url + path))

    def post(self, path: str, told: Mapping[str, str], *, file: Path | None = None) -> int | None:
        """Send a form; the same meanings."""
        fields = {**told, "csrfmiddlewaretoken": next((c.value or "" for c in self.cookies if c.name == "csrftoken"), "")}
        if file is None:
            return self._status(urllib.request.Request(self.url + path, urllib.parse.urlencode(fields).encode()))
        border = uuid.uuid4().hex
        parts = [f'--{border}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields.items()]
        head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), file.read_bytes(), f"\r\n--{border}--\r\n".encode()])
        headers = {"Content-Type": f"multipart/form-data; boundary={border}"}
        return self._status(urllib.request.Request(self.url + path, body, headers))

    def _status(self, request: urllib.request.Request) -> int | None:
        opener = urllib.request.build_opener(Staying, urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=60) as answer:
                self.text = answer.read().decode()
                return int(answer.status)
        except urllib.error.HTTPError as told:
            with told:
                told.read()
            return told.code
        except (OSError, HTTPException):
            return None


@dataclass
class Reaper:
    """Kills a part of the office ``delay`` seconds after a moment comes about: each of its plan once, in order.

    ``moments`` in their order: one that passed unseen, while the office was down, is made up for at the next.
    """

    office: Office
    moments: list[str]
    plan: list[tuple[str, float, str]]  # moment, delay, part
    killed: list[str] = field(default_factory=list)
    at_work: list[threading.Thread] = field(default_factory=list)

    def comes(self, moment: str) -> None:
        """Tell that a moment has come about."""
        if self.plan and self.moments.index(self.plan[0][0]) <= self.moments.index(moment):
            _, delay, part = self.plan.pop(0)
            self.killed.append(f"{part} {delay:.2f} s after {moment}")
            if delay:
                thread = threading.Thread(target=self._later, args=(delay, part))
                thread.start()
                self.at_work.append(thread)
            else:
                self.office.kill(part)

    def _later(self, delay: float, part: str) -> None:
        time.sleep(delay)
        self.office.kill(part)

    def settle(self) -> None:
        """Until whatever was to be killed is dead."""
        while self.at_work:
            self.at_work.pop().join()
