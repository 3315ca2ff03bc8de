"""Who is covered: registered and active over a named population, by area and segment, with rank, gap and what others quote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cakupan.answer import words
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.pemda_rate import pemda_month_rate
from cakupan.registers.areas import area_name
from cakupan.report.edition import CoverageCount, CoverageOnDate, Edition
from cakupan.report.page import criteria, quoted
from cakupan.report.page.area_map import coverage_map
from cakupan.report.page.blocks import Block, Column, Columns, Heading, Prose, Section, section
from cakupan.report.page.tables import Cell, Figure, Table, blank, count, dash, heads, money, ratio, ratio_words, text
from cakupan.report.texts import Words, say, say_code, written

ALL = "ALL"


@dataclass(frozen=True)
class Target:
    """A share of the population to reach: ``per_cent`` exactly, by a day if one is set, and who says so."""

    name: Words
    per_cent: Fraction
    by: dt.date | None
    source: str

    def gap(self, found: CoverageCount) -> int:
        """How many people are missing (rounded up to whole people); negative where the target is passed."""
        needed = self.per_cent * found.population / 100
        return -(-needed.numerator // needed.denominator) - found.registered


def whole_area(edition: Edition) -> CoverageCount | None:
    """The counts of the edition's own area over all segments; None if coverage was not counted."""
    return next((c for c in edition.coverage if c.segment == ALL and c.area_code == edition.position.area_code), None)


def parts(edition: Edition) -> tuple[CoverageCount, ...]:
    """The areas one level below the edition's area, by code."""
    whole = whole_area(edition)
    if whole is None:
        return ()
    return tuple(c for c in edition.coverage if c.segment == ALL and c.level == whole.level + 1)


def pemda_per_person(edition: Edition) -> int | None:
    """What one more person would cost the local government a month: as the edition reckons, else by the law of its month.

    None where the law of that month is not known, or its sources contradict each other.
    """
    rates = {r.account: r.amount for r in edition.law if r.payer == "pemda" and r.segment in ("", "PEMDA")}
    if rates:
        return sum(rates.values())
    try:
        return pemda_month_rate(month=edition.position.month)
    except Refusal:
        return None


def targets(edition: Edition) -> tuple[Target, ...]:
    """The registered shares that the region wants to reach, the first one named first."""
    return tuple(_target(each) for each in edition.region.get("targets") or () if each.get("name") == "registered")


def _target(given: Mapping[str, Any]) -> Target:
    share = Fraction(str(given["pct"]))
    by, shown = given.get("by"), str(given["pct"]).replace(".", ",")
    name = say("coverage.target_by", pct=shown, by=by) if by else say("coverage.target", pct=shown)
    return Target(name, share, by, str(given.get("source") or ""))


def figures(edition: Edition) -> tuple[Figure, ...]:
    """Registered and active over the population, on top of the page."""
    whole = whole_area(edition)
    if whole is None:
        return ()
    goal = next(iter(targets(edition)), None)
    shown = {"part": words.whole(whole.registered), "of": words.whole(whole.population)}
    note = say("figure.registered_note", **shown)
    if goal is not None:
        note = say("figure.registered_gap", gap=words.whole(goal.gap(whole)), target=goal.name, **shown)
    active = say("figure.active_note", part=words.whole(whole.active))
    return (
        Figure(say("figure.registered"), ratio_words(whole.registered, whole.population), note),
        Figure(say("figure.active"), ratio_words(whole.active, whole.population), active),
    )


def coverage_section(edition: Edition) -> Section | None:
    """Coverage of the whole area, its parts and its segments; None if it was not counted."""
    whole = whole_area(edition)
    if whole is None:
        return None
    blocks: list[Block | None] = [
        Prose(say("coverage.lead", basis=basis_words(edition))),
        *(Prose(flag, "flag") for flag in (*_other_basis(whole), *_excess(whole))),
        *quoted.blocks(edition, whole),
        _whole_table(whole),
        *_gaps(edition, whole),
        *_by_area(edition, whole),
        _segments(edition),
        *_trend(edition),
    ]
    return section("coverage", *blocks)


