"""Figures that others publish, beside what their own parts give; they are quoted, never repeated as ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from cakupan.answer import words
from cakupan.month.coverage import ALL, AreaCoverage, published_figure, sources_differ
from cakupan.registers.areas import area_name
from cakupan.report.edition import Edition
from cakupan.report.page.blocks import Block, Prose
from cakupan.report.page.tables import Cell, Mark, Table, heads, text
from cakupan.report.texts import Words, say, say_code, written

Published = Mapping[str, Any]
SHARES = ("coverage_pct", "registered_pct", "active_pct")


class Beside(NamedTuple):
    """What the edition's counts give for a quoted figure, as offices write it."""

    computed: str
    contradicts: bool


def blocks(edition: Edition, whole: AreaCoverage) -> Iterator[Block]:
    """A flag for each figure that contradicts its own parts or another source, and the table of all of them."""
    quotes: Sequence[Published] = edition.region.get("published") or ()
    if not quotes:
        return
    yield from (Prose(flag, "flag") for flag in flags(edition, whole))
    rows = tuple(_row(edition, quote, whole) for quote in quotes)
    yield Table(say("quoted.caption"), heads("what", "area", "quoted", "computed", "as_of", "source_of"), rows)


def flags(edition: Edition, whole: AreaCoverage) -> tuple[Words, ...]:
    """``69,89 % dikutip; bagian-bagiannya memberi 69,85 %``, and where two sources give two values of one thing."""
    quotes = edition.region.get("published") or ()
    return (*_against_parts(edition, quotes, whole), *_against_each_other(quotes))


def _against_parts(edition: Edition, quotes: Sequence[Published], whole: AreaCoverage) -> Iterator[Words]:
    for quote in quotes:
        ours = beside(edition, quote, whole)
        if ours is not None and ours.contradicts:
            yield say("quoted.contradicts", quoted=shown(quote), computed=ours.computed)


def _against_each_other(quotes: Sequence[Published]) -> Iterator[Words]:
    by_thing: dict[tuple[str, str], list[Published]] = defaultdict(list)
    for quote in quotes:
        by_thing[str(quote["what"]), str(quote.get("area"))].append(quote)
    for (what, _), found in by_thing.items():
        if any(_differ(one, other) for one, other in combinations(found, 2)):
            values = " / ".join(dict.fromkeys(shown(quote) for quote in found))
            yield say("quoted.sources_differ", what=say_code("quoted_what", what), values=values)


def _differ(one: Published, other: Published) -> bool:
    if str(one["what"]).endswith("_pct"):
        return sources_differ(str(one["value"]), str(other["value"]))
    return shown(one) != shown(other)


def shown(quote: Published) -> str:
    """A quoted value as offices write it: shares with a comma, whole numbers grouped, anything else as it stands."""
    value = str(quote["value"])
    if str(quote["what"]).endswith("_pct"):
        return _per_cent(value)
    if value.lstrip("-").isdigit():
        return words.rupiah(int(value)) if "rupiah" in str(quote["what"]) else words.whole(int(value))
    return value


def beside(edition: Edition, quote: Published, whole: AreaCoverage) -> Beside | None:
    """The same thing from the edition's counts, at the quote's own precision; None if the edition does not count it."""
    found, what, value = _counts(edition, quote, whole), str(quote["what"]), str(quote["value"])
    if found is None:
        return None
    if what in SHARES:
        people = found.active if what == "active_pct" else found.registered
        return _share_beside(value, people, found.basis_population)
    counted = {"registered": found.registered, "members": found.registered, "active": found.active}
    counted |= {"population": found.basis_population, "uncovered": found.basis_population - found.registered}
    if what not in counted or not value.isdigit():
        return None
    return Beside(words.whole(counted[what]), int(value) != counted[what])


def _share_beside(value: str, people: int, population: int) -> Beside | None:
    if population <= 0:
        return None
    figure = published_figure(value=value, people=people, population=population)
    return Beside(_per_cent(figure.computed), figure.contradicts)


def _per_cent(value: str) -> str:
    return value.replace(".", ",") + "\u00a0%"


def _counts(edition: Edition, quote: Published, whole: AreaCoverage) -> AreaCoverage | None:
    area = str(quote.get("area") or whole.area_code)
    return next((c for c in edition.coverage if (c.area_code, c.segment) == (area, ALL)), None)


def _row(edition: Edition, quote: Published, whole: AreaCoverage) -> tuple[Cell, ...]:
    ours, code = beside(edition, quote, whole), str(quote.get("area") or whole.area_code)
    differs = Mark(say("quoted.differs"), "warn") if ours is not None and ours.contradicts else None
    return (
        text(say_code("quoted_what", str(quote["what"]))),
        text(area_name(code) or code),
        Cell(written(shown(quote)), form="number"),
        Cell(written(ours.computed if ours else "–"), form="number", mark=differs),
        text(quote.get("as_of")),
        text(quote.get("source")),
    )
