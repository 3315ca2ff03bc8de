"""How many are covered, by area to village and by segment: counts as a table; ratios, ranks, gaps and trend as exact values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.engines.steps import Engine, load_steps
from cakupan.law.calendar import Month
from cakupan.law.criterion import Headcount
from cakupan.law.refusal import Refusal
from cakupan.law.rounding import half_up
from cakupan.law.uhc import Uhc, uhc
from cakupan.month.invariant import assert_held

STEPS, INVARIANTS = "cakupan.month.coverage_steps", "cakupan.month.coverage_invariants"
TABLES: Mapping[str, str] = {"coverage": "area_code, segment"}
# Level of an area → the length of its dotted code.
LEVELS: Mapping[int, int] = {1: 2, 2: 5, 3: 8, 4: 13}
ALL = "ALL"
RESIDENTS = "residents"


@dataclass(frozen=True, kw_only=True)
class NamedPopulation:
    """A population from outside the resident register, by area; ``basis`` is how its source calls it: DKB semester II 2019."""

    basis: str
    areas: Mapping[str, int]


def run_coverage(*, engine: Engine, population: NamedPopulation | None = None) -> None:
    """Create ``coverage`` on an engine that holds ``run``, ``residents``, ``members``, the links and ``finding_person``.

    Without a named ``population`` every ratio is over the residents with FLAG_STATUS 0.
    """
    named = population or NamedPopulation(basis=RESIDENTS, areas={})
    engine.create_table("area_level", {"level": "INTEGER", "code_length": "INTEGER"}, list(LEVELS.items()))
    engine.create_table(
        "named_population",
        {"area_code": "STRING", "people": "BIGINT", "basis": "STRING"},
        [(area, people, named.basis) for area, people in sorted(named.areas.items())],
    )
    for step in load_steps(STEPS):
        engine.run(step)


def assert_coverage(*, engine: Engine) -> None:
    """Raise :class:`AssertionError` naming what the counts break: nobody is lost or twice, parts make wholes."""
    assert_held(engine=engine, package=INVARIANTS)


@dataclass(frozen=True, kw_only=True)
class AreaCoverage:
    """One area's counts, of one segment or of ``ALL``; nothing is clamped. ``basis`` names what ``basis_population`` is."""

    area_code: str
    level: int
    segment: str
    population: int
    population_verified: int
    registered: int
    active: int
    registered_verified: int
    active_verified: int
    basis_population: int
    basis: str

    def people(self, measure: str) -> int:
        """The count called ``measure``: registered, active, registered_verified or active_verified."""
        assert measure in MEASURES, measure
        counted: int = getattr(self, measure)
        return counted

    def over(self, measure: str) -> int:
        """The population that a measure is over: verified people over verified residents where the register is the basis."""
        verified = measure.endswith("_verified") and self.basis == RESIDENTS
        return self.population_verified if verified else self.basis_population


MEASURES = ("registered", "active", "registered_verified", "active_verified")


def ratio(*, people: int, population: int) -> Fraction:
    """``people`` over ``population``, exactly; it may exceed 1. Raises :class:`Refusal` where nobody lives."""
    if population <= 0:
        raise Refusal(
            "a share of nobody", why="the population of the area is 0.", mend="Name the area's population, or leave the area out."
        )
    return Fraction(people, population)


def per_cent_text(share: Fraction, *, decimals: int = 2) -> str:
    """A share as per cent with that many decimals, half up: ``69.85``."""
    scaled = half_up(share * 100 * 10**decimals)
    whole, rest = divmod(scaled, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)


@dataclass(frozen=True, kw_only=True)
class RankedArea:
    """An area's place among its like, 1 the best; equal shares share a place."""

    rank: int
    area_code: str
    people: int
    population: int
    share: Fraction

    @property
    def pct(self) -> str:
        """The share as per cent with two decimals."""
        return per_cent_text(self.share)


