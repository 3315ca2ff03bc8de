"""Riwayat satu orang: everything the office holds about one person and who looked at it, for that person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import date_words, whole
from cakupan.report.letters.person import Person
from cakupan.report.letters.regulation import CIVIL_REGISTER, PERSONAL_DATA, Regulation


@dataclass(frozen=True)
class RecordEntry:
    """One thing that happened: what, by which rule, from which file and row, decided by whom."""

    date: dt.date
    what: str
    rule: str = ""
    source: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class Access:
    """One look at the person's data. ``at``: as the office's clock wrote it, *5 Juli 2024 08.12 WIB*."""

    at: str
    who: str
    purpose: str


@dataclass(frozen=True)
class PersonRecord:
    """The record of one person, as asked for on ``asked_date``. A masked copy says how much it holds, and nothing of it."""

    person: Person
    asked_date: dt.date
    entries: tuple[RecordEntry, ...]
    accesses: tuple[Access, ...]
    sources: tuple[str, ...] = ()

    kind: ClassVar[str] = "person_record"
    title: ClassVar[str] = "Riwayat Data Pribadi dan Catatan Akses"
    regulations: ClassVar[tuple[Regulation, ...]] = (PERSONAL_DATA, CIVIL_REGISTER)
    to_a_person: ClassVar[bool] = True

    def told(self, *, masked: bool) -> dict[str, Any]:
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        hidden: dict[str, Any] = {"entries": [], "accesses": [], "sources": []}
        return {
            "person": self.person.told(masked=masked),
            "asked_date": date_words(self.asked_date),
            "entries_count": whole(len(self.entries)),
            "accesses_count": whole(len(self.accesses)),
            **(hidden if masked else self._whole()),
        }

    def _whole(self) -> dict[str, Any]:
        return {
            "entries": [_entry(each) for each in self.entries],
            "accesses": [[str(number), each.at, each.who, each.purpose] for number, each in enumerate(self.accesses, start=1)],
            "sources": list(self.sources),
        }


def _entry(each: RecordEntry) -> list[str]:
    return [date_words(each.date), each.what, each.rule or "–", each.source or "–", each.decided_by or "–"]
