"""Taking a proposal back: only whoever made it, only until somebody has confirmed or decided, with a reason, in bulk."""

from __future__ import annotations

import pytest
from django.test import Client

from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.verification.models import MismatchCase
from office_people import a_user, signed_in
from office_verification.mismatch_fixture import AREA, LIST, a_mismatch, case_of, hidden, key_of, loaded, posted

pytestmark = pytest.mark.usefixtures("office")


def proposed(client: Client, *numbers: int, code: str = "funded_twice") -> list[str]:
    loaded(*(a_mismatch(number, code) for number in numbers))
    keys = [key_of(number, code) for number in numbers]
    assert posted(client, "remove", *keys, reason="PBI JK").status_code == 302
    return keys


def test_whoever_proposed_takes_it_back_with_a_reason_and_may_propose_anew(dinsos: Client) -> None:
    (key,) = proposed(dinsos, 1)
    assert 'value="withdraw"' in dinsos.get(f"{LIST}kasus/{key}/").content.decode()
    without = posted(dinsos, "withdraw", key)
    assert without.status_code == 422 and "Tulis alasannya" in without.content.decode()
    assert posted(dinsos, "withdraw", key, reason="salah baris").status_code == 302
    case = case_of(1)
    assert (case.state, case.version, case.decided_by, case.confirmed_by) == ("open", 2, None, None)
    assert "ORANG 1" in dinsos.get(LIST).content.decode()
    assert "salah baris" in dinsos.get(f"{LIST}kasus/{key}/").content.decode()
    entry = LogEntry.objects.using("owner").get(action="mismatch.withdraw")
    assert '"why":"salah baris"' in entry.content and '"count":1' in entry.content.replace(" ", "")
    assert posted(dinsos, "keep", key, reason="sudah benar").status_code == 302
    case = case_of(1)
    with scoped(areas=[AREA]):
        assert [line.move for line in case.history.all()] == ["propose", "withdraw", "propose"]


def test_one_that_waits_for_dukcapil_too_until_dukcapil_has_confirmed(dinsos: Client) -> None:
    first, second = proposed(dinsos, 1, 2, code="deceased")
    posted(signed_in(a_user("dukcapil")), "confirm", second)
    refused = posted(dinsos, "withdraw", second, reason="keliru")
    assert refused.status_code == 409 and "yang belum dibenarkan atau diputuskan" in refused.content.decode()
    assert 'value="withdraw"' not in dinsos.get(f"{LIST}kasus/{second}/").content.decode()
    assert posted(dinsos, "withdraw", first, reason="keliru").status_code == 302
    assert (case_of(1, "deceased").state, case_of(2, "deceased").state) == ("open", "proposed")


def test_nobody_else_takes_it_back_not_even_who_decides(dinsos: Client) -> None:
    (key,) = proposed(dinsos, 1)
    for other in (signed_in(a_user("dinsos")), signed_in(a_user("dinsos", approver=True)), signed_in(a_user("dinkes"))):
        assert posted(other, "withdraw", key, reason="keliru").status_code == 409
        assert 'value="withdraw"' not in other.get(f"{LIST}kasus/{key}/").content.decode()
    posted(signed_in(a_user("dinsos", approver=True)), "approve", key)
    assert posted(dinsos, "withdraw", key, reason="keliru").status_code == 409
    assert case_of(1).state == "approved"


def test_all_of_ones_own_at_once_from_either_state_and_of_others_none(dinsos: Client) -> None:
    other = signed_in(a_user("dinsos"))
    mine = [*proposed(dinsos, 1, 2), *proposed(dinsos, 3, code="deceased")]
    proposed(other, 4)
    asked = dinsos.post(f"{LIST}tindak/", {"act": "withdraw", "all": "1", "filter": ""})
    assert "3 data" in asked.content.decode().replace("\xa0", " ")
    told = {**hidden(asked), "reason": "daftar lama", "confirmed": "1"}
    assert dinsos.post(f"{LIST}tindak/", told).status_code == 302
    with scoped(areas=[AREA]):
        states = dict(MismatchCase.objects.values_list("key", "state"))
    assert [states.pop(key) for key in mine] == ["open"] * 3 and list(states.values()) == ["proposed"]
    chosen = dinsos.post(f"{LIST}tindak/", {"act": "withdraw", "chosen": [key_of(4, "funded_twice"), *proposed(dinsos, 5)]})
    assert "1 dari 2 yang dipilih bukan usulan Anda" in chosen.content.decode()


def test_a_decision_made_meanwhile_stands(dinsos: Client) -> None:
    (key,) = proposed(dinsos, 1)
    asked = dinsos.post(f"{LIST}tindak/", {"act": "withdraw", "chosen": [key]})
    posted(signed_in(a_user("dinsos", approver=True)), "approve", key)
    late = dinsos.post(f"{LIST}tindak/", {**hidden(asked), "reason": "keliru", "confirmed": "1"})
    assert late.status_code == 409 and "Tidak satu pun diubah" in late.content.decode()
    assert case_of(1).state == "approved"
