"""State tables: what may be done, by whom, and why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import Delegation
from cakupan.office.clock import today
from cakupan.office.states import Move, State, StateTable
from office_people import a_user
from tools.docs import states as states_page

TABLE = StateTable(
    name="review",
    title="Peninjauan",
    states=(State("open", "terbuka"), State("approved", "disetujui"), State("refused", "ditolak")),
    moves=(
        Move("open", "approved", "approve", "Setujui", ("dinkes",), approver=True, maker_checker=True),
        Move("open", "refused", "refuse", "Tolak", ("dinkes", "bpjs"), needs_reason=True),
        Move("open", "refused", "withdraw", "Tarik", ("setda",), maker_only=True, before="confirmed_by_id"),
    ),
    line=("open", "approved"),
)


pytestmark = pytest.mark.usefixtures("office")


def officer(desk: str = "dinkes", *, approver: bool = True) -> Any:
    """An officer; whoever approves signs in with a code, which no rule here asks for."""
    return a_user(desk, approver=approver)


@dataclass
class Thing:
    state: str = "open"
    made_by_id: int = 0
    area: str = "16.10"
    version: int = 1
    confirmed_by_id: int | None = None


def told(code: str, user: Any, obj: Any, reason: str = "") -> str:
    with pytest.raises(Refusal) as refused:
        TABLE.check(code, user, obj, reason=reason)
    assert refused.value.mend
    return refused.value.why


def test_what_is_the_makers_alone_is_theirs_until_somebody_confirmed_it() -> None:
    maker, other = officer(desk="setda"), officer(desk="setda")
    thing = Thing(made_by_id=maker.pk)
    assert TABLE.may("withdraw", maker, thing) and not TABLE.may("withdraw", other, thing)
    assert "hanya yang mengusulkan" in told("withdraw", other, thing)
    thing.confirmed_by_id = other.pk
    assert "sudah membenarkan" in told("withdraw", maker, thing)


def test_a_move_is_offered_to_whom_it_belongs() -> None:
    assert [move.code for move in TABLE.moves_for(officer(), Thing())] == ["approve", "refuse"]
    assert [move.code for move in TABLE.moves_for(officer(approver=False), Thing())] == ["refuse"]
    assert [move.code for move in TABLE.moves_for(officer(desk="bpjs"), Thing())] == ["refuse"]
    assert TABLE.moves_for(officer(desk="auditor"), Thing()) == []
    assert TABLE.moves_for(officer(), Thing(state="approved")) == []


def test_each_no_says_its_own_reason() -> None:
    maker = officer()
    assert "meja" in told("approve", officer(desk="bpjs"), Thing())
    assert "pejabat penyetuju" in told("approve", officer(approver=False), Thing())
    assert "usulannya sendiri" in told("approve", maker, Thing(made_by_id=maker.pk))
    assert "“disetujui”" in told("approve", officer(), Thing(state="approved"))
    assert "alasan" in told("refuse", officer(), Thing(), reason="  ")


def test_yes_and_no_agree() -> None:
    users = [officer(), officer(), officer(approver=False), officer(desk="bpjs"), officer(desk="auditor")]
    for state in ("open", "approved", "refused"):
        for user in users:
            for code in ("approve", "refuse"):
                thing = Thing(state=state, made_by_id=users[0].pk)
                if TABLE.may(code, user, thing):
                    assert TABLE.check(code, user, thing, reason="sebab").code == code
                else:
                    told(code, user, thing, "sebab")


def test_whoever_stands_in_decides_and_whoever_handed_on_does_not() -> None:
    giver, receiver, day = officer(), officer(approver=False), today()
    Delegation.objects.create(
        giver=giver, receiver=receiver, from_date=day, to_date=day + dt.timedelta(days=2), reason="dinas luar"
    )
    assert TABLE.may("approve", receiver, Thing()) and not TABLE.may("approve", giver, Thing())
    assert not TABLE.may("approve", receiver, Thing(made_by_id=receiver.pk))


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
