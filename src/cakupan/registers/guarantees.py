"""A local guarantee as data: what a local government promises to pay itself, where, when, and on what paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cakupan.registers.written_terms import WrittenTerms, read_terms

REQUIRED = ("number", "title", "area", "scope")
OPTIONAL = ("instrument", "facilities", "period", "account", "statements", "illustrative", "source")
GUARANTEED = ("former_members", "residents", "poor_residents", "scheme_members")


@dataclass(frozen=True)
class Instrument:
    """The regulation or decree that binds the local government. Without one nothing is guaranteed."""

    number: str
    date: dt.date
    title: str | None


@dataclass(frozen=True)
class GuaranteeScope:
    """Whom it is for, and which services. ``agreement``: the agreement whose former members are meant."""

    who: str
    agreement: str | None
    services: tuple[str, ...]
    text: str | None


@dataclass(frozen=True)
class GuaranteeFacility:
    """A facility at which it holds."""

    code: str
    name: str


@dataclass(frozen=True)
class Statement:
    """What somebody said on a day: a dated note without legal force."""

    on: dt.date
    by: str
    through: str | None
    says: str


@dataclass(frozen=True)
class Guarantee:
    """``[from_date, to_date)``, open where ``to_date`` is None. ``account`` None: the budget has no account that could pay."""

    number: str
    title: str
    area: str
    scope: GuaranteeScope
    instrument: Instrument | None = None
    facilities: tuple[GuaranteeFacility, ...] = ()
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    account: str | None = None
    statements: tuple[Statement, ...] = ()
    source: str | None = None
    illustrative: tuple[str, ...] = ()
    hash: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


def load_guarantee(path: Path) -> Guarantee:
    """The guarantee in a YAML file. Raises :class:`Refusal` that names the key which is missing, unknown or cannot be so."""
    terms = read_terms(path, key="guarantee")
    terms.only((*REQUIRED, *OPTIONAL), required=REQUIRED)
    instrument = _instrument(terms)
    from_date, to_date = _period(terms)
    if instrument is not None and from_date is None:
        raise terms.refuse("period", "an instrument says from which day it holds.")
    facilities = tuple(_facility(item) for item in terms.each("facilities"))
    terms.apart("facilities", [facility.code for facility in facilities], what="facility")
    return Guarantee(
        number=terms.text("number"),
        title=terms.text("title"),
        area=terms.area(),
        scope=_scope(terms.part("scope")),
        instrument=instrument,
        facilities=facilities,
        from_date=from_date,
        to_date=to_date,
        account=terms.optional_text("account"),
        statements=tuple(_statement(item) for item in terms.each("statements")),
        source=terms.optional_text("source"),
        illustrative=terms.words("illustrative"),
        hash=terms.hash,
        terms=terms.plain,
    )


def _instrument(terms: WrittenTerms) -> Instrument | None:
    if not terms.has("instrument"):
        return None
    part = terms.part("instrument")
    part.only(("number", "date", "title"), required=("number", "date"))
    return Instrument(part.text("number"), part.date("date"), part.optional_text("title"))


def _period(terms: WrittenTerms) -> tuple[dt.date | None, dt.date | None]:
    if not terms.has("period"):
        return None, None
    part = terms.part("period")
    part.only(("from", "to"), required=("from",))
    from_date, to_date = part.date("from"), part.optional_date("to")
    if to_date is not None and to_date <= from_date:
        raise part.refuse("to", "it must lie after 'from' (it is the first day that no longer counts).")
    return from_date, to_date


def _scope(part: WrittenTerms) -> GuaranteeScope:
    part.only(("who", "agreement", "services", "text"), required=("who",))
    who = part.one_of("who", GUARANTEED)
    return GuaranteeScope(who, part.optional_text("agreement"), part.words("services"), part.optional_text("text"))


def _facility(item: WrittenTerms) -> GuaranteeFacility:
    item.only(("code", "name"), required=("code", "name"))
    return GuaranteeFacility(item.text("code"), item.text("name"))


def _statement(item: WrittenTerms) -> Statement:
    item.only(("on", "by", "through", "says"), required=("on", "by", "says"))
    return Statement(item.date("on"), item.text("by"), item.optional_text("through"), item.text("says"))
