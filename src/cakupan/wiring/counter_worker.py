"""A worker of the counter: its application, from what ``cakupan counter`` told. It needs files only."""

from __future__ import annotations

import datetime as dt
import gc
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from cakupan.counter.answering import Counter
from cakupan.counter.app import App
from cakupan.counter.bridge import Bridge
from cakupan.counter.changes import FILE as CHANGES
from cakupan.counter.changes import Changes
from cakupan.counter.limits import FILE as LIMITS
from cakupan.counter.limits import Limits
from cakupan.counter.rest import Rest
from cakupan.counter.shelf import Shelf
from cakupan.law.area_time import zone_of
from cakupan.law.refusal import Refusal
from cakupan.office.environment import MARK, counter_key
from cakupan.record.access_log import FOLDER, AccessLog
from cakupan.record.credentials import Consumers
from cakupan.record.keys import Keys

SETTINGS = "CAKUPAN_COUNTER_SETTINGS"


@dataclass(frozen=True)
class Settings:
    """What ``cakupan counter`` tells its workers. ``rate``: questions a second for each consumer, all workers together.

    ``window_seconds``: how far the clock of a consumer of VClaim or PCare may be off.
    """

    workspace: Path
    rate: float
    guesses_allowed: int
    window_seconds: int

    def to_environment(self) -> None:
        """Where workers find it."""
        told = asdict(self) | {"workspace": str(self.workspace.resolve())}
        os.environ[SETTINGS] = orjson.dumps(told).decode()

    @classmethod
    def from_environment(cls) -> Settings:
        """As told. Raises :class:`Refusal` in a worker that nobody told anything."""
        try:
            told = orjson.loads(os.environ[SETTINGS])
        except KeyError as error:
            raise Refusal(
                "a worker of the counter",
                why="it was not told its workspace.",
                mend="Start the counter with `cakupan counter`.",
            ) from error
        return cls(**told | {"workspace": Path(told["workspace"])})


def application() -> App:
    """The application of a worker, by what ``cakupan counter`` told."""
    settings = Settings.from_environment()
    workspace = settings.workspace
    keys = keys_of(workspace)
    log = AccessLog(workspace / FOLDER, "counter")
    counter = Counter(
        shelf=Shelf(workspace),
        consumers=Consumers.of(workspace, keys),
        keys=keys,
        log=log,
        limits=Limits(workspace / LIMITS, settings.rate),
        clock=_now,
        today=today_of(_now),
        guesses_allowed=settings.guesses_allowed,
    )
    bridge = Bridge(counter, settings.window_seconds)
    # What a question leaves behind is freed by counting references; the collector would look at a list again and again.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    return App(Rest(counter, Changes(workspace / CHANGES)), (bridge,), begin=log.open, end=log.close)


def keys_of(workspace: Path) -> Keys:
    """The counter's keys, from CAKUPAN_COUNTER_KEY, else from CAKUPAN_SECRET_KEY. Raises :class:`Refusal` without either."""
    return Keys.of(counter_key(workspace, demo=(workspace / MARK).is_file()))


def today_of(clock: Callable[[], dt.datetime]) -> Callable[[str], dt.date]:
    """The clock of the door: today where an area is, on whichever day a demo's office stands: the desk's page asks by it too."""
    return lambda area: clock().astimezone(zone_of(area)[0]).date()


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)
