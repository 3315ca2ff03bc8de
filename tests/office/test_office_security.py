"""What a browser is told with every page, and what a request from elsewhere meets. The list is in docs/security.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from office_people import a_user, an_area, signed_in

pytestmark = pytest.mark.usefixtures("office")

# Pages that a desk opens without anything loaded; each is rendered and looked at.
PAGES = {
    None: ("/masuk/", "/surat/"),
    "admin": (
        "/16.10/pengguna/",
        "/16.10/pengguna/undang/",
        "/16.10/catatan/",
        "/akun/",
        "/akun/pelimpahan/",
        "/akun/kata-sandi/",
    ),
    "auditor": ("/16.10/catatan/", "/16.10/catatan/1/", "/16.10/catatan/keutuhan/", "/akun/catatan/"),
    "dinsos": ("/16.10/antrean/", "/16.10/orang/", "/16.10/tidak-ada/"),
}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def test_no_page_has_script_or_style_of_its_own_and_every_answer_carries_the_policy() -> None:
    an_area("16.10")
    for desk, paths in PAGES.items():
        client = signed_in(a_user(desk)) if desk else Client()
        for path in paths:
            answer = client.get(path)
            found = INLINE.search(answer.content.decode())
            assert found is None, f"{path}: {found and found[0]}"
            policy = answer.headers["Content-Security-Policy"]
            for told in (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "frame-ancestors 'none'",
                "form-action 'self'",
            ):
                assert told in policy, path
            assert "unsafe" not in policy and "http" not in policy
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_asks_another_host() -> None:
    an_area("16.10")
    page = signed_in(a_user("dinsos")).get("/16.10/orang/").content.decode()
    fetched = re.findall(r"""<(?:script|img|iframe|link)[^>]+(?:src|href)=["']([^"']+)""", page)
    assert fetched and all(each.startswith(("/", "data:")) and not each.startswith("//") for each in fetched)


def test_pages_of_somebody_signed_in_are_kept_by_no_browser() -> None:
    client = signed_in(a_user("dinsos"))
    for path in ("/16.10/antrean/", "/16.10/orang/", "/akun/"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path


def test_every_address_says_who_may_open_it_and_only_these_open_to_anybody() -> None:
    from cakupan.office.access import PUBLIC

    opened = set()
    for path, view in _views(get_resolver()):
        allowed = getattr(view, "allowed", None)
        if allowed is None:
            assert getattr(view, "__module__", "").startswith("django."), path
        elif allowed == PUBLIC:
            opened.add(path.split("<")[0])
    assert opened <= {"masuk/", "undangan/", "tur/", "tur/masuk/", "bahasa/", "surat/"} | PUBLIC_OF_OTHERS, opened


# Pages of other parts that are meant for everybody: name them here, so that opening one is a decision.
PUBLIC_OF_OTHERS = {"publik/", "cakupan/"}


def _views(resolver: URLResolver, prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            found.append((path, each.callback))
        else:
            found += _views(each, path)
    return found


def test_nothing_of_an_area_opens_without_signing_in() -> None:
    an_area("16.10")
    client = Client()
    for path, view in _views(get_resolver()):
        if "<area:area>" not in path or getattr(view, "allowed", None) == "public":
            continue
        address = "/" + re.sub(r"<(?:int|str):[^>]+>", "1", path.replace("<area:area>", "16.10"))
        address = re.sub(r"<[^>]+>", "16.10", address)
        assert client.get(address).status_code in (302, 404), address
        assert client.post(address).status_code in (302, 404), address


def test_a_form_from_elsewhere_changes_nothing() -> None:
    client = signed_in(a_user("admin"), enforce_csrf_checks=True)
    for path in ("/16.10/pengguna/undang/", "/16.10/catatan/keutuhan/", "/akun/pelimpahan/"):
        assert client.post(path, {}).status_code == 403, path


def test_another_host_is_not_answered() -> None:
    assert Client().get("/masuk/", headers={"host": "elsewhere.invalid"}).status_code == 400


BEHIND_TLS = """
import json
from django.conf import settings as s
import django
django.setup()
from django.test import Client
answer = Client().get("/masuk/", secure=False)
print(json.dumps({
    "redirect": answer.headers.get("Location", ""), "hsts": s.SECURE_HSTS_SECONDS, "session": s.SESSION_COOKIE_NAME,
    "flags": [s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY],
    "samesite": [s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE], "debug": s.DEBUG}))
"""


def test_behind_tls_cookies_are_bound_to_it(office: Path) -> None:
    (settings.STATIC_ROOT).mkdir(exist_ok=True)
    (office / "office" / "static").mkdir(parents=True, exist_ok=True)
    told = {**os.environ, "CAKUPAN_HTTPS": "1", "CAKUPAN_HOME": str(office)}
    ran = subprocess.run([sys.executable, "-c", BEHIND_TLS], env=told, capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout)
    assert found["redirect"] == "https://testserver/masuk/"
    assert found["flags"] == [True] * 4 and found["samesite"] == ["Lax", "Lax"] and not found["debug"]
    assert found["session"].startswith("__Host-")
    assert found["hsts"] >= 31_536_000


def test_django_finds_nothing_to_warn_of() -> None:
    ran = subprocess.run([sys.executable, "-m", "cakupan.office.checked"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "no issues" in ran.stdout


def test_passwords_are_hashed_by_argon2_alone() -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_no_name_or_number_of_a_person_stands_in_an_address() -> None:
    """People are searched by a form that is sent; what stays in a server's log is the number of a page."""
    an_area("16.10")
    page = signed_in(a_user("dinsos")).get("/16.10/orang/").content.decode()
    assert re.search(r'<form[^>]+method="post"', page)
    for path, _ in _views(get_resolver()):
        assert "nik>" not in path, path


def test_a_character_that_the_database_cannot_hold_is_refused_before_the_view() -> None:
    officer = signed_in(a_user("dinsos"))
    for answer in (
        officer.get("/16.10/verifikasi/", {"district": "\0"}),
        officer.post("/16.10/orang/", {"name": "SIAPA\0", "birth_date": "01-01-1990"}),
    ):
        assert answer.status_code == 400 and "NUL" in answer.content.decode()
