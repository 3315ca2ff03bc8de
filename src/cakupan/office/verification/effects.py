"""What follows from an approved decision. Nothing in a closed month is edited: everything takes effect in the open one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cakupan.office.verification.gate import REMOVE
from cakupan.office.verification.models import MismatchCase


def approved(cases: Sequence[MismatchCase], *, user: Any, area: str) -> None:
    """Called in the transaction that approves. Removals go to the list's keeper; corrections are read from the cases (lists)."""
    removals = [case for case in cases if case.proposal == REMOVE and case.entry_key]
    if removals:
        hand_removals_on(removals, user=user, area=area)


def hand_removals_on(cases: Sequence[MismatchCase], *, user: Any, area: str) -> None:
    """The seam to the keeper of the region's list (app ``enrolment``): who is to leave it, why, from which position on."""
