"""A book says of everybody exactly what the edition's own tables say, and finds them by the same numbers."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow.parquet as pq
import pytest

from cakupan.answer.record import PersonRecord
from cakupan.counter.book import Book
from cakupan.counter.shelf import BOOKS
from cakupan.wiring.answer import ask
from cakupan.wiring.book import book_of, write_book
from cakupan.wiring.editions import PublishedEdition, current_edition
from month.small_region import AREA, MONTH, closed_workspace


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> PublishedEdition:
    workspace = tmp_path_factory.mktemp("books") / "workspace"
    shutil.copytree(closed_workspace(), workspace)
    found = current_edition(workspace=workspace, area=AREA, month=MONTH)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def book(edition: PublishedEdition) -> Iterator[Book]:
    opened = book_of(edition)
    yield opened
    opened.close()


def rows(edition: PublishedEdition, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(edition.table(table)).to_pylist()
    return found


def everybody(edition: PublishedEdition, book: Book) -> dict[str, PersonRecord]:
    numbers = {row["nik"] for row in rows(edition, "persons")} | {row["key"] for row in rows(edition, "person_keys")}
    niks = [number for number in numbers if number and len(number) == 16 and number.isdigit()]
    cards = [row["card_number"] for row in rows(edition, "statuses")]
    asked = [("nik", nik) for nik in niks] + [("card", card) for card in cards if card and len(card) == 13]
    return {person.person_id: person for kind, number in asked for person in book.people(number=number, kind=kind)}


def test_each_person_has_the_rows_of_the_edition(edition: PublishedEdition, book: Book) -> None:
    found = everybody(edition, book)
    assert len(found) > 1000
    told: dict[str, dict[str, list[Any]]] = {person_id: defaultdict(list) for person_id in found}
    for row in rows(edition, "statuses"):
        if row["member_row"] is not None:
            told.get(row["person_id"], defaultdict(list))["cards"].append((row["member_row"], row["status"], row["start_date"]))
            if row["candidate_person_id"] not in (None, row["person_id"]) and row["person_id"] is not None:
                told.get(row["candidate_person_id"], defaultdict(list))["review"].append(row["member_row"])
    for row in rows(edition, "list_entries"):
        told.get(row["person_id"], defaultdict(list))["entries"].append((row["list_row"], row["outcome"], row["to_date"]))
    for row in rows(edition, "mismatches"):
        told.get(row["person_id"], defaultdict(list))["doubts"].append(
            (row["code"], row["evidence"], row["event_date"], row["reported_date"])
        )
    for row in rows(edition, "bill_lines"):
        told.get(row["person_id"], defaultdict(list))["lines"].append((row["payer"], row["amount"], row["list_row"]))
    for person_id, person in found.items():
        expected = told[person_id]
        assert sorted((c.source.row, c.status, c.start_date) for c in person.cards) == sorted(expected["cards"]), person_id
        assert sorted(c.source.row for c in person.cards_under_review) == sorted(expected["review"]), person_id
        assert sorted((e.source.row, e.outcome, str(e.to_date)) for e in person.entries) == sorted(
            (row, outcome, str(to_date)) for row, outcome, to_date in expected["entries"]
        ), person_id
        assert sorted(map(str, ((d.code, d.evidence, d.event_date, d.reported_date) for d in person.doubts))) == sorted(
            map(str, expected["doubts"])
        )
        assert sorted((b.payer, b.amount, b.source.row) for b in person.bill_lines) == sorted(expected["lines"]), person_id


def test_who_somebody_is_stands_as_the_register_has_it(edition: PublishedEdition, book: Book) -> None:
    persons = {row["person_id"]: row for row in rows(edition, "persons")}
    for person_id, person in everybody(edition, book).items():
        row = persons[person_id]
        assert (person.nik, person.name, person.birth_date, person.sex) == (
            row["nik"],
            row["name"],
            row["birth_date"],
            row["sex"],
        )
        assert person.known_from == row["known_from"] and person.source.row == (row["source_row"] or 0)


def test_a_number_of_the_resident_register_leads_to_that_resident_alone(edition: PublishedEdition, book: Book) -> None:
    persons = rows(edition, "persons")
    residents = {row["nik"]: row["person_id"] for row in persons if row["known_from"] == "resident" and row["nik"]}
    borrowed = [row["key"] for row in rows(edition, "person_keys") if row["key"] in residents and row["known_from"] != "resident"]
    for number in [*borrowed, *list(residents)[:200]]:
        assert [person.person_id for person in book.people(number=number, kind="nik")] == [residents[number]]


def test_a_number_that_nobody_has_leads_to_nobody(book: Book) -> None:
    assert book.people(number="9912345678909999", kind="nik") == ()
    assert book.people(number="0000000000000", kind="card") == ()


def test_the_same_edition_gives_the_same_book_and_a_lost_one_is_written_anew(edition: PublishedEdition) -> None:
    first = write_book(edition)
    content = first.read_bytes()
    assert first.parent.parent.name == BOOKS and write_book(edition) == first
    first.unlink()
    day = MONTH.first_date + dt.timedelta(days=5)
    number = next(row["nik"] for row in rows(edition, "persons") if row["nik"] and len(row["nik"]) == 16)
    assert ask(workspace=edition.folder.parents[3], number=number, on=day, today=day, area=AREA).people
    assert first.read_bytes() == content
