"""The reference's proposal by hand-made families, without tables."""

from __future__ import annotations

from cakupan.month.reference.proposal import Candidate, propose_reference


def one(person: str, family: str, row: int, **told: object) -> Candidate:
    return Candidate(**{"person_id": person, "resident_row": row, "family": family, "decile": 1, "order": row, **told})


def placed(candidates, people_max, *, rule=("decile",), enrolled=frozenset()):
    found = propose_reference(
        candidates=candidates, ranking_rule=rule, people_max=people_max, full_reason="quota_full", enrolled=enrolled
    )
    return {person: (p.rank, p.decision, p.reason) for person, p in found.items()}


def order(candidates, *, rule=("decile",), enrolled=frozenset()):
    found = placed(candidates, 99, rule=rule, enrolled=enrolled)
    return sorted((p for p in found if found[p][0]), key=lambda p: found[p][0])


def test_whoever_is_hindered_has_no_rank_and_takes_no_place():
    found = placed([one("A", "1", 2, hindrance="deceased"), one("B", "1", 3)], 1)
    assert found == {"A": (None, "not_eligible", "deceased"), "B": (1, "proposed", "confirmed_poor")}


def test_a_family_goes_in_whole_or_waits_and_all_after_it_wait():
    people = [one("A", "1", 2), one("B", "2", 3), one("C", "2", 4), one("D", "3", 5)]
    assert placed(people, 2) == {
        "A": (1, "proposed", "confirmed_poor"),
        "B": (2, "waiting", "family_does_not_fit"),
        "C": (3, "waiting", "family_does_not_fit"),
        "D": (4, "waiting", "behind_family_that_does_not_fit"),
    }
    assert [found[1] for found in placed(people, 3).values()] == ["proposed"] * 3 + ["waiting"]
    assert placed(people, 3)["D"] == (4, "waiting", "quota_full")


def test_no_room_at_all_is_a_full_quota():
    assert placed([one("A", "1", 2), one("B", "2", 3)], 0) == {
        "A": (1, "waiting", "quota_full"),
        "B": (2, "waiting", "quota_full"),
    }


def test_a_familys_best_decile_ranks_it_and_an_unknown_one_comes_last():
    people = [one("A", "1", 2, decile=None), one("B", "2", 3, decile=3), one("C", "3", 4, decile=9), one("D", "3", 5, decile=2)]
    assert order(people) == ["D", "C", "B", "A"]


def test_the_annexs_order_ranks_where_the_rule_says_so_and_breaks_ties():
    people = [one("A", "1", 2, decile=2, order=1), one("B", "2", 3, order=9), one("C", "3", 4, order=8)]
    assert order(people, rule=("annex",)) == ["A", "C", "B"]
    assert order(people, rule=("decile",)) == ["C", "B", "A"]
    assert order([one("A", "1", 2, order=None), one("B", "2", 3, order=7)]) == ["B", "A"]


def test_the_earliest_resident_breaks_the_last_tie():
    people = [one("A", "1", 9, order=None), one("B", "2", 8, order=None), one("C", "1", 7, order=None)]
    assert order(people) == ["C", "A", "B"]


def test_an_urgent_word_of_one_member_lifts_the_family_where_the_rule_names_it():
    for word in ("sick_now", "pregnant", "disaster"):
        people = [one("A", "1", 2), one("B", "2", 3), one("C", "2", 4, priorities=frozenset({word}))]
        assert order(people, rule=(word, "decile")) == ["B", "C", "A"]
        assert order(people, rule=("decile", word)) == ["B", "C", "A"]
        assert order(people) == ["A", "B", "C"]


def test_families_on_the_list_are_made_whole_first_and_newborns_come_last_within_theirs():
    people = [one("A", "1", 2), one("B", "2", 3, newborn=True, decile=None), one("C", "2", 4, decile=9)]
    assert order(people, enrolled=frozenset({"2"})) == ["C", "B", "A"]
    assert placed(people, 9)["B"][2] == "newborn_with_family"
    assert placed(people, 1)["B"] == (3, "waiting", "quota_full")


def test_a_family_that_the_register_does_not_know_comes_after_any_place_in_it():
    assert order([one("A", "1", 2, order=None), one("B", "2", 3, order=5_000_000)], rule=("annex",)) == ["B", "A"]


def test_a_rule_may_name_the_family_which_ranks_nobody_before_another():
    assert order([one("A", "1", 2), one("B", "2", 3)], rule=("family", "decile")) == ["A", "B"]


def test_within_a_family_the_decile_then_the_registers_order_then_the_residents_row():
    family = [one("A", "1", 2, decile=None), one("B", "1", 3, order=9), one("C", "1", 4, order=8), one("D", "1", 1, order=9)]
    assert order(family) == ["C", "D", "B", "A"]
