"""What the bridging dialects call a status, a kind of participant and a class, by code and label, from ``labels.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from cakupan.answer.eligibility import Answer
from cakupan.law.refusal import Refusal

# Software in use compares the text with exactly this, and some of it looks no further than the code.
STANDARD = "standard"


@dataclass(frozen=True)
class Label:
    """A code of the protocol and its text; both empty where nothing is known."""

    code: str
    text: str


ACTIVE = Label("0", "AKTIF")


def status_label(answer: Answer) -> Label:
    """AKTIF for whoever the answer calls active, and for nobody else; else by the first reason that has a status of its own."""
    if answer.status == "active":
        return ACTIVE
    if answer.status != "inactive":
        return _labels()["unknown"]
    by_reason = _labels_of("statuses")
    return next((by_reason[each.code] for each in answer.reasons if each.code in by_reason), _labels()["inactive"])


def participant_label(segment: str | None, *, profile: str = STANDARD) -> Label:
    """The kind of participant of a segment, in the words that a consumer's profile understands."""
    return participant_labels(profile).get(segment or "", _labels()["not_told"])


def class_label(class_: int | None) -> Label:
    """The class of care; nothing where it is not known."""
    return Label(str(class_), _told()["classes"][class_]) if class_ else Label("", "")


def absent_message(answer: Answer) -> str:
    """Why there is no participant to tell of, for a person whom the branch gave no card."""
    absent = _told()["absent"]
    told: str = next((absent[each.code] for each in answer.reasons if each.code in absent), _told()["not_registered"])
    return told


def profiles() -> tuple[str, ...]:
    """The profiles that a consumer can have."""
    return tuple(_told()["profiles"])


def participant_labels(profile: str) -> Mapping[str, Label]:
    """What a profile calls every segment that it knows; the standard's for a profile of another version."""
    return _participants(profile)


def known_profile(profile: str) -> str:
    """The profile itself. Raises :class:`Refusal` for any other word."""
    if profile not in profiles():
        raise Refusal(f"profile {profile!r}", why="there is no such profile.", mend=f"Name one of {', '.join(profiles())}.")
    return profile


@cache
def _participants(profile: str) -> Mapping[str, Label]:
    own = _told()["profiles"].get(profile, {})
    return _labels_of("participants") | {segment: _label(told) for segment, told in own.items()}


@cache
def _labels() -> Mapping[str, Label]:
    return {name: _label(_told()[name]) for name in ("inactive", "unknown", "not_told")}


@cache
def _labels_of(group: str) -> dict[str, Label]:
    return {name: _label(told) for name, told in _told()[group].items()}


def _label(told: Mapping[str, str]) -> Label:
    return Label(told["kode"], told["keterangan"])


@cache
def _told() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(resources.files("cakupan.counter").joinpath("labels.yaml").read_text("utf-8"))
    return read
