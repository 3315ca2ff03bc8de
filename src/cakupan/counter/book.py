"""A book: what one edition holds about each person, in one read-only SQLite file, found by NIK or card number in microseconds.

Wiring writes it beside the edition, whole or not at all; it says nothing of its own. Commands, office and counter all read it
when they are asked about a person, so they cannot differ. A record is positional JSON in the order of :data:`FIELDS`
(wiring/book_records.sql writes it): small, and quick to read.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import orjson

from cakupan.answer.contracts import Facilities
from cakupan.answer.record import BillLine, Card, Debt, Doubt, Entry, Facility, Mother, PersonRecord, Position, Source
from cakupan.law.calendar import Month

# Raised when a record's order or meaning changes: a book of another format is written anew.
FORMAT = "5"
# A book is read through the memory that the system keeps of it: a look-up then asks the system for nothing.
MAPPED_BYTES_MAX, CACHED_KIB_MAX = 2**40, 16 * 2**10
REGISTER_OF = {"resident": "residents", "member": "members", "list": "decisions"}
# What wiring writes for each person, in this order.
FIELDS = (
    "person_id",
    "known_from",
    "nik",
    "name",
    "birth_date",
    "sex",
    "source_file",
    "source_row",
    "cards",
    "cards_under_review",
    "entries",
    "entries_under_review",
    "doubts",
    "bill_lines",
    "debts",
    "mother",
)
BY_NUMBER = {
    "nik": "SELECT record FROM nik JOIN person ON person.id = nik.person WHERE nik.number = ? ORDER BY person.id",
    "card": "SELECT record FROM card JOIN person ON person.id = card.person WHERE card.number = ? ORDER BY person.id",
}


@dataclass(frozen=True)
class Book:
    """An open book. ``facilities`` by code; ``guarantees`` are the edition's guarantee documents as plain terms.

    ``files`` and ``as_of`` tell of each kind of register the file that was handed over and its position date.
    """

    connection: sqlite3.Connection
    position: Position
    guarantees: Sequence[Mapping[str, Any]]
    facilities: Facilities
    files: Mapping[str, str]
    as_of: Mapping[str, dt.date]

    @classmethod
    def opened(cls, path: Path) -> Self:
        """The book in a file that is never written again. Raises OSError if it is not there, sqlite3.Error if it is no book."""
        path.stat()
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES_MAX}")
        connection.execute(f"PRAGMA cache_size = -{CACHED_KIB_MAX}")
        told: dict[str, Any] = {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM about")}
        position = told["position"]
        return cls(
            connection=connection,
            position=Position(
                area=position["area"],
                month=Month.parse(position["month"]),
                as_of=dt.date.fromisoformat(position["as_of"]),
                edition=position["edition"],
                cutoff_day=position["cutoff_day"],
                cutoff_citation=position["cutoff_citation"],
            ),
            guarantees=told["guarantees"],
            facilities=Facilities(*(_facility(row, told["files"]) for row in told["facilities"])),
            files=told["files"],
            as_of={kind: dt.date.fromisoformat(day) for kind, day in told["as_of"].items()},
        )

    def people(self, *, number: str, kind: str) -> tuple[PersonRecord, ...]:
        """Whom a number leads to, by ``kind`` (``nik`` or ``card``). A NIK of the resident register is that resident's alone."""
        found = self.connection.execute(BY_NUMBER[kind], (int(number),)).fetchall()
        return tuple([self._person(orjson.loads(record)) for (record,) in found])

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    def _person(self, row: Sequence[Any]) -> PersonRecord:
        person_id, known_from, nik, name, born, sex, file, at, cards, cards_review, entries, entries_review, *more = row
        doubts, lines, debts, mother = more
        own = tuple(map(self._card, cards))
        return PersonRecord(
            person_id=person_id,
            known_from=known_from,
            nik=nik,
            name=name,
            source=self._source(REGISTER_OF[known_from], at, file),
            cards=own,
            entries=tuple(map(self._entry, entries)),
            doubts=tuple(map(self._doubt, doubts)),
            bill_lines=tuple(map(self._bill_line, lines)),
            cards_under_review=tuple(map(self._card, cards_review)),
            entries_under_review=tuple(map(self._entry, entries_review)),
            facility=self._facility_of(own),
            birth_date=_date(born),
            sex=sex,
            debts=tuple(map(self._debt, debts)),
            mother=Mother(*mother) if mother else None,
        )

    def _source(self, kind: str, row: int | None, file: str | None = None) -> Source:
        return Source(kind, file or self.files.get(kind, kind), row or 0)

    def _card(self, row: Sequence[Any]) -> Card:
        number, segment, payer, class_, status, member_row, start, facility_code, facility_name, cause, last = row
        source = self._source("members", member_row)
        return Card(
            number, segment, payer, class_, status, source, _date(start), facility_code, facility_name, cause, _date(last)
        )

    def _entry(self, row: Sequence[Any]) -> Entry:
        outcome, segment, payer, class_, agreement, decree, line, by, submitted, start, end, cause, file, at = row
        dates = _date(submitted), _date(start), _date(end)
        return Entry(
            outcome, segment, payer, class_, agreement, decree, line, by, *dates, cause, self._source("decisions", at, file)
        )

    def _doubt(self, row: Sequence[Any]) -> Doubt:
        code, evidence, event, provable, kind, at, file, per_month, to_date, reported = row
        return Doubt(code, evidence, _date(event), provable, self._source(kind, at, file), per_month, to_date, _date(reported))

    def _bill_line(self, row: Sequence[Any]) -> BillLine:
        payer, account, amount, agreement, rate, citation, excluded, file, at = row
        return BillLine(payer, account, amount, agreement, rate, citation, excluded, self._source("decisions", at, file))

    def _debt(self, row: Sequence[Any]) -> Debt:
        segment, class_, first, months, amount, stated, capped_months, capped_amount, suspended, at = row
        owed = segment, class_, dt.date.fromisoformat(first), months, amount, stated, capped_months, capped_amount
        return Debt(*owed, _date(suspended), self.as_of["unpaid"], self._source("unpaid", at))

    def _facility_of(self, cards: Sequence[Card]) -> Facility | None:
        code = next((card.facility_code for card in cards if card.status == "active" and card.facility_code), None)
        return self.facilities.get(code) if code else None


def _facility(row: Sequence[Any], files: Mapping[str, str]) -> Facility:
    code, name, start, end, credentialing, receives, at = row
    source = Source("facilities", files.get("facilities", "facilities"), at)
    return Facility(code, name, _date(start), _date(end), source, _date(credentialing), receives)


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
