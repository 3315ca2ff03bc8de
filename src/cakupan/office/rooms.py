"""What the office asks of the other rooms: files in, months out. Wiring does it; the office knows it by its settings (ADR 15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from django.conf import settings

from cakupan.answer.eligibility import Answer
from cakupan.answer.standing import Standing
from cakupan.law.calendar import Month
from cakupan.outlook.terms_meaning import Meaning
from cakupan.registers.branch_batch import AnswerRow
from cakupan.report.edition import Boundary

Say = Callable[[str], None]


class Rooms(Protocol):
    """The functions of ``cakupan.wiring.office``. Each raises :class:`~cakupan.law.refusal.Refusal` where the command would."""

    def import_file(self, *, kind: str, file: Path, profile: str | None, area: str, as_of: dt.date) -> dict[str, Any]:
        """Read a delivered file into a snapshot; gives its manifest and ``already_there``, ``folder``."""
        ...

    def try_file(
        self, *, kind: str, file: Path, profile: str | None, area: str, as_of: dt.date, bad_rows: Path
    ) -> dict[str, Any]:
        """The same without keeping anything: counts, faults by reason, and the first faults.

        The bad rows go to the XLSX file ``bad_rows``, with the column Kesalahan; there is no such file if none is bad.
        """
        ...

    def undo_import(self, *, hash_start: str, area: str) -> dict[str, Any]:
        """Take an import back; refused once a month rests on it."""
        ...

    def snapshots_in_use(self, *, area: str) -> frozenset[str]:
        """The hashes of every snapshot that an edition of the area names, whichever of a month's editions stands."""
        ...

    def books(self, *, shown: frozenset[str]) -> list[dict[str, Any]]:
        """Books of editions: ``name``, ``made_at``, and ``used``: whether their edition stands or is ``shown``."""
        ...

    def remove_book(self, *, name: str) -> None:
        """Remove one of those, whole; no complaint if it is gone."""
        ...

    def facilities(self, *, area: str, until: dt.date) -> list[dict[str, Any]]:
        """Facilities as delivered last by a day: the columns of the register; ``file`` and ``as_of`` of the list."""
        ...

    def close_month(self, *, area: str, month: Month, again: bool, say: Say) -> str:
        """Make the edition of a month from what the workspace holds and load it as a position; gives the edition's hash."""
        ...

    def load_position(self, *, area: str, month: Month, say: Say) -> str:
        """Load the edition that stands into the tables of the pages, in one transaction; gives its hash."""
        ...

    def review_pairs(self, *, area: str) -> Iterator[dict[str, Any]]:
        """Uncertain links of the newest position, field by field."""
        ...

    def look_ahead(self, *, area: str, month: Month) -> dict[str, Any]:
        """Alarms, run-out dates, who loses cover, options with cost; as the outlook command prints it."""
        ...

    def propose(self, *, area: str, agreement: str, month: Month) -> dict[str, Any]:
        """Whom quota and budget of an agreement could still take, by its ranking rule, and who waits and why.

        The summary that ``cakupan propose --json`` prints, and ``rows``: everyone proposed or waiting, by rank, with address.
        """
        ...

    def branch_answers(self, *, file: Path, area: str, as_of: dt.date) -> list[AnswerRow]:
        """The rows of the branch's answer to a batch; nothing of it is kept in the workspace."""
        ...

    def documents(self, *, area: str, kind: str, until: dt.date) -> list[dict[str, Any]]:
        """The papers that were imported for an area by a day, as plain data: agreements, …, ``decrees``, ``payments``."""
        ...

    def terms_meaning(self, *, terms: Mapping[str, Any], as_of: dt.date) -> list[tuple[tuple[str, ...], Meaning]]:
        """What an agreement's terms (the keys of its document) mean, once for each reading of the law that is in dispute."""
        ...

    def suppose(
        self,
        *,
        area: str,
        month: Month,
        agreement: str,
        quota: int | None,
        budget: int | None,
        rate: int | None,
        province: Decimal | None,
    ) -> dict[str, Any]:
        """An agreement under other terms beside the present ones, as ``cakupan outlook`` prints it with ``--quota`` and so on.

        ``province``: the province's share in per cent, the regency paying the rest. Terms that are None stay.
        """
        ...

    def boundaries(self, *, area: str) -> tuple[Boundary, ...]:
        """The outlines of an area's parts, if the region loaded any."""
        ...

    def ask(self, *, number: str, on: dt.date, area: str, facility: str | None = None) -> Answer:
        """The desk's answer about one person on one day; ``facility`` is the code of the one that asks."""
        ...

    def consumer_profiles(self) -> tuple[str, ...]:
        """The profiles of codes and labels that a consumer of the counter can have, the usual one first."""
        ...

    def participant_labels(self, *, profile: str) -> list[dict[str, str | None]]:
        """What a profile calls the kinds of participants: ``segment``, ``code``, ``label``."""
        ...

    def bill_workbook(self, *, area: str, month: Month) -> Path:
        """Write the bill of the edition that stands, with every line and live formulas; the caller moves the file."""
        ...

    def reconciliation(self, *, area: str, month: Month, cause: str) -> Iterator[dict[str, Any]]:
        """The branch's bill by name beside ours: rows of one cause, or (empty) every row that differs."""
        ...

    def compare_months(self, *, area: str, before: Month, after: Month) -> list[dict[str, Any]]:
        """What changed between two months that stand: subject, direction, reason, people, amount_before, amount_after."""
        ...

    def tell_standing(self, *, area: str, build: Callable[[], Standing]) -> bool:
        """Write what stands beside an area's editions, so that every desk and machine answers by it; True if it changed.

        ``build`` reads it while nobody else writes the area's: whoever comes last reads what was committed last.
        """
        ...


def rooms() -> Rooms:
    """The rooms, as wiring joins them."""
    return cast("Rooms", import_module(settings.CAKUPAN_ROOMS))
