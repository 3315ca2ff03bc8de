"""What a Pemda owes and paid: due by counts, payments to their month and then the oldest, arrears with their age, the ledger."""

from __future__ import annotations

import datetime as dt

import pytest
from small_month import AGREEMENT, SmallMonth, terms

from cakupan.law.calendar import Month
from cakupan.month.edition import assert_invariants
from cakupan.month.terms import MILLION, Share

SEPTEMBER = Month(2021, 9)
JUL, AUG, SEP = (dt.date(2021, month, 1) for month in (7, 8, 9))


def _region(people: int = 1, *, month: Month = SEPTEMBER, as_of: dt.date | None = None, **agreed) -> SmallMonth:
    small = SmallMonth(month=month, terms=(terms(**agreed),), as_of=as_of)
    for serial in range(people):
        small.resident(serial, f"ORANG {'ABCDEFGHIJ'[serial] * 4}")
        small.entry(serial, f"ORANG {'ABCDEFGHIJ'[serial] * 4}")
    return small


def _fetch(small: SmallMonth, sql: str) -> list[tuple]:
    engine = small.close()
    assert_invariants(engine=engine)
    return engine.fetch(sql)


def _allocated(small: SmallMonth) -> list[tuple]:
    order = "ORDER BY month_date NULLS LAST, payment_id"
    return _fetch(small, f"SELECT month_date, amount, rule FROM allocations WHERE account = 'iuran' {order}")


def test_due_months_tell_every_month_of_the_agreement_and_all_payers():
    small = _region(2)
    small.tables["decisions"][1]["submitted_date"] = dt.date(2021, 7, 20)
    rows = _fetch(small, "SELECT month_date, payer, account, people, amount FROM due_months ORDER BY 1, 2, 3")
    assert [row for row in rows if row[0] == JUL] == [
        (JUL, "kabkota", "bantuan_iuran", 1, 2_800),
        (JUL, "kabkota", "iuran", 1, 35_000),
        (JUL, "pusat", "iuran_pusat", 1, 4_200),
    ]
    assert [row[3:] for row in rows if row[2] == "iuran"] == [(1, 35_000), (2, 70_000), (2, 70_000)]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((Share("provinsi", people=2), Share("kabkota", rest=True)), [("kabkota", 1, 35_000), ("provinsi", 2, 70_000)]),
        ((Share("provinsi", people=3), Share("kabkota", rest=True)), [("provinsi", 3, 105_000)]),
        (
            (Share("provinsi", 400_000, cap_per_month=20_120), Share("kabkota", rest=True)),
            [("kabkota", 3, 86_000), ("provinsi", 2, 19_000)],
        ),
        (
            (Share("provinsi", MILLION, cap_per_month=37_800), Share("kabkota", rest=True)),
            [("kabkota", 2, 70_000), ("provinsi", 1, 35_000)],
        ),
    ],
)
def test_due_by_counts_is_the_bill_summed_for_every_way_of_sharing(shares, expected):
    sql = "SELECT payer, people, amount FROM due_months WHERE account = 'iuran' ORDER BY payer"
    assert _fetch(_region(3, month=Month(2021, 7), shares=shares), sql) == expected


def test_a_payment_goes_to_the_month_it_names_first():
    small = _region()
    small.payment("1", 35_000, month="2021-08")
    assert _allocated(small) == [(AUG, 35_000, "named_month")]


def test_what_is_left_goes_to_the_oldest_month_then_forward():
    small = _region()
    small.payment("1", 100_000, month="2021-08")
    assert _allocated(small) == [(JUL, 35_000, "oldest_first"), (AUG, 35_000, "named_month"), (SEP, 30_000, "oldest_first")]


def test_money_in_excess_is_carried_and_the_next_month_uses_it():
    small = _region(month=Month(2021, 8))
    small.payment("1", 80_000, month="2021-07")
    assert _allocated(small) == [(JUL, 35_000, "named_month"), (AUG, 35_000, "oldest_first"), (None, 10_000, "overpaid")]
    small.month = SEPTEMBER
    assert _allocated(small)[-1] == (SEP, 10_000, "oldest_first")


