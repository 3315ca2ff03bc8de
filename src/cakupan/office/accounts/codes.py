"""One-time codes of those who decide: an application on the telephone, and ten codes on paper for the day it is lost."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from typing import Any

import segno
from django.db import transaction
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
NAME = "aplikasi"


@dataclass(frozen=True)
class Enrolment:
    """A device that is being set up: its secret as a picture and as text in groups of four."""

    device: TOTPDevice
    picture: str
    secret: str


def enrolment_of(user: Any) -> Enrolment:
    """The device that this officer is setting up; the same until it is confirmed."""
    device, _ = TOTPDevice.objects.get_or_create(user_id=user.pk, confirmed=False, defaults={"name": NAME})
    secret = b32encode(device.bin_key).decode()
    # data: is all that the page's policy lets in besides its own files; nothing leaves the machine.
    picture = segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=3, light="white", dark="black")
    return Enrolment(device, picture, " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)))


def has_device(user: Any) -> bool:
    """Whether the application is set up."""
    return bool(TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists())


def confirm(enrolment: Enrolment, code: str) -> bool:
    """Whether the code is the application's; then the device is set up, and older ones are not."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().get(pk=enrolment.device.pk)
        if not device.verify_token(code):
            return False
        TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
    return True


def new_recovery_codes(user: Any) -> list[str]:
    """Ten codes, each good for once; older ones are not any more. They can be read only now."""
    with transaction.atomic():
        StaticDevice.objects.filter(user_id=user.pk).delete()
        device = StaticDevice.objects.create(user_id=user.pk, name="pemulihan", confirmed=True)
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(user: Any) -> int:
    """How many of them are unused."""
    return int(StaticToken.objects.filter(device__user_id=user.pk).count())


def accepted(user: Any, code: str) -> Any | None:
    """The device whose code this is; None if it is none's, was used already, or came too soon after a wrong one.

    A code of six digits is asked of the application, anything else of the recovery codes: a wrong one must not slow both.
    """
    kind: Any = TOTPDevice if code.isdigit() and len(code) == 6 else StaticDevice
    with transaction.atomic():
        for device in devices_for_user(user, for_verify=True):
            if isinstance(device, kind) and device.verify_token(code):
                return device
    return None


def wait_seconds(user: Any) -> int:
    """How long a next try must wait after wrong ones; 0 if it need not."""
    from django.utils import timezone

    until = [
        told["locked_until"] for device in devices_for_user(user) for allowed, told in [device.verify_is_allowed()] if not allowed
    ]
    return max((int((each - timezone.now()).total_seconds()) + 1 for each in until), default=0)
