"""Who is covered: registered and active over a named population, by area and segment, with rank, gap and what others quote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cakupan.answer import words
from cakupan.law.refusal import Refusal
from cakupan.month.coverage import ALL, AreaCoverage, Gap, RankedArea, TrendPoint, gap, months_left, ranked, trend
from cakupan.month.pemda_rate import pemda_month_rate
from cakupan.registers.areas import area_name
from cakupan.report.edition import Edition
from cakupan.report.page import criteria, quoted
from cakupan.report.page.area_map import coverage_map
from cakupan.report.page.blocks import Block, Column, Columns, Heading, Prose, Section, section
from cakupan.report.page.tables import Cell, Figure, Table, blank, count, dash, heads, money, ratio, ratio_words, text
from cakupan.report.texts import Words, say, say_code, written

EVERYBODY = Fraction(100)  # the share that is looked for where the region names no target


@dataclass(frozen=True)
class Target:
    """A share of the population to reach: ``per_cent`` exactly, by a day if one is set, and who says so."""

    name: Words
    per_cent: Fraction
    by: dt.date | None
    source: str

    def gap(self, found: AreaCoverage, *, months: int | None = None) -> Gap:
        """What is missing to it, with the pace if so many months are left."""
        return gap_to(self.per_cent, found, months=months)


def gap_to(per_cent: Fraction, found: AreaCoverage, *, months: int | None = None) -> Gap:
    """How many registered people are missing to a share of the population; 0 once it is reached."""
    return gap(people=found.registered, population=found.basis_population, target_per_cent=per_cent, months=months)


def whole_area(edition: Edition) -> AreaCoverage | None:
    """The counts of the edition's own area over all segments; None if coverage was not counted."""
    return next((c for c in edition.coverage if c.segment == ALL and c.area_code == edition.position.area_code), None)


def parts(edition: Edition) -> tuple[AreaCoverage, ...]:
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
    shown = {"part": words.whole(whole.registered), "of": words.whole(whole.basis_population)}
    note = say("figure.registered_note", **shown)
    if goal is not None:
        note = say("figure.registered_gap", gap=words.whole(goal.gap(whole).people), target=goal.name, **shown)
    active = say("figure.active_note", part=words.whole(whole.active))
    return (
        Figure(say("figure.registered"), ratio_words(whole.registered, whole.basis_population), note),
        Figure(say("figure.active"), ratio_words(whole.active, whole.basis_population), active),
    )


