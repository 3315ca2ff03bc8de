"""The branch's bill by name against ours: one cause per difference, both sums recovered, equal to a plain-Python reference."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from people_tables import PeopleTables, people_engine, runs, table_rows

from cakupan.month.reconciliation import CAUSES, OPTIONAL, assert_reconciliation, run_reconciliation
from cakupan.month.reference.reconciliation import Asked, reconcile_reference

AREA, VILLAGE = "99.73", "99.73.01.1001"
COLUMNS = {
    **OPTIONAL,
    "list_entries": {
        "line_id": "BIGINT", "person_id": "STRING", "card_number": "STRING", "nik": "STRING", "name": "STRING",
        "agreement_number": "STRING", "to_date": "DATE", "outcome": "STRING",
    },
    "bill_lines": {
        "line_id": "BIGINT", "person_id": "STRING", "card_number": "STRING", "nik": "STRING", "name": "STRING",
        "agreement_number": "STRING", "payer": "STRING", "account": "STRING", "amount": "BIGINT",
    },
    "mismatches": {"person_id": "STRING", "code": "STRING", "event_date": "DATE"},
}  # fmt: skip
PARTS = (("kabkota", "iuran", 35_000), ("kabkota", "bantuan_iuran", 2_800), ("pusat", "iuran_pusat", 4_200))


def nik(serial: int) -> str:
    return f"997301410190{9000 + serial:04d}"


@dataclass
class BothBills:
    """Our list and the branch's bill; ``reconcile`` gives person, branch row, line, difference and cause of each pair."""

    people: PeopleTables = field(default_factory=lambda: PeopleTables(AREA))
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def asked(self, **values: Any) -> int:
        row = len(self.rows["bill"]) + 2
        usual = {"row": row, "readable": True, "month": "2021-07", "segment": "PEMDA", "rupiah": 37_800, "name": "SITI AMINAH"}
        self.rows["bill"].append({**usual, **values})
        return row

    def listed(self, person: str, *, outcome: str = "billed", parts: Any = PARTS, **values: Any) -> int:
        line = len(self.rows["list_entries"]) + 2
        usual = {
            "line_id": line, "person_id": person, "name": "SITI AMINAH", "agreement_number": "PKS-1",
            "to_date": dt.date(2022, 1, 1), "outcome": outcome,
        }  # fmt: skip
        self.rows["list_entries"].append({**usual, **values})
        if outcome == "billed":
            told = {
                "line_id": line,
                "person_id": person,
                **{k: v for k, v in {**usual, **values}.items() if k in COLUMNS["bill_lines"]},
            }
            self.rows["bill_lines"] += [{**told, "payer": p, "account": a, "amount": rupiah} for p, a, rupiah in parts]
        return line

    def reconcile(self) -> list[tuple[Any, ...]]:
        engine = self.people.load(people_engine())
        for name, columns in COLUMNS.items():
            engine.create_table(name, columns, table_rows(columns, self.rows[name]))
        run_reconciliation(engine=engine)
        assert_reconciliation(engine=engine)
        columns = "person_id, branch_row, line_id, difference, cause"
        return engine.fetch(f"SELECT {columns} FROM reconciliation ORDER BY person_id, line_id NULLS LAST, branch_row")


def resident_with_card(bills: BothBills, serial: int = 1, **member: Any) -> str:
    row = bills.people.resident(area_code=VILLAGE, nik=nik(serial), name="SITI AMINAH")
    bills.people.member(f"{serial}", resident_row=row, area_code=VILLAGE, **member)
    return f"R{row}"


def test_the_centres_part_is_not_in_the_branchs_bill():
    bills = BothBills()
    person = resident_with_card(bills)
    row, line = bills.asked(card_number="1"), bills.listed(person)
    assert bills.reconcile() == [(person, row, line, 0, "agrees")]


def test_a_bill_with_the_iuran_only_differs_by_the_bantuan():
    bills = BothBills()
    person = resident_with_card(bills)
    bills.asked(card_number="1", rupiah=35_000)
    bills.listed(person)
    assert [pair[3:] for pair in bills.reconcile()] == [(-2_800, "amount_differs")]


