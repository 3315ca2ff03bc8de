"""Every page of the office in a real browser, as a desk that may open it: for everybody, in both languages, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from office.access_table import PUBLIC, agreed_desks, ask
from office.office_region import AREA, furnished, officers
from office.route_objects import QUERIES, objects, values
from office.route_walk import routes
from office_browser.browsing import LAYOUT, NARROW, WCAG, WIDE, chromium, complaints, listened_to, open_all, served, session_of
from office_people import signed_in

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Shown:
    """A page that shows something to somebody: its route, its path, and a browser in which they have signed in."""

    route: str
    path: str
    client: Client


@dataclass(frozen=True)
class Site:
    """The office as it is served, its pages, and a real browser."""

    address: str
    browser: Browser
    pages: list[Shown]


def shown(made: dict[str, Any], sessions: dict[str, Client]) -> Iterator[Shown]:
    """Each route that answers with a page, as the first desk for which the table says that it opens."""
    for route in routes():
        path = route.url(values(route.name, route.arguments, made, AREA)) + QUERIES.get(route.name, "")
        for desk in agreed_desks(route.name)[:1]:
            answer = ask(sessions[desk], path)
            got = answer.request["REQUEST_METHOD"] == "GET" and answer.status_code == 200
            if got and answer.headers["Content-Type"].startswith("text/html"):
                yield Shown(route.name, path, sessions[desk])


@pytest.fixture(scope="module")
def site(template: tuple[str, str]) -> Iterator[Site]:
    with furnished(template) as home:
        made, everybody = objects(home), officers(AREA)
        deciding = {desk: signed_in(everybody.get((desk, True), user)) for (desk, _), user in everybody.items()}
        # Before the browser: Django's own may not be used beside it in one thread.
        pages = list(shown(made, {PUBLIC: Client(), **deciding}))
        with served() as address, chromium() as browser:
            yield Site(address, browser, pages)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_reaches_everybody(site: Site, language: str) -> None:
    wrong = []
    assert len(site.pages) > 60
    for each in site.pages:
        context = site.browser.new_context(viewport={"width": WIDE, "height": 900}, locale="id-ID")
        context.set_default_timeout(15000)
        context.add_cookies(session_of(each.client, site.address, language))
        page, said = listened_to(context)
        page.goto(site.address + each.path)
        open_all(page)
        wrong += [f"{each.route} wide: {found}" for found in complaints(page)]
        page.set_viewport_size({"width": NARROW, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > NARROW:
            wrong.append(f"{each.route} narrow: scrolls sideways")
        wrong += [f"{each.route} narrow: {found}" for found in complaints(page, WCAG if language == "id" else LAYOUT)]
        wrong += [f"{each.route} console: {found}" for found in said]
        if page.get_attribute("html", "lang") != language:
            wrong.append(f"{each.route}: not in {language}")
        context.close()
    assert wrong == [], "\n".join(wrong)


def test_by_keyboard_the_first_stop_skips_to_the_content_and_every_stop_is_seen(site: Site) -> None:
    queue = next(each for each in site.pages if each.route == "desk:queue")
    context = site.browser.new_context(viewport={"width": WIDE, "height": 900}, locale="id-ID")
    context.add_cookies(session_of(queue.client, site.address))
    page = context.new_page()
    page.goto(site.address + queue.path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#isi"
    for _ in range(12):
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
    context.close()


# Whether the browser draws something around what has the focus: an outline, a shadow, or a background of its own.
SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
}"""
