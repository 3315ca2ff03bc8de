"""A position to issue on, a request to issue from, certificates of either side. Everyone in it is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import transaction
from django.test import RequestFactory

from cakupan.office.database.scope import scoped
from cakupan.office.environment import Certificate
from cakupan.office.papers.issuing import issue
from cakupan.office.papers.models import Paper
from cakupan.office.positions.models import Position
from cakupan.report import letters
from letters import letter_fixture

AREA = "16.10"
DATE = dt.date(2024, 7, 5)
EDITION = "3f" * 32


def a_position(area: str = AREA, month: dt.date = dt.date(2024, 7, 1)) -> Position:
    """The current position of a month, as the loader publishes it."""
    return Position.objects.using("loader").create(area=area, month=month, edition=EDITION, as_of_date=month, manifest={})


def issued(user: Any, letter: letters.Paper | None = None, area: str = AREA, **told: Any) -> Paper:
    """A paper issued as a view does it: in a transaction, in the scope of the area."""
    request = RequestFactory().get("/")
    request.user, request.area = user, area  # type: ignore[attr-defined]
    written = letter or letter_fixture.month_minutes()
    with scoped(areas=[area], user_id=user.pk), transaction.atomic():
        return issue(request, kind=written.kind, area=area, letter=written, subject=("test", 1), **{"date": DATE, **told})


def certificate(name: str, passphrase: str) -> bytes:
    """A throw-away certificate that vouches for itself, as PKCS#12."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "ID")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.KeyUsage(True, True, False, False, False, True, True, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"t", key, made, None, BestAvailableEncryption(passphrase.encode()))


def install_certificates(home: Path, names: Mapping[str, str]) -> None:
    """Put a certificate of each side into the environment, as the variables do."""
    home.mkdir(parents=True, exist_ok=True)
    told = {}
    for side, name in names.items():
        path = home / f"{side}.p12"
        path.write_bytes(certificate(name, f"rahasia-{side}"))
        told[side] = Certificate(path, f"rahasia-{side}")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, certificates=told)
