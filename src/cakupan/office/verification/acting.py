"""Acting on many mismatches at once: what is chosen, whether it is still what the officer saw, and the move itself.

All or nothing, in the transaction of the request. Acts of one area wait for each other, so that what is counted is what is moved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cakupan.law.refusal import Refusal
from cakupan.office.access import number_of
from cakupan.office.audit.log import note
from cakupan.office.positions.models import Mismatch
from cakupan.office.states import Move
from cakupan.office.verification import effects
from cakupan.office.verification.gate import PROPOSALS, move_of
from cakupan.office.verification.models import CaseHistory, MismatchCase
from cakupan.office.verification.states import APPROVED, CASE, OPEN, PROPOSED
from cakupan.office.verification.worklist import actionable, filtered, fingerprint, mismatches, moves_of, open_ones

MOVES = ("confirm", "deny", "answer", "approve", "reject", "withdraw")
AT_ONCE = 1000
TAKEN_OVER = (
    "code", "subject", "subject_id", "person_id", "name", "nik", "village", "evidence", "suggested_action", "bpk_kind",
    "agreement_number", "entry_key", "event_date", "rupiah_per_month", "rupiah_to_date",
)  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """What an officer wants to act on: rows by key, or (``everything``) all that a filter lets through."""

    act: str  # a proposal of gate.PROPOSALS, or a move of MOVES
    keys: Sequence[str]
    everything: bool
    told: Mapping[str, Any]

    @property
    def proposes(self) -> bool:
        """Whether it is a proposal, and not a word on one."""
        return self.act in PROPOSALS

    def rows(self, user: Any, area: str) -> QuerySet[Any]:
        """Of the chosen rows those on which this officer may act this way now."""
        found = mismatches(user, area)
        found = filtered(found, self.told) if self.everything else found.filter(key__in=self.keys)
        return open_ones(found) if self.proposes else actionable(found, self.act, user=user, area=area)


@dataclass(frozen=True)
class Seen:
    """What exactly an officer was shown: the keys, and a mark of how many there were and in which version each."""

    keys: list[str]
    mark: str


def seen(rows: QuerySet[Any]) -> Seen:
    """What these rows are now."""
    hashed, keys = hashlib.sha256(), []
    for key, version in rows.order_by("key").values_list("key", "version").iterator(chunk_size=10_000):
        hashed.update(f"{key}:{version};".encode())
        keys.append(key)
    return Seen(keys, f"{len(keys)}-{hashed.hexdigest()[:32]}")


@dataclass(frozen=True)
class Done:
    """For how many it was done, and how many removals concern nobody on a list in force."""

    count: int
    on_no_list: int = 0


def act(request: HttpRequest, area: str, selection: Selection, *, reason: str, was_seen: str) -> Done:
    """Do it and say for how many. Raises :class:`Refusal` if the rows are no longer those that were seen."""
    user: Any = request.user
    wait_for_turn(area)
    now = seen(selection.rows(user, area))
    if now.mark != was_seen:
        raise _changed(was_seen, now.mark)
    on_no_list = 0
    if selection.proposes:
        _propose(now.keys, user=user, area=area, proposal=selection.act, reason=reason)
    else:
        on_no_list = _move(now.keys, selection.act, user=user, area=area, reason=reason)
    subject = ("mismatches", now.mark.partition("-")[2])
    note(request, f"mismatch.{selection.act}", subject=subject, why=reason, details={"count": len(now.keys)})
    return Done(len(now.keys), on_no_list)


def wait_for_turn(area: str) -> None:
    """From here to the end of the transaction nobody else acts on mismatches of this area."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"verification {area}"])


def _changed(before: str, now: str) -> Refusal:
    was, found = (number_of(each.partition("-")[0]) or 0 for each in (before, now))
    gone = was - found
    why = (
        ngettext(
            "%(gone)s dari %(was)s data sudah ditindaklanjuti petugas lain sejak Anda melihatnya.",
            "%(gone)s dari %(was)s data sudah ditindaklanjuti petugas lain sejak Anda melihatnya.",
            gone,
        )
        % {"gone": gone, "was": was}
        if gone > 0
        else _("daftarnya berubah sejak Anda melihatnya: dari %(was)s menjadi %(found)s data.") % {"was": was, "found": found}
    )
    return Refusal(
        _("Menindaklanjuti data tidak padan"),
        why=f"{why} {_('Tidak satu pun diubah.')}",
        mend=_("Kembali ke daftar, pilih lagi, lalu periksa jumlahnya."),
    )


