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
from office.route_walk import Route, routes
from office_browser.browsing import NARROW, WIDE, chromium, complaints, listened_to, open_all, served, session_of
from office_people import signed_in

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Site:
    """The office as it is served, a browser, and a signed-in session of every desk's officer who decides."""

    address: str
    browser: Browser
    made: dict[str, Any]
    sessions: dict[str, Client]

    def pages(self) -> Iterator[tuple[Route, str, Client]]:
        """Each page that shows something to somebody, its path, and the session that opens it."""
        for route in routes():
            path = route.url(values(route.name, route.arguments, self.made, AREA)) + QUERIES.get(route.name, "")
            for desk in agreed_desks(route.name):
                answer = ask(self.sessions[desk], path)
                if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                    if answer.request["REQUEST_METHOD"] == "GET":
                        yield route, path, self.sessions[desk]
                    break


@pytest.fixture(scope="module")
def site(template: tuple[str, str]) -> Iterator[Site]:
    with furnished(template) as home:
        made = objects(home)
        everybody = officers(AREA)
        deciding = {desk: signed_in(everybody.get((desk, True), user)) for (desk, _), user in everybody.items()}
        with served() as address, chromium() as browser:
            yield Site(address, browser, made, {PUBLIC: Client(), **deciding})


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_reaches_everybody(site: Site, language: str) -> None:
    wrong = []
    for route, path, client in site.pages():
        context = site.browser.new_context(viewport={"width": WIDE, "height": 900}, locale="id-ID")
        context.set_default_timeout(15000)
        context.add_cookies(session_of(client, site.address, language))
        page, said = listened_to(context)
        page.goto(site.address + path)
        open_all(page)
        wrong += [f"{route.name} wide: {each}" for each in complaints(page)]
        page.set_viewport_size({"width": NARROW, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > NARROW:
            wrong.append(f"{route.name} narrow: scrolls sideways")
        wrong += [f"{route.name} narrow: {each}" for each in complaints(page)]
        wrong += [f"{route.name} console: {each}" for each in said]
        if page.get_attribute("html", "lang") != language:
            wrong.append(f"{route.name}: not in {language}")
        context.close()
    assert wrong == []
