"""Whose work a mismatch is meant to be: assigned in bulk, reassigned, taken back; a hint that keeps nobody from acting."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from cakupan.office.accounts.models import User
from cakupan.office.audit.models import LogEntry
from cakupan.office.clock import today
from cakupan.office.database.scope import scoped
from cakupan.office.desk.queue import waiting_for
from cakupan.office.verification.models import MismatchAssignment
from office_people import a_user, signed_in
from office_verification.mismatch_fixture import AREA, LIST, a_mismatch, a_position, case_of, key_of, loaded, posted

pytestmark = pytest.mark.usefixtures("office")
WHOSE = '<td data-label="Ditugaskan">{}'


@pytest.fixture
def head(office: Path) -> Client:
    a_position()
    loaded(*(a_mismatch(number) for number in range(1, 6)), a_mismatch(6, village="16.10.01.2001"))
    found: Client = signed_in(a_user("dinsos", full_name="Kepala Bidang"))
    return found


def keys(*numbers: int) -> list[str]:
    return [key_of(number, "funded_twice") for number in numbers]


def assigned(client: Client, officer: User | str, *numbers: int, **more: str) -> str:
    """What the page says after it."""
    told = officer if isinstance(officer, str) else str(officer.pk)
    answer = client.post(f"{LIST}tugaskan/", {"officer": told, "chosen": keys(*numbers), **more}, follow=True)
    return str(answer.content.decode())


def waits(user: User) -> list[int]:
    with scoped(areas=[AREA]):
        return [each.count for each in waiting_for(user, AREA, today()) if each.title == "Ditugaskan kepada Anda"]


def shown(client: Client, **query: str) -> set[int]:
    page = client.get(LIST, query).content.decode()
    return {number for number in range(1, 7) if f"ORANG {number}<" in page}


def test_chosen_ones_are_in_their_officers_queue_and_filter(head: Client) -> None:
    rini, tono = a_user("dinsos", full_name="Rini"), a_user("dinkes", full_name="Tono")
    page = assigned(head, rini, 1, 2)
    assert "2 data ditugaskan kepada Rini" in page and page.count(WHOSE.format("Rini")) == 2
    assigned(head, tono, 3)
    assert (waits(rini), waits(tono), waits(a_user("dinsos"))) == ([2], [1], [])
    queue = signed_in(rini).get(f"/{AREA}/antrean/").content.decode()
    assert f'href="{LIST}?assigned=mine"' in queue
    assert shown(signed_in(rini), assigned="mine") == {1, 2}
    assert shown(signed_in(tono), assigned="nobody") == {4, 5, 6}
    assert shown(head) == {1, 2, 3, 4, 5, 6}
    entry = LogEntry.objects.using("owner").filter(action="mismatch.assign").order_by("number")[0]
    assert f'"count":2,"officer_id":{rini.pk}' in entry.content.replace(" ", "")


def test_all_that_the_filter_lets_through_again_to_another_and_back(head: Client) -> None:
    rini, tono = a_user("dinsos", full_name="Rini"), a_user("dinsos", full_name="Tono")
    assert "5 data ditugaskan kepada Rini" in assigned(head, rini, all="1", filter="district=16.10.02")
    assert shown(head, assigned="nobody") == {6}
    assert "3 data ditugaskan kepada Tono" in assigned(head, tono, 1, 2, 6)
    assert (waits(rini), waits(tono)) == ([3], [3])
    taken = assigned(signed_in(tono), "none", all="1", filter="assigned=mine")
    assert "Penugasan 3 data dilepaskan." in taken
    assert (waits(rini), waits(tono)) == ([3], []) and shown(head, assigned="nobody") == {1, 2, 6}
    assert "tidak satu pun yang dipilih sedang ditugaskan" in assigned(head, "none", 1)
    entry = LogEntry.objects.using("owner").get(action="mismatch.unassign")
    assert '"count":3' in entry.content.replace(" ", "")


def test_it_keeps_nobody_from_acting(head: Client) -> None:
    rini = a_user("dinsos", full_name="Rini")
    assigned(head, rini, 1, 2)
    other = signed_in(a_user("dinkes"))
    assert posted(other, "remove", *keys(1), reason="PBI JK").status_code == 302
    assert case_of(1).state == "proposed" and waits(rini) == [1]
    posted(other, "withdraw", *keys(1), reason="keliru")
    assert waits(rini) == [2]


def test_only_to_officers_who_propose_here_and_only_by_them(head: Client) -> None:
    names = head.get(LIST).content.decode().partition('name="officer"')[2].partition("</select>")[0]
    assert "Kepala Bidang" in names
    strangers = (a_user("dukcapil"), a_user("dinsos", areas=("16.71",)), a_user("dinsos", is_active=False))
    for each in strangers:
        assert f'value="{each.pk}"' not in names
        assert "petugas itu tidak (lagi) mengusulkan di wilayah ini" in assigned(head, each, 1)
    assert "belum ada petugas yang dipilih" in assigned(head, "", 1)
    assert "belum ada baris yang dipilih" in assigned(head, a_user("dinsos"))
    for desk in ("dukcapil", "auditor", "bpjs", "kelurahan"):
        client = signed_in(a_user(desk))
        assert client.post(f"{LIST}tugaskan/", {"officer": "none"}).status_code == 403
        assert 'name="officer"' not in client.get(LIST).content.decode()
    with scoped(areas=[AREA]):
        assert not MismatchAssignment.objects.exists()


def test_whoever_left_leaves_their_work_to_be_assigned_anew(head: Client) -> None:
    rini = a_user("dinsos", full_name="Rini")
    assigned(head, rini, 1)
    assert shown(head, assigned="nobody") == {2, 3, 4, 5, 6}
    User.objects.filter(pk=rini.pk).update(is_active=False)
    assert shown(head, assigned="nobody") == {1, 2, 3, 4, 5, 6}
    assert WHOSE.format("Rini") not in head.get(LIST).content.decode()


def test_from_the_page_of_one_and_back_to_it(head: Client) -> None:
    rini = a_user("dinsos", full_name="Rini")
    answer = head.post(f"{LIST}tugaskan/", {"officer": rini.pk, "chosen": keys(1), "back": "case"})
    assert answer.headers["Location"] == f"{LIST}kasus/{keys(1)[0]}/"
    assert "Ditugaskan kepada Rini" in head.get(answer.headers["Location"]).content.decode()


def test_a_count_that_was_remembered_follows_every_assignment(head: Client) -> None:
    rini = a_user("dinsos")
    for number in range(1, 4):
        assigned(head, rini, number)
        assert waits(rini) == [number]
    assigned(head, "none", 2)
    assert waits(rini) == [2]
