"""Bills that rest on the branch's position alone: aid for class III self-payers, the province's part of PBI JK."""

from __future__ import annotations

import datetime as dt

import pytest
from people_tables import JULY, PeopleTables, people_engine
from unpaid_tables import load_self_payers

from cakupan.law.calendar import Month

VILLAGE = "61.71.01.1001"
LINES = "SELECT bill, card_number, payer, account, amount FROM position_lines ORDER BY 1, 2"


def tables(month: Month = JULY) -> PeopleTables:
    made = PeopleTables("61", month=month)
    row = made.resident(area_code=VILLAGE, nik="6171014101909001", name="SITI")
    made.member("1", resident_row=row, area_code=VILLAGE, segment="PBPU", nik="6171014101909001", name="SITI")
    return made


@pytest.mark.parametrize(
    ("month", "amount"), [(Month(2020, 12), None), (Month(2021, 1), 2800)], ids=["last month before", "first month"]
)
def test_the_aid_begins_with_2021(month, amount):
    load_self_payers(tables(month))
    found = people_engine().fetch(LINES)
    assert found == ([("bantuan_iuran_mandiri", "1", "kabkota", "bantuan_iuran", amount)] if amount else [])


@pytest.mark.parametrize(
    "changed", [{"class": 2}, {"status": "inactive"}, {"status": None}, {"segment": "PPU_SWASTA"}, {"segment": "PEMDA"}]
)
def test_only_active_self_payers_of_class_iii_get_it(changed):
    made = tables()
    made.member("2", area_code=VILLAGE, **{"segment": "BP", **changed})
    load_self_payers(made)
    assert [line[1] for line in people_engine().fetch(LINES)] == ["1"]


def test_the_province_bears_a_part_of_every_active_pbi():
    made = tables()
    made.member("2", area_code=VILLAGE, segment="PBI_JK")
    made.member("3", area_code="61.72.01.1001", segment="PBI_JK", **{"class": None})
    made.member("4", area_code="36.71.01.1001", segment="PBI_JK")
    made.member("5", area_code=VILLAGE, segment="PBI_JK", status="inactive")
    load_self_payers(made)
    totals = people_engine().fetch("SELECT * FROM position_totals ORDER BY 1, 2")
    assert totals == [
        ("bantuan_iuran_mandiri", "61.71", "kabkota", "bantuan_iuran", 1, 2800),
        ("iuran_pbi_provinsi", "61", "provinsi", "iuran_provinsi", 1, 2100),
        ("iuran_pbi_provinsi", "61.71", "provinsi", "iuran_provinsi", 1, 2100),
        ("iuran_pbi_provinsi", "61.72", "provinsi", "iuran_provinsi", 1, 2100),
    ]


def test_without_a_fiscal_capacity_the_province_has_no_bill():
    made = tables()
    made.member("2", area_code=VILLAGE, segment="PBI_JK")
    load_self_payers(made, fiscal_capacity=None)
    assert [line[0] for line in people_engine().fetch(LINES)] == ["bantuan_iuran_mandiri"]


def test_a_card_twice_is_billed_once_in_the_segment_of_its_first_active_row():
    made = tables()
    made.member("2", area_code=VILLAGE, segment="PBI_JK")
    made.member("2", area_code=VILLAGE, segment="PBPU")
    load_self_payers(made)
    assert [line[:2] for line in people_engine().fetch(LINES)] == [("bantuan_iuran_mandiri", "1"), ("iuran_pbi_provinsi", "2")]


def test_every_line_names_its_person_and_its_law():
    load_self_payers(tables())
    ((person, nik, name, key, citation),) = people_engine().fetch(
        "SELECT person_id, nik, name, rate_key, citation FROM position_lines"
    )
    assert (person, nik, name) == ("R2", "6171014101909001", "SITI")
    assert key.startswith("contribution.pbpu_bp.class_3@2021-01-01:pemda") and "PMK 78" in citation


def test_the_regions_own_payer_of_the_aid():
    load_self_payers(tables(), self_payer_aid_payer="provinsi")
    assert people_engine().fetch(LINES)[0][2] == "provinsi"
    assert dt.date(2021, 7, 1) in people_engine().fetch("SELECT first_date FROM run")[0]
