"""The outlook's sentences by code, from ``texts.yaml``: Indonesian, and English beside it; dates and numbers in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from cakupan.law.calendar import Month


@dataclass(frozen=True)
class Rupiah:
    """An amount that a sentence names."""

    amount: int


@cache
def texts() -> Mapping[str, Any]:
    """The whole of ``texts.yaml``, read once."""
    read: Mapping[str, Any] = yaml.safe_load(
        resources.files("cakupan.outlook").joinpath("texts.yaml").read_text(encoding="utf-8")
    )
    return read


def sentence(group: str, code: str, *, language: str = "id", words: Mapping[str, object] = MappingProxyType({})) -> str:
    """One sentence, filled in. Raises KeyError for a code or a word that the text does not have."""
    said: str = texts()[group][code][language]
    return said.format_map(words)


def month_words(month: Month, *, language: str = "id") -> str:
    """``Juli 2024``, or ``July 2024`` for ``language="en"``."""
    return f"{texts()['months'][language][month.number - 1]} {month.year}"


def date_words(date: dt.date, *, language: str = "id") -> str:
    """``1 Juli 2024``, or ``1 July 2024`` for ``language="en"``."""
    return f"{date.day} {month_words(Month.of(date), language=language)}"


def whole(number: int, *, language: str = "id") -> str:
    """``65000`` → ``65.000``, or ``65,000`` for ``language="en"``."""
    said = f"{number:,}"
    return said.replace(",", ".") if language == "id" else said


def told(words: Mapping[str, object], *, language: str) -> dict[str, str]:
    """Values as words: money, counts, days, months, and lists of kinds; what is text already stays."""
    return {name: _word(value, language) for name, value in words.items()}


def _word(value: object, language: str) -> str:
    if isinstance(value, Rupiah):
        return f"Rp\u00a0{whole(value.amount, language=language)}"
    if isinstance(value, Month):
        return month_words(value, language=language)
    if isinstance(value, dt.date):
        return date_words(value, language=language)
    if isinstance(value, tuple):
        between: str = texts()["and"][language]
        return between.join(sentence("kinds", kind, language=language) for kind in value)
    return whole(value, language=language) if isinstance(value, int) else str(value)