def basis_words(edition: Edition) -> Words:
    """The population that shares are over, by name."""
    basis = edition.region.get("population")
    if not basis:
        return say("coverage.basis_residents")
    if basis.get("as_of"):
        return say("coverage.basis_dated", name=basis["basis"], date=basis["as_of"])
    return written(basis["basis"])


def _other_basis(whole: CoverageCount) -> Iterator[Words]:
    if whole.residents not in (0, whole.population):
        yield say("coverage.other_basis", residents=words.whole(whole.residents), named=words.whole(whole.population))


def _excess(whole: CoverageCount) -> Iterator[Words]:
    if whole.registered > whole.population:
        yield say("coverage.more_registered", more=words.whole(whole.registered - whole.population))
    if whole.active > whole.registered:
        yield say("coverage.more_active", more=words.whole(whole.active - whole.registered))


def _whole_table(whole: CoverageCount) -> Table:
    """As delivered beside verified: population, registered, active, and who is not registered."""
    raw = (whole.population, whole.registered, whole.active)
    kept = (whole.verified_over, whole.registered_verified, whole.active_verified)
    over = (whole.population, whole.verified_over)
    rows = [
        _beside("coverage.population", whole.residents, whole.population_verified),
        _beside("coverage.registered", raw[1], kept[1], of=over),
        _beside("coverage.active", raw[2], kept[2], of=over),
        _beside("coverage.uncovered", raw[0] - raw[1], over[1] - kept[1], of=over),
    ]
    return Table(say("coverage.whole"), heads("what", "raw", "share", "verified", "share", "difference"), tuple(rows))


def _beside(key: str, raw: int, kept: int, *, of: tuple[int, int] | None = None) -> tuple[Cell, ...]:
    shares = (ratio(raw, of[0]), ratio(kept, of[1])) if of else (dash(), dash())
    return (text(say(key)), count(raw), shares[0], count(kept), shares[1], count(kept - raw))


def _gaps(edition: Edition, whole: CoverageCount) -> Iterator[Block]:
    """What is missing to each target, in people, rupiah and people per month, and to the criteria of UHC."""
    goals = targets(edition)
    if goals:
        rows = tuple(_gap_row(edition, goal, whole) for goal in goals)
        yield Table(say("coverage.gaps"), heads("target", "gap_people", "rupiah_month", "people_per_month", "source_of"), rows)
    yield from criteria.blocks(edition, whole, per_person=pemda_per_person(edition))


