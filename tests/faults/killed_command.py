"""Run a ``cakupan`` command and end it with SIGKILL: ``killed_command.py FOLDER EVENT DELAY ARGUMENTS…``.

FOLDER is watched. EVENT is the how-manieth change or flush inside it that starts the clock, DELAY the seconds until the process
is killed. EVENT 0 lets the command end and tells the moment of every event on the last line of stderr, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = frozenset({"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate"})


def main() -> None:
    folder, event, delay, *arguments = sys.argv[1:]
    moments: list[float] = []
    changed = False

    def watch(name: str, told: tuple[Any, ...]) -> None:
        nonlocal changed
        if not _inside(folder, told):
            return
        # A flush opens the file for reading; it counts once something was changed.
        changed = changed or name in CHANGES or (name == "open" and bool((told[2] or 0) & WRITING))
        if changed and (name in CHANGES or name == "open"):
            moments.append(time.monotonic())
            if len(moments) == int(event):
                _kill_after(float(delay))

    sys.addaudithook(watch)
    from cakupan.cli import app
    from cakupan.cli.outcome import run_command

    code = run_command(app, arguments)
    print(json.dumps([*moments, time.monotonic()]), file=sys.stderr)
    sys.exit(code)


def _inside(folder: str, told: tuple[Any, ...]) -> bool:
    return bool(told) and isinstance(told[0], str | bytes | os.PathLike) and os.fsdecode(told[0]).startswith(folder + os.sep)


def _kill_after(delay: float) -> None:
    if delay > 0:
        timer = threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    else:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
