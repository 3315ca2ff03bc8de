"""What is accepted, what goes to an officer, and what is left: small registers in, decisions out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

import pytest
from small_registers import AS_OF, SITI, Row, crowd, levels, link, links, opened, person, put_register

from cakupan.engines.embedded import DuckDBEngine
from cakupan.linking.match import STEPS, MatchTerms, _set_terms, match, normalise

SITI_ROW = 2
FIELDS = ("nik", "name", "date", "sex", "household")


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    engine = opened()
    yield engine
    engine.close()


def decision(engine: DuckDBEngine, poor: Row, *residents: Row) -> tuple[int | None, str]:
    """The resident row and the decision for one poverty row; residents stand from row 2 on."""
    link(engine, residents=list(residents or (SITI,)), poverty=[poor])
    ((_, resident_row, decided),) = links(engine)
    return resident_row, decided


BLEMISHES: tuple[dict[str, Any], ...] = (
    {},
    {"name": "HJ. SITI ROHANAH, SE"},
    {"birth_date": None, "sex": None},
    {"nik": None},
    {"nik": "3673015503809011"},
    {"birth_date": dt.date(1980, 1, 1)},
    {"name": "SITI"},
    {"nik": None, "family_card_number": None},
    {"nik": None, "mother_name": None, "area_code": "36.73.02.1002"},
)


def test_one_office_s_blemish_does_not_hide_a_person(engine: DuckDBEngine) -> None:
    link(engine, residents=[SITI], poverty=[person(**changed) for changed in BLEMISHES])
    expected = [(row, SITI_ROW, "accept") for row in range(2, 2 + len(BLEMISHES))]
    assert links(engine) == expected


def test_a_stranger_is_nobody(engine: DuckDBEngine) -> None:
    stranger = person(
        nik="3673046207559001",
        name="KARTINI OEMAR",
        birth_date=dt.date(1955, 7, 22),
        family_card_number=None,
        mother_name="WAGIYEM",
        area_code="36.73.04.1001",
    )
    assert decision(engine, stranger) == (None, "none")


def test_a_nik_alone_settles_nothing(engine: DuckDBEngine) -> None:
    other = person(name="BUDI HARTONO", birth_date=dt.date(2001, 9, 9), sex="L", mother_name="KASIH", family_card_number=None)
    assert decision(engine, other)[1] != "accept"


def test_a_relatives_nik_is_not_accepted(engine: DuckDBEngine) -> None:
    """The mother's NIK in her son's row: same card, same village, another name and date. He himself is not in the register."""
    son = person(name="BUDI HARTONO", birth_date=dt.date(2001, 9, 9), sex="L", mother_name="SITI ROHANAH")
    assert decision(engine, son)[1] != "accept"


def test_the_son_with_his_mothers_nik_is_found_as_himself(engine: DuckDBEngine) -> None:
    son = person(nik="3673010909019001", name="BUDI HARTONO", birth_date=dt.date(2001, 9, 9), sex="L", mother_name="SITI ROHANAH")
    assert decision(engine, person(son, nik=SITI["nik"]), SITI, son) == (3, "accept")


RINA = person(nik="3673015808129001", name="RINA LESTARI", birth_date=dt.date(2012, 8, 18), mother_name="SITI ROHANAH")
RINI = person(RINA, nik="3673015808129002", name="RINI LESTARI")


def test_twins_are_told_apart_by_nik_and_name(engine: DuckDBEngine) -> None:
    assert decision(engine, RINI, RINA, RINI) == (3, "accept")


def test_between_twins_an_officer_chooses(engine: DuckDBEngine) -> None:
    unsure = person(RINA, nik=None, name="RIN LESTARI")
    assert decision(engine, unsure, RINA, RINI)[1] == "review"


def test_a_twin_who_is_alone_in_the_register_is_not_taken_for_the_other(engine: DuckDBEngine) -> None:
    """NIKs one serial apart, names that sound alike: the departed twin's paper must not remove the one who stayed."""
    irfan = person(RINA, name="IRFAN PANJAITAN", sex="L", nik="3673011808129001")
    irvan = person(irfan, name="IRVAN PANJAITAN", nik="3673011808129002")
    assert levels(engine, irvan, irfan)["name"] == 5
    assert decision(engine, irvan, irfan) == (SITI_ROW, "review")


