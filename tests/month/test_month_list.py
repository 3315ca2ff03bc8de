"""From when to when an annex line counts, at each boundary, and why a line is not billed."""

from __future__ import annotations

import datetime as dt

import pytest
from small_month import DECREE, SmallMonth, nik, terms

from cakupan.law.calendar import Month
from cakupan.law.effective_date import effective_date as law_effective_date
from cakupan.month.terms import Cutoff


def _entry(small: SmallMonth, columns: str = "outcome, from_date, to_date, end_cause"):
    return small.close().fetch(f"SELECT {columns} FROM list_entries ORDER BY line_id")


def _month_of_one(month: Month, **line) -> SmallMonth:
    small = SmallMonth(month=month)
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH", **line)
    return small


@pytest.mark.parametrize(
    ("submitted", "outcome", "from_date"),
    [
        (dt.date(2021, 6, 20), "billed", dt.date(2021, 7, 1)),
        (dt.date(2021, 6, 21), "not_yet_effective", dt.date(2021, 8, 1)),
    ],
)
def test_in_by_the_20th_counts_from_next_month_the_21st_one_later(submitted, outcome, from_date):
    rows = _entry(_month_of_one(Month(2021, 7), submitted_date=submitted))
    assert rows == [(outcome, from_date, dt.date(2022, 1, 1), "agreement_ended")]


def test_effective_date_is_the_laws_on_every_day_of_a_month():
    days = [dt.date(2021, 12, day) for day in range(1, 32)]
    small = SmallMonth(month=Month(2022, 1))
    for serial, day in enumerate(days):
        small.entry(serial, "SITI AMINAH", submitted_date=day)
    found = dict(small.close().fetch("SELECT submitted_date, effective_date FROM list_line"))
    assert found == {day: law_effective_date(submitted_on=day).effective_date for day in days}


@pytest.mark.parametrize(
    ("month", "outcome"),
    [
        (Month(2021, 6), "not_yet_effective"),
        (Month(2021, 7), "billed"),
        (Month(2021, 12), "billed"),
        (Month(2022, 1), "agreement_ended"),
    ],
)
def test_agreement_bounds_the_entry_on_its_first_and_last_day(month, outcome):
    assert _entry(_month_of_one(month), "outcome") == [(outcome,)]


@pytest.mark.parametrize(("first", "outcome"), [(dt.date(2021, 7, 1), "billed"), (dt.date(2021, 7, 2), "not_yet_effective")])
def test_a_month_is_billed_if_cover_stands_on_its_first_day(first, outcome):
    small = _month_of_one(Month(2021, 7))
    small.terms = (terms(from_date=first),)
    assert _entry(small, "outcome, from_date") == [(outcome, first)]


@pytest.mark.parametrize(
    ("submitted", "month", "outcome", "to_date"),
    [
        (dt.date(2021, 8, 20), Month(2021, 8), "billed", dt.date(2021, 9, 1)),
        (dt.date(2021, 8, 20), Month(2021, 9), "removed_from_list", dt.date(2021, 9, 1)),
        (dt.date(2021, 8, 21), Month(2021, 9), "billed", dt.date(2021, 10, 1)),
        (dt.date(2021, 8, 21), Month(2021, 10), "removed_from_list", dt.date(2021, 10, 1)),
    ],
)
def test_removal_follows_the_same_cutoff(submitted, month, outcome, to_date):
    small = _month_of_one(month)
    small.entry(1, "SITI AMINAH", decision="remove", submitted_date=submitted)
    assert _entry(small) == [(outcome, dt.date(2021, 7, 1), to_date, "removed_from_list")]


def test_three_causes_of_an_end_are_kept_apart():
    small = SmallMonth(month=Month(2021, 9))
    for serial, name in ((1, "SITI"), (2, "BUDI")):
        small.resident(serial, name)
        small.entry(serial, name)
    small.entry(1, "SITI", decision="remove", submitted_date=dt.date(2021, 8, 1))
    assert _entry(small, "end_cause, outcome") == [("removed_from_list", "removed_from_list"), ("agreement_ended", "billed")]


def test_removal_of_somebody_nobody_identified_ends_by_nik():
    small = SmallMonth(month=Month(2021, 9))
    small.entry(1, "SITI AMINAH")
    small.entry(1, "", decision="remove", submitted_date=dt.date(2021, 8, 1))
    assert _entry(small, "outcome") == [("removed_from_list",)]


