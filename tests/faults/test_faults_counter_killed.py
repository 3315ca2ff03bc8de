"""kill -9 of the counter under load: whatever answer left is in the access log, the chain is sound, and it answers again."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from answer.every_reason import AREA, questions, region
from cakupan.record.access_log import FOLDER, verify
from cakupan.record.keys import Keys
from counter.asking_load import Load
from counter.counter_server import KEY, CounterServer, served

KILLS = max(4, int(os.environ.get("CAKUPAN_OFFICE_KILLS", "0")) // 5)
ASKED = [{each.kind: each.number, "on": each.on.isoformat()} for each in questions()]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("killed") / "workspace"
    shutil.copytree(region(), workspace)
    return workspace


@pytest.fixture
def server(workspace: Path) -> Iterator[CounterServer]:
    """Started anew each time: whoever is killed a sixth time in five minutes is left to a person."""
    with served(workspace, "--rate", "100000", "--guesses", "100000000") as server:
        yield server


def logged(server: CounterServer) -> Counter[tuple[str, str]]:
    """How often each number and day stands in the log."""
    return Counter((entry["mark"], entry["on"]) for entry in server.entries("answer"))


def told(load: Load) -> Counter[tuple[str, str]]:
    """How often each was answered, as whoever asked saw it."""
    mark = Keys.of(KEY).mark
    marks = [(mark(each.number), each.on.isoformat()) for each in questions()]
    return Counter(marks[place] for place, status, _ in load.got if status == 200)


@pytest.mark.parametrize("which", range(KILLS))
def test_no_answer_that_left_is_missing(server: CounterServer, which: int) -> None:
    drawn = random.Random(which)
    before = logged(server)
    load = Load(server.port, server.consumer(areas=[AREA]).api_key, ASKED, again=True)
    load.start()
    try:
        for _ in range(2):
            time.sleep(0.3 + drawn.random())
            server.kill(drawn.choice(server.workers()))
        server.wait()
        deadline = time.monotonic() + 60
        while len(server.workers()) < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert len(server.workers()) == 2
    finally:
        load.stop()
    left = told(load)
    missing = left - (logged(server) - before)
    assert sum(left.values()) > 50 and not missing
    verdict = verify(server.workspace / FOLDER)
    assert verdict.sound, verdict.as_dict()


def test_the_whole_counter_is_killed_and_begins_again(server: CounterServer) -> None:
    before = logged(server)
    load = Load(server.port, server.consumer(areas=[AREA]).api_key, ASKED)
    load.start()
    time.sleep(1.5)
    assert server.serving is not None
    below = psutil.Process(server.serving.pid).children(recursive=True)
    for process in [psutil.Process(server.serving.pid), *below]:
        with suppress(psutil.NoSuchProcess):  # they end with the one above them
            process.kill()
    psutil.wait_procs(below, timeout=20)
    server.serving.wait(20)
    load.stop()
    left = told(load)
    assert sum(left.values()) > 50 and not left - (logged(server) - before)
    server.start()
    load = Load(server.port, server.consumer(areas=[AREA]).api_key, ASKED)
    load.start()
    time.sleep(0.5)
    load.stop()
    assert sum(told(load).values()) > 10 and verify(server.workspace / FOLDER).sound
