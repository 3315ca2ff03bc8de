"""The criteria of UHC with their grounds, met or not; and the status itself, which BPJS grants on request."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cakupan.law.criterion import Criterion
from cakupan.law.parameter import Citation
from cakupan.law.refusal import Refusal
from cakupan.law.uhc import Uhc
from cakupan.month.coverage import uhc_of_area
from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.coverage.forms import AskedForUhc, GrantedUhc
from cakupan.office.coverage.loaded import Loaded, needed
from cakupan.office.coverage.models import UhcStatus
from cakupan.office.coverage.saying import head, said
from cakupan.office.coverage.tabs import OVERVIEW_DESKS, tabs
from cakupan.office.coverage.thresholds import next_threshold
from cakupan.office.pages.parts import Badge
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.report.cited import cited
from cakupan.report.page.coverage import pemda_per_person
from cakupan.report.page.criteria import found_words, needed_words, pemda_arrears
from cakupan.report.page.tables import confidence_mark
from cakupan.report.texts import say


@allow(*sorted(OVERVIEW_DESKS))
def uhc(request: HttpRequest, area: str) -> HttpResponseBase:
    """Criteria of the position's day, those that come next, and what BPJS was asked and has granted."""
    return _page(request, area)


@require_POST
@allow("dinkes")
def ask(request: HttpRequest, area: str) -> HttpResponseBase:
    """Record that BPJS was asked, with the letter's number."""
    form = AskedForUhc(request.POST, instance=UhcStatus(area=area, requested_by=_user(request)), today=today())
    if UhcStatus.objects.filter(area=area, granted_date__isnull=True).exists():
        raise _waits_already()
    if not form.is_valid():
        return _page(request, area, asked=form, status=422)
    try:
        with transaction.atomic():
            kept = form.save()
    except IntegrityError as twice:  # a colleague asked between the look and the saving
        raise _waits_already() from twice
    note(request, "uhc.ask", subject=("uhc_status", kept.pk))
    return redirect("coverage:uhc", area=area)


def _waits_already() -> Refusal:
    return Refusal(
        _("Permohonan status UHC"),
        why=_("permohonan sebelumnya belum dijawab BPJS."),
        mend=_("Tunggu jawabannya; satu permohonan pada satu waktu."),
    )


@require_POST
@allow("bpjs")
def grant(request: HttpRequest, area: str, pk: int) -> HttpResponseBase:
    """Record that BPJS granted it, with its own letter's number."""
    asked = get_object_or_404(UhcStatus.objects.select_for_update(), pk=pk, area=area)
    if asked.granted_date is not None:
        raise Refusal(
            _("Status UHC"), why=_("pemberian status ini sudah dicatat."), mend=_("Muat ulang halaman untuk melihatnya.")
        )
    asked.granted_by = _user(request)
    form = GrantedUhc(request.POST, instance=asked)
    if not form.is_valid():
        return _page(request, area, granted=form, status=422)
    form.save()
    note(request, "uhc.grant", subject=("uhc_status", asked.pk))
    return redirect("coverage:uhc", area=area)


def _user(request: HttpRequest) -> Any:
    return request.user


def _page(
    request: HttpRequest, area: str, *, asked: AskedForUhc | None = None, granted: GrantedUhc | None = None, status: int = 200
) -> HttpResponseBase:
    found, user = needed(area), _user(request)
    record = (
        UhcStatus.objects.filter(area=area)
        .select_related("requested_by", "granted_by")
        .order_by("-requested_date", "-pk")
        .first()
    )
    coming = next_threshold("active", after=found.position.as_of_date, known_on=today())
    now = ruling_on(found, found.position.as_of_date, record)
    then = ruling_on(found, coming.from_date, record) if coming else None
    waits = record is not None and record.granted_date is None
    context = {
        "found": found,
        "now": now,
        "then": then,
        "then_from": coming.from_date if coming else None,
        "status": status_badge(now, record, today()),
        "record": record,
        "asked": asked or (AskedForUhc(today=today()) if user.desk == "dinkes" and not waits else None),
        "granted": granted or (GrantedUhc(instance=record) if user.desk == "bpjs" and waits else None),
        "errors_in_form": status == 422,
        "grounds": [_ground(each) for each in now.citations] if now else [],
        "tabs": tabs(request, area, found),
    }
    tables = [criteria_table(found, "kriteria-uhc", now)]
    if then:
        tables.append(criteria_table(found, "kriteria-uhc-berikutnya", then))
    shown = table_page(request, "coverage/uhc.html", context, *tables, dated=found.position.as_of_date)
    shown.status_code = status
    return shown


def ruling_on(found: Loaded, day: dt.date, record: UhcStatus | None) -> Uhc | None:
    """The criteria of a day for the position's counts; None where the law is not known, contradicts itself, or nobody lives."""
    if found.whole is None:
        return None
    try:
        return uhc_of_area(
            area=found.whole,
            on=day,
            pemda_arrears=pemda_arrears(found.edition) if found.edition.agreements else None,
            requested_on=record.requested_date if record else None,
            granted_on=record.granted_date if record else None,
        )
    except Refusal:
        return None


def status_badge(ruling: Uhc | None, record: UhcStatus | None, day: dt.date) -> Badge:
    """What stands of the status on a day; a granted one whose criteria are not met is at risk."""
    if record is not None and record.granted_date is not None and record.granted_date <= day:
        if ruling is not None and not ruling.criteria_met:
            return Badge(_("diberikan BPJS, kriteria tidak terpenuhi"), "warning")
        return Badge(_("diberikan BPJS"), "done")
    if record is not None:
        return Badge(_("dimohon, menunggu BPJS"), "waiting")
    return Badge(_("belum dimohon"), "neutral")


def criteria_table(found: Loaded, key: str, ruling: Uhc | None) -> Table:
    """Each criterion: needed, found, met, and what is missing in people and rupiah."""
    whole, each = found.whole, pemda_per_person(found.edition)

    def rupiah(criterion: Criterion) -> int | None:
        return criterion.missing_people * each if criterion.missing_people and each is not None else None

    columns = (
        Column("criterion", head("criterion"), value=lambda c: said(say(f"uhc.{c.name}"))),
        Column("needed", head("needed"), value=lambda c: said(needed_words(c))),
        Column("found", head("found"), value=lambda c: said(found_words(c, whole)) if whole else "–"),
        Column("met", head("met"), "badge", _met),
        Column("gap", head("gap_people"), "whole", lambda c: c.missing_people or None),
        Column("rupiah", head("rupiah_month"), "rupiah", rupiah),
    )
    caption = _("Kriteria yang berlaku") if key == "kriteria-uhc" else _("Kriteria berikutnya")
    return Table(key, caption, columns, ruling.criteria if ruling else (), noun=_("kriteria"), alone=False)


def _met(criterion: Criterion) -> Badge:
    if criterion.met is None:
        return Badge(_("belum dapat dinilai"), "neutral")
    return Badge(_("terpenuhi"), "done") if criterion.met else Badge(_("belum"), "warning")


def _ground(citation: Citation) -> dict[str, Any]:
    confidence = "verified" if citation.confidence == citation.in_force_from_confidence == "verified" else "unverified"
    mark = confidence_mark(confidence)
    return {
        "words": said(cited(citation.citation)),
        "source": citation.source,
        "from_date": citation.in_force_from,
        "badge": Badge(said(mark.words), "done" if mark.tone == "ok" else "warning"),
    }
