"""Handing on deciding for some days: who may then, whose name stands beside it, and what the database refuses."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django_otp.plugins.otp_totp.models import TOTPDevice

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.accounts.deciding import decides_for, may_decide, needs_code
from cakupan.office.accounts.delegating import delegate
from cakupan.office.accounts.models import Delegation, User
from cakupan.office.audit.log import note
from cakupan.office.audit.models import LogEntry
from cakupan.office.clock import today
from cakupan.office.urls import urlpatterns as office_urls
from office_people import a_user, an_area, signed_in, verify


@allow("dinkes", approver=True)
def decide(request: HttpRequest, area: str) -> HttpResponse:
    note(request, "test.decide", subject=("bill", 1))
    return HttpResponse("diputuskan")


urlpatterns = [path("<area:area>/uji-putus/", decide), *office_urls]
TODAY = today()
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def with_a_decision(office: object) -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def given(giver: User, receiver: User, *, begins: int = 0, days: int = 7) -> Delegation:
    from_date = TODAY + begins * DAY
    return Delegation.objects.create(
        giver=giver, receiver=receiver, from_date=from_date, to_date=from_date + days * DAY, reason="Dinas luar"
    )


def test_the_receiver_decides_on_the_first_day_and_not_on_the_last() -> None:
    giver, receiver = a_user("dinkes", approver=True), a_user("dinkes")
    given(giver, receiver, days=3)
    for day, expected in ((TODAY - DAY, False), (TODAY, True), (TODAY + 2 * DAY, True), (TODAY + 3 * DAY, False)):
        assert may_decide(receiver, day, area="16.10") is expected, day
        assert may_decide(giver, day, area="16.10") is not expected, day
        assert decides_for(receiver, day) == (giver if expected else None)
        assert needs_code(receiver, day) is expected
        assert needs_code(giver, day)


def test_it_holds_in_the_givers_areas_only() -> None:
    an_area("16.71")
    giver, receiver = a_user("dinkes", approver=True), a_user("dinkes", areas=("16.10", "16.71"))
    given(giver, receiver)
    assert may_decide(receiver, TODAY, area="16.10")
    assert not may_decide(receiver, TODAY, area="16.71")


def test_a_page_for_those_who_decide_opens_for_the_receiver_with_a_code_and_the_log_says_for_whom() -> None:
    giver, receiver = a_user("dinkes", approver=True, full_name="Kepala Dinas"), a_user("dinkes")
    client = signed_in(receiver)
    assert client.get("/16.10/uji-putus/").status_code == 403
    given(giver, receiver)
    assert client.get("/16.10/uji-putus/").headers["Location"].startswith("/akun/kode/")
    verify(client, receiver)
    assert client.get("/16.10/uji-putus/").content == b"diputuskan"
    content = json.loads(LogEntry.objects.using("owner").get(action="test.decide").content)
    assert (content["actor_id"], content["for_whom_id"], content["for_whom"]) == (receiver.pk, giver.pk, "Kepala Dinas")
    page = signed_in(giver).get("/16.10/uji-putus/")
    assert page.status_code == 403 and "sedang dilimpahkan" in page.content.decode()


def test_whoever_decides_by_own_right_decides_for_nobody() -> None:
    client = signed_in(a_user("dinkes", approver=True))
    assert client.get("/16.10/uji-putus/").status_code == 200
    assert "for_whom" not in json.loads(LogEntry.objects.using("owner").get(action="test.decide").content)
    assert signed_in(a_user("bpjs", approver=True)).get("/16.10/uji-putus/").status_code == 403


def handed_on_by_page(client: Client, receiver: User, *, days: int = 5, **more: str) -> int:
    told = {
        "receiver": str(receiver.pk),
        "from_date": TODAY.isoformat(),
        "to_date": (TODAY + days * DAY).isoformat(),
        "reason": "Cuti tahunan",
        **more,
    }
    return client.post("/akun/pelimpahan/", told).status_code


def test_it_is_given_and_taken_back_on_a_page() -> None:
    giver, receiver = a_user("dinkes", approver=True), a_user("dinkes")
    client = signed_in(giver)
    assert handed_on_by_page(client, receiver, reason="") == 200
    assert handed_on_by_page(client, receiver, days=0) == 200
    assert handed_on_by_page(client, receiver) == 302
    assert receiver.full_name in client.get("/akun/pelimpahan/").content.decode()
    found = Delegation.objects.get()
    stranger = signed_in(a_user("dinkes"))
    assert stranger.post(f"/akun/pelimpahan/{found.pk}/akhiri/").status_code == 409
    client.post(f"/akun/pelimpahan/{found.pk}/akhiri/")
    assert may_decide(giver, TODAY) and not may_decide(receiver, TODAY)
    noted = set(LogEntry.objects.using("owner").values_list("action", flat=True))
    assert {"user.delegate", "user.delegation_end"} <= noted


def test_a_colleague_of_another_desk_or_area_cannot_be_chosen() -> None:
    an_area("16.71")
    client = signed_in(a_user("dinkes", approver=True))
    for other in (a_user("bpjs"), a_user("dinkes", areas=("16.71",)), a_user("dinkes", is_active=False)):
        assert handed_on_by_page(client, other) == 200
    assert not Delegation.objects.exists()
    assert handed_on_by_page(signed_in(a_user("dinkes")), a_user("dinkes")) == 200
    assert not Delegation.objects.exists()


def test_the_database_refuses_two_at_a_time_a_chain_and_another_desk() -> None:
    first, second = a_user("dinkes", approver=True), a_user("dinkes", approver=True)
    third, fourth = a_user("dinkes"), a_user("dinkes")
    given(first, third)
    refused = (
        lambda: given(first, fourth, begins=6),  # given twice on one day
        lambda: given(second, third, begins=6),  # received twice
        lambda: given(second, first, begins=6),  # to somebody who has handed on
        lambda: given(third, fourth, begins=0),  # by somebody who has received, and decides nothing
        lambda: given(second, a_user("bpjs")),
        lambda: given(fourth, a_user("dinkes")),
        lambda: given(second, second),
        lambda: given(second, fourth, days=0),
    )
    for wrong in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    given(first, fourth, begins=7)  # the days touch and do not overlap
    assert Delegation.objects.count() == 2
    assert handed_on_by_page(signed_in(first), fourth) == 409


def test_a_giver_who_no_longer_decides_gives_nothing() -> None:
    giver, receiver = a_user("dinkes", approver=True), a_user("dinkes")
    given(giver, receiver)
    TOTPDevice.objects.all().delete()
    User.objects.filter(pk=giver.pk).update(approver=False)
    assert not may_decide(receiver, TODAY)


def test_a_colleague_who_was_closed_meanwhile_is_refused_in_words() -> None:
    """Between the form's own look and the database's."""
    request = RequestFactory().post("/akun/pelimpahan/")
    request.user = a_user("dinkes", approver=True)
    gone = a_user("dinkes", is_active=False)
    told = Delegation(receiver=gone, from_date=TODAY, to_date=TODAY + DAY, reason="cuti")
    with pytest.raises(Refusal, match="tidak aktif"):
        delegate(request, told)
