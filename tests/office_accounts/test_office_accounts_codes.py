"""One-time codes of those who decide: set up, asked for, lost, guessed at."""

from __future__ import annotations

import re
import time
from base64 import b32decode

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cakupan.office.accounts.models import User
from cakupan.office.audit.models import LogEntry
from office_people import BACKEND, a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")


def with_password_only(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def code_for(secret: bytes, *, steps_on: int = 0) -> str:
    totp = TOTP(secret)
    totp.time = time.time() + 30 * steps_on
    return f"{totp.token():06d}"


def set_up(client: Client) -> tuple[bytes, list[str]]:
    page = client.get("/akun/kode/").content.decode()
    secret = b32decode("".join(re.findall(r"<code>([A-Z2-7 ]+)</code>", page)[0].split()))
    answer = client.post("/akun/kode/", {"code": code_for(secret), "next": "/akun/"}).content.decode()
    return secret, re.findall(r"<code>([a-z2-7]+)</code>", answer)


def test_whoever_decides_gets_nowhere_before_the_code_is_set_up() -> None:
    client = with_password_only(a_user("dinkes", approver=True))
    assert client.get("/16.10/antrean/").headers["Location"] == "/akun/kode/?next=%2F16.10%2Fantrean%2F"
    assert client.get("/akun/").status_code == 302
    page = client.get("/akun/kode/").content.decode()
    assert 'src="data:image/svg+xml' in page  # the picture comes with the page: no host is asked
    assert client.post("/akun/kode/", {"code": "000000"}).status_code == 200
    assert client.get("/akun/").status_code == 302
    TOTPDevice.objects.update(throttling_failure_count=0)  # the second that a wrong one costs
    _, recovery = set_up(client)
    assert len(set(recovery)) == 10
    assert client.get("/akun/").status_code == 200


def test_recovery_codes_are_shown_once_and_each_opens_once() -> None:
    user = a_user("dinkes", approver=True)
    first = with_password_only(user)
    _, recovery = set_up(first)
    assert recovery[0] not in first.get("/akun/").content.decode()
    for expected in (302, 200):
        client = with_password_only(user)
        assert client.post("/akun/kode/", {"code": recovery[0].upper()}).status_code == expected
    assert StaticToken.objects.filter(device__user=user).count() == 9
    anew = first.post("/akun/kode/pemulihan/").content.decode()
    assert with_password_only(user).post("/akun/kode/", {"code": recovery[1]}).status_code == 200
    assert len(re.findall(r"<code>([a-z2-7]+)</code>", anew)) == 10


def test_the_next_signing_in_asks_for_a_code_and_takes_none_twice() -> None:
    user = a_user("dinkes", approver=True)
    secret, _ = set_up(with_password_only(user))
    client = with_password_only(user)
    assert "Pasang" not in client.get("/akun/kode/").content.decode()
    assert client.post("/akun/kode/", {"code": code_for(secret)}).status_code == 200  # the one that set it up
    TOTPDevice.objects.filter(user=user).update(throttling_failure_count=0)
    gone = client.post("/akun/kode/", {"code": code_for(secret, steps_on=1), "next": "https://elsewhere.invalid/"})
    assert gone.headers["Location"] == "/"


def test_guessing_is_slowed_down_and_noted() -> None:
    user = a_user("dinkes", approver=True)
    secret, _ = set_up(with_password_only(user))
    client = with_password_only(user)
    for _ in range(4):
        client.post("/akun/kode/", {"code": "000000"})
        TOTPDevice.objects.filter(user=user).update(throttling_failure_timestamp="2020-01-01T00:00:00Z")
    client.post("/akun/kode/", {"code": "000000"})
    late = client.post("/akun/kode/", {"code": code_for(secret, steps_on=1)})
    assert late.status_code == 200 and "Tunggu" in late.content.decode()
    assert LogEntry.objects.using("owner").filter(action="user.code_failed").count() == 6


def test_who_decides_nothing_is_not_asked() -> None:
    assert signed_in(a_user("dinkes")).get("/akun/kode/").headers["Location"] == "/"


def test_a_code_of_somebody_else_opens_nothing() -> None:
    mine, other = a_user("dinkes", approver=True), a_user("dinkes", approver=True)
    set_up(with_password_only(mine))
    secret, recovery = set_up(with_password_only(other))
    client = with_password_only(mine)
    assert client.post("/akun/kode/", {"code": code_for(secret, steps_on=1)}).status_code == 200
    assert client.post("/akun/kode/", {"code": recovery[0]}).status_code == 200
    assert client.get("/akun/").status_code == 302
