"""``cakupan audit``: are the logs of office and counter as they were written, and what is kept how long?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import REFUSED, say_json


@click.group("audit")
def audit_command() -> None:
    """The logs of the office and of the counter, and how long things are kept."""


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


@audit_command.command("retention")
@workspace_option
@click.option("--remove", is_flag=True, help="Remove what is due, as the office's worker does once a day. Without it: only look.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def retention_command(*, workspace: Path, remove: bool, as_json: bool) -> None:
    """Say what is kept how long, how much of it is held, and what is over; with --remove, remove that.

    What a month, a decision or a paper rests on is never removed. CAKUPAN_RETENTION lengthens a period, in the rule's own unit:
    refused_files=730,ledger=30. Each removal stands in the log, with counts only.

    \b
    Example:
      cakupan audit retention
    """
    from cakupan.wiring.office_commands import retention

    told = retention(workspace=workspace, remove=remove)
    if as_json:
        say_json(told)
        return
    for each in told["kinds"]:
        oldest = f", oldest of {each['oldest'][:10]}" if each["oldest"] else ""
        over = f"{each['removed']:,} removed" if remove and each["removed_by"] == "program" else f"{each['due']:,} due"
        click.echo(f"{each['kind']:<17} {each['period']:<9} {each['held']:>9,} held, {over}{oldest}")
        click.echo(f"{'':<17} {each['citation']} ({each['confidence']}, period by {each['set_by']})")


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
