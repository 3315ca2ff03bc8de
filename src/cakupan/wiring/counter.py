"""The counter as processes: workers that answer, and one that keeps the books and tells what has changed.

Workers need files only: books, what stands beside editions, consumers. No database, so none to wait for.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from cakupan.counter.limits import FILE as LIMITS
from cakupan.counter.limits import Limits
from cakupan.law.refusal import Refusal
from cakupan.wiring.counter_worker import Settings, keys_of
from cakupan.wiring.editions import published_areas
from cakupan.wiring.processes import Processes
from cakupan.wiring.serving import LOOK_SECONDS, interrupt_on_term
from cakupan.wiring.shelving import write_missing_books

HEADER_MILLISECONDS = 15_000
WORKER_STOP_SECONDS_MAX = 5


def serve_counter(*, settings: Settings, host: str, port: int, workers: int, say: Callable[[str], None]) -> None:
    """Answer the software of facilities until interrupted; what is killed is started again.

    Raises :class:`Refusal` without a key, without a published month, or if a part keeps ending.
    """
    parts = counter_parts(settings=settings, host=host, port=port, workers=workers, say=say)
    interrupt_on_term()
    processes = Processes(say)
    try:
        for name, command in parts.items():
            processes.start(name, *command)
        say(f"http://{host}:{port}/api/v1/")
        while True:
            time.sleep(LOOK_SECONDS)
            processes.revive()
    except KeyboardInterrupt:
        say("stopping")
    finally:
        processes.stop()


def counter_parts(
    *, settings: Settings, host: str, port: int, workers: int, say: Callable[[str], None]
) -> dict[str, tuple[str, ...]]:
    """The counter's processes by name, each to be started as ``python -m``; what they need is written and told before.

    Raises :class:`Refusal` without a key, or without a published month.
    """
    workspace = settings.workspace
    keys_of(workspace)
    if not published_areas(workspace=workspace):
        raise Refusal(
            "the counter",
            why=f"no month has been published in {workspace}: there is nothing to answer from.",
            mend="Close a month first: cakupan month YYYY-MM --area CODE. Another workspace: --workspace DIR.",
        )
    write_missing_books(workspace, say)
    settings.to_environment()
    Limits(workspace / LIMITS, settings.rate).begin()
    answering = {f"counter {worker}": _worker(host, port) for worker in range(1, workers + 1)}
    return answering | {"books": ("cakupan.wiring.shelving", str(workspace.resolve()))}


def _worker(host: str, port: int) -> tuple[str, ...]:
    """A server of one worker. They share the port: the system gives each connection to one of them."""
    return (
        *("granian", "cakupan.wiring.counter_worker:application", "--factory", "--interface", "asgi"),
        *("--host", host, "--port", str(port), "--workers", "1", "--http", "1", "--no-ws", "--log-level", "warning"),
        *("--http1-header-read-timeout", str(HEADER_MILLISECONDS)),
        # A worker that is told to stop while it starts does not hear it.
        *("--workers-kill-timeout", str(WORKER_STOP_SECONDS_MAX)),
    )
