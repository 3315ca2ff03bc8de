"""The office's PostgreSQL: the one a wheel brings, started and stopped with the workspace, or a server of the region's own.

Three logins, so that the database itself can hold what the pages promise: the owner makes tables, the loader publishes
positions (COPY is refused under row-level security), the app serves pages and is subject to row-level security.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cakupan.law.refusal import Refusal
from cakupan.wiring.workspace_server import WorkspaceServer, workspace_server

APP, LOADER, OWNER = "cakupan_app", "cakupan_loader", "cakupan_owner"
URL_OF = {APP: "DATABASE_URL", LOADER: "DATABASE_LOADER_URL", OWNER: "DATABASE_OWNER_URL"}
VERSION_MIN = 150000
OFFICE_SERVER = Path("office") / "postgres"


@dataclass(frozen=True)
class Logins:
    """How each of the three logins reaches the database, as connection strings by variable of the environment.

    ``server`` is the workspace's own server, which must be kept running; None if the region keeps one itself.
    """

    variables: Mapping[str, str]
    server: WorkspaceServer | None = None

    @property
    def owner(self) -> str:
        """The connection string of whoever makes tables."""
        return self.variables["DATABASE_OWNER_URL"]

    def to_environment(self) -> None:
        """Let this process and those that it starts find the database."""
        os.environ.update(self.variables)


@contextmanager
def office_database(workspace: Path) -> Iterator[Logins]:
    """The database while it is needed: what the environment names, else the workspace's own, stopped at the end.

    Raises :class:`Refusal` if a server is named and cannot be used.
    """
    if os.environ.get("DATABASE_URL"):
        yield _named_server()
        return
    with workspace_server(workspace / OFFICE_SERVER) as server:
        yield replace(create_logins(admin=server.admin, database="cakupan", passwords={}), server=server)


def _named_server() -> Logins:
    missing = [variable for variable in URL_OF.values() if not os.environ.get(variable)]
    if missing:
        raise Refusal(
            "the database",
            why=f"DATABASE_URL names a server, but {', '.join(missing)} is not set; the office needs three logins.",
            mend="Make them once with: cakupan database create --admin URL, and set the three variables that it prints.",
        )
    logins = Logins({variable: os.environ[variable] for variable in URL_OF.values()})
    _check(logins.owner)
    return logins


def _check(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as failed:
        raise Refusal(
            "the database", why=f"the server does not answer: {failed}".strip(), mend="Start it, or mend DATABASE_OWNER_URL."
        ) from failed
    if version < VERSION_MIN:
        raise Refusal(
            "the database",
            why=f"the server is PostgreSQL {version // 10000}; the office needs 15 or newer.",
            mend="Upgrade the server, or leave DATABASE_URL out: the workspace then brings its own.",
        )


def passwords_for(*, admin: str, anew: bool) -> dict[str, str]:
    """The logins' passwords for another database: as the environment has them, or new ones where that harms nobody.

    The logins are the whole server's: a new password would shut out an office that uses them already. Raises :class:`Refusal`
    where they are there and the environment does not know them, unless ``anew`` asks for it.
    """
    known = {login: conninfo_to_dict(os.environ.get(variable, "")).get("password") for login, variable in URL_OF.items()}
    if all(known.values()) and not anew:
        return {login: str(password) for login, password in known.items()}
    with psycopg.connect(admin) as connection:
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = ANY (%s)", [list(URL_OF)]).fetchone()
    if found is not None and not anew:
        raise Refusal(
            "the logins",
            why="this server has them already, and new passwords would shut out the office that uses them.",
            mend="Set the variables of that office first (set -a; . cakupan.env), so that its passwords stay; or give "
            "--new-passwords and set what is printed everywhere.",
        )
    return {login: secrets.token_urlsafe(24) for login in URL_OF}


def create_logins(*, admin: str, database: str, passwords: Mapping[str, str]) -> Logins:
    """Make the three logins and the database where they are missing; gives how to reach it as each of them.

    ``passwords`` by login; none means that the server trusts its socket (the workspace's own server).
    """
    with psycopg.connect(admin, autocommit=True) as connection:
        for login, rights in ((OWNER, ""), (LOADER, "BYPASSRLS"), (APP, "")):
            _make_login(connection, login, rights, passwords.get(login))
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if found is None:
            made = "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
            connection.execute(sql.SQL(made).format(sql.Identifier(database), sql.Identifier(OWNER)))
    with psycopg.connect(make_conninfo(admin, dbname=database), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER)))
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    urls = {
        variable: make_conninfo(admin, dbname=database, user=login, password=passwords.get(login))
        for login, variable in URL_OF.items()
    }
    return Logins(urls)


def _make_login(connection: psycopg.Connection[tuple[object, ...]], login: str, rights: str, password: str | None) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone()
    verb = "ALTER" if found else "CREATE"
    options = f"LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {rights or 'NOBYPASSRLS'}"
    statement = sql.SQL(f"{verb} ROLE {{}} WITH {options}").format(sql.Identifier(login))
    connection.execute(statement)
    if password is not None:
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(password)))


def migrate() -> None:
    """Bring the tables to this version, as their owner. The environment must name the logins."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cakupan.office.settings")
    django.setup()
    call_command("migrate", database="owner", interactive=False, verbosity=0)
