"""The reference's reconciliation by hand-made examples, without tables."""

from __future__ import annotations

import pytest

from cakupan.month.reference.reconciliation import Asked, Pair, reconcile_reference


def asked(place: int, amount: int = 37_800, person: str = "R1") -> Asked:
    return Asked(place=place, person_id=person, amount=amount)


def pairs(branch, ours, *, fates=None, outcomes=None):
    found = reconcile_reference(branch=branch, ours=ours, fates=fates or {}, outcomes=outcomes or {})
    return [(p.branch_place, p.our_place, p.difference, p.cause) for p in found]


@pytest.mark.parametrize(("amount", "cause"), [(37_799, "amount_differs"), (37_800, "agrees"), (37_801, "amount_differs")])
def test_a_line_of_both_bills_agrees_to_the_rupiah(amount, cause):
    assert pairs([asked(2, amount)], [asked(5)]) == [(2, 5, amount - 37_800, cause)]


def test_each_person_has_pairs_of_their_own_in_the_order_of_the_files():
    found = reconcile_reference(
        branch=[asked(4, 3), asked(2, 1), asked(3, 9, "R0")], ours=[asked(9, 3), asked(8, 1)], fates={}, outcomes={}
    )
    assert found == (
        Pair(person_id="R0", branch_place=3, our_place=None, difference=9, cause="only_branch_not_listed"),
        Pair(person_id="R1", branch_place=2, our_place=8, difference=0, cause="agrees"),
        Pair(person_id="R1", branch_place=4, our_place=9, difference=0, cause="agrees"),
    )


def test_a_second_line_of_one_bill_alone_is_a_duplicate_whatever_became_of_the_person():
    told = {"fates": {"R1": "deceased"}, "outcomes": {"R1": "removed_from_list"}}
    assert pairs([asked(2), asked(3)], [asked(5)], **told)[1:] == [(3, None, 37_800, "duplicate")]
    assert pairs([asked(2)], [asked(5), asked(6)], **told)[1:] == [(None, 6, -37_800, "duplicate")]


def test_only_ours_awaits_the_branch():
    assert pairs([], [asked(5)]) == [(None, 5, -37_800, "only_ours_awaiting_branch")]
    assert pairs([], [asked(5)], outcomes={"R1": "removed_from_list"}) == [(None, 5, -37_800, "only_ours_awaiting_branch")]


@pytest.mark.parametrize(
    ("outcome", "cause"),
    [
        ("removed_from_list", "only_branch_removed"),
        ("removed_before_start", "only_branch_removed"),
        ("annulled", "only_branch_removed"),
        ("agreement_ended", "only_branch_agreement_ended"),
        ("without_decree", "only_branch_not_listed"),
        (None, "only_branch_not_listed"),
    ],
)
def test_only_the_branchs_is_told_by_what_became_of_the_annex_line(outcome, cause):
    outcomes = {"R1": outcome} if outcome else {"R9": "annulled"}
    assert pairs([asked(2)], [], outcomes=outcomes) == [(2, None, 37_800, cause)]


@pytest.mark.parametrize("fate", ["deceased", "moved"])
def test_a_fate_explains_a_one_sided_line_before_the_list_does_but_not_a_pair(fate):
    told = {"fates": {"R1": fate}, "outcomes": {"R1": "annulled"}}
    assert pairs([asked(2)], [], **told) == [(2, None, 37_800, fate)]
    assert pairs([], [asked(5)], **told) == [(None, 5, -37_800, fate)]
    assert pairs([asked(2)], [asked(5)], **told) == [(2, 5, 0, "agrees")]
