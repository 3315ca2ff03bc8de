"""Terms in a real browser: what they mean follows the typing, under the office's own CSP; nothing that axe finds, two widths."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import Page, sync_playwright

from office_agreements.written_agreements import KUPANG, OGAN_ILIR, a_draft, in_force, page, typed
from office_enrolment.lists import a_list
from office_enrolment.lists import page as list_page
from office_pages.office_site import Quiet, Threads
from office_people import a_user, signed_in

AXE = (Path(__file__).parent.parent / "office_browser/vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.browser]


class Closing(WSGIHandler):
    """The office; each request of a browser comes in a thread of its own, which leaves no connection behind."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        try:
            return super().__call__(environ, start_response)
        finally:
            connections.close_all()


@contextmanager
def served() -> Iterator[str]:
    """The office's address for as long as the block lasts."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        server = make_server("127.0.0.1", 0, Closing(), server_class=Threads, handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@contextmanager
def opened(client: Client, site: str, *, width: int = 1200) -> Iterator[tuple[Page, list[str]]]:
    """A browser in which the client's user is signed in, and what its console says."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="id-ID")
        context.set_default_timeout(15000)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        shown, said = context.new_page(), []
        shown.on("console", lambda message: said.append(message.text))
        shown.on("pageerror", lambda error: said.append(str(error)))
        yield shown, said
        browser.close()


def complaints(shown: Page) -> list[str]:
    shown.evaluate(AXE)
    found = shown.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


def test_what_terms_mean_follows_the_typing() -> None:
    agreement, client = a_draft(), signed_in(a_user("dinkes"))
    assert typed(client, agreement, KUPANG).status_code == 302
    with served() as site, opened(client, site) as (shown, said):
        shown.goto(site + page(agreement, "ketentuan/"))
        assert "8.695 jiwa" in shown.inner_text("#meaning")
        shown.fill("#id_rupiah_1", "1.000.000.000")
        shown.locator("#meaning").get_by_text("4.347 jiwa").first.wait_for()
        assert said == [] and complaints(shown) == []


@pytest.mark.parametrize("width", [1200, 360])
def test_the_pages_fit_and_reach_everybody(width: int) -> None:
    agreement, proposal, client = in_force(OGAN_ILIR), a_list(), signed_in(a_user("dinkes"))
    urls = [page(agreement), f"/{agreement.area}/perjanjian/", list_page(proposal), list_page(proposal, "daftar/")]
    with served() as site, opened(client, site, width=width) as (shown, said):
        for url in [*urls, page(agreement, "unggah/"), list_page(proposal, "langkah/cancel/")]:
            shown.goto(site + url)
            assert complaints(shown) == [], url
            assert shown.evaluate("document.documentElement.scrollWidth") == width, url
        assert said == []
