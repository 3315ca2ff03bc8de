"""A load of so many connections for so many seconds, in a process of its own: ``wrk`` if it is installed, else plain sockets.

``python bench/counting/load.py PORT CONNECTIONS SECONDS PATHS HEADERS`` (two files of lines) prints requests and latencies.
"""

from __future__ import annotations

import json
import re
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LUA = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = 0
request = function() at = at + 1; return wrk.format("GET", paths[at %% #paths + 1]) end
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("told %%d %%d %%d %%d %%d", summary.requests, failed,
    latency:percentile(50), latency:percentile(99), summary.duration))
end
"""
TOLD = re.compile(r"told (\d+) (\d+) (\d+) (\d+) (\d+)")


def load(*, port: int, connections: int, seconds: float, paths: list[str], headers: dict[str, str]) -> dict[str, Any]:
    """``requests``, ``failed``, ``per_second``, ``p50_ms``, ``p99_ms``, ``by``."""
    with tempfile.TemporaryDirectory() as folder:
        asked, head = Path(folder) / "paths", Path(folder) / "headers"
        asked.write_text("\n".join(paths) + "\n", encoding="utf-8")
        head.write_text("\n".join(f"{name}: {value}" for name, value in headers.items()) + "\n", encoding="utf-8")
        if shutil.which("wrk"):
            return _by_wrk(port, connections, seconds, asked, headers)
        ran = subprocess.run(  # noqa: S603 - this program
            [sys.executable, __file__, str(port), str(connections), str(seconds), str(asked), str(head)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        told: dict[str, Any] = json.loads(ran.stdout)
        return told


def _by_wrk(port: int, connections: int, seconds: float, asked: Path, headers: dict[str, str]) -> dict[str, Any]:
    script = asked.with_suffix(".lua")
    script.write_text(LUA % asked, encoding="utf-8")
    told = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    ran = subprocess.run(  # noqa: S603
        ["wrk", "-t1", f"-c{connections}", f"-d{int(seconds)}s", "-s", str(script), *told, f"http://127.0.0.1:{port}"],  # noqa: S607
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = TOLD.search(ran.stdout)
    assert found is not None, ran.stdout
    requests, failed, p50, p99, spent = map(int, found.groups())
    return _told(requests, failed, p50 / 1000, p99 / 1000, spent / 1e6, "wrk")


def _told(requests: int, failed: int, p50_ms: float, p99_ms: float, seconds: float, by: str) -> dict[str, Any]:
    figures = {"per_second": round(requests / seconds, 1), "p50_ms": round(p50_ms, 2), "p99_ms": round(p99_ms, 2)}
    return {"requests": requests, "failed": failed, **figures, "by": by}


def main() -> None:
    """Plain sockets: each sends its next request when it has read an answer."""
    port, connections, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    head = Path(sys.argv[5]).read_text(encoding="utf-8").strip().replace("\n", "\r\n")
    paths = Path(sys.argv[4]).read_text(encoding="utf-8").split()
    lines = f"Host: x\r\n{head}\r\n\r\n" if head else "Host: x\r\n\r\n"
    asks = [f"GET {path} HTTP/1.1\r\n{lines}".encode() for path in paths]
    waiting, spent, failed, at = selectors.DefaultSelector(), [], 0, connections
    for number in range(connections):
        line = socket.create_connection(("127.0.0.1", port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(asks[number % len(asks)])
        waiting.register(line, selectors.EVENT_READ, [time.perf_counter(), b""])
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for key, _ in waiting.select(0.5):
            line, state = key.fileobj, key.data
            assert isinstance(line, socket.socket)
            state[1] += line.recv(65536)
            if not _whole(state[1]):
                continue
            spent.append((time.perf_counter() - state[0]) * 1000)
            failed += not state[1].startswith(b"HTTP/1.1 200")
            at += 1
            state[:] = [time.perf_counter(), b""]
            line.sendall(asks[at % len(asks)])
    spent.sort()
    took = time.perf_counter() - begun
    p50, p99 = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
    print(json.dumps(_told(len(spent), failed, p50, p99, took, "sockets")))


def _whole(text: bytes) -> bool:
    head, found, body = text.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return bool(found) and length is not None and len(body) >= int(length[1])


if __name__ == "__main__":
    main()
