"""What speaks against an annex line, the rupiah that hang on it, and what it takes out of the verified bill."""

from __future__ import annotations

import datetime as dt

import pytest
from small_month import AGREEMENT, SmallMonth, nik, rates, terms

from cakupan.law.calendar import Month


def _siti(month: Month = Month(2021, 9), **resident) -> SmallMonth:  # noqa: B008
    small = SmallMonth(month=month)
    small.resident(1, "SITI AMINAH", **resident)
    small.entry(1, "SITI AMINAH")
    return small


def _listed(small: SmallMonth, columns: str = "code, provable, rupiah_per_month, rupiah_to_date"):
    return small.close().fetch(f"SELECT {columns} FROM mismatches WHERE subject = 'list' ORDER BY list_row, code")


def _excluded(small: SmallMonth):
    return small.close().fetch(
        "SELECT list_row, mismatch, excluded_for FROM bill_lines WHERE account = 'iuran' ORDER BY list_row"
    )


@pytest.mark.parametrize(
    ("death", "provable", "to_date"),
    [
        (dt.date(2020, 1, 5), True, 3 * 37_800),
        (dt.date(2021, 6, 30), True, 3 * 37_800),
        (dt.date(2021, 7, 1), True, 2 * 37_800),
        (dt.date(2021, 7, 31), True, 2 * 37_800),
        (dt.date(2021, 8, 31), True, 37_800),
        (dt.date(2021, 9, 1), False, 0),
    ],
)
def test_a_death_counts_from_the_month_after_it(death, provable, to_date):
    small = _siti()
    small.add(
        "deaths", nik=nik(1), name="SITI AMINAH", death_date=death, certificate_number="9", reported_date=dt.date(2021, 9, 2)
    )
    assert _listed(small) == [("deceased", provable, 37_800, to_date)]
    assert _excluded(small) == [(2, "deceased", "deceased" if provable else None)]


def test_both_dates_of_a_death_are_kept_and_who_bears_the_gap():
    small = _siti()
    small.add("deaths", nik=nik(1), name="SITI AMINAH", death_date=dt.date(2021, 8, 3), reported_date=dt.date(2021, 9, 2))
    assert _listed(small, "event_date, reported_date, borne_by") == [(dt.date(2021, 8, 3), dt.date(2021, 9, 2), "bpjs")]


def test_a_certificate_with_another_name_and_birth_date_declares_nobody_dead():
    small = _siti()
    small.add("deaths", nik=nik(1), name="BUDI SANTOSO", birth_date=dt.date(1950, 2, 2), death_date=dt.date(2021, 6, 1))
    assert _listed(small) == []


def test_a_line_under_review_is_not_declared_dead_for_its_candidate():
    small = SmallMonth()
    small.resident(1, "SITI AMINAH", population_flag="2")
    small.entry(1, "BUDI SANTOSO")
    assert _listed(small, "code, provable") == [("identity_uncertain", False)]


def test_the_registers_mark_counts_this_month_only_for_it_has_no_date():
    assert _listed(_siti(population_flag="2")) == [("deceased", True, 37_800, 37_800)]


def test_a_finding_of_linking_reaches_the_line_through_the_person():
    small = _siti()
    small.finding("deceased", subject="resident", subject_row=2, evidence="akta", event_date=dt.date(2021, 7, 20))
    assert _listed(small) == [("deceased", True, 37_800, 2 * 37_800)]


def test_a_finding_about_a_poverty_row_reaches_it_only_when_accepted():
    for decision, codes in (("accept", [("decile_above_threshold", False)]), ("review", [])):
        small = _siti()
        small.add("poverty_links", row=9, resident_row=2, decision=decision)
        small.finding("decile_above_threshold", subject="poverty", subject_row=9)
        assert _listed(small, "code, provable") == codes


@pytest.mark.parametrize(
    ("destination", "codes"),
    [("31.71", ["moved"]), ("99.73.02.1001", []), ("99.73", []), ("99.731", ["moved"]), (None, ["moved"])],
)
def test_a_move_within_the_area_is_no_departure(destination, codes):
    small = _siti()
    small.add("moves", nik=nik(1), name="SITI AMINAH", move_date=dt.date(2021, 6, 1), destination_code=destination)
    assert [code for (code,) in _listed(small, "code")] == codes


def test_a_later_line_of_the_same_person_is_the_duplicate():
    small = _siti()
    small.entry(1, "SITI AMINAH")
    assert _listed(small, "list_row, code, other_id") == [(3, "duplicate", "2")]
    assert _excluded(small) == [(2, "", None), (3, "duplicate", "duplicate")]


def test_the_line_that_began_first_is_kept_whatever_its_place():
    small = SmallMonth(month=Month(2021, 9))
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH", submitted_date=dt.date(2021, 7, 5))
    small.entry(1, "SITI AMINAH", submitted_date=dt.date(2021, 6, 5))
    assert _excluded(small) == [(2, "duplicate", "duplicate"), (3, "", None)]


