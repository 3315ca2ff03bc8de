"""What the office reads of its environment: a wrong word stops it with an instruction, and no secret is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cakupan.law.refusal import Refusal
from cakupan.office.environment import MARK, read_environment


def test_a_day_that_is_none_is_refused_with_how_to_write_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / MARK).touch()
    monkeypatch.setenv("CAKUPAN_HOME", str(tmp_path))
    monkeypatch.setenv("CAKUPAN_TODAY", "1 Juli 2024")
    with pytest.raises(Refusal, match="2024-07-01"):
        read_environment()
    monkeypatch.setenv("CAKUPAN_TODAY", "2024-07-01")
    assert str(read_environment().today) == "2024-07-01"


def test_hosts_are_told_with_or_without_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_HOSTS", "cakupan.contoh.invalid, 10.0.0.5")
    assert read_environment().hosts == ("cakupan.contoh.invalid", "10.0.0.5")


def test_printing_it_prints_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "dbname=x password=sandi-basis-data")
    told = read_environment()
    assert told.secret_key not in repr(told) and "sandi-basis-data" not in repr(told)


def test_the_counter_s_key_is_its_own_or_else_the_one_of_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAKUPAN_COUNTER_KEY", raising=False)
    assert read_environment().counter_key == read_environment().secret_key
    monkeypatch.setenv("CAKUPAN_COUNTER_KEY", "kunci-loket-" * 5)
    told = read_environment()
    assert told.counter_key == "kunci-loket-" * 5 and told.counter_key not in repr(told)
    monkeypatch.setenv("CAKUPAN_COUNTER_KEY", "pendek")
    with pytest.raises(Refusal, match="too short; secrets of facilities"):
        read_environment()
