"""The log's pages: for the auditor all of an area, for the admin what is technical, for everyone what they did themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cakupan.office.access import allow, everyone
from cakupan.office.audit.log import note
from cakupan.office.audit.long_work import KIND, last_verification
from cakupan.office.audit.models import LogEntry
from cakupan.office.audit.search import SearchForm, entries_for, own_entries, told
from cakupan.office.audit.words import break_words
from cakupan.office.database.scope import seen_areas
from cakupan.office.pages.parts import Fact
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.pages.templatetags.pages import waktu
from cakupan.office.work.running import begin
from cakupan.office.work.views import progress_of
from cakupan.record.chain import link_hash


@allow("auditor", "admin")
def entries(request: HttpRequest, area: str) -> HttpResponseBase:
    """The entries that match, newest first; their download is an entry itself."""
    desk = request.user.desk  # type: ignore[union-attr]
    form = SearchForm(request.GET, technical=desk == "admin")
    found = form.found(entries_for(desk, seen_areas([area])))
    if form.is_valid() and form.cleaned_data["subject"]:
        # Whose entries somebody looks for says something of that person too.
        note(request, "log.search", subject=(form.cleaned_data["kind"] or "log", form.cleaned_data["subject"]))
    table = _table(
        "catatan", pgettext("audit", "Catatan"), found, lambda entry: reverse("audit:entry", args=[area, entry.number])
    )
    if table.asked_for_file(request.GET):
        note(request, "log.export", subject=("log", ""), details={"rows": table.count()})
    return table_page(request, "audit/entries.html", {"form": form}, table)


@everyone
def own_log(request: HttpRequest) -> HttpResponseBase:
    """What I did, newest first."""
    table = _table("catatan-saya", _("Catatan saya"), own_entries(request.user))
    return table_page(request, "audit/own_log.html", {}, table)


@allow("auditor", "admin")
def entry(request: HttpRequest, area: str, number: int) -> HttpResponse:
    """One entry whole, with its place in the chain."""
    visible = entries_for(request.user.desk, seen_areas([area]))  # type: ignore[union-attr]
    found = get_object_or_404(visible, number=number)
    kept = link_hash(number=found.number, content=found.content, previous=bytes(found.previous)) == bytes(found.hash)
    shown = {"entry": found, "facts": _facts(found, kept)}
    return render(request, "audit/entry.html", shown)


@allow("auditor")
def verification(request: HttpRequest, area: str) -> HttpResponse:
    """Whether the log is as it was written: how the last look ended, and a new one."""
    piece = last_verification(area)
    running = piece is not None and not piece.ended
    if request.method == "POST":
        if not running:
            begin(kind=KIND, area=area, user=request.user, arguments={})
        return redirect("audit:verification", area=area)
    verdict = piece.result.get("verdict") if piece else None
    found = [break_words(*place) for place in verdict["places"]] if verdict else []
    work = progress_of(request, piece) if piece and running else None
    return render(request, "audit/verification.html", {"piece": piece, "work": work, "verdict": verdict, "found": found})


def _table(key: str, caption: str, found: QuerySet[LogEntry], url: Any = None) -> Table:
    return Table(
        key,
        caption,
        (
            Column("number", _("Nomor"), value=lambda entry: str(entry.number), url=url, width=10),
            Column("at", _("Waktu"), value=lambda entry: waktu(entry.at)),
            Column("actor", _("Pelaku"), value=lambda entry: told(entry).actor),
            Column("desk", _("Meja"), value=lambda entry: told(entry).desk),
            Column("for_whom", _("Atas nama"), value=lambda entry: told(entry).for_whom),
            Column("action", _("Tindakan"), value=lambda entry: told(entry).action),
            Column("subject", _("Subjek"), value=lambda entry: told(entry).subject),
            Column("why", _("Alasan"), value=lambda entry: told(entry).why, width=40),
            Column("details", _("Rincian"), value=lambda entry: told(entry).details, on_page=False, width=40),
        ),
        found,
        noun=_("catatan"),
        uncounted=True,
        empty=_("Tidak ada catatan yang cocok."),
        empty_text=_("Kosongkan sebagian saringan, atau pilih hari lain."),
    )


def _facts(entry: LogEntry, kept: bool) -> list[Fact]:
    words, content = told(entry), entry.said
    facts = [
        Fact(_("Nomor"), entry.number),
        Fact(_("Waktu"), waktu(entry.at)),
        Fact(_("Pelaku"), f"{words.actor} ({words.desk})" if words.desk else words.actor),
        Fact(_("Tindakan"), f"{words.action} · {entry.action}"),
        Fact(_("Subjek"), words.subject or "–"),
        Fact(_("Alasan"), words.why or "–"),
        Fact(_("Rincian"), words.details or "–"),
        Fact(_("Wilayah"), entry.area or "–"),
        Fact(_("Sidik"), bytes(entry.hash).hex()),
        Fact(_("Sidik sebelumnya"), bytes(entry.previous).hex()),
        Fact(_("Keutuhan"), _("isinya cocok dengan sidiknya") if kept else _("ISINYA TIDAK COCOK DENGAN SIDIKNYA")),
    ]
    if content.get("for_whom"):
        facts.insert(3, Fact(_("Atas nama"), content["for_whom"]))
    return facts
