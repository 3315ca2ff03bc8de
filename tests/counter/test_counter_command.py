"""``cakupan counter``: who may ask, by commands; and what stops it from starting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cakupan.cli import app
from cakupan.cli.outcome import run_command
from counter.counter_server import KEY


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_COUNTER_KEY", KEY)


def ran(capsys: pytest.CaptureFixture[str], workspace: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    code = run_command(app, ["counter", "consumer", *arguments, "--json", "--workspace", str(workspace)])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, told


def test_a_consumer_from_its_making_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, made = ran(capsys, tmp_path, "create", "--name", "RSUD Contoh", "--facility", "0138R001", "--area", "1610")
    assert code == 0 and made["areas"] == ["16.10"]
    assert {"secret", "user_key", "api_key", "pcare_password"} <= made.keys()
    code, rotated = ran(capsys, tmp_path, "rotate", made["id"], "--overlap-hours", "1")
    assert code == 0 and rotated["api_key"] != made["api_key"]
    _, listed = ran(capsys, tmp_path, "list")
    assert [(each["id"], each["revoked_at"]) for each in listed["consumers"]] == [(made["id"], None)]
    assert not [secret for secret in (made["secret"], made["api_key"]) if secret in json.dumps(listed)]
    code, _ = ran(capsys, tmp_path, "revoke", made["id"], "--why", "the contract ended")
    ended = ran(capsys, tmp_path, "list")[1]["consumers"][0]
    assert code == 0 and ended["revoked_at"]
    assert [(each["move"], each["why"]) for each in ended["changes"]][::2] == [("create", ""), ("revoke", "the contract ended")]
    code, refused = ran(capsys, tmp_path, "rotate", made["id"])
    assert code == 1 and "revoked" in refused["why"]


def test_secrets_are_printed_once_and_only_when_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["counter", "consumer", "create", "--name", "Klinik", "--area", "16.10", "--workspace", str(tmp_path)]
    assert run_command(app, told) == 0
    printed = capsys.readouterr().out
    assert "api_key" in printed and "Shown this once" in printed
    assert run_command(app, ["counter", "consumer", "list", "--workspace", str(tmp_path)]) == 0
    assert "may ask" in (listed := capsys.readouterr().out) and "api_key" not in listed


def test_an_area_that_is_not_on_the_list_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, refused = ran(capsys, tmp_path, "create", "--name", "x", "--area", "99.99")
    assert code == 1 and "Ministry" in refused["why"]


def test_without_a_key_or_with_a_short_one_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAKUPAN_COUNTER_KEY", "short")
    code, refused = ran(capsys, tmp_path, "list")
    assert code == 1 and "too short" in refused["why"] and "openssl" in refused["mend"]
    monkeypatch.delenv("CAKUPAN_COUNTER_KEY")
    monkeypatch.delenv("CAKUPAN_SECRET_KEY", raising=False)
    code, refused = ran(capsys, tmp_path, "list")
    assert code == 1 and "not set" in refused["why"]


def test_without_a_published_month_it_does_not_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(app, ["counter", "--workspace", str(tmp_path)]) == 1
    assert "cakupan month" in capsys.readouterr().err
