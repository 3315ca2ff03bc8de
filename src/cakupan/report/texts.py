"""The sentences of reports and workbooks, in Indonesian and English side by side. Source: ``texts*.yaml``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from cakupan.answer import words
from cakupan.law.calendar import Month

LANGUAGES = ("id", "en")
FILES = ("texts.yaml", "texts_cover.yaml", "texts_money.yaml", "texts_papers.yaml", "texts_returns.yaml", "texts_row_faults.yaml")


@dataclass(frozen=True)
class Words:
    """The same thing said in both languages."""

    id: str
    en: str

    def __str__(self) -> str:
        """The Indonesian words: the first language of every paper."""
        return self.id

    @property
    def same(self) -> bool:
        """True if both languages say it with the same letters."""
        return self.id == self.en


@cache
def sentences() -> Mapping[str, Words]:
    """Every sentence by its dotted key."""
    found: dict[str, Words] = {}
    for file in FILES:
        text = resources.files("cakupan.report").joinpath(file).read_text(encoding="utf-8")
        told = dict(_flat("", yaml.safe_load(text)))
        assert not found.keys() & told.keys(), f"{file} says again: {sorted(found.keys() & told.keys())}"
        found |= told
    return found


def say(key: str, **values: Any) -> Words:
    """The sentence ``key`` with its places filled. Dates and months are written in each language; a missing key is a defect."""
    found = sentences().get(key)
    assert found is not None, f"texts have no sentence {key!r}"
    return Words(**{language: getattr(found, language).format(**_in(language, values)) for language in LANGUAGES})


def say_code(group: str, code: str | None) -> Words:
    """The words for a code of the data (``mismatch``, ``payer`` …); a code without words is shown as it is, never hidden."""
    if not code:
        return Words("–", "–")
    return sentences().get(f"{group}.{code}", Words(code, code))


def written(value: Any) -> Words:
    """Any value in both languages: dates and months written out, words as they are."""
    return Words(**{language: str(_in(language, {"it": value})["it"]) for language in LANGUAGES})


def _in(language: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _word(language, value) for name, value in values.items()}


def _word(language: str, value: Any) -> Any:
    if isinstance(value, Words):
        return getattr(value, language)
    if isinstance(value, Month):
        return words.month_words(value, language=language)
    if isinstance(value, dt.date):
        return words.date_words(value, language=language)
    return value


def _flat(prefix: str, node: Mapping[str, Any]) -> list[tuple[str, Words]]:
    if set(node) == set(LANGUAGES):
        return [(prefix, Words(id=node["id"], en=node["en"]))]
    found = []
    for name, child in node.items():
        assert isinstance(child, dict), f"texts: {prefix}.{name} needs both languages: {LANGUAGES}"
        found += _flat(f"{prefix}.{name}" if prefix else name, child)
    return found
