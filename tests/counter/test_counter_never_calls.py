"""Cakupan answers and is never the one that asks: no host of BPJS stands in its code, and nothing in it can call one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent / "src"
HOSTS = re.compile(r"[\w.-]*(?:bpjs[\w-]*\.go\.id|apijkn|vclaim\.bpjs|pcare\.bpjs)[\w./-]*", re.IGNORECASE)
# A published case names the channels through which its people registered; the branch's own website is one of them.
CHANNELS = {("cakupan/scenarios/cases/palembang.yaml", "www.bpjs-kesehatan.go.id")}
CALLERS = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "smtplib", "ftplib", "websockets"}


def hosts(text: str) -> list[str]:
    return HOSTS.findall(text)


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def callers(text: str) -> set[str]:
    return {name for name in imported(ast.parse(text)) if name in CALLERS or name.split(".")[0] in CALLERS}


def test_no_host_of_bpjs_stands_in_the_source() -> None:
    files = [path for path in SOURCE.rglob("*") if path.is_file() and path.suffix not in {".pyc", ".mo"}]
    assert len(files) > 300
    named = {
        (path.relative_to(SOURCE).as_posix(), host)
        for path in files
        for host in hosts(path.read_bytes().decode("utf-8", errors="replace"))
    }
    assert named == CHANNELS


def test_no_room_of_ours_can_call_another_host() -> None:
    able = {path.name: found for path in SOURCE.rglob("*.py") if (found := callers(path.read_text(encoding="utf-8")))}
    assert able == {}


def test_this_test_would_see_one() -> None:
    assert hosts('BASE = "https://apijkn-dev.bpjs-kesehatan.go.id/vclaim-rest-dev"') and hosts("dvlp.bpjs-kesehatan.go.id:8888")
    assert callers("from urllib import request") == {"urllib.request"} and callers("import requests.adapters")
