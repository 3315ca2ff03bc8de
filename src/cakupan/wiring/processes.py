"""The processes of a running office: started together, started again when one is killed, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from cakupan.law.refusal import Refusal

STOP_SECONDS_MAX = 20
# Whoever falls over again and again is broken and not unlucky: then a person must look.
ENDED_MAX, ENDED_SECONDS = 5, 300
PR_SET_PDEATHSIG = 1


@dataclass
class Processes:
    """The processes by name, and when one of them last ended by itself."""

    say: Callable[[str], None]
    commands: dict[str, tuple[str, ...]] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ended: deque[float] = field(default_factory=deque)

    def start(self, name: str, *command: str) -> None:
        """Start ``python -m command``; it ends with the others."""
        self.commands[name] = command
        # A session of its own, so that what it starts itself can be ended with it.
        self.running[name] = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", *command],
            start_new_session=True,
            preexec_fn=_end_with_parent if _LIBC else None,  # noqa: PLW1509 - no other thread runs here
        )

    def revive(self) -> None:
        """Start again whoever has ended by itself. Raises :class:`Refusal` if that happens too often."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self._note_ended(name, process.returncode)
                _end_group(process, signal.SIGKILL)
                self.start(name, *self.commands[name])

    def _note_ended(self, name: str, code: int) -> None:
        now = time.monotonic()
        self.ended.append(now)
        while now - self.ended[0] > ENDED_SECONDS:
            self.ended.popleft()
        if len(self.ended) > ENDED_MAX:
            raise Refusal(
                "serving",
                why=f"the {name} process ended by itself (exit code {code}), the last of {len(self.ended)} within "
                f"{ENDED_SECONDS // 60} minutes.",
                mend="Look at what it printed above. Is the port free? Is there memory? Then start again: nothing is lost.",
            )
        self.say(f"the {name} process ended by itself (exit code {code}); starting it again")

    def stop(self) -> None:
        """Ask each to finish what it is doing, and end whoever does not within the time."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS_MAX
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            _end_group(process, signal.SIGKILL)


def _end_group(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End a process and whatever it left behind: a server whose parent was killed would hold the port."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, how)
    process.wait()


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Whoever serves the office may be killed; then its pages and its worker end too, and the next one finds the port free."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