def _propose(keys: Sequence[str], *, user: Any, area: str, proposal: str, reason: str) -> None:
    """Make the cases, or take them up again, with their history."""
    there = {case.key: case for case in _cases(area, keys)}
    made: list[MismatchCase] = []
    again: list[MismatchCase] = []
    history = []
    moves: dict[tuple[str, str], Move] = {}
    rows = Mismatch.objects.filter(area=area, key__in=keys).annotate(evidence_hash=fingerprint()).select_related("position")
    for row in rows.iterator(chunk_size=2000):
        before = there.get(row.key)
        case = before or MismatchCase(area=area, key=row.key, state=OPEN, version=0)
        if case.state == APPROVED:
            history.append(_stepped(case, "reopen", OPEN, user, _("Bukti berubah atau datanya muncul lagi.")))
        move = _checked(moves, move_of(proposal, row.code), user, case, reason)
        history.append(_stepped(case, move.code, move.to_state, user, reason, proposal=proposal))
        _take_over(case, row, user=user, proposal=proposal, reason=reason)
        (again if before else made).append(case)
    MismatchCase.objects.bulk_create(made, batch_size=AT_ONCE)
    if again:
        MismatchCase.objects.bulk_update(again, _COLUMNS, batch_size=200)
    _keep_history(history)


def _checked(moves: dict[tuple[str, str], Move], code: str, user: Any, case: MismatchCase, reason: str) -> Move:
    """The state table's word on a move, asked for the first case that makes it from a state: the others differ in nothing it
    looks at.

    Whose proposal it is, is asked of each case by the query before; that nobody decides on their own, by the database too.
    """
    at = (code, case.state)
    if at not in moves:
        moves[at] = CASE.check(code, user, case, reason=reason)
    return moves[at]


def _cases(area: str, keys: Sequence[str]) -> QuerySet[MismatchCase]:
    """The cases of these mismatches, locked. By their keys and not by a query within: the planner would join row by row."""
    return MismatchCase.objects.select_for_update(of=("self",)).select_related("person").filter(area=area, key__in=keys)


def _take_over(case: MismatchCase, row: Any, *, user: Any, proposal: str, reason: str) -> None:
    """The mismatch as it is now, and whose proposal this is; what was decided before stays in the history only."""
    for name in TAKEN_OVER:
        setattr(case, name, getattr(row, name))
    case.evidence_hash = row.evidence_hash
    case.month, case.edition = row.position.month, row.position.edition
    case.proposal, case.proposed_by, case.proposed_desk = proposal, user, user.desk
    case.proposed_at, case.reason = timezone.now(), reason
    case.confirmed_by = case.confirmed_at = case.decided_by = case.decided_at = None
    case.decided_because = ""


_COLUMNS = [
    *(name.removesuffix("_id") for name in TAKEN_OVER), "evidence_hash", "month", "edition", "proposal", "proposed_by",
    "proposed_desk", "proposed_at", "reason", "confirmed_by", "confirmed_at", "decided_by", "decided_at", "decided_because",
    "state", "version",
]  # fmt: skip


def _stepped(case: MismatchCase, code: str, to: str, user: Any, reason: str, **details: Any) -> tuple[MismatchCase, CaseHistory]:
    """Move a case on, with the line of its history; nothing is saved yet."""
    line = CaseHistory(
        area=case.area,
        move=code,
        from_state=case.state,
        to_state=to,
        version=case.version + 1,
        reason=reason,
        details=details,
        by=user,
    )
    case.state, case.version = to, case.version + 1
    return case, line


def _keep_history(steps: Sequence[tuple[MismatchCase, CaseHistory]]) -> None:
    """Once the cases have their ids."""
    for case, line in steps:
        line.subject = case
    CaseHistory.objects.bulk_create([line for _case, line in steps], batch_size=AT_ONCE)


def _move(keys: Sequence[str], code: str, *, user: Any, area: str, reason: str) -> int:
    """Move cases on. All go to the same state; one statement moves them all. Gives ``Done.on_no_list``."""
    cases = list(_cases(area, keys))
    history = []
    moves: dict[tuple[str, str], Move] = {}
    for case in cases:
        move = _checked(moves, code, user, case, reason)
        history.append(_stepped(case, code, move.to_state, user, reason, proposal=case.proposal))
    found = MismatchCase.objects.filter(pk__in=[case.pk for case in cases])
    found.update(state=_target(code), version=F("version") + 1, **_stamps(code, user, reason))
    _keep_history(history)
    return effects.approved(cases, user=user, area=area) if code == "approve" else 0


def _target(code: str) -> str:
    return {"confirm": PROPOSED, "approve": APPROVED}.get(code, OPEN)


def _stamps(code: str, user: Any, reason: str) -> dict[str, Any]:
    now = timezone.now()
    if code in ("confirm", "deny"):
        return {"confirmed_by": user, "confirmed_at": now, "answer": reason}
    if code == "answer":
        return {"answer": reason}
    if code == "withdraw":  # the history says who and why: nobody has decided
        return {}
    return {"decided_by": user, "decided_at": now, "decided_because": reason}


def offered(user: Any, area: str, *, proposals: bool) -> Iterator[tuple[str, str]]:
    """What this officer can do on a list: act and label, proposals first."""
    if proposals and moves_of("propose", user, area):
        yield from ((code, str(each.label)) for code, each in PROPOSALS.items())
    for code in () if proposals else MOVES:
        if moves_of(code, user, area):
            yield code, CASE.label(code)


def needs_reason(act_code: str) -> bool:
    """Whether a reason must be written."""
    return act_code in PROPOSALS or any(m.needs_reason for m in CASE.moves if m.code == act_code)
