"""The admission desk of Ogan Ilir in a real browser: before, on and after the day on which the agreement ended; and its paper."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from cakupan.answer.words import masked_nik
from office_browser.at_the_desk import AREA, ask, patients, sit_down
from office_browser.browsing import chromium, complaints, listened_to, open_all
from office_browser.running_office import CAKUPAN, demonstrated, open_folder

pytestmark = pytest.mark.browser
A4 = (595, 842)  # points


class Desk(NamedTuple):
    """The desk, open; whom to ask about; the demo's workspace; what the console said; the file of what the demo printed."""

    page: Page
    patients: dict[str, str]
    workspace: Path
    said: list[str]
    told: Path


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with (
        open_folder() as out,
        demonstrated(out, case="ogan-ilir", residents=1_000) as address,
        chromium() as browser,
    ):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="id-ID", base_url=address)
        context.set_default_timeout(30_000)
        page, said = listened_to(context)
        found = patients(page)
        sit_down(page)
        yield Desk(page, found, out / "workspace", said, out / "printed.txt")


def checked(workspace: Path, number: str, on: str, facility: str) -> dict[str, Any]:
    """What the command answers to the same question."""
    words = ["check", number, "--on", on, "--facility", facility, "--json", "--workspace", str(workspace)]
    done = subprocess.run([*CAKUPAN, *words], capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


STORY = [
    ("lost", "31-12-2024", "2024-12-31", "AKTIF", "SEP dapat dibuat di VClaim", ["iuran dibayar Pemkab/Pemkot", "kelas III"]),
    (
        "lost",
        "1-1-2025",
        "2025-01-01",
        "NONAKTIF",
        "SEP tidak dapat dibuat",
        ["PKS berakhir", "iuran dahulu dibayar Pemkab/Pemkot"],
    ),
    ("lost", "6-1-2025", "2025-01-06", "NONAKTIF", "SEP tidak dapat dibuat", ["Bupati Ogan Ilir menyatakan", "bukan jaminan"]),
    ("kept", "31-12-2024", "2024-12-31", "AKTIF", "SEP dapat dibuat di VClaim", ["iuran dibayar Pemprov"]),
    ("kept", "1-1-2025", "2025-01-01", "AKTIF", "SEP dapat dibuat di VClaim", ["iuran dibayar Pemprov"]),
    ("kept", "6-1-2025", "2025-01-06", "AKTIF", "SEP dapat dibuat di VClaim", ["iuran dibayar Pemprov"]),
]


@pytest.mark.parametrize(("who", "typed", "on", "word", "sep", "says"), STORY)
def test_the_desk_says_what_the_command_says(
    desk: Desk, who: str, typed: str, on: str, word: str, sep: str, says: list[str]
) -> None:
    number = desk.patients[who]
    stands = ask(desk.page, number, typed)
    assert desk.page.inner_text("#kata").endswith(word) and sep in stands
    assert all(each in stands for each in says), stands
    told = checked(desk.workspace, number, on, "R161001")
    assert told["status"] == {"AKTIF": "active", "NONAKTIF": "inactive"}[word]
    said = [each["text"] for each in (*told["reasons"], *told["do_now"])]
    said += [told["local_guarantee"]["text"]] if told["local_guarantee"] else []
    assert [each for each in said if each not in stands] == []
    assert said[0] in stands and masked_nik(number) in stands and number not in stands
    assert "bukan hari ini" in stands and "rekaan" in stands


def test_hospital_software_is_told_the_same_by_the_demos_counter(desk: Desk) -> None:
    """By the very command that the demo prints."""
    command = next(line.strip() for line in desk.told.read_text().splitlines() if line.strip().startswith("curl "))
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    asked = checked(desk.workspace, desk.patients["lost"], "2025-01-01", "R161001")
    assert [each["text"] for each in told["reasons"]] == [each["text"] for each in asked["reasons"]]
    assert (told["status"], asked["status"]) == ("inactive", "inactive")
    desk.page.goto("/tur/")
    assert command.split("'")[3].partition("eligibility")[0] in desk.page.inner_text("main")
    sit_down(desk.page)


def test_emergency_stands_first_and_then_whom_to_call(desk: Desk) -> None:
    stands = ask(desk.page, desk.patients["lost"], "1-1-2025")
    steps = desk.page.locator("#jawaban ol.now > li").all_inner_texts()
    assert steps[0].startswith("Gawat darurat: layani dulu")
    assert any("Hubungi Dinkes" in each and "0000-000-002" in each for each in steps), stands


def test_the_next_patient_is_asked_about_today_without_the_mouse(desk: Desk) -> None:
    ask(desk.page, desk.patients["lost"], "1-1-2025")
    assert desk.page.evaluate("document.activeElement.id") == "id_number"
    desk.page.keyboard.type(desk.patients["kept"])  # the earlier number is chosen whole: typing replaces it
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    stands = desk.page.inner_text("#jawaban")
    assert "1 Juli 2024" in stands and "bukan hari ini" not in stands
    first = desk.page.locator(".recent tbody tr").first.inner_text()
    assert "AKTIF" in first and masked_nik(desk.patients["kept"]) in first


def test_after_a_slip_the_number_is_typed_or_scanned_again_without_the_mouse(desk: Desk) -> None:
    desk.page.fill("#id_number", "12345")
    with desk.page.expect_navigation():
        desk.page.press("#id_number", "Enter")
    assert "Nomor ini 5 angka" in desk.page.inner_text("form.ask")
    assert [each for each in desk.said if "422" in each] == [desk.said.pop()], "a slip is no more than the status it has"
    assert desk.page.evaluate("document.activeElement.id") == "id_number"
    desk.page.keyboard.type(desk.patients["kept"])
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert desk.page.inner_text("#kata").endswith("AKTIF")


@pytest.mark.parametrize("width", [1280, 768, 360])
def test_the_answer_fits_and_reaches_everybody(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 900})
    ask(desk.page, desk.patients["lost"], "6-1-2025")
    open_all(desk.page)
    assert complaints(desk.page) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth") == width
    letters = desk.page.evaluate("parseFloat(getComputedStyle(document.getElementById('kata')).fontSize)")
    assert letters >= (60 if width > 640 else 38), "read from a metre away"
    desk.page.set_viewport_size({"width": 1280, "height": 900})