def _gap_row(edition: Edition, goal: Target, whole: CoverageCount) -> tuple[Cell, ...]:
    gap, left = goal.gap(whole), months_left(edition, goal.by)
    per_month = count(-(-gap // left)) if left and gap > 0 else dash()
    return (text(goal.name), count(gap), _rupiah(edition, gap), per_month, text(goal.source))


def _rupiah(edition: Edition, people: int) -> Cell:
    each = pemda_per_person(edition)
    return dash() if each is None or people <= 0 else money(people * each)


def months_left(edition: Edition, by: dt.date | None) -> int | None:
    """How many months follow the position's, up to that of ``by``; None if there is no day to reach."""
    return None if by is None else max(0, edition.position.month.until(Month.of(by)))


def _by_area(edition: Edition, whole: CoverageCount) -> Iterator[Block]:
    found = parts(edition)
    if not found:
        return
    ranks = ranked(found)
    best = [c for c in found if ranks.get(c.area_code) == 1]
    worst = [c for c in found if ranks.get(c.area_code) == max(ranks.values(), default=0)]
    if best and worst:
        yield Prose(say("coverage.ends", best=_named_share(best[0]), worst=_named_share(worst[0])))
    if drawn := coverage_map(edition, found):
        yield drawn
    yield _area_table(edition, whole, found, ranks)


def _named_share(found: CoverageCount) -> str:
    return f"{name_of(found.area_code)} {ratio_words(found.registered, found.population)}"


def name_of(code: str) -> str:
    """An area's name, or its code where it is not on the list."""
    return area_name(code) or code


def ranked(found: Sequence[CoverageCount]) -> dict[str, int]:
    """Rank by registered share, 1 the highest; equal shares share a rank; an area without population has none."""
    shares = {c.area_code: Fraction(c.registered, c.population) for c in found if c.population > 0}
    return {code: 1 + sum(1 for other in shares.values() if other > share) for code, share in shares.items()}


def _area_table(edition: Edition, whole: CoverageCount, found: Sequence[CoverageCount], ranks: Mapping[str, int]) -> Table:
    goal = next(iter(targets(edition)), None)
    asked = (
        "area",
        "rank",
        "population",
        "registered",
        "share",
        "active",
        "share",
        "verified_share",
        "gap_people",
        "rupiah_month",
    )
    last = len(found) + 1
    listed = sorted(found, key=lambda c: (ranks.get(c.area_code, last), c.area_code))
    rows = tuple(_area_row(edition, c, ranks.get(c.area_code), goal) for c in listed)
    caption = say("coverage.by_area_target", target=goal.name) if goal else say("coverage.by_area")
    foot = [
        *_elsewhere(whole, found),
        (text(say("column.all"), strong=True), blank(), *_counts(edition, whole, goal, strong=True)),
    ]
    return Table(caption, heads(*asked), rows, tuple(foot))


def _area_row(edition: Edition, found: CoverageCount, rank: int | None, goal: Target | None) -> tuple[Cell, ...]:
    return (text(name_of(found.area_code)), dash() if rank is None else count(rank), *_counts(edition, found, goal))


def _counts(edition: Edition, c: CoverageCount, goal: Target | None, *, strong: bool = False) -> tuple[Cell, ...]:
    gap = goal.gap(c) if goal else c.population - c.registered
    return (
        count(c.population, strong=strong),
        count(c.registered, strong=strong),
        ratio(c.registered, c.population, strong=strong),
        count(c.active, strong=strong),
        ratio(c.active, c.population, strong=strong),
        ratio(c.registered_verified, c.verified_over, strong=strong),
        count(gap, strong=strong),
        _rupiah(edition, gap),
    )


def _elsewhere(whole: CoverageCount, found: Sequence[CoverageCount]) -> Iterator[tuple[Cell, ...]]:
    """Whoever belongs to the area and to none of its parts: rows whose area nobody knows."""
    people = whole.population - sum(c.population for c in found)
    cards = whole.registered - sum(c.registered for c in found)
    active = whole.active - sum(c.active for c in found)
    if people or cards or active:
        counted = (count(people), count(cards), dash(), count(active))
        yield (text(say("coverage.elsewhere")), blank(), *counted, *(blank() for _ in range(4)))


def _segments(edition: Edition) -> Table | None:
    found = [c for c in edition.coverage if c.segment != ALL and c.area_code == edition.position.area_code]
    if not found:
        return None
    rows = tuple(_segment_row(c) for c in sorted(found, key=lambda c: (-c.registered, c.segment)))
    return Table(say("coverage.segments"), heads("segment", "registered", "active", "share_active", "verified_cards"), rows)


def _segment_row(found: CoverageCount) -> tuple[Cell, ...]:
    return (
        text(say_code("segment", found.segment)),
        count(found.registered),
        count(found.active),
        ratio(found.active, found.registered),
        count(found.registered_verified),
    )


def _trend(edition: Edition) -> Iterator[Block]:
    """Registered and active over the positions that were closed so far; one position is no trend."""
    if len(edition.trend) < 2:
        return
    highest = max((each.registered * 1000 // each.population for each in edition.trend if each.population), default=0) or 1
    columns = tuple(
        Column(
            written(each.month),
            ratio_words(each.registered, each.population),
            each.registered * 1_000_000 // each.population // highest if each.population else 0,
        )
        for each in edition.trend
    )
    yield Heading(say("coverage.trend"))
    yield Columns(say("coverage.trend_chart"), columns)
    rows = tuple(_trend_row(each) for each in edition.trend)
    yield Table(say("coverage.trend"), heads("month", "population", "registered", "share", "active", "share"), rows)


def _trend_row(found: CoverageOnDate) -> tuple[Cell, ...]:
    return (
        text(found.month),
        count(found.population),
        count(found.registered),
        ratio(found.registered, found.population),
        count(found.active),
        ratio(found.active, found.population),
    )
