"""A meeting of the JKN forum as data: who came, what was raised, who took on what, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cakupan.registers.written_terms import WrittenTerms, read_terms

REQUIRED = ("number", "title", "area", "on")
OPTIONAL = ("place", "led_by", "earlier", "attended", "raised", "actions", "illustrative", "source")


@dataclass(frozen=True)
class Raised:
    """A matter that somebody brought up, with the reason given and what they suggest."""

    by: str
    what: str
    reason: str | None
    suggestion: str | None


@dataclass(frozen=True)
class ForumAction:
    """What an owner took on. ``figures`` as they stood on the day of the meeting; ``done_on`` None while it is open."""

    what: str
    owner: str
    due_date: dt.date | None
    done_on: dt.date | None
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class Forum:
    """One meeting; ``earlier`` are the days of those before it."""

    number: str
    title: str
    area: str
    on: dt.date
    place: str | None = None
    led_by: str | None = None
    earlier: tuple[dt.date, ...] = ()
    attended: tuple[str, ...] = ()
    raised: tuple[Raised, ...] = ()
    actions: tuple[ForumAction, ...] = ()
    source: str | None = None
    illustrative: tuple[str, ...] = ()
    hash: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


def load_forum(path: Path) -> Forum:
    """The meeting in a YAML file. Raises :class:`Refusal` that names the key which is missing, unknown or cannot be so."""
    terms = read_terms(path, key="forum")
    terms.only((*REQUIRED, *OPTIONAL), required=REQUIRED)
    on = terms.date("on")
    return Forum(
        number=terms.text("number"),
        title=terms.text("title"),
        area=terms.area(),
        on=on,
        place=terms.optional_text("place"),
        led_by=terms.optional_text("led_by"),
        earlier=_earlier(terms, on),
        attended=terms.words("attended"),
        raised=tuple(_raised(item) for item in terms.each("raised")),
        actions=tuple(_action(item, on) for item in terms.each("actions")),
        source=terms.optional_text("source"),
        illustrative=terms.words("illustrative"),
        hash=terms.hash,
        terms=terms.plain,
    )


def _earlier(terms: WrittenTerms, on: dt.date) -> tuple[dt.date, ...]:
    dates = terms.content.get("earlier") or []
    if not isinstance(dates, list) or not all(type(day) is dt.date for day in dates):
        raise terms.refuse("earlier", "a list of dates is needed, written 2020-05-12.")
    if any(day >= on for day in dates):
        raise terms.refuse("earlier", "an earlier meeting lies before 'on'.")
    return tuple(dates)


def _raised(item: WrittenTerms) -> Raised:
    item.only(("by", "what", "reason", "suggestion"), required=("by", "what"))
    return Raised(item.text("by"), item.text("what"), item.optional_text("reason"), item.optional_text("suggestion"))


def _action(item: WrittenTerms, on: dt.date) -> ForumAction:
    item.only(("what", "owner", "due", "done_on", "figures"), required=("what", "owner"))
    due, done_on = item.optional_date("due"), item.optional_date("done_on")
    if due is not None and due < on:
        raise item.refuse("due", "it lies before the meeting.")
    figures = item.part("figures").plain if item.has("figures") else {}
    return ForumAction(item.text("what"), item.text("owner"), due, done_on, figures)
