"""The table of rates for the month's SQL equals the answer about one person, month by month."""

from __future__ import annotations

import datetime as dt

import pytest

from cakupan.law.calendar import Month
from cakupan.law.effective_date import effective_date
from cakupan.law.rates import COLUMNS, OPEN_END, cutoffs_table, rates_table
from cakupan.law.refusal import Refusal
from cakupan.law.segment import SEGMENTS, care_classes
from cakupan.law.shares import shares
from law.asking import day, refused

MONTHS = [Month(2013, 12).plus(number) for number in range(158)]
FLAT = [(segment, care_class) for segment in SEGMENTS for care_class in care_classes(segment)]
STANDPOINTS = [
    {},
    {"known_on": day("2019-09-30")},
    {"known_on": day("2020-05-31")},
    {"readings": ["from_january_2016", "pmk_78_2020"]},
    {"readings": ["from_april_2016", "pemda_pays_all"], "fiscal_capacity": "low"},
]


def rows_by_payer(rows):
    found = {}
    for row in rows:
        found[row.payer] = found.get(row.payer, 0) + row.amount
    return found


@pytest.mark.parametrize("standpoint", STANDPOINTS, ids=str)
def test_the_table_equals_the_answer_in_every_month(standpoint):
    table = rates_table(**standpoint)
    answered = 0
    for month in MONTHS:
        of_month = table.of_month(month)
        for segment, care_class in FLAT:
            rows = [row for row in of_month if (row.segment, row.care_class) == (segment, care_class)]
            try:
                ruling = shares(segment=segment, care_class=care_class, month=month, **standpoint)
            except Refusal:
                assert rows == []
                if month >= Month(2014, 1):
                    assert any(
                        (gap.segment, gap.care_class) == (segment, care_class) and gap.from_date <= month.first_date < gap.to_date
                        for gap in table.refused
                    )
            else:
                answered += 1
                assert rows_by_payer(rows) == {part.payer: part.amount for part in ruling.shares}
                assert {row.confidence for row in rows} == {ruling.confidence}
                assert rows[0].citation == ruling.citations[0].citation
    assert answered > 1000


def test_the_rows_of_one_month():
    rows = [row for row in rates_table().of_month(Month(2021, 7)) if row.segment == "PEMDA"]
    assert [(row.payer, row.account, row.amount) for row in rows] == [
        ("pusat", "iuran_pusat", 4200),
        ("pemda", "iuran", 35000),
        ("pemda", "bantuan_iuran", 2800),
    ]
    assert {(row.care_class, row.from_date, row.to_date, row.known_date, row.confidence) for row in rows} == {
        (3, day("2021-01-01"), OPEN_END, day("2020-06-30"), "verified")
    }
    assert rows[2].rate_key == "contribution.pemda.class_3@2021-01-01:pemda:bantuan_iuran"
    assert rows[2].citation.startswith("Perpres 64/2020 Pasal 34; PMK 78/PMK.02/2020 Pasal 4(1)b")


@pytest.mark.parametrize(
    ("segment", "month", "accounts"),
    [
        ("PEMDA", Month(2019, 8), {"iuran_pusat", "iuran"}),
        ("PBI_JK", Month(2021, 7), {"iuran_pusat"}),
        ("PBPU", Month(2021, 7), {"iuran_peserta", "iuran_pusat", "bantuan_iuran"}),
    ],
)
def test_accounts(segment, month, accounts):
    rows = rates_table().of_month(month)
    assert {row.account for row in rows if row.segment == segment and row.care_class == 3} == accounts


def test_the_provinces_part_is_told_apart_with_its_fiscal_capacity():
    rows = [row for row in rates_table(fiscal_capacity="medium").of_month(Month(2021, 1)) if row.segment == "PBI_JK"]
    assert [(row.payer, row.account, row.amount) for row in rows] == [
        ("pusat", "iuran_pusat", 39900),
        ("provinsi", "iuran_provinsi", 2100),
    ]
    assert {row.from_date for row in rows} == {day("2021-01-01")}


def test_periods_of_a_rate_do_not_overlap_and_leave_no_gap():
    table = rates_table()
    for segment, care_class in FLAT:
        periods = {
            (r.from_date, r.to_date) for r in (*table.rows, *table.refused) if (r.segment, r.care_class) == (segment, care_class)
        }
        ordered = sorted(periods)
        assert ordered[0][0] == day("2014-01-01")
        assert ordered[-1][1] == OPEN_END == dt.date(9999, 12, 31)
        assert [end for _, end in ordered[:-1]] == [start for start, _ in ordered[1:]]


def test_what_is_refused_by_default():
    gaps = {(gap.segment, gap.from_date, gap.to_date) for gap in rates_table().refused}
    assert gaps == {
        ("PBI_JK", day("2016-01-01"), day("2016-04-01")),
        ("PEMDA", day("2016-01-01"), day("2016-04-01")),
        ("PEMDA", day("2020-07-01"), day("2021-01-01")),
    }
    assert all(gap.refusal.fields["readings"] for gap in rates_table().refused)


def test_the_values_fit_the_columns():
    table = rates_table()
    assert table.values()
    assert all(len(values) == len(COLUMNS) for values in table.values())
    first = dict(zip(COLUMNS, table.values()[0], strict=True))
    assert (first["segment"], first["class"], first["amount"]) == ("PBI_JK", 3, 19225)
    assert (first["from_date"], first["known_date"]) == (day("2014-01-01"), day("2013-12-27"))


def test_an_unknown_reading_makes_no_table():
    assert refused(rates_table, readings=["guess"]).what == "reading guess"


def test_the_cutoff_for_the_months_sql():
    (row,) = cutoffs_table()
    assert (row.from_date, row.to_date, row.day, row.rate_key) == (
        day("2014-01-01"),
        OPEN_END,
        20,
        "enrolment.cutoff_day@2014-01-01",
    )
    assert row.citation == effective_date(submitted_on=day("2021-06-20")).citations[0].citation
    assert cutoffs_table(known_on=day("2013-12-31")) == ()
    assert refused(cutoffs_table, readings=["guess"])
