"""From what happened to what the shell sees: the one map from exception to exit code."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from cakupan.law.refusal import Refusal

DONE, REFUSED, USAGE, BROKEN = 0, 1, 2, 3
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def run_command(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; a refusal is JSON on stdout if ``--json`` was asked, else text on stderr."""
    try:
        return _run(command, arguments)
    except Refusal as refusal:
        _say_refused(refusal, as_json="--json" in arguments)
        return REFUSED
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.Abort:
        print("interrupted; nothing was published", file=sys.stderr)
        return REFUSED
    except click.ClickException as usage:
        usage.show()
        return USAGE
    except AssertionError as broken:
        print(f"broken invariant: {broken}. Nothing was published. Please report this with the command you ran.", file=sys.stderr)
        return BROKEN


def _run(command: click.Command, arguments: Sequence[str]) -> int:
    """Run it and give its exit code, which a command chooses by ``ctx.exit``; a full disk is a refusal like any other."""
    try:
        ended = command.main(args=list(arguments), standalone_mode=False, prog_name="cakupan")
        return ended if isinstance(ended, int) else DONE
    except OSError as failed:
        if failed.errno not in NO_ROOM:
            raise
        raise _disk_full(failed) from failed


def _disk_full(failed: OSError) -> Refusal:
    where = failed.filename or failed.strerror
    return Refusal(
        "writing the result",
        why=f"the disk is full ({where}). What is half-written is not used; all that stood before still stands.",
        mend="Make room, or name another folder (--workspace, --out; TMPDIR for scratch files), and give the command again.",
    )


def _say_refused(refusal: Refusal, *, as_json: bool) -> None:
    if as_json:
        say_json(refusal.as_dict())
        return
    print(f"refused: {refusal.what}\n  why:  {refusal.why}\n  mend: {refusal.mend}", file=sys.stderr)
    for reading in refusal.fields.get("readings", ()):
        print(f"  reading {reading['reading']}: {reading['citation']} ({reading['source']})", file=sys.stderr)


def say_json(answer: Mapping[str, Any]) -> None:
    """Print an answer as JSON: UTF-8, keys in the order given, dates in ISO form."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
