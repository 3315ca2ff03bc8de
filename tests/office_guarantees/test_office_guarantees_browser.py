"""Urgent cover in a real browser: asked, recommended and granted by its buttons; nothing that axe finds, at two widths."""

from __future__ import annotations

from pathlib import Path

import pytest

from month.small_region import AREA
from office_agreements.test_office_agreements_browser import complaints, opened, served
from office_guarantees.region import (
    a_region,
    admitted,
    an_inactive,
    asked,
    at,
    cover,
    deciding,
    done,
    entered,
    granted,
    officer,
    page,
)
from office_people import signed_in

pytestmark = [pytest.mark.usefixtures("region"), pytest.mark.browser]


@pytest.fixture
def region(office: Path) -> Path:
    a_region(office)
    return office


def test_a_patient_is_guaranteed_by_the_buttons_of_three_desks() -> None:
    person = an_inactive()
    with served() as site:
        with opened(at("faskes"), site) as (shown, said):
            shown.goto(site + page("ajukan/"))
            shown.fill("#id_number", person.nik)
            shown.fill("#id_admitted_at", admitted())
            shown.check("[name=condition][value=emergency]")
            shown.fill("#id_contact", "IGD, 0000-9001")
            shown.click("main button:has-text('Kirim permohonan')")
            assert person.name in shown.inner_text("h1") and said == []
            pk = int(shown.url.rstrip("/").rsplit("/", 1)[-1])
        with opened(at("dinsos"), site) as (shown, said):
            shown.goto(f"{site}/{AREA}/antrean/")
            shown.click("main a:has-text('Rekomendasikan jaminan mendesak')")
            shown.click("main a:has-text('Rekomendasikan')")
            shown.click("main button:has-text('Rekomendasikan')")
            assert "direkomendasikan" in shown.inner_text("main") and said == []
        entered()
        with opened(deciding(), site) as (shown, said):
            shown.goto(f"{site}/{AREA}/antrean/")
            shown.click("main a:has-text('Putuskan jaminan mendesak')")
            shown.click("main a:has-text('Jamin dengan SJP')")
            shown.check("main [name=basis]")
            shown.click("main button:has-text('Jamin dengan SJP')")
            assert "Bukan SEP" in shown.inner_text("main") and said == []
    assert cover(pk).state == "granted"


@pytest.mark.parametrize("width", [1200, 360])
def test_the_pages_fit_and_reach_everybody(width: int) -> None:
    letter = granted()
    waiting = done(at("dinsos"), asked(number="", name="ORANG REKAAN KEDUA", birth_date="1980-03-02"), "recommend")
    desk, decides = at("faskes"), signed_in(officer("dinkes", approver=True))
    decides.post(page("piket/baru/"), {"office": "Piket", "phone": "0000-001", "hours": "24 jam"})
    paths = {
        desk: ["", "ajukan/", f"{letter.pk}/", f"{letter.pk}/klaim/", f"{waiting.pk}/langkah/withdraw/"],
        decides: [
            "?selesai=1", f"{waiting.pk}/", f"{waiting.pk}/langkah/grant/", f"{letter.pk}/langkah/revoke/", "dasar/",
            "dasar/baru/", "rekap/?bulan=2021-07", "piket/", "piket/baru/", "pembagian/",
        ],
    }  # fmt: skip
    with served() as site:
        for client, urls in paths.items():
            with opened(client, site, width=width) as (shown, said):
                for url in urls:
                    shown.goto(site + page(url))
                    assert complaints(shown) == [], url
                    assert shown.evaluate("document.documentElement.scrollWidth") == width, url
                assert said == []
