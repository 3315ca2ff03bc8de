"""How fast the counter answers from five million people with its durable log, against a bare look-up of the same row without one.

``python bench/counter.py`` writes the book directly (invented people, kept in ``bench/data``), loads the same records into the
PostgreSQL of the wheel, and asks both by ``CAKUPAN_BENCH_COUNTER_CONNECTIONS`` (16) connections with two workers each, in short
turns, since the machine is not as fast at all times; the medians go to ``bench/out/counter.json``. The peer is Starlette,
granian, a pool of psycopg with prepared statements. Then a list of 10,000. From the environment:
``CAKUPAN_BENCH_COUNTER_PEOPLE`` (5,000,000) and ``CAKUPAN_BENCH_COUNTER_SECONDS`` (6, each turn).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
from counting.book import AREA, ON, card, nik, records, write_workspace
from counting.load import load

from cakupan.record.credentials import Consumers, Shown
from cakupan.record.keys import Keys
from cakupan.wiring.workspace_server import workspace_server

HERE = Path(__file__).resolve().parent
OUT = HERE / "out" / "counter.json"
PEOPLE = int(os.environ.get("CAKUPAN_BENCH_COUNTER_PEOPLE", "5000000"))
SECONDS = float(os.environ.get("CAKUPAN_BENCH_COUNTER_SECONDS", "6"))
CONNECTIONS = int(os.environ.get("CAKUPAN_BENCH_COUNTER_CONNECTIONS", "16"))
FOLDER = HERE / "data" / f"counter-{PEOPLE}"
WORKSPACE, POSTGRES, DONE = FOLDER / "workspace", FOLDER / "postgres", FOLDER / "done"
WORKERS, TURNS, LIST, DRAWN = 2, 9, 10_000, 50_000
KEY = "only for measuring: whoever reads this may forge what nobody asks"
WANTED = {"rest_of_peer": 0.6, "rest_p99_ms": 25, "vclaim_of_rest": 0.5, "list_seconds": 1.0}
# As a server of PostgreSQL would be set for a table that fits its memory.
TUNED = ("shared_buffers = '1GB'", "effective_cache_size = '3GB'", "max_connections = 60", "jit = off")
# Of ten people as bench/counting/book.py makes them, so many have a card.
WITH_CARD = 8
Processes = Callable[[], list[psutil.Process]]


def main() -> int:
    begun_at = round(os.getloadavg()[0], 1)
    if not DONE.is_file():
        prepare()
    drawn = random.Random(5)  # noqa: S311 - whom to ask about
    people = [drawn.randrange(PEOPLE) for _ in range(DRAWN)]
    turns: dict[str, list[dict[str, Any]]] = {"peer": [], "rest": [], "vclaim": []}
    with peer() as (peer_port, peer_processes), counter() as (port, processes, shown):
        for _ in range(TURNS):
            turns["peer"].append(measured(peer_port, peer_processes, [f"/person?nik={nik(each)}" for each in people], {}))
            turns["rest"].append(measured(port, processes, *rest_questions(people, shown)))
            turns["vclaim"].append(measured(port, processes, *vclaim_questions(people, shown)))
        listed = [asked_list(port, shown, drawn) for _ in range(TURNS)]
    result = told(turns, listed, begun_at)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2, ensure_ascii=False))
    return 0


def told(turns: Mapping[str, list[dict[str, Any]]], listed: list[float], begun_at: float) -> dict[str, Any]:
    """The medians of the turns, and which bars they reach."""
    rows = [{"what": what, **_median(some)} for what, some in turns.items()]
    by = {row["what"]: row for row in rows}
    rest_of_peer = round(by["rest"]["per_second"] / by["peer"]["per_second"], 3)
    vclaim_of_rest = round(by["vclaim"]["per_second"] / by["rest"]["per_second"], 3)
    seconds = round(statistics.median(listed), 3)
    return {
        "load_when_begun": begun_at,
        "people": PEOPLE,
        "connections": CONNECTIONS,
        "workers": WORKERS,
        "seconds_each_turn": SECONDS,
        "book_gib": round(sum(path.stat().st_size for path in WORKSPACE.rglob("*.sqlite")) / 2**30, 2),
        "flush_ms": flush_ms(),
        "rest_of_peer": rest_of_peer,
        "vclaim_of_rest": vclaim_of_rest,
        "list_of_10000_seconds": seconds,
        "reached": {
            "rest_at_least_0_6_of_peer": rest_of_peer >= WANTED["rest_of_peer"],
            "rest_p99_under_25_ms": by["rest"]["p99_ms"] < WANTED["rest_p99_ms"],
            "vclaim_at_least_half_of_rest": vclaim_of_rest >= WANTED["vclaim_of_rest"],
            "list_under_a_second": seconds < WANTED["list_seconds"],
        },
        "turns": rows,
    }


def _median(some: list[dict[str, Any]]) -> dict[str, Any]:
    figures = ("per_second", "p50_ms", "p99_ms", "failed", "cpu_ms_each", "cores_busy")
    return {name: round(statistics.median(each[name] for each in some), 3) for name in figures} | {"by": some[0]["by"]}


def prepare() -> None:
    """The book, and the same records in a table with its key."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    write_workspace(WORKSPACE, people=PEOPLE)
    with workspace_server(POSTGRES) as server, psycopg.connect(server.admin, autocommit=True) as connection:
        connection.execute("CREATE TABLE person (nik bigint NOT NULL, record text NOT NULL)")
        with connection.cursor().copy("COPY person FROM STDIN") as copy:
            for number, record in records(range(PEOPLE)):
                copy.write_row((int(nik(number - 1)), record))
        connection.execute("ALTER TABLE person ADD PRIMARY KEY (nik)")
        connection.execute("VACUUM ANALYZE person")
        for setting in TUNED:
            connection.execute(f"ALTER SYSTEM SET {setting}")  # type: ignore[arg-type]
    DONE.touch()


