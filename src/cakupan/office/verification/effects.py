"""What follows from an approved decision. Nothing in a closed month is edited: everything takes effect in the open one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cakupan.office.enrolment import removals
from cakupan.office.enrolment.models import ProposalLine
from cakupan.office.enrolment.removals import Leaving
from cakupan.office.verification.gate import REMOVE
from cakupan.office.verification.models import MismatchCase
from cakupan.office.verification.states import APPROVED


def approved(cases: Sequence[MismatchCase], *, user: Any, area: str) -> int:
    """Called in the transaction that approves: whoever is to leave the list goes on the list of removals.

    Corrections are read from the cases (``lists``). Gives how many of the removals concern nobody on a list in force: there is
    nothing to take them off, and the decision stands for the lists to the other offices.
    """
    to_go = [case for case in cases if case.proposal == REMOVE]
    named = [Leaving(case.person, case.code, case.key) for case in to_go if case.person is not None and case.entry_key]
    return len(to_go) - len(removals.add(area, named, user))


def left_behind(area: str) -> QuerySet[MismatchCase]:
    """Approved removals that are on no list of removals: their agreement was not recorded here when they were approved."""
    handed = ProposalLine.objects.filter(area=area, mismatch_key=OuterRef("key"))
    standing = MismatchCase.objects.filter(
        area=area, state=APPROVED, proposal=REMOVE, person__isnull=False, mismatch__id__isnull=False
    )
    return standing.exclude(entry_key="").filter(~Exists(handed)).select_related("person")
