"""The files with which a region runs the office name commands, options and limits that there are."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from django.conf import settings

from cakupan.cli import app

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations"
PAGE = OPERATIONS.with_suffix(".md")


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(OPERATIONS / name, encoding="utf-8")
    return found


def assert_is_a_command(words: list[str]) -> None:
    """Each word after ``cakupan`` is a subject, a command, or an option that it knows."""
    command: click.Command = app
    context = click.Context(app)
    at = 0
    while isinstance(command, click.Group):
        found = command.get_command(context, words[at])
        assert found is not None, f"no such command: {words[at]}"
        command, at = found, at + 1
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words[at:] if word.startswith("--")} <= options, words


@pytest.mark.parametrize("name", ["cakupan.service", "cakupan-backup.service"])
def test_a_unit_starts_what_there_is(name: str) -> None:
    told = unit(name)["Service"]["ExecStart"]
    _, _, line = told.partition(".venv/bin/cakupan ")
    assert line, told
    assert_is_a_command(shlex.split(line.rstrip("'")))
    assert unit(name)["Service"]["EnvironmentFile"] == "/etc/cakupan/cakupan.env"


def test_the_timer_is_that_of_the_backup() -> None:
    assert (OPERATIONS / "cakupan-backup.timer").stem == (OPERATIONS / "cakupan-backup.service").stem
    assert unit("cakupan-backup.timer")["Timer"]["Persistent"] == "yes"


def test_every_command_on_the_page_is_one() -> None:
    text = PAGE.read_text(encoding="utf-8")
    lines = [line.strip() for block in re.findall(r"```\n(.*?)```", text, re.S) for line in block.splitlines()]
    told = [part.strip() for line in lines for part in line.split("&&") if part.strip().startswith("cakupan ")]
    assert len(told) >= 5
    for line in told:
        assert_is_a_command(shlex.split(line.split(" > ")[0])[1:])


def test_the_proxy_lets_in_what_the_office_takes_and_writes_the_address_itself() -> None:
    text = (OPERATIONS / "nginx.conf").read_text(encoding="utf-8")
    allowed = re.search(r"client_max_body_size (\d+)m;", text)
    assert allowed is not None
    assert settings.UPLOAD_BYTES_MAX < int(allowed[1]) * 1024**2 <= settings.UPLOAD_BYTES_MAX + 16 * 1024**2
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text and "proxy_set_header X-Forwarded-Proto https;" in text


def test_nginx_takes_its_file(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if nginx is None:
        pytest.skip("nginx is not installed here")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=cakupan.example"]
    subprocess.run(
        [*made, "-keyout", tmp_path / "cakupan.key", "-out", tmp_path / "cakupan.pem"], check=True, capture_output=True
    )
    site = (OPERATIONS / "nginx.conf").read_text(encoding="utf-8").replace("/etc/ssl/cakupan", str(tmp_path))
    (tmp_path / "site.conf").write_text(site, encoding="utf-8")
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    tested = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    # Ports below 1024 are not everybody's to try; the file's syntax is.
    assert "syntax is ok" in tested.stderr, tested.stderr
