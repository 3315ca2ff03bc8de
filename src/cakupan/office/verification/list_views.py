"""Lists back to the offices, the minutes, and the summary by kind, place and amount."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.database.models import Area
from cakupan.office.pages.tables import XLSX, Column, Table, table_page
from cakupan.office.papers.issuing import issue, papers_of
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Position
from cakupan.office.verification.desks import EVERY_LIST, LIST_OF, LIST_READERS, READERS
from cakupan.office.verification.effects import approved, left_behind
from cakupan.office.verification.forms import FilterForm
from cakupan.office.verification.lists import minutes_of, sent_to, write_office_list
from cakupan.office.verification.shown import sums_words
from cakupan.office.verification.states import PROPOSERS
from cakupan.office.verification.summary import by_amount, by_district, by_kind
from cakupan.office.verification.wording import said
from cakupan.office.verification.worklist import filtered, mismatches, sums
from cakupan.report.texts import say_code

MINUTES = "verification.minutes"


@allow(*LIST_READERS)
@require_GET
def lists(request: HttpRequest, area: str) -> HttpResponseBase:
    """The list of each office that this desk may take, and the minutes of the newest position."""
    user: Any = request.user
    position = _position(area)
    offices = [(office, said(say_code("office_name", office)), sent_to(office, area).count()) for office in _mine(user)]
    table = Table(
        "daftar-kantor",
        _("Daftar untuk kantor"),
        (
            Column(
                "name",
                _("Kantor"),
                value=lambda row: row[1],
                url=lambda row: reverse("verification:office_list", args=[area, row[0]]),
            ),
            Column("count", _("Baris"), "whole", value=lambda row: row[2]),
        ),
        offices,
        noun=_("daftar"),
        downloadable=False,
    )
    context = {
        "position": position,
        # Several areas may issue theirs for one month, and a province sees them all.
        "papers": [paper for paper in papers_of((MINUTES, position.month.isoformat())) if paper.area == area],
        "left_behind": left_behind(area).count() if _decides_here(user, area) else 0,
        "may_issue": user.desk == "dinsos" and may_decide(user, today(), area=area),
    }
    return table_page(request, "verification/lists.html", context, table)


def _decides_here(user: Any, area: str) -> bool:
    return user.desk in PROPOSERS and may_decide(user, today(), area=area)


@allow(*PROPOSERS, approver=True)
@require_POST
def hand_removals_on(request: HttpRequest, area: str) -> HttpResponse:
    """Approved removals that could not go on the list of removals then, once more."""
    waiting = list(left_behind(area))
    still = approved(waiting, user=request.user, area=area)
    note(request, "mismatch.hand_on", details={"count": len(waiting) - still, "left": still})
    told = _(
        "%(count)s orang masuk daftar penonaktifan; %(left)s belum, karena tidak ada pada daftar atau perjanjian yang tercatat."
    )
    messages.success(request, told % {"count": len(waiting) - still, "left": still})
    return redirect("verification:lists", area=area)


def _mine(user: Any) -> tuple[str, ...]:
    return LIST_OF.get(user.desk, EVERY_LIST)


def _position(area: str) -> Position:
    found = current_position(area)
    if found is None:
        raise Refusal(_("Daftar untuk kantor"), why=_("belum ada posisi bulan."), mend=_("Tutup bulan pertama lebih dahulu."))
    return found


@allow(*LIST_READERS)
@require_GET
def office_list(request: HttpRequest, area: str, office: str) -> FileResponse:
    """One office's list as XLSX, NIK whole: it acts on them. Taking it is recorded."""
    if office not in _mine(request.user):
        raise Http404
    name, position = Area.objects.get(code=area).name, _position(area)
    file: IO[bytes] = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    count = write_office_list(office=office, area=area, area_name=name, as_of=position.as_of_date, out=Path(file.name))
    note(request, "mismatch.list_back", details={"office": office, "rows": count})
    return FileResponse(file, as_attachment=True, filename=f"daftar-{office}-{position.month:%Y-%m}.xlsx", content_type=XLSX)


@allow("dinsos", approver=True)
@require_POST
def issue_minutes(request: HttpRequest, area: str) -> HttpResponse:
    """Issue the minutes of the newest position (Berita Acara verifikasi dan pemadanan), for both offices to sign."""
    position = _position(area)
    letter = minutes_of(request.user, position)
    if not any(each.people > each.waiting for each in letter.decisions):
        raise Refusal(
            _("Berita acara pemadanan"),
            why=_("belum ada data tidak padan yang diputuskan pada posisi ini."),
            mend=_("Putuskan usulan lebih dahulu."),
        )
    subject = (MINUTES, position.month.isoformat())
    paper = issue(request, kind="mismatch_minutes", area=area, letter=letter, subject=subject, date=today(), position=position)
    messages.success(request, _("Berita acara %(number)s diterbitkan.") % {"number": paper.number})
    return redirect("papers:paper", area=area, paper_id=paper.pk)


@allow(*READERS)
@require_GET
def summary(request: HttpRequest, area: str) -> HttpResponseBase:
    """All that does not match, by kind, by district and by amount, with what became of it."""
    form = FilterForm(request.GET or None, area=area)
    rows = filtered(mismatches(request.user, area), form.told())
    found = sums(rows)
    tables = (by_kind(area, rows), by_district(area, rows), by_amount(rows))
    context = {"form": form, "sums": found, "words": sums_words(found)}
    return table_page(request, "verification/summary.html", {**context, "kinds": [t.key for t in tables]}, *tables)
