"""``cakupan audit``: is the office's log as it was written, and what is kept how long?"""

from __future__ import annotations

from pathlib import Path

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import REFUSED, say_json


@click.group("audit")
def audit_command() -> None:
    """The office's log of decisions and of looks at people, and how long things are kept."""


@audit_command.command("verify")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@click.pass_context
def verify_command(ctx: click.Context, *, workspace: Path, as_json: bool) -> None:
    """Read the whole log and say whether it is as it was written. Exit code 0 if it is sound, 1 if not.

    Each entry carries the hash of the one before; the database's own mark says which is the last; and each was noted in a file
    outside the database, workspace/office/log-anchors. A change, a loss, an insertion or a swap shows in one of the three. Keep
    copies of that file where whoever keeps the database cannot write.

    \b
    Example:
      cakupan audit verify --json
    """
    from cakupan.wiring.office_commands import verify_log

    verdict = verify_log(workspace=workspace)
    if as_json:
        say_json(verdict)
    else:
        click.echo(
            f"{verdict['entries']:,} entries, {verdict['anchors']:,} noted outside: {'sound' if verdict['sound'] else 'BROKEN'}"
        )
        for each in verdict["breaks"]:
            click.echo(f"  {each}")
        if verdict["more"]:
            click.echo("  and more")
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
