"""Who is listed as what: small registers in, codes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from small_registers import AS_OF, SITI, codes, link, links, opened, person

from cakupan.engines.embedded import DuckDBEngine
from cakupan.linking.mismatch import BPK_KINDS, MISMATCHES

BUDI = {
    "nik": "3673010909719001",
    "family_card_number": "3673011502109001",
    "name": "BUDI HARTONO",
    "birth_date": dt.date(1971, 9, 9),
    "sex": "L",
    "mother_name": "KASIH",
    "area_code": "36.73.01.1001",
}
LIVING = {"population_flag": "0"}
CARD = {"card_number": "0001234567891", "segment": "PEMDA", "segment_label": "PBI APBD", "status": "active"}
DIED = {"death_date": dt.date(2021, 5, 1), "certificate_number": "3673-KM-000001"}
LEFT = {"move_date": dt.date(2021, 5, 1), "destination_code": "32.01"}
UNLISTED: set[str] = set()


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    engine = opened()
    yield engine
    engine.close()


def member(of: dict[str, Any] = SITI, **changed: Any) -> dict[str, Any]:
    return {**of, **CARD, **changed}


def resident(of: dict[str, Any] = SITI, **changed: Any) -> dict[str, Any]:
    return {**of, **LIVING, **changed}


def finding(engine: DuckDBEngine, subject: str, code: str) -> dict[str, Any]:
    columns = ("subject_id", "subject_row", "nik", "other_id", "evidence", "suggested_action", "bpk_kind", "event_date")
    (row,) = engine.fetch(f"SELECT {', '.join(columns)} FROM findings WHERE subject = '{subject}' AND code = '{code}'")
    return dict(zip(columns, row, strict=True))


def test_nothing_is_listed_where_all_agree(engine: DuckDBEngine) -> None:
    link(engine, residents=[resident()], poverty=[SITI], members=[member()])
    assert codes(engine, "resident") == codes(engine, "poverty") == codes(engine, "member") == {}


def test_the_dead_are_listed_in_every_register_they_stand_in(engine: DuckDBEngine) -> None:
    link(engine, residents=[resident()], poverty=[SITI], members=[member()], deaths=[{**SITI, **DIED}])
    for subject in ("resident", "poverty", "member"):
        assert "deceased" in codes(engine, subject)[2], subject
    found = finding(engine, "member", "deceased")
    assert found["subject_id"] == CARD["card_number"]
    assert found["event_date"] == DIED["death_date"]
    assert "3673-KM-000001" in found["evidence"]
    assert found["bpk_kind"] == "nik_not_found_or_invalid"


def test_the_dead_and_departed_are_listed_though_no_resident_register_has_them(engine: DuckDBEngine) -> None:
    gone = {**BUDI, "mother_name": None}
    link(
        engine,
        residents=[resident()],
        poverty=[SITI, BUDI],
        members=[member(), member(BUDI, card_number="0001234567892")],
        deaths=[{**gone, **DIED}],
        moves=[{**gone, **LEFT}],
    )
    for subject in ("poverty", "member"):
        assert {"deceased", "moved", "not_in_register"} <= codes(engine, subject)[3], subject
        assert not {"deceased", "moved"} & codes(engine, subject).get(2, UNLISTED), subject


def test_a_family_members_death_is_not_ones_own(engine: DuckDBEngine) -> None:
    """The widow has the same card, village and, by a slip, NIK; her husband died."""
    link(
        engine,
        residents=[resident(), resident(BUDI)],
        poverty=[SITI],
        members=[member()],
        deaths=[{**BUDI, **DIED, "nik": SITI["nik"]}],
    )
    assert "deceased" not in codes(engine, "poverty").get(2, UNLISTED)
    assert "deceased" not in codes(engine, "member").get(2, UNLISTED)
    assert "deceased" not in codes(engine, "resident").get(2, UNLISTED)


@pytest.mark.parametrize(("day", "listed"), [(AS_OF, True), (AS_OF + dt.timedelta(days=1), False)])
@pytest.mark.parametrize(
    ("kind", "event", "column", "code"), [("deaths", DIED, "death_date", "deceased"), ("moves", LEFT, "move_date", "moved")]
)
def test_what_happens_after_the_position_date_has_not_happened(
    engine: DuckDBEngine, day: dt.date, listed: bool, kind: str, event: dict[str, Any], column: str, code: str
) -> None:
    link(engine, residents=[resident()], poverty=[SITI], **{kind: [{**SITI, **event, column: day}]})
    assert (code in codes(engine, "poverty").get(2, UNLISTED)) is listed
    assert (code in codes(engine, "resident").get(2, UNLISTED)) is listed


@pytest.mark.parametrize(
    ("destination", "listed"), [("32.01", True), ("36.72", True), (None, True), ("36.73", False), ("36.73.02", False)]
)
def test_a_move_within_the_regency_is_no_departure(engine: DuckDBEngine, destination: str | None, listed: bool) -> None:
    link(engine, residents=[resident()], poverty=[SITI], moves=[{**SITI, **LEFT, "destination_code": destination}])
    assert ("moved" in codes(engine, "poverty").get(2, UNLISTED)) is listed


def test_the_registers_own_mark_counts_and_the_dead_stay_linkable(engine: DuckDBEngine) -> None:
    link(engine, residents=[resident(population_flag="2")], poverty=[SITI], members=[member()])
    assert links(engine) == [(2, 2, "accept")]
    for subject in ("resident", "poverty", "member"):
        assert codes(engine, subject)[2] == {"deceased"}, subject
        assert "FLAG_STATUS 2" in finding(engine, subject, "deceased")["evidence"]


def test_rows_about_one_person_name_the_earliest_of_them(engine: DuckDBEngine) -> None:
    rows = [
        {**SITI, "source_id": "A"},
        {**BUDI, "source_id": "B"},
        {**SITI, "source_id": "A"},
        person(source_id="C", name="SITI ROHANA"),
    ]
    link(engine, residents=[resident(), resident(BUDI)], poverty=rows)
    found = engine.fetch("SELECT subject_row, subject_id, other_id FROM findings WHERE code = 'duplicate' ORDER BY subject_row")
    assert found == [(4, "A", "A"), (5, "C", "A")]


def test_rows_meet_in_the_resident_even_if_they_do_not_look_alike(engine: DuckDBEngine) -> None:
    by_number = person(name="SITI", mother_name=None, family_card_number=None, source_id="A")
    by_name = person(nik=None, birth_date=dt.date(1980, 1, 1), source_id="B")
    link(engine, residents=[resident()], poverty=[by_number, by_name])
    assert "duplicate" in codes(engine, "poverty")[3]
    assert finding(engine, "poverty", "duplicate")["other_id"] == "A"


def test_twins_are_no_duplicates(engine: DuckDBEngine) -> None:
    rina = resident(nik="3673015808129001", name="RINA LESTARI", birth_date=dt.date(2012, 8, 18), mother_name="SITI ROHANAH")
    rini = {**rina, "nik": "3673015808129002", "name": "RINI LESTARI"}
    link(engine, residents=[rina, rini], poverty=[rina, rini])
    assert codes(engine, "resident") == codes(engine, "poverty") == {}


def test_who_is_under_review_is_never_said_to_be_missing(engine: DuckDBEngine) -> None:
    doubtful = person(nik=None, name="S", mother_name=None)
    stranger = {"name": "KARTINI OEMAR", "birth_date": dt.date(1955, 7, 22), "sex": "P"}
    link(engine, residents=[resident()], poverty=[doubtful, stranger])
    assert [decided for _, _, decided in links(engine)] == ["review", "none"]
    assert "not_in_register" not in codes(engine, "poverty").get(2, UNLISTED)
    assert "not_in_register" in codes(engine, "poverty")[3]


@pytest.mark.parametrize(
    ("changed", "code", "word"),
    [
        ({"nik": "3673015503809011"}, "identity_differs", "NIK berbeda"),
        ({"birth_date": dt.date(1980, 3, 25)}, "identity_differs", "tanggal lahir berbeda"),
        ({"sex": "L"}, "identity_differs", "jenis kelamin berbeda"),
        ({"nik": None}, "nik_missing_or_invalid", "NIK kosong"),
        ({"nik": "0000000000000000", "nik_anomaly": "zero"}, "nik_missing_or_invalid", "NIK kosong"),
    ],
)
def test_what_is_written_otherwise_is_said(engine: DuckDBEngine, changed: dict[str, Any], code: str, word: str) -> None:
    link(engine, residents=[resident()], poverty=[person(**changed)])
    found = finding(engine, "poverty", code)
    assert word in found["evidence"]
    assert found["nik"] == SITI["nik"], "the resident's number is shown beside it"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"segment": "PBI_JK"}, "funded_twice"),
        ({"segment": "PPU"}, "wage_earner_paid_by_pemda"),
        ({"segment": "PPU_SWASTA"}, "wage_earner_paid_by_pemda"),
        ({"segment": "PBPU"}, None),
        ({"segment": "PBI_JK", "status": "inactive"}, None),
    ],
)
def test_a_second_active_card_that_somebody_else_pays(engine: DuckDBEngine, other: dict[str, Any], code: str | None) -> None:
    link(
        engine,
        residents=[resident()],
        poverty=[],
        members=[member(), member(card_number="0009876543219", segment_label="LAIN", **other)],
    )
    found = codes(engine, "member").get(2, UNLISTED) & {"funded_twice", "wage_earner_paid_by_pemda"}
    assert found == ({code} if code else UNLISTED)
    if code:
        assert finding(engine, "member", code)["other_id"] == "0009876543219"


@pytest.mark.parametrize(("decile", "limit", "listed"), [(4, 4, False), (5, 4, True), (5, None, False), (None, 4, False)])
def test_the_decrees_decile(engine: DuckDBEngine, decile: int | None, limit: int | None, listed: bool) -> None:
    link(engine, residents=[resident()], poverty=[person(decile=decile)], decile_max=limit)
    assert ("decile_above_threshold" in codes(engine, "poverty").get(2, UNLISTED)) is listed


@pytest.mark.parametrize(("born", "listed"), [(dt.date(2021, 4, 1), False), (dt.date(2021, 4, 2), True), (AS_OF, True)])
def test_a_newborn_waits_three_months_for_a_nik(engine: DuckDBEngine, born: dt.date, listed: bool) -> None:
    baby = member(nik=None, nik_anomaly="missing", name="BAYI NY ROHANAH", birth_date=born, mother_name="SITI ROHANAH")
    link(engine, residents=[resident()], poverty=[], members=[baby])
    assert ("newborn_without_nik" in codes(engine, "member").get(2, UNLISTED)) is listed


def test_the_poor_without_an_active_card_are_listed(engine: DuckDBEngine) -> None:
    link(
        engine, residents=[resident(), resident(BUDI)], poverty=[SITI, BUDI], members=[member(), member(BUDI, status="inactive")]
    )
    assert "missing_from_cover" not in codes(engine, "poverty").get(2, UNLISTED)
    assert codes(engine, "poverty")[3] == {"missing_from_cover"}


def test_without_a_member_master_nobody_is_said_to_lack_a_card(engine: DuckDBEngine) -> None:
    link(engine, residents=[resident()], poverty=[SITI])
    assert codes(engine, "poverty") == {}


def test_unreadable_rows_are_linked_to_nobody_and_listed_as_nothing(engine: DuckDBEngine) -> None:
    link(engine, residents=[resident()], poverty=[{"readable": False}, SITI])
    assert links(engine) == [(2, None, "none"), (3, 2, "accept")]
    assert engine.fetch("SELECT rule FROM poverty_links ORDER BY row") == [("unreadable",), ("nik_and_name",)]
    assert codes(engine, "poverty") == {}


def test_every_code_says_what_to_do_and_is_counted_where_bpk_counts() -> None:
    assert len({mismatch.code for mismatch in MISMATCHES}) == len(MISMATCHES)
    for mismatch in MISMATCHES:
        assert mismatch.suggested_action.endswith(".")
        assert mismatch.bpk_kind in {None, *BPK_KINDS}
        assert "temuan" not in f"{mismatch.label} {mismatch.suggested_action}".lower()
