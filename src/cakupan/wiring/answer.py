"""Look up what an edition holds about one person, by NIK or card number, and ask the answer room about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cakupan.answer.eligibility import Answer, eligibility
from cakupan.answer.question import read_number, refuse_other_days
from cakupan.answer.record import PersonRecord, Position
from cakupan.counter.standing import standing_of
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.wiring.book import book_of
from cakupan.wiring.editions import PublishedEdition, current_edition, published_areas, published_months


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

    ``facility`` is the code of the facility that asks: whether BPJS pays there, and whether a local guarantee names it.

    Raises :class:`Refusal` for a number that nobody can bear, a day to come or before JKN, or if no month was published.
    """
    key, kind = read_number(number)
    if on is not None:
        refuse_other_days(on, today=today)
    asked = None
    for edition in _editions(workspace, area, on, today):
        asked = _ask_edition(workspace, edition, key, kind, on or _default_day(edition, today), facility)
        if asked.people or _stands(asked.answer):
            break
    assert asked is not None, "an area without an edition is refused before"
    return asked


def _stands(answer: Answer) -> bool:
    """Whether something stands for a number that no register of the area holds: the branch's word, or a letter."""
    return answer.status == "active" or bool(answer.local_guarantee and answer.local_guarantee.letter)


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


def _ask_edition(workspace: Path, edition: PublishedEdition, key: str, kind: str, on: dt.date, facility: str | None) -> Asked:
    book = book_of(edition)
    try:
        people = book.people(number=key, kind=kind)
    finally:
        book.close()
    answer = eligibility(
        people=people,
        position=book.position,
        on=on,
        guarantees=book.guarantees,
        facility=facility,
        facilities=book.facilities,
        number=key,
        standing=standing_of(workspace, book.position.area),
    )
    return Asked(answer, people, book.position)
