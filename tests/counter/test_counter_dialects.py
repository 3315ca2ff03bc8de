"""The same thousand questions put to the served counter by REST, VClaim and PCare, and to ``cakupan check``: one answer."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from answer.every_reason import AREA, Question, questions, region
from cakupan.cli import app
from cakupan.cli.outcome import DONE, run_command
from cakupan.record.credentials import Shown
from counter.bridged_asking import NO_LIMIT, ask, bridged
from counter.counter_server import CounterServer, served
from counter.test_counter_checklist import login
from counter.test_counter_thousand import CLASS_OF, SEGMENT_OF


@dataclass(frozen=True)
class Answers:
    """What each said of one question: REST about the day and about today, the two dialects' (``metaData``, answer)."""

    question: Question
    rest: dict[str, Any]
    rest_today: dict[str, Any]
    vclaim: tuple[dict[str, Any], Any]
    pcare: tuple[dict[str, Any], Any]


@pytest.fixture(scope="module")
def answers(workspace: Path) -> tuple[Answers, ...]:
    with served(workspace, *NO_LIMIT) as counter:
        return tuple(_asked(counter))


def _asked(counter: CounterServer) -> Iterator[Answers]:
    by_facility = {
        code: counter.consumer(areas=[AREA], facility=code) for code in sorted({each.facility for each in questions()}, key=str)
    }
    yield from (_ask(counter, by_facility[each.facility], each) for each in questions())


def _ask(counter: CounterServer, shown: Shown, each: Question) -> Answers:
    form = {"nik": "nik", "card": "nokartu"}[each.kind]
    today = dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=7))).date()
    rest = [
        ask(counter, f"/api/v1/eligibility?{each.kind}={each.number}&on={on}", {"X-API-Key": shown.api_key})
        for on in (each.on, today)
    ]
    assert [status for status, _ in rest] == [200, 200]
    vclaim = bridged(counter, f"/vclaim-rest/Peserta/{form}/{each.number}/tglSEP/{each.on}", shown)
    path = f"nik/{each.number}" if each.kind == "nik" else each.number
    pcare = bridged(counter, f"/pcare-rest/peserta/{path}", shown, **login(shown))
    return Answers(each, rest[0][1], rest[1][1], vclaim, pcare)


@cache
def checked(each: Question) -> dict[str, Any]:
    """What ``cakupan check`` prints."""
    words = ["check", each.number, "--on", str(each.on), "--json", "--workspace", str(region())]
    with redirect_stdout(StringIO()) as printed:
        assert run_command(app, [*words, *(["--facility", each.facility] if each.facility else [])]) == DONE
    told: dict[str, Any] = json.loads(printed.getvalue())
    return told


def test_a_thousand_were_asked(answers: tuple[Answers, ...]) -> None:
    assert len(answers) == len(questions()) >= 1000
    codes = Counter((each.vclaim[0]["code"], each.pcare[0]["code"]) for each in answers)
    assert codes["200", 200] >= 700 and codes["201", 204] >= 100 and {type(code) for _, code in codes} == {int}


def test_rest_says_what_the_command_says(answers: tuple[Answers, ...]) -> None:
    for each in answers:
        told = checked(each.question)
        assert {name: each.rest[name] for name in told} == told, each.question


def test_vclaim_says_what_rest_says(answers: tuple[Answers, ...]) -> None:
    for each in answers:
        rest, (told, answer) = each.rest, each.vclaim
        if answer is None:
            assert told["code"] == "201" and rest["status"] != "active", each.question
            continue
        one = answer["peserta"]
        kind, class_ = one["jenisPeserta"], one["hakKelas"]
        assert (one["statusPeserta"] == {"kode": "0", "keterangan": "AKTIF"}) == (rest["status"] == "active"), each.question
        assert SEGMENT_OF[kind["kode"], kind["keterangan"]] == rest["segment"], each.question
        assert CLASS_OF[class_["kode"], class_["keterangan"]] == rest["class"], each.question
        assert one["informasi"]["noSKTM"] == guarantee_number(rest), each.question


def test_pcare_says_of_today_what_rest_says_of_today(answers: tuple[Answers, ...]) -> None:
    for each in answers:
        rest, (told, one) = each.rest_today, each.pcare
        if one is None:
            assert told["code"] == 204 and rest["status"] != "active", each.question
            continue
        kind, class_ = one["jnsPeserta"], one["jnsKelas"]
        assert one["aktif"] is (rest["status"] == "active") and (one["ketAktif"] == "AKTIF") is one["aktif"], each.question
        assert SEGMENT_OF[kind["kode"], kind["nama"]] == rest["segment"], each.question
        assert CLASS_OF[class_["kode"], class_["nama"]] == rest["class"], each.question


def test_both_dialects_tell_the_same_person_with_the_same_days(answers: tuple[Answers, ...]) -> None:
    both = [(each.vclaim[1]["peserta"], each.pcare[1]) for each in answers if each.vclaim[1] and each.pcare[1]]
    assert len(both) >= 700
    for one, flat in both:
        assert (one["nik"] or "", one["nama"], one["sex"]) == (flat["noKTP"], flat["nama"], flat["sex"])
        born = one["tglLahir"] and "-".join(reversed(one["tglLahir"].split("-")))
        assert born == flat["tglLahir"]


def guarantee_number(rest: dict[str, Any]) -> str | None:
    told = rest["local_guarantee"]
    return told["number"] if told and told["status"] == "in_force" else None
