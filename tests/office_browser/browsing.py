"""A real browser for tests, the office as a real server behind it, and what a page may not do wrong in it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Rules whose outcome depends on how wide the page is and how long its words are.
LAYOUT = ["target-size", "scrollable-region-focusable", "link-in-text-block"]
WIDE, NARROW = 1200, 360
START_SECONDS_MAX = 180  # a machine that does other things besides


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answering(address: str, process: subprocess.Popen[bytes], *, seconds: int = START_SECONDS_MAX) -> None:
    """Wait until a server answers. Raises AssertionError if it ends, or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            with urllib.request.urlopen(f"{address}/masuk/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


@contextmanager
def served() -> Iterator[str]:
    """The office of this test's database behind its real server; gives the address."""
    settings.STATIC_ROOT = settings.ENVIRONMENT.workspace / "office" / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    staticfiles_storage.hashed_files.clear()  # the server reads the manifest; later tests of this process collect nothing
    port = free_port()
    command = [sys.executable, "-m", "granian", "cakupan.office.wsgi:application", "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "2", "--no-ws"]
    process = subprocess.Popen([*command, "--log-level", "warning"])
    try:
        answering(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(120)


def session_of(client: Client, address: str, language: str = "id") -> list[Any]:
    """The cookies with which a real browser goes on where Django's test browser signed in."""
    kept = {settings.LANGUAGE_COOKIE_NAME: language}
    if settings.SESSION_COOKIE_NAME in client.cookies:
        kept[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return [{"name": name, "value": value, "url": address} for name, value in kept.items()]


def listened_to(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and what its console says: an error, a file that is missing, something that the CSP blocked."""
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def complaints(page: Page, rules: list[str] = WCAG) -> list[str]:
    """What axe finds, as rule and element. It is put in by the debugger, past the CSP."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    return [f"{each['id']}: {node['html'][:140]}" for each in found["violations"] for node in each["nodes"]]


def open_all(page: Page) -> None:
    """Unfold whatever a page has folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
