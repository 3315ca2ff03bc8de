"""The ways in which people can register with JKN, as data: since when, how many used each, how long it took, whom it reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from cakupan.registers.written_terms import WrittenTerms, read_terms

REQUIRED = ("number", "area", "as_of", "channels")
OPTIONAL = ("title", "illustrative", "source")
CHANNEL_KEYS = ("name", "kind", "area", "since", "registrations", "delay_days", "reach")
# Drop boxes of branch, kelurahan and kecamatan are one kind.
CHANNEL_KINDS = (
    *("branch_office", "regency_office", "website", "partner_bank", "care_centre"),
    *("drop_box", "payment_point", "cadre", "mobile_app", "service_point"),
)


@dataclass(frozen=True)
class Reach:
    """How far people of an area have to go, in kilometres."""

    area: str
    km: Decimal


@dataclass(frozen=True)
class Channel:
    """One way in. ``registrations`` up to the document's ``as_of``; ``delay_days`` from registering to an active card."""

    name: str
    kind: str
    area: str | None
    since: dt.date | None
    registrations: int | None
    delay_days: Decimal | None
    reach: tuple[Reach, ...]


@dataclass(frozen=True)
class Channels:
    """The channels of a branch or region on a day."""

    number: str
    area: str
    as_of: dt.date
    channels: tuple[Channel, ...]
    title: str | None = None
    source: str | None = None
    illustrative: tuple[str, ...] = ()
    hash: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


def load_channels(path: Path) -> Channels:
    """The channels in a YAML file. Raises :class:`Refusal` that names the key which is missing, unknown or cannot be so."""
    terms = read_terms(path, key="channels")
    terms.only((*REQUIRED, *OPTIONAL), required=REQUIRED)
    as_of = terms.date("as_of")
    channels = tuple(_channel(item, as_of) for item in terms.each("channels"))
    terms.apart("channels", [f"{channel.kind} {channel.name}" for channel in channels], what="channel")
    return Channels(
        number=terms.text("number"),
        area=terms.area(),
        as_of=as_of,
        channels=channels,
        title=terms.optional_text("title"),
        source=terms.optional_text("source"),
        illustrative=terms.words("illustrative"),
        hash=terms.hash,
        terms=terms.plain,
    )


def _channel(item: WrittenTerms, as_of: dt.date) -> Channel:
    item.only(CHANNEL_KEYS, required=("name", "kind"))
    since = item.optional_date("since")
    if since is not None and since > as_of:
        raise item.refuse("since", "it lies after 'as_of'.")
    reach = tuple(_reach(one) for one in item.each("reach"))
    item.apart("reach", [one.area for one in reach], what="area")
    return Channel(
        name=item.text("name"),
        kind=item.one_of("kind", CHANNEL_KINDS),
        area=item.known_area() if item.has("area") else None,
        since=since,
        registrations=item.optional_whole("registrations", low=0),
        delay_days=item.decimal("delay_days") if item.has("delay_days") else None,
        reach=reach,
    )


def _reach(item: WrittenTerms) -> Reach:
    item.only(("area", "km"), required=("area", "km"))
    return Reach(item.known_area(), item.decimal("km"))
