"""The commands that need the office's database: the first admin's link, and whether the log is sound."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.test import Client
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cakupan.cli import app
from cakupan.cli.outcome import run_command
from cakupan.cli.user import DESKS
from cakupan.office.accounts.desks import EVERY_DESK
from cakupan.office.accounts.models import User
from cakupan.office.audit.log import note
from cakupan.record.access_log import FOLDER, AccessLog, log_files


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = run_command(app, [*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_first_admin_comes_in_by_the_link(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ("--desk", "admin", "--area", "1610", "--name", "Andi", "--email", "Andi@contoh.invalid", "--workspace", str(office))
    code, made = ran(capsys, "user", "invite", *told)
    assert code == 0
    assert str(made["link"]).startswith("http://127.0.0.1:8000/undangan/")
    path = urlsplit(str(made["link"])).path
    client = Client()
    password = "gunung dempo berkabut pagi"
    assert client.post(path, {"new_password1": password, "new_password2": password}).status_code == 302
    assert client.post("/masuk/", {"username": "andi@contoh.invalid", "password": password}).status_code == 302
    assert client.get("/16.10/pengguna/").status_code == 200
    assert User.objects.get().full_name == "Andi"
    code, refused = ran(capsys, "user", "invite", *told)
    assert code == 1 and "already" in str(refused["why"])
    code, refused = ran(capsys, "user", "invite", *told[:3], "99.99", *told[4:])
    assert code == 1 and "Ministry" in str(refused["why"])


def test_the_command_knows_every_desk() -> None:
    assert set(DESKS) == EVERY_DESK


def test_verify_says_sound_and_broken_by_its_exit_code(
    office: Path, template: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        note(None, "test.done", subject=("person", number), area="16.10")
    code, verdict = ran(capsys, "audit", "verify", "--workspace", str(office))
    assert (code, verdict["sound"], verdict["entries"], verdict["anchors"]) == (0, True, 3, 3)
    name = conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"]
    with psycopg.connect(make_conninfo(template[0], dbname=str(name))) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM audit_logentry WHERE number = 2")
    code, verdict = ran(capsys, "audit", "verify", "--workspace", str(office))
    assert (code, verdict["sound"], verdict["breaks"]) == (1, False, ["entry 2 is missing: 3 follows"])
    assert run_command(app, ["audit", "verify", "--workspace", str(office)]) == 1
    assert "BROKEN" in capsys.readouterr().out


def test_the_counters_log_is_verified_with_the_offices_and_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    log = AccessLog(tmp_path / FOLDER, "test")
    log.open()
    asyncio.run(log.append({"kind": "answer", "consumer": "12345"}))
    log.close()
    code, verdict = ran(capsys, "audit", "verify", "--workspace", str(tmp_path))
    assert (code, verdict["sound"], verdict["access"]) == (
        0, True, {"sound": True, "files": 1, "entries": 3, "gone": [], "told": []},
    )  # fmt: skip
    (path,) = log_files(tmp_path / FOLDER)
    path.write_bytes(path.read_bytes().replace(b"12345", b"12346"))
    assert run_command(app, ["audit", "verify", "--workspace", str(tmp_path)]) == 1
    assert f"{path.name}: entry 2 was changed" in capsys.readouterr().out


def test_without_an_office_there_is_nothing_to_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    code, refused = ran(capsys, "audit", "verify", "--workspace", str(tmp_path))
    assert code == 1 and "holds none yet" in str(refused["why"])
    assert not list(tmp_path.iterdir())
