"""The reference's bill by hand-reckoned examples, without tables: an oracle that is wrong would make the steps wrong too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import pytest

from cakupan.law.calendar import Month
from cakupan.month.reference.bill import BillLine, bill, charge, split_by_largest_remainder
from cakupan.month.reference.entries import Entry, Line
from cakupan.month.terms import MILLION, RatePart, Run, Share, Terms

JULY = Month(2021, 7)
WHOLE = (Share("kabkota", MILLION),)
REST = Share("kabkota", rest=True)


def agreed(shares: Sequence[Share] = WHOLE, *, number: str = "PKS-A", from_date: dt.date = dt.date(2021, 7, 1)) -> Terms:
    return Terms(
        number=number,
        segment="PEMDA",
        class_=3,
        payer="kabkota",
        from_date=from_date,
        to_date=dt.date(2022, 1, 1),
        shares=tuple(shares),
    )


def rate(
    account: str = "iuran",
    amount: int = 35_000,
    *,
    payer: str = "pemda",
    month: Month = JULY,
    segment: str = "PEMDA",
    class_: int = 3,
) -> RatePart:
    return RatePart(month, segment, class_, payer, account, amount, "key", "citation", "verified")


def charged(
    shares: Sequence[Share], line_ids: Iterable[int], rates: Sequence[RatePart], *, month: Month = JULY
) -> list[tuple[int, str, str, int]]:
    lines = charge(agreement=agreed(shares), month=month, line_ids=line_ids, rates=rates)
    return [(line.line_id, line.payer, line.account, line.amount) for line in lines]


def test_the_remainder_goes_to_the_largest_fraction_then_to_the_first_named():
    thirds = (Share("a", 333_333), Share("b", 333_333), Share("c", 333_334))
    assert split_by_largest_remainder(amount=100, shares=thirds) == (33, 33, 34)
    assert split_by_largest_remainder(amount=101, shares=thirds) == (34, 33, 34)
    assert split_by_largest_remainder(amount=3, shares=thirds) == (1, 1, 1)


def test_nothing_split_is_nothing_and_a_whole_is_the_whole():
    assert split_by_largest_remainder(amount=0, shares=(Share("a", 500_000), Share("b", 500_000))) == (0, 0)
    assert split_by_largest_remainder(amount=35_001, shares=WHOLE) == (35_001,)


def test_only_billed_entries_of_each_agreement_are_charged():
    def entry(line_id: int, number: str, outcome: str = "billed") -> Entry:
        return Entry(Line(line_id, f"R{line_id}", "enrol", dt.date(2021, 6, 18), number, "SK"), outcome)

    entries = [entry(4, "PKS-B"), entry(3, "PKS-A"), entry(2, "PKS-A"), entry(5, "PKS-A", "removed_from_list")]
    agreements = {number: agreed(number=number) for number in ("PKS-A", "PKS-B")}
    run = Run("99.73", JULY, JULY.first_date)
    assert list(bill(run=run, entries=entries, agreements=agreements, rates=[rate()])) == [
        BillLine("PKS-A", 2, "kabkota", "iuran", 35_000),
        BillLine("PKS-A", 3, "kabkota", "iuran", 35_000),
        BillLine("PKS-B", 4, "kabkota", "iuran", 35_000),
    ]


@pytest.mark.parametrize(
    "other", [{"month": Month(2021, 8)}, {"month": Month(2020, 7)}, {"segment": "PBI_JK"}, {"class_": 2}], ids=str
)
def test_a_rate_of_another_month_segment_or_class_is_not_charged(other):
    assert charged(WHOLE, [2], [rate(), rate(amount=42_000, **other)]) == [(2, "kabkota", "iuran", 35_000)]
    assert charged(WHOLE, [2], [rate(amount=42_000, **other)]) == []


def test_a_line_is_charged_the_contribution_then_the_aid_then_the_other_accounts_by_name():
    rates = [
        rate("z", 3, payer="pusat"),
        rate("bantuan_iuran", 2_800),
        rate("a", 4, payer="pusat"),
        rate("iuran", 35_000),
    ]
    assert charged(WHOLE, [3, 2], rates) == [
        (line, payer, account, amount)
        for line in (2, 3)
        for payer, account, amount in (
            ("kabkota", "iuran", 35_000),
            ("kabkota", "bantuan_iuran", 2_800),
            ("pusat", "a", 4),
            ("pusat", "z", 3),
        )
    ]


def test_percentages_split_the_pemdas_part_and_leave_the_centres_alone():
    shares = (Share("provinsi", 400_000), Share("kabkota", 600_000))
    assert charged(shares, [2], [rate(amount=35_001), rate("iuran_pusat", 4_201, payer="pusat")]) == [
        (2, "provinsi", "iuran", 14_000),  # 14,000.4
        (2, "kabkota", "iuran", 21_001),  # 21,000.6
        (2, "pusat", "iuran_pusat", 4_201),
    ]


def test_who_pays_nothing_has_no_line():
    assert charged((Share("provinsi", 0), Share("kabkota", MILLION)), [2], [rate()]) == [(2, "kabkota", "iuran", 35_000)]


def test_one_rupiah_is_a_line():
    shares = (Share("provinsi", 1), Share("kabkota", MILLION - 1))
    assert charged(shares, [2], [rate(amount=MILLION)]) == [(2, "provinsi", "iuran", 1), (2, "kabkota", "iuran", MILLION - 1)]


def test_the_first_payers_people_are_the_first_lines_in_annex_order():
    shares = (Share("provinsi", people=2), REST)
    paid = charged(shares, [9, 4, 7], [rate(), rate("bantuan_iuran", 2_800)])
    assert [(line, payer) for line, payer, account, _ in paid if account == "iuran"] == [
        (4, "provinsi"),
        (7, "provinsi"),
        (9, "kabkota"),
    ]
    assert [(line, payer) for line, payer, account, _ in paid if account == "bantuan_iuran"] == [
        (4, "provinsi"),
        (7, "provinsi"),
        (9, "kabkota"),
    ]
    assert {amount for _, _, account, amount in paid if account == "iuran"} == {35_000}


def test_no_people_are_nobody():
    assert charged((Share("provinsi", people=0), REST), [2], [rate()]) == [(2, "kabkota", "iuran", 35_000)]


@pytest.mark.parametrize(
    ("month", "payer"), [(Month(2021, 8), "provinsi"), (Month(2021, 9), "kabkota"), (Month(2021, 7), "provinsi")], ids=str
)
def test_the_first_payers_months_are_the_first_of_the_agreement(month, payer):
    assert charged((Share("provinsi", months=2), REST), [2], [rate(month=month)], month=month) == [(2, payer, "iuran", 35_000)]


def test_an_agreement_from_the_middle_of_a_month_counts_from_the_next():
    begun = agreed((Share("provinsi", months=1), REST), from_date=dt.date(2021, 7, 15))
    payers = [
        [line.payer for line in charge(agreement=begun, month=month, line_ids=[2], rates=[rate(month=month)])]
        for month in (Month(2021, 8), Month(2021, 9))
    ]
    assert payers == [["provinsi"], ["kabkota"]]


def test_a_cap_is_spent_line_by_line_the_contribution_first_and_then_the_rest_pays_all():
    shares = (Share("provinsi", 500_000, cap_per_month=40_000), REST)
    assert charged(shares, [2, 3, 4], [rate("bantuan_iuran", 2_800), rate()]) == [
        *[(2, "provinsi", "iuran", 17_500), (2, "kabkota", "iuran", 17_500)],
        *[(2, "provinsi", "bantuan_iuran", 1_400), (2, "kabkota", "bantuan_iuran", 1_400)],
        *[(3, "provinsi", "iuran", 17_500), (3, "kabkota", "iuran", 17_500)],
        *[(3, "provinsi", "bantuan_iuran", 1_400), (3, "kabkota", "bantuan_iuran", 1_400)],
        *[(4, "provinsi", "iuran", 2_200), (4, "kabkota", "iuran", 32_800)],
        (4, "kabkota", "bantuan_iuran", 2_800),
    ]


@pytest.mark.parametrize(("cap", "paid"), [(17_499, 17_499), (17_500, 17_500), (17_501, 17_500)])
def test_a_cap_just_below_at_and_above_the_agreed_part(cap, paid):
    shares = (Share("provinsi", 500_000, cap_per_month=cap), REST)
    assert charged(shares, [2], [rate()]) == [(2, "provinsi", "iuran", paid), (2, "kabkota", "iuran", 35_000 - paid)]


def test_a_cap_of_nothing_leaves_all_to_the_rest():
    assert charged((Share("provinsi", MILLION, cap_per_month=0), REST), [2], [rate()]) == [(2, "kabkota", "iuran", 35_000)]


def test_what_the_centre_pays_is_not_spent_from_the_cap():
    shares = (Share("provinsi", MILLION, cap_per_month=35_000), REST)
    rates = [rate("iuran_pusat", 4_200, payer="pusat"), rate()]
    assert charged(shares, [2, 3], rates) == [
        *[(2, "provinsi", "iuran", 35_000), (2, "pusat", "iuran_pusat", 4_200)],
        *[(3, "kabkota", "iuran", 35_000), (3, "pusat", "iuran_pusat", 4_200)],
    ]


def test_the_odd_rupiah_under_a_cap_goes_to_the_larger_fraction_then_to_the_first_named():
    def parts(per_cent: int) -> list[int]:
        shares = (Share("provinsi", per_cent * 10_000, cap_per_month=MILLION), REST)
        return [amount for *_, amount in charged(shares, [2], [rate(amount=35_001)])]

    assert parts(50) == [17_501, 17_500]
    assert parts(40) == [14_000, 21_001]
    assert parts(60) == [21_001, 14_000]
