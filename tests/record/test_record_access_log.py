"""The access log: on disk before the answer leaves, one chain for each writer, and nothing changed or lost unnoticed."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cakupan.record import access_log
from cakupan.record.access_log import AccessLog, NotRecorded, lines_of, log_files, verify
from cakupan.record.chain import canonical

ENTRY = {"kind": "answer", "consumer": "12345", "number": "9901********0012", "outcome": "active"}


def written(folder: Path, *, entries: int = 20, **more: int) -> None:
    """A writer that appends some entries at the same time and closes."""
    log = AccessLog(folder, "test", **more)
    log.open()

    async def ask() -> None:
        await asyncio.gather(*(log.append({**ENTRY, "n": n}) for n in range(entries)))

    asyncio.run(ask())
    log.close()


def only(folder: Path) -> Path:
    (path,) = log_files(folder)
    return path


def test_each_entry_is_there_in_order_between_opened_and_closed(tmp_path: Path) -> None:
    written(tmp_path)
    said = [line.entry for line in lines_of(only(tmp_path)) if line]
    assert [each["kind"] for each in said] == ["opened", *["answer"] * 20, "closed"]
    assert [each["n"] for each in said[1:-1]] == list(range(20))
    assert [json.loads(line)["number"] for line in only(tmp_path).read_text().splitlines()] == list(range(1, 23))
    verdict = verify(tmp_path)
    assert verdict.sound and verdict.entries == 22 and not verdict.as_dict()["told"]


def test_reading_goes_on_where_it_ended(tmp_path: Path) -> None:
    written(tmp_path)
    lines = [line for line in lines_of(only(tmp_path)) if line]
    assert [line for line in lines_of(only(tmp_path), start=lines[9].ends_at) if line] == lines[10:]
    assert list(lines_of(only(tmp_path), start=lines[-1].ends_at)) == []


def changed(lines: list[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    yield "changed", [*lines[:5], lines[5].replace(b'"active"', b'"inactive"'), *lines[6:]]
    yield "lost", [*lines[:5], *lines[6:]]
    yield "swapped", [*lines[:5], lines[6], lines[5], *lines[7:]]
    yield "put in", [*lines[:5], lines[5], *lines[5:]]
    yield "unreadable", [*lines[:5], b"{}\n", *lines[6:]]
    yield "the first", lines[1:]
    yield "emptied", []


@pytest.mark.parametrize("which", range(7))
def test_whatever_is_done_to_a_file_shows(tmp_path: Path, which: int) -> None:
    written(tmp_path)
    path = only(tmp_path)
    what, lines = list(changed(path.read_bytes().splitlines(keepends=True)))[which]
    path.write_bytes(b"".join(lines))
    verdict = verify(tmp_path)
    assert not verdict.sound, what
    assert verdict.files[0].breaks


def test_a_file_that_is_cut_or_lost_later_shows_by_the_next_one(tmp_path: Path) -> None:
    written(tmp_path)
    first = only(tmp_path)
    whole = first.read_bytes()
    written(tmp_path)
    written(tmp_path)
    assert verify(tmp_path).sound
    first.write_bytes(b"".join(whole.splitlines(keepends=True)[:-3]))
    assert "entry 22 is gone" in str(verify(tmp_path).files[0].breaks)
    first.unlink()
    assert verify(tmp_path).gone == (first.name,)


def test_a_torn_last_line_is_told_and_is_no_break(tmp_path: Path) -> None:
    written(tmp_path)
    whole = only(tmp_path).read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    only(tmp_path).write_bytes(whole[: -len(last)] + last[:30])
    verdict = verify(tmp_path)
    assert verdict.sound and verdict.files[0].torn_bytes == 30
    assert verdict.as_dict()["told"][0]["torn_bytes"] == 30
    written(tmp_path)  # whoever starts next writes a file of its own
    assert verify(tmp_path).sound


def test_a_full_file_is_followed_by_the_next(tmp_path: Path) -> None:
    log = AccessLog(tmp_path, "test", file_bytes_max=2000)
    log.open()

    async def ask() -> None:
        for n in range(60):
            await log.append({**ENTRY, "n": n})

    asyncio.run(ask())
    log.close()
    files = log_files(tmp_path)
    assert len(files) > 3
    told = [line.entry for path in files for line in lines_of(path) if line]
    assert [each["n"] for each in told if each["kind"] == "answer"] == list(range(60))
    assert verify(tmp_path).sound


KILLED = """
import asyncio, sys
from pathlib import Path
from cakupan.record import access_log
from cakupan.record.access_log import AccessLog
log = AccessLog(Path(sys.argv[1]), "killed")
log.open()
async def ask(of):
    n = 0
    while True:
        await log.append({"kind": "answer", "of": of, "n": n})
        sys.stdout.write(f"{of} {n}\\n")
        sys.stdout.flush()
        n += 1
async def all_of_them():
    await asyncio.gather(*(ask(of) for of in range(16)))
asyncio.run(all_of_them())
"""


@pytest.mark.parametrize("after", [200, 900, 2500])
def test_what_was_acknowledged_before_kill_9_is_in_the_log(tmp_path: Path, after: int) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().decode() for _ in range(after)]
        os.kill(process.pid, signal.SIGKILL)
        told += [line.decode() for line in process.stdout]
    acknowledged = {tuple(map(int, line.split())) for line in told if line.endswith("\n")}
    kept = {(line.entry["of"], line.entry["n"]) for line in lines_of(only(tmp_path)) if line and line.entry["kind"] == "answer"}
    assert len(acknowledged) >= after and acknowledged <= kept
    assert verify(tmp_path).sound


def test_what_cannot_be_written_is_refused_and_leaves_no_half_line(tmp_path: Path) -> None:
    """As on a full disk: the file may not grow beyond a size for a while."""
    log = AccessLog(tmp_path, "test")
    log.open()

    async def ask(n: int) -> None:
        await log.append({**ENTRY, "n": n})

    asyncio.run(ask(1))
    size = only(tmp_path).stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    held = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 40, hard))
        with pytest.raises(NotRecorded, match="cannot be written"):
            asyncio.run(ask(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, held)
    assert only(tmp_path).stat().st_size == size
    asyncio.run(ask(3))
    log.close()
    assert [line.entry.get("n") for line in lines_of(only(tmp_path)) if line] == [None, 1, 3, None]
    assert verify(tmp_path).sound


def test_a_folder_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "access").write_text("a file stands in the way")
    with pytest.raises(NotRecorded, match="not answered"):
        AccessLog(tmp_path / "access", "test").open()


def test_an_entry_is_written_as_every_chain_writes_it(tmp_path: Path) -> None:
    entry = {"z": 'é "quoted" \\ \u2028 \x01', "a": [1, 2.5, None, True], "m": {"b": -1, "a": "9901********0012"}}
    log = AccessLog(tmp_path, "test")
    log.open()
    asyncio.run(log.append(entry))
    log.close()
    (_, line, _) = lines_of(only(tmp_path))
    assert line is not None and line.content == canonical(entry)


def test_a_start_does_not_stumble_over_a_file_that_goes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path)
    kept = only(tmp_path)
    gone = tmp_path / "20200101T000000.000000Z-1-abcdef.jsonl"
    monkeypatch.setattr(access_log, "log_files", lambda folder: [gone, kept])  # as it was listed before retention removed one
    assert access_log._File.begun(tmp_path, "next").number == 1
    monkeypatch.undo()
    assert verify(tmp_path).sound and len(log_files(tmp_path)) == 2
