"""In Papua a day begins two hours before it does in Jakarta: a hospital there asks about its own day, and is answered."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from answer.desk_people import people
from answer.every_reason import AREA, TODAY, region
from cakupan.counter.bridge import Bridge
from cakupan.counter.request import Request
from cakupan.wiring.counter_worker import today_of
from counter.bridged_asking import signed
from counter.in_process import NOW, desk

TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("area", "hour", "day"),
    [
        ("16.10", 16, 20),
        ("16.10", 17, 21),
        ("73.71", 15, 20),
        ("73.71", 16, 21),
        ("91.71", 14, 20),
        ("91.71", 15, 21),
        ("", 16, 20),
    ],
)
def test_the_day_that_it_is_in_an_area(area: str, hour: int, day: int) -> None:
    today = today_of(lambda: dt.datetime(2026, 3, 20, hour, tzinfo=dt.UTC))
    assert today(area) == dt.date(2026, 3, day)


def test_by_every_dialect_the_consumer_s_own_day_can_be_asked_about(tmp_path: Path) -> None:
    one = people()["active"][0]
    with desk(region(), tmp_path) as at:
        counter = dataclasses.replace(at.app.rest.counter, today=lambda area: TOMORROW if area == AREA else TODAY)
        at.app.rest.counter = counter
        headers = {name.lower(): value for name, value in signed(at.shown, at=int(NOW.timestamp())).items()}

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        def vclaim(day: dt.date) -> dict[str, Any]:
            path = f"/x/Peserta/nik/{one.nik}/tglSEP/{day}"
            response = asyncio.run(Bridge(counter)(Request("GET", path, "", headers, receive)))
            assert response is not None
            told: dict[str, Any] = json.loads(response.body)["metaData"]
            return told

        assert at.ask({"nik": one.nik, "on": str(TOMORROW)})[0] == 200
        assert vclaim(TOMORROW) == {"code": "200", "message": "OK"}
        assert vclaim(TOMORROW + dt.timedelta(days=1))["message"] == "Tanggal SEP Tidak Sesuai: tanggal itu belum tiba"
