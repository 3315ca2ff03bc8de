"""What would prevent it, at what cost; what each option removes is reckoned, not said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlook_case import MISMATCHES, MONTH_BILL, NUMBER, PEOPLE, REGENCY, agreement, arrears, day, neighbours, position

from cakupan.outlook import options, outlook
from cakupan.outlook.options import CODES, GOVERNMENT
from cakupan.outlook.texts import texts

FREED = 1623 * 37_800


def by_code(*agreements, **changes):
    at = position(*agreements, **changes)
    return {option.code: option for option in options(position=at) if option.agreement == NUMBER}


def whole():
    return agreement(arrears=arrears(), excluded_people=MISMATCHES, pbi_people=4211)


def test_the_case_has_every_option_cheapest_first():
    found = options(position=position(whole()))
    assert [option.code for option in found] == [
        "propose_to_pbi",
        "clean_up",
        "share_with_province",
        "pay_arrears",
        "add_budget",
        "renew_agreement",
    ]
    assert [option.cost for option in found] == sorted(option.cost for option in found)
    assert set(by_code(whole())) == set(CODES)


def test_what_each_costs():
    found = by_code(whole())
    assert (found["clean_up"].cost_per_month, found["clean_up"].cost) == (-FREED, -5 * FREED)
    assert found["propose_to_pbi"].cost_per_month == -159_175_800
    assert (found["add_budget"].cost, found["add_budget"].cost_per_month) == (9_828_000_000, MONTH_BILL)
    assert found["renew_agreement"].cost == 12 * MONTH_BILL
    assert found["pay_arrears"].cost == 3 * MONTH_BILL
    assert found["share_with_province"].cost == 0
    assert found["share_with_province"].moved == {"kabkota": -982_800_000, "provinsi": 982_800_000}


def test_money_freed_by_clean_up_is_counted_in_the_net_cost():
    found = by_code(whole())
    assert found["add_budget"].net_cost == 9_828_000_000 - 5 * FREED
    assert found["renew_agreement"].net_cost == 12 * (MONTH_BILL - FREED)
    unclean = by_code(replace(whole(), excluded_people=0))
    assert unclean["add_budget"].net_cost == unclean["add_budget"].cost


def test_what_each_removes():
    found = by_code(whole())
    assert "money_ends" in found["add_budget"].removes
    assert {"term_ends", "cover_ends"} <= set(found["renew_agreement"].removes)
    assert found["pay_arrears"].removes == ("unpaid_months",)
    assert found["clean_up"].removes == ()


def test_clean_up_that_frees_enough_removes_the_money_alarm():
    budget = {"": 12 * MONTH_BILL - 5 * FREED}
    enough = agreement(excluded_people=MISMATCHES, budget=budget)
    assert "money_ends" in by_code(enough)["clean_up"].removes
    assert by_code(enough)["clean_up"].money_ends is None
    assert by_code(replace(enough, budget={"": budget[""] - 1}))["clean_up"].money_ends == day("2024-12-10")


@pytest.mark.parametrize(
    ("as_of", "source", "until"),
    [("2024-09-30", "APBD-P 2024", "2024-09-30"), ("2024-10-01", "APBD 2025", "2024-11-30")],
)
def test_the_revised_budget_only_while_its_day_lies_ahead(as_of, source, until):
    option = by_code(whole(), as_of=as_of)["add_budget"]
    assert (option.source, option.possible_until) == (source, day(until))
    assert source in option.text


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({"arrears": None}, "pay_arrears"),
        ({"excluded_people": 0}, "clean_up"),
        ({"pbi_people": 0}, "propose_to_pbi"),
        ({"readings": ()}, "share_with_province"),
        ({"budget": {"": 12 * MONTH_BILL}}, "add_budget"),
    ],
)
def test_an_option_without_a_cause_is_not_offered(changes, gone):
    assert gone in by_code(whole())
    assert gone not in by_code(replace(whole(), **changes))


def test_what_has_no_alarm_yet_needs_no_option():
    """The term ends on 31 December; the alarm is raised on 30 June."""
    lasting = agreement(budget=None, excluded_people=1)
    assert by_code(lasting, as_of="2024-06-29", last_chances=()) == {}
    assert "renew_agreement" in by_code(lasting, as_of="2024-06-30", last_chances=())


@pytest.mark.parametrize(
    ("months", "as_of", "source"),
    [
        (3, "2024-07-01", "APBD 2024"),
        (5, "2024-09-17", "APBD 2024"),
        (6, "2024-10-11", "APBD 2025"),
        (6, "2024-09-30", "APBD-P 2024"),
        (3, "2024-12-20", "APBD 2024"),
        (3, "2024-12-21", "APBD 2025"),
    ],
)
def test_a_debt_is_paid_from_the_budget_that_reaches_it(months, as_of, source):
    """April to August are in the year's budget; September is not. The last SP2D is on 20 December."""
    owing = replace(whole(), arrears=arrears(months))
    assert by_code(owing, as_of=as_of)["pay_arrears"].source == source


