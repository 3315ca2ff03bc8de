"""The way back into PBI JK: what it asks for and until when, as the sources say it; no day where none says one."""

from __future__ import annotations

import pytest

from cakupan.law.calendar import same_day_later
from cakupan.law.pbi_reactivation import pbi_reactivation
from law.asking import day


def back(last, on):
    return pbi_reactivation(last_active_on=day(last) if last else None, on=day(on))


@pytest.mark.parametrize(
    ("on", "letter", "ask_by", "times", "months"),
    [
        ("2025-12-31", False, "2026-01-01", None, None),
        ("2026-01-01", True, None, 1, 3),
    ],
)
def test_permensos_3_2026_replaces_six_months_by_a_letter(on, letter, ask_by, times, months):
    found = back("2025-07-01", on)
    assert (found.facility_letter, found.times_max, found.data_months) == (letter, times, months)
    assert found.ask_by == (day(ask_by) if ask_by else None)


@pytest.mark.parametrize(("on", "until"), [("2026-02-10", None), ("2026-02-11", "2026-04-01")])
def test_hospitals_may_not_refuse_from_the_day_of_the_circular(on, until):
    assert back("2026-01-01", on).no_refusal_until == (day(until) if until else None)


def test_since_when_unknown_gives_no_day():
    assert (back(None, "2025-06-01").ask_by, back(None, "2026-03-01").no_refusal_until) == (None, None)


def test_before_any_source_nothing_is_said():
    found = back("2018-06-01", "2018-07-01")
    assert (found.ask_by, found.times_max, found.data_months, found.citations) == (None, None, None, ())


def test_it_is_as_sure_as_its_weakest_ground():
    assert back("2025-07-01", "2025-08-01").confidence == "unverified"
    assert back("2026-01-01", "2026-02-15").confidence == "verified"
    assert {"Permensos 3/2026"} < {each.citation for each in back("2026-01-01", "2026-02-15").citations}


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        ("2021-08-31", 6, "2022-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2021-01-15", 12, "2022-01-15"),
        ("2021-03-31", 0, "2021-03-31"),
    ],
)
def test_the_same_day_later_or_the_last_of_its_month(start, months, later):
    assert same_day_later(day(start), months=months) == day(later)
