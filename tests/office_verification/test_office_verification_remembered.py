"""Counts over all mismatches are reckoned once, and again as soon as a position is loaded or a case moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import Mismatch
from cakupan.office.verification.remembered import remembered

pytestmark = pytest.mark.usefixtures("office")
AREA = "16.10"


@pytest.fixture
def asked() -> Callable[..., int]:
    """Ask for a count and tell how often it was really reckoned so far."""
    cache.clear()
    times = []

    def ask(**filters: Any) -> int:
        with scoped(areas=[AREA]):
            remembered("test", Mismatch.objects.filter(area=AREA, **filters), lambda: times.append(1) or len(times))
        return len(times)

    return ask


def test_the_same_question_is_reckoned_once(asked: Callable[..., int]) -> None:
    assert (asked(), asked()) == (1, 1)


def test_another_filter_is_another_question(asked: Callable[..., int]) -> None:
    assert (asked(), asked(code="deceased"), asked(code="moved")) == (1, 2, 3)


def test_what_no_row_can_match_is_not_kept(asked: Callable[..., int]) -> None:
    assert (asked(village__in=[]), asked(village__in=[])) == (1, 2)


def test_a_new_position_asks_again(asked: Callable[..., int], a_position: Callable[[], object]) -> None:
    assert asked() == 1
    a_position()
    assert asked() == 2


@pytest.fixture
def a_position() -> Callable[[], object]:
    import datetime as dt

    from cakupan.office.positions.models import Position

    return lambda: Position.objects.using("loader").create(
        area=AREA, month=dt.date(2024, 7, 1), edition="e" * 64, as_of_date=dt.date(2024, 7, 1), manifest={}
    )
