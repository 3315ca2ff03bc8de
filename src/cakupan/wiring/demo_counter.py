"""The counter beside a demo's office: hospital software, invented too, asks it what the clerk asks at the desk."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable
from pathlib import Path

from cakupan.counter.bridging import WINDOW_SECONDS
from cakupan.counter.guessing import ALLOWED
from cakupan.record.credentials import Consumers
from cakupan.scenarios.case import Case
from cakupan.wiring.counter import counter_parts
from cakupan.wiring.counter_worker import Settings, keys_of
from cakupan.wiring.demo_desk import try_at_the_desk

NAME = "SIMRS contoh (rekaan)"
RATE, WORKERS = 100.0, 1

Say = Callable[[str], None]


def open_counter(*, case: Case, workspace: Path, host: str, port: int, say: Say) -> dict[str, tuple[str, ...]]:
    """The counter's processes, and an invented consumer whose key is said once. At ``port``, or a free one if it is taken."""
    free = port if _is_free(host, port) else _is_free(host, 0)
    address = f"http://{host}:{free}/api/v1/"
    asked_about = try_at_the_desk(case=case, workspace=workspace, counter=address)
    settings = Settings(workspace, RATE, ALLOWED, WINDOW_SECONDS)
    parts = counter_parts(settings=settings, host=host, port=free, workers=WORKERS, say=say)
    shown = Consumers.of(workspace, keys_of(workspace)).create(
        name=NAME,
        facility_code=case.illustrative.get("hospital", {}).get("code"),
        areas=[case.area],
        at=dt.datetime.now(tz=dt.UTC),
    )
    days = ", ".join(f"{day:%d-%m-%Y}" for day in case.desk_days)
    for what, number in asked_about.items():
        say(f"    at the admission desk: NIK {number} ({what} cover), on {days}")
    say(f"    hospital software asks {address} (VClaim and PCare: docs/bridging.md), as {shown.consumer.id} ({NAME})")
    if "lost" in asked_about:
        about = f"{address}eligibility?nik={asked_about['lost']}&on={case.desk_days[1]}"
        say(f"    curl -s -H 'X-API-Key: {shown.api_key}' '{about}'")
    return parts


def _is_free(host: str, port: int) -> int:
    """The port, or with 0 one that is free; 0 if somebody listens there."""
    with socket.socket() as probe:
        try:
            probe.bind((host, port))
        except OSError:
            return 0
        return int(probe.getsockname()[1])
