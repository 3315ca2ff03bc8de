"""The kinds of documents: YAML files that are imported whole, each about one thing, each known by its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from cakupan.registers.agreements import load_agreement
from cakupan.registers.channels import load_channels
from cakupan.registers.forums import load_forum
from cakupan.registers.guarantees import load_guarantee
from cakupan.registers.programmes import load_programme
from cakupan.registers.regions import load_region


class Document(Protocol):
    """What every document has: its number, the area it is about, and the whole file as plain terms."""

    @property
    def number(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def terms(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class DocumentKind:
    """One kind: the key under which its terms stand in the file, and what loads it."""

    name: str
    says: str
    key: str
    load: Callable[[Path], Document]

    @property
    def file(self) -> str:
        """The name that a copy of the file bears in a snapshot."""
        return f"{self.key}.yaml"


DOCUMENTS: Mapping[str, DocumentKind] = {
    kind.name: kind
    for kind in (
        DocumentKind("agreements", "Agreement (PKS, RK) of a Pemda with the branch", "agreement", load_agreement),
        DocumentKind("guarantees", "Local guarantee: instrument, scope, facilities, account", "guarantee", load_guarantee),
        DocumentKind("programmes", "Provincial aid of one year, by regency", "programme", load_programme),
        DocumentKind("region", "Population basis, targets, published figures, a region's own dates", "region", load_region),
        DocumentKind("forum", "Meeting of the JKN forum: what was raised, who does what", "forum", load_forum),
        DocumentKind("channels", "Ways in which people can register", "channels", load_channels),
    )
}
