"""What self-paying families owe, by the law of each month, and what to offer the poor among them."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from people_tables import JULY, PeopleTables, people_engine, runs
from unpaid_tables import load_self_payers, unpaid_row

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.reference.self_payers import Debt, owed, suggestions
from cakupan.month.self_payers import arrears_law, own_rates

AREA, VILLAGE = "61", "61.71.01.1001"


def one(column: str, first: dt.date, months: int, month: Month = JULY, **values):
    load_self_payers(PeopleTables(AREA, month=month), unpaid=[unpaid_row("1", first, months, **values)])
    ((found,),) = people_engine().fetch(f"SELECT {column} FROM family_arrears")
    return found


def test_each_month_is_owed_at_its_own_rate():
    # March 2020 at 42,000, April to December at 25,500 (the centre's aid only while active), January 2021 at 35,000.
    assert one("amount", dt.date(2020, 3, 1), 11) == 42_000 + 9 * 25_500 + 35_000
    assert one("amount", dt.date(2016, 3, 1), 2, Month(2017, 6), **{"class": 1}) == 59_500 + 80_000


def test_the_cap_leaves_the_newest_months():
    june = Month(2017, 6)
    assert one("capped_months", dt.date(2016, 1, 1), 17, june) == 12
    assert one("capped_amount", dt.date(2015, 9, 1), 21, june, **{"class": 1}) == 12 * 80_000
    assert one("amount", dt.date(2015, 9, 1), 21, june, **{"class": 1}) == 7 * 59_500 + 14 * 80_000


@pytest.mark.parametrize(("months", "band"), [(1, "1-3"), (3, "1-3"), (4, "4-6"), (6, "4-6"), (7, "7-12"), (12, "7-12"),
    (13, "13-24"), (24, "13-24"), (25, ">24")])  # fmt: skip
def test_age_bands(months, band):
    assert one("age_band", Month(2021, 7).plus(-months).first_date, months) == band


@pytest.mark.parametrize(
    ("first", "months", "stops"),
    [
        (dt.date(2018, 8, 1), 1, None),
        (dt.date(2018, 9, 1), 1, dt.date(2018, 10, 1)),
        (dt.date(2016, 1, 1), 40, dt.date(2018, 10, 1)),
        (dt.date(2021, 5, 1), 2, dt.date(2021, 6, 1)),
    ],
    ids=["last month before the rule", "first month of the rule", "across", "later"],
)
def test_cover_stops_on_the_first_of_the_month_after_where_the_law_is_known(first, months, stops):
    assert one("suspended_from", first, months) == stops


def test_what_the_file_states_may_differ_and_what_is_not_known_is_not_judged():
    may = dt.date(2021, 5, 1)
    assert one("differs", may, 2, rupiah=70_000) is False
    assert one("differs", may, 2, rupiah=70_001) is True
    assert one("differs", may, 2) is None
    assert one("amount", dt.date(2013, 12, 1), 2) is None
    assert one("amount", dt.date(2021, 7, 1), 2) is None, "August 2021 has no rate yet in July"


def test_a_day_on_which_sources_of_the_cap_conflict_needs_a_reading():
    day = dt.date(2018, 10, 1)
    with pytest.raises(Refusal) as refused:
        arrears_law(until=Month(2018, 10), as_of=day)
    assert {reading["reading"] for reading in refused.value.fields["readings"]} >= {"cap_from_september_2018"}
    assert arrears_law(until=Month(2018, 10), as_of=day, readings=["cap_from_september_2018"]).months_max == 24


@pytest.mark.parametrize(("day", "most"), [(dt.date(2016, 6, 30), None), (dt.date(2016, 7, 1), 12), (dt.date(2018, 9, 17), 12),
    (dt.date(2018, 12, 18), 24)])  # fmt: skip
def test_the_cap_is_the_one_in_force_on_the_positions_date(day, most):
    assert arrears_law(until=Month.of(day), as_of=day).months_max == most


def test_before_any_cap_what_it_leaves_is_not_known():
    load_self_payers(PeopleTables(AREA, month=Month(2016, 6)), unpaid=[unpaid_row("1", dt.date(2016, 1, 1), 5)])
    found = people_engine().fetch("SELECT amount, capped_months, capped_amount FROM family_arrears")
    assert found == [(5 * 25_500, None, None)]


def test_own_rates_are_without_aid_and_without_a_gap():
    rates = own_rates(until=Month(2021, 12))
    assert len(rates) == 6 * 96
    assert {r.amount for r in rates if r.class_ == 3 and r.month >= Month(2021, 1)} == {35_000}


def _poor(serial: int, *, decile: int | None = None, family: str = "1", **member) -> tuple[PeopleTables, dict]:
    tables = PeopleTables(AREA)
    nik = f"617101410190{9000 + serial}"
    row = tables.resident(area_code=VILLAGE, nik=nik, name="SITI AMINAH")
    tables.member("1", resident_row=row, area_code=VILLAGE, **{"segment": "PBPU", "status": "inactive", **member})
    tables.poor(resident_row=row, decile=decile)
    return tables, unpaid_row("1", dt.date(2021, 1, 1), 3, family_card_number=family)


@pytest.mark.parametrize(
    ("policy", "suggestion"),
    [
        ({}, "pbi_jk"),
        ({"pbi_open": False, "pemda_room": 1}, "pemda_within_quota"),
        ({"pbi_open": False, "pemda_room": 0}, "ask_dinsos"),
        ({"decile_max": 3}, "pbi_jk"),
        ({"decile_max": 2}, None),
    ],
)
def test_the_poor_are_offered_pbi_first_then_the_quota(policy, suggestion):
    tables, row = _poor(1, decile=3)
    load_self_payers(tables, unpaid=[row], **policy)
    assert people_engine().fetch("SELECT poor, decile, suggestion, amount FROM family_arrears") == [
        (True, 3, suggestion, 105_000)
    ]


@pytest.mark.parametrize("segment", ["PBI_JK", "PEMDA", "PPU_SWASTA"])
def test_whoever_is_paid_for_by_now_is_offered_nothing_and_still_owes(segment):
    tables, row = _poor(1, segment=segment, status="active")
    load_self_payers(tables, unpaid=[row])
    assert people_engine().fetch("SELECT suggestion, amount FROM family_arrears") == [(None, 105_000)]


def test_the_dead_are_offered_nothing():
    tables, row = _poor(1)
    tables.add("finding_person", person_id="R2", code="deceased", event_date=None)
    load_self_payers(tables, unpaid=[row])
    assert people_engine().fetch("SELECT poor, suggestion FROM family_arrears") == [(True, None)]


def test_a_nik_leads_to_the_person_where_the_card_is_not_in_the_master():
    tables, row = _poor(1)
    tables.tables["members"].clear()
    same = {**row, "card_number": "9", "nik": "6171014101909001", "name": "SITI AMINAH"}
    other = {**same, "card_number": "8", "name": "BUDI SANTOSO"}
    load_self_payers(tables, unpaid=[same, other])
    assert people_engine().fetch("SELECT person_id, poor FROM family_arrears ORDER BY 1") == [("C8", False), ("R2", True)]


def test_totals_cut_the_same_rows_four_ways():
    rows = [
        unpaid_row("1", dt.date(2021, 5, 1), 1, family_card_number="F"),
        unpaid_row("2", dt.date(2021, 5, 1), 1, family_card_number="F", area_code="61.72.01.1001"),
        unpaid_row("3", dt.date(2020, 1, 1), 13, **{"class": 1}, area_code=None),
    ]
    tables = PeopleTables(AREA)
    for area in (VILLAGE, "61.72.01.1001"):
        tables.resident(area_code=area)
    load_self_payers(tables, unpaid=rows)
    found = people_engine().fetch("SELECT `by`, part, people, families, amount FROM family_arrears_totals ORDER BY 1, 2")
    old = 3 * 160_000 + 3 * 80_000 + 7 * 150_000
    assert found == [
        ("age_band", "1-3", 2, 1, 70_000),
        ("age_band", "13-24", 1, 1, old),
        ("area", "61", 1, 1, old),
        ("area", "61.71", 1, 1, 35_000),
        ("area", "61.72", 1, 1, 35_000),
        ("class", "1", 1, 1, old),
        ("class", "3", 2, 1, 70_000),
        ("poor", "false", 3, 2, 70_000 + old),
    ]


# Every debt is a case of its own: one engine run judges hundreds.
DEBTS_A_RUN = 300


def _random_debts(seed: int, month: Month) -> tuple[PeopleTables, list[dict], list[Debt]]:
    chance = random.Random(seed)
    tables, rows, debts = PeopleTables(AREA, month=month), [], []
    people = [_random_person(tables, chance, serial) for serial in range(DEBTS_A_RUN - 20)]
    for place in range(DEBTS_A_RUN):
        person = people[place] if place < len(people) else chance.choice(people)
        first, months = month.plus(-chance.randint(0, 110)), chance.choice([0, 1, 2, 3, 12, 13, 24, 25, chance.randint(1, 100)])
        if first < Month(2014, 1) and chance.random() < 0.9:
            first = Month(2014, 1)
        debt = Debt(
            row=place + 2, person_id=f"R{person['row']}", family=f"F{chance.randint(1, 120):03d}",
            segment=chance.choice(["PBPU", "BP"]), class_=chance.choice([1, 2, 3, 3]), first_month=first, months=months,
            stated=chance.choice([None, 0, 25_500, 35_000, 1_000_000]), poor=person["poor"], decile=person["decile"],
            gone=person["gone"], covered=person["covered"],
        )  # fmt: skip
        debts.append(debt)
        rows.append(
            unpaid_row(person["card"], first.first_date, months, segment=debt.segment, rupiah=debt.stated,
                       family_card_number=debt.family, **{"class": debt.class_})
        )  # fmt: skip
    return tables, rows, debts


def _random_person(tables: PeopleTables, chance: random.Random, serial: int) -> dict:
    row = tables.resident(area_code=VILLAGE)
    covered, gone = chance.random() < 0.2, chance.random() < 0.1
    segment = chance.choice(["PBI_JK", "PEMDA"]) if covered else chance.choice(["PBPU", "PBPU", "PBI_JK"])
    active = covered or (segment == "PBPU" and chance.random() < 0.3)
    card = f"card {serial}"
    tables.member(card, resident_row=row, segment=segment, status="active" if active else "inactive", area_code=VILLAGE)
    poor = chance.choice([True, True, False, None])
    decile = chance.choice([None, 1, 2, 5, 6, 9]) if poor else None
    if poor is not False:
        tables.poor(resident_row=row, decile=decile if poor else 1, link="accept" if poor else "review")
    if gone:
        tables.add("finding_person", person_id=f"R{row}", code="moved", event_date=None)
    return {"row": row, "card": card, "poor": poor, "decile": decile, "gone": gone, "covered": covered}


@settings(max_examples=runs(cases_a_run=DEBTS_A_RUN, short=6), deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    seed=st.integers(0, 2**32),
    month=st.sampled_from([Month(2017, 6), Month(2018, 9), Month(2019, 1), Month(2021, 7), Month(2024, 12)]),
    pbi_open=st.booleans(), room=st.integers(0, 80), decile_max=st.sampled_from([None, 5]),
)  # fmt: skip
def test_sql_equals_reference(seed, month, pbi_open, room, decile_max):
    tables, rows, debts = _random_debts(seed, month)
    load_self_payers(tables, unpaid=rows, pbi_open=pbi_open, pemda_room=room, decile_max=decile_max)
    columns = "amount, capped_months, capped_amount, age_band, suspended_from, differs"
    of_sql = {row[0]: row[1:] for row in people_engine().fetch(f"SELECT unpaid_row, {columns}, suggestion FROM family_arrears")}
    offered = suggestions(debts=debts, pbi_open=pbi_open, pemda_room=room, decile_max=decile_max)
    for debt in debts:
        plain = owed(debt=debt, as_of=month.first_date, until=month)
        assert of_sql[debt.row] == (*vars(plain).values(), offered[debt.row]), debt
    assert len(of_sql) == len(debts)


def test_the_generator_reaches_every_case():
    seen: Counter[object] = Counter()
    for seed, month in enumerate((Month(2017, 6), Month(2024, 12)) * 2):
        _, _, debts = _random_debts(seed, month)
        for pbi_open in (True, False):
            seen.update(suggestions(debts=debts, pbi_open=pbi_open, pemda_room=40, decile_max=5).values())
        for debt in debts:
            plain = owed(debt=debt, as_of=month.first_date, until=month)
            seen.update([plain.age_band, ("differs", plain.differs), ("suspended", plain.suspended_from is not None)])
            seen[("unknown", plain.amount is None)] += 1
            seen[("capped", plain.capped_months < debt.months)] += 1
    wished = ["1-3", "4-6", "7-12", "13-24", ">24", "pbi_jk", "pemda_within_quota", "ask_dinsos", None]
    pairs = [(name, value) for name in ("suspended", "unknown", "capped", "differs") for value in (True, False)]
    assert not [case for case in [*wished, *pairs, ("differs", None)] if not seen[case]]
