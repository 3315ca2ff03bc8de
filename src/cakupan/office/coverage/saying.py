"""The report's words in the language of the page, and shares of the law as offices write them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cakupan.office.language import language
from cakupan.report.texts import Words, say


def said(told: Words) -> str:
    """A sentence of the report in the language of the page."""
    return told.en if language() == "en" else told.id


def head(name: str) -> str:
    """The head of a column as the report has it."""
    return said(say(f"column.{name}"))


def told_text(row: Mapping[str, Any]) -> str:
    """The sentence of an alarm or option (``text``, ``text_en``)."""
    return str((row.get("text_en") or row["text"]) if language() == "en" else row["text"])


def per_cent_words(share: Fraction) -> str:
    """``80 %``, ``97,5 %``: a share of the law as it is written there."""
    return f"{float(share):g}".replace(".", ",") + "\u00a0%"


def capital(words: str) -> str:
    """With its first letter large, where it begins a line."""
    return words[:1].upper() + words[1:]
