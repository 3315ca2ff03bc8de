"""What stands beside the editions: written and read back whole, found by either number, read again when it changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from standing_fixture import CARD, DUTY, NIK, WIB, issued, standing, told

from cakupan.answer.standing import Standing
from cakupan.counter.standing import standing_file, standing_of
from cakupan.law.refusal import Refusal
from cakupan.wiring.standing import write_standing

FULL = standing(
    issued=(issued(), issued(letter_number="2", to_date=None, revoked_at=dt.datetime(2021, 7, 11, tzinfo=WIB))),
    activations=(told(), told(payer=None, class_=None, nik=None)),
    contacts=DUTY,
)


def test_json_gives_back_what_was_written():
    assert Standing.from_dict(json.loads(json.dumps(FULL.as_dict()))) == FULL


def test_a_person_is_found_by_either_number_and_once():
    assert FULL.told_of((NIK, CARD)) == (told(), told(payer=None, class_=None, nik=None))
    assert FULL.told_of(("9999999999999",)) == ()
    assert [each.letter_number for each in FULL.issued_to((NIK,))] == ["445/SJP/0001/2021", "2"]


def test_the_newest_word_comes_first():
    later = told(told_at=dt.datetime(2021, 7, 13, tzinfo=WIB), reference="later")
    found = standing(activations=(told(), later)).told_of((NIK,))
    assert [each.reference for each in found] == ["later", "AKT-9001/2021"]


def test_who_is_on_duty_by_role():
    assert [each.phone for each in FULL.contacts_of["dinkes"]] == ["0000-000-002"]
    assert set(FULL.contacts_of) == {"dinsos", "dinkes", "bpjs"}


def damage(**changed):
    return {**FULL.as_dict(), **changed}


@pytest.mark.parametrize(
    "content",
    [
        {},
        damage(issued=None),
        damage(written_at="2021-07-12T12:00:00"),
        damage(issued=[{**FULL.as_dict()["issued"][0], "from_date": "10 Juli"}]),
        damage(activations=[{"nik": NIK}]),
        damage(contacts=["0000"]),
    ],
)
def test_a_file_of_another_shape_is_refused_and_names_nobody(content):
    with pytest.raises(Refusal) as refused:
        Standing.from_dict(content)
    assert NIK not in str(refused.value) and "Start the office again" in refused.value.mend


def test_no_file_is_nothing_standing(tmp_path):
    assert standing_of(tmp_path, "99.73") is None


def test_a_new_file_is_read_again_and_the_same_one_is_not(tmp_path):
    write_standing(workspace=tmp_path, standing=FULL)
    first = standing_of(tmp_path, "99.73")
    assert first == FULL
    assert standing_of(tmp_path, "99.73") is first
    changed = dataclasses.replace(FULL, contacts=())
    write_standing(workspace=tmp_path, standing=changed)
    assert standing_of(tmp_path, "99.73") == changed
    assert [path.name for path in standing_file(tmp_path, "99.73").parent.iterdir()] == ["99.73.json"]


@pytest.mark.parametrize("text", ["", "{", '{"area": "99.73"}'])
def test_a_damaged_file_is_refused_not_taken_for_silence(tmp_path, text):
    path = standing_file(tmp_path, "99.73")
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(Refusal):
        standing_of(tmp_path, "99.73")


def test_another_areas_file_is_refused(tmp_path):
    write_standing(workspace=tmp_path, standing=FULL)
    standing_file(tmp_path, "99.73").rename(standing_file(tmp_path, "99.74"))
    with pytest.raises(Refusal, match="another area"):
        standing_of(tmp_path, "99.74")
