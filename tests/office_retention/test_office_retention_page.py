"""The page of periods, for admin and auditor; the worker's daily run, and what the log says of it."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.periodic import PeriodicDeferrer

from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.retention import sweeping, views
from cakupan.office.retention.schedule import rules
from cakupan.office.work import daily
from office_papers.paper_fixture import a_position, issued
from office_people import a_user, an_area, signed_in
from office_retention.aged import AREA, OTHER, aged, delivered


def entries(action: str) -> int:
    with scoped(areas=[AREA], desk="auditor"):
        return LogEntry.objects.filter(action=action).count()


def days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def page_of(desk: str, language: str = "id") -> str:
    client: Client = signed_in(a_user(desk, (an_area(AREA),)))
    client.cookies["django_language"] = language
    answer = client.get(f"/{AREA}/masa-simpan/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows_of(desk: str) -> dict[str, list[str]]:
    """The cells of each row of the page, by the first."""
    found = re.findall(r"<tr>(.*?)</tr>", page_of(desk), re.S)
    cells = [
        [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)] for row in found
    ]
    return {row[0]: row for row in cells if row}


@pytest.mark.parametrize("desk", ["admin", "auditor"])
def test_each_kind_with_its_period_ground_and_what_is_held(office: Path, desk: str) -> None:
    for days in (10, 20, 400):
        delivered("tried", days_ago(days), content=str(days))
    delivered("tried", days_ago(500), area=OTHER, content="of another area")
    a_position(AREA)
    issued(a_user("dinkes", (AREA,), approver=True), area=AREA)
    shown = rows_of(desk)
    assert set(shown) >= {rule.what["id"] for rule in rules()}
    by_kind = {rule.kind: shown[rule.what["id"]] for rule in rules()}
    refused = by_kind["refused_files"]
    assert refused[1] == "365 hari sejak hari dikirim atau ditarik" and (refused[2], refused[4]) == ("3", "1")
    assert "UU 27/2022 Pasal 43 ayat (1) huruf a" in refused and "lamanya pilihan kantor" in refused[8]
    assert (by_kind["papers"][2], by_kind["papers"][4]) == ("1", "0")
    assert by_kind["ledger"][1].startswith("10 tahun sejak") and "belum diperiksa" in by_kind["ledger"][8]


def test_before_the_first_run_and_when_it_stopped_the_page_says_so(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of("auditor")
    assert "Belum pernah berjalan." in page and "tidak berjalan" not in page
    aged(office / "office" / "uploads" / "ab" / "sisa", days_ago(31))
    sweeping.run(timezone.now())
    page = page_of("auditor")
    assert "Terakhir berjalan" in page and "1 dihapus di seluruh kantor" in page and "tidak berjalan" not in page
    monkeypatch.setattr(views, "LATE", dt.timedelta(0))
    page = page_of("auditor")
    assert "Penghapusan harian tidak berjalan" in page and "retention --remove" in page


def test_in_english(office: Path) -> None:
    page = page_of("admin", "en")
    assert "Retention" in page and "Sessions that are over" in page and "365 days" in page


def test_the_others_do_not_see_it(office: Path) -> None:
    client = signed_in(a_user("dinkes", (an_area(AREA),)))
    assert client.get(f"/{AREA}/masa-simpan/").status_code == 403
    assert "masa-simpan" not in client.get(f"/{AREA}/").content.decode()


@pytest.mark.parametrize("desk", ["admin", "auditor"])
def test_the_log_tells_what_went_in_numbers_only(office: Path, desk: str) -> None:
    delivered("tried", days_ago(400))
    sweeping.run(timezone.now())
    page = signed_in(a_user(desk, (AREA,))).get(f"/{AREA}/catatan/").content.decode()
    assert "menghapus yang lewat masa simpan" in page and "penghapusan harian" in page
    with scoped(areas=[AREA], desk="auditor"):
        told = " ".join(LogEntry.objects.filter(action__startswith="retention.").values_list("content", flat=True))
    assert "penduduk.csv" not in told and "REKAAN" not in told


def run_worker() -> None:
    with queue.replace_connector(queue.connector.get_worker_connector()) as told:
        told.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)


def test_the_worker_does_it_once_a_day(office: Path) -> None:
    over = delivered("tried", days_ago(400))
    for hour in range(3):
        daily.do_daily.defer(timestamp=hour)
    run_worker()
    assert not over.file.exists() and entries(sweeping.RAN) == 1


def test_a_worker_is_asked_every_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue.periodic_registry, "periodic_tasks", {})
    daily.schedule()
    deferrer = PeriodicDeferrer(queue.periodic_registry)
    at = dt.datetime(2026, 11, 27, 3, 8, tzinfo=dt.UTC).timestamp()
    (task, when), *others = list(deferrer.get_previous_tasks(at=at))
    assert (task.task.name, others) == ("cakupan.daily", []) and at - 3600 < when <= at
    assert len(list(deferrer.get_previous_tasks(at=at + 3600))) == 1


def test_in_a_demo_what_is_over_is_asked_of_its_day(office: Path) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=dt.date(2021, 8, 31))
    over = delivered("tried", dt.datetime(2020, 8, 31, 12, tzinfo=dt.UTC))
    kept = delivered("tried", dt.datetime(2020, 9, 1, 12, tzinfo=dt.UTC))
    aged(over.file, days_ago(1))
    sweeping.daily()
    assert kept.file.exists() and not over.file.exists()
    sweeping.daily()
    assert entries(sweeping.RAN) == 1


# Asked every minute, so that the last time is one that a worker makes up for as it starts.
WORKER = "from cakupan.office.work import daily, worker; daily.EVERY_HOUR = '* * * * *'; worker.main()"


def test_a_worker_that_is_started_does_it_by_itself(office: Path) -> None:
    over = delivered("tried", days_ago(400))
    started = subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ)
    try:
        deadline = time.monotonic() + 120
        while not entries(sweeping.RAN):
            assert started.poll() is None and time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        started.terminate()
        started.wait(60)
    assert not over.file.exists() and started.returncode == 0
