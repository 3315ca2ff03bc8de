"""Verification in a real browser, under the office's own CSP: pairs by keys, nothing that axe finds, two widths."""

from __future__ import annotations

import pytest

from cakupan.office.database.scope import scoped
from cakupan.office.verification.models import PairDecision
from office_agreements.test_office_agreements_browser import complaints, opened, served
from office_people import a_user, signed_in
from office_verification.mismatch_fixture import AREA, LIST, a_mismatch, a_position, loaded
from office_verification.test_office_verification_pairs import PAIRS, a_pair

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.browser]


def test_pairs_are_answered_by_keys_and_different_asks_for_its_reason_first() -> None:
    a_pair(1, 8.0)
    a_pair(2, 7.0)
    with served() as site, opened(signed_in(a_user("dukcapil")), site) as (page, said):
        page.goto(site + PAIRS)
        assert complaints(page) == []
        page.keyboard.press("b")
        assert page.evaluate("document.activeElement.id") == "id_reason"
        page.keyboard.type("bukan dia, sisa huruf sblt tidak menjawab")
        page.click("h1")
        page.keyboard.press("b")
        page.wait_for_selector("text=bobot 7,0 bit")
        page.keyboard.press("s")
        page.wait_for_selector("text=Tidak ada pasangan")
        assert said == [] and complaints(page) == []
    with scoped(areas=[AREA]):
        assert list(PairDecision.objects.order_by("pk").values_list("decision", flat=True)) == ["different", "same"]


@pytest.mark.parametrize("width", [1200, 360])
def test_the_lists_and_the_page_that_asks_reach_everybody(width: int) -> None:
    a_position()
    loaded(*(a_mismatch(number) for number in range(3)))
    with served() as site, opened(signed_in(a_user("dinsos")), site, width=width) as (page, said):
        page.goto(site + LIST)
        assert complaints(page) == [] and page.evaluate("document.documentElement.scrollWidth") == width
        page.check("input[name=chosen] >> nth=0", force=True)
        page.click("button[value=remove]")
        page.wait_for_selector("#id_reason")
        assert complaints(page) == [] and page.evaluate("document.documentElement.scrollWidth") == width
        for path in ("ringkasan/", "daftar/", "pendataan/", "pendataan/baru/", "usulan/", "selesai/"):
            page.goto(f"{site}{LIST}{path}")
            assert complaints(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") == width, path
        assert said == []
