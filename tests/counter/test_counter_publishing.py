"""A month is published while sixteen connections ask: every answer is wholly of the old edition or of the new, and none fails."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cakupan.wiring.answer import ask
from cakupan.wiring.editions import current_edition
from cakupan.wiring.workspace import Workspace
from counter.asking_load import Load
from counter.counter_server import COMMAND, CounterServer, environment, served
from month.small_region import AREA, AS_OF, MONTH, closed_workspace, files

ON = dt.date(2021, 7, 20)
TODAY = dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=7))).date()
PEOPLE = 400


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CounterServer]:
    workspace = tmp_path_factory.mktemp("publishing") / "workspace"
    shutil.copytree(closed_workspace(), workspace)
    with served(workspace, "--rate", "100000", "--guesses", "100000000") as server:
        yield server


def corrected_members(folder: Path) -> Path:
    """The branch's list once more, with half of the active not so: as when it delivered the wrong one first."""
    lines = (files() / "files" / "peserta.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [line.replace(",AKTIF,", ",NON AKTIF,") if place % 2 else line for place, line in enumerate(lines)]
    path = folder / "peserta.csv"
    path.write_text("".join(changed), encoding="utf-8")
    return path


def answers(workspace: Path, numbers: list[str]) -> list[Any]:
    found = []
    for number in numbers:
        asked = ask(workspace=workspace, number=number, on=ON, today=TODAY, area=AREA)
        found.append((asked.position.edition[:12], json.loads(json.dumps(asked.answer.as_dict(), default=str))))
    return found


def test_every_answer_is_wholly_of_one_edition_and_none_fails(server: CounterServer, tmp_path: Path) -> None:
    rows = (files() / "files" / "peserta.csv").read_text(encoding="utf-8").splitlines()[1:]
    numbers = list(dict.fromkeys(row.split(",")[1] for row in rows if len(row.split(",")[1]) == 16))[:PEOPLE]
    numbers = [number for number in numbers if number.isdigit() and number[0] != "0" and not number.endswith("0000")]
    old = answers(server.workspace, numbers)
    questions = [{"nik": number, "on": ON.isoformat()} for number in numbers]
    load = Load(server.port, server.consumer(areas=[AREA]).api_key, questions)
    members = corrected_members(tmp_path)
    Workspace(server.workspace).import_register(kind="members", file=members, area=AREA, as_of=AS_OF)
    load.start()
    closing = subprocess.run(
        [*COMMAND, "month", str(MONTH), "--area", AREA, "--again", "--workspace", str(server.workspace)],
        env=environment(),
        capture_output=True,
        check=False,
    )
    published = len(load.got)
    deadline = time.monotonic() + 60
    edition = current_edition(workspace=server.workspace, area=AREA, month=MONTH)
    assert edition is not None
    while edition.hash[:12].encode() not in load.got[-1][2] and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(2)
    load.stop()
    assert closing.returncode == 0, closing.stderr.decode()[-2000:]
    new = answers(server.workspace, numbers)
    assert load.cut == 0 and {status for _, status, _ in load.got} == {200} and published > 100
    seen = {"old": 0, "new": 0}
    for place, _, body in load.got:
        told = json.loads(body)
        told.pop("number")
        found = (told.pop("position")["edition"], told)
        assert found in (old[place], new[place])
        seen["new" if found == new[place] else "old"] += 1
    differ = sum(before[1]["status"] != after[1]["status"] for before, after in zip(old, new, strict=True))
    assert differ > 50 and min(seen.values()) > 50, seen


def test_a_list_is_answered_from_one_edition(server: CounterServer) -> None:
    rows = (files() / "files" / "peserta.csv").read_text(encoding="utf-8").splitlines()[1:]
    asked = [{"nik": row.split(",")[1], "on": ON.isoformat()} for row in rows]
    key = {"X-API-Key": server.consumer(areas=[AREA]).api_key}
    told = server.post("/api/v1/eligibility/bulk", {"questions": asked}, key).json["answers"]
    assert len(told) == len(asked)
    assert len({each["position"]["edition"] for each in told if "position" in each}) == 1
