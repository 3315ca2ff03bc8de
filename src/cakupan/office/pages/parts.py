"""What a view hands to a part of a page. Words are shown as they come: translate them first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise  # a translated text may still be lazy
# done, running, waiting for somebody, look here, stopped or refused, nothing to say
Tone = Literal["done", "active", "waiting", "warning", "stopped", "neutral"]

SHAPES: dict[Tone, str] = {
    "done": "✔",
    "active": "●",
    "waiting": "◔",
    "warning": "▲",
    "stopped": "✖",
    "neutral": "○",
}


@dataclass(frozen=True)
class Badge:
    """A state in one word; its shape says it without colour."""

    word: Text
    tone: Tone = "neutral"

    @property
    def shape(self) -> str:
        """The sign before the word."""
        return SHAPES[self.tone]


@dataclass(frozen=True)
class Figure:
    """A number a leader looks at: what it is, the number in words, up to three lines about it, and the list behind it."""

    label: Text
    value: Text
    notes: Sequence[Text] = ()
    url: str = ""
    link: Text = ""
    badge: Badge | None = None
    share: float | None = None  # 0 to 1: a bar below the number
    threshold: float | None = None  # 0 to 1: a mark on that bar


@dataclass(frozen=True)
class Link:
    """Somewhere to go: a tab, a step of the way back, a button. ``count`` is what waits there."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Fact:
    """One line of a summary list; ``url`` changes or opens it."""

    label: Text
    value: object
    url: str = ""
    link: Text = ""


@dataclass(frozen=True)
class Source:
    """One thing an event rests on: ``kind`` is what it is (dasar hukum, berkas, diputuskan oleh, posisi)."""

    kind: Text
    words: Text
    url: str = ""


@dataclass(frozen=True)
class Event:
    """One event of a person's story; ``sources`` stand below it, folded."""

    date: dt.date
    title: Text
    lines: Sequence[Text] = ()
    badge: Badge | None = None
    sources: Sequence[Source] = ()


@dataclass(frozen=True)
class Compared:
    """One field of two records side by side, and what it weighs (already in words, e.g. ``+10,1``)."""

    label: Text
    left: Text
    right: Text
    weight: Text = ""
    why: Text = ""
    differs: bool = False


@dataclass(frozen=True)
class Requirement:
    """One line of a checklist: what, whether it is there, who owes it, until when."""

    label: Text
    badge: Badge
    owner: Text = ""
    due_date: dt.date | None = None
    overdue: bool = False
    note: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Progress:
    """Long work as it stands. ``poll_url`` answers with the part ``progress_state.html``; without it nothing is asked again."""

    title: Text
    done: int
    total: int
    step: Text = ""
    badge: Badge | None = None
    poll_url: str = ""
    cancel_url: str = ""
    result_url: str = ""
    result_link: Text = ""

    @property
    def share(self) -> int:
        """How much is done, in whole per cent."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True)
class Confirmation:
    """What somebody is about to do to many: count, sum, a sample of five, then a reason."""

    title: Text
    count: int
    noun: Text  # orang, baris, surat
    confirm: Text
    cancel_url: str
    action_url: str = ""  # empty: the page itself
    sum: int | None = None
    sum_label: Text = ""
    heads: Sequence[Text] = ()
    sample: Sequence[Sequence[object]] = ()
    proposed_by: Text = ""
    consequence: Text = ""
    reason_required: bool = True
    reason: str = ""
    reason_error: Text = ""
    hidden: Sequence[tuple[str, str]] = ()  # name, value: the chosen rows


@dataclass(frozen=True)
class Alarm:
    """Something with a date that somebody must know."""

    date: dt.date
    title: Text
    text: Text = ""
    tone: Tone = "warning"
    url: str = ""
    link: Text = ""
    days_left: int | None = None

    @property
    def shape(self) -> str:
        """The sign before the title."""
        return SHAPES[self.tone]
