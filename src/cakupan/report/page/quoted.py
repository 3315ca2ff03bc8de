"""Figures that others publish, beside what their own parts give; they are quoted, never repeated as ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from cakupan.answer import words
from cakupan.registers.areas import area_name
from cakupan.report.edition import CoverageCount, Edition
from cakupan.report.page.blocks import Block, Prose
from cakupan.report.page.tables import Cell, Mark, Table, heads, text
from cakupan.report.texts import Words, say, say_code, written

Published = Mapping[str, Any]
SHARES = ("coverage_pct", "registered_pct", "active_pct")


def blocks(edition: Edition, whole: CoverageCount) -> Iterator[Block]:
    """A flag for each figure that contradicts its own parts or another source, and the table of all of them."""
    quotes: Sequence[Published] = edition.region.get("published") or ()
    if not quotes:
        return
    yield from (Prose(flag, "flag") for flag in flags(edition, whole))
    rows = tuple(_row(edition, quote, whole) for quote in quotes)
    yield Table(say("quoted.caption"), heads("what", "area", "quoted", "computed", "as_of", "source_of"), rows)


def flags(edition: Edition, whole: CoverageCount) -> tuple[Words, ...]:
    """``69,89 % dikutip; bagian-bagiannya memberi 69,85 %``, and where two sources give two values of one thing."""
    quotes = edition.region.get("published") or ()
    return (*_against_parts(edition, quotes, whole), *_against_each_other(quotes))


def _against_parts(edition: Edition, quotes: Sequence[Published], whole: CoverageCount) -> Iterator[Words]:
    for quote in quotes:
        if (ours := computed(edition, quote, whole)) is not None and contradicts(edition, quote, whole):
            yield say("quoted.contradicts", quoted=shown(quote), computed=ours)


def contradicts(edition: Edition, quote: Published, whole: CoverageCount) -> bool:
    """True if the counts give another value; a share that one person more or less would explain is rounding."""
    ours, found = computed(edition, quote, whole), _counts(edition, quote, whole)
    if ours is None or found is None or ours == shown(quote):
        return False
    if str(quote["what"]) not in SHARES:
        return True
    people = found.active if quote["what"] == "active_pct" else found.registered
    return abs(Fraction(str(quote["value"])) * found.population / 100 - people) >= 1


def _against_each_other(quotes: Sequence[Published]) -> Iterator[Words]:
    by_thing: dict[tuple[str, str], list[Published]] = defaultdict(list)
    for quote in quotes:
        by_thing[str(quote["what"]), str(quote.get("area"))].append(quote)
    for (what, _), found in by_thing.items():
        values = dict.fromkeys(shown(quote) for quote in found)
        if len(values) > 1:
            yield say("quoted.sources_differ", what=say_code("quoted_what", what), values=" / ".join(values))


def shown(quote: Published) -> str:
    """A quoted value as offices write it: shares with a comma, whole numbers grouped, anything else as it stands."""
    value = str(quote["value"])
    if str(quote["what"]).endswith("_pct"):
        return value.replace(".", ",") + "\u00a0%"
    if value.lstrip("-").isdigit():
        return words.rupiah(int(value)) if "rupiah" in str(quote["what"]) else words.whole(int(value))
    return value


def computed(edition: Edition, quote: Published, whole: CoverageCount) -> str | None:
    """The same thing from the edition's counts, with as many decimals as the quote has; None if the edition does not count it."""
    found = _counts(edition, quote, whole)
    if found is None:
        return None
    what = str(quote["what"])
    if what in SHARES:
        part = found.active if what == "active_pct" else found.registered
        return _share(part, found.population, decimals=len(str(quote["value"]).partition(".")[2]))
    counted = {"registered": found.registered, "members": found.registered, "active": found.active}
    counted |= {"population": found.population, "uncovered": found.population - found.registered}
    return words.whole(counted[what]) if what in counted and str(quote["value"]).isdigit() else None


def _counts(edition: Edition, quote: Published, whole: CoverageCount) -> CoverageCount | None:
    area = str(quote.get("area") or whole.area_code)
    return next((c for c in edition.coverage if (c.area_code, c.segment) == (area, "ALL")), None)


def _share(part: int, of: int, *, decimals: int) -> str | None:
    """A share with that many decimals, halves rounded up, in integers."""
    if of <= 0:
        return None
    scale = 10**decimals
    units = (part * 100 * scale * 2 + of) // (2 * of)
    fraction = f",{units % scale:0{decimals}d}" if decimals else ""
    return f"{words.whole(units // scale)}{fraction}\u00a0%"


def _row(edition: Edition, quote: Published, whole: CoverageCount) -> tuple[Cell, ...]:
    ours, code = computed(edition, quote, whole), str(quote.get("area") or whole.area_code)
    differs = Mark(say("quoted.differs"), "warn") if contradicts(edition, quote, whole) else None
    return (
        text(say_code("quoted_what", str(quote["what"]))),
        text(area_name(code) or code),
        Cell(written(shown(quote)), form="number"),
        Cell(written(ours or "–"), form="number", mark=differs),
        text(quote.get("as_of")),
        text(quote.get("source")),
    )
