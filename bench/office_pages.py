"""How fast the office's pages are over a large region: every page that a desk can reach by links, asked again and again.

``python bench/office_pages.py`` serves the workspace that ``office_load.py`` made (600,000 residents, 36 months), enters as each
desk, follows the links of its pages, asks each page ``CAKUPAN_BENCH_ASKED`` times (30), one after the other, through granian, and
writes ``bench/out/office_pages.json``: the slowest pages, their p95 in milliseconds and their bytes. Downloads are not pages.
"""

from __future__ import annotations

import gzip
import http.cookiejar
import json
import math
import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import office_load

HERE = Path(__file__).resolve().parent
OUT = HERE / "out" / "office_pages.json"
ASKED = int(os.environ.get("CAKUPAN_BENCH_ASKED", "30"))
WANTED = {"p95_ms": 200, "kb": 100}
PAGES_OF_A_KIND = 3  # of the many pages of one kind, and of the desks that may open it, how many are asked
SHOWN = 15
LINK = re.compile(r'href="(/[^"#]*)"')
NOT_A_PAGE = re.compile(r"\.(xlsx|pdf|csv|css|svg|js|woff2|ico)\b|format=|/static/|/keluar/|/bahasa/")


def main() -> int:
    load = round(os.getloadavg()[0], 1)
    if not office_load.DONE.is_file():
        office_load.main()
    with served() as base:
        seen: dict[str, int] = {}
        measured = [page for desk, browser in entered(base) for page in pages_of(desk, browser, base, seen)]
    slowest = sorted(measured, key=lambda page: -page["p95_ms"])
    result = {
        "load_when_begun": load,
        "residents": office_load.RESIDENTS,
        "months": office_load.MONTHS,
        "asked_each": ASKED,
        "pages": len(measured),
        "pages_over_200_ms_at_p95": sum(page["p95_ms"] > WANTED["p95_ms"] for page in measured),
        "pages_over_100_kb": sum(page["kb"] > WANTED["kb"] for page in measured),
        "median_of_medians_ms": round(statistics.median(page["median_ms"] for page in measured), 1),
        "slowest_p95_ms": slowest[0]["p95_ms"],
        "largest_kb": max(page["kb"] for page in measured),
        "slowest": slowest[:SHOWN],
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2, ensure_ascii=False))
    return 0


@contextmanager
def served() -> Iterator[str]:
    """The office of the large region, as its command serves it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, __file__, str(port)])  # noqa: S603 - this program
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{base}/masuk/", process)
        yield base
    finally:
        process.terminate()
        process.wait(60)


def serve(port: int) -> None:
    """The office as a demo's: on a day of its newest month, with officers at every desk and its papers taken in."""
    from cakupan.law.calendar import Month
    from cakupan.wiring.demo_office import THREADS, furnish, stand_on
    from cakupan.wiring.serving import prepared, run

    months: list[str] = json.loads((office_load.FOLDER / "told.json").read_text(encoding="utf-8"))[1]
    day = Month.parse(months[-1]).first_date
    stand_on(office_load.WORKSPACE, day)
    with prepared(office_load.WORKSPACE) as logins:
        furnish(area=office_load.AREA, workspace=office_load.WORKSPACE, day=day, say=print)
        run(logins=logins, host="127.0.0.1", port=port, threads=THREADS, say=print)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1800):
        assert process.poll() is None, "the office did not start"
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310 - 127.0.0.1
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
    raise AssertionError("the office did not answer within half an hour")


def entered(base: str) -> Iterator[tuple[str, urllib.request.OpenerDirector]]:
    """A browser for each desk of the demo, signed in by the tour."""
    page = _browser().open(f"{base}/tur/").read().decode()
    for officer in dict.fromkeys(re.findall(r'name="officer" value="(\d+)"', page)):
        browser = _browser()
        form = browser.open(f"{base}/tur/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        told = urllib.parse.urlencode({"officer": officer, "csrfmiddlewaretoken": token[1]}).encode()
        posted = urllib.request.Request(f"{base}/tur/masuk/", told, {"Referer": f"{base}/tur/"})  # noqa: S310 - 127.0.0.1
        inside = browser.open(posted)
        inside.read()
        yield officer, browser


def _browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def pages_of(desk: str, browser: urllib.request.OpenerDirector, base: str, seen: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Every kind of page that links lead to from the desk's first one, measured unless other desks' were enough.

    ``seen`` counts the pages asked of each kind. A page that was enough is still followed, once, for its links.
    """
    followed: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f]{32,}|\d+(?:\.\d+)*(?:-\d+)*", "N", path.split("?")[0])
        if kind in followed:
            continue
        followed.add(kind)
        enough = seen.get(kind, 0) >= PAGES_OF_A_KIND
        found = measured(browser, base, path, times=1 if enough else ASKED)
        if found is not None:
            figures, content = found
            waiting += [link.replace("&amp;", "&") for link in LINK.findall(content) if not NOT_A_PAGE.search(link)]
            if not enough:
                seen[kind] = seen.get(kind, 0) + 1
                print(kind, desk, figures, flush=True)
                yield {"page": kind, "desk": desk, **figures}


def measured(browser: urllib.request.OpenerDirector, base: str, path: str, *, times: int) -> tuple[dict[str, float], str] | None:
    """Milliseconds and bytes of a page, and its text; None if it is not to be had."""
    spent = []
    content = b""
    for _ in range(times):
        begun = time.perf_counter()
        try:
            content = browser.open(base + path, timeout=120).read()
        except urllib.error.HTTPError:
            return None
        spent.append((time.perf_counter() - begun) * 1000)
    p95 = sorted(spent)[max(0, math.ceil(len(spent) * 0.95) - 1)]
    size = {"kb": round(len(content) / 1000, 1), "kb_on_the_line": round(len(gzip.compress(content)) / 1000, 1)}
    figures = {"p95_ms": round(p95, 1), "median_ms": round(statistics.median(spent), 1), **size}
    return figures, content.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(serve(int(sys.argv[1])) if sys.argv[1:] else main())