def test_a_resident_who_stands_twice_is_no_rival_of_herself(engine: DuckDBEngine) -> None:
    again = person(nik="3172015503809001")
    assert decision(engine, person(nik=None), SITI, again)[1] == "accept"


@pytest.mark.parametrize("nik", ["0000000000000000", "9999999999999999", "3673015503809000"])
def test_dummy_numbers_link_nobody(engine: DuckDBEngine, nik: str) -> None:
    anomaly = "zero" if nik.startswith("0") else "rounded"
    other = person(
        nik=nik,
        nik_anomaly=anomaly,
        name="SITI ROHANAH",
        birth_date=dt.date(1950, 12, 30),
        mother_name="KASIH",
        family_card_number=None,
        area_code="36.73.04.1001",
    )
    assert decision(engine, other, person(nik=nik, nik_anomaly=anomaly))[1] != "accept"


def candidates(engine: DuckDBEngine, *pairs: tuple[int, int, int, dict[str, int]], terms: MatchTerms | None = None) -> str:
    """The decision of query 2 when its weighed candidates are ``pairs`` of (query, target, hundredths of a bit, levels)."""
    put_register(engine, "people", [SITI, SITI, SITI])
    normalise(engine=engine, register="people", into="people_person")
    for name in ("query", "target"):
        engine.alias(name, "people_person")
    engine.create_table("target_group", {"row": "BIGINT", "first_row": "BIGINT"}, [(row, row) for row in (2, 3, 4)])
    engine.create_table("settled", {"query_row": "BIGINT", "target_row": "BIGINT"}, [])
    usual = {"nik": 3, "name": 5, "date": 5, "sex": 1, "household": 7}
    columns = {"query_row": "BIGINT", "target_row": "BIGINT"}
    columns |= {f"{field}_level": "INTEGER" for field in FIELDS} | {f"{field}_bits": "BIGINT" for field in FIELDS}
    columns |= {"prior_bits": "BIGINT", "bits": "BIGINT"}
    rows = [(q, t, *(usual | seen).values(), 0, 0, 0, 0, 0, 0, bits) for q, t, bits, seen in pairs]
    engine.create_table("weighed", columns, rows)
    _set_terms(engine, query="query", target="target", as_of=AS_OF, population=100, terms=terms or MatchTerms())
    engine.run(STEPS["decided"])
    return str(engine.fetch("SELECT decision FROM decided WHERE query_row = 2")[0][0])


TERMS = MatchTerms()


@pytest.mark.parametrize(
    ("bits", "decided"),
    [
        (TERMS.accept_bits, "accept"),
        (TERMS.accept_bits - 1, "review"),
        (TERMS.review_bits, "review"),
        (TERMS.review_bits - 1, "none"),
    ],
)
def test_the_two_bars(engine: DuckDBEngine, bits: int, decided: str) -> None:
    assert candidates(engine, (2, 3, bits, {})) == decided


@pytest.mark.parametrize(
    ("second", "decided"),
    [
        (1000 - TERMS.margin_bits_of_two, "accept"),
        (TERMS.accept_bits - 1, "accept"),
        (TERMS.accept_bits, "review"),
        (1000, "review"),
    ],
)
def test_the_margin_to_the_second(engine: DuckDBEngine, second: int, decided: str) -> None:
    """A second that would itself be accepted must be far behind; another must be a little behind."""
    assert candidates(engine, (2, 3, 1000, {}), (2, 4, second, {})) == decided


@pytest.mark.parametrize(("behind", "decided"), [(TERMS.margin_bits_min, "accept"), (TERMS.margin_bits_min - 1, "review")])
def test_the_margin_to_a_second_that_would_not_do(engine: DuckDBEngine, behind: int, decided: str) -> None:
    best = TERMS.accept_bits + 100
    assert candidates(engine, (2, 3, best, {}), (2, 4, best - behind, {})) == decided


@pytest.mark.parametrize(("behind", "decided"), [(TERMS.margin_bits_of_two, "accept"), (TERMS.margin_bits_of_two - 1, "review")])
def test_the_margin_to_a_second_that_would_do(engine: DuckDBEngine, behind: int, decided: str) -> None:
    assert candidates(engine, (2, 3, 3000, {}), (2, 4, 3000 - behind, {})) == decided


