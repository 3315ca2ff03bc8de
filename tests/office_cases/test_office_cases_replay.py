"""The five published cases through the office: delivered on its pages, closed by two offices, with the command line's figures.

The edition that the office closes is the command line's to the byte: its hash names every input, the law and every table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse

from cakupan.answer.words import per_cent, rupiah
from cakupan.law.calendar import Month
from cakupan.office.billing.models import MonthClosing
from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import BillLine, CoverageRow, Figures, Position
from cakupan.office.rooms import rooms
from cakupan.office.uploads.kinds import DELIVERS
from cakupan.office.uploads.models import Delivery
from cakupan.office.work.models import Work
from cakupan.office.work.running import do_work
from cakupan.scenarios.case import CaseFiles
from cakupan.wiring.demo import PLAYS, Demo, play
from office_people import a_user, signed_in

SIZES = {"serang": 2000, "ogan-ilir": 2150, "kupang": 2000, "palembang": 4000, "kalbar": 5000}
TAKEN = {kind: desk for desk, kinds in DELIVERS.items() for kind in kinds}


@dataclass(frozen=True)
class Replayed:
    """A case as the command line played it, its files, and the area in which the office plays it again."""

    demo: Demo
    files: CaseFiles

    @property
    def area(self) -> str:
        return self.files.case.area


@pytest.fixture(params=SIZES)
def case(request: pytest.FixtureRequest, tmp_path: Path, office: Path) -> Iterator[Replayed]:
    name = request.param
    demo = play(name=name, residents=SIZES[name], out=tmp_path / "played")
    files = PLAYS[name](residents=SIZES[name], out=tmp_path / "files")
    last_day = files.months[-1].plus(1).first_date - dt.timedelta(days=1)
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(before, today=last_day)
    yield Replayed(demo, files)
    settings.ENVIRONMENT = before


def worked(area: str) -> Work:
    """The newest piece of work, done as the worker does it."""
    with scoped(areas=[area]):
        piece = Work.objects.latest("pk")
    do_work(work_id=piece.pk, area=area)
    with scoped(areas=[area]):
        piece.refresh_from_db()
    assert piece.state == "done", piece.result
    return piece


def deliver(case: Replayed) -> None:
    """Each file by the desk that delivers it, on its pages; documents, which have no page, by the command's own room."""
    clients = {desk: signed_in(a_user(desk, areas=(case.area,))) for desk in DELIVERS}
    for each in case.files.imports:
        if each.kind not in TAKEN:
            rooms().import_file(kind=each.kind, file=each.path, profile=None, area=case.area, as_of=each.as_of)
            continue
        client = clients[TAKEN[each.kind]]
        file = SimpleUploadedFile(each.path.name, each.path.read_bytes())
        form = {"kind": each.kind, "as_of": each.as_of.isoformat(), "file": file}
        answer = client.post(reverse("uploads:deliver", args=[case.area]), form)
        assert answer.status_code == 302, answer.content.decode()
        worked(case.area)
        with scoped(areas=[case.area]):
            delivery = Delivery.objects.latest("pk")
        client.post(reverse("uploads:import", args=[case.area, delivery.pk]))
        worked(case.area)


def close(case: Replayed, month: Month) -> Position:
    """Prepared and proposed by Dinkes, confirmed by the branch."""
    maker = signed_in(a_user("dinkes", areas=(case.area,)))
    branch = signed_in(a_user("bpjs", areas=(case.area,), approver=True))
    maker.post(reverse("billing:prepare", args=[case.area]), {"month": str(month)})
    worked(case.area)
    with scoped(areas=[case.area]):
        closing = MonthClosing.objects.get(month=month.first_date, state="prepared")
    assert maker.post(reverse("billing:propose", args=[case.area, closing.pk])).status_code == 302
    told = {"confirm": "1", "edition": closing.edition}
    answer = branch.post(reverse("billing:decide", args=[case.area, closing.pk]), told)
    assert answer.status_code == 302, answer.content.decode()
    with scoped(areas=[case.area]):
        return Position.objects.get(pk=closing.position_id)


def test_the_office_closes_the_same_months_with_the_same_figures(case: Replayed) -> None:
    deliver(case)
    summary = case.demo.summary
    gap = False
    for month in every_month(case):
        position = close(case, month)
        assert position.closed_at is not None
        if month not in case.files.months:
            gap = True  # the office closes every month; from here on a position names editions that the command line skipped
            continue
        assert gap or position.edition == summary["editions"][str(month)]
        bill = summary["bill"][str(month)]
        with scoped(areas=[case.area]):
            lines = BillLine.objects.filter(position=position)
            assert lines.values("entry_key").distinct().count() == bill["people"]
            assert sum(lines.exclude(payer="pusat").values_list("amount", flat=True)) == bill["pemda_total"]
    same_on_the_pages(case, summary)


def every_month(case: Replayed) -> Iterator[Month]:
    """From the case's first month to its last."""
    month = case.files.months[0]
    while month <= case.files.months[-1]:
        yield month
        month = month.plus(1)


def same_on_the_pages(case: Replayed, summary: Any) -> None:
    """What a leader and an auditor read is what the command line printed."""
    coverage = summary["coverage"]
    leader = page(case, "pimpinan", "coverage:leader")
    assert per_cent(part=coverage["registered"], of=coverage["population"]) in leader
    with scoped(areas=[case.area]):
        whole_area = CoverageRow.objects.filter(place=case.area).order_by("-month", "-registered").first()
    assert whole_area is not None and whole_area.registered == coverage["registered"]
    last = case.files.months[-1]
    with scoped(areas=[case.area]):
        billed = BillLine.objects.filter(month=last.first_date).exclude(payer="pusat")
        totals = dict(billed.values_list("agreement_number").annotate(Sum("amount")))
    assert sum(totals.values()) == summary["bill"][str(last)]["pemda_total"]
    for agreement, total in totals.items():
        assert rupiah(total) in page(case, "auditor", "billing:bill", {"pks": agreement}, month=str(last))
    if "arrears" in summary:
        assert owed(case, last) == summary["arrears"]["rupiah"]


def owed(case: Replayed, month: Month) -> int:
    """What the case tells as arrears: in Palembang those of families that pay for themselves, elsewhere those of the Pemda."""
    families = case.area == "16"
    name = "family_arrears_totals" if families else "pemda_arrears"
    with scoped(areas=[case.area]):
        rows: Any = Figures.objects.get(position__month=month.first_date, position__current=True, name=name).rows
    return sum(row["amount"] for row in rows if row["by"] == "class") if families else sum(row["unpaid"] for row in rows)


def page(case: Replayed, desk: str, view: str, asked: Mapping[str, str] = MappingProxyType({}), **arguments: str) -> str:
    client = signed_in(a_user(desk, areas=(case.area,)))
    answer = client.get(reverse(view, kwargs={"area": case.area, **arguments}), asked)
    assert answer.status_code == 200, view
    content: str = answer.content.decode()
    return content
