"""Which share must be registered or active on a day, and which one comes next: looked up in the law, with its citation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from cakupan.law.consultation import Consultation
from cakupan.law.criterion import Criterion, above, at_least
from cakupan.law.parameter import Citation
from cakupan.law.parameter_files import law_parameters
from cakupan.law.refusal import Refusal
from cakupan.month.coverage import AreaCoverage

REGISTERED = ("uhc.registered_min",)
ACTIVE = ("uhc.active_min", "uhc.active_above")
PASSED = "uhc.active_above"  # to be passed; the others are to be reached


@dataclass(frozen=True)
class Threshold:
    """A share of the population that a criterion of UHC asks for, and the ground it rests on."""

    measure: str
    per_cent: Fraction
    citation: Citation

    @property
    def from_date(self) -> dt.date:
        """The first day on which it is in force."""
        return self.citation.in_force_from

    @property
    def sure(self) -> bool:
        """False where the value, its first day or its promulgation still has to be verified."""
        told = (self.citation.confidence, self.citation.in_force_from_confidence, self.citation.promulgated_on_confidence)
        return set(told) == {"verified"}

    def over(self, counts: AreaCoverage) -> Criterion:
        """What an area's counts are against it: met or not, and how many people are missing."""
        rule = above if self.citation.parameter == PASSED else at_least
        return rule(self.measure, counts.people(self.measure), of=counts.basis_population, per_cent=self.per_cent)


def threshold_on(measure: str, on: dt.date) -> Threshold | None:
    """What is in force on a day; None where nothing is known of it or sources contradict each other."""
    for key in _keys(measure):
        law = Consultation(on=on)
        if not law.defined(key):
            continue
        try:
            value = law.value(key)
        except Refusal:
            return None
        return Threshold(measure, Fraction(value), law.citations[-1])
    return None


def next_threshold(measure: str, *, after: dt.date, known_on: dt.date) -> Threshold | None:
    """The next other share that comes into force after a day, if it was promulgated by ``known_on``.

    Where the day of promulgation itself is unverified, nobody can say that it was not yet known: it is shown, as not verified.
    """
    now = threshold_on(measure, after)
    days = sorted({day for key in _keys(measure) for day in law_parameters()[key].boundaries() if day > after})
    for day in days:
        coming = threshold_on(measure, day)
        if coming is None or (now is not None and _same(now, coming)):
            continue
        promulgated = coming.citation.promulgated_on <= known_on
        return coming if promulgated or coming.citation.promulgated_on_confidence != "verified" else None
    return None


def _same(one: Threshold, other: Threshold) -> bool:
    return (one.per_cent, one.citation.parameter) == (other.per_cent, other.citation.parameter)


def _keys(measure: str) -> tuple[str, ...]:
    return REGISTERED if measure == "registered" else ACTIVE