def test_urgent_cover_is_asked_for_in_two_clicks(desk: Desk) -> None:
    ask(desk.page, desk.patients["lost"], "6-1-2025")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("F2")
    assert desk.page.input_value("#id_number") == desk.patients["lost"] and desk.page.input_value("#id_name")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert "Permohonan terkirim" in desk.page.inner_text("main"), desk.page.inner_text("main")
    sit_down(desk.page)


def test_a_report_knows_its_patient(desk: Desk) -> None:
    ask(desk.page, desk.patients["lost"], "6-1-2025")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("F4")
    assert masked_nik(desk.patients["lost"]) in desk.page.inner_text("main")
    sit_down(desk.page)


def test_the_answer_prints_on_one_page(desk: Desk) -> None:
    ask(desk.page, desk.patients["lost"], "6-1-2025")
    (paper,) = printed(desk.page)
    assert "NONAKTIF" in paper and "Jawaban ini bukan SEP" in paper and "Pemeriksaan terakhir" not in paper
    assert "Posisi 1 Juli 2024" not in paper, "the header's position is another one than the answer's"


@pytest.mark.parametrize(("language", "title"), [("id", "Panduan loket pendaftaran"), ("en", "Guide for the admission desk")])
def test_the_clerks_guide_is_one_page_of_a4(desk: Desk, language: str, title: str) -> None:
    desk.page.context.add_cookies([{"name": "django_language", "value": language, "url": desk.page.url}])
    desk.page.goto(f"/{AREA}/loket/")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("F1")
    assert complaints(desk.page) == []
    (paper,) = printed(desk.page)
    assert title in paper
    for said in ("VClaim", "UU 17/2023", "F2", "F4", "28", "0000-000-001", "165", "SJP"):
        assert said in paper, said
    desk.page.context.add_cookies([{"name": "django_language", "value": "id", "url": desk.page.url}])
    desk.page.goto(f"/{AREA}/loket/")


def test_nothing_was_said_in_the_console(desk: Desk) -> None:
    assert desk.said == []


def printed(page: Page) -> list[str]:
    """The words of each page as Chromium prints it, each of A4."""
    found = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(each.mediabox.width), round(each.mediabox.height)) for each in found} == {A4}
    return [" ".join(each.extract_text().split()) for each in found]
