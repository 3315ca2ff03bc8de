"""The pictures of the documentation: Ogan Ilir in the middle of 2024, invented people, as a visitor of the demo sees it.

They are taken by `make screenshots` (CAKUPAN_SCREENSHOTS=1); that they are there and small is always tested.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page

from office_browser import at_the_desk
from office_browser.browsing import chromium
from office_browser.running_office import demonstrated, open_folder

pytestmark = pytest.mark.browser
IMAGES = Path(__file__).parents[2] / "docs" / "images"
KILOBYTES_MAX, AREA = 250, "16.10"
TAKES = bool(os.environ.get("CAKUPAN_SCREENSHOTS"))


def leader(page: Page) -> None:
    """The regent's one page."""
    become(page, "Pimpinan daerah", f"/{AREA}/cakupan/")
    page.wait_for_selector("[data-chart].painted svg text")


def queue(page: Page) -> None:
    """What waits at the desk of social affairs."""
    become(page, "Dinas Sosial", f"/{AREA}/antrean/")


def mismatches(page: Page) -> None:
    """Data that does not match, with what hangs on it."""
    become(page, "Dinas Sosial", f"/{AREA}/verifikasi/")


def person(page: Page) -> None:
    """Somebody whom two payers pay for."""
    become(page, "Dinas Sosial", f"/{AREA}/verifikasi/?kind=funded_twice")
    page.click("main tbody a >> nth=0")
    page.click("main a:has-text('riwayat orang ini')")


def pair(page: Page) -> None:
    """Two rows that may be one person."""
    become(page, "Dukcapil", f"/{AREA}/verifikasi/pasangan/")


def agreement(page: Page) -> None:
    """The regency's agreement and what its terms mean."""
    become(page, "Dinas Kesehatan", f"/{AREA}/perjanjian/")
    page.click("main tbody a:has-text('440/1286/D.KES/2023')")


def bill(page: Page) -> None:
    """The month's bill."""
    become(page, "BPJS Kesehatan Cabang", f"/{AREA}/tagihan/")


def tour(page: Page) -> None:
    """The door to every desk."""
    page.goto("/tur/?mulai=1")


def desk(page: Page, who: str, on: str) -> None:
    """The admission desk's answer about one of the story's two people on a day, without what is below it."""
    number = at_the_desk.patients(page)[who]
    at_the_desk.sit_down(page)
    at_the_desk.ask(page, number, on)
    bottom = page.evaluate("document.getElementById('jawaban').getBoundingClientRect().bottom + scrollY")
    page.set_viewport_size({"width": 1000, "height": int(bottom) + 16})
    page.evaluate("scrollTo(0, 0)")


def guide(page: Page) -> None:
    """The clerk's guide."""
    at_the_desk.sit_down(page)
    page.goto(f"/{AREA}/loket/panduan/")


PICTURES: dict[str, Callable[[Page], None]] = {
    "office-leader": leader,
    "office-queue": queue,
    "office-mismatches": mismatches,
    "office-person": person,
    "office-pair": pair,
    "office-agreement": agreement,
    "office-bill": bill,
    "office-tour": tour,
    "desk-2024-12-31": partial(desk, who="lost", on="31-12-2024"),
    "desk-2025-01-01": partial(desk, who="lost", on="1-1-2025"),
    "desk-2025-01-06": partial(desk, who="lost", on="6-1-2025"),
    "desk-neighbour": partial(desk, who="kept", on="6-1-2025"),
    "desk-guide": guide,
}


def become(page: Page, desk: str, path: str) -> None:
    """Enter as the demo's officer of a desk by the tour, and go to a page."""
    page.goto("/tur/")
    door = page.locator(f".cards section:has(h3:text-is('{desk}'))").first
    if door.locator("button").count():
        door.locator("button").click()
        page.wait_for_load_state()
    answer = page.goto(path)
    assert answer is not None and answer.ok, path


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with (
        open_folder() as out,
        demonstrated(out, case="ogan-ilir", residents=20_000) as address,
        chromium() as browser,
    ):
        context = browser.new_context(viewport={"width": 1200, "height": 1000}, locale="id-ID", base_url=address)
        context.set_default_timeout(30_000)
        yield context.new_page()


@pytest.mark.skipif(not TAKES, reason="pictures are taken by make screenshots")
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_taken(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 1000 if name.startswith("desk") else 1200, "height": 1000})
    PICTURES[name](page)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / f"{name}.png")


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_stands_in_the_docs_and_is_small(name: str) -> None:
    assert (IMAGES / f"{name}.png").stat().st_size < KILOBYTES_MAX * 1000
