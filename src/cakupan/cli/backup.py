"""``cakupan backup`` and ``cakupan restore``: a whole office as one file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json


@click.command("backup")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print the backup's manifest as JSON.")
def backup_command(*, out: Path, workspace: Path, as_json: bool) -> None:
    """Write the office, database and workspace, to the file OUT (tar), while it is in use.

    Every file in it stands in its manifest with its hash. Keep it where the office's own machine cannot write, and try it:
    cakupan restore, then cakupan audit verify.

    \b
    Example:
      cakupan backup backups/2024-07-01.tar
    """
    from cakupan.wiring.backup import back_up

    manifest = back_up(workspace=workspace, out=out, at=dt.datetime.now(tz=dt.UTC), say=_say)
    _told(manifest, as_json, f"{out}: {len(manifest['sha256']):,} files")


@click.command("restore")
@click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print the backup's manifest as JSON.")
def restore_command(*, backup: Path, workspace: Path, as_json: bool) -> None:
    """Make an office from a BACKUP, in an empty workspace (and, with DATABASE_URL, an empty database).

    \b
    Example:
      cakupan restore backups/2024-07-01.tar --workspace tried && cakupan audit verify --workspace tried
    """
    from cakupan.wiring.backup import restore

    manifest = restore(backup=backup, workspace=workspace, say=_say)
    _told(manifest, as_json, f"{workspace}: restored as of {manifest['at']}")


def _say(what: str) -> None:
    click.echo(f"{what} …", err=True)


def _told(manifest: dict[str, Any], as_json: bool, text: str) -> None:
    if as_json:
        say_json(manifest)
    else:
        click.echo(text)
