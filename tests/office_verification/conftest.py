"""An officer of Dinsos before a position: what most of these tests begin with."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from office_people import a_user, signed_in
from office_verification.mismatch_fixture import a_position


@pytest.fixture
def dinsos(office: Path) -> Client:
    a_position()
    found: Client = signed_in(a_user("dinsos"))
    return found
