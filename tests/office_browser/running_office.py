"""An office as a region runs it: `cakupan serve` with its own database, pages, worker; officers who enter for themselves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from base64 import b32decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django_otp.oath import totp
from playwright.sync_api import Browser, Page

from cakupan.office.environment import LOGINS, MARK
from cakupan.wiring.serving import DEMO_DAY
from office_browser.browsing import START_SECONDS_MAX, answering, free_port

PASSWORD = "kebun sawah tambak hutan"
WORK_SECONDS_MAX, STOP_SECONDS_MAX = 180, 180


@dataclass
class Officer:
    """Somebody in a browser of their own, signed in. ``secret``: of their one-time codes."""

    name: str
    page: Page
    address: str
    area: str
    secret: bytes = b""
    said: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> str:
        """Go to a page below the area; gives what stands there."""
        answer = self.page.goto(f"{self.address}/{self.area}/{path}")
        assert answer is not None and answer.ok, f"{self.name}, {path}: {answer and answer.status}: {self.read()[:600]}"
        return self.read()

    def read(self) -> str:
        """What stands on the page, with plain blanks."""
        return self.page.inner_text("main").replace("\u00a0", " ")

    def at(self) -> str:
        """Where they are, below the area."""
        return self.page.url.partition(f"/{self.area}/")[2]

    def fill(self, **told: str) -> None:
        """Fill fields by name: typed, chosen or ticked."""
        for name, value in told.items():
            found = self.page.locator(f"main [name={name}]:not([type=hidden])").first
            kind = found.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
            if kind == "select":
                found.select_option(value)
            elif kind == "file":
                found.set_input_files(value)
            elif kind in ("radio", "checkbox"):
                self.page.check(f"main [name={name}][value='{value}']")
            else:
                found.fill(value)

    def press(self, button: str) -> str:
        """Press a button, or follow a link that looks like one; gives what stands there then."""
        found = self.page.locator(f"main button:has-text('{button}'), main a:has-text('{button}')").first
        with self.page.expect_navigation():
            found.click()
        return self.read()

    def wait_for_work(self) -> str:
        """Watch long work until it is done, and go to its result."""
        result = ".work .acts a.govuk-button"
        self.page.wait_for_selector(f"{result}, .refusal", timeout=WORK_SECONDS_MAX * 1000)
        assert self.page.locator(result).count(), self.read()
        return self.press("Lihat hasil")

    def download(self, link: str) -> Path:
        """The file behind a link of the page."""
        with self.page.expect_download() as found:
            self.page.locator(f"main a:has-text('{link}')").first.click()
        return Path(found.value.path())

    def code(self) -> str:
        """The one-time code that the application on their telephone shows now."""
        return f"{totp(self.secret):06d}"


@dataclass
class Office:
    """A served office and the browser in which its officers work."""

    home: Path
    address: str
    area: str
    browser: Browser
    environment: dict[str, str]

    def command(self, *arguments: str) -> str:
        """What a command of `cakupan` prints."""
        done = subprocess.run(
            [*CAKUPAN, *arguments, "--workspace", str(self.home)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stranger(self, name: str) -> Officer:
        """A browser in which nobody has signed in."""
        context = self.browser.new_context(viewport={"width": 1200, "height": 900}, locale="id-ID", accept_downloads=True)
        context.set_default_timeout(20_000)
        officer = Officer(name, context.new_page(), self.address, self.area)
        officer.page.on("console", lambda message: officer.said.append(message.text) if message.type == "error" else None)
        officer.page.on("pageerror", lambda error: officer.said.append(str(error)))
        return officer

    def invited(self, *, desk: str, name: str, area: str) -> Officer:
        """Somebody invited by whoever runs the server, signed in."""
        told = ("--desk", desk, "--area", area, "--name", name, "--email", address_of(name), "--url", self.address, "--json")
        return self.entered(name, json.loads(self.command("user", "invite", *told))["link"])

    def entered(self, name: str, link: str, *, approver: bool = False) -> Officer:
        """Somebody who opened their invitation, set a password and signed in with it; with their telephone, who decides."""
        officer = self.stranger(name)
        officer.page.goto(link)
        officer.fill(new_password1=PASSWORD, new_password2=PASSWORD)
        officer.press("Simpan kata sandi")
        officer.fill(username=address_of(name), password=PASSWORD)
        officer.press("Masuk")
        if approver:
            shown = officer.page.inner_text("main code").replace(" ", "")
            officer.secret = b32decode(shown)
            officer.fill(code=officer.code())
            officer.press("Pasang")
            officer.press("Sudah saya simpan")
        return officer


CAKUPAN = (sys.executable, "-c", "from cakupan.cli import main; main()")


def address_of(name: str) -> str:
    """The address with which somebody signs in."""
    return f"{name.lower().replace(' ', '.').replace(',', '')}@contoh.invalid"


@contextmanager
def open_folder() -> Iterator[Path]:
    """An empty folder that PostgreSQL's own user may enter too, gone after the block. Its path is short, as a socket wants it."""
    folder = Path(tempfile.mkdtemp(prefix="cakupan-office-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(home: Path, *, area: str, day: str, browser: Browser) -> Iterator[Office]:
    """An empty office of invented people that stands on a day, for as long as the block lasts."""
    (home / DEMO_DAY).parent.mkdir(parents=True)
    (home / DEMO_DAY).write_text(f"{day}\n", encoding="utf-8")
    (home / MARK).write_text("Everything in this workspace is invented.\n", encoding="utf-8")
    environment = _without_office()
    port = free_port()
    command = [*CAKUPAN, "serve", "--port", str(port), "--threads", "4", "--workspace", str(home)]
    with _process(command, environment, f"http://127.0.0.1:{port}"):
        yield Office(home, f"http://127.0.0.1:{port}", area, browser, environment)


@contextmanager
def demonstrated(out: Path, *, case: str, residents: int) -> Iterator[str]:
    """The office of a demo, as `make demo` opens it; gives its address. What it says stands in ``out``/printed.txt."""
    port = free_port()
    command = [*CAKUPAN, "demo", case, "--residents", str(residents), "--out", str(out), "--port", str(port)]
    with (out / "printed.txt").open("w") as said, _process(command, _without_office(), f"http://127.0.0.1:{port}", 900, said):
        yield f"http://127.0.0.1:{port}"


def _without_office() -> dict[str, str]:
    """The environment without the office of this test run: the one that is started brings its own database and day."""
    return {name: value for name, value in os.environ.items() if name not in {*LOGINS.values(), "CAKUPAN_TODAY", "CAKUPAN_HOME"}}


@contextmanager
def _process(
    command: list[str], environment: dict[str, str], address: str, seconds: int = START_SECONDS_MAX, said: IO[str] | None = None
) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stderr=said)
    try:
        answering(address, process, seconds=seconds)
        yield
    finally:
        process.terminate()
        process.wait(STOP_SECONDS_MAX)
