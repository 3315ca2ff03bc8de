"""One criterion of coverage: what is needed, what was found, and what is missing, in people."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cakupan.law.refusal import Refusal
from cakupan.law.rounding import per_cent_of
from cakupan.law.units import plain

BASES = ("population", "registered")


@dataclass(frozen=True, kw_only=True)
class Headcount:
    """The people of an area, as published and never clamped: registered may exceed the population.

    ``basis`` names the denominator of the active ratio.
    """

    registered: int
    active: int
    population: int
    basis: str = "population"

    def __post_init__(self) -> None:
        if self.population <= 0 or self.registered < 0 or self.active < 0:
            raise Refusal(
                "coverage", why="people are counted from 0 and a population from 1.", mend="Check the figures.", readings=[]
            )
        if self.basis not in BASES:
            raise Refusal(
                f"basis {self.basis!r}", why="active members are over population or registered.", mend="Name one.", readings=[]
            )

    @property
    def active_over(self) -> int:
        """The denominator of the active ratio."""
        return self.population if self.basis == "population" else self.registered

    def remarks(self) -> tuple[str, ...]:
        """What a reader of the figures should know."""
        told = [f"Active members over {self.basis}."]
        if self.registered > self.population:
            told.append("More are registered than live here: figures of two sources, shown as they are.")
        if self.active > self.registered:
            told.append("More are active than registered: the figures contradict each other.")
        return tuple(told)


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """``met`` is None where the fact that decides it was not given. ``missing_people`` is how many more would meet it."""

    name: str
    needed: Any
    found: Any
    met: bool | None
    missing_people: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The criterion as an answer lists it."""
        return {name: plain(getattr(self, name)) for name in self.__dataclass_fields__}

    @property
    def lack(self) -> str | None:
        """What is missing, as a sentence; None if nothing is."""
        if self.met:
            return None
        if self.met is None:
            return f"{self.name}: not given (needed: {plain(self.needed)})"
        people = f"; {self.missing_people} people are missing" if self.missing_people else ""
        return f"{self.name}: {plain(self.found)}, needed {plain(self.needed)}{people}"


def at_least(name: str, people: int, *, of: int, per_cent: Fraction) -> Criterion:
    """``people`` are at least ``per_cent`` of ``of``: decided on the exact numbers, shown with two decimals."""
    needed = -(-of * per_cent.numerator // (100 * per_cent.denominator))
    return _share(name, people, of, f">= {plain(per_cent)} %", needed)


def above(name: str, people: int, *, of: int, per_cent: Fraction) -> Criterion:
    """``people`` are more than ``per_cent`` of ``of``."""
    needed = of * per_cent.numerator // (100 * per_cent.denominator) + 1
    return _share(name, people, of, f"> {plain(per_cent)} %", needed)


def _share(name: str, people: int, of: int, needed: str, least: int) -> Criterion:
    found = per_cent_of(people, of) if of else None
    return Criterion(name=name, needed=needed, found=found, met=people >= least, missing_people=max(0, least - people))


def fact(name: str, found: bool | None, *, needed: str) -> Criterion:
    """A criterion that is a fact: met, not met, or not given."""
    return Criterion(name=name, needed=needed, found=found, met=found)
