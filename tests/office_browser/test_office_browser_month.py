"""A whole month as seven people in a real browser, from three uploads to the Berita Acara, on an office as a region runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from month.small_region import files
from office_browser import month_steps as steps
from office_browser.browsing import chromium
from office_browser.running_office import Office, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with chromium() as browser:
        home = tmp_path_factory.mktemp("office")
        with running(home, area=steps.AREA, day=steps.DAY, browser=browser) as office:
            yield office


def test_a_month_from_three_uploads_to_the_minutes(office: Office, tmp_path: Path) -> None:
    case = files() / "files"
    people = steps.let_in(office)
    steps.deliver(people["dukcapil"], "residents", case / "penduduk.csv")
    steps.deliver(people["dinsos"], "poverty", case / "dtks.csv")
    steps.deliver(people["bpjs"], "members", case / "peserta.csv")
    for who, kind, name in (
        ("dukcapil", "deaths", "akta_kematian.csv"),
        ("dukcapil", "moves", "mutasi_pindah.csv"),
        ("bpjs", "facilities", "faskes.csv"),
        ("dinkes", "decisions", "lampiran_sk.csv"),
    ):
        steps.deliver(people[who], kind, case / name)
    steps.agree(people)
    print(steps.prepare_month(people["dinkes"]))
    print(steps.propose_people(people, tmp_path))
    steps.close_month(people)
    assert steps.heard(people.values()) == []
    assert PdfReader