def test_removal_of_another_agreement_ends_nothing():
    small = _month_of_one(Month(2021, 9))
    small.entry(1, "SITI AMINAH", decision="remove", submitted_date=dt.date(2021, 8, 1), agreement_number="other")
    assert _entry(small, "outcome") == [("billed",)]


def test_removed_before_it_began_is_never_in_force():
    small = _month_of_one(Month(2021, 7))
    small.entry(1, "SITI AMINAH", decision="remove", submitted_date=dt.date(2021, 6, 19))
    engine = small.close()
    assert engine.fetch("SELECT outcome FROM list_entries") == [("removed_before_start",)]
    assert engine.fetch("SELECT count(*) FROM spells") == [(0,)]


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ({"readable": False}, "unreadable"),
        ({"decree_number": None}, "without_decree"),
        ({"agreement_number": "unknown"}, "without_agreement"),
        ({"submitted_date": None}, "without_submission_date"),
        ({"submitted_date": dt.date(2013, 12, 31)}, "before_first_known_cutoff"),
        ({"class": 2}, "differs_from_agreement"),
        ({"segment": "PBI_JK"}, "differs_from_agreement"),
        ({"payer": "provinsi"}, "differs_from_agreement"),
        ({"class": 3, "segment": "PEMDA", "payer": "kabkota"}, "billed"),
    ],
)
def test_a_line_that_is_not_billed_says_why(line, outcome):
    engine = _month_of_one(Month(2021, 7), **line).close()
    assert engine.fetch("SELECT outcome FROM list_entries") == [(outcome,)]
    assert engine.fetch("SELECT count(DISTINCT line_id) FROM bill_lines") == [(1 if outcome == "billed" else 0,)]


def test_agreement_is_found_by_its_decree():
    assert _entry(_month_of_one(Month(2021, 7), agreement_number=None), "agreement_number") == [("440/1-PKS/2021",)]


def test_a_decree_under_two_agreements_names_neither():
    small = _month_of_one(Month(2021, 7), agreement_number=None)
    small.terms = (terms(), terms(number="second"))
    assert _entry(small, "outcome") == [("without_agreement",)]


def test_an_annex_imported_again_counts_once_as_it_stands_last():
    small = _month_of_one(Month(2021, 7))
    corrected = dict(small.tables["decisions"][0], name="SITI AMINAH BINTI ALI")
    small.later_lists = [[corrected]]
    assert _entry(small, "list_file, name, outcome") == [("lampiran1.csv", "SITI AMINAH BINTI ALI", "billed")]


def test_a_later_annex_adds_to_the_first():
    small = _month_of_one(Month(2021, 7))
    small.resident(2, "BUDI")
    second = dict(small.tables["decisions"][0], nik=nik(2), name="BUDI", decree_number="SK-2/2021")
    small.later_lists = [[second]]
    assert _entry(small, "decree_number, outcome") == [(DECREE, "billed"), ("SK-2/2021", "billed")]


def test_cutoff_is_dated_law():
    small = _month_of_one(Month(2021, 7), submitted_date=dt.date(2021, 6, 15))
    day = dt.date(2021, 6, 15)
    small.cutoffs = (Cutoff(dt.date(2014, 1, 1), day, 20, "a", "a"), Cutoff(day, None, 10, "b", "b"))
    assert _entry(small, "from_date") == [(dt.date(2021, 8, 1),)]
    small.cutoffs = (Cutoff(dt.date(2014, 1, 1), day + dt.timedelta(days=1), 20, "a", "a"),)
    assert _entry(small, "from_date") == [(dt.date(2021, 7, 1),)]


def test_spells_of_one_person_never_overlap():
    small = _month_of_one(Month(2021, 10))
    small.entry(1, "SITI AMINAH", decision="remove", submitted_date=dt.date(2021, 8, 10), agreement_number="440/1-PKS/2021")
    small.terms = (terms(), terms(number="B", from_date=dt.date(2021, 8, 1), decree_number="SK-B"))
    small.entry(1, "SITI AMINAH", agreement_number="B", decree_number="SK-B")
    spells = small.close().fetch(
        "SELECT agreement_number, from_date, to_date, start_rule, end_cause FROM spells ORDER BY from_date"
    )
    assert spells == [
        ("440/1-PKS/2021", dt.date(2021, 7, 1), dt.date(2021, 9, 1), "mutation_cutoff", "removed_from_list"),
        ("B", dt.date(2021, 9, 1), dt.date(2022, 1, 1), "after_earlier_line", "agreement_ended"),
    ]
