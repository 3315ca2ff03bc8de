"""The auditor in a real browser: a guess is seen first, taken and settled; a number is looked for; nothing that axe finds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cakupan.office.reads.intake import take_in
from cakupan.office.reads.models import Notice
from cakupan.record.credentials import Consumers
from office_agreements.test_office_agreements_browser import complaints, opened, served
from office_people import a_user, an_area, signed_in
from office_reads.access_lines import AT, NIK, OTHER_NIK, answer, answers, guessing, item, keys, written

pytestmark = pytest.mark.browser
LISTED = "/16.10/pembacaan/"


@pytest.fixture(autouse=True)
def _guessed(office: Path) -> None:
    """A day of a hospital's questions, one of guessing, and a file that was cut after it was taken in."""
    an_area("16.10")
    told = {"facility_code": "0138R001", "areas": ["16.10"], "consumer_id": "12345"}
    Consumers.of(office, keys()).create(name="RSUD CONTOH", at=AT, **told)  # type: ignore[arg-type]
    asked = [answer(str(int(OTHER_NIK) + n), at=AT + dt.timedelta(seconds=n), outcome="unknown") for n in range(20)]
    told_first = answer(dialect="vclaim", user="loket-1")
    cut = written(office, told_first, answers([item(NIK)]), *asked, guessing(41, 3.2))
    take_in()
    cut.write_bytes(b"".join(cut.read_bytes().splitlines(keepends=True)[:9]))
    take_in()


def test_the_auditor_sees_takes_and_settles_a_guess() -> None:
    client = signed_in(a_user("auditor", full_name="Ratna Auditor"))
    with served() as site, opened(client, site) as (shown, said):
        shown.goto(f"{site}/16.10/antrean/")
        shown.click("main a:has-text('Nomor ditebak')")
        shown.click("main a:has-text('Aplikasi menebak nomor')")
        assert "diperlambat sampai 3,2 detik" in shown.inner_text("main")
        shown.click("main a:has-text('Tangani')")
        shown.click("main button:has-text('Tangani')")
        assert "Ratna Auditor" in shown.inner_text("main")
        shown.click("main a:has-text('Selesaikan')")
        shown.fill("#id_reason", "Faskes menguji aplikasinya; kunci diganti.")
        shown.click("main button:has-text('Selesaikan')")
        assert "kunci diganti" in shown.inner_text("main")
        shown.goto(site + LISTED)
        shown.fill("#id_number", NIK)
        shown.keyboard.press("Enter")
        shown.wait_for_url("**mark=*")
        assert NIK not in shown.url and shown.locator("tr:has-text('1610********9007')").count() == 2
        assert said == []


@pytest.mark.parametrize("width", [1200, 360])
def test_the_pages_fit_and_reach_everybody(width: int) -> None:
    notices = Notice.objects.using("loader").values_list("pk", flat=True)
    paths = ["", "nomor/", "peringatan/", *(f"peringatan/{pk}/" for pk in notices), f"peringatan/{notices[0]}/langkah/take/"]
    with served() as site, opened(signed_in(a_user("auditor")), site, width=width) as (shown, said):
        for path in paths:
            shown.goto(site + LISTED + path)
            assert complaints(shown) == [], path
            assert shown.evaluate("document.documentElement.scrollWidth") == width, path
        assert said == []
