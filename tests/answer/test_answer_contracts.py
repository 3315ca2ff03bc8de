"""Where a facility has no contract: why, where else a member is served, who mends it; a lapsed credentialing is a note."""

from __future__ import annotations

import dataclasses
import datetime as dt

import duckdb
import pyarrow.parquet as pq
import pytest
from test_answer_eligibility import ACTIVE, ON, POSITION, RESIDENT

from answer.desk_files import AREA, HERE, UNCONTRACTED
from answer.every_reason import region
from cakupan.answer.contracts import Facilities
from cakupan.answer.eligibility import Answer, eligibility
from cakupan.answer.record import Facility, Source
from cakupan.law.calendar import Month
from cakupan.wiring import book
from cakupan.wiring.editions import PublishedEdition, current_edition

ROW = Source("facilities", "faskes.csv", 4)
DAY = dt.timedelta(days=1)
ENDED = "kontraknya berakhir 14 Juli 2021"
ASKING = Facility("R901", "RSUD CONTOH", None, ON, ROW)


def asked(asking: Facility, *others: Facility, own: Facility | None = None, on: dt.date = ON) -> Answer:
    card = dataclasses.replace(ACTIVE, facility_code=own.code if own else None)
    person = dataclasses.replace(RESIDENT, cards=(card,), facility=own)
    found = Facilities(asking, *others, *((own,) if own else ()))
    return eligibility(people=(person,), position=POSITION, on=on, facility=asking.code, facilities=found)


def codes(answer: Answer) -> list[str]:
    return [each.code for each in answer.reasons]


def actions(answer: Answer) -> list[str]:
    return [each.code for each in answer.do_now]


def hospital(name: str, **changed: object) -> Facility:
    found = Facility(name, name, None, None, ROW, receives=True)
    return dataclasses.replace(found, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("contract", "credentialing", "says", "mended"),
    [
        ((None, ON), None, f"{ENDED})", "mend_contract"),
        ((None, ON), ON + DAY, f"{ENDED})", "mend_contract"),
        ((None, ON), ON, f"{ENDED}; kredensialing berlaku sampai 14 Juli 2021)", "mend_credentialing"),
        ((None, ON), ON - DAY, f"{ENDED}; kredensialing berlaku sampai 13 Juli 2021)", "mend_credentialing"),
        ((ON + DAY, None), ON - DAY, "kontraknya mulai 16 Juli 2021)", "mend_contract"),
        ((ON + DAY, ON + 9 * DAY), None, "kontraknya mulai 16 Juli 2021)", "mend_contract"),
    ],
)  # fmt: skip
def test_why_there_is_no_contract_and_who_mends_it(contract, credentialing, says, mended):
    asking = dataclasses.replace(ASKING, contract_from=contract[0], contract_to=contract[1], credentialing_to=credentialing)
    answer = asked(asking)
    assert (answer.status, codes(answer)) == ("active", ["asking_facility_not_contracted", "branch_active"])
    assert says in answer.reasons[0].text and answer.reasons[0].source == ROW
    assert actions(answer) == ["treat_emergency", "refer_contracted", mended]


def test_where_else_is_the_registered_facility_if_it_has_a_contract():
    own = Facility("P1", "PUSKESMAS A", None, ON + DAY, ROW)
    answer = asked(ASKING, hospital("RS B"), own=own)
    assert answer.do_now[1].text == "Selain gawat darurat: rujuk ke PUSKESMAS A, faskes terdaftarnya."
    assert answer.do_now[1].text_en == "Other than an emergency: refer to PUSKESMAS A, where the member is registered."
    assert answer.do_now[0].rule == "UU 17/2023 Pasal 174"


def test_else_the_first_three_that_take_in_patients_and_have_a_contract():
    own = Facility("P1", "PUSKESMAS A", None, ON, ROW)
    others = [
        *(hospital("RS D"), hospital("RS C"), hospital("RS B", contract_to=ON), hospital("RS A", contract_from=ON + DAY)),
        *(hospital("PUSKESMAS Z", receives=False), hospital("RS F"), hospital("RS E", contract_from=ON)),
    ]
    answer = asked(ASKING, *others, own=own)
    assert answer.do_now[1].text == "Selain gawat darurat: rujuk ke RS C, RS D atau RS E (bekerja sama dengan BPJS)."
    assert answer.do_now[1].text_en == "Other than an emergency: refer to RS C, RS D or RS E (with a contract with BPJS)."
    assert codes(answer) == ["asking_facility_not_contracted", "branch_active", "facility_not_contracted"]


