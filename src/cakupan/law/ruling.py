"""What every answer of the law carries: reasons, citations and a confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cakupan.law.parameter import Citation
from cakupan.law.units import plain


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """The answer to one legal question; the subclass adds its outcome. ``reasons`` are sentences, in order of the reasoning."""

    reasons: tuple[str, ...]
    citations: tuple[Citation, ...]
    confidence: str

    def as_dict(self) -> dict[str, Any]:
        """The answer as ``--json`` prints it: the outcome first, then reasons, citations, confidence."""
        own = [name for name in self.__dataclass_fields__ if name not in Ruling.__dataclass_fields__]
        return {name: plain(getattr(self, name)) for name in (*own, "reasons", "citations", "confidence")}


def rupiah(amount: int) -> str:
    """An amount as offices write it: ``Rp 1.234.567``."""
    return f"Rp {amount:,}".replace(",", ".")
