"""A real PostgreSQL for tests: one server for a run, one migrated template, a fresh copy of it for each test that asks.

``CAKUPAN_TEST_DATABASE_URL`` names a superuser's connection on a server of yours (15 or newer); else the wheel's is used.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import django
import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from cakupan.office.environment import LOGINS
from cakupan.wiring.database import URL_OF, create_logins, migrate
from cakupan.wiring.workspace_server import workspace_server

SECRET = "only-for-tests-but-long-enough-all-the-same-0123456789"
PASSWORD = "only-for-tests"


def set_up_django() -> None:
    """Let tests import models as they are collected; no database is asked yet."""
    os.environ.update(dict.fromkeys(LOGINS.values(), "dbname=none-yet"))
    os.environ.update({"CAKUPAN_SECRET_KEY": SECRET, "DJANGO_SETTINGS_MODULE": "cakupan.office.settings"})
    os.environ["CAKUPAN_HOSTS"] = "127.0.0.1,localhost,testserver"  # the last is what Django's test browser asks for
    django.setup()
    # What a test writes without a workspace of its own must not lie in the checkout, nor meet another run's.
    home = Path(tempfile.mkdtemp(prefix="cakupan-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, workspace=home)


@contextmanager
def started_server() -> Iterator[str]:
    """A superuser's connection string to the server of this run."""
    told = os.environ.get("CAKUPAN_TEST_DATABASE_URL")
    if told:
        yield told
        return
    # A folder of its own, with a short path: that of a socket may have some hundred characters only.
    folder = Path(tempfile.mkdtemp(prefix="cakupan-pg-"))
    folder.chmod(0o755)
    try:
        with workspace_server(folder / "pg") as server:
            _forget_safely(server.admin)
            yield server.admin
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _forget_safely(admin: str) -> None:
    """What a crash of the machine would cost does not matter here: tests that wait for no disk are several times faster."""
    with psycopg.connect(admin, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def make_template(admin: str, name: str) -> None:
    """A database with every table, from which tests copy."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    passwords = dict.fromkeys(URL_OF, PASSWORD) if "password" in admin else {}
    use(create_logins(admin=admin, database=name, passwords=passwords).variables)
    migrate()
    # Between tests Django stands on a spare copy: what a test without a database of its own writes must not reach the others.
    spare = sql.Identifier(spare_of(name))
    use({variable: make_conninfo(os.environ[variable], dbname="postgres") for variable in LOGINS.values()})
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(spare))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER cakupan_owner").format(spare, sql.Identifier(name)))
    use({variable: make_conninfo(os.environ[variable], dbname=spare_of(name)) for variable in LOGINS.values()})


def spare_of(template: str) -> str:
    """The name of the copy on which Django stands between tests."""
    return f"{template}_spare"


@contextmanager
def copied(admin: str, template: str) -> Iterator[str]:
    """A copy of the template that Django uses for as long as the block lasts; gives its name."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    use({variable: make_conninfo(os.environ[variable], dbname=spare_of(template)) for variable in LOGINS.values()})
    with psycopg.connect(admin, autocommit=True) as connection:
        made = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY OWNER cakupan_owner"
        connection.execute(sql.SQL(made).format(sql.Identifier(name), sql.Identifier(template)))
    use({variable: make_conninfo(os.environ[variable], dbname=name) for variable in LOGINS.values()})
    try:
        yield name
    finally:
        use({variable: make_conninfo(os.environ[variable], dbname=spare_of(template)) for variable in LOGINS.values()})
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def use(urls: Mapping[str, str]) -> None:
    """Point Django's three logins, and the environment of processes that a test starts, at a database."""
    from django.db import connections

    from cakupan.office.environment import read_environment

    connections.close_all()
    os.environ.update(urls)
    environment = read_environment()
    for alias in LOGINS:
        connections[alias].settings_dict.update(environment.database(alias))
