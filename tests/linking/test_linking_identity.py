"""An officer's decision on who is who: it stands whatever the weight, survives the next delivery, and touches nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from small_registers import AS_OF, SITI, Row, crowd, opened, person

from cakupan.engines.embedded import DuckDBEngine
from cakupan.engines.steps import Engine
from cakupan.linking.links import OWN_COLUMNS, PERSON_COLUMNS, LinkRun, link_registers
from cakupan.linking.match import MatchTerms
from cakupan.registers.kinds import KINDS

SITI_ROW = 2
IDENTITY_COLUMNS = {
    "row": "BIGINT",
    "readable": "BOOLEAN",
    **{column.name: "DATE" if column.reads == "date" else "STRING" for column in KINDS["identity_decisions"].columns},
}
# Nobody like her is in the register; by weight she is nobody.
STRANGER = person(
    nik="3673046207559001", name="KARTINI OEMAR", birth_date=dt.date(1955, 7, 22), family_card_number=None,
    mother_name="WAGIYEM", area_code="36.73.04.1001", source_id="77",
)  # fmt: skip
RINA = person(nik="3673015808129001", name="RINA LESTARI", birth_date=dt.date(2012, 8, 18), mother_name="SITI ROHANAH")
RINI = person(RINA, nik="3673015808129002", name="RINI LESTARI")
# Between these two an officer must choose.
UNSURE = person(RINA, nik=None, name="RIN LESTARI", source_id="77")


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    engine = opened()
    yield engine
    engine.close()


def said(decision: str = "same", resident: Row = SITI, *, subject: str = "77", day: int = 5, **more: Any) -> dict[str, Any]:
    """One line of a file of decisions."""
    return {
        "register": "poverty", "subject_id": subject, "subject_nik": None, "resident_nik": resident["nik"], "decision": decision,
        "decided_date": dt.date(2021, 7, day), "decided_by": "Kabid Dayasos", "reason": "ditanyakan kepada RT", **more,
    }  # fmt: skip


def put(engine: Engine, table: str, columns: dict[str, str], rows: Sequence[Row]) -> None:
    filled = [{"row": place, "readable": True, **row} for place, row in enumerate(rows, start=2)]
    engine.create_table(table, columns, [[row.get(name) for name in columns] for row in filled])


def link(engine: Engine, *files: Sequence[Row], **registers: Sequence[Row]) -> None:
    """Run everything with these files of decisions."""
    for kind, rows in registers.items():
        put(engine, kind, {**PERSON_COLUMNS, **OWN_COLUMNS[kind]}, [*rows, *crowd()] if kind == "residents" else rows)
    for place, lines in enumerate(files):
        put(engine, f"identity_decisions_{place}", IDENTITY_COLUMNS, lines)
    named = {kind: f"{kind}.csv" for kind in registers}
    run = LinkRun(as_of=AS_OF, files=named, identity_decision_files=len(files), terms=MatchTerms(draw_max=100))
    link_registers(engine=engine, run=run)


def links(engine: Engine, subject: str = "poverty") -> list[tuple[Any, ...]]:
    return engine.fetch(f"SELECT resident_row, decision, rule FROM {subject}_links ORDER BY row")


def effects(engine: Engine) -> list[str]:
    return [effect for (effect,) in engine.fetch("SELECT effect FROM officer_decisions ORDER BY file_ordinal, line, query_row")]


OFFICER = (SITI_ROW, "accept", "officer")
NOBODY = (None, "none")


def test_same_is_accepted_though_the_weight_says_nobody(engine: DuckDBEngine) -> None:
    link(engine, residents=[SITI], poverty=[STRANGER])
    assert links(engine)[0][:2] == NOBODY
    link(engine, [said()], residents=[SITI], poverty=[STRANGER])
    assert links(engine) == [OFFICER]
    ((bits, summed),) = engine.fetch(
        "SELECT bits, nik_bits + name_bits + date_bits + sex_bits + household_bits + prior_bits FROM poverty_resident_links"
    )
    assert bits == summed < MatchTerms().review_bits, "the weight is kept as evidence"


def test_same_settles_a_review_and_the_other_twin_is_its_runner_up(engine: DuckDBEngine) -> None:
    link(engine, residents=[RINA, RINI], poverty=[UNSURE])
    assert links(engine)[0][1] == "review"
    link(engine, [said(resident=RINI)], residents=[RINA, RINI], poverty=[UNSURE])
    assert links(engine) == [(3, "accept", "officer")]
    assert engine.fetch("SELECT second_row FROM poverty_resident_links") == [(2,)]


def test_same_overrules_the_nik(engine: DuckDBEngine) -> None:
    link(engine, [said(resident=RINA)], residents=[SITI, RINA], poverty=[person(source_id="77")])
    assert links(engine) == [(3, "accept", "officer")]
    assert engine.fetch("SELECT second_row FROM poverty_resident_links") == [(SITI_ROW,)]


def test_different_is_neither_accepted_nor_asked_again(engine: DuckDBEngine) -> None:
    link(engine, [said("different")], residents=[SITI], poverty=[person(source_id="77")])
    ((row, decided, _),) = links(engine)
    assert (row, decided) == NOBODY
    assert engine.fetch("SELECT count(*) FROM weighed WHERE query_row = 2 AND target_row = 2") == [(0,)]


def test_different_gives_way_to_the_next_best(engine: DuckDBEngine) -> None:
    best = [said("different", RINA)]
    link(engine, residents=[RINA, RINI], poverty=[UNSURE])
    assert engine.fetch("SELECT target_row, second_row FROM poverty_resident_links") == [(2, 3)]
    link(engine, best, residents=[RINA, RINI], poverty=[UNSURE])
    assert engine.fetch("SELECT target_row, decision, second_row FROM poverty_resident_links") == [(3, "accept", None)]


def test_different_from_whom_nik_and_name_settled_seeks_another(engine: DuckDBEngine) -> None:
    sisters_nik = person(RINI, nik=RINA["nik"], source_id="77")
    link(engine, residents=[RINA, RINI], poverty=[sisters_nik])
    assert links(engine) == [(2, "accept", "nik_and_name")]
    link(engine, [said("different", RINA)], residents=[RINA, RINI], poverty=[sisters_nik])
    assert engine.fetch("SELECT target_row, decision FROM poverty_resident_links") == [(3, "accept")]


def test_different_from_a_resident_who_stands_twice_is_different_from_both_rows(engine: DuckDBEngine) -> None:
    again = person(nik="3172015503809001")
    link(engine, [said("different")], residents=[SITI, again], poverty=[person(source_id="77")])
    assert links(engine)[0][:2] == NOBODY
    link(engine, [said("different"), said("same", again)], residents=[SITI, again], poverty=[person(source_id="77")])
    assert links(engine) == [(3, "accept", "officer")]


@pytest.mark.parametrize(
    ("files", "expected", "told"),
    [
        ([[said("same", day=5), said("different", day=6)]], NOBODY, ["superseded", "applied"]),
        ([[said("same", day=6), said("different", day=5)]], OFFICER[:2], ["applied", "superseded"]),
        ([[said("same")], [said("different")]], NOBODY, ["superseded", "applied"]),
        ([[said("different"), said("same")]], OFFICER[:2], ["superseded", "applied"]),
        ([[said("different", day=6)], [said("same", day=5)]], NOBODY, ["applied", "superseded"]),
    ],
)
def test_of_several_the_latest_counts_by_day_then_by_import(
    engine: DuckDBEngine, files: list[list[Row]], expected: tuple[Any, ...], told: list[str]
) -> None:
    link(engine, *files, residents=[SITI], poverty=[STRANGER])
    assert links(engine)[0][:2] == expected
    assert effects(engine) == told


def test_of_two_residents_that_a_row_was_said_to_be_the_latest_counts(engine: DuckDBEngine) -> None:
    link(engine, [said("same", RINA), said("same", SITI, day=6)], residents=[SITI, RINA], poverty=[STRANGER])
    assert links(engine) == [OFFICER]
    assert effects(engine) == ["superseded", "applied"]


def test_a_decision_survives_a_delivery_with_other_rows(engine: DuckDBEngine) -> None:
    others = [person(row, source_id=str(900 + place)) for place, row in enumerate(crowd(3))]
    link(engine, [said()], residents=[RINA, SITI], poverty=[*others, {**STRANGER, "row": 40}])
    assert links(engine)[-1] == (3, "accept", "officer")


def test_a_number_held_twice_means_the_row_with_the_nik_as_written(engine: DuckDBEngine) -> None:
    twice = [STRANGER, {**STRANGER, "nik": "3673046207559"}]
    link(engine, [said(subject_nik="3673046207559")], residents=[SITI], poverty=twice)
    assert [link[1] for link in links(engine)] == ["none", "accept"]
    link(engine, [said()], residents=[SITI], poverty=[STRANGER, {**STRANGER, "nik": None}])
    assert [link[1] for link in links(engine)] == ["none", "accept"], "an empty NIK is a NIK as written"
    link(engine, [said(subject_nik="9")], residents=[SITI], poverty=[STRANGER])
    assert links(engine) == [OFFICER], "a number held once is known by itself: the office may have mended the NIK"


def test_a_resident_who_is_gone_leaves_the_row_to_the_weight(engine: DuckDBEngine) -> None:
    gone = [said("same", RINA), said("different", RINI)]
    link(engine, gone, residents=[SITI], poverty=[person(source_id="77")])
    assert links(engine) == [(SITI_ROW, "accept", "nik_and_name")]
    assert effects(engine) == ["resident_gone", "resident_gone"]


def test_a_subject_who_is_gone_is_counted_and_ignored(engine: DuckDBEngine) -> None:
    link(engine, [said(subject="no such number"), said(register="members")], residents=[SITI], poverty=[STRANGER])
    assert links(engine)[0][:2] == NOBODY
    assert effects(engine) == ["subject_gone", "subject_gone"]


def test_two_rows_said_to_be_one_resident_are_a_duplicate(engine: DuckDBEngine) -> None:
    link(engine, [said()], residents=[SITI], poverty=[person(source_id="1"), STRANGER])
    found = engine.fetch("SELECT subject_id, other_id FROM findings WHERE subject = 'poverty' AND code = 'duplicate'")
    assert found == [("77", "1")]


def test_a_member_is_known_by_the_digits_of_the_card(engine: DuckDBEngine) -> None:
    member = {**STRANGER, "card_number": "0000000000191", "status": "active", "segment": "PBPU"}
    dressed = said(register="members", subject="00000-0000-0191")
    link(engine, [dressed], residents=[SITI], members=[member])
    assert links(engine, "member") == [OFFICER]


def test_a_line_that_could_not_be_read_decides_nothing(engine: DuckDBEngine) -> None:
    link(engine, [said(readable=False)], residents=[SITI], poverty=[STRANGER])
    assert (links(engine)[0][:2], effects(engine)) == (NOBODY, [])


def everything(engine: Engine, *files: Sequence[Row]) -> list[tuple[Any, ...]]:
    """All links of a poverty register of many."""
    poor = [person(row, name=row["name"][:-1], nik=None, source_id=str(1000 + place)) for place, row in enumerate(crowd(120))]
    poverty = [STRANGER, {**UNSURE, "source_id": "78"}, person(source_id="79"), person(source_id="80"), *poor]
    link(engine, *files, residents=[SITI, RINA, RINI], poverty=poverty)
    return engine.fetch("SELECT * FROM poverty_resident_links ORDER BY query_row")


FILES = (
    [said(), said("different", RINA, subject="78"), said("same", RINI, subject="80"), said(subject="81", register="members")],
    [said("different", day=4), said("same", RINA, subject="79"), said("different", SITI, subject="79", day=9)],
)


def test_decisions_move_no_weight_and_no_other_row(engine: DuckDBEngine) -> None:
    before, after = everything(engine), everything(engine, *FILES)
    assert len(before) == len(after) == 124
    assert [row[0] for row, other in zip(before, after, strict=True) if row != other] == [2, 3, 4, 5]
