"""What holds of a region beside its registers: population by a named basis, targets, published figures, dates it sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from cakupan.law.budget_calendar import BUDGET_DATES
from cakupan.law.shares import FISCAL_CAPACITIES
from cakupan.registers.agreements import FIRST_YEAR, LAST_YEAR
from cakupan.registers.cost_shares import PAYERS
from cakupan.registers.written_terms import WrittenTerms, read_terms

REQUIRED = ("number", "title", "area")
OPTIONAL = (
    "fiscal_capacity",
    "population",
    "branch_areas",
    "targets",
    "published",
    "budget_calendar",
    "self_payer_aid_payer",
    "illustrative",
    "source",
)


@dataclass(frozen=True)
class Population:
    """People by area, by a named ``basis`` of a day."""

    basis: str
    as_of: dt.date
    areas: Mapping[str, int]


@dataclass(frozen=True)
class Target:
    """A share of the population to be reached by a day, in per cent; ``name``: registered, active …"""

    name: str
    pct: Decimal
    by: dt.date
    source: str | None


@dataclass(frozen=True)
class PublishedFigure:
    """A figure quoted from outside: shown beside ours, never repeated as ours."""

    what: str
    value: Decimal
    area: str
    as_of: dt.date | None
    source: str | None


@dataclass(frozen=True)
class Region:
    """What a region says of itself. ``branch_areas``: the areas of a branch that serves several."""

    number: str
    title: str
    area: str
    fiscal_capacity: Mapping[int, str] = field(default_factory=dict)
    population: Population | None = None
    branch_areas: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    budget_calendar: Mapping[str, dt.date] = field(default_factory=dict)
    self_payer_aid_payer: str | None = None
    source: str | None = None
    illustrative: tuple[str, ...] = ()
    hash: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


def load_region(path: Path) -> Region:
    """The region in a YAML file. Raises :class:`Refusal` that names the key which is missing, unknown or cannot be so."""
    terms = read_terms(path, key="region")
    terms.only((*REQUIRED, *OPTIONAL), required=REQUIRED)
    area = terms.area()
    branch_areas = tuple(terms.check_area("branch_areas", code) for code in terms.words("branch_areas"))
    terms.apart("branch_areas", branch_areas, what="area")
    aid_payer = terms.one_of("self_payer_aid_payer", PAYERS) if terms.has("self_payer_aid_payer") else None
    return Region(
        number=terms.text("number"),
        title=terms.text("title"),
        area=area,
        fiscal_capacity=_fiscal_capacity(terms),
        population=_population(terms, within=(area, *branch_areas)),
        branch_areas=branch_areas,
        targets=tuple(_target(item) for item in terms.each("targets")),
        published=tuple(_published(item) for item in terms.each("published")),
        budget_calendar=_budget_calendar(terms),
        self_payer_aid_payer=aid_payer,
        source=terms.optional_text("source"),
        illustrative=terms.words("illustrative"),
        hash=terms.hash,
        terms=terms.plain,
    )


def _fiscal_capacity(terms: WrittenTerms) -> dict[int, str]:
    if not terms.has("fiscal_capacity"):
        return {}
    part = terms.part("fiscal_capacity")
    for year in part.content:
        if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
            raise part.refuse(str(year), "a year is needed, as in {2021: high}.")
        if part.content[year] not in FISCAL_CAPACITIES:
            raise part.refuse(str(year), f"one of {', '.join(FISCAL_CAPACITIES)} is needed.")
    return {int(str(year)): str(capacity) for year, capacity in part.content.items()}


def _population(terms: WrittenTerms, *, within: Sequence[str]) -> Population | None:
    if not terms.has("population"):
        return None
    part = terms.part("population")
    part.only(("basis", "as_of", "areas"), required=("basis", "as_of", "areas"))
    areas = part.part("areas")
    for code in areas.content:
        areas.check_area(str(code), code)
        if not any(code == area or code.startswith(f"{area}.") for area in within):
            raise areas.refuse(code, f"it does not lie in {', '.join(within)}.")
    return Population(part.text("basis"), part.date("as_of"), {code: areas.whole(code, low=0) for code in areas.content})


def _target(item: WrittenTerms) -> Target:
    item.only(("name", "pct", "by", "source"), required=("name", "pct", "by"))
    return Target(item.text("name"), item.decimal("pct", high=100), item.date("by"), item.optional_text("source"))


def _published(item: WrittenTerms) -> PublishedFigure:
    item.only(("what", "value", "area", "as_of", "source"), required=("what", "value", "area"))
    return PublishedFigure(
        what=item.text("what"),
        value=item.decimal("value"),
        area=item.known_area(),
        as_of=item.optional_date("as_of"),
        source=item.optional_text("source"),
    )


def _budget_calendar(terms: WrittenTerms) -> dict[str, dt.date]:
    if not terms.has("budget_calendar"):
        return {}
    part = terms.part("budget_calendar")
    part.only(BUDGET_DATES)
    return {kind: part.date(kind) for kind in part.content}
