"""Statuses: what the branch said of each card, and who on our list awaits its answer."""

from __future__ import annotations

import datetime as dt

import pytest
from small_month import SmallMonth


def _statuses(small: SmallMonth, columns: str = "status, reason"):
    return small.close().fetch(f"SELECT {columns} FROM statuses ORDER BY person_id, card_number NULLS LAST")


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ({}, ("active", "on_list_branch_agrees")),
        ({"payer": "kabkota"}, ("active", "on_list_branch_agrees")),
        ({"payer": "provinsi"}, ("active", "on_list_branch_other_segment")),
        ({"status": "inactive"}, ("inactive", "on_list_branch_inactive")),
        ({"segment": "PBI_JK"}, ("active", "on_list_branch_other_segment")),
        ({"status": None}, ("unknown", "branch_does_not_say")),
    ],
)
def test_the_branchs_answer_about_people_on_our_list(member, expected):
    small = SmallMonth()
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH")
    small.member(1, "SITI AMINAH", resident_row=2, **member)
    assert _statuses(small) == [expected]


@pytest.mark.parametrize(("status", "reason"), [("active", "branch_active"), ("inactive", "branch_inactive")])
def test_the_branchs_answer_about_anyone_else(status, reason):
    small = SmallMonth()
    small.member(1, "SITI AMINAH", status=status, segment="PBPU")
    small.entry(9, "ORANG LAIN")
    assert (status, reason) in _statuses(small)


def test_on_our_list_alone_is_never_active():
    small = SmallMonth()
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH")
    columns = "status, reason, card_number, segment, as_of, list_row"
    row = ("awaiting_branch", "on_list_not_in_member_master", None, "PEMDA", dt.date(2021, 7, 1), 2)
    assert _statuses(small, columns) == [row]


def test_an_entry_still_to_come_awaits_and_an_ended_one_does_not():
    for submitted, awaiting in ((dt.date(2021, 6, 21), 1), (dt.date(2021, 6, 20), 1), (None, 0)):
        small = SmallMonth()
        small.entry(9, "ORANG", submitted_date=submitted)
        assert len(_statuses(small)) == awaiting


def test_a_card_under_review_leaves_its_candidate_awaiting():
    small = SmallMonth()
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH")
    small.member(7, "S AMINAH", resident_row=2, link="review")
    found = _statuses(small, "person_id, candidate_person_id, status, link")
    assert found == [("C9990000000007", "R2", "active", "review"), ("R2", None, "awaiting_branch", "none")]


def test_two_lines_of_one_person_await_once():
    small = SmallMonth()
    small.entry(9, "ORANG")
    small.entry(9, "ORANG")
    assert len(_statuses(small)) == 1
