"""Situations that need more than a card: arrears, PBI JK lost, newborns, the asking facility, what stands since."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from standing_fixture import CARD, DUTY, NIK, WIB, issued, standing, told
from test_answer_eligibility import ACTIVE, DEAD, LISTED, ON, POSITION, RESIDENT

from cakupan.answer.contracts import Facilities
from cakupan.answer.eligibility import eligibility
from cakupan.answer.record import Debt, Doubt, Facility, Mother, PersonRecord, Position, Source
from cakupan.answer.story import short_lines, story_lines
from cakupan.law.calendar import Month
from cakupan.law.suspension import suspension

FASKES = Source("facilities", "faskes.csv", 4)
INACTIVE = dataclasses.replace(ACTIVE, status="inactive")


def person(**values: Any) -> PersonRecord:
    return dataclasses.replace(RESIDENT, **values)


def ask(who: PersonRecord | None, on: dt.date = ON, position: Position = POSITION, **more: Any):
    return eligibility(people=(who,) if who else (), position=position, on=on, **more)


def codes(answer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def actions(answer) -> list[str]:
    return [action.code for action in answer.do_now]


def position_of(year: int, month: int) -> Position:
    return dataclasses.replace(POSITION, month=Month(year, month), as_of=dt.date(year, month, 1))


# A family that pays alone and stopped


def debt(**changed: Any) -> Debt:
    values: dict[str, Any] = {
        "segment": "PBPU", "class_": 3, "first_month": dt.date(2019, 1, 1), "months": 30, "amount": 1_000_000,
        "stated": 1_000_000, "capped_months": 24, "capped_amount": 800_000, "suspended_from": dt.date(2019, 2, 1),
        "as_of": dt.date(2021, 6, 15), "source": Source("unpaid", "t.csv", 9),
    }  # fmt: skip
    return Debt(**{**values, **changed})


SELF_PAYER = dataclasses.replace(INACTIVE, segment="PBPU")


def test_arrears_say_months_rupiah_cap_and_the_possible_fine():
    answer = ask(person(cards=(SELF_PAYER,), debts=(debt(),)))
    assert (answer.status, answer.segment) == ("inactive", "PBPU")
    assert codes(answer) == ["branch_inactive", "unpaid_by_family", "arrears_capped", "service_fine_possible"]
    owed, capped, fine = (reason.text.replace("\u00a0", " ") for reason in answer.reasons[1:])
    assert "sejak 1 Februari 2019: iuran 30 bulan sejak Januari 2019 belum dibayar, Rp 1.000.000" in owed
    assert "(daftar tunggakan cabang per 15 Juni 2021)" in owed
    assert "paling banyak 24 bulan: Rp 800.000" in capped
    assert "45 hari" in fine and "× 12 bulan" in fine and "Rp 30.000.000" in fine
    assert [reason.source.row for reason in answer.reasons[1:]] == [9, 9, 9]
    assert answer.reasons[1].rule == suspension(segment="PBPU", unpaid_month=Month(2019, 1)).citations[0].citation
    assert all("Perpres" in reason.rule for reason in answer.reasons[1:])
    assert actions(answer)[:2] == ["treat_emergency", "pay_arrears"]


@pytest.mark.parametrize(
    ("on", "rate"),
    [((2020, 12, 31), "2,5 %"), ((2021, 1, 1), "2,5 atau 5 %"), ((2022, 2, 28), "2,5 atau 5 %"), ((2022, 3, 1), "5 %")],
)  # fmt: skip
def test_where_sources_of_the_fine_conflict_both_are_told(on, rate):
    day = dt.date(*on)
    answer = ask(person(cards=(SELF_PAYER,), debts=(debt(months=3, capped_months=3),)), day, position_of(day.year, day.month))
    fine = next(reason for reason in answer.reasons if reason.code == "service_fine_possible")
    assert f"denda {rate} × 3 bulan" in fine.text
    assert rate.replace("atau", "or") in fine.text_en


def test_what_the_cap_does_not_lower_is_said_once_and_unknown_money_is_said():
    answer = ask(person(cards=(SELF_PAYER,), debts=(debt(months=2, capped_months=2, amount=None, stated=None),)))
    assert codes(answer) == ["branch_inactive", "unpaid_by_family", "service_fine_possible"]
    assert "jumlahnya belum diketahui" in answer.reasons[1].text


def test_before_cover_stops_and_in_another_segment_a_debt_explains_nothing():
    later = debt(suspended_from=ON + dt.timedelta(days=1))
    answer = ask(person(cards=(SELF_PAYER,), debts=(later,)))
    assert codes(answer) == ["branch_inactive", "cause_not_told"] and "pay_arrears" not in actions(answer)
    assert codes(ask(person(cards=(INACTIVE,), debts=(debt(),)))) == ["branch_inactive", "cause_not_told"]


def test_the_pemdas_own_arrears_are_told_apart_from_the_familys():
    answer = ask(
        person(cards=(dataclasses.replace(INACTIVE, cause="suspended_for_arrears"),), entries=(LISTED,), debts=(debt(),))
    )
    assert codes(answer) == ["branch_inactive", "suspended_for_arrears"]
    assert "Pemda belum membayar" in answer.reasons[1].text and "PKS" in answer.reasons[1].rule
    assert actions(answer)[:2] == ["treat_emergency", "ask_dinkes"]


# Taken off PBI JK


def off_pbi(on: dt.date, last: dt.date | None):
    card = dataclasses.replace(INACTIVE, segment="PBI_JK", last_active_date=last)
    return ask(person(cards=(card,)), on, position_of(on.year, on.month))


def test_off_pbi_in_2026_the_letter_comes_first_and_no_day_is_invented():
    answer = off_pbi(dt.date(2026, 2, 15), dt.date(2026, 1, 1))
    assert codes(answer) == ["branch_inactive", "taken_off_pbi", "pbi_not_refused", "pbi_reactivation_once"]
    assert "aktif terakhir pada posisi 1 Januari 2026, nonaktif pada posisi 1 Februari 2026" in answer.reasons[1].text
    assert "sampai 1 April 2026" in answer.reasons[2].text and answer.reasons[2].rule == "SE Dirjen Keslan HK.02.02/D/539/2026"
    assert "hanya satu kali" in answer.reasons[3].text and "3 bulan" in answer.reasons[3].text
    assert answer.reasons[3].rule == "Permensos 3/2026"
    assert actions(answer)[:2] == ["treat_emergency", "reactivate_pbi_with_letter"]


@pytest.mark.parametrize(
    ("on", "refused"), [((2026, 2, 10), False), ((2026, 2, 11), True), ((2026, 4, 1), True), ((2026, 4, 2), False)]
)
def test_the_ban_on_refusing_holds_on_its_days(on, refused):
    assert ("pbi_not_refused" in codes(off_pbi(dt.date(*on), dt.date(2026, 1, 1)))) is refused


@pytest.mark.parametrize(("on", "code"), [((2025, 12, 1), "pbi_reactivation_by"), ((2025, 12, 2), "pbi_reactivation_late")])
def test_before_2026_within_six_months_of_the_last_active_position(on, code):
    answer = off_pbi(dt.date(*on), dt.date(2025, 6, 1))
    assert codes(answer) == ["branch_inactive", "taken_off_pbi", code]
    assert "1 Desember 2025" in answer.reasons[2].text and "Permensos 21/2019" in answer.reasons[2].rule
    assert actions(answer)[1] == "reactivate_pbi"


def test_since_when_is_said_to_be_unknown_where_no_position_tells():
    answer = off_pbi(dt.date(2026, 2, 15), None)
    assert codes(answer) == ["branch_inactive", "taken_off_pbi_before", "pbi_reactivation_once"]


# Newborns

BORN = dt.date(2021, 7, 1)
BABY = person(birth_date=BORN)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ((2021, 7, 1), "newborn_to_register"),
        ((2021, 7, 29), "newborn_to_register"),
        ((2021, 7, 30), "newborn_late"),
        ((2021, 9, 30), "newborn_late"),
        ((2021, 10, 1), "not_registered"),
    ],
)
def test_the_28_days_of_a_newborn(on, code):
    answer = ask(BABY, dt.date(*on))
    assert next(each for each in codes(answer) if each != "position_older") == code
    assert answer.status == "inactive"
    if code.startswith("newborn"):
        reason = next(each for each in answer.reasons if each.code == code)
        assert reason.rule == "Perpres 82/2018 Pasal 16" and "29 Juli 2021" in reason.text
        assert "register_newborn" in actions(answer)


def test_before_the_rule_there_was_none():
    born = dt.date(2018, 12, 17)
    assert codes(ask(person(birth_date=born), born, position_of(2018, 12)))[0] == "not_registered"
    later = born + dt.timedelta(days=1)
    assert codes(ask(person(birth_date=later), later, position_of(2018, 12))) == ["newborn_to_register"]


def test_whose_list_a_newborn_follows():
    of_pbi = ask(dataclasses.replace(BABY, mother=Mother("PBI_JK", None, None)))
    assert (of_pbi.status, codes(of_pbi)) == ("unknown", ["newborn_of_pbi_mother"])
    assert "Pasal 10" in of_pbi.reasons[0].rule
    of_pemda = ask(dataclasses.replace(BABY, mother=Mother("PEMDA", "kabkota", "PKS-1")))
    assert (of_pemda.status, codes(of_pemda)) == ("inactive", ["newborn_of_pemda_mother"])
    assert "PKS PKS-1" in of_pemda.reasons[0].text and "ask_dinkes" in actions(of_pemda)
    other = ask(dataclasses.replace(BABY, mother=Mother("PPU_SWASTA", None, None)))
    assert codes(other) == ["newborn_to_register"]


def test_a_card_without_nik_says_until_when_the_nik_is_handed_in():
    doubt = Doubt("newborn_without_nik", "lahir 2021-07-01", None, False, ACTIVE.source)
    answer = ask(dataclasses.replace(BABY, cards=(ACTIVE,), doubts=(doubt,)))
    assert (answer.status, codes(answer)) == ("active", ["branch_active", "newborn_without_nik"])
    assert "1 Oktober 2021" in answer.reasons[1].text
    assert actions(answer) == ["make_sep", "record_nik"]


# Her child, of whom no register knows yet


@pytest.mark.parametrize(
    ("segment", "code", "rule"),
    [
        ("PBI_JK", "baby_of_pbi_mother", "Perpres 82/2018 Pasal 10; PP 76/2015"),
        ("PEMDA", "baby_of_pemda_mother", "clause of the agreement (PKS)"),
        ("PPU_SWASTA", "baby_of_mother", "Perpres 82/2018 Pasal 16"),
    ],
)
def test_an_active_mother_reads_what_her_child_would_be(segment, code, rule):
    card = dataclasses.replace(ACTIVE, segment=segment)
    answer = ask(person(sex="P", birth_date=dt.date(1990, 5, 1), cards=(card,)))
    assert (answer.status, codes(answer)) == ("active", ["branch_active", code])
    assert answer.reasons[1].rule == rule and "Bila melahirkan" in answer.reasons[1].text
    assert ("28 hari" in answer.reasons[1].text) == (segment != "PBI_JK")


@pytest.mark.parametrize(
    ("sex", "born", "cards"),
    [("L", 1990, (ACTIVE,)), ("P", 1960, (ACTIVE,)), ("P", 2015, (ACTIVE,)), (None, 1990, (ACTIVE,)), ("P", 1990, (INACTIVE,))],
)
def test_nobody_else_reads_of_a_child(sex, born, cards):
    answer = ask(person(sex=sex, birth_date=dt.date(born, 5, 1), cards=cards))
    assert not any(code.startswith("baby_of") for code in codes(answer))


@pytest.mark.parametrize(("on", "says"), [(dt.date(2018, 12, 17), False), (dt.date(2018, 12, 18), True)])
def test_a_child_is_spoken_of_since_the_law_has_a_rule_for_it(on, says):
    december = position_of(2018, 12)
    answer = ask(person(sex="P", birth_date=dt.date(1990, 5, 1), cards=(ACTIVE,)), on, position=december)
    assert any(code.startswith("baby_of") for code in codes(answer)) == says


def test_an_unknown_number_may_be_a_childs_whose_mother_is_known():
    answer = eligibility(people=(), position=POSITION, on=ON)
    assert actions(answer) == ["treat_emergency", "ask_dukcapil", "ask_by_mother", "ask_branch"]


# The facility that asks

HERE = Facilities(Facility("R901", "RSUD CONTOH", ON, None, FASKES))


@pytest.mark.parametrize(("on", "contracted"), [(ON - dt.timedelta(days=1), False), (ON, True)])
def test_active_but_not_in_this_facility(on, contracted):
    answer = ask(person(cards=(ACTIVE,)), on, facility="R901", facilities=HERE)
    assert answer.status == "active"
    assert codes(answer) == ([] if contracted else ["asking_facility_not_contracted"]) + ["branch_active"]
    assert actions(answer) == (["make_sep"] if contracted else ["treat_emergency", "refer_contracted", "mend_contract"])
    if not contracted:
        assert answer.reasons[0].source == FASKES and answer.reasons[0].rule is None


def test_a_facility_that_nobody_knows_is_said_and_who_is_not_active_reads_nothing_of_it():
    assert codes(ask(person(cards=(ACTIVE,)), facility="X", facilities=HERE)) == ["asking_facility_not_known", "branch_active"]
    assert codes(ask(person(cards=(ACTIVE,)), facility="X", facilities=Facilities())) == ["branch_active"]
    assert codes(ask(person(cards=(INACTIVE,)), facility="X", facilities=HERE)) == ["branch_inactive", "cause_not_told"]


# What the branch told since

LATER = dt.date(2021, 7, 13)


def test_the_branchs_word_since_its_position_makes_active_and_says_who_told_it():
    answer = ask(person(cards=(INACTIVE,)), LATER, standing=standing(activations=(told(),)))
    assert (answer.status, answer.segment, answer.payer, answer.class_) == ("active", "PEMDA", "kabkota", 3)
    assert codes(answer) == ["branch_activated"] and answer.facility == "PUSKESMAS A"
    assert "memberi tahu pada 12 Juli 2021 (AKT-9001/2021)" in answer.reasons[0].text
    assert answer.reasons[0].decision.decided_by == "BPJS Kesehatan cabang Contoh"
    assert (answer.as_of, actions(answer)) == (POSITION.as_of, ["make_sep"])


@pytest.mark.parametrize("on", [dt.date(2021, 7, 11), dt.date(2021, 6, 30)])
def test_not_before_its_day_nor_before_the_position(on):
    assert ask(person(cards=(INACTIVE,)), on, standing=standing(activations=(told(),))).status != "active"


def test_a_position_after_the_word_says_it_itself():
    august = position_of(2021, 8)
    asked = {"position": august, "standing": standing(activations=(told(),))}
    assert ask(person(cards=(INACTIVE,)), dt.date(2021, 8, 2), **asked).status == "inactive"
    same_day = told(told_at=dt.datetime(2021, 8, 1, 10, tzinfo=WIB))
    asked["standing"] = standing(activations=(same_day,))
    assert ask(person(cards=(INACTIVE,)), dt.date(2021, 8, 2), **asked).status == "active"


def test_a_word_for_another_number_or_for_one_of_two_people_decides_nothing():
    other = standing(activations=(told(nik="9973014101909999", card=None),))
    assert ask(person(cards=(INACTIVE,)), LATER, standing=other).status == "inactive"
    both = (person(cards=(INACTIVE,)), person(person_id="R9"))
    asked = standing(activations=(told(),))
    assert eligibility(people=both, position=POSITION, on=LATER, number=NIK, standing=asked).status == "unknown"


def test_the_word_reaches_by_card_and_whom_the_edition_does_not_hold():
    by_card = standing(activations=(told(nik=None, card=CARD),))
    assert ask(person(cards=(INACTIVE,)), LATER, standing=by_card).status == "active"
    answer = ask(None, LATER, number=NIK, standing=standing(activations=(told(),)))
    assert (answer.status, codes(answer)) == ("active", ["branch_activated", "not_found"])
    assert ask(None, LATER, number="9973014101909999", standing=standing(activations=(told(),))).status == "unknown"


def test_our_papers_still_end_what_was_told_and_the_dead_stay_dead():
    asked = standing(activations=(told(),))
    january = dt.date(2022, 1, 2)
    ended = ask(person(cards=(INACTIVE,), entries=(LISTED,)), january, standing=asked)
    assert (ended.status, codes(ended)[1]) == ("inactive", "agreement_ended")
    assert ask(person(cards=(INACTIVE,), doubts=(DEAD,)), LATER, standing=asked).status == "inactive"


def test_active_again_after_arrears_the_fine_is_told():
    word = told(segment="PBPU", payer=None)
    answer = ask(person(cards=(SELF_PAYER,), debts=(debt(),)), LATER, standing=standing(activations=(word,)))
    assert (answer.status, codes(answer)) == ("active", ["branch_activated", "service_fine_possible"])


# The person's own letter


@pytest.mark.parametrize(
    ("on", "changed", "facility", "status"),
    [
        (dt.date(2021, 7, 9), {}, "R901", "not_yet"),
        (dt.date(2021, 7, 10), {}, "R901", "in_force"),
        (dt.date(2021, 7, 19), {}, None, "in_force"),
        (dt.date(2021, 7, 20), {}, "R901", "ended"),
        (dt.date(2021, 7, 20), {"to_date": None}, "R901", "in_force"),
        (dt.date(2021, 7, 12), {}, "R902", "not_this_facility"),
        (dt.date(2021, 7, 12), {"instrument_number": ""}, "R901", "basis_not_uploaded"),
        (dt.date(2021, 7, 12), {"instrument_date": dt.date(2021, 7, 13)}, "R901", "not_yet"),
        (dt.date(2021, 7, 12), {"account": ""}, "R901", "account_missing"),
        (dt.date(2021, 7, 11), {"revoked_at": dt.datetime(2021, 7, 12, 8, tzinfo=WIB)}, "R901", "in_force"),
        (dt.date(2021, 7, 12), {"revoked_at": dt.datetime(2021, 7, 12, 8, tzinfo=WIB)}, "R901", "revoked"),
    ],
)
def test_a_letter_holds_on_its_days_at_its_facility_on_its_paper(on, changed, facility, status):
    asked = standing(issued=(issued(**changed),))
    answer = ask(person(cards=(INACTIVE,)), on, facility=facility, standing=asked)
    found = answer.local_guarantee
    assert (answer.status, found.status, found.number) == ("inactive", status, "445/SJP/0001/2021")
    assert ("show_letter" in actions(answer)) is (status == "in_force")
    assert found.as_dict()["letter"]["verify_code"] == "7K3M-9QPA"
    if status == "in_force":
        for words in ("445/SJP/0001/2021", "Dinas Kesehatan", "RSUD CONTOH", "KEP-9/2021", "kartu tetap nonaktif, Bukan SEP"):
            assert words in found.text


def test_a_letter_comes_before_a_document_that_holds_as_well():
    document = {
        "number": "JAMIN-1", "scope": {"who": "residents"}, "instrument": {"number": "KEP-1/2021", "date": "2021-01-01"},
        "facilities": [{"code": "R901", "name": "RSUD CONTOH"}], "period": {"from": "2021-01-01"}, "account": "5.1.02",
    }  # fmt: skip
    asked = {"guarantees": (document,), "facility": "R901"}
    assert ask(person(), LATER, standing=standing(issued=(issued(),)), **asked).local_guarantee.letter is not None
    ended = issued(to_date=dt.date(2021, 7, 11))
    assert ask(person(), LATER, standing=standing(issued=(ended,)), **asked).local_guarantee.number == "JAMIN-1"


def test_no_letter_helps_the_dead_and_none_is_told_of_the_active():
    asked = standing(issued=(issued(),))
    assert ask(person(doubts=(DEAD,)), LATER, standing=asked).local_guarantee.status == "none"
    assert ask(person(cards=(ACTIVE,)), LATER, standing=asked).local_guarantee is None


def test_somebody_whom_no_register_holds_can_have_a_letter():
    answer = ask(None, LATER, number=NIK, standing=standing(issued=(issued(),)))
    assert (answer.status, answer.local_guarantee.status) == ("unknown", "in_force")


# Who is on duty


def test_what_to_do_names_whom_to_call():
    answer = ask(person(cards=(INACTIVE,)), standing=standing(contacts=DUTY))
    by_code = {action.code: [contact.phone for contact in action.contacts] for action in answer.do_now}
    assert by_code["ask_dinsos"] == ["0000-000-001"] and by_code["ask_branch"] == ["165"] and by_code["treat_emergency"] == []
    shown = list(short_lines(answer=answer, people=(RESIDENT,), position=POSITION, language="id", unmask=False))
    assert any("Dinas Sosial, 0000-000-001, 08.00 s.d. 16.00" in line for line in shown)


def test_a_story_tells_letter_and_word():
    asked = standing(issued=(issued(),), contacts=DUTY)
    for who, at in ((person(cards=(INACTIVE,)), LATER), (None, LATER)):
        answer = ask(who, at, number=NIK, standing=asked)
        people = (who,) if who else ()
        for language in ("id", "en"):
            lines = list(story_lines(answer=answer, people=people, position=POSITION, language=language, unmask=False))
            assert any("Dinas Kesehatan" in line for line in lines)
            assert not any("{" in line or NIK in line for line in lines)
