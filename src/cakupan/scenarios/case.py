"""A published case as data, and how its figures shrink when it is played small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal

PUBLISHED, DERIVED, ILLUSTRATIVE = "published", "derived", "illustrative"
SMALLEST = 1000


@dataclass(frozen=True)
class Case:
    """One case. The three mappings keep apart what a source printed, what follows from it, and what was chosen.

    ``months`` are closed in this order; ``as_of`` is the day on which the people stand as they were drawn; ``office_day`` is the
    one on which a demo's office stands: months after it are closed as files, and not shown there. ``reported``: the months of
    which papers are written. ``desk_days``: the days about which the admission desk is asked, where that is part of the story.
    """

    name: str
    title: str
    area: str
    source: str
    months: tuple[Month, ...]
    as_of: dt.date
    seed: int
    published: Mapping[str, Any]
    derived: Mapping[str, Any]
    illustrative: Mapping[str, Any]
    office_day: dt.date
    reported: tuple[Month, ...]
    desk_days: tuple[dt.date, ...] = ()

    @property
    def month(self) -> Month:
        """The month that the case comes to in the end."""
        return self.months[-1]


@dataclass(frozen=True)
class Delivery:
    """A file as an office hands it over: what kind of import it is, and the position it tells of."""

    kind: str
    path: Path
    as_of: dt.date


@dataclass(frozen=True)
class CaseFiles:
    """What was written: the deliveries in the order in which they came, and the months to close in theirs.

    ``people``: lines of the decrees' annexes. ``truth``: a folder for tests and for nobody else.
    """

    case: Case
    residents: int
    folder: Path
    truth: Path
    imports: tuple[Delivery, ...]
    months: tuple[Month, ...]
    people: int = 0

    @property
    def files(self) -> dict[str, Path]:
        """The last delivery of each kind."""
        return {delivery.kind: delivery.path for delivery in self.imports}


def case_names() -> tuple[str, ...]:
    """The cases that can be played, in alphabetical order."""
    files = (file.name for file in resources.files("cakupan.scenarios.cases").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml")))


def read_case(name: str) -> Case:
    """The case of that name. Raises :class:`Refusal` if there is none."""
    if name not in case_names():
        raise Refusal(
            f"case {name!r}", why="there is no such case.", mend=f"Choose one of: {', '.join(case_names())}.", cases=case_names()
        )
    told = yaml.safe_load(resources.files("cakupan.scenarios.cases").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    months = tuple(Month.parse(month) for month in told["months"])
    return Case(
        name=told["case"],
        title=told["title"],
        area=told["area"],
        source=told["source"],
        months=months,
        as_of=told["as_of"],
        seed=told["seed"],
        published=told[PUBLISHED],
        derived=told[DERIVED],
        illustrative=told[ILLUSTRATIVE],
        office_day=told.get("office_day") or max(told["as_of"], months[-1].first_date),
        reported=tuple(Month.parse(month) for month in told.get("reported", told["months"])),
        desk_days=tuple(told.get("desk_days", ())),
    )


def apportion(*, total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """``total`` things shared out by ``weights`` in whole numbers. The parts sum to ``total``.

    Each part is its share rounded down; what is left goes one by one to the largest remainders, the earlier of equal ones first.
    """
    whole = sum(weights)
    assert total >= 0 and whole > 0 and min(weights) >= 0, f"cannot share {total} by {weights}"
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def scaled(figure: int, *, residents: int, population: int) -> int:
    """A count or a sum of rupiah of the full case (``population`` residents), played with ``residents``.

    The largest remainder of the figure and the rest: to the nearest whole; of two equal remainders the figure gets it.
    """
    return apportion(total=residents * max(1, -(-figure // population)), weights=_of_and_rest(figure, population))[0]


@dataclass(frozen=True)
class Scale:
    """How small a case is played: ``residents`` people stand for ``population``."""

    residents: int
    population: int

    def __call__(self, figure: int) -> int:
        """A count or a sum of rupiah at this size, to the nearest whole."""
        return scaled(figure, residents=self.residents, population=self.population)


def scale_of(case: Case, residents: int | None) -> Scale:
    """The scale at which to play a case with ``residents`` people (None: as many as it has).

    Refused below 1,000: a list of a few dozen lines shows nothing.
    """
    population: int = {**case.illustrative, **case.published}["population"]
    residents = residents or population
    if residents < SMALLEST:
        raise Refusal(
            f"the case with {residents} residents",
            why=f"below {SMALLEST} its lists of a few dozen lines show nothing.",
            mend=f"Ask for {SMALLEST} residents or more.",
        )
    return Scale(residents=residents, population=population)


def _of_and_rest(figure: int, population: int) -> tuple[int, int]:
    whole = population * max(1, -(-figure // population))
    return figure, whole - figure
