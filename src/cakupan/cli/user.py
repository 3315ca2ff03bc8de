"""``cakupan user invite``: the first admin of an office."""

from __future__ import annotations

from pathlib import Path

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json

DESKS = (
    "dukcapil",
    "dinsos",
    "dinkes",
    "bpjs",
    "setda",
    "provinsi",
    "kelurahan",
    "faskes",
    "pimpinan",
    "dprd",
    "auditor",
    "admin",
)


@click.group("user")
def user_command() -> None:
    """Officers of the office. The first admin is invited here, everyone else by an admin on a page."""


@user_command.command("invite")
@click.option("--desk", type=click.Choice(DESKS), default="admin", show_default=True, help="The desk they work for.")
@click.option("--area", required=True, metavar="CODE", help="The area they work in, e.g. 16.10.")
@click.option("--name", required=True, help="Their name, as letters and the log print it.")
@click.option("--email", required=True, metavar="ADDRESS", help="The address they sign in with; no letter is sent to it.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where browsers reach the office.")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print the link as JSON.")
def invite_command(*, desk: str, area: str, name: str, email: str, url: str, workspace: Path, as_json: bool) -> None:
    """Make an account and print the link by which its owner sets a password. The link works once, for three days.

    CAKUPAN_SECRET_KEY must be the one that `cakupan serve` runs with: it signs the link.

    \b
    Example:
      cakupan user invite --desk admin --area 16.10 --name "Andi Saputra" --email andi@diskominfo.example
    """
    from cakupan.wiring.office_commands import invite_user

    made = invite_user(workspace=workspace, desk=desk, area=area, name=name, email=email, url=url)
    if as_json:
        say_json(made)
        return
    click.echo(f"{made['user']} may set a password until {made['expires_at']}, once:\n{made['link']}")
