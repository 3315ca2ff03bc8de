"""A reversed decision: an annul voids the last decision before it about the same person, as if it had never been made."""

from __future__ import annotations

import datetime as dt

import pytest
from small_month import SmallMonth

from cakupan.law.calendar import Month


def _entries(small: SmallMonth, columns: str = "outcome, end_cause"):
    return small.close().fetch(f"SELECT {columns} FROM list_entries ORDER BY line_id")


def _one() -> SmallMonth:
    small = SmallMonth(month=Month(2021, 9))
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH")
    return small


def test_an_annulled_entry_is_void_from_the_start():
    small = _one()
    small.entry(1, "SITI AMINAH", decision="annul", submitted_date=dt.date(2021, 8, 1))
    engine = small.close()
    assert engine.fetch("SELECT outcome, end_cause FROM list_entries") == [("annulled", None)]
    assert engine.fetch("SELECT count(*) FROM spells") == engine.fetch("SELECT count(*) FROM bill_lines") == [(0,)]


def test_an_annul_after_a_removal_reverses_the_removal():
    small = _one()
    small.entry(1, "SITI AMINAH", decision="remove", submitted_date=dt.date(2021, 7, 1))
    assert _entries(small) == [("removed_from_list", "removed_from_list")]
    small.entry(1, "SITI AMINAH", decision="annul", submitted_date=dt.date(2021, 8, 1))
    assert _entries(small) == [("billed", "agreement_ended")]


@pytest.mark.parametrize(("submitted", "outcome"), [(dt.date(2021, 6, 18), "annulled"), (dt.date(2021, 6, 17), "billed")])
def test_an_annul_answers_to_decisions_of_its_day_or_earlier(submitted, outcome):
    small = _one()
    small.entry(1, "SITI AMINAH", decision="annul", submitted_date=submitted)
    assert _entries(small, "outcome") == [(outcome,)]


@pytest.mark.parametrize(("agreement", "outcome"), [(None, "annulled"), ("other", "billed")])
def test_an_annul_of_another_agreement_voids_nothing(agreement, outcome):
    small = _one()
    small.entry(1, "SITI AMINAH", decision="annul", submitted_date=dt.date(2021, 8, 1), agreement_number=agreement)
    assert _entries(small, "outcome") == [(outcome,)]


def test_an_annul_finds_somebody_nobody_identified_by_nik():
    small = SmallMonth(month=Month(2021, 9))
    small.entry(1, "SITI AMINAH")
    small.entry(1, "", decision="annul", submitted_date=dt.date(2021, 8, 1))
    assert _entries(small, "outcome") == [("annulled",)]


def test_entry_keys_name_decree_submission_and_annex_number_and_tell_repeats_apart():
    small = SmallMonth()
    for serial, line in enumerate(("7", "7", None)):
        small.entry(serial, f"ORANG {'ABC'[serial] * 4}", annex_line=line)
    key = "SK-1/2021|2021-06-18|7"
    assert _entries(small, "entry_key") == [(key,), (f"{key}#2",), ("lampiran.csv:4",)]


def test_an_entry_keeps_its_key_when_the_annex_comes_again():
    small = _one()
    before = _entries(small, "entry_key")
    small.later_lists = [[dict(small.tables["decisions"][0], name="SITI AMINAH BINTI ALI")]]
    assert _entries(small, "entry_key") == before
