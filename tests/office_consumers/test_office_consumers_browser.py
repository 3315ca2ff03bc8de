"""Keys in a real browser: made by keyboard, copied, printed, gone when the page is left; nothing that axe finds, two widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Error

from office_agreements.test_office_agreements_browser import complaints, opened, served
from office_consumers.desks import deciding, found, made, page, revoked, rotated
from office_guarantees.region import HOSPITAL, a_region, at

pytestmark = [pytest.mark.usefixtures("region"), pytest.mark.browser]


@pytest.fixture
def region(office: Path) -> Path:
    a_region(office)
    return office


@pytest.mark.parametrize("width", [1200, 360])
def test_keys_are_made_by_keyboard_copied_printed_and_gone(width: int) -> None:
    with served() as site, opened(deciding(), site, width=width) as (shown, said):
        shown.context.grant_permissions(["clipboard-read", "clipboard-write"])
        shown.goto(site + page())
        shown.focus("main a:has-text('Buat aplikasi faskes')")
        shown.keyboard.press("Enter")
        shown.wait_for_url("**/baru/")
        shown.focus("#id_facility_code")
        shown.select_option("#id_facility_code", HOSPITAL)
        shown.keyboard.press("Tab")
        shown.keyboard.type("SIMRS CONTOH")
        shown.keyboard.press("Enter")
        shown.wait_for_selector("#api_key")
        keys = shown.locator("[data-key]").all_inner_texts()
        assert len(keys) == 5 and found(keys[0]).name == "SIMRS CONTOH"
        assert complaints(shown) == [] and shown.evaluate("document.documentElement.scrollWidth") == width
        shown.focus("[data-copy=api_key]")
        shown.keyboard.press("Enter")
        shown.wait_for_selector("[data-copy=api_key].copied")
        assert "disalin" in shown.inner_text("[data-says]")
        assert shown.evaluate("navigator.clipboard.readText()") == keys[-1]
        shown.emulate_media(media="print")
        assert not shown.is_visible("[data-copy=api_key]") and not shown.is_visible("[data-print]")
        assert shown.locator("[data-key]").all_inner_texts() == keys and shown.is_visible("#api_key")
        shown.emulate_media(media="screen")
        shown.click("main a:has-text('Sudah saya simpan')")
        assert "Riwayat" in shown.inner_text("main")
        left = shown.content()
        assert [each for each in keys[1:] if each in left] == [] and said == []
        with pytest.raises(Error, match="CACHE_MISS"):  # the browser kept nothing to go back to
            shown.go_back()


def test_a_page_that_is_loaded_again_shows_no_keys() -> None:
    with served() as site, opened(deciding(), site) as (shown, _said):
        shown.goto(site + page("baru/"))
        shown.select_option("#id_facility_code", HOSPITAL)
        shown.click("main button:has-text('Buat dan tampilkan')")
        secret = shown.inner_text("#secret")
        # Some browsers keep a page to go back to whatever its header says: whoever leaves takes the keys off it.
        shown.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        assert set(shown.locator("[data-key]").all_inner_texts()) == {"tidak ditampilkan lagi"}
        shown.reload()
        assert "hanya ditampilkan satu kali" in shown.inner_text("main") and secret not in shown.content()


@pytest.mark.parametrize("width", [1200, 360])
def test_the_pages_fit_and_reach_everybody(width: int) -> None:
    decides = deciding()
    ended, changing, fresh = (made(decides, name=f"SIMRS {name}").number for name in ("LAMA", "GANTI", "BARU"))
    revoked(decides, ended)
    rotated(decides, changing, 6)
    paths = ["", "baru/", f"{ended}/", f"{changing}/", f"{fresh}/ganti-kunci/", f"{fresh}/cabut/"]
    with served() as site:
        for client, urls in ((decides, paths), (at("auditor"), ["", f"{changing}/"])):
            with opened(client, site, width=width) as (shown, said):
                for url in urls:
                    shown.goto(site + page(url))
                    assert complaints(shown) == [], url
                    assert shown.evaluate("document.documentElement.scrollWidth") == width, url
                assert said == []
