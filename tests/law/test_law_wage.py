"""Contributions of wage earners: per cents, cap, floor, extra family, rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cakupan.law.calendar import Month
from cakupan.law.contribution import contribution, veteran_shares
from cakupan.law.rounding import apportion, half_up, per_cent_of
from law.asking import day, parts_of, reading_names_of, refused, shares_of

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("month", "employer", "worker"),
    [("2014-01", 80000, 10000), ("2015-06", 80000, 10000), ("2015-07", 80000, 20000), ("2026-12", 80000, 20000)],
)
def test_private_employers(month, employer, worker):
    assert parts_of("PPU_SWASTA", month, wage=2 * MILLION) == {"pemberi_kerja": employer, "peserta": worker}
    assert shares_of("PPU_SWASTA", month, wage=2 * MILLION).confidence == "verified"


@pytest.mark.parametrize(
    ("government", "month", "employer", "worker"),
    [
        ("pusat", "2014-01", 60000, 40000),
        ("pusat", "2019-09", 60000, 40000),
        ("pusat", "2019-11", 80000, 20000),
        ("pusat", "2026-12", 80000, 20000),
        ("daerah", "2014-01", 60000, 40000),
        ("daerah", "2019-12", 60000, 40000),
        ("daerah", "2020-01", 80000, 20000),
        ("daerah", "2026-12", 80000, 20000),
    ],
)
def test_government_employers(government, month, employer, worker):
    parts = parts_of("PPU_PEMERINTAH", month, wage=2 * MILLION, employer=government)
    assert parts == {"pemberi_kerja": employer, "peserta": worker}


@pytest.mark.parametrize(("month", "answered"), [("2019-09", True), ("2019-11", False), ("2019-12", False), ("2020-01", True)])
def test_which_government_matters_only_where_they_differ(month, answered):
    if answered:
        both = [parts_of("PPU_PEMERINTAH", month, wage=MILLION, employer=name) for name in ("pusat", "daerah")]
        assert parts_of("PPU_PEMERINTAH", month, wage=MILLION) == both[0] == both[1]
    else:
        refusal = refused(shares_of, "PPU_PEMERINTAH", month, wage=MILLION)
        assert "central and regional government paid different parts" in refusal.why
        assert "--employer pusat or --employer daerah" in refusal.mend


def test_the_first_month_of_4_per_cent_for_central_government_conflicts():
    refusal = refused(shares_of, "PPU_PEMERINTAH", "2019-10", wage=2 * MILLION, employer="pusat")
    assert reading_names_of(refusal) == ["central_from_october_2019", "central_from_november_2019"]
    assert refusal.fields["readings"][0]["value"] == [
        {"payer": "pemberi_kerja", "per_cent": 4},
        {"payer": "peserta", "per_cent": 1},
    ]
    october = parts_of("PPU_PEMERINTAH", "2019-10", None, None, "central_from_october_2019", wage=2 * MILLION, employer="pusat")
    november = parts_of("PPU_PEMERINTAH", "2019-10", None, None, "central_from_november_2019", wage=2 * MILLION, employer="pusat")
    assert (october["peserta"], november["peserta"]) == (20000, 40000)
    assert parts_of("PPU_PEMERINTAH", "2019-10", wage=2 * MILLION, employer="daerah")["peserta"] == 40000


def test_an_unknown_employer_is_refused():
    assert refused(shares_of, "PPU_PEMERINTAH", "2024-01", wage=MILLION, employer="desa").mend == "Name pusat or daerah."


@pytest.mark.parametrize(
    ("month", "cap"),
    [
        ("2014-01", 4_725_000),
        ("2016-03", 4_725_000),
        ("2016-04", 8_000_000),
        ("2019-12", 8_000_000),
        ("2020-01", 12_000_000),
        ("2026-12", 12_000_000),
    ],
)
def test_the_wage_counts_up_to_the_cap(month, cap):
    at_cap, above = (shares_of("PPU_SWASTA", month, wage=wage) for wage in (cap, cap + 1000))
    assert at_cap.total == above.total == half_up(Fraction(cap * (9 if month < "2015-07" else 10), 200))
    assert any("cap" in reason for reason in above.reasons)
    assert not any("up to the cap" in reason for reason in at_cap.reasons)
    assert shares_of("PPU_SWASTA", month, wage=cap - 1000).total < at_cap.total


@pytest.mark.parametrize(("known", "cap"), [("2019-10-23", 8_000_000), ("2019-10-24", 12_000_000)])
def test_the_cap_as_known_on(known, cap):
    assert shares_of("PPU_SWASTA", "2020-01", None, known, wage=20 * MILLION).total == cap * 5 // 100


@pytest.mark.parametrize(
    ("wage", "minimum", "base"),
    [
        (2_000_000, 3_000_000, 3_000_000),
        (2_999_999, 3_000_000, 3_000_000),
        (3_000_000, 3_000_000, 3_000_000),
        (3_000_100, 3_000_000, 3_000_100),
        (2_000_000, 13_000_000, 12_000_000),
    ],
)
def test_a_lower_wage_counts_as_the_minimum_wage(wage, minimum, base):
    ruling = shares_of("PPU_SWASTA", "2020-01", wage=wage, minimum_wage=minimum)
    assert ruling.total == base * 5 // 100
    assert any("UMK" in reason for reason in ruling.reasons) == (wage < minimum)


def test_without_the_minimum_wage_the_answer_says_that_the_floor_was_not_applied():
    ruling = shares_of("PPU_SWASTA", "2020-01", wage=MILLION)
    assert ruling.reasons[0] == "Floor not applied: the UMK was not given. Give it, and a lower wage counts as that."
    assert ruling.total == 50_000


def test_before_2020_there_is_no_floor():
    ruling = shares_of("PPU_SWASTA", "2019-12", wage=MILLION, minimum_wage=3 * MILLION)
    assert ruling.total == 50_000
    assert not any("UMK" in reason for reason in ruling.reasons)


@pytest.mark.parametrize("name", ["wage", "minimum_wage"])
@pytest.mark.parametrize("amount", [0, -1])
def test_a_wage_is_above_0(name, amount):
    refusal = refused(shares_of, "PPU_SWASTA", "2020-01", **{"wage": MILLION, name: amount})
    assert refusal.why == "it is not above 0."


def test_a_wage_earner_needs_a_wage():
    assert refused(shares_of, "PPU_SWASTA", "2020-01").mend == "Give --wage in rupiah a month."


def test_extra_family_costs_the_worker_1_per_cent_each():
    assert parts_of("PPU_SWASTA", "2021-01", wage=MILLION, extra_family=2) == {"pemberi_kerja": 40000, "peserta": 30000}
    assert refused(shares_of, "PPU_SWASTA", "2021-01", wage=MILLION, extra_family=-1).mend == "Count them."


@pytest.mark.parametrize(
    ("wage", "employer", "worker"),
    [
        (3_333_333, 133_334, 33_333),  # 166,666.65 → 166,667; of that 133,333.6 and 33,333.4
        (1_000_010, 40_001, 10_000),  # 50,000.5 goes up
        (1_000_009, 40_000, 10_000),  # 50,000.45 goes down
        (10, 1, 0),  # half a rupiah goes up; 0.8 and 0.2 of it
        (9, 0, 0),
    ],
)
def test_rounding(wage, employer, worker):
    assert parts_of("PPU_SWASTA", "2021-01", wage=wage) == {"pemberi_kerja": employer, "peserta": worker}


def test_the_reason_tells_rates_and_rounding():
    reason = shares_of("PPU_SWASTA", "2014-01", wage=2 * MILLION).reasons[0]
    assert reason.startswith("pemberi_kerja 4 %, peserta 0.5 % of Rp 2.000.000; total rounded to the nearest whole rupiah, half")
    assert "largest remainders" in reason


def test_the_total_of_a_wage_earner_is_that_of_the_shares():
    ruling = contribution(segment="PPU_SWASTA", month=Month(2021, 1), wage=MILLION, minimum_wage=2 * MILLION, extra_family=1)
    assert ruling.total == 120_000
    assert ruling.reasons[0].startswith("The wage of Rp 1.000.000 counts as the UMK")
    assert ruling.confidence == "verified"
    assert {citation.parameter for citation in ruling.citations} == {
        "contribution.ppu.wage_cap",
        "contribution.ppu.wage_floor",
        "contribution.ppu_swasta",
        "contribution.ppu.extra_family",
    }
    regional = contribution(segment="PPU_PEMERINTAH", month=Month(2019, 11), wage=MILLION, employer="daerah")
    assert regional.total == 50_000
    known = contribution(segment="PPU_SWASTA", month=Month(2020, 1), wage=20 * MILLION, known_on=day("2019-10-23"))
    assert known.total == 400_000
    named = contribution(
        segment="PPU_PEMERINTAH",
        month=Month(2019, 10),
        wage=MILLION,
        employer="pusat",
        readings=["central_from_october_2019"],
    )
    assert named.confidence == "conflicting"


def test_veterans_are_paid_for_by_the_centre():
    ruling = veteran_shares(month=Month(2024, 1), basic_pay=3_000_001)
    assert [(part.payer, part.amount) for part in ruling.shares] == [("pusat", 67_500)]
    assert ruling.reasons[0].startswith("5 % of 45 % of Rp 3.000.001")
    assert refused(veteran_shares, month=Month(2013, 12), basic_pay=MILLION)
    assert refused(veteran_shares, month=Month(2024, 1), basic_pay=0)
    assert refused(veteran_shares, month=Month(2024, 1), basic_pay=MILLION, readings=["guess"])
    assert refused(veteran_shares, month=Month(2014, 1), basic_pay=MILLION, known_on=day("2013-12-26"))
    assert veteran_shares(month=Month(2014, 1), basic_pay=1, known_on=day("2013-12-27")).total == 0


# Rounding rules


@pytest.mark.parametrize(
    ("amount", "whole"), [("0", 0), ("1/2", 1), ("49/100", 0), ("3/2", 2), ("5/2", 3), ("299/100", 3), ("7", 7)]
)
def test_half_up(amount, whole):
    assert half_up(Fraction(amount)) == whole


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, (1, 1), (5, 5)),
        (11, (1, 1), (6, 5)),
        (10, (1, 1, 1), (4, 3, 3)),
        (11, (1, 1, 1), (4, 4, 3)),
        (100, (60, 40), (60, 40)),
        (7, (1, 2), (2, 5)),
        (8, (1, 2), (3, 5)),
        (5, (0, 1), (0, 5)),
        (0, (1, 2), (0, 0)),
    ],
)
def test_the_rupiah_left_over_go_to_the_largest_remainders(total, weights, parts):
    assert apportion(total=total, weights=[Fraction(weight) for weight in weights]) == parts


def test_nobody_bears_weights_of_0():
    with pytest.raises(AssertionError, match="all 0"):
        apportion(total=1, weights=[Fraction(0)])


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(3_801_759, 5_443_030, "69.85"), (2_613_970, 2_639_594, "99.03"), (1, 8, "12.5"), (1, 20_000, "0.01"), (3, 2, "150")],
)
def test_per_cent_with_two_decimals(part, whole, shown):
    assert per_cent_of(part, whole) == Fraction(shown)
