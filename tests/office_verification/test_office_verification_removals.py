"""Many removals approved at once: everybody on the list of removals of the own agreement, once, by a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cakupan.office.agreements.models import Agreement
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.enrolment.models import Proposal, ProposalLine
from cakupan.office.positions.models import ListEntry, Person, Position
from office_enrolment.lists import an_agreement
from office_people import a_user, signed_in
from office_verification.mismatch_fixture import AREA, LIST, MONTH, a_mismatch, a_position, hidden, key_of, loaded

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def position(office: object) -> Position:
    found = a_position()
    an_agreement()
    return found


def on_the_list(position: Position, numbers: Iterable[int], agreement: str) -> dict[int, Person]:
    """People of these numbers on the annex of an agreement."""
    people = {
        number: Person(
            area=AREA,
            identity=f"entry:{number}",
            known_from="entry",
            name=f"ORANG {number}",
            village="16.10.02.2001",
            seen_month=MONTH,
        )
        for number in numbers
    }
    Person.objects.using("loader").bulk_create(people.values())
    around = {"area": AREA, "position": position, "outcome": "billed", "from_date": MONTH, "agreement_number": agreement}
    entries = [ListEntry(entry_key=f"SK-1/{number}", person=person, **around) for number, person in people.items()]
    ListEntry.objects.using("loader").bulk_create(entries)
    return people


def removed(dinsos: Client, head: Client, *keys: str) -> list[dict[str, Any]]:
    """Proposed, then approved; gives the queries of the approval."""
    told = {"act": "remove", "chosen": list(keys)}
    asked = hidden(dinsos.post(f"{LIST}tindak/", told))
    dinsos.post(f"{LIST}tindak/", {**asked, "reason": "ganda", "confirmed": "1"})
    asked = hidden(head.post(f"{LIST}tindak/", {**told, "act": "approve"}))
    with CaptureQueriesContext(connection) as queries:
        answer = head.post(f"{LIST}tindak/", {**asked, "confirmed": "1"})
    assert answer.status_code == 302, answer.content.decode()
    return queries.captured_queries


def test_two_hundred_take_as_many_queries_as_ten(position: Position) -> None:
    agreement, dinsos, head = an_agreement(), signed_in(a_user("dinsos")), signed_in(a_user("dinsos", approver=True))
    counted = []
    for numbers in (range(1), range(1, 11), range(11, 211)):
        people = on_the_list(position, numbers, agreement.number)
        loaded(*(a_mismatch(number, person=person) for number, person in people.items()))
        counted.append(len(removed(dinsos, head, *(key_of(number, "funded_twice") for number in numbers))))
    assert counted[1] == counted[2]
    with scoped(areas=[AREA]):
        removal = Proposal.objects.get()
        assert (removal.people(), removal.version) == (211, 4)
    entries = LogEntry.objects.using("owner").filter(action="proposal.add_removal").order_by("number")
    assert ['"people":200' in entry.content.replace(" ", "") for entry in entries] == [False, False, True]


def test_each_goes_on_the_list_of_the_own_agreement_and_nobody_twice(position: Position) -> None:
    first = an_agreement()
    with scoped(areas=[AREA]):
        second = Agreement.objects.get(pk=first.pk)
        second.pk, second.number = None, "440/9002/PKS/2024"
        second.save()
    here, there = on_the_list(position, (1, 2), first.number), on_the_list(position, (3,), second.number)
    nowhere = on_the_list(position, (4,), "440/9003/TIDAK-TERCATAT")
    loaded(
        a_mismatch(1, person=here[1]),
        a_mismatch(1, "decile_above_threshold", person=here[1]),
        a_mismatch(2, person=here[2]),
        a_mismatch(3, person=there[3]),
        a_mismatch(4, person=nowhere[4]),
        a_mismatch(5),
    )
    keys = [key_of(number, "funded_twice") for number in range(1, 6)]
    dinsos, head = signed_in(a_user("dinsos")), signed_in(a_user("dinsos", approver=True))
    removed(dinsos, head, *keys, key_of(1, "decile_above_threshold"))
    page = head.get(f"{LIST}usulan/").content.decode()
    assert "2 di antaranya tidak masuk daftar penonaktifan" in page
    with scoped(areas=[AREA]):
        lines = ProposalLine.objects.order_by("name").values_list("name", "proposal__agreement__number")
        assert list(lines) == [("ORANG 1", first.number), ("ORANG 2", first.number), ("ORANG 3", second.number)]
        assert set(Proposal.objects.values_list("version", "state")) == {(2, "drafted")}
