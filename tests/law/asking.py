"""Shorthands for questions to the law in these tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.law.shares import Shares, shares


def day(text: str) -> dt.date:
    """2021-07-01 → a date."""
    return dt.date.fromisoformat(text)


def shares_of(
    segment: str, month: str, care_class: int | None = None, known: str | None = None, *readings: str, **more: Any
) -> Shares:
    """Who pays what, the arguments as text."""
    known_on = day(known) if known else None
    return shares(segment=segment, month=Month.parse(month), care_class=care_class, known_on=known_on, readings=readings, **more)


def parts_of(*question: Any, **more: Any) -> dict[str, int]:
    """Payer → rupiah."""
    return {part.payer: part.amount for part in shares_of(*question, **more).shares}


def refused(asked: Callable[..., object], *args: Any, **kwargs: Any) -> Refusal:
    """The refusal of a question that must be refused, in a form fit for a person and for JSON."""
    with pytest.raises(Refusal) as caught:
        asked(*args, **kwargs)
    refusal = caught.value
    assert refusal.what and refusal.why.endswith(".") and refusal.mend.endswith(".")
    assert isinstance(refusal.fields["readings"], list)
    return refusal


def reading_names_of(refusal: Refusal) -> list[str]:
    """The readings that a refusal offers, each with its source."""
    assert all(reading["source"] and reading["citation"] and reading["confidence"] for reading in refusal.fields["readings"])
    return [reading["reading"] for reading in refusal.fields["readings"]]
