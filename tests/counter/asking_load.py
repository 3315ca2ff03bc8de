"""Sixteen connections that ask without pause, and note what came back: for tests in which something happens meanwhile."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

CONNECTIONS = 16


@dataclass
class Load:
    """Asks each question in turn over many connections. ``got``: question's place, status, body; only whole answers are noted."""

    port: int
    key: str
    questions: Sequence[dict[str, str]]
    again: bool = False  # whether a connection that was cut is opened anew
    got: list[tuple[int, int, bytes]] = field(default_factory=list)
    cut: int = 0
    _ends: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin to ask."""
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(CONNECTIONS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """No further question; wait for what was asked."""
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, begin: int) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            self._ask_over(connection, begin)

    def _ask_over(self, connection: http.client.HTTPConnection, place: int) -> None:
        while not self._ends.is_set():
            at = place % len(self.questions)
            try:
                connection.request("POST", "/api/v1/eligibility", json.dumps(self.questions[at]), {"X-API-Key": self.key})
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                self.cut += 1
                if not self.again:
                    return
                connection.close()  # the next request opens it anew
                time.sleep(0.05)
                continue
            self.got.append((at, answer.status, body))
            place += CONNECTIONS
