"""A state machine as data: which states a thing goes through, who may move it on, and with what.

A table stands in its app's ``states.py`` as a module-level :class:`StateTable`; docs/states.md and the steps on a page come from
it. The row inherits ``database.models.MovedRow`` (state, version), and its history ``database.models.HistoryRow``::

    class Review(MovedRow):                       # state, version, area
        made_by = models.ForeignKey(User, ...)    # the maker; table.maker names its column
        approved_by = models.ForeignKey(User, null=True, ...)
        class Meta:
            constraints = [
                REVIEW.known_states("review_in_a_known_state"),
                models.CheckConstraint(condition=~models.Q(approved_by=models.F("made_by")), name="review_maker_is_no_checker"),
            ]

    class ReviewHistory(HistoryRow):              # its migration: protect(...) and append_only(...)
        subject = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="history")

Each rule has two forms: ``may`` answers yes or no (for a page's buttons), ``check`` raises :class:`Refusal` with the reason. A
view calls ``REVIEW.move(Review.objects, pk, "approve", user=request.user, seen_version=…, reason=…)`` within its request's
transaction; ``seen_version`` comes back with the form (hidden field ``version``), so that of two officers the second is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.clock import today

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

Text = str | Promise


@dataclass(frozen=True)
class State:
    """One state: its code in the table, its name on the page, and what it means there."""

    code: str
    label: Text
    explains: Text = ""


@dataclass(frozen=True)
class Move:
    """From one state to another. Several moves may bear one code, each from a state of its own.

    ``desks`` may do it, with ``approver`` only those who decide (``accounts.deciding``: by right or by delegation), with
    ``maker_checker`` never who made the thing, with ``maker_only`` nobody else, and no longer once the column ``before`` names
    somebody. ``stamps`` names the column that keeps who did it, so that the database can hold maker and checker apart too.
    """

    from_state: str
    to_state: str
    code: str
    label: Text
    desks: tuple[str, ...]
    approver: bool = False
    needs_reason: bool = False
    maker_checker: bool = False
    maker_only: bool = False
    before: str = ""
    stamps: str = ""


@dataclass(frozen=True)
class Step:
    """A state as a page lists it: ``done``, ``current`` or ``coming``."""

    state: State
    place: str


@dataclass(frozen=True)
class StateTable:
    """The states and moves of one kind of thing. ``line`` is the way it usually goes; ``maker`` the column of who made it."""

    name: str
    title: Text
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    line: tuple[str, ...] = ()
    maker: str = "made_by_id"

    def __post_init__(self) -> None:
        """A table that contradicts itself is a defect."""
        codes = [state.code for state in self.states]
        assert len(set(codes)) == len(codes), f"{self.name}: a state stands twice"
        ways = [(move.from_state, move.code) for move in self.moves]
        assert len(set(ways)) == len(ways), f"{self.name}: a move stands twice"
        told = {*self.line, *(move.from_state for move in self.moves), *(move.to_state for move in self.moves)}
        assert told <= set(codes), f"{self.name}: no such state: {told - set(codes)}"

    @property
    def first(self) -> str:
        """The state in which a thing begins."""
        return self.states[0].code

    def choices(self) -> list[tuple[str, Text]]:
        """As a model field or a filter takes them."""
        return [(state.code, state.label) for state in self.states]

    def known_states(self, name: str) -> models.CheckConstraint:
        """The constraint that a row is in a state of this table."""
        return models.CheckConstraint(condition=models.Q(state__in=[state.code for state in self.states]), name=name)

    def state(self, code: str) -> State:
        """The state of a code; KeyError if there is none."""
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(code)

    def desks_of(self, move: Move, area: str) -> tuple[str, ...]:  # noqa: ARG002 - a table whose region sets it reads the area
        """The desks whose move it is in an area: those of the table, unless a region sets another (a subclass says so)."""
        return move.desks

    def label(self, code: str) -> str:
        """A move's name on the page; a code that is no move stays as it is."""
        return next((str(move.label) for move in self.moves if move.code == code), code)

    def moves_from(self, code: str) -> tuple[Move, ...]:
        """What can be done in a state, by whomever."""
        return tuple(move for move in self.moves if move.from_state == code)

    def waits_for(self, desk: str, *, approver: bool) -> frozenset[str]:
        """The states in which an officer of this desk has a move: what its queue asks for."""
        return frozenset(m.from_state for m in self.moves if desk in m.desks and (approver or not m.approver))

    def may(self, code: str, user: Any, obj: Any) -> bool:
        """Whether this officer may do this move with this thing now. A reason can still be given."""
        return any(each.code == code for each in self.moves_for(user, obj))

    def moves_for(self, user: Any, obj: Any) -> list[Move]:
        """What this officer may do with this thing now: a page's buttons."""
        return [move for move in self.moves_from(obj.state) if self._why_not(move, user, obj) is None]

    def check(self, code: str, user: Any, obj: Any, *, reason: str = "") -> Move:
        """The move, if this officer may do it now. Raises :class:`Refusal` with the reason if not."""
        move = next((each for each in self.moves_from(obj.state) if each.code == code), None)
        if move is None:
            raise Refusal(
                self.label(code),
                why=_("keadaannya sekarang “%(state)s”; dari situ langkah ini tidak ada.")
                % {"state": self.state(obj.state).label},
                mend=_("Muat ulang halaman dan lihat langkah yang tersedia."),
            )
        why_not = self._why_not(move, user, obj)
        if why_not is not None:
            raise Refusal(str(move.label), why=why_not[0], mend=why_not[1])
        if move.needs_reason and not reason.strip():
            raise Refusal(str(move.label), why=_("langkah ini perlu alasan."), mend=_("Tulis alasannya, lalu kirim lagi."))
        return move

    def move(
        self,
        rows: Manager[Any] | QuerySet[Any],
        pk: int,
        code: str,
        *,
        user: Any,
        seen_version: int,
        reason: str = "",
        **columns: Any,
    ) -> Any:
        """Move the row on, with its history and an entry in the log, and return it; ``columns`` are set besides.

        Within the transaction at hand the row is locked and read again. Raises :class:`Refusal` if somebody changed it since this
        officer saw it, or for whatever :meth:`check` raises. The state check comes after the version check: whoever is second
        reads who was first, not that a move is missing.
        """
        obj = rows.select_for_update(of=("self",)).get(pk=pk)
        self.check_version(obj, seen_version)
        move = self.check(code, user, obj, reason=reason)
        if move.stamps:
            columns[move.stamps] = user
        columns |= {"state": move.to_state, "version": obj.version + 1}
        for column, value in columns.items():
            setattr(obj, column, value)
        obj.save(update_fields=list(columns))
        obj.history.create(
            area=obj.area,
            move=code,
            from_state=move.from_state,
            to_state=move.to_state,
            version=obj.version,
            reason=reason,
            by=user,
        )
        note(
            None,
            f"{self.name}.{code}",
            subject=(self.name, obj.pk),
            why=reason,
            area=obj.area,
            actor=user,
            deciding_for=_decides_for(user, obj.area) if move.approver else None,
        )
        return obj

    def check_version(self, obj: Any, seen_version: int) -> None:
        """Raises :class:`Refusal` telling who changed the row since it was seen, and when."""
        if obj.version == seen_version:
            return
        last = obj.history.order_by("-id").select_related("by").first()
        who = last.by.full_name if last else _("petugas lain")
        raise Refusal(
            str(self.title),
            why=_("%(who)s sudah mengubahnya sejak Anda membuka halaman ini. Perubahan Anda tidak disimpan.") % {"who": who},
            mend=_("Muat ulang halaman, lihat keadaannya sekarang, lalu putuskan lagi."),
        )

    def steps(self, obj: Any) -> list[Step]:
        """The usual way with where the thing stands; a state beside the way is put at the place where it left it."""
        return list(self._steps(obj.state, {row.to_state for row in obj.history.all()}))

    def _steps(self, current: str, been: set[str]) -> Iterator[Step]:
        if current in self.line:
            at = self.line.index(current)
            for place, code in enumerate(self.line):
                yield Step(self.state(code), "done" if place < at else "current" if place == at else "coming")
            return
        for place, code in enumerate(self.line):
            if place == 0 or code in been:
                yield Step(self.state(code), "done")
        yield Step(self.state(current), "current")

    def mermaid(self) -> str:
        """The diagram in Mermaid's words."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.first}"]
        lines += [f"    {state.code}: {state.label}" for state in self.states]
        lines += [f"    {move.from_state} --> {move.to_state}: {move.label}" for move in self.moves]
        ends = {state.code for state in self.states} - {move.from_state for move in self.moves}
        lines += [f"    {state.code} --> [*]" for state in self.states if state.code in ends]
        return "\n".join(lines)

    def _why_not(self, move: Move, user: Any, obj: Any) -> tuple[str, str] | None:
        """Why this officer may not do it, and how to mend that; None if they may."""
        desks = self.desks_of(move, obj.area)
        if user.desk not in desks:
            return _("langkah ini bukan milik meja Anda."), _("Minta meja yang berwenang: %(desks)s.") % {"desks": _words(desks)}
        if move.approver and not _decides(user, obj.area):
            return _("langkah ini hanya untuk pejabat penyetuju."), _("Minta pejabat penyetuju di meja Anda.")
        if move.maker_checker and getattr(obj, self.maker) == user.pk:
            return _("yang mengusulkan tidak boleh menyetujui usulannya sendiri."), _("Minta petugas lain memutuskannya.")
        if move.maker_only and getattr(obj, self.maker) != user.pk:
            return _("hanya yang mengusulkan yang dapat melakukannya."), _("Minta pengusulnya, atau putuskan usulannya.")
        if move.before and getattr(obj, move.before) is not None:
            return _("petugas lain sudah membenarkan atau memutuskannya."), _("Minta pejabat penyetuju memutuskannya.")
        return None


def _words(desks: tuple[str, ...]) -> str:
    from cakupan.office.accounts.desks import Desk

    return ", ".join(str(Desk(desk).label) for desk in desks)


def _decides(user: Any, area: str) -> bool:
    from cakupan.office.accounts.deciding import may_decide

    return may_decide(user, today(), area=area)


def _decides_for(user: Any, area: str) -> Any:
    from cakupan.office.accounts.deciding import decides_for

    return decides_for(user, today(), area=area)
