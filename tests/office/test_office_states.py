"""State tables: what may be done, by whom, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from cakupan.law.refusal import Refusal
from cakupan.office.states import Move, State, StateTable
from tools.docs import states as states_page

TABLE = StateTable(
    name="review",
    title="Peninjauan",
    states=(State("open", "terbuka"), State("approved", "disetujui"), State("refused", "ditolak")),
    moves=(
        Move("open", "approved", "approve", "Setujui", ("dinkes",), approver=True, maker_checker=True),
        Move("open", "refused", "refuse", "Tolak", ("dinkes", "bpjs"), needs_reason=True),
    ),
    line=("open", "approved"),
)


@dataclass
class Officer:
    desk: str = "dinkes"
    approver: bool = True
    pk: int = 2


@dataclass
class Thing:
    state: str = "open"
    made_by_id: int = 1
    version: int = 1


def told(code: str, user: Any, obj: Any, reason: str = "") -> str:
    with pytest.raises(Refusal) as refused:
        TABLE.check(code, user, obj, reason=reason)
    assert refused.value.mend
    return refused.value.why


def test_a_move_is_offered_to_whom_it_belongs() -> None:
    assert [move.code for move in TABLE.moves_for(Officer(), Thing())] == ["approve", "refuse"]
    assert [move.code for move in TABLE.moves_for(Officer(approver=False), Thing())] == ["refuse"]
    assert [move.code for move in TABLE.moves_for(Officer(desk="bpjs"), Thing())] == ["refuse"]
    assert TABLE.moves_for(Officer(desk="auditor"), Thing()) == []
    assert TABLE.moves_for(Officer(), Thing(state="approved")) == []


def test_each_no_says_its_own_reason() -> None:
    assert "meja" in told("approve", Officer(desk="bpjs"), Thing())
    assert "pejabat penyetuju" in told("approve", Officer(approver=False), Thing())
    assert "usulannya sendiri" in told("approve", Officer(pk=1), Thing())
    assert "“disetujui”" in told("approve", Officer(), Thing(state="approved"))
    assert "alasan" in told("refuse", Officer(), Thing(), reason="  ")


def test_yes_and_no_agree() -> None:
    for state in ("open", "approved", "refused"):
        for user in (Officer(), Officer(approver=False), Officer(pk=1), Officer(desk="bpjs"), Officer(desk="auditor")):
            for code in ("approve", "refuse"):
                thing = Thing(state=state)
                if TABLE.may(code, user, thing):
                    assert TABLE.check(code, user, thing, reason="sebab").code == code
                else:
                    told(code, user, thing, "sebab")


def test_the_queue_asks_for_the_states_in_which_a_desk_has_a_move() -> None:
    assert TABLE.waits_for("bpjs", approver=False) == {"open"}
    assert TABLE.waits_for("auditor", approver=True) == frozenset()


def test_a_table_that_contradicts_itself_is_a_defect() -> None:
    with pytest.raises(AssertionError, match="no such state"):
        StateTable("x", "X", (State("a", "a"),), (Move("a", "b", "go", "Go", ("dinkes",)),))
    with pytest.raises(AssertionError, match="a move stands twice"):
        StateTable("x", "X", (State("a", "a"),), (Move("a", "a", "go", "Go", ()), Move("a", "a", "go", "Go", ())))


def test_the_diagram_and_the_page_come_from_the_table() -> None:
    assert "    [*] --> open\n" in TABLE.mermaid() and "    open --> approved: Setujui\n" in TABLE.mermaid()
    page = states_page.page()
    assert "## Perjanjian (`agreement`)" in page and "draft --> complete" in page
