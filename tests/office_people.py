"""Officers for tests, and browsers in which they have signed in. Areas that they can be in."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from cakupan.office.accounts.models import User
from cakupan.office.database.models import Area

NAMES = {"16": "Provinsi Sumatera Selatan", "16.10": "Kabupaten Ogan Ilir", "16.71": "Kota Palembang", "36.73": "Kota Serang"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def an_area(code: str = "16.10") -> str:
    """The area's code, its row made if it is not there yet: an area that is not there is seen by nobody."""
    Area.objects.get_or_create(code=code, defaults={"name": NAMES.get(code, f"Wilayah {code}")})
    return code


def a_user(desk: str, areas: tuple[str, ...] = ("16.10",), approver: bool = False, **more: Any) -> User:
    """An officer of a desk, new with each call, in areas that are there. ``more`` are fields of the user."""
    told: dict[str, Any] = {
        "username": f"{desk}-{uuid.uuid4().hex[:8]}@contoh.invalid",
        "full_name": f"Petugas {desk}{' (penyetuju)' if approver else ''}",
        **more,
    }
    user = User(desk=desk, areas=[an_area(code) for code in areas], approver=approver, **told)
    user.set_unusable_password()
    user.save()
    return user


def signed_in(user: User, **more: Any) -> Client:
    """A browser in which they have signed in; with the one-time code given, if they must. ``more`` is for the browser."""
    client = Client(**more)
    client.force_login(user, backend=BACKEND)
    if user.approver:
        verify(client, user)
    return client


def verify(client: Client, user: User) -> None:
    """Note in the browser's session that the one-time code was given, as ``django_otp.login`` does."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True, defaults={"name": "aplikasi"})
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