@pytest.mark.parametrize(
    ("segment", "status", "expected"),
    [
        ("PBI_JK", "active", [("funded_twice", True)]),
        ("PBI_JK", "inactive", []),
        ("PPU_SWASTA", "active", [("wage_earner_paid_by_pemda", False)]),
        ("PEMDA", "active", []),
        ("PBPU", "active", []),
    ],
)
def test_who_else_pays(segment, status, expected):
    small = _siti()
    small.member(5, "SITI AMINAH", resident_row=2, segment=segment, status=status)
    assert _listed(small, "code, provable") == expected


def test_a_card_under_review_pays_for_nobody_yet():
    small = _siti()
    small.member(5, "SITI AMINAH", resident_row=2, link="review", segment="PBI_JK", nik=None)
    assert _listed(small) == []


def test_funded_twice_counts_from_the_other_cards_first_day():
    small = _siti()
    small.member(5, "SITI AMINAH", resident_row=2, segment="PBI_JK", start_date=dt.date(2021, 8, 1))
    assert _listed(small) == [("funded_twice", True, 37_800, 2 * 37_800)]


def test_a_second_agreement_pays_twice():
    small = _siti()
    small.terms = (terms(), terms(number="provinsi", payer="provinsi", decree_number="SK-P"))
    small.entry(1, "SITI AMINAH", agreement_number="provinsi", decree_number="SK-P")
    assert _listed(small, "list_row, code, other_id") == [(3, "funded_twice", AGREEMENT)]


def test_nobody_in_the_register_but_never_while_someone_must_judge():
    small = SmallMonth()
    small.entry(8, "NOBODY")
    small.resident(1, "SITI AMINAH")
    small.entry(1, "BUDI SANTOSO")
    assert _listed(small, "list_row, code, provable") == [(2, "not_in_register", True), (3, "identity_uncertain", False)]


@pytest.mark.parametrize(
    ("anomaly", "code", "provable"),
    [
        (None, "not_in_register", True),
        ("area", "not_in_register", True),
        ("length", "nik_missing_or_invalid", False),
        ("missing", "nik_missing_or_invalid", False),
    ],
)
def test_a_damaged_nik_that_nobody_answers_to_is_a_question(anomaly, code, provable):
    small = SmallMonth()
    small.entry(8, "NOBODY", nik=None if anomaly == "missing" else nik(8), nik_anomaly=anomaly)
    assert _listed(small, "code, provable") == [(code, provable)]


def test_a_line_with_several_codes_is_taken_out_once_for_the_first():
    small = _siti(population_flag="2")
    small.member(5, "SITI AMINAH", resident_row=2, segment="PBI_JK")
    engine = small.close()
    assert engine.fetch("SELECT DISTINCT mismatch, excluded_for FROM bill_lines") == [("deceased,funded_twice", "deceased")]
    totals = engine.fetch(
        "SELECT code, lines, rupiah_per_month, excluded_people, excluded_rupiah FROM mismatch_totals ORDER BY code"
    )
    assert totals == [("deceased", 1, 37_800, 1, 37_800), ("funded_twice", 1, 37_800, 0, 0)]


def test_rupiah_to_date_follow_each_months_rate():
    small = SmallMonth(month=Month(2022, 2))
    small.terms = (terms(from_date=dt.date(2021, 11, 1), to_date=dt.date(2022, 12, 1)),)
    old, new = rates(first=Month(2021, 11), months=2), rates(first=Month(2022, 1), months=2)
    small.rates = tuple(_dearer(rate, -1_000) for rate in old) + new
    small.entry(8, "NOBODY")
    assert _listed(small) == [("not_in_register", True, 37_800, 2 * 35_800 + 2 * 37_800)]


def test_rupiah_to_date_are_not_known_where_a_month_has_no_rate():
    small = SmallMonth(month=Month(2022, 2))
    small.terms = (terms(from_date=dt.date(2021, 11, 1), to_date=dt.date(2022, 12, 1)),)
    small.rates = rates(first=Month(2021, 11), months=1) + rates(first=Month(2022, 1), months=2)
    small.entry(8, "NOBODY")
    engine = small.close()
    assert engine.fetch("SELECT rupiah_per_month, rupiah_to_date FROM mismatches") == [(37_800, None)]
    assert engine.fetch("SELECT rupiah_to_date FROM mismatch_totals") == [(None,)]


def test_a_mismatch_of_an_entry_still_to_come_costs_nothing_yet():
    small = SmallMonth()
    small.entry(8, "NOBODY", submitted_date=dt.date(2021, 6, 21))
    assert _listed(small) == [("not_in_register", True, 0, 0)]


def test_linkings_findings_stand_beside_with_their_line_and_without_rupiah():
    small = _siti()
    small.finding("duplicate", subject="resident", subject_row=2, evidence="baris 9", bpk_kind="duplicate_nik")
    found = small.close().fetch("SELECT subject, code, list_row, rupiah_per_month, provable FROM mismatches")
    assert found == [("resident", "duplicate", 2, None, False)]


def _dearer(rate, by):
    import dataclasses

    return dataclasses.replace(rate, amount=rate.amount + by)
