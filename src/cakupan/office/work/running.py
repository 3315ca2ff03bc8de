"""Long work: begun by a page, done by the worker, one piece at a time per area, told how far it is, stopped when asked.

An app registers what it can do with :func:`work`; the function gets a :class:`Progress` and the arguments and must be such that
doing it again after a kill does no harm: the worker gives it again to whoever comes next.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as queue

from cakupan.law.refusal import Busy, Refusal
from cakupan.office.audit.log import note
from cakupan.office.database.scope import scoped
from cakupan.office.work.models import State, Work

log = logging.getLogger(__name__)
StrOrPromise = str | Promise
Doing = Callable[["Progress"], "dict[str, Any] | None"]
KINDS: dict[str, Doing] = {}
TITLES: dict[str, StrOrPromise] = {}  # what each kind is called on the screen
# Work during which the worker or the database died so often is not given again: it may be what kills them.
TRIES_MAX = 3
AGAIN_SECONDS = 1.0


class Cancelled(Exception):
    """Somebody asked for the work to stop; what it had begun is rolled back or swept away."""


@dataclass
class Progress:
    """What a piece of work is told and tells: ``arguments`` in, steps out. ``say`` raises :class:`Cancelled` if it must stop."""

    work: Work
    arguments: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.arguments = self.work.arguments

    def say(self, says: str, *, progress: int | None = None, steps: int | None = None) -> None:
        """Tell the step at hand, and where known how many are done of how many."""
        told: dict[str, Any] = {"says": says[:200]}
        if progress is not None:
            told["progress"] = progress
        if steps is not None:
            told["steps"] = steps
        Work.objects.filter(pk=self.work.pk).update(**told)
        if Work.objects.filter(pk=self.work.pk, cancel_asked=True).exists():
            raise Cancelled


def work(kind: str, title: StrOrPromise) -> Callable[[Doing], Doing]:
    """Register what does a kind of work, and its (lazily translated) title.

    It runs outside of any transaction, in the scope of the work's area. Where its result is it tells as
    ``{"view": URL name, "arguments": {…}}``; the area is added.
    """

    def registered(doing: Doing) -> Doing:
        assert kind not in KINDS, f"two things do {kind}"
        KINDS[kind], TITLES[kind] = doing, title
        return doing

    return registered


def begin(*, kind: str, area: str, user: Any, arguments: dict[str, Any]) -> Work:
    """Put a piece of work into the queue, in the transaction at hand: if that rolls back, it was never begun."""
    assert kind in KINDS, f"nothing does {kind}"
    piece = Work.objects.create(area=area, kind=kind, arguments=arguments, begun_by=user)
    do_work.configure(lock=f"area:{area}", queueing_lock=None).defer(work_id=piece.pk, area=area)
    return piece


@queue.task(name="cakupan.work", retry=False, pass_context=False)
def do_work(work_id: int, area: str) -> None:
    """What the worker runs. How the work ended stands in its row, as the person must read it; a defect is raised besides.

    If the database goes away meanwhile, the piece waits for it and is taken up again, unless it had ended.
    """
    try:
        while not _taken_up(work_id, area):
            wait_for_database()
    finally:
        connections.close_all()  # the worker's threads come and go; each piece opens its own


def wait_for_database() -> None:
    """Return once the database answers, on connections that are new."""
    while True:
        connections.close_all()
        try:
            return connection.ensure_connection()
        except OperationalError:
            time.sleep(AGAIN_SECONDS)


def _taken_up(work_id: int, area: str) -> bool:
    """Whether it could be: a database that fails says so in the worker's log."""
    try:
        _take_up(work_id, area)
    except (OperationalError, InterfaceError):
        log.exception("the database failed during work %s", work_id)
        return False
    return True


def _take_up(work_id: int, area: str) -> None:
    with scoped(areas=[area], desk="worker"):
        piece = Work.objects.get(pk=work_id)
        if piece.ended:
            return
        if piece.cancel_asked:
            _end(piece, State.CANCELLED, {})
            return
        if piece.tries >= TRIES_MAX:
            why = _("pekerja atau basis data terhenti %(tries)s kali saat mengerjakannya.") % {"tries": piece.tries}
            mend = _("Mulai lagi dari halamannya; bila terulang, beri tahu admin: periksa memori dan catatan server.")
            _end(piece, State.FAILED, {"refused": str(TITLES[piece.kind]), "why": why, "mend": mend})
            return
        Work.objects.filter(pk=work_id).update(state=State.RUNNING, started_at=timezone.now(), tries=piece.tries + 1)
        _do(piece)


def _do(piece: Work) -> None:
    ended = False
    try:
        result = _done(piece)
        ended = True
    except Cancelled:
        ended = True
        _end(piece, State.CANCELLED, {})
    except Refusal as refusal:
        ended = True
        _end(piece, State.REFUSED, {"refused": refusal.what, "why": refusal.why, "mend": refusal.mend})
    else:
        _end(piece, State.DONE, result or {})
    finally:
        # A defect: the worker's log has it, the person reads that it failed. A killed worker does not come here, and without
        # a database this fails as well: the piece is then done again.
        if not ended:
            _end(piece, State.FAILED, _defect(piece))


def _defect(piece: Work) -> dict[str, Any]:
    return {
        "refused": str(TITLES[piece.kind]),
        "why": _("pekerjaan ini berhenti karena kesalahan pada Cakupan, bukan pada isian Anda."),
        "mend": _("Mulai lagi dari halamannya; bila terulang, beri tahu admin nomor pekerjaan ini: %(number)s.")
        % {"number": piece.pk},
    }


def _done(piece: Work) -> dict[str, Any] | None:
    """Do it; while somebody else writes in the workspace (an import of another area, a backup), wait for them."""
    progress = Progress(piece)
    while True:
        try:
            return KINDS[piece.kind](progress)
        except Busy:
            progress.say(_("menunggu pekerjaan lain selesai menulis"))
            time.sleep(AGAIN_SECONDS)


def _end(piece: Work, state: State, result: dict[str, Any]) -> None:
    with transaction.atomic():
        Work.objects.filter(pk=piece.pk).update(state=state, result=result, ended_at=timezone.now())
        note(
            None, f"work.{state}", subject=("work", piece.pk), area=piece.area, actor=piece.begun_by, details={"kind": piece.kind}
        )


def take_up_again() -> int:
    """Give back what a worker that died was doing: those pieces begin anew. Called as a worker starts; tells how many.

    Only one worker runs (``cakupan serve`` starts it), so whatever is "doing" now belongs to nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE status = 'doing'")
        return int(cursor.rowcount)
