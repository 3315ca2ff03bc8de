"""The same bars under a second model of errors (``other_errors.py``): the linker is not tuned to one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from linked_region import event_score, link_region, link_score, write_region
from other_errors import no_errors, spoil_registers

RESIDENTS = 100_000
SEEDS = (21, 22)


@pytest.fixture(scope="session", params=SEEDS)
def heard_region(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(f"heard-{request.param}")
    write_region(folder, residents=RESIDENTS, seed=request.param, errors=no_errors())
    spoil_registers(folder, seed=request.param)
    link_region(folder)
    return folder


@pytest.mark.parametrize("subject", ["poverty", "member"])
def test_people_are_found_in_the_resident_register(heard_region: Path, subject: str) -> None:
    score = link_score(heard_region, subject)
    assert score.precision >= 0.998
    assert score.recall >= 0.95
    assert score.recall_shown >= 0.98


@pytest.mark.parametrize("subject", ["resident", "poverty", "member"])
@pytest.mark.parametrize("code", ["deceased", "moved"])
def test_provable_deaths_and_departures_are_listed(heard_region: Path, subject: str, code: str) -> None:
    score = event_score(heard_region, subject, code)
    assert score.precision >= 0.98
    assert score.recall >= 0.95
