"""``cakupan audit verify``: is the office's log as it was written?"""

from __future__ import annotations

from pathlib import Path

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import REFUSED, say_json


@click.group("audit")
def audit_command() -> None:
    """The office's log of decisions and of looks at people."""


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
