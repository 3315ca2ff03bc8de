"""A legal value with its two dates: from when it is in force, and since when it is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cakupan.law.units import plain

CONFIDENCES = ("verified", "unverified", "conflicting")


def weakest(confidences: Iterable[str]) -> str:
    """The confidence of an answer is that of its weakest ground; ``verified`` if it rests on none."""
    return max(confidences, key=CONFIDENCES.index, default="verified")


@dataclass(frozen=True)
class Reading:
    """One of several values that sources give for the same days."""

    name: str
    value: Any
    citation: str
    source: str
    confidence: str

    def as_dict(self) -> dict[str, Any]:
        """The reading as a refusal lists it."""
        named = {"reading": self.name, "value": plain(self.value), "citation": self.citation}
        return named | {"source": self.source, "confidence": self.confidence}


@dataclass(frozen=True)
class Entry:
    """What one regulation says: a ``value``, ``readings`` that conflict, or why it leaves the matter ``undetermined``.

    In force on ``[in_force_from, in_force_to)``, until overridden if ``in_force_to`` is None.
    Known from ``promulgated_on``, that day included.
    """

    in_force_from: dt.date
    in_force_to: dt.date | None
    in_force_from_confidence: str
    promulgated_on: dt.date
    promulgated_on_confidence: str
    citation: str
    confidence: str
    last_checked: dt.date
    source: str
    value: Any = None
    readings: tuple[Reading, ...] = ()
    undetermined: str | None = None
    note: str | None = None

    def covers(self, on: dt.date) -> bool:
        """Whether ``on`` lies in the period in force."""
        return self.in_force_from <= on and (self.in_force_to is None or on < self.in_force_to)

    def known(self, known_on: dt.date | None) -> bool:
        """Whether it had been promulgated by ``known_on`` (the day itself counts); everything is known if that is None."""
        return known_on is None or self.promulgated_on <= known_on


@dataclass(frozen=True)
class Parameter:
    """Everything known about one legal value, in the order of its file. ``file`` is relative to the folder of parameters."""

    key: str
    says: str
    unit: str
    file: str
    entries: tuple[Entry, ...]

    def entry(self, *, on: dt.date, known_on: dt.date | None) -> Entry | None:
        """What holds on a day as known on another: a later law overrides an earlier one, so the latest promulgated entry."""
        candidates = [entry for entry in self.entries if entry.known(known_on) and entry.covers(on)]
        return max(candidates, key=lambda entry: (entry.promulgated_on, entry.in_force_from), default=None)

    def boundaries(self) -> tuple[dt.date, ...]:
        """Every day on which its value can change, in order."""
        starts = {entry.in_force_from for entry in self.entries}
        ends = {entry.in_force_to for entry in self.entries if entry.in_force_to is not None}
        return tuple(sorted(starts | ends))


@dataclass(frozen=True)
class Citation:
    """The ground of an answer: which value of which regulation, and how far it can be relied on."""

    parameter: str
    value: Any
    unit: str
    citation: str
    source: str
    in_force_from: dt.date
    in_force_from_confidence: str
    promulgated_on: dt.date
    promulgated_on_confidence: str
    last_checked: dt.date
    confidence: str
    reading: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The citation as it stands in an answer; ``reading`` only where one was named."""
        fields = {name: plain(getattr(self, name)) for name in self.__dataclass_fields__}
        return fields if self.reading else {name: field for name, field in fields.items() if name != "reading"}