@contextmanager
def peer() -> Iterator[tuple[int, Processes]]:
    """The bare look-up, and the processes whose CPU it costs: its workers and the database's."""
    with workspace_server(POSTGRES) as server:
        port = free_port()
        command = [sys.executable, "-m", "granian", "counting.peer:application", "--interface", "asgi", "--workers", str(WORKERS)]
        more = ["--host", "127.0.0.1", "--port", str(port), "--http", "1", "--no-ws", "--log-level", "warning"]
        environment = {**os.environ, "BENCH_PEER": server.admin, "PYTHONPATH": f"{HERE}:{os.environ.get('PYTHONPATH', '')}"}
        postmaster = int((POSTGRES / "postmaster.pid").read_text(encoding="ascii").split()[0])
        with running([*command, *more], environment, port, f"/person?nik={nik(0)}") as process:
            yield port, lambda: [*tree(process.pid), *tree(postmaster)]


@contextmanager
def counter() -> Iterator[tuple[int, Processes, Shown]]:
    """``cakupan counter``, with a consumer of its own. Nothing is measured of limits, so there are none."""
    shutil.rmtree(WORKSPACE / "counter", ignore_errors=True)
    now = dt.datetime.now(tz=dt.UTC)
    consumers = Consumers.of(WORKSPACE, Keys.of(KEY))
    shown = consumers.create(name="Bench", facility_code="P9901", areas=[AREA], at=now)
    port = free_port()
    command = [sys.executable, "-c", "from cakupan.cli import main; main()", "counter", "--port", str(port)]
    more = ["--workers", str(WORKERS), "--rate", "1e9", "--guesses", "1000000000", "--workspace", str(WORKSPACE)]
    with running([*command, *more], {**os.environ, "CAKUPAN_COUNTER_KEY": KEY}, port, "/health") as process:
        yield port, lambda: tree(process.pid), shown


def rest_questions(people: list[int], shown: Shown) -> tuple[list[str], dict[str, str]]:
    """Paths and headers."""
    return [f"/api/v1/eligibility?nik={nik(each)}&on={ON}" for each in people], {"X-API-Key": shown.api_key}


def vclaim_questions(people: list[int], shown: Shown) -> tuple[list[str], dict[str, str]]:
    """The same people by card, signed as software of hospitals signs."""
    at = str(int(time.time()))
    signed = hmac.digest(shown.secret.encode(), f"{shown.consumer.id}&{at}".encode(), hashlib.sha256)
    headers = {"X-cons-id": shown.consumer.id, "X-timestamp": at, "X-signature": base64.b64encode(signed).decode()}
    paths = [f"/vclaim-rest/Peserta/nokartu/{card(each)}/tglSEP/{ON}" for each in people if each % 10 < WITH_CARD]
    return paths, {**headers, "user_key": shown.user_key}


def measured(port: int, processes: Processes, paths: list[str], headers: dict[str, str]) -> dict[str, Any]:
    """One turn, after a short one that warms what is warm in a running office."""
    load(port=port, connections=CONNECTIONS, seconds=1, paths=paths, headers=headers)
    before, begun = cpu_seconds(processes()), time.perf_counter()
    found = load(port=port, connections=CONNECTIONS, seconds=SECONDS, paths=paths, headers=headers)
    spent, took = cpu_seconds(processes()) - before, time.perf_counter() - begun
    print(found, flush=True)
    return {**found, "cpu_ms_each": round(spent * 1000 / found["requests"], 3), "cores_busy": round(spent / took, 2)}


def asked_list(port: int, shown: Shown, drawn: random.Random) -> float:
    """Seconds from sending a list of 10,000 to having read its answers."""
    asked = [{"nik": nik(drawn.randrange(PEOPLE))} for _ in range(LIST)]
    body = json.dumps({"on": ON, "questions": asked}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    begun = time.perf_counter()
    connection.request("POST", "/api/v1/eligibility/bulk", body, {"X-API-Key": shown.api_key})
    answer = connection.getresponse()
    text = answer.read()
    took = time.perf_counter() - begun
    connection.close()
    answers = json.loads(text)["answers"]
    assert answer.status == 200 and [each["number"] for each in answers] == [each["nik"] for each in asked]
    return took


def flush_ms() -> float:
    """How long the disk takes to have a few lines of the log, in the median."""
    path = WORKSPACE / "flush"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_DSYNC)
    spent = []
    for _ in range(200):
        begun = time.perf_counter()
        os.write(descriptor, b"x" * 1500)
        spent.append((time.perf_counter() - begun) * 1000)
    os.close(descriptor)
    path.unlink()
    return round(statistics.median(spent), 3)


@contextmanager
def running(command: list[str], environment: Mapping[str, str], port: int, path: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server, until the end of the block."""
    process = subprocess.Popen(command, env=environment)  # noqa: S603
    try:
        for _ in range(600):
            assert process.poll() is None, "the server did not start"
            if answers(port, path):
                break
            time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def answers(port: int, path: str) -> bool:
    """Whether it answers yet."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def tree(pid: int) -> list[psutil.Process]:
    """A process and all below it."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """What they have spent so far."""
    return sum(each.cpu_times().user + each.cpu_times().system for each in processes)


def free_port() -> int:
    """One on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
