"""The answer's sentences by code, from ``texts.yaml``: Indonesian, and English beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml


@cache
def texts() -> Mapping[str, Any]:
    """The whole of ``texts.yaml``, read once."""
    text = resources.files("cakupan.answer").joinpath("texts.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)
    return read


def sentence(group: str, code: str, *, language: str = "id", words: Mapping[str, object] = MappingProxyType({})) -> str:
    """One sentence, filled in. Raises KeyError for a code or a word that the text does not have."""
    said: str = texts()[group][code][language]
    return said.format_map(words)


def segment_words(segment: str | None, payer: str | None = None) -> str:
    """A segment as screens write it, with its sub-payer: ``PBPU dan BP Pemda (Pemkab/Pemkot)``."""
    if segment is None:
        return "–"
    name = texts()["segments"].get(segment, segment)
    return f"{name} ({texts()['payers'].get(payer, payer)})" if payer else str(name)
