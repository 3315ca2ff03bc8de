"""The office of a demo: which months it shows, who is in it, and that a demo is not made over a running one."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from cakupan.counter.standing import standing_of
from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import User
from cakupan.office.agreements.models import Agreement
from cakupan.office.database.scope import scoped
from cakupan.office.desk.queue import waiting_for
from cakupan.office.environment import MARK
from cakupan.office.guarantees.models import UrgentCover
from cakupan.office.positions.models import Position
from cakupan.office.verification.models import ReSurvey
from cakupan.scenarios.case import case_names, read_case
from cakupan.wiring.database import OFFICE_SERVER
from cakupan.wiring.demo import play
from cakupan.wiring.demo_guarantees import furnish_guarantees
from cakupan.wiring.demo_office import furnish, stand_on
from cakupan.wiring.serving import DEMO_DAY
from cakupan.wiring.workspace_server import RUNNING_MARK
from office_positions.two_months import AREA, AUGUST, MONTH, put_two_months


@pytest.fixture
def demo(office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace of a demo, with the office's settings as they are then."""
    from django.conf import settings

    put_two_months(office)
    (office / MARK).touch()
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, demo=True))
    monkeypatch.setenv("CAKUPAN_TODAY", "2021-07-15")
    return office


def test_the_office_of_a_demo_shows_no_month_after_its_day_and_has_somebody_at_every_desk(demo: Path) -> None:
    day = dt.date(2021, 7, 15)
    for _ in range(2):
        furnish(area=AREA, workspace=demo, day=day, say=print)
    assert Position.objects.using("loader").get().month == MONTH.first_date
    with scoped(areas=[AREA]):
        assert [agreement.number for agreement in Agreement.objects.all()] == ["440/1123-DINKES/2021"]
    assert Position.objects.using("loader").get().closed_at is None
    assert {"dukcapil", "dinsos", "dinkes", "bpjs", "pimpinan", "auditor"} <= set(User.objects.values_list("desk", flat=True))


def test_the_village_of_a_demo_has_its_officer_and_a_re_survey_that_waits(demo: Path) -> None:
    day = dt.date(2021, 7, 15)
    for _ in range(2):
        furnish(area=AREA, workspace=demo, day=day, say=print)
    officer = User.objects.get(desk="kelurahan")
    with scoped(areas=[AREA], desk=officer.desk, places=officer.places):
        survey = ReSurvey.objects.get()
        assert officer.places == [survey.village] and survey.people == survey.visited.count() > 0
        waits = waiting_for(officer, AREA, day)
    assert [(each.count, each.people, each.due_date) for each in waits] == [(1, survey.people, dt.date(2021, 7, 29))]
    assert waits[0].url == f"/{AREA}/verifikasi/pendataan/{survey.pk}/"


def test_earlier_months_of_a_demo_are_closed_and_the_newest_is_open(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_TODAY", "2021-08-15")
    furnish(area=AREA, workspace=demo, day=dt.date(2021, 8, 15), say=print)
    closed = dict(Position.objects.using("loader").values_list("month", "closed_at"))
    assert closed[MONTH.first_date] is not None and closed[AUGUST.first_date] is None


def test_a_demo_begins_with_a_request_that_waits_and_one_with_its_letter(demo: Path) -> None:
    from django.conf import settings

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=dt.date(2021, 7, 15))
    officers = furnish(area=AREA, workspace=demo, day=dt.date(2021, 7, 15), say=print)
    by_desk = {(str(each.desk), each.approver): each for each in officers}
    for _ in range(2):
        furnish_guarantees(area=AREA, day=dt.date(2021, 7, 15), officers=by_desk)
    with scoped(areas=[AREA]):
        assert sorted(UrgentCover.objects.values_list("state", flat=True)) == ["asked", "granted"]
    told = standing_of(demo, AREA)
    assert told is not None and len(told.issued) == 1 and len(told.contacts) == 3


def test_a_demo_stands_on_its_day_when_it_is_served_again(demo: Path) -> None:
    stand_on(demo, dt.date(2021, 7, 2))
    assert os.environ["CAKUPAN_TODAY"] == "2021-07-02" and (demo / DEMO_DAY).read_text(encoding="utf-8") == "2021-07-02\n"


def test_ogan_ilir_opens_in_the_middle_of_2024_and_the_others_where_they_end() -> None:
    days = {name: read_case(name).office_day for name in case_names()}
    assert days["ogan-ilir"] == dt.date(2024, 7, 1) < read_case("ogan-ilir").month.first_date
    assert days["kupang"] == dt.date(2019, 3, 1) and days["serang"] == dt.date(2021, 7, 1)


def test_a_demo_is_not_made_where_an_office_is_running(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    (workspace / OFFICE_SERVER).mkdir(parents=True)
    (workspace / MARK).touch()
    (workspace / OFFICE_SERVER / RUNNING_MARK).write_text(f"{os.getpid()}\n", encoding="ascii")
    with pytest.raises(Refusal, match="being served"):
        play(name="serang", residents=1500, out=tmp_path)
    assert workspace.is_dir()
