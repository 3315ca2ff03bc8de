"""Everything that the desk can say is said about at least twenty people, and commands say what the function says."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from answer.desk_people import babies, of_one_number, people, twins
from answer.every_reason import AREA, TODAY, Question, questions, region, standing
from cakupan.answer.guarantee import STATUSES
from cakupan.answer.texts import texts
from cakupan.cli import app
from cakupan.cli.outcome import DONE, run_command
from cakupan.wiring.answer import Asked, ask
from cakupan.wiring.standing import write_standing

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "check.json").read_text())
ENOUGH = 20


@cache
def asked() -> tuple[tuple[Question, Asked], ...]:
    return tuple((each, _ask(each)) for each in questions())


def _ask(each: Question) -> Asked:
    return ask(workspace=region(), number=each.number, on=each.on, today=TODAY, area=AREA, facility=each.facility)


def plain(told: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return read


def too_few(said: Iterable[Iterable[str]], wanted: Iterable[str]) -> dict[str, int]:
    counted = Counter(code for codes in said for code in set(codes))
    return {code: counted[code] for code in wanted if counted[code] < ENOUGH}


def test_the_region_is_of_invented_people_and_its_numbers_are_theirs_alone() -> None:
    everybody = [one for some in (*people().values(), *babies().values()) for one in some]
    everybody += [one for pair in twins() for one in pair] + [one for one, _ in of_one_number()]
    assert len({one.nik for one in everybody}) == len(everybody)
    assert len({one.card for one in everybody}) == len(everybody) - len(twins()) + len({twin.card for _, twin in twins()})
    assert all(int(one.nik[12:]) >= 9000 for one in everybody)


def test_about_a_thousand_questions_each_once() -> None:
    assert 1000 <= len(questions()) <= 1500
    assert len(set(questions())) == len(questions())
    assert all(each.on <= TODAY for each in questions())


def test_every_reason_occurs() -> None:
    said = ([reason.code for reason in found.answer.reasons] for _, found in asked())
    assert too_few(said, texts()["reasons"]) == {}


def test_everything_to_do_occurs() -> None:
    said = ([action.code for action in found.answer.do_now] for _, found in asked())
    assert too_few(said, texts()["do_now"]) == {}


def test_every_state_of_a_guarantee_occurs_and_both_kinds() -> None:
    told = [found.answer.local_guarantee for _, found in asked() if found.answer.local_guarantee]
    assert too_few(([each.status] for each in told), STATUSES) == {}
    kinds = ["letter" if each.letter else "document" for each in told if each.status == "in_force"]
    assert Counter(kinds)["letter"] >= ENOUGH and Counter(kinds)["document"] >= ENOUGH


def test_every_status_occurs() -> None:
    said = [["deceased" if found.answer.deceased else found.answer.status] for _, found in asked()]
    assert too_few(said, texts()["statuses"]) == {}


def test_whoever_is_on_duty_occurs() -> None:
    said = ([each.role for action in found.answer.do_now for each in action.contacts] for _, found in asked())
    assert too_few(said, ("dinsos", "dinkes", "bpjs")) == {}


def test_every_answer_is_of_its_form_and_names_no_number() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for each, found in asked():
        told = plain(found.answer.as_dict())
        assert not list(validator.iter_errors(told)), each
        written = json.dumps(told)
        assert each.number not in written and "{" not in "".join(reason["text"] for reason in told["reasons"])
        assert (told["local_guarantee"] is None) == (told["status"] == "active")


def test_active_is_only_whom_the_branch_calls_so() -> None:
    for each, found in asked():
        by_card = any(card.status == "active" for person in found.people for card in person.cards)
        told = any(reason.code == "branch_activated" for reason in found.answer.reasons)
        assert found.answer.status != "active" or by_card or told, each


@pytest.mark.parametrize("command", ["check", "explain"])
def test_commands_say_the_same(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for each, found in asked()[:: 1 if command == "check" else 7]:
        words = [command, each.number, "--on", str(each.on), "--json", "--workspace", str(region())]
        assert run_command(app, [*words, *(["--facility", each.facility] if each.facility else [])]) == DONE
        told = json.loads(capsys.readouterr().out)
        answer = plain(found.answer.as_dict())
        assert {key: told[key] for key in answer} == answer, each
        assert set(told) - set(answer) == ({"position", "people"} if command == "explain" else set())


def test_the_same_region_is_asked_by_card_and_by_number() -> None:
    kinds = Counter(each.kind for each in questions())
    assert min(kinds["nik"], kinds["card"]) >= 100
    assert Counter(each.facility for each in questions())["R901"] >= 100


def test_another_area_has_the_letter_of_somebody_whom_no_register_holds(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(region(), workspace)
    shutil.copytree(workspace / "editions" / AREA, workspace / "editions" / "99.99")
    nobody = people()["nobody"][0].nik
    letter = dataclasses.replace(standing().issued[0], nik=nobody)
    write_standing(workspace=workspace, standing=dataclasses.replace(standing(), issued=(letter,)))
    found = ask(workspace=workspace, number=nobody, on=letter.from_date, today=TODAY)
    assert found.answer.local_guarantee is not None and found.answer.local_guarantee.status == "in_force"
