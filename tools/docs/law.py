"""docs/law.md: every dated value of the law, from the parameters themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from cakupan.law.parameter import Entry, Parameter, Reading
from cakupan.law.parameter_files import law_parameters
from cakupan.law.units import Part, WagePart, plain
from tools.docs import markdown

SAYS = """Every value that Cakupan knows, with the days on which it is in force, the day since which it is known, where it stands,
and how sure that is. *Verified* means that the value was read in a public page, not that the gazette was read; *unverified*, that
no page was found; *conflicting*, that sources disagree: then the readings follow, and the question is refused until one is named
(`--reading NAME`). A later regulation overrides an earlier one from its first day on. Past values are never edited.

Dates marked with ? are unverified."""


def page() -> str:
    by_file = groupby(law_parameters().values(), key=lambda parameter: parameter.file)
    parts = [_file(file, list(parameters)) for file, parameters in by_file]
    return markdown.page("The law", source="src/cakupan/law/parameters/", says=SAYS, parts=parts)


def _file(file: str, parameters: list[Parameter]) -> str:
    title = file.removesuffix(".yaml").replace("/", ": ").replace("_", " ")
    return "\n\n".join([f"## {title}", *(_parameter(parameter) for parameter in parameters)])


def _parameter(parameter: Parameter) -> str:
    rows = [row for entry in parameter.entries for row in _rows(entry)]
    columns = ("from", "until", "value", "known since", "by", "confidence", "seen in")
    head = f"### {parameter.key}\n\n{parameter.says}. Unit: {parameter.unit}."
    checked = f"Last checked {max(entry.last_checked for entry in parameter.entries)}."
    return "\n\n".join([head, markdown.table(columns, rows), checked])


def _rows(entry: Entry) -> Iterator[tuple[object, ...]]:
    days = (_day(entry.in_force_from, entry.in_force_from_confidence), entry.in_force_to or "")
    known = _day(entry.promulgated_on, entry.promulgated_on_confidence)
    noted = f"{entry.source}. {entry.note}." if entry.note else entry.source
    yield (*days, _outcome(entry), known, entry.citation, entry.confidence, noted)
    for reading in entry.readings:
        yield ("", "", _reading(reading), "", reading.citation, reading.confidence, reading.source)


def _day(day: object, confidence: str) -> str:
    return f"{day}" if confidence == "verified" else f"{day} ?"


def _outcome(entry: Entry) -> str:
    if entry.undetermined:
        return f"undetermined: {entry.undetermined}"
    if entry.readings:
        return "readings:"
    return value_words(entry.value)


def _reading(reading: Reading) -> str:
    return f"`{reading.name}`: {value_words(reading.value)}"


def value_words(value: Any) -> str:
    """A legal value for a reader: ``pusat 4,200 + pemda 37,800 (iuran 35,000, bantuan_iuran 2,800)``, ``37.5``, ``yes``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Part):
        accounts = ", ".join(f"{name} {_number(amount)}" for name, amount in value.accounts)
        return f"{value.payer} {_number(value.amount)}" + (f" ({accounts})" if accounts else "")
    if isinstance(value, WagePart):
        return f"{value.payer} {plain(value.per_cent)} %"
    if isinstance(value, tuple):
        return _several(value)
    shown = plain(value)
    return _number(shown) if isinstance(shown, int) else str(shown)


def _several(values: tuple[Any, ...]) -> str:
    parts = all(isinstance(value, Part | WagePart) for value in values)
    return (" + " if parts else "; ").join(value_words(value) for value in values)


def _number(amount: int) -> str:
    return f"{amount:,}"
