"""What the rooms say when they refuse, in Indonesian: they are asked from the command line too and speak English there."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

from cakupan.office.language import language

GAP = "{}"


@cache
def words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each sentence as a pattern with its gaps as groups, and the Indonesian; those that say more stand first."""
    text = resources.files("cakupan.office").joinpath("refusals.yaml").read_text(encoding="utf-8")
    told: dict[str, str] = yaml.safe_load(text)
    longest_first = sorted(told, key=lambda english: (-len(english.replace(GAP, "")), english))
    return tuple((_pattern(english), told[english]) for english in longest_first)


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, english.split(GAP))), re.DOTALL)


def indonesian(sentence: str) -> str | None:
    """The sentence in Indonesian; None if it is not one of those that the rooms say."""
    for pattern, said in words():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return said.format(*found.groups())
    return None


def in_page_language(sentence: object) -> str:
    """A refusal's sentence in the language of the page. What the office itself says is in that language already."""
    told = str(sentence or "")
    return told if language() == "en" else indonesian(told) or told
