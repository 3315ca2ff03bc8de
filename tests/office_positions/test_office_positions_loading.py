"""Loading editions into the office's database: what stands there afterwards, and what stands there if it was cut short."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import connections, transaction
from django.db.models import Count, Sum

from cakupan.law.refusal import Refusal
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.models import Area
from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import (
    BillLine,
    Card,
    CoverageRow,
    CoverMonth,
    Figures,
    ListEntry,
    Mismatch,
    Person,
    PersonNumber,
    Position,
)
from cakupan.wiring import positions
from cakupan.wiring.editions import PublishedEdition, current_edition
from cakupan.wiring.month import close_area_month
from cakupan.wiring.positions import load_edition, load_missing
from office_positions.two_months import (
    AREA,
    AUGUST,
    FRESH,
    GONE,
    MONTH,
    SWITCHED,
    cards_gone,
    members_of_july,
    put_two_months,
    stranger,
)

TABLES = (Position, Person, PersonNumber, Card, CoverMonth, ListEntry, BillLine, Mismatch, CoverageRow, Figures)


@pytest.fixture
def workspace(office: Path) -> Path:
    return put_two_months(office)


def edition_of(workspace: Path, month: Any = MONTH) -> PublishedEdition:
    edition = current_edition(workspace=workspace, area=AREA, month=month)
    assert edition is not None
    return edition


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.using("loader").count() for model in TABLES}


def rows(edition: PublishedEdition, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(edition.table(table)).to_pylist()
    return found


def of(model: Any) -> Any:
    return model.objects.using("loader")


def test_a_loaded_month_says_what_its_edition_says(workspace: Path) -> None:
    loaded = load_edition(workspace=workspace, area=AREA, month=MONTH)
    edition: PublishedEdition = edition_of(workspace)
    position = of(Position).get()
    sums = edition.manifest["sums"]
    assert loaded.loaded and position.edition == edition.hash and position.current and position.closed_at is None
    assert position.manifest == edition.manifest and position.as_of_date == dt.date(2021, 7, 1)
    by_account = of(BillLine).values_list("payer", "account").annotate(Sum("amount"))
    assert {f"{payer} {account}": amount for payer, account, amount in by_account} == sums["accounts"]
    assert of(BillLine).values("entry_key").distinct().count() == sums["people"]
    verified = of(BillLine).filter(excluded_for="")
    assert verified.aggregate(told=Sum("amount"))["told"] == sums["verified_amount"]
    assert dict(of(ListEntry).values_list("outcome").annotate(Count("pk"))) == sums["outcomes"]
    assert dict(of(Mismatch).values_list("code").annotate(Count("pk"))) == sums["mismatches"]
    said = Counter(row["status"] for row in rows(edition, "statuses") if row["member_row"] is not None)
    assert dict(of(Card).values_list("status").annotate(Count("pk"))) == said
    assert Area.objects.get().name == "Kota Serang"


def test_coverage_and_the_small_tables_are_those_of_the_edition(workspace: Path) -> None:
    load_edition(workspace=workspace, area=AREA, month=MONTH)
    edition = edition_of(workspace)
    told = {(row.place, row.segment): (row.registered, row.active, row.basis_population) for row in of(CoverageRow).all()}
    assert told == {
        (row["area_code"], row["segment"]): (row["registered"], row["active"], row["basis_population"])
        for row in rows(edition, "coverage")
    }
    figures = dict(of(Figures).values_list("name", "rows"))
    assert [row["amount"] for row in figures["bill_totals"]] == [row["amount"] for row in rows(edition, "bill_totals")]
    assert figures["sums"] == edition.manifest["sums"]
    assert figures["outlook"]["area"] == AREA and figures["ledger"]
    # Nobody handed over the branch's bill: the page must be able to say so.
    assert "reconciliation_totals" not in figures


def test_everyone_whom_the_edition_names_is_a_person_found_by_every_number(workspace: Path) -> None:
    load_edition(workspace=workspace, area=AREA, month=MONTH)
    edition = edition_of(workspace)
    sound = {row["nik"] for row in rows(edition, "persons") if row["known_from"] == "resident" and row["nik"]}
    assert set(of(Person).filter(identity__startswith="nik:").values_list("nik", flat=True)) <= sound
    niks = {row["nik"] for row in rows(edition, "persons")} | {row["key"] for row in rows(edition, "person_keys")}
    assert {nik for nik in niks if nik and 4 <= len(nik) <= 32} == set(
        of(PersonNumber).filter(kind="nik").values_list("number", flat=True)
    )
    cards = {row["card_number"] for row in rows(edition, "statuses") if row["card_number"]}
    assert cards <= set(of(PersonNumber).filter(kind="card").values_list("number", flat=True))
    resident = of(Person).filter(identity__startswith="nik:", decile=1).first()
    assert resident.family_card_number and resident.name_key and resident.source_file == "penduduk.csv"


def test_the_same_edition_twice_changes_nothing(workspace: Path) -> None:
    load_edition(workspace=workspace, area=AREA, month=MONTH)
    before = counts()
    assert not load_edition(workspace=workspace, area=AREA, month=MONTH).loaded
    assert counts() == before and LogEntry.objects.using("owner").filter(action="position.load").count() == 1


def test_the_next_month_notes_only_what_the_branch_says_else(workspace: Path) -> None:
    assert [str(loaded.edition.month) for loaded in load_missing(workspace=workspace)] == ["2021-07", "2021-08"]
    assert load_missing(workspace=workspace) == []
    august = of(Card).filter(month=AUGUST.first_date)
    switched = {row["NO_KARTU"] for row in members_of_july()[GONE : GONE + SWITCHED]}
    assert set(august.filter(status="absent").values_list("card_number", flat=True)) == cards_gone()
    assert switched <= set(august.exclude(status="absent").values_list("card_number", flat=True))
    assert august.filter(card_number=FRESH).values_list("person__known_from", flat=True).get() == "member"
    # A resident without a card any more is on no list of the branch, and the same person as before.
    assert august.count() < 40
    assert of(Person).values("identity").distinct().count() == of(Person).count()


def test_each_month_has_its_cover_and_people_stay_the_same(workspace: Path) -> None:
    load_missing(workspace=workspace)
    july, august = (set(of(CoverMonth).filter(month=m.first_date).values_list("person_id", flat=True)) for m in (MONTH, AUGUST))
    assert july == august and july
    covered = {row["person_id"] for row in rows(edition_of(workspace, AUGUST), "spells")}
    assert len(august) == len(covered)
    kept = of(Mismatch).values_list("first_month", flat=True)
    assert Counter(kept)[MONTH.first_date] > Counter(kept)[AUGUST.first_date] > 0
    assert set(of(Mismatch).values_list("position__month", flat=True)) == {MONTH.first_date, AUGUST.first_date}
    assert (
        dict(of(Mismatch).values_list("code").annotate(Count("pk")))
        == edition_of(workspace, AUGUST).manifest["sums"]["mismatches"]
    )


def test_who_is_gone_from_the_newest_month_is_told(workspace: Path) -> None:
    load_missing(workspace=workspace)
    known = {row["person_id"] for row in rows(edition_of(workspace, AUGUST), "persons")}
    assert of(Person).filter(gone_month=None).count() == len(known)
    assert list(of(Person).exclude(gone_month=None).values_list("identity", "gone_month")) == [
        (f"card:{stranger()}", AUGUST.first_date)
    ]


def test_months_loaded_in_either_order_come_to_the_same(workspace: Path) -> None:
    load_missing(workspace=workspace)
    in_order = [list(of(Card).order_by("month", "card_number", "ordinal", "person__identity").values_list(*CARD))]
    people = list(of(Person).order_by("identity").values_list("identity", "source_file", "gone_month"))
    forget_everything()
    for month in (AUGUST, MONTH):
        load_edition(workspace=workspace, area=AREA, month=month)
    assert [list(of(Card).order_by("month", "card_number", "ordinal", "person__identity").values_list(*CARD))] == in_order
    assert list(of(Person).order_by("identity").values_list("identity", "source_file", "gone_month")) == people
    assert set(of(Mismatch).values_list("position__month", flat=True)) == {AUGUST.first_date}


CARD = ("month", "card_number", "ordinal", "status", "segment", "person__identity", "position__month", "cause", "link")


PARTS = (*("personnumber", "card", "covermonth", "listentry", "billline", "mismatch", "reviewpair", "coveragerow", "figures"),)


def forget_everything() -> None:
    with connections["owner"].cursor() as cursor:
        # Not TRUNCATE: other apps' tables that may never be emptied name people.
        for table in (*PARTS, "person", "position"):
            cursor.execute(f"DELETE FROM positions_{table}")


def close_again(workspace: Path) -> None:
    """Another edition of July: somebody reads the law otherwise than by silence."""
    close_area_month(workspace=workspace, area=AREA, month=MONTH, known_on=dt.date(2021, 9, 1), again=True)


def test_another_edition_of_an_open_month_takes_the_place_of_the_first(workspace: Path) -> None:
    load_edition(workspace=workspace, area=AREA, month=MONTH)
    first, before = of(Position).get().edition, counts()
    close_again(workspace)
    load_edition(workspace=workspace, area=AREA, month=MONTH)
    shown = of(Position).get(current=True)
    assert shown.edition == edition_of(workspace).hash != first
    assert of(Position).get(current=False).edition == first
    assert counts() == {**before, "Position": 2}
    assert set(of(BillLine).values_list("position_id", flat=True)) == {shown.pk}


def test_a_closed_month_is_never_loaded_over(workspace: Path) -> None:
    load_missing(workspace=workspace)
    of(Position).filter(month=MONTH.first_date).update(closed_at=dt.datetime(2021, 8, 20, tzinfo=dt.UTC))
    close_again(workspace)
    before = counts()
    with pytest.raises(Refusal, match="both sides have confirmed"):
        load_edition(workspace=workspace, area=AREA, month=MONTH)
    assert load_missing(workspace=workspace) == []
    assert counts() == before


@pytest.mark.parametrize("until", ["ids", "cards_changed", "doubts_new"])
def test_a_loading_that_fails_leaves_nothing(workspace: Path, monkeypatch: pytest.MonkeyPatch, until: str) -> None:
    monkeypatch.setattr(positions, "_statement", failing(until, lambda: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        load_edition(workspace=workspace, area=AREA, month=MONTH)
    assert set(counts().values()) == {0}
    monkeypatch.undo()
    assert load_edition(workspace=workspace, area=AREA, month=MONTH).loaded


def test_a_loading_whose_connection_is_cut_leaves_the_month_before(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_edition(workspace=workspace, area=AREA, month=MONTH)
    before = counts()

    def cut() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s", [loader_pid()])

    def loader_pid() -> int:
        return int(connections["loader"].connection.info.backend_pid)

    monkeypatch.setattr(positions, "_statement", failing("doubts_new", cut))
    with pytest.raises(Exception, match=r"terminat|closed|server"):
        load_edition(workspace=workspace, area=AREA, month=AUGUST)
    connections["loader"].close()
    assert counts() == before and of(Position).get().month == MONTH.first_date


def failing(until: str, fail: Callable[[], object]) -> Callable[[str], str]:
    """The statements, but the one named ``until`` is preceded by an accident."""
    statement = positions._statement

    def told(name: str) -> str:
        if name == until:
            fail()
        return statement(name)

    return told


def test_two_loadings_of_one_area_do_not_meet(workspace: Path) -> None:
    found: list[bool] = []

    def load() -> None:
        found.append(load_edition(workspace=workspace, area=AREA, month=MONTH).loaded)
        connections.close_all()

    others = [threading.Thread(target=load) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert sorted(found) == [False, True] and of(Position).count() == 1


def test_pages_see_a_loaded_month_in_their_area_only(workspace: Path) -> None:
    load_edition(workspace=workspace, area=AREA, month=MONTH)
    with scoped(areas=[AREA]), transaction.atomic():
        assert BillLine.objects.count() == of(BillLine).count() > 0
    with scoped(areas=["16.10"]), transaction.atomic():
        assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)


def test_a_month_that_nobody_closed_is_refused(workspace: Path) -> None:
    with pytest.raises(Refusal, match="not closed in this workspace"):
        load_edition(workspace=workspace, area=AREA, month=AUGUST.plus(1))
