"""Citations of the law on a paper: what is ours in them, not the regulation's, is said in both languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from cakupan.answer.words import date_words
from cakupan.report.texts import LANGUAGES, Words

DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@cache
def _phrases() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Every phrase of ``cited.yaml`` as one pattern, and its Indonesian."""
    text = resources.files("cakupan.report").joinpath("cited.yaml").read_text(encoding="utf-8")
    indonesian = {each["en"]: each["id"] for each in yaml.safe_load(text)}
    longest_first = sorted(indonesian, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), indonesian


def cited(citation: str) -> Words:
    """A citation as the law's parameters write it, in both languages: names of regulations stay, days are written out."""
    pattern, indonesian = _phrases()
    said = {"id": pattern.sub(lambda found: indonesian[found[0]], citation), "en": citation}
    return Words(**{language: _days(said[language], language) for language in LANGUAGES})


def _days(text: str, language: str) -> str:
    return DAY.sub(lambda found: date_words(dt.date.fromisoformat(found[0]), language=language), text)
