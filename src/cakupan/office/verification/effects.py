"""What follows from an approved decision. Nothing in a closed month is edited: everything takes effect in the open one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cakupan.law.refusal import Refusal
from cakupan.office.enrolment import removals
from cakupan.office.verification.gate import REMOVE
from cakupan.office.verification.models import MismatchCase


def approved(cases: Sequence[MismatchCase], *, user: Any, area: str) -> int:
    """Called in the transaction that approves: whoever is to leave the list goes on the list of removals.

    Corrections are read from the cases (``lists``). Gives how many of the removals concern nobody on a list in force: there is
    nothing to take them off, and the decision stands for the lists to the other offices.
    """
    to_go = [case for case in cases if case.proposal == REMOVE]
    return sum(not _taken_off(case, user=user, area=area) for case in to_go)


def _taken_off(case: MismatchCase, *, user: Any, area: str) -> bool:
    if case.person is None or not case.entry_key:
        return False
    try:
        removals.add(area, case.person, case.code, case.key, user)
    except Refusal:
        return False
    return True
