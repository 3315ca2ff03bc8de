"""One question put to the law: it looks values up, refuses what nobody knows, and keeps what the answer rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from cakupan.law.parameter import Citation, Entry, Parameter, Reading, weakest
from cakupan.law.parameter_files import law_parameters, reading_names
from cakupan.law.refusal import Refusal


class Consultation:
    """The law in force ``on`` a day as it was known on ``known_on`` (None: all that is known now).

    ``readings`` names which of several conflicting values to take. Each look-up is recorded in ``citations``.
    """

    def __init__(self, *, on: dt.date, known_on: dt.date | None = None, readings: Collection[str] = ()) -> None:
        _refuse_unknown_readings(readings)
        self.on = on
        self.known_on = known_on
        self.readings = frozenset(readings)
        self._citations: list[Citation] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What was looked up so far, each ground once."""
        return tuple(dict.fromkeys(self._citations))

    @property
    def confidence(self) -> str:
        """The confidence of the weakest value looked up so far."""
        return weakest(citation.confidence for citation in self._citations)

    def value(self, key: str) -> Any:
        """The value of a parameter. Raises :class:`Refusal` where there is none, or readings conflict and none was named."""
        parameter = law_parameters()[key]
        entry = self._entry(parameter)
        if not entry.readings:
            self._record(parameter, entry)
            return entry.value
        reading = self._named(parameter, entry)
        if reading is None:
            raise self._conflict(parameter, entry)
        self._record(parameter, entry, reading=reading, confidence="conflicting")
        return reading.value

    def admissible(self, key: str) -> tuple[Any, ...]:
        """Every value that the readings left open: one where the law is settled or a reading was named."""
        parameter = law_parameters()[key]
        entry = self._entry(parameter)
        if not entry.readings or self._named(parameter, entry):
            return (self.value(key),)
        for reading in entry.readings:
            self._record(parameter, entry, reading=reading, confidence=reading.confidence)
        return tuple(reading.value for reading in entry.readings)

    def glance(self, key: str) -> Any:
        """The value as :meth:`value` gives it, not recorded: for a rule that is a ground of the answer only if it applies."""
        return Consultation(on=self.on, known_on=self.known_on, readings=self.readings).value(key)

    def defined(self, key: str) -> bool:
        """Whether anything is known about a parameter on the day."""
        return law_parameters()[key].entry(on=self.on, known_on=self.known_on) is not None

    def conflict(self, key: str) -> Refusal:
        """The refusal for a parameter whose readings make different answers."""
        parameter = law_parameters()[key]
        return self._conflict(parameter, self._entry(parameter))

    def _entry(self, parameter: Parameter) -> Entry:
        entry = parameter.entry(on=self.on, known_on=self.known_on)
        if entry is None:
            raise self._nothing_known(parameter)
        if entry.undetermined:
            raise Refusal(
                self._asked(parameter),
                why=entry.undetermined,
                mend="Ask as known on a later day, or leave --known-on out.",
                parameter=parameter.key,
                readings=[],
            )
        return entry

    def _named(self, parameter: Parameter, entry: Entry) -> Reading | None:
        named = [reading for reading in entry.readings if reading.name in self.readings]
        if len(named) > 1:
            raise Refusal(
                self._asked(parameter),
                why=f"two readings of the same value were named: {' and '.join(reading.name for reading in named)}.",
                mend="Name one of them.",
                parameter=parameter.key,
                readings=[reading.as_dict() for reading in entry.readings],
            )
        return named[0] if named else None

    def _record(
        self, parameter: Parameter, entry: Entry, *, reading: Reading | None = None, confidence: str | None = None
    ) -> None:
        ground = reading or entry
        self._citations.append(
            Citation(
                parameter=parameter.key,
                value=ground.value,
                unit=parameter.unit,
                citation=ground.citation,
                source=ground.source,
                in_force_from=entry.in_force_from,
                in_force_from_confidence=entry.in_force_from_confidence,
                promulgated_on=entry.promulgated_on,
                promulgated_on_confidence=entry.promulgated_on_confidence,
                last_checked=entry.last_checked,
                confidence=confidence or entry.confidence,
                reading=reading.name if reading else None,
            )
        )

    def _asked(self, parameter: Parameter) -> str:
        as_known = f", as known on {self.known_on}" if self.known_on else ""
        return f"{parameter.says} on {self.on}{as_known}"

    def _conflict(self, parameter: Parameter, entry: Entry) -> Refusal:
        names = [reading.name for reading in entry.readings]
        return Refusal(
            self._asked(parameter),
            why=f"the sources conflict. {entry.note or ''}".rstrip() + ".",
            mend=f"Name the reading to take: --reading {' or --reading '.join(names)}.",
            parameter=parameter.key,
            readings=[reading.as_dict() for reading in entry.readings],
        )

    def _nothing_known(self, parameter: Parameter) -> Refusal:
        known = [entry for entry in parameter.entries if entry.known(self.known_on)]
        if known:
            first = min(entry.in_force_from for entry in known)
            why = f"no value is known for that day; the first known one is in force from {first}."
        else:
            first_known = min(entry.promulgated_on for entry in parameter.entries)
            why = f"nothing of it was known then; the first value became known on {first_known}."
        return Refusal(
            self._asked(parameter),
            why=why,
            mend=f"Ask for another day, or add the missing value with its citation to {parameter.file}.",
            parameter=parameter.key,
            readings=[],
        )


def _refuse_unknown_readings(readings: Collection[str]) -> None:
    if isinstance(readings, str):
        raise TypeError("readings is a collection of names, not one name")
    unknown = sorted(set(readings) - reading_names())
    if unknown:
        raise Refusal(
            f"reading {', '.join(unknown)}",
            why="no value of the law has a reading of that name.",
            mend=f"Name one of: {', '.join(sorted(reading_names()))}.",
            readings=[],
        )
