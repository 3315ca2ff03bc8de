"""The tour of a demo: into each desk with one click; elsewhere it does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cakupan.office.accounts.demo import OFFICERS, make_demo_users
from cakupan.office.accounts.models import User
from office_people import a_user, an_area

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def in_a_demo(office: object) -> Iterator[list[User]]:
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(before, demo=True)
    yield make_demo_users(an_area("16.10"))
    settings.ENVIRONMENT = before


def test_outside_a_demo_nothing_of_it_answers_and_no_password_opens_its_officers(in_a_demo: list[User]) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, demo=False)
    client = Client()
    for path in ("/tur/", "/tur/?mulai=1", "/tur/masuk/"):
        assert client.get(path).status_code == 404
    assert client.post("/tur/masuk/", {"officer": in_a_demo[0].pk}).status_code == 404
    for officer in in_a_demo:
        for tried in ("", "demo", "admin", "password", "contoh", officer.username):
            assert client.post("/masuk/", {"username": officer.username, "password": tried}).status_code in (200, 429)
    assert client.get("/akun/").status_code == 302
    assert "switcher" not in client.get("/masuk/").content.decode()


def test_it_begins_signed_in_and_shows_every_desk_and_the_seven_steps(in_a_demo: list[User]) -> None:
    client = Client()
    page = client.get("/tur/?mulai=1", follow=True)
    text = page.content.decode()
    assert page.redirect_chain == [("/tur/", 302)]
    for officer in OFFICERS:
        assert officer.full_name in text
    for step in ("Unggah berkas", "Verifikasi", "Usulan", "Tutup bulan", "Tagihan", "Pembayaran", "Berita Acara"):
        assert step in text
    assert "Anda sedang di meja ini" in text
    assert client.get("/akun/").status_code == 200


def test_every_door_opens_and_the_banner_leads_to_the_next(in_a_demo: list[User]) -> None:
    client = Client()
    for officer in in_a_demo:
        gone = client.post("/tur/masuk/", {"officer": officer.pk})
        assert gone.headers["Location"] == "/"
        page = client.get("/akun/")
        assert page.status_code == 200 and officer.full_name in page.content.decode()
        assert 'class="switcher"' in page.content.decode()


def test_a_step_opens_its_page_as_whoever_does_it_and_no_page_elsewhere(in_a_demo: list[User]) -> None:
    text = Client().get("/tur/").content.decode()
    targets = re.findall(r'name="officer" value="(\d+)"><input type="hidden" name="next" value="([^"]+)"', text)
    assert len(targets) == 7
    for officer, url in targets:
        client = Client()
        assert client.post("/tur/masuk/", {"officer": officer, "next": url}).headers["Location"] == url
        assert client.get(url).status_code == 200, url
    gone = Client().post("/tur/masuk/", {"officer": targets[0][0], "next": "https://elsewhere.invalid/"})
    assert gone.headers["Location"] == "/"


def test_only_the_invented_officers_have_a_door(in_a_demo: list[User]) -> None:
    real = a_user("dinkes", username="orang.lain@contoh.invalid")
    client = Client()
    for told in (str(real.pk), "0", "x", "-1", "²"):
        assert client.post("/tur/masuk/", {"officer": told}).status_code == 404
    assert Client(enforce_csrf_checks=True).post("/tur/masuk/", {"officer": in_a_demo[0].pk}).status_code == 403
    assert real.full_name not in client.get("/tur/").content.decode()


def test_it_tells_what_waits_for_whoever_has_signed_in_and_asks_for_nobody_else(in_a_demo: list[User]) -> None:
    """To reckon every desk's queue on one page takes half a second in a region of 600,000."""
    client = Client()
    client.post("/tur/masuk/", {"officer": in_a_demo[0].pk})
    with CaptureQueriesContext(connection) as asked:
        text = client.get("/tur/").content.decode()
    assert text.count("Data bulan ini belum diserahkan") == 1
    assert len(asked) < 40
    assert "Data bulan ini belum diserahkan" not in Client().get("/tur/").content.decode()
