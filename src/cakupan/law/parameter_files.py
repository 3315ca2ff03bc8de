"""Reads ``parameters/**.yaml`` strictly: a file that lacks a date, a citation or a confidence is refused, not guessed at."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cakupan.law.parameter import Entry, Parameter, Reading
from cakupan.law.refusal import Refusal
from cakupan.law.strict_yaml import read_yaml
from cakupan.law.units import PER_CENT_BY_PAYER, RUPIAH_BY_PAYER, RUPIAH_PER_MONTH, UNITS

FOLDER = Path(__file__).parent / "parameters"

KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
NAME = re.compile(r"[a-z0-9_]+")
MARKS = ("verified", "unverified")
DATES = ("in_force_from", "promulgated_on", "last_checked")
TEXTS = ("citation", "source")
REQUIRED = (*DATES, *TEXTS, "promulgated_on_confidence", "confidence")
ONE_OF = ("value", "readings", "undetermined")
OPTIONAL = ("in_force_to", "in_force_from_confidence", "note")
READING_FIELDS = ("reading", "value", "citation", "source", "confidence")
# A person is in one segment for a whole month and is billed for whole months: a rate cannot change within one.
MONTHLY = (RUPIAH_BY_PAYER, PER_CENT_BY_PAYER, RUPIAH_PER_MONTH)


@cache
def law_parameters() -> Mapping[str, Parameter]:
    """The parameters of the law by key; read once per process."""
    return read_parameters(folder=FOLDER)


@cache
def law_version() -> str:
    """SHA-256 over names and bytes of the parameter files: the version of the law that a month was reckoned with."""
    digest = hashlib.sha256()
    for path in _files(FOLDER):
        digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def reading_names() -> frozenset[str]:
    """Every reading that any parameter offers."""
    entries = (entry for parameter in law_parameters().values() for entry in parameter.entries)
    return frozenset(reading.name for entry in entries for reading in entry.readings)


def read_parameters(*, folder: Path) -> Mapping[str, Parameter]:
    """Every parameter of a folder by key. Raises :class:`Refusal` that lists all faults, each with file and key."""
    parameters: dict[str, Parameter] = {}
    faults: list[str] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        for key, body in _document(path, name, faults).items():
            found = [f"{name}: {key}: {fault}" for fault in _parameter_faults(key, body, parameters)]
            faults += found
            if not found:
                parameters[key] = _parameter(key, body, name)
    if faults:
        raise Refusal(
            f"{len(faults)} faults in the law's files",
            why="; ".join(faults) + ".",
            mend="Give every value its unit, dates, citation, confidence and source, as docs/adr/0003-law-as-dated-data.md says.",
            faults=faults,
        )
    return parameters


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


def _document(path: Path, name: str, faults: list[str]) -> Mapping[str, Any]:
    try:
        document = read_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{name}: not readable as YAML ({' '.join(str(error).split())})")
        return {}
    if not isinstance(document, dict):
        faults.append(f"{name}: a file is a mapping from key to parameter")
        return {}
    return document


def _parameter_faults(key: object, body: object, known: Mapping[str, Parameter]) -> Iterator[str]:
    if not isinstance(key, str) or not KEY.fullmatch(key):
        yield "a key is lower-case words joined by dots"
    elif key in known:
        yield f"stands already in {known[key].file}"
    if not isinstance(body, dict):
        yield "a parameter has says, unit and values"
        return
    yield from _field_faults(body, required=("says", "unit", "values"), allowed=())
    unit = body.get("unit", "")
    if unit not in UNITS:
        yield f"unit {unit!r} is none of {', '.join(UNITS)}"
        return
    values = body.get("values")
    if not isinstance(values, list) or not values:
        yield "values is a list with at least one value"
        return
    for number, value in enumerate(values, start=1):
        for fault in _entry_faults(value, unit):
            yield f"value {number}: {fault}"
    yield from _overlap_faults(values)


def _entry_faults(body: object, unit: str) -> Iterator[str]:
    if not isinstance(body, dict):
        yield "a value is a mapping"
        return
    yield from _field_faults(body, required=REQUIRED, allowed=(*ONE_OF, *OPTIONAL))
    if sum(name in body for name in ONE_OF) != 1:
        yield f"exactly one of {', '.join(ONE_OF)} is needed"
    yield from _date_faults(body, unit)
    for name in ("promulgated_on_confidence", "in_force_from_confidence"):
        if name in body and body[name] not in MARKS:
            yield f"{name} is {' or '.join(MARKS)}"
    yield from _confidence_faults(body)
    if "value" in body:
        yield from _value_faults(body["value"], unit)
    if "readings" in body:
        yield from _reading_faults(body["readings"], unit)


def _field_faults(body: Mapping[str, Any], *, required: Sequence[str], allowed: Sequence[str]) -> Iterator[str]:
    for name in required:
        if name not in body:
            yield f"{name} is missing"
    for name in body:
        if name not in required and name not in allowed:
            yield f"{name} is not a field"
    for name in (*TEXTS, "says", "undetermined", "note"):
        if name in body and not (isinstance(body[name], str) and body[name].strip()):
            yield f"{name} is empty"


def _date_faults(body: Mapping[str, Any], unit: str) -> Iterator[str]:
    dates = {name: body[name] for name in (*DATES, "in_force_to") if name in body}
    bad = [name for name, value in dates.items() if type(value) is not dt.date]
    yield from (f"{name} is not a date YYYY-MM-DD" for name in bad)
    if bad:
        return
    start, end = dates.get("in_force_from"), dates.get("in_force_to")
    if start and end and end <= start:
        yield "in_force_to is not after in_force_from"
    if unit in MONTHLY and any(day.day != 1 for day in (start, end) if day):
        yield "a monthly rate begins and ends on the first of a month"


def _confidence_faults(body: Mapping[str, Any]) -> Iterator[str]:
    confidence = body.get("confidence")
    if "readings" in body and confidence != "conflicting":
        yield "confidence is conflicting where there are readings"
    if "readings" not in body and "confidence" in body and confidence not in MARKS:
        yield f"confidence is {' or '.join(MARKS)} where there are no readings"


def _value_faults(value: object, unit: str) -> Iterator[str]:
    try:
        UNITS[unit](value)
    except ValueError as error:
        yield f"value {value!r} is not {error}"


def _reading_faults(readings: object, unit: str) -> Iterator[str]:
    if not isinstance(readings, list) or len(readings) < 2 or not all(isinstance(reading, dict) for reading in readings):
        yield "readings is a list of at least two mappings"
        return
    names = [reading.get("reading") for reading in readings]
    if len(set(map(str, names))) < len(names):
        yield "two readings have the same name"
    for reading in readings:
        for fault in _one_reading_faults(reading, unit):
            yield f"reading {reading.get('reading')}: {fault}"


def _one_reading_faults(reading: Mapping[str, Any], unit: str) -> Iterator[str]:
    yield from _field_faults(reading, required=READING_FIELDS, allowed=())
    if not NAME.fullmatch(str(reading.get("reading"))):
        yield "a name is lower-case words joined by underscores"
    if "confidence" in reading and reading["confidence"] not in MARKS:
        yield f"confidence is {' or '.join(MARKS)}"
    if "value" in reading:
        yield from _value_faults(reading["value"], unit)


def _overlap_faults(values: Sequence[Any]) -> Iterator[str]:
    starts = [(str(v.get("promulgated_on")), str(v.get("in_force_from"))) for v in values if isinstance(v, dict)]
    for promulgated, in_force in sorted({start for start in starts if starts.count(start) > 1}):
        yield f"two values are promulgated on {promulgated} and in force from {in_force}: which one holds?"


def _parameter(key: str, body: Mapping[str, Any], file: str) -> Parameter:
    entries = tuple(_entry(value, body["unit"]) for value in body["values"])
    return Parameter(key=key, says=body["says"], unit=body["unit"], file=file, entries=entries)


def _entry(body: Mapping[str, Any], unit: str) -> Entry:
    taken = {name: body[name] for name in body if name not in ONE_OF}
    defaults: dict[str, Any] = {"in_force_to": None, "in_force_from_confidence": "verified"}
    return Entry(
        **(defaults | taken),
        value=UNITS[unit](body["value"]) if "value" in body else None,
        readings=tuple(_reading(reading, unit) for reading in body.get("readings", ())),
        undetermined=body.get("undetermined"),
    )


def _reading(body: Mapping[str, Any], unit: str) -> Reading:
    return Reading(
        name=body["reading"],
        value=UNITS[unit](body["value"]),
        citation=body["citation"],
        source=body["source"],
        confidence=body["confidence"],
    )
