"""Look up what an edition holds about one person, by NIK or card number, and ask the answer room about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cakupan.answer.question import read_number, refuse_other_days
from cakupan.counter.shelf import Asked, ask_book, default_day, month_for, no_position
from cakupan.counter.standing import standing_of
from cakupan.wiring.book import book_of
from cakupan.wiring.editions import PublishedEdition, current_edition, published_areas, published_months

__all__ = ["Asked", "ask"]


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
        asked = _ask_edition(workspace, edition, key, kind, on, today, facility)
        if asked.known:
            break
    assert asked is not None, "an area without an edition is refused before"
    return asked


def _editions(workspace: Path, area: str | None, on: dt.date | None, today: dt.date) -> list[PublishedEdition]:
    areas = [area] if area else published_areas(workspace=workspace)
    found = []
    for code in areas:
        months = published_months(workspace=workspace, area=code)
        if months:
            edition = current_edition(workspace=workspace, area=code, month=month_for(months, on or today))
            assert edition is not None
            found.append(edition)
    if not found:
        raise no_position(area)
    return found


def _ask_edition(
    workspace: Path, edition: PublishedEdition, key: str, kind: str, on: dt.date | None, today: dt.date, facility: str | None
) -> Asked:
    book = book_of(edition)
    try:
        day = on or default_day(book.position, today)
        standing = standing_of(workspace, book.position.area)
        return ask_book(book=book, standing=standing, key=key, kind=kind, on=day, facility=facility)
    finally:
        book.close()
