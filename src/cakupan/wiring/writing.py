"""One writer at a time in a workspace. Whoever comes next sweeps away what a killed writer left half-written."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cakupan.law.refusal import Busy

LOCK = ".lock"
# What is written aside begins with a dot until it is whole and renamed to the name that others read.
UNFINISHED = ("snapshots/*/*/.*", "links/*/.*", "editions/*/*/.writing-*", "proposals/*/*/.*")


@contextmanager
def sole_writer(workspace: Path) -> Iterator[None]:
    """Hold the workspace for writing; readers are never kept waiting. Raises :class:`Busy` while another command writes.

    The lock is the operating system's: it falls with the process that holds it, however that ends.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    with (workspace / LOCK).open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Busy(
                f"writing in {workspace}",
                why="another command is writing there now.",
                mend="Wait until it has ended, then give this command again; nothing was changed.",
            ) from held
        sweep(workspace)
        yield


def sweep(workspace: Path) -> list[Path]:
    """Remove what no finished write left behind, and tell what it was. Only safe while nobody else writes."""
    left = [folder for pattern in UNFINISHED for folder in sorted(workspace.glob(pattern)) if folder.is_dir()]
    for folder in left:
        shutil.rmtree(folder)
    return left