def test_only_the_months_bill_is_reconciled():
    bills = BothBills()
    bills.asked(card_number="1", month="2021-06")
    bills.asked(card_number="1", readable=False)
    assert bills.reconcile() == []


@pytest.mark.parametrize(
    ("outcome", "cause"),
    [
        (None, "only_branch_not_listed"),
        ("removed_from_list", "only_branch_removed"),
        ("removed_before_start", "only_branch_removed"),
        ("annulled", "only_branch_removed"),
        ("agreement_ended", "only_branch_agreement_ended"),
        ("without_decree", "only_branch_not_listed"),
    ],
)
def test_why_only_the_branch_bills_somebody(outcome, cause):
    bills = BothBills()
    person = resident_with_card(bills)
    bills.asked(card_number="1")
    if outcome:
        bills.listed(person, outcome=outcome)
    assert [pair[3:] for pair in bills.reconcile()] == [(37_800, cause)]


def test_the_entry_that_held_longest_says_why():
    bills = BothBills()
    person = resident_with_card(bills)
    bills.asked(card_number="1")
    bills.listed(person, outcome="agreement_ended", to_date=dt.date(2021, 1, 1))
    bills.listed(person, outcome="removed_from_list", to_date=dt.date(2021, 5, 1))
    assert bills.reconcile()[0][4] == "only_branch_removed"


def test_who_is_on_our_list_only_awaits_the_branch_unless_dead():
    bills = BothBills()
    person, dead = resident_with_card(bills, 1), resident_with_card(bills, 2)
    bills.rows["mismatches"].append({"person_id": dead, "code": "deceased", "event_date": dt.date(2021, 6, 30)})
    bills.listed(person)
    bills.listed(dead)
    assert [pair[3:] for pair in bills.reconcile()] == [(-37_800, "only_ours_awaiting_branch"), (-37_800, "deceased")]


def test_a_death_after_the_position_is_no_cause_yet():
    bills = BothBills()
    person = resident_with_card(bills)
    bills.rows["mismatches"].append({"person_id": person, "code": "deceased", "event_date": dt.date(2021, 7, 2)})
    bills.asked(card_number="1")
    assert bills.reconcile()[0][4] == "only_branch_not_listed"


def test_what_one_side_has_twice_is_a_duplicate():
    bills = BothBills()
    person, other = resident_with_card(bills, 1), resident_with_card(bills, 2)
    for _ in range(2):
        bills.asked(card_number="1")
        bills.listed(other)
    bills.listed(person)
    bills.asked(card_number="2")
    assert Counter(pair[4] for pair in bills.reconcile()) == {"agrees": 2, "duplicate": 2}


@pytest.mark.parametrize(
    ("branch", "entry"),
    [
        ({"card_number": "9"}, {"card_number": "9"}),
        ({"card_number": "8", "nik": nik(1)}, {"nik": nik(1)}),
        ({"card_number": "8", "nik": nik(1), "name": "SITI AMINA"}, {"nik": nik(1)}),
    ],
    ids=["the list's card", "the list's NIK and name", "a name that is alike"],
)
def test_a_line_is_found_by_card_or_by_nik_with_the_name(branch, entry):
    bills = BothBills()
    bills.asked(**branch)
    bills.listed("L2", **entry)
    assert [pair[4] for pair in bills.reconcile()] == ["agrees"]


def test_a_nik_with_another_name_is_somebody_else():
    bills = BothBills()
    bills.asked(card_number="8", nik=nik(1), name="BUDI SANTOSO")
    bills.listed("L2", nik=nik(1))
    assert [pair[4] for pair in bills.reconcile()] == ["only_branch_not_listed", "only_ours_awaiting_branch"]


