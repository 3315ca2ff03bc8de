"""Coverage by area and segment: what counts where, equal to a plain-Python reference on random registers."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from people_tables import PeopleTables, people_engine, runs

from cakupan.month.coverage import NamedPopulation, assert_coverage, run_coverage
from cakupan.month.reference.coverage import Card, Resident, coverage_reference

AREA = "99.73"
VILLAGE, NEXT_VILLAGE = "99.73.01.1001", "99.73.01.1002"
COUNTS = "population, population_verified, registered, active, registered_verified, active_verified"


def counted(tables: PeopleTables, *, population: NamedPopulation | None = None) -> dict[tuple[str, str], tuple[int, ...]]:
    engine = tables.load()
    run_coverage(engine=engine, population=population)
    assert_coverage(engine=engine)
    return {(row[0], row[1]): row[2:] for row in engine.fetch(f"SELECT area_code, segment, {COUNTS} FROM coverage")}


def test_raw_and_verified_stand_side_by_side():
    tables = PeopleTables(AREA)
    living = tables.resident(area_code=VILLAGE)
    dead = tables.resident(area_code=VILLAGE, population_flag="2")
    tables.member("1", resident_row=living, area_code=VILLAGE)
    tables.member("2", resident_row=dead, area_code=VILLAGE)
    tables.member("3", area_code=VILLAGE, segment="PBPU", status="inactive")
    found = counted(tables)
    assert found[VILLAGE, "ALL"] == (1, 1, 3, 2, 1, 1)
    assert found[VILLAGE, "PEMDA"] == (1, 1, 2, 2, 1, 1)
    assert found[VILLAGE, "PBPU"] == (1, 1, 1, 0, 0, 0)
    assert found[VILLAGE, "ALL"] == found[AREA, "ALL"]


def test_more_members_than_residents_is_not_clamped():
    tables = PeopleTables(AREA)
    tables.resident(area_code=VILLAGE)
    for card in "123":
        tables.member(card, area_code=VILLAGE)
    assert counted(tables)[AREA, "ALL"][:4] == (1, 1, 3, 3)


def test_an_unknown_village_counts_in_its_kecamatan_and_a_strange_area_in_the_whole():
    tables = PeopleTables(AREA)
    tables.resident(area_code=VILLAGE)
    tables.member("1", area_code="99.73.01.9999", area_known=False)
    tables.member("2", area_code="36.74.01.1001")
    tables.member("3", area_code=None, area_known=False)
    tables.member("4", area_code="99.73.07.1001", area_known=False)
    found = counted(tables)
    assert {area: figures[2] for (area, segment), figures in found.items() if segment == "ALL"} == {
        "99.73": 4, "99.73.01": 1, VILLAGE: 0
    }  # fmt: skip


def test_a_card_twice_is_one_card_as_its_active_row_says():
    tables = PeopleTables(AREA)
    tables.resident(area_code=VILLAGE)
    tables.resident(area_code=NEXT_VILLAGE)
    tables.member("1", area_code=VILLAGE, segment="PBPU", status="inactive")
    tables.member("1", area_code=NEXT_VILLAGE, segment="PBI_JK")
    found = counted(tables)
    assert found[AREA, "ALL"][2:4] == (1, 1)
    assert (found[NEXT_VILLAGE, "PBI_JK"][2], found[VILLAGE, "ALL"][2]) == (1, 0)


def test_a_person_with_two_rows_and_two_cards_is_one_verified_person():
    tables = PeopleTables(AREA)
    rows = [tables.resident(area_code=VILLAGE), tables.resident(area_code=NEXT_VILLAGE)]
    tables.tables["resident_group"] += [{"row": row, "first_row": rows[0]} for row in rows]
    tables.member("1", resident_row=rows[0], area_code=VILLAGE, status="inactive", segment="PBPU")
    tables.member("2", resident_row=rows[1], area_code=VILLAGE)
    found = counted(tables)
    assert found[AREA, "ALL"] == (2, 1, 2, 1, 1, 1)
    assert found[VILLAGE, "PEMDA"][4:] == (1, 1)
    assert (AREA, "PBPU") in found and found[AREA, "PBPU"][4:] == (0, 0)


def test_a_link_under_review_proves_nobody():
    tables = PeopleTables(AREA)
    tables.member("1", resident_row=tables.resident(area_code=VILLAGE), link="review", area_code=VILLAGE)
    assert counted(tables)[AREA, "ALL"] == (1, 1, 1, 1, 0, 0)


def test_who_died_by_the_position_does_not_count_and_who_dies_later_does():
    for day, people in ((dt.date(2021, 7, 1), 0), (dt.date(2021, 7, 2), 1)):
        tables = PeopleTables(AREA, as_of=dt.date(2021, 7, 1))
        row = tables.resident(area_code=VILLAGE)
        tables.add("finding_person", person_id=f"R{row}", code="deceased", event_date=day)
        assert counted(tables)[AREA, "ALL"][1] == people


def test_a_named_population_is_the_basis_where_it_speaks_of_the_area():
    tables = PeopleTables("99")
    for area, people in (("99.73.01.1001", 2), ("99.74.01.1001", 1)):
        for _ in range(people):
            tables.resident(area_code=area)
    counted(tables, population=NamedPopulation(basis="DKB semester I", areas={"99.73": 10, "99.74": 20, "99.74.01": 30}))
    found = people_engine().fetch("SELECT area_code, basis_population, basis FROM coverage WHERE level <= 3 ORDER BY 1")
    assert found == [
        ("99", 30, "DKB semester I"),
        ("99.73", 10, "DKB semester I"),
        ("99.73.01", 2, "residents"),
        ("99.74", 20, "DKB semester I"),
        ("99.74.01", 30, "DKB semester I"),
    ]


def test_a_whole_is_not_summed_from_a_part_of_its_areas():
    tables = PeopleTables("99")
    for area in ("99.73.01.1001", "99.74.01.1001"):
        tables.resident(area_code=area)
    counted(tables, population=NamedPopulation(basis="DKB semester I", areas={"99.73": 10}))
    (basis,) = people_engine().fetch("SELECT basis_population, basis FROM coverage WHERE area_code = '99'")
    assert basis == (2, "residents")


# One register holds many areas, and each area and segment is a case of its own.
AREAS_A_RUN = 40
PLACES = [f"99.{kab}.0{kec}.100{village}" for kab in (71, 72, 73) for kec in (1, 2) for village in (1, 2, 3)]
ODD = [("99.71.01.9999", False), ("99.79.01.1001", False), ("36.71.01.1001", True), ("99.72", True), (None, False)]


def _random_register(seed: int, run_area: str) -> tuple[PeopleTables, list[Resident], list[Card], frozenset[int]]:
    chance = random.Random(seed)
    tables, residents, cards = PeopleTables(run_area), [], []
    first: dict[int, int] = {}
    for _ in range(chance.randint(0, 90)):
        area, known = _somewhere(chance)
        flag = chance.choice(["0"] * 8 + ["2", "1"])
        row = tables.resident(area_code=area, area_known=known, population_flag=flag)
        first[row] = first[chance.choice(list(first))] if first and chance.random() < 0.15 else row
        residents.append(
            Resident(row=row, person=first[row], lives_here=flag == "0", dead=flag == "2", area_code=area, area_known=known)
        )
    grouped = Counter(first.values())
    tables.tables["resident_group"] += [{"row": r, "first_row": f} for r, f in first.items() if grouped[f] > 1]
    for _ in range(chance.randint(0, 90)):
        cards.append(_random_card(tables, chance, list(first)))
    gone = frozenset(chance.sample(sorted(set(first.values())), k=min(3, len(set(first.values())))))
    tables.tables["finding_person"] += [
        {"person_id": f"R{person}", "code": chance.choice(["deceased", "moved"]), "event_date": None} for person in gone
    ]
    return tables, residents, [card for card in cards if card], gone


def _somewhere(chance: random.Random) -> tuple[str | None, bool]:
    return chance.choice(ODD) if chance.random() < 0.2 else (chance.choice(PLACES), True)


def _random_card(tables: PeopleTables, chance: random.Random, rows: list[int]) -> Card | None:
    area, known = _somewhere(chance)
    number = chance.choice([None, *(f"card {n}" for n in range(60))])
    status, segment = chance.choice(["active", "active", "inactive", None]), chance.choice(["PEMDA", "PBI_JK", "PBPU", None])
    linked = chance.choice(rows) if rows and chance.random() < 0.8 else None
    decision, readable = chance.choice(["accept", "accept", "review"]), chance.random() < 0.95
    row = tables.member(
        number,
        resident_row=linked,
        link=decision,
        area_code=area,
        area_known=known,
        status=status,
        segment=segment,
        readable=readable,
    )
    if not readable or number is None:
        return None
    return Card(
        row=row, card_number=number, segment=segment or "unknown", active=status == "active", area_code=area, area_known=known,
        resident_row=linked if decision == "accept" else None,
    )  # fmt: skip


@settings(max_examples=runs(cases_a_run=AREAS_A_RUN, short=12), deadline=None, derandomize=True, phases=[Phase.generate])
@given(seed=st.integers(0, 2**32), run_area=st.sampled_from(["99", "99.71", "99.72"]))
def test_sql_equals_reference(seed, run_area):
    tables, residents, cards, gone = _random_register(seed, run_area)
    plain = coverage_reference(run_area=run_area, residents=residents, cards=cards, gone=gone)
    assert counted(tables) == {key: tuple(vars(figures).values()) for key, figures in plain.items()}


def test_the_generator_reaches_every_case():
    seen: Counter[str] = Counter()
    for seed in range(20):
        _, residents, cards, gone = _random_register(seed, "99")
        rows = Counter(card.card_number for card in cards)
        persons = Counter(resident.person for resident in residents)
        seen["card twice"] += any(times > 1 for times in rows.values())
        seen["person twice"] += any(times > 1 for times in persons.values())
        seen["gone with a card"] += any(card.resident_row in gone for card in cards)
        seen["card elsewhere"] += any((card.area_code or "").startswith("36") for card in cards)
        seen["unknown segment"] += any(card.segment == "unknown" for card in cards)
        seen["dead row of a living person"] += any(r.dead and persons[r.person] > 1 for r in residents)
    assert min(seen[case] for case in seen) > 0 and len(seen) == 6
