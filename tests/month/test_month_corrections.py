"""A closed month is never edited: what turns out otherwise is a note in the open month, with its cause, booked once."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from small_month import SmallMonth, nik, terms

from cakupan.law.calendar import Month
from cakupan.month.edition import assert_invariants
from cakupan.month.terms import MILLION, Share

JUL, AUG = dt.date(2021, 7, 1), dt.date(2021, 8, 1)


def _july_closed(**agreed) -> SmallMonth:
    """One person billed for July; August is open."""
    small = SmallMonth(terms=(terms(**agreed),))
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH")
    small.publish()
    return small


def _notes(small: SmallMonth, columns: str = "corrected_month, account, billed, due, amount, cause, borne_by") -> list[tuple]:
    engine = small.close()
    assert_invariants(engine=engine)
    return engine.fetch(f"SELECT {columns} FROM corrections ORDER BY corrected_month, account, payer")


def _dead(small: SmallMonth, day: dt.date) -> None:
    small.add(
        "deaths", nik=nik(1), name="SITI AMINAH", death_date=day, certificate_number="KM-1", reported_date=dt.date(2021, 8, 5)
    )


def test_nothing_changed_nothing_corrected():
    assert _notes(_july_closed()) == []


@pytest.mark.parametrize(("death", "credits"), [(dt.date(2021, 6, 30), 3), (dt.date(2021, 7, 1), 0)])
def test_a_late_death_gives_back_the_months_after_the_month_of_death(death, credits):
    small = _july_closed()
    _dead(small, death)
    notes = _notes(small)
    assert len(notes) == credits
    if credits:
        assert notes[1] == (JUL, "iuran", 35_000, 0, -35_000, "late_death", "bpjs")


def test_a_late_death_that_the_pemda_bears_is_a_note_of_nothing_written_once():
    small = _july_closed(late_deaths_borne_by="pemda")
    _dead(small, dt.date(2021, 6, 1))
    assert _notes(small)[1] == (JUL, "iuran", 35_000, 35_000, 0, "late_death", "pemda")
    small.publish()
    assert {note[0] for note in _notes(small)} == {AUG}


def test_a_late_death_that_the_agreement_says_nothing_of_is_a_note_that_names_nobody():
    small = _july_closed(late_deaths_borne_by=None)
    _dead(small, dt.date(2021, 6, 1))
    assert [note[4:] for note in _notes(small)] == [(0, "late_death", None)] * 3


def test_a_correction_says_evidence_citation_and_person():
    small = _july_closed()
    _dead(small, dt.date(2021, 6, 30))
    row = _notes(small, "month_date, entry_key, person_id, nik, name, evidence, citation")[0]
    evidence = "meninggal 2021-06-30; akta KM-1"
    citation = "440/1-PKS/2021: kematian yang terlambat dilaporkan"
    assert row == (AUG, "SK-1/2021|2021-06-18|1", "R2", nik(1), "SITI AMINAH", evidence, citation)


def test_a_rate_known_later_is_booked_as_the_difference():
    small = _july_closed()
    small.rates = tuple(dataclasses.replace(r, amount=r.amount + 500 * (r.account == "iuran")) for r in small.rates)
    assert _notes(small) == [(JUL, "iuran", 35_000, 35_500, 500, "rate_changed", None)]
    assert _notes(small, "citation") == [("Perpres 64/2020 Pasal 34",)]


def test_a_rate_no_longer_known_leaves_the_month_alone():
    small = _july_closed()
    small.rates = tuple(rate for rate in small.rates if rate.month != Month(2021, 7))
    assert _notes(small) == []


def test_an_annulled_entry_is_given_back_whole():
    small = _july_closed()
    small.entry(1, "SITI AMINAH", decision="annul", submitted_date=dt.date(2021, 8, 2), decree_number="SK-BATAL")
    assert _notes(small)[1] == (JUL, "iuran", 35_000, 0, -35_000, "decision_reversed", None)
    assert _notes(small, "evidence, citation")[0] == ("pembatalan pada lampiran.csv baris 3", "SK-BATAL")


def test_an_annulled_removal_brings_the_month_back():
    small = SmallMonth(month=Month(2021, 8))
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH", decision="remove", submitted_date=dt.date(2021, 7, 1))
    small.publish()
    small.entry(1, "SITI AMINAH", decision="annul", submitted_date=dt.date(2021, 8, 20))
    assert _notes(small)[1] == (AUG, "iuran", 0, 35_000, 35_000, "decision_reversed", None)


def test_a_share_agreed_later_moves_money_between_payers_and_sums_to_nothing():
    small = _july_closed()
    small.terms = (terms(shares=(Share("kabkota", 600_000), Share("provinsi", MILLION - 600_000))),)
    notes = _notes(small, "account, payer, amount, cause")
    assert notes[2:] == [("iuran", "kabkota", -14_000, "share_changed"), ("iuran", "provinsi", 14_000, "share_changed")]
    assert sum(note[2] for note in notes) == 0


def test_a_removal_that_arrives_late_is_other_input():
    small = _july_closed()
    small.entry(1, "SITI AMINAH", decision="remove", submitted_date=dt.date(2021, 6, 18))
    assert _notes(small)[1] == (JUL, "iuran", 35_000, 0, -35_000, "other_input", None)


def test_an_entry_that_arrives_late_is_charged_for_the_closed_month():
    small = _july_closed()
    small.resident(2, "BUDI SANTOSO")
    small.entry(2, "BUDI SANTOSO")
    assert _notes(small, "corrected_month, name, amount, cause")[1] == (JUL, "BUDI SANTOSO", 35_000, "other_input")


def test_a_correction_is_booked_once_and_a_month_closed_again_is_the_same():
    small = _july_closed()
    _dead(small, dt.date(2021, 6, 30))
    first = _notes(small)
    assert _notes(small) == first
    small.publish()
    assert {note[0] for note in _notes(small)} == {AUG}


def test_what_was_corrected_and_then_found_true_is_booked_back():
    small = _july_closed()
    _dead(small, dt.date(2021, 6, 30))
    small.publish()
    small.tables["deaths"].clear()
    assert _notes(small)[1] == (JUL, "iuran", 0, 35_000, 35_000, "other_input", None)


def test_a_credit_is_used_by_the_next_month_and_the_ledger_knows_why():
    small = _july_closed()
    for month in ("2021-07", "2021-08"):
        small.payment(f"SP2D {month}", 35_000, month=month)
    _dead(small, dt.date(2021, 6, 30))
    engine = small.close()
    sql = "SELECT month_date, amount, rule FROM allocations ORDER BY month_date NULLS LAST"
    assert engine.fetch(sql) == [(AUG, 35_000, "named_month"), (None, 35_000, "overpaid")]
    causes = "SELECT cause, sum(debit) FROM ledger WHERE account = 'iuran' GROUP BY cause ORDER BY cause"
    assert engine.fetch(causes) == [("bill", 70_000), ("late_death", 35_000), ("overpaid", 35_000), ("payment", 35_000)]


def test_a_closed_month_that_billed_nothing_is_still_closed():
    small = SmallMonth(terms=())
    small.publish()
    small.terms = (terms(),)
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH")
    assert [note[0] for note in _notes(small)] == [JUL] * 3
