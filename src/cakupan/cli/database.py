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
def create(*, admin: str, name: str) -> None:
    """Make the database and its three logins, and print the variables to set; what exists is kept, passwords are made anew.

    \b
    Example:
      cakupan database create --admin postgresql://postgres@127.0.0.1/postgres > cakupan.env
    """
    import secrets

    from cakupan.wiring.database import URL_OF, create_logins

    passwords = {login: secrets.token_urlsafe(24) for login in URL_OF}
    made = create_logins(admin=admin, database=name, passwords=passwords)
    for variable, url in made.variables.items():
        click.echo(f"{variable}={url!r}")
