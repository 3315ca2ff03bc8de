"""Signing in and out: who gets in, who is kept out, how long a session lasts, and what the log says of it."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from cakupan.office.accounts.limits import SEEN, SIGNED_IN
from cakupan.office.accounts.models import SignIn, User
from cakupan.office.audit.models import LogEntry
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")
PASSWORD = "sungai musi tenang sekali"


def with_password(desk: str = "dinsos", **more: object) -> User:
    user = a_user(desk, **more)  # type: ignore[arg-type]
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client: Client, name: str, password: str, **more: str) -> int:
    return client.post("/masuk/", {"username": name, "password": password, **more}).status_code


def actions() -> list[str]:
    return list(LogEntry.objects.using("owner").order_by("number").values_list("action", flat=True))


def test_the_right_password_opens_and_is_noted() -> None:
    user, client = with_password(), Client()
    assert enter(client, user.username.upper(), PASSWORD) == 302
    assert client.get("/").headers["Location"] == "/16.10/antrean/"
    assert actions() == ["user.sign_in"]
    assert SignIn.objects.get(user=user).session_key == client.session.session_key


def test_a_session_gets_a_new_key_at_signing_in() -> None:
    user, client = with_password(), Client()
    session = client.session
    session["before"] = "here"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = str(session.session_key)
    enter(client, user.username, PASSWORD)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_passwords_are_kept_by_argon2() -> None:
    assert with_password().password.startswith("argon2$argon2id$")


def test_a_wrong_password_says_what_to_do_and_the_same_for_a_name_that_nobody_has() -> None:
    user, client = with_password(), Client()
    said = []
    for name in (user.username, "tidak.ada@contoh.invalid"):
        page = client.post("/masuk/", {"username": name, "password": "salah"}).content.decode()
        assert "Ada yang perlu diperbaiki" in page and "tidak cocok" in page
        said.append(page.replace(name, "").split("</head>")[1].split("csrfmiddlewaretoken")[0])
    assert said[0] == said[1]


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_passwords_lock_for_half_an_hour_whether_the_name_is_known_or_not(known: bool) -> None:
    user, client = with_password(), Client()
    name = user.username if known else "tidak.ada@contoh.invalid"
    assert [enter(client, name, "salah") for _ in range(5)] == [200, 200, 200, 200, 429]
    page = client.post("/masuk/", {"username": name, "password": PASSWORD})
    assert page.status_code == 429 and "Tunggu setengah jam" in page.content.decode()
    assert "user.locked_out" in actions()
    assert enter(Client(REMOTE_ADDR="10.1.2.3"), user.username, PASSWORD) == 302  # from elsewhere its owner still gets in


def test_behind_the_proxy_the_lock_counts_the_address_that_the_proxy_saw(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from django.test import RequestFactory

    from cakupan.office.accounts.address import address_of

    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9", REMOTE_ADDR="10.0.0.1")
    assert address_of(request) == "10.0.0.1"
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, https=True))
    assert address_of(request) == "203.0.113.9"


def test_an_account_without_a_password_or_not_active_opens_to_nothing() -> None:
    user = a_user("dinsos")
    for tried in ("", "!", "admin", "password", "cakupan", PASSWORD):
        assert enter(Client(), user.username, tried) in (200, 429)
    closed = with_password(is_active=False)
    assert enter(Client(), closed.username, PASSWORD) == 200


def test_a_next_page_elsewhere_is_not_gone_to() -> None:
    user = with_password()
    gone = Client().post("/masuk/", {"username": user.username, "password": PASSWORD, "next": "https://elsewhere.invalid/"})
    assert gone.headers["Location"] == "/"
    gone = Client().post("/masuk/", {"username": user.username, "password": PASSWORD, "next": "/16.10/antrean/"})
    assert gone.headers["Location"] == "/16.10/antrean/"


def test_whoever_is_not_signed_in_comes_back_to_the_page_asked_for() -> None:
    a_user("dinsos")
    gone = Client().get("/16.10/antrean/?a=1&b=2")
    assert gone.headers["Location"] == "/masuk/?next=%2F16.10%2Fantrean%2F%3Fa%3D1%26b%3D2"


def test_a_session_left_alone_ends() -> None:
    client = signed_in(a_user("dinsos"))
    client.get("/akun/")
    _aged(client, SEEN, settings.SESSION_IDLE_SECONDS_MAX)
    gone = client.get("/akun/")
    assert gone.headers["Location"] == "/masuk/?next=%2Fakun%2F&berakhir=idle"
    assert "setengah jam" in client.get(gone.headers["Location"]).content.decode()
    assert client.get("/akun/").status_code == 302
    assert actions()[-1] == "user.session_ended" and not SignIn.objects.exists()


def test_a_session_in_use_goes_on_but_not_beyond_a_working_day() -> None:
    client = signed_in(a_user("dinsos"))
    _aged(client, SEEN, settings.SESSION_IDLE_SECONDS_MAX - 60)
    assert client.get("/akun/").status_code == 200
    assert time.time() - client.session[SEEN] < 5
    _aged(client, SIGNED_IN, settings.SESSION_COOKIE_AGE)
    assert client.get("/akun/").headers["Location"].endswith("berakhir=day")


def test_a_page_that_asks_again_by_itself_is_no_sign_of_life() -> None:
    client = signed_in(a_user("dinsos"))
    _aged(client, SEEN, 600)
    seen_at = client.session[SEEN]
    client.get("/akun/", headers={"HX-Request": "true"})
    assert client.session[SEEN] == seen_at
    _aged(client, SEEN, settings.SESSION_IDLE_SECONDS_MAX)
    gone = client.get("/akun/", headers={"HX-Request": "true"})
    assert (gone.status_code, gone.headers["HX-Redirect"]) == (204, "/masuk/")


def _aged(client: Client, name: str, seconds: int) -> None:
    session = client.session
    session[name] = int(time.time()) - seconds
    session.save()


def test_ones_own_sessions_are_listed_and_ended_and_nobody_elses() -> None:
    user, other = with_password(), a_user("dinsos")
    here, there, others = Client(HTTP_USER_AGENT="Peramban di sini"), signed_in(user), signed_in(other)
    enter(here, user.username, PASSWORD)
    assert "Peramban di sini" in here.get("/akun/").content.decode()
    foreign = SignIn.objects.get(user=other)
    here.post(f"/akun/sesi/{foreign.pk}/akhiri/")
    assert others.get("/akun/").status_code == 200
    gone = SignIn.objects.get(session_key=there.session.session_key)
    here.post(f"/akun/sesi/{gone.pk}/akhiri/")
    assert there.get("/akun/").status_code == 302
    assert here.get("/akun/").status_code == 200


def test_sessions_that_ran_out_are_not_listed_and_go_at_the_next_signing_in() -> None:
    user = a_user("dinsos")
    old, idle = signed_in(user), signed_in(user)
    SignIn.objects.filter(session_key=old.session.session_key).update(at="2020-01-01T00:00:00Z")
    SignIn.objects.filter(session_key=idle.session.session_key).update(seen_at="2020-01-01T00:00:00Z")
    here = signed_in(user)
    assert SignIn.objects.get(user=user).session_key == here.session.session_key
    assert Session.objects.count() == 1


def test_a_new_password_ends_the_other_sessions_and_must_be_strong() -> None:
    user = with_password()
    here, there = signed_in(user), signed_in(user)
    for weak in ("pendek", "password1234", "123456789012345", user.username):
        page = _change(here, PASSWORD, weak)
        assert page.status_code == 200 and "Ada yang perlu diperbaiki" in page.content.decode(), weak
    assert _change(here, "bukan ini", "gunung dempo berkabut pagi").status_code == 200
    assert _change(here, PASSWORD, "gunung dempo berkabut pagi").status_code == 302
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").status_code == 302
    assert SignIn.objects.filter(user=user).count() == 1
    assert "user.password_change" in actions()


def _change(client: Client, old: str, new: str) -> object:
    told = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/akun/kata-sandi/", told)


def test_a_password_that_must_be_changed_comes_first() -> None:
    user = with_password(must_change_password=True)
    client = signed_in(user)
    assert client.get("/akun/").headers["Location"] == "/akun/kata-sandi/"
    _change(client, PASSWORD, "gunung dempo berkabut pagi")
    assert client.get("/akun/").status_code == 200


def test_the_language_comes_along_to_another_browser() -> None:
    user = with_password()
    signed_in(user).post("/bahasa/", {"language": "en", "next": "/akun/"})
    assert User.objects.get(pk=user.pk).language == "en"
    other = Client()
    enter(other, user.username, PASSWORD)
    assert 'lang="en"' in other.get("/akun/").content.decode()


def test_signing_out_ends_the_session_and_only_by_a_form() -> None:
    client = signed_in(a_user("dinsos"))
    assert client.get("/keluar/").status_code == 405
    client.post("/keluar/")
    assert client.get("/akun/").status_code == 302
    assert actions() == ["user.sign_in", "user.sign_out"] and not SignIn.objects.exists()


def test_forms_from_elsewhere_are_refused() -> None:
    user = with_password()
    client = signed_in(user, enforce_csrf_checks=True)
    for path in ("/keluar/", "/akun/kata-sandi/", "/akun/pelimpahan/", "/bahasa/"):
        refused = client.post(path, {})
        assert refused.status_code == 403, path
    assert client.get("/akun/").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/masuk/", {}).status_code == 403