def coverage_section(edition: Edition) -> Section | None:
    """Coverage of the whole area, its parts and its segments; None if it was not counted."""
    whole = whole_area(edition)
    if whole is None:
        return None
    blocks: list[Block | None] = [
        Prose(say("coverage.lead", basis=basis_words(edition))),
        *(Prose(flag, "flag") for flag in (*_other_basis(whole), *excess_words(whole))),
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


def _other_basis(whole: AreaCoverage) -> Iterator[Words]:
    if whole.population not in (0, whole.basis_population):
        yield say("coverage.other_basis", residents=words.whole(whole.population), named=words.whole(whole.basis_population))


def excess_words(whole: AreaCoverage) -> Iterator[Words]:
    """What contradicts itself: more registered than live here, more active than registered."""
    if whole.registered > whole.basis_population:
        yield say("coverage.more_registered", more=words.whole(whole.registered - whole.basis_population))
    if whole.active > whole.registered:
        yield say("coverage.more_active", more=words.whole(whole.active - whole.registered))


def _whole_table(whole: AreaCoverage) -> Table:
    """As delivered beside verified: population, registered, active, and who is not registered."""
    over = (whole.basis_population, whole.over("registered_verified"))
    raw = (over[0], whole.registered, whole.active)
    kept = (over[1], whole.registered_verified, whole.active_verified)
    rows = [
        _beside("coverage.population", whole.population, whole.population_verified),
        _beside("coverage.registered", raw[1], kept[1], of=over),
        _beside("coverage.active", raw[2], kept[2], of=over),
        _beside("coverage.uncovered", raw[0] - raw[1], over[1] - kept[1], of=over),
    ]
    return Table(say("coverage.whole"), heads("what", "raw", "share", "verified", "share", "difference"), tuple(rows))


def _beside(key: str, raw: int, kept: int, *, of: tuple[int, int] | None = None) -> tuple[Cell, ...]:
    shares = (ratio(raw, of[0]), ratio(kept, of[1])) if of else (dash(), dash())
    return (text(say(key)), count(raw), shares[0], count(kept), shares[1], count(kept - raw))


def _gaps(edition: Edition, whole: AreaCoverage) -> Iterator[Block]:
    """What is missing to each target, in people, rupiah and people per month, and to the criteria of UHC."""
    goals = targets(edition)
    if goals:
        rows = tuple(_gap_row(edition, goal, whole) for goal in goals)
        yield Table(say("coverage.gaps"), heads("target", "gap_people", "rupiah_month", "people_per_month", "source_of"), rows)
    yield from criteria.blocks(edition, whole, per_person=pemda_per_person(edition))


def _gap_row(edition: Edition, goal: Target, whole: AreaCoverage) -> tuple[Cell, ...]:
    left = None if goal.by is None else months_left(month=edition.position.month, by=goal.by)
    missing = goal.gap(whole, months=left)
    per_month = count(missing.people_per_month) if missing.people_per_month else dash()
    return (text(goal.name), count(missing.people), _rupiah(edition, missing.people), per_month, text(goal.source))


def _rupiah(edition: Edition, people: int) -> Cell:
    each = pemda_per_person(edition)
    return dash() if each is None or people <= 0 else money(people * each)


def _by_area(edition: Edition, whole: AreaCoverage) -> Iterator[Block]:
    found = parts(edition)
    if not found:
        return
    if order := ranked(areas=found):
        yield Prose(say("coverage.ends", best=_named_share(order[0]), worst=_named_share(order[-1])))
    if drawn := coverage_map(edition, found):
        yield drawn
    yield _area_table(edition, whole, found)


def _named_share(found: RankedArea) -> str:
    return f"{name_of(found.area_code)} {ratio_words(found.people, found.population)}"


def name_of(code: str) -> str:
    """An area's name, or its code where it is not on the list."""
    return area_name(code) or code


def places(edition: Edition) -> dict[str, int]:
    """The rank by registered share of each of the edition's parts; one where nobody lives has none."""
    return {place.area_code: place.rank for place in ranked(areas=parts(edition))}


def _area_table(edition: Edition, whole: AreaCoverage, found: Sequence[AreaCoverage]) -> Table:
    ranks = places(edition)
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


def _area_row(edition: Edition, found: AreaCoverage, rank: int | None, goal: Target | None) -> tuple[Cell, ...]:
    return (text(name_of(found.area_code)), dash() if rank is None else count(rank), *_counts(edition, found, goal))


def _counts(edition: Edition, c: AreaCoverage, goal: Target | None, *, strong: bool = False) -> tuple[Cell, ...]:
    missing = gap_to(goal.per_cent if goal else EVERYBODY, c).people
    return (
        count(c.basis_population, strong=strong),
        count(c.registered, strong=strong),
        ratio(c.registered, c.basis_population, strong=strong),
        count(c.active, strong=strong),
        ratio(c.active, c.basis_population, strong=strong),
        ratio(c.registered_verified, c.over("registered_verified"), strong=strong),
        count(missing, strong=strong),
        _rupiah(edition, missing),
    )


def _elsewhere(whole: AreaCoverage, found: Sequence[AreaCoverage]) -> Iterator[tuple[Cell, ...]]:
    """Whoever belongs to the area and to none of its parts: rows whose area nobody knows."""
    people = whole.basis_population - sum(c.basis_population for c in found)
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


def _segment_row(found: AreaCoverage) -> tuple[Cell, ...]:
    return (
        text(say_code("segment", found.segment)),
        count(found.registered),
        count(found.active),
        ratio(found.active, found.registered),
        count(found.registered_verified),
    )


def _trend(edition: Edition) -> Iterator[Block]:
    """Registered and active over the positions that were closed so far; one position is no trend."""
    lived_in = {month: found for month, found in edition.trend.items() if found.basis_population > 0}
    if len(lived_in) < 2:
        return
    registered, active = trend(editions=lived_in), trend(editions=lived_in, measure="active")
    highest = max(each.share for each in registered) or 1
    columns = tuple(
        Column(written(each.month), ratio_words(each.people, each.population), int(each.share * 1000 / highest))
        for each in registered
    )
    yield Heading(say("coverage.trend"))
    yield Columns(say("coverage.trend_chart"), columns)
    rows = tuple(_trend_row(*both) for both in zip(registered, active, strict=True))
    yield Table(say("coverage.trend"), heads("month", "population", "registered", "share", "active", "share"), rows)


def _trend_row(registered: TrendPoint, active: TrendPoint) -> tuple[Cell, ...]:
    return (
        text(registered.month),
        count(registered.population),
        count(registered.people),
        ratio(registered.people, registered.population),
        count(active.people),
        ratio(active.people, active.population),
    )
