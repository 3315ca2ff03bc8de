"""The database goes away in the middle: every page says so (503), and the next request finds it again without a restart."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest
from django.db import close_old_connections, connections
from django.test import Client

from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")


def cut() -> None:
    """End every connection of the pages, as a server that falls over does."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.parametrize("page", ["/masuk/", "/16.10/berkas/", "/akun/"])
def test_a_page_without_a_database_says_so_and_comes_back_with_it(page: str, tmp_path: Path) -> None:
    client = signed_in(a_user("dinkes"))
    client.raise_request_exception = False
    settings = connections["default"].settings_dict
    there = settings["HOST"], settings["PORT"]
    usual = client.get(page).status_code
    connections["default"].close()
    settings["HOST"], settings["PORT"] = str(tmp_path), ""  # where no server listens
    gone = client.get(page)
    assert gone.status_code == 503 and "basis data" in gone.content.decode().lower()
    settings["HOST"], settings["PORT"] = there
    assert client.get(page).status_code == usual


def test_a_connection_that_was_cut_is_made_anew_for_the_next_request() -> None:
    client: Client = signed_in(a_user("dinkes"))
    client.raise_request_exception = False
    assert client.get("/16.10/berkas/").status_code == 200
    cut()
    for expected in (503, 200, 200):
        assert client.get("/16.10/berkas/").status_code == expected
        close_old_connections()  # as a server does after each request; the test's browser does not
