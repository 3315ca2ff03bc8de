"""What happens on which day, until when it can be mended, and that an alarm is gone when its cause is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlook_case import CHANCES, MONTH_BILL, NUMBER, PEOPLE, agreement, arrears, day, neighbours, position

from cakupan.law.calendar import Month
from cakupan.outlook import LastChance, alarms
from cakupan.outlook.alarms import LEAD_MONTHS, months_before


def by_kind(*agreements, **changes):
    return {alarm.kind: alarm for alarm in alarms(position=position(*agreements, **changes)) if alarm.agreement == NUMBER}


def test_the_case_rings_by_money_term_and_calendar():
    found = by_kind(agreement(arrears=arrears()), neighbours())
    assert {kind: alarm.date.isoformat() for kind, alarm in found.items()} == {
        "unpaid_months": "2024-04-16",
        "kua_ppas": "2024-08-15",
        "money_ends": "2024-09-10",
        "apbd_p": "2024-09-30",
        "apbd": "2024-11-30",
        "last_sp2d": "2024-12-20",
        "term_ends": "2024-12-31",
        "cover_ends": "2025-01-01",
    }


def test_each_says_rupiah_people_cause_and_words():
    found = by_kind(agreement(arrears=arrears()))
    assert (found["money_ends"].rupiah, found["money_ends"].cause) == (4 * MONTH_BILL, "budget_short")
    assert (found["term_ends"].rupiah, found["cover_ends"].rupiah) == (12 * MONTH_BILL, MONTH_BILL)
    assert found["unpaid_months"].rupiah == 3 * MONTH_BILL
    assert found["apbd_p"].rupiah == 4 * MONTH_BILL
    assert found["last_sp2d"].rupiah == 7 * MONTH_BILL
    assert {alarm.people for alarm in found.values()} == {PEOPLE}
    assert "10 September 2024" in found["money_ends"].text
    assert "Rp\u00a09.828.000.000" in found["money_ends"].text
    assert "Rp\u00a09,828,000,000" in found["money_ends"].text_en
    assert all(alarm.text and alarm.text_en and alarm.citation for alarm in found.values())
    assert all("{" not in alarm.text + alarm.text_en for alarm in found.values())


def test_it_warns_months_before():
    found = by_kind(agreement(arrears=arrears()))
    assert found["term_ends"].warn_from == day("2024-06-30")
    for kind, alarm in found.items():
        assert alarm.warn_from == months_before(alarm.date, LEAD_MONTHS[kind])
        assert alarm.warn_from < alarm.date or kind == "unpaid_months"


@pytest.mark.parametrize(
    ("date", "months", "earlier"),
    [
        ("2024-12-31", 6, "2024-06-30"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2024-01-10", 2, "2023-11-10"),
        ("2025-01-01", 0, "2025-01-01"),
    ],
)
def test_the_same_day_some_months_before(date, months, earlier):
    assert months_before(day(date), months) == day(earlier)


# Take the cause away, and the alarm is gone, with the last chances that were only for it.


def test_budget_that_pays_the_year_ends_the_money_alarm():
    short = agreement(budget={"iuran": 12 * PEOPLE * 35_000, "bantuan_iuran": 12 * PEOPLE * 2_800 - 1})
    whole = agreement(budget={"iuran": 12 * PEOPLE * 35_000, "bantuan_iuran": 12 * PEOPLE * 2_800})
    assert by_kind(short)["money_ends"].rupiah == 1
    assert by_kind(short)["money_ends"].date == day("2024-12-10")
    assert not {"money_ends", "apbd_p", "last_sp2d"} & set(by_kind(whole))


def test_a_successor_ends_the_term_alarms():
    following = agreement(number="NEXT", from_date=day("2025-01-01"), to_date=day("2026-01-01"), budget=None)
    assert not {"term_ends", "cover_ends", "kua_ppas", "apbd"} & set(by_kind(agreement(), following))


@pytest.mark.parametrize(
    "changes",
    [
        {"from_date": day("2025-01-02")},
        {"payer": "provinsi"},
        {"segment": "PBI_JK"},
        {"stands": False},
        {"to_date": day("2025-01-01"), "from_date": day("2024-06-01")},
    ],
    ids=["a day late", "another payer", "another segment", "not signed", "ends on the same day"],
)
def test_what_does_not_follow_is_no_successor(changes):
    following = replace(agreement(number="NEXT", from_date=day("2025-01-01"), to_date=day("2026-01-01"), budget=None), **changes)
    assert {"term_ends", "cover_ends"} <= set(by_kind(agreement(), following))


def test_paid_arrears_are_no_alarm():
    assert "unpaid_months" in by_kind(agreement(arrears=arrears()))
    assert "unpaid_months" not in by_kind(agreement(arrears=None))


def test_unknown_payments_are_no_arrears():
    assert "unpaid_months" not in by_kind(agreement(arrears=None, arrears_known=False))


def test_an_agreement_that_is_not_signed_rings_nothing():
    assert alarms(position=position(agreement(stands=False, arrears=arrears()))) == ()


def test_no_budget_said_is_not_an_empty_budget():
    assert "money_ends" not in by_kind(agreement(budget=None))
    assert by_kind(agreement(budget={"iuran": 0, "bantuan_iuran": 0}))["money_ends"].date == day("2024-01-10")


# The budget calendar.


def test_a_last_chance_needs_something_to_mend():
    content = agreement(budget={"iuran": 12 * PEOPLE * 35_000, "bantuan_iuran": 12 * PEOPLE * 2_800}, to_date=day("2026-01-01"))
    assert not {"apbd_p", "last_sp2d", "kua_ppas", "apbd"} & set(by_kind(content))


def test_a_passed_day_is_no_chance():
    assert "apbd_p" in by_kind(as_of="2024-09-30")
    assert "apbd_p" not in by_kind(as_of="2024-10-01")


def test_a_last_chance_names_the_cause_that_it_mends():
    found = by_kind(agreement(arrears=arrears()))
    assert (found["kua_ppas"].cause, found["apbd_p"].cause) == ("term_without_successor", "budget_short")
    assert "anggaran yang habis" in found["apbd_p"].text


def test_a_month_in_arrears_and_beyond_the_budget_counts_once():
    found = by_kind(agreement(arrears=arrears(months=7)), as_of="2024-11-01")
    # April to October are owed, September to December are beyond the budget: nine months in all.
    assert found["last_sp2d"].rupiah == 9 * MONTH_BILL


def test_an_old_debt_needs_a_line_in_the_revised_budget():
    owed = arrears()
    old = replace(owed, by_month={Month(2023, 12): 5})
    lasting = agreement(budget={"iuran": 12 * PEOPLE * 35_000, "bantuan_iuran": 12 * PEOPLE * 2_800}, arrears=old)
    assert by_kind(lasting)["apbd_p"].rupiah == 5
    assert "apbd_p" not in by_kind(replace(lasting, arrears=owed))


def test_the_last_chance_for_a_debt_is_that_of_the_running_year():
    later = LastChance("last_sp2d", 2025, day("2025-12-31"), "practice")
    found = alarms(position=position(agreement(arrears=arrears()), last_chances=(*CHANCES, later)))
    assert [alarm.date for alarm in found if alarm.kind == "last_sp2d"] == [day("2024-12-20")]


# Days and years.


def test_after_the_end_the_term_rings_until_it_is_history():
    assert by_kind(as_of="2025-01-06")["cover_ends"].date == day("2025-01-01")
    assert "cover_ends" in by_kind(as_of="2025-07-01")
    assert "cover_ends" not in by_kind(as_of="2025-07-02")
    assert "money_ends" not in by_kind(as_of="2025-01-06")


def test_money_spent_on_older_months_is_gone():
    early = agreement(spent_on_earlier_years={"iuran": 1})
    assert by_kind(early)["money_ends"].date == day("2024-08-12")
    assert by_kind(agreement())["money_ends"].date == day("2024-09-10")


def test_a_budget_without_a_line_for_an_account_is_taken_as_one_sum():
    assert by_kind(agreement(budget={"iuran": 8 * MONTH_BILL}))["money_ends"].date == day("2024-09-10")


@settings(deadline=None)
@given(more=st.integers(0, 13 * MONTH_BILL), least=st.integers(0, 13 * MONTH_BILL))
def test_more_budget_never_brings_the_day_nearer(more, least):
    def money(budget):
        found = [a for a in alarms(position=position(agreement(budget={"": budget}), last_chances=())) if a.kind == "money_ends"]
        return (found[0].date, -found[0].rupiah) if found else (day("9999-12-31"), 0)

    assert money(least) <= money(least + more)


def test_every_kind_is_reached():
    found = by_kind(agreement(arrears=arrears()))
    assert set(found) == set(LEAD_MONTHS)
    assert {chance.kind for chance in CHANCES} < set(found)
