"""A published case as data, and how its figures shrink when it is played small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal

PUBLISHED, DERIVED, ILLUSTRATIVE = "published", "derived", "illustrative"


@dataclass(frozen=True)
class Case:
    """One case. The three mappings keep apart what a source printed, what follows from it, and what was chosen."""

    name: str
    title: str
    area: str
    source: str
    month: Month
    as_of: dt.date
    seed: int
    published: Mapping[str, Any]
    derived: Mapping[str, Any]
    illustrative: Mapping[str, Any]


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
    return Case(
        name=told["case"],
        title=told["title"],
        area=told["area"],
        source=told["source"],
        month=Month.parse(told["month"]),
        as_of=told["as_of"],
        seed=told["seed"],
        published=told[PUBLISHED],
        derived=told[DERIVED],
        illustrative=told[ILLUSTRATIVE],
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


def _of_and_rest(figure: int, population: int) -> tuple[int, int]:
    whole = population * max(1, -(-figure // population))
    return figure, whole - figure
