"""``cakupan audit verify``: are the logs of office and counter as they were written?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import REFUSED, say_json


@click.group("audit")
def audit_command() -> None:
    """The office's log of decisions and of looks at people, and the counter's log of its answers."""


@audit_command.command("verify")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@click.pass_context
def verify_command(ctx: click.Context, *, workspace: Path, as_json: bool) -> None:
    """Read both logs whole and say whether they are as they were written. Exit code 0 if they are sound, 1 if not.

    Each entry carries the hash of the one before; the database's own mark says which is the last; and each was noted in a file
    outside the database, workspace/office/log-anchors. A change, a loss, an insertion or a swap shows in one of the three. Keep
    copies of that file where whoever keeps the database cannot write.

    The counter writes a file for each process and start, workspace/counter/access; the next one names the last line of those
    before it. An unfinished last line is told: its writer was killed, and that answer never left.

    \b
    Example:
      cakupan audit verify --json
    """
    from cakupan.wiring.office_commands import verify_logs

    verdict = verify_logs(workspace=workspace)
    if as_json:
        say_json(verdict)
    else:
        for line in _lines(verdict):
            click.echo(line)
    if not verdict["sound"]:
        ctx.exit(REFUSED)


def _lines(verdict: Mapping[str, Any]) -> Iterator[str]:
    access, office_sound = verdict["access"], not verdict["breaks"]
    yield f"office: {verdict['entries']:,} entries, {verdict['anchors']:,} noted outside: {_word(sound=office_sound)}"
    yield from (f"  {each}" for each in verdict["breaks"])
    if verdict["more"]:
        yield "  and more"
    yield f"counter: {access['entries']:,} entries in {access['files']:,} files: {_word(sound=access['sound'])}"
    yield from (f"  {name}: the file is gone; a later one names it" for name in access["gone"])
    for file in access["told"]:
        yield from (f"  {file['file']}: {each}" for each in file["breaks"])
        if file["torn_bytes"]:
            yield f"  {file['file']}: {file['torn_bytes']} bytes of an unfinished last line: its writer was killed"


def _word(*, sound: bool) -> str:
    return "sound" if sound else "BROKEN"
