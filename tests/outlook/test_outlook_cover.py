"""Who loses cover on a day: counts are of the list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlook_case import NUMBER, agreement, arrears, day, neighbours, position

from cakupan.outlook import CoverLine, losing_cover, outlook

END = day("2025-01-01")


def line(number: int, **changes: object) -> CoverLine:
    plain = {
        "line_id": number,
        "agreement": NUMBER,
        "to_date": END,
        "person_id": f"R{number}",
        "nik": f"991001010190{9000 + number}",
        "name": f"ANI {number}",
        "area": "16.10.01.2001",
        "village": "Satu",
        "facility": "P1",
        "facility_name": "PUSKESMAS SATU",
        "birth_date": day("1990-01-01"),
    }
    return CoverLine(**{**plain, **changes})  # type: ignore[arg-type]


def test_lines_of_the_day_that_nothing_follows():
    lines = [line(1), line(2, to_date=day("2025-02-01")), line(3, renewed=True)]
    assert [each.line_id for each in losing_cover(on=END, lines=lines).lines] == [1]


@pytest.mark.parametrize(
    ("changes", "verified"),
    [({}, 1), ({"verified": False}, 0), ({"other_cover": "branch"}, 0), ({"other_cover": "list"}, 0)],
)
def test_raw_counts_the_line_and_verified_the_person_left_without(changes, verified):
    losing = losing_cover(on=END, lines=[line(1, **changes)])
    assert (losing.people, losing.verified) == (1, verified)


def test_two_lines_of_one_person_are_two_lines_and_one_person():
    losing = losing_cover(on=END, lines=[line(1), line(2, person_id="R1")])
    assert (losing.people, losing.verified) == (2, 1)


def test_by_village_and_facility_most_people_first():
    lines = [line(1), line(2, area="16.10.01.2002", village="Dua", facility=None, facility_name=None), line(3)]
    losing = losing_cover(on=END, lines=lines)
    assert [(each.key, each.name, each.people) for each in losing.by_village()] == [
        ("16.10.01.2001", "Satu", 2),
        ("16.10.01.2002", "Dua", 1),
    ]
    assert [(each.key, each.people) for each in losing.by_facility()] == [("P1", 2), (None, 1)]


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2020-01-01", "5-17"),
        ("2020-01-02", "0-4"),
        ("2007-01-01", "18-59"),
        ("2007-01-02", "5-17"),
        ("1965-01-01", "60+"),
        ("1965-01-02", "18-59"),
        (None, None),
    ],
)
def test_age_is_that_of_the_day(born, band):
    losing = losing_cover(on=END, lines=[line(1, birth_date=day(born) if born else None)])
    assert losing.by_age()[0].key == band


LINES = st.lists(
    st.builds(
        lambda number, area, person, good: line(number, area=area, village=area, person_id=person, verified=good),
        st.integers(1, 99),
        st.sampled_from(["a", "b", None]),
        st.sampled_from(["R1", "R2", "R3"]),
        st.booleans(),
    ),
    max_size=20,
)


@given(LINES)
def test_the_parts_are_the_list(lines):
    losing = losing_cover(on=END, lines=lines)
    for cut in (losing.by_village(), losing.by_facility(), losing.by_age()):
        assert sum(each.people for each in cut) == losing.people == len(lines)
        assert sum(each.verified for each in cut) >= losing.verified
        assert all(each.verified <= each.people for each in cut)


def test_the_neighbours_of_another_payer_are_not_in_it():
    lines = [line(1), line(2, agreement="PROV-1", to_date=day("2026-01-01"))]
    found = outlook(position=position(agreement(), neighbours()), cover_lines=lines)
    assert (found.loses_cover.on, found.loses_cover.people) == (END, 1)


def test_no_names_in_the_json():
    told = outlook(position=position(agreement(arrears=arrears())), cover_lines=[line(1)]).as_dict()
    assert told["loses_cover"]["people"] == 1
    assert "ANI" not in str(told)
    assert "9910" not in str(told)
