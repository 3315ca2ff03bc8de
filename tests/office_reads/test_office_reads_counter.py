"""A real counter writes its log, is killed meanwhile, and the office takes in every answer that left, with who guesses."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from answer.every_reason import AREA, questions, region
from cakupan.office.reads.intake import take_in
from cakupan.office.reads.models import AccessFile, Notice, Read
from cakupan.record.keys import Keys
from counter.counter_server import KEY, CounterServer, served
from office_people import a_user, an_area, signed_in


@pytest.fixture
def server(office: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CounterServer]:
    """A counter and an office over one workspace, with one key."""
    shutil.copytree(region(), office, dirs_exist_ok=True)
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, counter_key=KEY))
    an_area(AREA)
    with served(office, "--rate", "100000", "--guesses", "3") as server:
        yield server


def test_what_a_counter_answered_is_what_the_auditor_sees(server: CounterServer) -> None:
    shown = server.consumer(areas=[AREA], facility="R1610001")
    key = {"X-API-Key": shown.api_key}
    listed = [{each.kind: each.number} for each in questions()[::5]]  # none beside another: a list slows nobody
    assert server.post("/api/v1/eligibility/bulk", {"questions": listed}, key).status == 200
    take_in()
    somebody = next(each.number for each in questions() if each.kind == "nik")
    for serial in range(6):  # one after the other: whoever does so looks for people
        assert server.post("/api/v1/eligibility", {"nik": str(int(somebody) + serial)}, key).status == 200
    server.kill(server.workers()[0])
    server.wait()
    assert server.post("/api/v1/eligibility", {"nik": somebody}, key).status == 200
    server.stop()
    take_in()
    read = [told for line in server.logged() for told in _told(line.entry)]
    rows = Read.objects.using("loader").values_list("mark", "outcome", "consumer", "facility_code")
    assert Counter((mark.hex, *rest) for mark, *rest in rows) == Counter(read) and len(read) == len(listed) + 7
    assert all(each.ended for each in AccessFile.objects.using("loader").all())
    (notice,) = Notice.objects.using("loader").all()  # the kill itself is no fault of a file
    assert (notice.kind, notice.consumer, notice.area) == ("consumer", shown.consumer.id, AREA) and notice.slowed_seconds > 0
    auditor = signed_in(a_user("auditor", (AREA,)))
    found = auditor.post(f"/{AREA}/pembacaan/nomor/", {"number": somebody})
    page = auditor.get(found.headers["Location"]).content.decode()
    mark = Keys.of(KEY).mark(somebody)
    assert page.count("RSUD CONTOH") >= sum(each[0] == mark for each in read) >= 2 and somebody not in page


def _told(entry: dict[str, object]) -> list[tuple[object, ...]]:
    about = (entry.get("consumer"), entry.get("facility"))
    if entry["kind"] == "answer":
        return [(entry["mark"], entry["outcome"], *about)]
    items: list[list[str]] = entry.get("items", [])  # type: ignore[assignment]
    return [(mark, outcome, *about) for _, mark, _, outcome, _, _ in items]
