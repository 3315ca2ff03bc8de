"""Pages are Indonesian until somebody chooses otherwise."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("office")


def test_a_browser_that_speaks_english_gets_indonesian() -> None:
    page = Client(headers={"accept-language": "en-US,en"}).get("/masuk/")
    assert '<html lang="id"' in page.content.decode() and page["Content-Language"] == "id"


def test_who_chose_english_keeps_it() -> None:
    client = Client()
    client.post("/bahasa/", {"language": "en", "next": "/masuk/"})
    assert '<html lang="en"' in client.get("/masuk/").content.decode()


def test_a_language_that_the_office_does_not_speak_is_not_taken() -> None:
    client = Client()
    client.cookies["django_language"] = "xx"
    assert '<html lang="id"' in client.get("/masuk/").content.decode()
