"""The bars of linking on registers of 200,000 invented residents with truth: three seeds, the worst one counts.

Where the errors come from is the generator's business (``scenarios/errors.py``); the linker's lists were not written from it.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from linked_region import duplicate_score, event_score, link_region, link_score, write_region

from cakupan.scenarios.errors import Errors, OfficeErrors

RESIDENTS = 200_000
HARD_RESIDENTS = 100_000
SEEDS = (11, 12, 13)
HARDER = 1.75


@pytest.fixture(scope="session", params=SEEDS)
def region(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_region(tmp_path_factory.mktemp(f"region-{request.param}"), residents=RESIDENTS, seed=request.param)
    link_region(folder)
    return folder


@pytest.fixture(scope="session")
def hard_region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    offices = {office.name: harder(office.default) for office in dataclasses.fields(Errors)}
    folder = write_region(tmp_path_factory.mktemp("hard"), residents=HARD_RESIDENTS, seed=14, errors=Errors(**offices))
    link_region(folder)
    return folder


def harder(errors: OfficeErrors) -> OfficeErrors:
    """Every error half as often again and more; nothing becomes certain."""
    rates = {rate.name: min(0.9, HARDER * getattr(errors, rate.name)) for rate in dataclasses.fields(errors)}
    return OfficeErrors(**rates)


def test_the_poor_are_found_in_the_resident_register(region: Path) -> None:
    score = link_score(region, "poverty")
    assert score.precision >= 0.998
    assert score.recall >= 0.95
    assert score.recall_shown >= 0.98


def test_members_are_found_in_the_resident_register(region: Path) -> None:
    score = link_score(region, "member")
    assert score.precision >= 0.998
    assert score.recall >= 0.95
    assert score.recall_shown >= 0.98


@pytest.mark.parametrize("subject", ["resident", "poverty", "member"])
@pytest.mark.parametrize("code", ["deceased", "moved"])
def test_provable_deaths_and_departures_are_listed(region: Path, subject: str, code: str) -> None:
    score = event_score(region, subject, code)
    assert score.precision >= 0.98
    assert score.recall >= 0.95


@pytest.mark.parametrize(("subject", "recall"), [("resident", 0.92), ("poverty", 0.95), ("member", 0.95)])
def test_rows_about_the_same_person_are_listed(region: Path, subject: str, recall: float) -> None:
    """No bar was set for these; the floor keeps what was reached."""
    score = duplicate_score(region, subject)
    assert score.precision >= 0.96
    assert score.recall >= recall


def test_under_far_more_errors_links_stay_right_and_the_rest_goes_to_an_officer(hard_region: Path) -> None:
    for subject in ("poverty", "member"):
        score = link_score(hard_region, subject)
        assert score.precision >= 0.995, subject
        assert score.recall >= 0.90, subject
        assert score.recall_shown >= 0.96, subject


@pytest.mark.parametrize("subject", ["resident", "poverty", "member"])
@pytest.mark.parametrize("code", ["deceased", "moved"])
def test_under_far_more_errors_nobody_is_declared_dead_wrongly(hard_region: Path, subject: str, code: str) -> None:
    score = event_score(hard_region, subject, code)
    assert score.precision >= 0.97
    assert score.recall >= 0.85
