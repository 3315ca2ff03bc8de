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
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="CODE|NAME",
    help="A district or village of the area, by code or name; once for each. For the desk kelurahan, which sees only these.",
)
@click.option("--name", required=True, help="Their name, as letters and the log print it.")
@click.option("--email", required=True, metavar="ADDRESS", help="The address they sign in with; no letter is sent to it.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where browsers reach the office.")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print the link as JSON.")
def invite_command(
    *, desk: str, area: str, places: tuple[str, ...], name: str, email: str, url: str, workspace: Path, as_json: bool
) -> None:
    """Make an account and print the link by which its owner sets a password. The link works once, for three days.

    CAKUPAN_SECRET_KEY must be the one that `cakupan serve` runs with: it signs the link.

    \b
    Examples:
      cakupan user invite --desk admin --area 16.10 --name "Andi Saputra" --email andi@diskominfo.example
      cakupan user invite --desk kelurahan --area 61.71 --place 61.71.05.1003 --name "Siti" --email siti@kelurahan.example
    """
    from cakupan.wiring.office_commands import invite_user

    made = invite_user(workspace=workspace, desk=desk, area=area, name=name, email=email, url=url, places=places)
    if as_json:
        say_json(made)
        return
    click.echo(f"{made['user']} may set a password until {made['expires_at']}, once:\n{made['link']}")


@user_command.command("places")
@click.option("--email", required=True, metavar="ADDRESS", help="The address they sign in with.")
@click.option(
    "--place", "places", multiple=True, required=True, metavar="CODE|NAME", help="A district or village, once for each."
)
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print the places as JSON.")
def places_command(*, email: str, places: tuple[str, ...], workspace: Path, as_json: bool) -> None:
    """Say which districts and villages an officer of a kelurahan works for, instead of those said before.

    The office shows that officer the people of these places only, from the next page on.

    \b
    Example:
      cakupan user places --email siti@kelurahan.example --place 61.71.05.1003 --place "Sungaijawi"
    """
    from cakupan.wiring.office_commands import hold_to_places

    done = hold_to_places(workspace=workspace, email=email, places=places)
    if as_json:
        say_json(done)
        return
    click.echo(f"{done['user']} works for {', '.join(done['places'])}.")
