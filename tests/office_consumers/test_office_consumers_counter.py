"""Keys from the office's page at a real counter: answered by REST and VClaim, changed over in time, and refused once revoked."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from cakupan.office.consumers import changing
from cakupan.record.credentials import Shown
from counter.bridged_asking import NO_LIMIT, ask, bridged, signed
from counter.counter_server import KEY, CounterServer, served
from month.small_region import AREA
from office_consumers.desks import Keys, deciding, found, made, revoked, rotated
from office_guarantees.region import a_whole_region, an_active

OVERLAP_SECONDS = 4


@pytest.fixture
def home(office: Path) -> Path:
    """An office on its closed month, with the key that the counter of these tests has."""
    a_whole_region(office)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, counter_key=KEY)
    return office


def rest(counter: CounterServer, keys: Keys, nik: str) -> tuple[int, Any]:
    got = counter.post("/api/v1/eligibility", {"nik": nik, "on": "2021-07-12"}, {"X-API-Key": keys.api_key})
    return got.status, got.json


def vclaim(counter: CounterServer, keys: Keys, nik: str) -> tuple[str, Any]:
    """The code, and the status of the participant that was answered."""
    shown = Shown(found(keys.number), keys.secret, keys.user_key, keys.api_key, keys.pcare_password)
    path = f"/vclaim-rest/Peserta/nik/{nik}/tglSEP/2021-07-12"
    status, told = ask(counter, path, signed(shown))
    if told["metaData"]["code"] != "200":
        return told["metaData"]["code"], status
    return "200", bridged(counter, path, shown)[1]["peserta"]["statusPeserta"]["keterangan"]


def test_from_the_page_to_the_counter_and_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    officer, nik = deciding(), an_active().nik
    with served(home, *NO_LIMIT) as counter:
        first = made(officer)
        status, told = rest(counter, first, nik)
        assert (status, told["status"]) == (200, "active")
        assert vclaim(counter, first, nik) == ("200", "AKTIF")

        # An hour of overlap of which only the last seconds are still to come.
        before = dt.timedelta(hours=1) - dt.timedelta(seconds=OVERLAP_SECONDS)
        with monkeypatch.context() as clock:
            clock.setattr(changing, "timezone", SimpleNamespace(now=lambda: timezone.now() - before))
            second = rotated(officer, first.number, 1)
            ends = time.monotonic() + OVERLAP_SECONDS
        for keys in (first, second):
            assert rest(counter, keys, nik)[0] == 200 and vclaim(counter, keys, nik)[0] == "200"
        assert time.monotonic() < ends, "too slow to have seen the old keys count"
        time.sleep(max(0, ends - time.monotonic()) + 0.1)
        assert rest(counter, first, nik)[0] == 401 and vclaim(counter, first, nik)[0] == "401"
        assert rest(counter, second, nik)[0] == 200 and vclaim(counter, second, nik)[0] == "200"

        assert revoked(officer, first.number).status_code == 302
        assert rest(counter, second, nik)[0] == 401 and vclaim(counter, second, nik)[0] == "401"
        read = [each["consumer"] for each in counter.entries("answer")]
        assert set(read) == {first.number} and AREA in found(first.number).areas
