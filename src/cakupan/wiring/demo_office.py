"""The office of a demo: its months loaded, its invented officers at their desks, its papers taken in; then served."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.law.calendar import Month
from cakupan.scenarios.case import Case
from cakupan.wiring.demo_counter import open_counter
from cakupan.wiring.demo_desk import try_at_the_desk
from cakupan.wiring.demo_guarantees import furnish_guarantees
from cakupan.wiring.documents import documents
from cakupan.wiring.serving import DEMO_DAY, load_shown, prepared, run

if TYPE_CHECKING:
    from cakupan.office.accounts.models import User

Say = Callable[[str], None]
HOST, THREADS = "127.0.0.1", 8
GUARANTEEING = ("ogan-ilir",)  # cases whose office begins with requests for urgent cover
TOUR = "tur/?mulai=1"  # signs in as the first officer, and shows the way


def open_office(*, case: Case, workspace: Path, port: int, serves: bool, say: Say) -> None:
    """Prepare the office of a demo on its case's day; if ``serves``, serve it on this machine alone until interrupted."""
    stand_on(workspace, case.office_day)
    say(f"preparing the office of {case.office_day}")
    with prepared(workspace) as logins:
        officers = furnish(area=case.area, workspace=workspace, day=case.office_day, say=say)
        if case.name in GUARANTEEING:
            by_desk = {(str(each.desk), each.approver): each for each in officers}
            furnish_guarantees(area=case.area, day=case.office_day, officers=by_desk)
        if not serves:
            try_at_the_desk(case=case, workspace=workspace)
        else:
            beside = open_counter(case=case, workspace=workspace, host=HOST, port=port + 1, say=say)
            run(logins=logins, host=HOST, port=port, threads=THREADS, say=say, opens=TOUR, beside=beside)


def stand_on(workspace: Path, day: dt.date) -> None:
    """Let the office of this workspace stand on a day, now and whenever it is served again."""
    kept = workspace / DEMO_DAY
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(f"{day.isoformat()}\n", encoding="utf-8")
    os.environ["CAKUPAN_TODAY"] = day.isoformat()


def furnish(*, area: str, workspace: Path, day: dt.date, say: Say) -> list[User]:
    """Load the months up to ``day``, let invented officers in, take in the agreements and payments that the workspace holds,
    and plan a village's re-survey, so that the officer of its kelurahan has something to do. Gives the officers.
    """
    from cakupan.office.accounts.demo import make_demo_users
    from cakupan.office.accounts.desks import Desk
    from cakupan.office.database.scope import scoped
    from cakupan.office.verification.demo import give_a_village

    load_shown(workspace, say)
    officers = make_demo_users(area)
    say(f"    {len(officers)} invented officers")
    adopt_papers(area, workspace, day, next(each for each in officers if each.desk == Desk.DINKES and each.approver))
    of_the_village, planner = (next(each for each in officers if each.desk == desk) for desk in (Desk.KELURAHAN, Desk.DINSOS))
    with scoped(areas=[area], user_id=planner.pk, desk=planner.desk):
        give_a_village(area, day, officer=of_the_village, planner=planner)
    return officers


def adopt_papers(area: str, workspace: Path, day: dt.date, officer: User) -> None:
    """Let the office's own records begin with what was handed over as files: agreements, payments, earlier months as closed.

    The newest month stays open: closing it is what the office is for.
    """
    from cakupan.office.agreements import adoption as agreements
    from cakupan.office.billing import adoption as billing
    from cakupan.office.database.scope import scoped
    from cakupan.office.positions.models import Position

    until = Month.of(day).plus(1).first_date - dt.timedelta(days=1)
    with scoped(areas=[area], user_id=officer.pk, desk=officer.desk):
        agreements.adopt(area, documents(workspace=workspace, area=area, kind="agreements", until=until), user=officer)
        shown = Position.objects.filter(area=area, current=True).order_by("month").values_list("month", flat=True)
        billing.adopt(area, months=[Month.of(month) for month in shown][:-1])