def test_a_month_is_not_taken_by_another_months_excess_before_its_own_payment():
    small = _region()
    small.payment("1", 70_000, month="2021-07", disbursement_date=dt.date(2021, 7, 5))
    small.payment("2", 35_000, month="2021-08", disbursement_date=dt.date(2021, 8, 5))
    assert _allocated(small) == [(JUL, 35_000, "named_month"), (AUG, 35_000, "named_month"), (SEP, 35_000, "oldest_first")]


def test_the_same_disbursement_account_and_month_count_once():
    small = _region()
    small.payment("1", 10_000)
    small.payment("1", 99_000)
    small.payment("1", 2_800, account="bantuan_iuran")
    rows = _fetch(small, "SELECT payment_id, amount FROM payments ORDER BY payment_id")
    assert rows == [("1|bantuan_iuran|2021-09", 2_800), ("1|iuran|2021-09", 10_000)]


def test_a_payment_without_rupiah_is_taken_back_whatever_was_told_of_it_before():
    small = _region()
    small.payment("1", 0)
    small.payment("1", 99_000)
    small.payment("2", 5_000)
    assert _fetch(small, "SELECT payment_id, amount FROM payments") == [("2|iuran|2021-09", 5_000)]


def test_an_account_number_of_the_budget_is_the_account_it_pays():
    small = _region(budget_accounts={"5.1.02.02": "bantuan_iuran"})
    small.payment("1", 2_800, account="5.1.02.02")
    assert _fetch(small, "SELECT account, rule FROM allocations") == [("bantuan_iuran", "named_month")]


def test_a_payment_of_another_payer_or_agreement_pays_nothing_here():
    small = _region()
    small.payment("1", 1, payer="provinsi")
    small.payment("2", 1, agreement_number="other")
    assert _fetch(small, "SELECT DISTINCT rule FROM allocations") == [("overpaid",)]


@pytest.mark.parametrize(("as_of", "months"), [(dt.date(2021, 8, 10), [JUL]), (dt.date(2021, 8, 11), [JUL, AUG])])
def test_a_month_is_in_arrears_the_day_after_its_due_date(as_of, months):
    small = _region(month=Month(2021, 8), as_of=as_of)
    rows = _fetch(small, "SELECT month_date FROM pemda_arrears WHERE account = 'iuran' ORDER BY 1")
    assert [month for (month,) in rows] == months


@pytest.mark.parametrize(("as_of", "age"), [(dt.date(2021, 9, 9), 1), (dt.date(2021, 9, 10), 2)])
def test_arrears_are_aged_in_whole_months_since_the_due_date(as_of, age):
    small = _region(as_of=as_of)
    small.payment("1", 5_000, month="2021-07")
    sql = "SELECT due, paid, unpaid, age_months FROM pemda_arrears WHERE account = 'iuran' AND month_date = DATE '2021-07-01'"
    assert _fetch(small, sql) == [(35_000, 5_000, 30_000, age)]


def test_the_centres_part_is_nobodys_arrears_here():
    rows = _fetch(_region(as_of=dt.date(2021, 12, 1)), "SELECT DISTINCT payer FROM pemda_arrears")
    assert rows == [("kabkota",)]


def test_the_ledger_says_what_was_billed_paid_and_is_in_excess():
    small = _region()
    small.payment("1", 120_000)
    rows = _fetch(
        small, "SELECT account_name, sum(debit) - sum(credit) FROM ledger WHERE account = 'iuran' GROUP BY 1 ORDER BY 1"
    )
    assert rows == [("cash", -120_000), ("contribution_expense", 105_000), ("contribution_payable", 0), ("overpayment", 15_000)]


# Suspension: a term of the agreement.

SUSPENDS = {"suspends": True, "as_of": dt.date(2021, 9, 1)}


def test_an_unpaid_month_suspends_nobody_unless_the_agreement_says_so():
    small = _region(as_of=dt.date(2021, 12, 31))
    small.member(0, "ORANG AAAA", resident_row=2, status="inactive")
    assert _fetch(small, "SELECT count(*) FROM suspensions") == [(0,)]
    assert _fetch(small, "SELECT cause FROM statuses") == [(None,)]


