"""Look up what an edition holds about one person, by NIK or card number, and ask the answer room about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cakupan.answer.eligibility import Answer, eligibility
from cakupan.answer.record import BillLine, Card, Doubt, Entry, Facility, PersonRecord, Position, Source
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.wiring.editions import PublishedEdition, current_edition, published_areas, published_months
from cakupan.wiring.lookup_tables import lookup_table

NIK_DIGITS, CARD_DIGITS = 16, 13
REGISTER_OF = {"resident": "residents", "member": "members", "list": "decisions"}


@dataclass(frozen=True)
class Asked:
    """An answer with what it was found in: the people the number leads to and the position they stand in."""

    answer: Answer
    people: tuple[PersonRecord, ...]
    position: Position


def ask(
    *, workspace: Path, number: str, on: dt.date | None, today: dt.date, area: str | None = None, facility: str | None = None
) -> Asked:
    """Who the number is and what holds ``on`` a day; without one, today, or the last published position if that is older.

    ``facility`` is the code of the facility that asks: a local guarantee holds at those that it names.

    Raises :class:`Refusal` for a number of another form, or if no month of the area was published.
    """
    key, kind = read_number(number)
    asked = None
    for edition in _editions(workspace, area, on, today):
        asked = _ask_edition(edition, key, kind, on or _default_day(edition, today), facility)
        if asked.people:
            break
    assert asked is not None, "an area without an edition is refused before"
    return asked


def read_number(number: str) -> tuple[str, str]:
    """The digits and what they are: ``nik`` (16) or ``card`` (13). Raises :class:`Refusal` that names both forms."""
    digits = re.sub(r"[\s.\-']", "", number)
    if digits.isascii() and digits.isdigit() and len(digits) in (NIK_DIGITS, CARD_DIGITS):
        return digits, "nik" if len(digits) == NIK_DIGITS else "card"
    what = f"{len(digits)} digits" if digits.isascii() and digits.isdigit() else "characters that are no digits"
    raise Refusal(
        "the number asked for",
        why=f"it has {what}.",
        mend=f"A NIK has {NIK_DIGITS} digits, a JKN card number {CARD_DIGITS}; blanks, dots and dashes do not count.",
    )


def _editions(workspace: Path, area: str | None, on: dt.date | None, today: dt.date) -> list[PublishedEdition]:
    areas = [area] if area else published_areas(workspace=workspace)
    found = []
    for code in areas:
        months = published_months(workspace=workspace, area=code)
        if months:
            edition = current_edition(workspace=workspace, area=code, month=_month_for(months, on or today))
            assert edition is not None
            found.append(edition)
    if not found:
        where = f" of {area}" if area else ""
        raise Refusal(
            f"an answer about a person{where}",
            why="no month has been published in this workspace.",
            mend="Close a month first: cakupan month YYYY-MM --area CODE. Another workspace: --workspace DIR.",
        )
    return found


def _month_for(months: Sequence[Month], on: dt.date) -> Month:
    """The month of the day, else the last one before it, else the first."""
    return max((month for month in months if month.first_date <= on), default=months[0])


def _default_day(edition: PublishedEdition, today: dt.date) -> dt.date:
    month = Month.parse(edition.manifest["month"])
    as_of = dt.date.fromisoformat(edition.manifest["as_of"]["members"])
    return today if today < month.plus(1).first_date else max(month.first_date, as_of)


def _ask_edition(edition: PublishedEdition, key: str, kind: str, on: dt.date, facility: str | None) -> Asked:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        look = _Lookup(connection, edition)
        position = look.position()
        people = tuple(look.person(person_id) for person_id in look.person_ids(key, kind))
    guarantees = edition.manifest.get("documents", {}).get("guarantees", ())
    answer = eligibility(people=people, position=position, on=on, guarantees=guarantees, facility=facility)
    return Asked(answer, people, position)


@dataclass(frozen=True)
class _Lookup:
    """Reads single people from an edition's Parquet files; the tables are sorted, so little of them is read."""

    connection: duckdb.DuckDBPyConnection
    edition: PublishedEdition

    def rows(self, table: str, where: str, *values: object, by: str = "") -> list[dict[str, Any]]:
        """Rows of a table. ``by``: the column that ``where`` asks for, so that a copy in its order can be read."""
        path = lookup_table(self.edition, table, by) if by else self.edition.table(table)
        if not path.exists():
            return []
        found = self.connection.execute(f"SELECT * FROM read_parquet(?) WHERE {where}", [str(path), *values])
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def position(self) -> Position:
        month = Month.parse(self.edition.manifest["month"])
        rule = "from_date <= ? AND (to_date IS NULL OR to_date > ?)"
        cutoff = self.rows("law_cutoff", rule, month.first_date, month.first_date)
        return Position(
            area=self.edition.manifest["area"],
            month=month,
            as_of=dt.date.fromisoformat(self.edition.manifest["as_of"]["members"]),
            edition=self.edition.hash,
            cutoff_day=cutoff[0]["cutoff_day"] if cutoff else None,
            cutoff_citation=cutoff[0]["citation"] if cutoff else None,
        )

    def person_ids(self, key: str, kind: str) -> list[str]:
        """Whom the number leads to. A NIK of the resident register is that resident's, whoever else wrote it on a file."""
        if kind == "card":
            both = ("statuses", "list_entries")
            named = [row for table in both for row in self.rows(table, "card_number = ?", key, by="card_number")]
            return sorted({row["person_id"] for row in named})
        found = [*self.rows("persons", "nik = ?", key, by="nik"), *self.rows("person_keys", "key = ?", key, by="key")]
        of_residents = {row["person_id"] for row in found if row["known_from"] == "resident"}
        return sorted(of_residents or {row["person_id"] for row in found})

    def person(self, person_id: str) -> PersonRecord:
        row = self.rows("persons", "person_id = ?", person_id, by="person_id")[0]
        own, review = self._both("statuses", person_id, "card_number NULLS LAST, member_row NULLS LAST")
        entries, entries_review = self._both("list_entries", person_id, "line_id")
        cards = tuple(self._card(status) for status in own if status["member_row"] is not None)
        return PersonRecord(
            person_id=person_id,
            known_from=row["known_from"],
            nik=row["nik"],
            name=row["name"],
            source=self._source(REGISTER_OF[row["known_from"]], row["source_row"], row["source_file"]),
            cards=cards,
            entries=tuple(map(self._entry, entries)),
            doubts=tuple(map(self._doubt, self._own("mismatches", person_id, DOUBT_ORDER))),
            bill_lines=tuple(map(self._bill_line, self._own("bill_lines", person_id, BILL_ORDER))),
            cards_under_review=tuple(self._card(status) for status in review if status["member_row"] is not None),
            entries_under_review=tuple(map(self._entry, entries_review)),
            facility=self._facility(cards),
        )

    def _own(self, table: str, person_id: str, order: str) -> list[dict[str, Any]]:
        return self.rows(table, f"person_id = ? ORDER BY {order}", person_id, by="person_id")

    def _both(self, table: str, person_id: str, order: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The rows that are the person's, and those that may be."""
        may_be = f"candidate_person_id = ? AND person_id <> ? ORDER BY {order}"
        review = self.rows(table, may_be, person_id, person_id, by="candidate_person_id")
        return self._own(table, person_id, order), review

    def _source(self, kind: str, row: int | None, file: str | None = None) -> Source:
        named = file or next((i["file"] for i in self.edition.manifest["inputs"] if i["kind"] == kind), kind)
        return Source(kind=kind, file=named, row=row or 0)

    def _card(self, row: Mapping[str, Any]) -> Card:
        return Card(
            number=row["card_number"],
            segment=row["segment"],
            payer=row["payer"],
            class_=row["class"],
            status=row["status"],
            source=self._source("members", row["member_row"]),
            start_date=row["start_date"],
            facility_code=row["facility_code"],
            facility_name=row["facility_name"],
            # Editions closed before causes were told apart have no such column.
            cause=row.get("cause"),
        )

    def _entry(self, row: Mapping[str, Any]) -> Entry:
        copied = (
            "outcome",
            "segment",
            "payer",
            "agreement_number",
            "decree_number",
            "annex_line",
            "decided_by",
            "submitted_date",
        )
        return Entry(
            **{name: row[name] for name in (*copied, "from_date", "to_date", "end_cause")},
            class_=row["class"],
            source=self._source("decisions", row["list_row"], row["list_file"]),
        )

    def _doubt(self, row: Mapping[str, Any]) -> Doubt:
        copied = ("code", "evidence", "event_date", "provable", "rupiah_per_month", "rupiah_to_date")
        of_annex = row["evidence_kind"] == "decisions"
        source = self._source(row["evidence_kind"], row["evidence_row"], row["list_file"] if of_annex else None)
        return Doubt(**{name: row[name] for name in copied}, source=source)

    def _bill_line(self, row: Mapping[str, Any]) -> BillLine:
        copied = ("payer", "account", "amount", "agreement_number", "rate_key", "citation", "excluded_for")
        return BillLine(
            **{name: row[name] for name in copied}, source=self._source("decisions", row["list_row"], row["list_file"])
        )

    def _facility(self, cards: Sequence[Card]) -> Facility | None:
        code = next((card.facility_code for card in cards if card.status == "active" and card.facility_code), None)
        rows = self.rows("facilities", "facility_code = ? AND readable", code) if code else []
        if not rows:
            return None
        row = rows[0]
        source = self._source("facilities", row["row"])
        return Facility(row["facility_code"], row["facility_name"], row["contract_from"], row["contract_to"], source)


DOUBT_ORDER = "CASE WHEN subject = 'list' THEN 0 ELSE 1 END, code, subject, subject_row"
BILL_ORDER = "line_id, payer, account"
