"""The answer at the desk, one situation after the other: status, why, what now, and always the position's date."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from cakupan.answer.eligibility import eligibility
from cakupan.answer.record import Card, Doubt, Entry, Facility, PersonRecord, Position, Source
from cakupan.law.calendar import Month

ON = dt.date(2021, 7, 15)
POSITION = Position("99.73", Month(2021, 7), dt.date(2021, 7, 1), "abcdef0123456789", 20, "practice of the 20th")
ACTIVE = Card("9990000000001", "PEMDA", None, 3, "active", Source("members", "peserta.csv", 7), facility_name="PUSKESMAS A")
LISTED = Entry(
    outcome="billed", segment="PEMDA", payer="kabkota", class_=3, agreement_number="PKS-1", decree_number="SK-1", annex_line="12",
    decided_by="Dinas Kesehatan", submitted_date=dt.date(2021, 6, 18), from_date=dt.date(2021, 7, 1), to_date=dt.date(2022, 1, 1),
    end_cause="agreement_ended", source=Source("decisions", "lampiran.csv", 13),
)  # fmt: skip
RESIDENT = PersonRecord("R2", "resident", "9973014101909001", "SITI AMINAH", Source("residents", "penduduk.csv", 2))
CERTIFICATE = Source("deaths", "akta.csv", 4)
DEAD = Doubt(
    "deceased", "meninggal 2021-06-30; akta 9", dt.date(2021, 6, 30), True, CERTIFICATE, reported_date=dt.date(2021, 7, 5)
)


def _person(**values) -> PersonRecord:
    return dataclasses.replace(RESIDENT, **values)


def _ask(person: PersonRecord | None, on: dt.date = ON, position: Position = POSITION):
    return eligibility(people=(person,) if person else (), position=position, on=on)


def _codes(answer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def _change(card: Card = ACTIVE, **values) -> Card:
    return dataclasses.replace(card, **values)


def _entry(**values) -> Entry:
    return dataclasses.replace(LISTED, **values)


def test_active_by_the_branch_and_on_our_list():
    answer = _ask(_person(cards=(ACTIVE,), entries=(LISTED,)))
    assert (answer.status, answer.segment, answer.payer, answer.class_) == ("active", "PEMDA", "kabkota", 3)
    assert answer.facility == "PUSKESMAS A"
    assert _codes(answer) == ["branch_active", "on_list"]
    assert answer.reasons[0].source == ACTIVE.source
    assert answer.reasons[1].source == LISTED.source
    assert answer.reasons[1].decision.decided_by == "Dinas Kesehatan"
    assert [action.code for action in answer.do_now] == ["make_sep"]


def test_active_by_the_branch_alone():
    answer = _ask(_person(cards=(_change(segment="PPU_SWASTA", class_=1),)))
    assert (answer.status, answer.segment, answer.payer) == ("active", "PPU_SWASTA", None)


def test_on_our_list_alone_awaits_the_branch_and_is_never_active():
    answer = _ask(_person(entries=(LISTED,)))
    assert (answer.status, answer.segment, answer.payer) == ("unknown", "PEMDA", "kabkota")
    assert _codes(answer) == ["awaiting_branch", "on_list"]
    assert "menunggu jawaban cabang" in answer.reasons[0].text


def test_the_branch_has_another_segment_than_our_list():
    answer = _ask(_person(cards=(_change(segment="PBI_JK"),), entries=(LISTED,)))
    assert (answer.status, answer.segment) == ("active", "PBI_JK")
    assert _codes(answer) == ["branch_active", "on_list", "on_list_other_segment"]


def test_inactive_by_the_branch():
    answer = _ask(_person(cards=(_change(status="inactive"),), entries=(LISTED,)))
    assert answer.status == "inactive"
    assert _codes(answer) == ["branch_inactive", "cause_not_told"]
    assert "repair_membership" in [action.code for action in answer.do_now]


def test_the_branch_does_not_say():
    answer = _ask(_person(cards=(_change(status="unknown"),)))
    assert (answer.status, _codes(answer)) == ("unknown", ["branch_does_not_say"])


def test_one_card_called_both_is_not_known():
    answer = _ask(_person(cards=(ACTIVE, _change(status="inactive"))))
    assert (answer.status, _codes(answer)) == ("unknown", ["card_contradicts_itself"])


def test_an_old_inactive_card_does_not_end_an_active_one():
    old = _change(number="9990000000009", status="inactive", segment="PBPU")
    assert _ask(_person(cards=(old, ACTIVE))).status == "active"


def test_two_active_cards_are_named():
    other = _change(number="9990000000009", segment="PBI_JK")
    answer = _ask(_person(cards=(other, ACTIVE)))
    assert (answer.status, answer.segment) == ("active", "PEMDA")
    assert _codes(answer) == ["branch_active", "duplicate_card"]


@pytest.mark.parametrize(("on", "status"), [(dt.date(2021, 6, 29), "unknown"), (dt.date(2021, 7, 1), "inactive")])
def test_deceased_by_the_register(on, status):
    answer = _ask(_person(cards=(ACTIVE,), doubts=(DEAD,)), on)
    assert answer.status == status
    if status == "inactive":
        assert _codes(answer) == ["deceased", "death_reported", "card_of_deceased"]
        assert answer.reasons[0].source == DEAD.source
        assert "meninggal pada 30 Juni 2021" in answer.reasons[0].text and "5 Juli 2021" in answer.reasons[1].text
        assert answer.reasons[2].source == ACTIVE.source


def test_of_the_deceased_it_is_said_who_corrects_a_wrong_record_and_nothing_of_treatment():
    answer = _ask(_person(cards=(ACTIVE,), doubts=(DEAD,)))
    assert answer.deceased and [action.code for action in answer.do_now] == ["correct_death", "end_card"]
    without_card = _ask(_person(cards=(_change(status="inactive"),), doubts=(DEAD,)))
    assert [action.code for action in without_card.do_now] == ["correct_death"]
    assert not _ask(_person(cards=(ACTIVE,))).deceased


def test_a_death_without_its_days_says_that_they_are_not_recorded():
    undated = dataclasses.replace(DEAD, event_date=None, reported_date=None)
    answer = _ask(_person(doubts=(undated,)))
    assert _codes(answer) == ["deceased"] and "tanggal yang tidak tercatat" in answer.reasons[0].text


def test_a_death_after_the_asked_day_says_nothing_yet():
    later = dataclasses.replace(DEAD, event_date=ON + dt.timedelta(days=1))
    assert _ask(_person(cards=(ACTIVE,), doubts=(later,))).status == "active"
    assert _ask(_person(cards=(ACTIVE,), doubts=(later,)), ON + dt.timedelta(days=1)).status == "inactive"


def test_moved_keeps_the_card_and_says_so():
    moved = dataclasses.replace(DEAD, code="moved", evidence="pindah 2021-06-30 ke 31.71")
    answer = _ask(_person(cards=(ACTIVE,), doubts=(moved,)))
    assert answer.status == "active"
    assert "moved" in _codes(answer)


def test_two_people_behind_one_number():
    answer = eligibility(people=(_person(cards=(ACTIVE,)), _person(person_id="R9")), position=POSITION, on=ON)
    assert (answer.status, _codes(answer)) == ("unknown", ["identity_uncertain"])


def test_a_card_under_review_is_not_theirs_yet():
    answer = _ask(_person(cards_under_review=(ACTIVE,)))
    assert (answer.status, answer.segment, _codes(answer)) == ("unknown", None, ["card_under_review"])


def test_a_line_under_review_is_not_theirs_yet():
    answer = _ask(_person(entries_under_review=(LISTED,)))
    assert (answer.status, answer.segment, _codes(answer)) == ("unknown", None, ["list_under_review"])


def test_a_resident_without_card_and_list():
    answer = _ask(_person())
    assert (answer.status, _codes(answer)) == ("inactive", ["not_registered", "waiting_days"])
    assert "ask_dinsos" in [action.code for action in answer.do_now]


def test_nobody():
    answer = _ask(None)
    assert (answer.status, _codes(answer)) == ("unknown", ["not_found"])
    assert answer.as_of == POSITION.as_of


def test_a_card_of_nobody_in_the_register_is_still_the_branchs_word():
    answer = _ask(_person(known_from="member", cards=(ACTIVE,)))
    assert answer.status == "active"
    assert "not_in_register" in _codes(answer)


@pytest.mark.parametrize(
    ("on", "status", "code"),
    [(dt.date(2021, 12, 31), "active", "branch_active"), (dt.date(2022, 1, 1), "inactive", "agreement_ended")],
)
def test_the_agreement_ends_after_the_position(on, status, code):
    answer = _ask(_person(cards=(ACTIVE,), entries=(LISTED,)), on)
    assert answer.status == status
    assert code in _codes(answer)


def test_a_position_after_the_end_outweighs_our_papers():
    newer = dataclasses.replace(POSITION, month=Month(2022, 1), as_of=dt.date(2022, 1, 1))
    assert _ask(_person(cards=(ACTIVE,), entries=(LISTED,)), dt.date(2022, 1, 2), newer).status == "active"


def test_a_renewal_on_our_list_keeps_the_branchs_word():
    renewed = _entry(agreement_number="PKS-2", from_date=dt.date(2022, 1, 1), to_date=dt.date(2023, 1, 1))
    answer = _ask(_person(cards=(ACTIVE,), entries=(LISTED, renewed)), dt.date(2022, 1, 1))
    assert answer.status == "active"


def test_an_agreements_end_does_not_end_a_card_that_another_pays():
    pbi = _change(segment="PBI_JK")
    assert _ask(_person(cards=(pbi,), entries=(LISTED,)), dt.date(2022, 1, 1)).status == "active"


def test_taken_off_the_list_is_another_cause_than_an_ended_agreement():
    removed = _entry(to_date=dt.date(2021, 9, 1), end_cause="removed_from_list")
    for cards in ((ACTIVE,), ()):
        assert _ask(_person(cards=cards, entries=(removed,)), dt.date(2021, 8, 31)).status == ("active" if cards else "unknown")
        answer = _ask(_person(cards=cards, entries=(removed,)), dt.date(2021, 9, 1))
        assert answer.status == "inactive"
        assert "removed_from_list" in _codes(answer)
        assert "agreement_ended" not in _codes(answer)


def test_agreement_ended_without_a_card():
    answer = _ask(_person(entries=(LISTED,)), dt.date(2022, 1, 1))
    assert (answer.status, _codes(answer)) == ("inactive", ["position_older", "agreement_ended"])


@pytest.mark.parametrize(("on", "code"), [(dt.date(2021, 7, 31), "not_yet_effective"), (dt.date(2021, 8, 1), "awaiting_branch")])
def test_not_yet_effective(on, code):
    later = _entry(outcome="not_yet_effective", submitted_date=dt.date(2021, 6, 21), from_date=dt.date(2021, 8, 1))
    answer = _ask(_person(entries=(later,)), on)
    assert code in _codes(answer)
    assert answer.status == ("inactive" if code == "not_yet_effective" else "unknown")
    if code == "not_yet_effective":
        reason = next(r for r in answer.reasons if r.code == code)
        assert "batas tanggal 20" in reason.text
        assert reason.rule == POSITION.cutoff_citation


def test_a_line_that_is_not_in_force_says_why():
    refused = _entry(outcome="without_decree", from_date=None, to_date=None, end_cause=None)
    answer = _ask(_person(entries=(refused,)))
    assert (answer.status, _codes(answer)) == ("inactive", ["not_billed"])
    assert "tanpa nomor SK" in answer.reasons[0].text


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (dt.date(2021, 6, 30), "before_first_position"),
        (dt.date(2021, 7, 1), "branch_active"),
        (dt.date(2021, 7, 31), "branch_active"),
        (dt.date(2021, 8, 1), "position_older"),
    ],
)
def test_outside_the_position_the_answer_says_its_date_first(on, first):
    answer = _ask(_person(cards=(ACTIVE,), entries=(LISTED,)), on)
    assert _codes(answer)[0] == first
    assert answer.as_of == dt.date(2021, 7, 1)
    assert (answer.status == "unknown") == (first == "before_first_position")
    if first != "branch_active":
        assert "1 Juli 2021" in answer.reasons[0].text
        assert "1 July 2021" in answer.reasons[0].text_en


@pytest.mark.parametrize(("start", "contracted"), [(dt.date(2021, 7, 15), True), (dt.date(2021, 7, 16), False)])
def test_active_but_not_served_here(start, contracted):
    hospital = Facility("R1", "RSUD", start, None, Source("facilities", "faskes.csv", 2))
    answer = _ask(_person(cards=(ACTIVE,), facility=hospital))
    assert answer.status == "active"
    assert ("facility_not_contracted" in _codes(answer)) is not contracted


@pytest.mark.parametrize(("end", "contracted"), [(dt.date(2021, 7, 15), False), (dt.date(2021, 7, 16), True), (None, True)])
def test_a_contract_ends_half_open(end, contracted):
    assert Facility("R1", "RSUD", None, end, Source("facilities", "f", 2)).contracted(on=ON) is contracted


SITUATIONS = (
    (),
    (_person(),),
    (_person(), _person(person_id="R9")),
    (_person(cards=(ACTIVE,)),),
    (_person(cards=(_change(status="inactive"),)),),
    (_person(cards=(_change(status="unknown"),)),),
    (_person(cards=(ACTIVE,), doubts=(DEAD,)),),
    (_person(entries=(LISTED,)),),
    (_person(entries=(_entry(outcome="without_decree", end_cause=None, from_date=None, to_date=None),)),),
    (_person(cards_under_review=(ACTIVE,)),),
    (_person(entries_under_review=(LISTED,)),),
)


@pytest.mark.parametrize("people", SITUATIONS)
@pytest.mark.parametrize("on", [dt.date(2021, 6, 1), ON, dt.date(2022, 2, 2)])
def test_what_holds_for_every_answer(people, on):
    answer = eligibility(people=people, position=POSITION, on=on)
    actions = [action.code for action in answer.do_now]
    assert answer.as_of == POSITION.as_of
    assert answer.reasons
    assert (answer.local_guarantee is None) == (answer.status == "active")
    if answer.status == "active":
        assert any(card.status == "active" for person in people for card in person.cards)
    elif answer.deceased:
        assert "treat_emergency" not in actions
    else:
        assert actions[0] == "treat_emergency"
        assert answer.do_now[0].rule == "UU 17/2023 Pasal 174"
    assert list(answer.as_dict()) == [
        *("status", "segment", "payer", "class", "facility", "as_of", "on", "reasons", "do_now", "local_guarantee"),
    ]
