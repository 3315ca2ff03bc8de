"""Look up what an edition holds about one person, by NIK or card number, and ask the answer room about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cakupan.answer.eligibility import Answer, eligibility
from cakupan.answer.record import PersonRecord, Position
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.wiring.book import book_of
from cakupan.wiring.editions import PublishedEdition, current_edition, published_areas, published_months

NIK_DIGITS, CARD_DIGITS = 16, 13


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
    book = book_of(edition)
    try:
        people = book.people(number=key, kind=kind)
    finally:
        book.close()
    answer = eligibility(people=people, position=book.position, on=on, guarantees=book.guarantees, facility=facility)
    return Asked(answer, people, book.position)