@pytest.mark.parametrize(
    ("as_of", "months_after", "found"),
    [
        (dt.date(2021, 7, 31), 1, []),
        (dt.date(2021, 8, 1), 1, [(dt.date(2021, 8, 1), JUL)]),
        (dt.date(2021, 8, 31), 2, []),
        (dt.date(2021, 9, 1), 2, [(dt.date(2021, 9, 1), JUL)]),
    ],
)
def test_cover_stops_on_the_1st_after_so_many_months(as_of, months_after, found):
    small = _region(month=Month.of(as_of), as_of=as_of, suspends=True, suspends_after_months=months_after)
    assert _fetch(small, "SELECT from_date, unpaid_month FROM suspensions ORDER BY 1")[: len(found) or None] == found


def test_a_suspended_month_ends_the_spell_and_is_still_owed():
    small = _region(**SUSPENDS)
    spell = [(JUL, AUG, "suspended_for_arrears")]
    assert _fetch(small, "SELECT from_date, to_date, end_cause FROM spells") == spell
    assert _fetch(small, "SELECT count(*) FROM bill_lines WHERE account = 'iuran'") == [(1,)]
    assert _fetch(small, "SELECT sum(unpaid) FROM pemda_arrears WHERE account = 'iuran'") == [(70_000,)]


def test_cover_begins_again_on_the_day_of_payment():
    small = _region(suspends=True, as_of=dt.date(2021, 8, 31), month=Month(2021, 8))
    for account, rupiah in (("iuran", 70_000), ("bantuan_iuran", 5_600)):
        small.payment(account, rupiah, account=account, month="2021-07", disbursement_date=dt.date(2021, 8, 20))
    assert _fetch(small, "SELECT count(*) FROM suspensions") == [(0,)]
    assert _fetch(small, "SELECT from_date, to_date, start_rule, end_cause FROM spells ORDER BY 1") == [
        (JUL, AUG, "mutation_cutoff", "suspended_for_arrears"),
        (dt.date(2021, 8, 20), dt.date(2022, 1, 1), "arrears_paid", "agreement_ended"),
    ]


def test_a_stop_that_ends_as_the_next_begins_leaves_no_day_between():
    small = _region(suspends=True, as_of=dt.date(2021, 9, 15))
    for account, rupiah in (("iuran", 35_000), ("bantuan_iuran", 2_800)):
        small.payment(account, rupiah, account=account, month="2021-07", disbursement_date=SEP)
    assert _fetch(small, "SELECT from_date, unpaid_month FROM suspensions") == [(SEP, AUG)]
    assert _fetch(small, "SELECT from_date, to_date, end_cause FROM spells") == [(JUL, AUG, "suspended_for_arrears")]


def test_three_causes_of_absence_are_never_confused():
    small = _region(3, **SUSPENDS)
    small.terms = (*small.terms, terms(number="OLD", decree_number="SK-OLD", to_date=dt.date(2021, 8, 1)))
    small.tables["decisions"][2] |= {"agreement_number": "OLD", "decree_number": "SK-OLD"}
    small.entry(1, "ORANG BBBB", decision="remove", submitted_date=dt.date(2021, 8, 1))
    for serial in range(3):
        small.member(serial, f"ORANG {'ABC'[serial] * 4}", resident_row=serial + 2, status="inactive")
    small.member(7, "ORANG LAIN", status="inactive")
    rows = _fetch(small, "SELECT person_id, cause FROM statuses ORDER BY member_row")
    assert [cause for _, cause in rows] == ["suspended_for_arrears", "removed_from_list", "agreement_ended", None]


@pytest.mark.parametrize(
    ("changed", "cause"), [({"status": "active"}, None), ({"segment": "PBPU"}, None), ({}, "suspended_for_arrears")]
)
def test_a_cause_is_told_of_inactive_cards_of_the_segment_alone(changed, cause):
    small = _region(**SUSPENDS)
    small.member(0, "ORANG AAAA", resident_row=2, **{"status": "inactive", **changed})
    assert _fetch(small, "SELECT cause FROM statuses") == [(cause,)]


def test_suspension_names_its_agreement():
    assert _fetch(_region(**SUSPENDS), "SELECT DISTINCT agreement_number, citation FROM suspensions") == [
        (AGREEMENT, "Perpres 82/2018 Pasal 39")
    ]
