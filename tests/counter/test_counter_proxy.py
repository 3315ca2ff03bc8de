"""The counter behind nginx, by the file of the documentation: what hospitals send arrives, and no address is logged."""

from __future__ import annotations

import http.client
import json
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from answer.desk_people import people
from answer.every_reason import AREA
from counter.bridged_asking import signed
from counter.counter_server import CounterServer, free_port

SITE = Path(__file__).resolve().parent.parent.parent / "docs" / "operations" / "nginx-counter.conf"
LETS_UNDERSCORES_IN = "underscores_in_headers on;"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed here")


@contextmanager
def behind_nginx(site: str, counter: CounterServer, folder: Path) -> Iterator[int]:
    """The port on which nginx takes what it hands to the counter."""
    port = free_port()
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=cakupan.example"]
    subprocess.run([*made, "-keyout", folder / "cakupan.key", "-out", folder / "cakupan.pem"], check=True, capture_output=True)
    own = site.replace("/etc/ssl/cakupan", str(folder)).replace("8443", str(port)).replace(":8001", f":{counter.port}")
    own = own.replace(f"    listen [::]:{port} ssl http2;\n", "")  # not every machine that tests has IPv6
    (folder / "site.conf").write_text(own, encoding="utf-8")
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    http_ = f"http {{ {temporary} access_log {folder}/access.log; include {folder}/site.conf; }}"
    whole = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} {http_}"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    assert NGINX is not None
    with (folder / "printed").open("wb") as printed:
        running = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf"], stdout=printed, stderr=printed)
        try:
            _wait(port, running, folder)
            yield port
        finally:
            running.terminate()
            running.wait(30)


def _wait(port: int, running: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and running.poll() is None:
        try:
            ask(port, "/health", {})
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError((folder / "printed").read_text() + (folder / "error.log").read_text())


def ask(port: int, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    # A certificate of this test's own: nobody else vouches for it.
    context = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers))
        read: dict[str, Any] = json.loads(connection.getresponse().read())
        return read
    finally:
        connection.close()


def path() -> str:
    return f"/vclaim-rest//Peserta/nik/{people()['active'][0].nik}/tglSEP/2026-02-14"


def test_the_header_with_an_underscore_arrives_through_the_file_of_the_documentation(
    counter: CounterServer, tmp_path: Path
) -> None:
    shown = counter.consumer(areas=[AREA])
    with behind_nginx(SITE.read_text(encoding="utf-8"), counter, tmp_path) as port:
        assert ask(port, path(), signed(shown))["metaData"] == {"code": "200", "message": "OK"}
    assert "access.log" not in {each.name for each in tmp_path.iterdir() if each.stat().st_size}


def test_without_that_line_nginx_drops_it_and_the_counter_says_where_to_look(counter: CounterServer, tmp_path: Path) -> None:
    site = SITE.read_text(encoding="utf-8")
    assert site.count(LETS_UNDERSCORES_IN) == 1
    shown = counter.consumer(areas=[AREA])
    with behind_nginx(site.replace(LETS_UNDERSCORES_IN, ""), counter, tmp_path) as port:
        told = ask(port, path(), signed(shown))["metaData"]
    assert told["code"] == "401" and told["message"].endswith("header user_key tidak sampai, periksa proxy")