@pytest.mark.parametrize(
    ("seen", "decided"),
    [
        ({"name": 2}, "accept"),
        ({"name": 1}, "accept"),
        ({"name": 0, "nik": 5}, "accept"),
        ({"name": 0, "nik": 2}, "review"),
        ({"name": 0, "nik": 5, "date": 2}, "review"),
        ({"name": 0, "nik": 5, "sex": 0}, "review"),
        ({"name": 0, "nik": 5, "household": 4}, "review"),
        ({"name": -1, "nik": 0}, "review"),
    ],
)
def test_another_name_needs_nik_date_and_family(engine: DuckDBEngine, seen: dict[str, int], decided: str) -> None:
    assert candidates(engine, (2, 3, 3000, seen)) == decided


def test_alone_the_weight_decides_where_there_are_no_families(engine: DuckDBEngine) -> None:
    stranger = {"name": 0, "nik": 0}
    terms = MatchTerms(alone_bits=900)
    assert candidates(engine, (2, 3, 900, stranger), terms=terms) == "accept"
    assert candidates(engine, (2, 3, 899, stranger), terms=terms) == "review"


def test_a_key_that_too_many_share_is_refused(engine: DuckDBEngine) -> None:
    """Five residents under one key are followed with a budget of five, refused with four."""
    alike = [person(nik=None, family_card_number=None, birth_date=None, mother_name=None) for _ in range(5)]
    for kind, rows in (("people", alike), ("asking", [alike[0]])):
        put_register(engine, kind, rows)
        normalise(engine=engine, register=kind, into=f"{kind}_person")
    engine.create_table("people_group", {"row": "BIGINT", "first_row": "BIGINT"}, [(row, row) for row in range(2, 7)])
    for budget, expected in ((5, 5), (4, 0)):
        match(
            engine=engine,
            query="asking_person",
            target="people_person",
            target_group="people_group",
            into="found",
            as_of=AS_OF,
            population=5,
            terms=MatchTerms(pairs_per_key_max=budget),
        )
        assert engine.fetch("SELECT count(*) FROM candidates") == [(expected,)]


def weights(
    engine: DuckDBEngine, counts: list[tuple[str, int, int, int]], terms: MatchTerms = TERMS
) -> dict[tuple[str, int], tuple]:
    put_register(engine, "people", [SITI])
    _set_terms(engine, query="people", target="people", as_of=AS_OF, population=1, terms=terms)
    engine.create_table(
        "level_counts", {"field": "STRING", "level": "INTEGER", "matched": "BIGINT", "at_random": "BIGINT"}, counts
    )
    engine.run(STEPS["weights"])
    return {(field, level): rest for field, level, *rest in engine.fetch("SELECT field, level, m, u, bits FROM weights")}


def test_weights_without_counts_are_the_prior_and_sum_to_one(engine: DuckDBEngine) -> None:
    found = weights(engine, [])
    for field in FIELDS:
        shares = [rest for (name, level), rest in found.items() if name == field and level >= 0]
        assert sum(m for m, _, _ in shares) == pytest.approx(1)
        assert sum(u for _, u, _ in shares) == pytest.approx(1, rel=0.01)
        assert found[field, -1][2] == 0, "an empty field says nothing"
    assert found["sex", 1][2] == 99
    assert found["sex", 0][2] == -664


def test_weights_are_counted_and_smoothed_by_the_prior(engine: DuckDBEngine) -> None:
    found = weights(engine, [("sex", 1, 1600, 5000), ("sex", 0, 200, 15000)])
    assert found["sex", 1][0] == pytest.approx((1600 + 200 * 0.995) / 2000)
    assert found["sex", 0][1] == pytest.approx((15000 + 20000 * 0.5) / 40000)
    assert found["sex", 1][2] == round(100 * math.log2(found["sex", 1][0] / found["sex", 1][1]))


def test_a_level_never_seen_has_a_weight_still(engine: DuckDBEngine) -> None:
    found = weights(engine, [("nik", 5, 10_000, 0), ("nik", 0, 0, 250_000)])
    assert all(-3000 < rest[2] < 3000 for rest in found.values())


def test_a_crowd_is_nobody_in_particular() -> None:
    assert len({row["nik"] for row in crowd()}) == len(crowd())
