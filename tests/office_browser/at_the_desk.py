"""The admission desk of the demo of Ogan Ilir as its clerk uses it: whom the tour says to ask about, one field, Enter."""

from __future__ import annotations

from playwright.sync_api import Page

AREA = "16.10"
DESK = "Loket pendaftaran faskes"


def patients(page: Page) -> dict[str, str]:
    """NIK by what happens to them: ``lost`` and ``kept``, as the tour of the demo names them."""
    page.goto("/tur/")
    found = page.locator("[data-patient]").all()
    return {str(each.get_attribute("data-patient")): each.inner_text().strip() for each in found}


def sit_down(page: Page) -> None:
    """Enter as the demo's clerk and go to the desk."""
    page.goto("/tur/")
    with page.expect_navigation():
        page.click("main button:has-text('Buka loket')")


def ask(page: Page, number: str, on: str = "") -> str:
    """Type a number and a day (``6-1-2025``; none is today), Enter; gives the answer that stands there, with plain blanks."""
    page.fill("#id_number", number)
    if on:
        if not page.is_visible("#id_on"):
            page.click("summary:has-text('Tanggal lain')")
        page.fill("#id_on", on)
    with page.expect_navigation():
        page.press("#id_on" if on else "#id_number", "Enter")
    return page.inner_text("#jawaban").replace("\u00a0", " ")