def ranked(*, areas: Iterable[AreaCoverage], measure: str = "registered") -> tuple[RankedArea, ...]:
    """The areas best first, equal ones by code; compared on exact shares. Areas where nobody lives have no share and no place."""
    lived_in = [area for area in areas if area.over(measure) > 0]
    shares = {a.area_code: ratio(people=a.people(measure), population=a.over(measure)) for a in lived_in}
    assert len(shares) == len(lived_in), "an area stands twice among those to rank"
    ordered = sorted(lived_in, key=lambda a: (-shares[a.area_code], a.area_code))
    return tuple(
        RankedArea(
            rank=1 + sum(share > shares[a.area_code] for share in shares.values()),
            area_code=a.area_code,
            people=a.people(measure),
            population=a.over(measure),
            share=shares[a.area_code],
        )
        for a in ordered
    )


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What is missing to a target: people, their contribution a month where a rate was given, and the pace."""

    target_per_cent: Fraction
    people_needed: int
    people: int
    rupiah_per_month: int | None = None
    months: int | None = None
    people_per_month: int | None = None


def gap(
    *, people: int, population: int, target_per_cent: Fraction, monthly_rate: int | None = None, months: int | None = None
) -> Gap:
    """How many people are missing to ``target_per_cent`` of ``population``, each needed person whole; 0 once it is reached.

    ``monthly_rate``: whole rupiah per person and month, the Pemda's class III rate. ``months``: how many are left to the target.
    """
    needed = _ceil(Fraction(population) * target_per_cent / 100)
    missing = max(0, needed - people)
    return Gap(
        target_per_cent=target_per_cent,
        people_needed=needed,
        people=missing,
        rupiah_per_month=None if monthly_rate is None else missing * monthly_rate,
        months=months,
        people_per_month=_ceil(Fraction(missing, months)) if months else None,
    )


def _ceil(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)


def months_left(*, month: Month, by: dt.date) -> int:
    """How many months follow a position's month, up to and with the one in which ``by`` falls; 0 once that has come."""
    return max(0, month.until(Month.of(by)))


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """One edition's figures; the changes are against the edition before, None for the first."""

    month: Month
    people: int
    population: int
    share: Fraction
    people_change: int | None
    share_change: Fraction | None


def trend(*, editions: Mapping[Month, AreaCoverage], measure: str = "registered") -> tuple[TrendPoint, ...]:
    """One area's share from edition to edition, earliest first. Months without an edition are not filled in."""
    points: list[TrendPoint] = []
    for month, area in sorted(editions.items()):
        people, population = area.people(measure), area.over(measure)
        share = ratio(people=people, population=population)
        before = points[-1] if points else None
        points.append(
            TrendPoint(
                month=month,
                people=people,
                population=population,
                share=share,
                people_change=people - before.people if before else None,
                share_change=share - before.share if before else None,
            )
        )
    return tuple(points)


@dataclass(frozen=True, kw_only=True)
class PublishedFigure:
    """A figure quoted from outside beside the one computed from its parts; one that contradicts them is not repeated as ours.

    ``computed`` is at the published figure's own precision, with a decimal point.
    """

    value: str
    computed: str
    contradicts: bool


def published_figure(*, value: str, people: int, population: int) -> PublishedFigure:
    """A published percentage against its own parts: ``69.89`` against 3,801,759 of 5,443,030, which make 69.85.

    ``value`` is the text as printed, with a decimal point or comma. No difference is too small to say: parts that are a sample of
    the region contradict it too. Raises :class:`Refusal` for a text that is no percentage, and where nobody lives.
    """
    decimals = _decimals(value)
    computed = per_cent_text(ratio(people=people, population=population), decimals=decimals)
    return PublishedFigure(
        value=value,
        computed=computed,
        contradicts=_number(value) != _number(computed),
    )


def sources_differ(one: str, other: str) -> bool:
    """Do two sources print different percentages of one thing, at the coarser precision of the two? 69.85 agrees with 69.9.

    Raises :class:`Refusal` for a text that is no percentage.
    """
    coarser = min(_decimals(one), _decimals(other))
    scaled = {half_up(_number(text) * 10**coarser) for text in (one, other)}
    return len(scaled) > 1


def _decimals(value: str) -> int:
    _number(value)
    return len(value.replace(",", ".").partition(".")[2])


def _number(value: str) -> Fraction:
    if not re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,6})?", value):
        raise Refusal(
            f"published figure {value!r}", why="it is not a percentage.", mend="Write it as printed, for example 69.89 or 69,89."
        )
    return Fraction(value.replace(",", "."))


def uhc_of_area(
    *,
    area: AreaCoverage,
    on: dt.date,
    pemda_arrears: int | None = None,
    requested_on: dt.date | None = None,
    granted_on: dt.date | None = None,
    active_over: str = "population",
    known_on: dt.date | None = None,
    readings: Collection[str] = (),
) -> Uhc:
    """The criteria of UHC on a day for an area's raw counts, met and missing. Refused where nobody lives or nothing is known."""
    people = Headcount(registered=area.registered, active=area.active, population=area.basis_population, basis=active_over)
    return uhc(
        people=people,
        on=on,
        pemda_arrears=pemda_arrears,
        requested_on=requested_on,
        granted_on=granted_on,
        known_on=known_on,
        readings=readings,
    )
