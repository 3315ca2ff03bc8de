"""The officers of a demo: one for each desk, of this demo only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django_otp import user_has_device

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.demo import make_demo_users
from cakupan.office.accounts.desks import EVERY_DESK
from cakupan.office.accounts.models import User
from cakupan.office.database.scope import seen_areas
from office_people import a_user, an_area, signed_in

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def in_a_demo(office: object) -> Iterator[None]:
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(before, demo=True)
    yield
    settings.ENVIRONMENT = before


def test_outside_a_demo_nobody_is_made_up() -> None:
    with pytest.raises(Refusal, match="hanya ada di demo"):
        make_demo_users("16.10")
    assert not User.objects.exists()


def test_every_desk_has_somebody_and_nobody_has_a_password(in_a_demo: None) -> None:
    users = make_demo_users("16.10")
    assert {user.desk for user in users} == EVERY_DESK
    assert {user.desk for user in users if user.approver} == {"dukcapil", "dinsos", "dinkes", "bpjs", "provinsi"}
    assert not any(user.has_usable_password() for user in users)
    assert all(user_has_device(user) for user in users if user.approver)
    assert len({user.full_name for user in users}) == len(users)


def test_again_for_another_area_adds_the_area(in_a_demo: None) -> None:
    first, second = make_demo_users("16.10"), make_demo_users("16.71")
    assert [user.pk for user in first] == [user.pk for user in second]
    of_desk = {user.desk: user.areas for user in second}
    assert of_desk["bpjs"] == ["16.10", "16.71"]
    assert of_desk["provinsi"] == ["16"]
    an_area("16.10")
    assert seen_areas(of_desk["provinsi"]) == ["16.10"]


def test_a_signed_in_approver_has_given_the_code() -> None:
    client = signed_in(a_user("dinkes", approver=True))
    assert client.get("/").headers["Location"] == "/16.10/antrean/"
    other = signed_in(a_user("dinkes"))
    assert other.get("/").headers["Location"] == "/16.10/antrean/"
