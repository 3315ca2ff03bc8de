"""Past values are never edited: what a month was once reckoned with stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from cakupan.law.parameter_files import law_parameters
from cakupan.law.units import plain

RECORD = Path(__file__).parent / "past_values.txt"


def lines():
    for key, parameter in law_parameters().items():
        for entry in parameter.entries:
            said = plain(entry.value) if entry.value is not None else entry.undetermined
            if entry.readings:
                said = {reading.name: plain(reading.value) for reading in entry.readings}
            until = entry.in_force_to or "on"
            yield f"{key} | {entry.in_force_from} .. {until} | known {entry.promulgated_on} | {said} {parameter.unit}"


def test_every_recorded_value_still_stands_and_new_ones_are_recorded():
    recorded = RECORD.read_text(encoding="utf-8").splitlines()
    edited = [line for line in recorded if line not in set(lines())]
    assert edited == [], "a past value was edited or removed; add a value with its own dates instead"
    new = [line for line in lines() if line not in set(recorded)]
    assert new == [], f"append the new values to {RECORD.name}"


@pytest.mark.parametrize(
    ("key", "how_many"),
    [("contribution.pbi_jk.class_3", 4), ("contribution.pemda.class_3", 8), ("contribution.pbpu_bp.class_3", 8)],
)
def test_the_history_of_a_rate_is_whole(key, how_many):
    assert sum(line.startswith(f"{key} |") for line in RECORD.read_text(encoding="utf-8").splitlines()) == how_many