def test_one_is_named_alone_and_none_is_said_in_general():
    assert asked(ASKING, hospital("RS C")).do_now[1].text.endswith("rujuk ke RS C (bekerja sama dengan BPJS).")
    assert asked(ASKING).do_now[1].text == "Selain gawat darurat: rujuk ke fasilitas yang bekerja sama dengan BPJS."


def test_where_else_is_of_the_day_asked_about():
    found = Facilities(hospital("RS C", contract_to=ON), hospital("RS D", contract_from=ON))
    assert [found.receiving(ON - DAY), found.receiving(ON), found.receiving(ON - DAY)] == [("RS C",), ("RS D",), ("RS C",)]


def test_days_that_are_not_asked_about_again_are_forgotten():
    found = Facilities(hospital("RS C"))
    assert {found.receiving(ON + n * DAY) for n in range(1000)} == {("RS C",)} and len(found._receiving) <= 400


@pytest.mark.parametrize(("credentialing", "lapsed"), [(ON, True), (ON + DAY, False), (None, False)])
def test_a_lapsed_credentialing_is_a_note_and_the_contract_decides(credentialing, lapsed):
    asking = dataclasses.replace(ASKING, contract_to=None, credentialing_to=credentialing)
    answer = asked(asking)
    assert (answer.status, actions(answer)) == ("active", ["make_sep"])
    assert codes(answer) == ["branch_active", *(["credentialing_lapsed"] if lapsed else [])]
    assert not lapsed or "berlaku sampai 14 Juli 2021" in answer.reasons[1].text


def test_it_is_noted_once_where_the_asking_facility_is_the_registered_one():
    own = dataclasses.replace(ASKING, contract_to=None, credentialing_to=ON)
    assert codes(asked(own, own=own)) == ["branch_active", "credentialing_lapsed"]


# What the book of an edition holds


def edition() -> PublishedEdition:
    found = current_edition(workspace=region(), area=AREA, month=Month(2026, 2))
    assert found is not None
    return found


def test_a_book_knows_of_credentialing_and_of_who_takes_in_patients():
    opened = book.book_of(edition())
    try:
        old = opened.facilities[UNCONTRACTED]
        assert old.credentialing_to == dt.date(2025, 5, 1) and opened.facilities[HERE].credentialing_to is None
        assert opened.facilities.receiving(dt.date(2026, 2, 14)) == ("RS CONTOH BARU", "RSUD CONTOH")
    finally:
        opened.close()


def test_an_edition_from_before_credentialing_was_told_still_gives_a_book(tmp_path):
    path = tmp_path / "facilities.parquet"
    pq.write_table(pq.read_table(edition().table("facilities")).drop_columns(["credentialing_to"]), path)
    with duckdb.connect(":memory:") as tables:
        book._view(tables, "facilities", path, book.NEWER_OF_OPTIONAL["facilities"])
        rows = tables.execute(book.FACILITIES, [AREA, book.RECEIVES]).fetchall()
    assert len(rows) == 4 and {row[4] for row in rows} == {None}


@pytest.mark.parametrize(
    ("area", "services", "receives"),
    [
        ("36.73.01.1001", "rawat jalan; IGD", True),
        ("36.73.01.1001", "RAWAT INAP", True),
        ("36.73.01.1001", "UGD 24 jam", True),
        ("36.73.01.1001", "rawat jalan", False),
        ("36.73.01.1001", "rigid", False),
        ("36.73.01.1001", None, False),
        ("36.04.01.2001", "IGD", False),
        (None, "IGD", False),
    ],
)
def test_who_takes_in_patients_of_the_area(area, services, receives):
    with duckdb.connect(":memory:") as tables:
        tables.execute(f"CREATE TABLE facilities ({book.OPTIONAL['facilities']})")
        tables.execute("INSERT INTO facilities VALUES (2, 'R1', 'RS', ?, NULL, NULL, ?, NULL, true)", [area, services])
        assert tables.execute(book.FACILITIES, [AREA, book.RECEIVES]).fetchall()[0][5] is receives
