"""A case as it was played: its data, its workspace, and the editions of its months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.law.calendar import Month
from cakupan.scenarios.case import Case
from cakupan.wiring.editions import PublishedEdition


@dataclass(frozen=True)
class Played:
    """``editions`` by month in the order of closing, never empty; ``residents`` is how many people it was played with."""

    case: Case
    residents: int
    workspace: Path
    editions: Mapping[Month, PublishedEdition]

    @property
    def first(self) -> PublishedEdition:
        """The edition of the earliest month."""
        return self.editions[min(self.editions)]

    @property
    def last(self) -> PublishedEdition:
        """The edition of the latest month."""
        return self.editions[max(self.editions)]


def the_document(edition: PublishedEdition, kind: str) -> dict[str, Any]:
    """The one document of a kind that an edition rests on. A case that has none or several was written wrongly."""
    found = edition.manifest["documents"][kind]
    listed: list[dict[str, Any]] = found if isinstance(found, list) else [found]
    assert len(listed) == 1 and listed[0], f"{len(listed)} documents of kind {kind}"
    return listed[0]