def test_a_successor_leaves_nothing_to_renew():
    following = agreement(number="NEXT", from_date=day("2025-01-01"), to_date=day("2026-01-01"), budget=None)
    assert "renew_agreement" not in by_code(whole(), following)


def test_a_reading_under_which_the_province_pays_no_more_is_no_option():
    shared = whole().readings[1].shares
    assert "share_with_province" not in by_code(replace(whole(), shares=shared))


def test_after_the_end_renewal_and_debt_are_left():
    found = by_code(whole(), as_of="2025-01-06", open_month=position().open_month.plus(6))
    assert set(found) == {"propose_to_pbi", "clean_up", "share_with_province", "pay_arrears", "renew_agreement"}


@settings(max_examples=50, deadline=None)
@given(
    people=st.integers(1, 100_000),
    freed=st.integers(0, 1000),
    pbi=st.integers(0, 1000),
    months=st.integers(0, 6),
    budget=st.integers(0, 13) | st.none(),
    as_of=st.sampled_from(["2024-01-31", "2024-07-01", "2024-12-31", "2025-01-06"]),
)
def test_no_option_pushes_the_poor_to_pay_for_themselves(people, freed, pbi, months, budget, as_of):
    asked = agreement(
        people=people,
        excluded_people=min(freed, people),
        pbi_people=min(pbi, people),
        arrears=arrears(months) if months else None,
        budget=None if budget is None else {"": budget * people * 37_800},
    )
    for option in options(position=position(asked, as_of=as_of)):
        assert option.covered_by in GOVERNMENT
        assert option.people <= people
        assert not {"mandiri", "self", "sendiri"} & set(
            f"{option.code} {option.text} {option.text_en} {option.source}".lower().split()
        )


def test_the_words_of_options_name_no_self_payment():
    said = str(texts()["options"]).lower()
    for word in ("mandiri", "peserta sendiri", "self-pay", "pay for themselves"):
        assert word not in said
    assert set(texts()["options"]) == set(CODES)


def test_the_outlook_as_json():
    told = outlook(position=position(whole(), neighbours()), cover_lines=[]).as_dict()
    assert set(told) == {"area", "as_of", "agreements", "alarms", "loses_cover", "bill_per_month", "arrears", "options"}
    assert told["arrears"] == {"rupiah": 7_371_000_000, "months": 3}
    readings = told["bill_per_month"]["readings"]
    assert [(each["name"], each["payers"], each["total"]) for each in readings] == [
        ("regency", {"kabkota": MONTH_BILL}, MONTH_BILL),
        ("with_province", {"kabkota": 1_474_200_000, "provinsi": 982_800_000}, MONTH_BILL),
    ]
    assert [alarm["raised"] for alarm in told["alarms"]] == [alarm["warn_from"] <= "2024-07-01" for alarm in told["alarms"]]
    assert told["agreements"][0]["months"][0]["people"] == PEOPLE


def test_one_agreement_alone():
    told = outlook(position=position(whole(), neighbours(), as_of="2025-06-30"), cover_lines=[], agreement="PROV-1").as_dict()
    assert {alarm["agreement"] for alarm in told["alarms"]} == {"PROV-1"}
    assert {option["agreement"] for option in told["options"]} == {"PROV-1"}
    assert told["bill_per_month"]["readings"][0]["payers"] == {"provinsi": 3000 * 37_800}


def test_unknown_arrears_are_not_nothing():
    told = outlook(position=position(agreement(arrears_known=False)), cover_lines=[]).as_dict()
    assert told["arrears"] == {"rupiah": None, "months": None}


def test_the_readings_begin_with_what_was_agreed_if_none_says_it():
    disputed = replace(whole(), readings=whole().readings[1:], shares=REGENCY)
    found = outlook(position=position(disputed), cover_lines=[]).readings
    assert [reading.name for reading in found] == ["as_agreed", "with_province"]
