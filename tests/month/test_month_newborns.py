"""Whose newborn has no card: the mother on the same family card, by the name written as the mother's, with an active card."""

from __future__ import annotations

import pyarrow.parquet as pq

from answer.desk_files import DECEMBER
from answer.desk_people import Someone, babies, people
from answer.every_reason import AREA, MONTHS, region
from cakupan.wiring.book import book_of
from cakupan.wiring.editions import PublishedEdition, current_edition


def edition(place: int) -> PublishedEdition:
    found = current_edition(workspace=region(), area=AREA, month=MONTHS[place])
    assert found is not None
    return found


def person_of(one: Someone, place: int = -1):
    book = book_of(edition(place))
    (found,) = book.people(number=one.nik, kind="nik")
    book.close()
    return found


def test_the_mothers_card_is_told_of_each_newborn() -> None:
    for situation, segment, agreement in (
        ("mother_pbi", "PBI_JK", None),
        ("mother_pemda", "PEMDA", "440/9002-DINKES/2025"),
        ("mother_other", "PPU_SWASTA", None),
    ):
        for baby in babies()[situation]:
            mother = person_of(baby).mother
            assert mother is not None and (mother.segment, mother.agreement_number) == (segment, agreement)


def test_nobody_else_is_a_newborn() -> None:
    rows = pq.read_table(edition(-1).table("newborns")).to_pylist()
    of_register = [baby for kind, some in babies().items() if kind != "without_nik" for baby in some]
    assert len(rows) == len(of_register)
    assert pq.read_table(edition(0).table("newborns")).num_rows == 0
    assert all(person_of(one).mother is None for one in people()["not_registered"])


def test_what_a_family_owes_stands_in_the_book_as_in_the_edition() -> None:
    rows = pq.read_table(edition(-1).table("family_arrears")).to_pylist()
    told = {row["card_number"]: row for row in rows}
    for situation, months, capped in (("self_payer_owes", 6, 6), ("self_payer_owes_long", 36, 24)):
        for one in people()[situation]:
            (debt,) = person_of(one).debts
            row = told[one.card]
            assert (debt.months, debt.capped_months) == (months, capped)
            assert (debt.amount, debt.stated, debt.capped_amount) == (row["amount"], row["stated"], row["capped_amount"])
            assert (debt.suspended_from, debt.source.row) == (row["suspended_from"], row["unpaid_row"])
            assert debt.source.file.startswith("unpaid") and debt.as_of == DECEMBER, "the list's own day, not the position's"


def test_a_card_that_was_active_says_when_last() -> None:
    december, june = MONTHS[1].first_date, MONTHS[0].first_date
    for situation, last in (("off_pbi_in_december", june), ("off_pbi_in_february", december), ("off_pbi_before", None)):
        assert {card.last_active_date for one in people()[situation] for card in person_of(one).cards} == {last}
    assert all(card.last_active_date is None for one in people()["active"] for card in person_of(one).cards)
    assert edition(-1).manifest["earlier"].keys() == {str(month) for month in MONTHS[:2]}
