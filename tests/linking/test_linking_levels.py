"""What two rows agree on: each level of each field as a pair of rows and the level between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from small_registers import SITI, levels, opened, person

from cakupan.engines.embedded import DuckDBEngine

BORN = dt.date(1980, 3, 15)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    engine = opened()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("given", "level", "says"),
    [
        ("3673015503809001", 5, "equal"),
        ("3673015503819001", 4, "a slip in the year inside it"),
        ("3673015503089001", 4, "two digits of the year exchanged"),
        ("3673025503809001", 3, "a slip in the area"),
        ("3673015503809801", 3, "a slip in the serial"),
        ("3673015503809004", 1, "the third next serial: perhaps a twin"),
        ("3673015503809005", 3, "the fourth next serial: a slip"),
        ("363015503809001", 2, "a digit lost"),
        ("36733015503809001", 2, "a digit too many"),
        ("36730155038090011", 3, "a digit too many at the end: a slip in the serial, no neighbour"),
        ("3673015503809010", 3, "a last digit 0: perhaps rounded by a spreadsheet, no neighbour"),
        ("3673011207619014", 0, "another"),
        (None, -1, "empty"),
        ("0000000000000000", -1, "all zero identifies nobody"),
        ("1111111111111111", -1, "all equal identifies nobody"),
    ],
)
def test_nik(engine: DuckDBEngine, given: str | None, level: int, says: str) -> None:
    assert levels(engine, person(nik=given), SITI)["nik"] == level, says


@pytest.mark.parametrize("anomaly", ["length", "letters", "zero", "temporary", "missing", "rounded"])
def test_a_nik_that_the_register_does_not_vouch_for_never_counts_as_equal(engine: DuckDBEngine, anomaly: str) -> None:
    assert levels(engine, person(nik_anomaly=anomaly), SITI)["nik"] != 5


@pytest.mark.parametrize("anomaly", ["serial_zero", "birth_date", "area"])
def test_a_nik_with_an_odd_date_or_area_is_still_somebodys(engine: DuckDBEngine, anomaly: str) -> None:
    assert levels(engine, person(nik_anomaly=anomaly), SITI)["nik"] == 5


@pytest.mark.parametrize(
    ("given", "resident", "level"),
    [
        ("MUHAMMAD ILHAM PERMANA", "MOCH. ILHAM PERMANA", 5),
        ("HJ. SITI ROHANAH, S.Pd", "SITI ROHANAH", 5),
        ("SOEHARTO", "SUHARTO", 5),
        ("ILHAM BIN JAMHARI", "ILHAM", 5),
        ("SITI ROHANAH", "SITI ROHANIH", 4),
        ("BUDIMAN SANTOSO", "BUDIMEN SANTISO", 4),
        ("ROHANAH SITI", "SITI ROHANAH", 4),
        ("SITI RHOANAH", "SITI ROHANAH", 4),
        ("SITI", "SITI ROHANAH", 3),
        ("S ROHANAH", "SITI ROHANAH", 3),
        ("WULAN SIMANJUNTAK", "WULAN HANA SIMANJUNTAK", 3),
        ("NUR T RENATA", "NUR TASYA RENATA", 3),
        ("DAENG WARMAN UTOMO", "WARMAN UTOMO", 3),
        ("TINA", "KRISTINA", 2),
        ("ROHANA SULASTRI", "ROHANI WULANDARI", 2),
        ("ARDI", "ARMAN", 0),
        ("JOKO", "SITI ROHANAH", 0),
        (None, "SITI ROHANAH", -1),
        ("-", "SITI ROHANAH", -1),
        ("X", "SITI ROHANAH", 0),
    ],
)
def test_name(engine: DuckDBEngine, given: str | None, resident: str, level: int) -> None:
    assert levels(engine, person(name=given), person(name=resident))["name"] == level
    assert levels(engine, person(name=resident), person(name=given))["name"] == level, "the sides are not alike"


def test_brothers_who_share_first_and_last_name_are_not_a_shortened_name(engine: DuckDBEngine) -> None:
    one, other = person(name="MUHAMAD ARDA PERMANA"), person(name="MUHAMAD ILHAM PERMANA")
    assert levels(engine, one, other)["name"] < 3


@pytest.mark.parametrize(
    ("given", "resident", "level", "says"),
    [
        (BORN, BORN, 5, "same"),
        (dt.date(1980, 5, 3), dt.date(1980, 3, 5), 4, "day and month exchanged"),
        (dt.date(1980, 3, 25), BORN, 3, "another day"),
        (dt.date(1980, 4, 15), BORN, 3, "another month"),
        (dt.date(1990, 3, 15), BORN, 3, "another year"),
        (dt.date(1979, 12, 31), dt.date(1980, 1, 1), 3, "a day apart over a boundary"),
        (dt.date(1980, 1, 1), BORN, 2, "the clerk's 1 January"),
        (dt.date(1981, 6, 2), BORN, 1, "a year apart"),
        (dt.date(1979, 6, 2), BORN, 1, "a year apart"),
        (dt.date(1982, 6, 2), BORN, 0, "different"),
        (dt.date(1990, 1, 1), dt.date(1980, 1, 1), 0, "two defaults agree on nothing"),
        (None, BORN, -1, "empty"),
    ],
)
def test_birth_date(engine: DuckDBEngine, given: dt.date | None, resident: dt.date, level: int, says: str) -> None:
    assert levels(engine, person(birth_date=given), person(birth_date=resident))["date"] == level, says


@pytest.mark.parametrize(("given", "level"), [("P", 1), ("L", 0), (None, -1)])
def test_sex(engine: DuckDBEngine, given: str | None, level: int) -> None:
    assert levels(engine, person(sex=given), SITI)["sex"] == level


OTHER_CARD, OTHER_VILLAGE = "3673020101109999", "36.73.02.1002"


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({}, 7),
        ({"mother_name": "MURNIASIHH"}, 7),
        ({"mother_name": "MURNI"}, 7),
        ({"mother_name": None}, 6),
        ({"family_card_number": OTHER_CARD}, 5),
        ({"family_card_number": None, "area_code": "3673011001"}, 5),
        ({"family_card_number": OTHER_CARD, "area_code": OTHER_VILLAGE}, 4),
        ({"mother_name": "HALIMAH"}, 3),
        ({"family_card_number": OTHER_CARD, "mother_name": None}, 2),
        ({"family_card_number": OTHER_CARD, "mother_name": "HALIMAH"}, 1),
        ({"family_card_number": OTHER_CARD, "mother_name": "HALIMAH", "area_code": OTHER_VILLAGE}, 0),
        ({"family_card_number": OTHER_CARD, "mother_name": None, "area_code": None}, 0),
        ({"family_card_number": None, "mother_name": None, "area_code": None}, -1),
    ],
)
def test_household(engine: DuckDBEngine, changed: dict[str, str | None], level: int) -> None:
    assert levels(engine, person(**changed), SITI)["household"] == level