def test_a_card_whose_link_is_under_review_still_finds_the_line_of_its_nik():
    bills = BothBills()
    row = bills.people.resident(area_code=VILLAGE, nik=nik(1), name="SITI AMINAH")
    bills.people.member("1", resident_row=row, link="review", area_code=VILLAGE)
    bills.asked(card_number="1", nik=nik(1))
    bills.listed(f"R{row}", nik=nik(1))
    assert [pair[4] for pair in bills.reconcile()] == ["agrees"]


def test_a_resident_on_the_list_goes_before_a_card_of_nobody_known():
    bills = BothBills()
    row = bills.people.resident(area_code=VILLAGE, nik=nik(1), name="SITI AMINAH")
    bills.people.member("1", area_code=VILLAGE)
    bills.asked(card_number="1", nik=nik(1))
    bills.listed(f"R{row}")
    assert [pair[4] for pair in bills.reconcile()] == ["agrees"]


def test_a_card_of_somebody_known_goes_before_a_resident_of_no_list():
    bills = BothBills()
    bills.people.resident(area_code=VILLAGE, nik=nik(1), name="SITI AMINAH")
    bills.people.member("1", area_code=VILLAGE)
    bills.asked(card_number="1", nik=nik(1))
    assert bills.reconcile()[0][0] == "C1"


def test_a_resident_flagged_dead_is_the_cause():
    bills = BothBills()
    row = bills.people.resident(area_code=VILLAGE, nik=nik(1), name="SITI AMINAH", population_flag="2")
    bills.listed(f"R{row}")
    assert bills.reconcile()[0][4] == "deceased"


def test_totals_recover_both_bills():
    bills = BothBills()
    for serial in range(1, 4):
        person = resident_with_card(bills, serial)
        bills.asked(card_number=f"{serial}", rupiah=35_000 * serial)
        if serial > 1:
            bills.listed(person)
    bills.reconcile()
    totals = people_engine().fetch("SELECT * FROM reconciliation_totals ORDER BY cause")
    assert totals == [
        ("amount_differs", 2, 175_000, 75_600, 99_400),
        ("only_branch_not_listed", 1, 35_000, 0, 35_000),
    ]


# Every person is a case: one engine run reconciles hundreds.
PEOPLE_A_RUN = 250
OUTCOMES = ("removed_from_list", "agreement_ended", "not_yet_effective", "annulled", "removed_before_start")


def _random_bills(seed: int) -> tuple[BothBills, dict[str, Any]]:
    chance = random.Random(seed)
    bills = BothBills()
    told: dict[str, Any] = {"branch": [], "ours": [], "fates": {}, "outcomes": {}}
    for serial in range(PEOPLE_A_RUN):
        person = resident_with_card(bills, serial)
        for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
            amount = chance.choice([37_800, 37_800, 35_000, 0])
            told["branch"].append(
                Asked(place=bills.asked(card_number=f"{serial}", rupiah=amount), person_id=person, amount=amount)
            )
        lines = chance.choice([0, 1, 1, 1, 2])
        for _ in range(lines):
            told["ours"].append(Asked(place=bills.listed(person), person_id=person, amount=37_800))
        if not lines and chance.random() < 0.7:
            told["outcomes"][person] = chance.choice(OUTCOMES)
            bills.listed(person, outcome=told["outcomes"][person])
        if chance.random() < 0.15:
            told["fates"][person] = chance.choice(["deceased", "moved"])
            bills.rows["mismatches"].append({"person_id": person, "code": told["fates"][person]})
    return bills, told


@settings(max_examples=runs(cases_a_run=PEOPLE_A_RUN, short=8), deadline=None, derandomize=True, phases=[Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_sql_equals_reference(seed):
    bills, told = _random_bills(seed)
    plain = reconcile_reference(**told)
    assert Counter(bills.reconcile()) == Counter(
        (pair.person_id, pair.branch_place, pair.our_place, pair.difference, pair.cause) for pair in plain
    )


def test_the_generator_reaches_every_cause():
    _, told = _random_bills(1)
    assert {pair.cause for pair in reconcile_reference(**told)} == set(CAUSES)
