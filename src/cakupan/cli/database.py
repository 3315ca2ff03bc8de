"""``cakupan database create``: the three logins and the database on a PostgreSQL server of the region's own."""

from __future__ import annotations

import click


@click.group("database")
def database_command() -> None:
    """The office's database on a PostgreSQL server of yours (15 or newer)."""


@database_command.command("create")
@click.option(
    "--admin", required=True, metavar="URL", help="Connection of a superuser, e.g. postgresql://postgres@127.0.0.1/postgres."
)
@click.option("--name", default="cakupan", show_default=True, help="Name of the database to make.")
@click.option("--new-passwords", is_flag=True, help="Change the logins' passwords where they are there already.")
def create(*, admin: str, name: str, new_passwords: bool) -> None:
    """Make the database and its three logins, and print the variables to set; what exists is kept.

    The logins are the whole server's. Another database for them (to try a backup) keeps their passwords if the variables are set.

    \b
    Example:
      cakupan database create --admin postgresql://postgres@127.0.0.1/postgres > cakupan.env
    """
    from cakupan.wiring.database import create_logins, passwords_for

    made = create_logins(admin=admin, database=name, passwords=passwords_for(admin=admin, anew=new_passwords))
    for variable, url in made.variables.items():
        click.echo(f"{variable}={url!r}")
