"""The auditor's pages: what facilities' software read, newest first, and the reads of one number."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.answer.texts import sentence
from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.database.scope import seen_areas
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.people.standing import TONES
from cakupan.office.positions.models import PersonNumber
from cakupan.office.reads.consumers import marks_fit, marks_of
from cakupan.office.reads.models import Notice, Read
from cakupan.office.reads.notice_views import notice_table
from cakupan.office.reads.search import NumberForm, ReadSearchForm
from cakupan.office.reads.states import OPEN
from cakupan.office.reads.words import DIALECTS, consumer_names

SHOWN_NOTICES = 20


@allow("auditor")
def listed(request: HttpRequest, area: str) -> HttpResponseBase:
    """What stands out first; then every read that matches, newest first. Its download is an entry of the log."""
    names = consumer_names()
    form = ReadSearchForm(request.GET or None, consumers=names)
    found = form.found(Read.objects.filter(area__in=seen_areas([area])))
    table = _table(found, names)
    if table.asked_for_file(request.GET):
        # A file has everything that matches: of years it would be millions of rows.
        note(request, "reads.export", subject=("log", ""), details={"rows": table.count()})
    open_notices = notice_table(
        area, Notice.objects.filter(area=area, state__in=OPEN), names, page_rows=SHOWN_NOTICES, alone=False, downloadable=False
    )
    context = {
        "form": form,
        "number_form": NumberForm(),
        "asked_mark": form.asked_mark,
        "marks_fit": marks_fit(),
        "open_notices": open_notices.shown(request.GET),
    }
    return table_page(request, "reads/listed.html", context, table)


@allow("auditor")
def by_number(request: HttpRequest, area: str) -> HttpResponse:
    """From a number that somebody types to the page of its reads, by its mark. The log says whose were looked for."""
    form = NumberForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"number_form": form, "errors_in_form": bool(form.errors), "marks_fit": marks_fit()}
        return render(request, "reads/by_number.html", context, status=422 if form.errors else 200)
    number = form.cleaned_data["number"]
    (mark,) = marks_of(number)
    person = PersonNumber.objects.filter(area=area, number=number).values_list("person_id", flat=True).first()
    note(request, "reads.search", subject=("person", person) if person else ("mark", mark))
    return redirect(f"{reverse('reads:listed', args=[area])}?{urlencode({'mark': mark})}")


def _table(found: object, names: dict[str, str]) -> Table:
    return Table(
        "pembacaan",
        _("Pembacaan oleh aplikasi faskes"),
        (
            Column("at", _("Waktu"), value=lambda read: f"{timezone.localtime(read.at):%d-%m-%Y %H.%M.%S}", width=20),
            Column("consumer", _("Aplikasi"), value=lambda read: names.get(read.consumer, read.consumer), width=36),
            Column("facility_code", _("Faskes")),
            Column("dialect", _("Cara"), value=lambda read: DIALECTS.get(read.dialect, read.dialect), width=10),
            Column("consumer_user", _("Pengguna di sana")),
            Column("number_masked", _("Nomor"), width=20),
            Column("on_date", _("Tanggal yang ditanyakan"), "date"),
            Column("outcome", _("Jawaban"), "badge", value=_outcome),
            Column("edition", _("Posisi"), on_page=False),
            Column("line", _("Baris catatan"), on_page=False, value=lambda read: str(read.line)),
        ),
        found,  # type: ignore[arg-type]
        noun=_("pembacaan"),
        uncounted=True,
        empty=_("Tidak ada pembacaan yang cocok."),
        empty_text=_("Catatan loket diambil setiap sepuluh menit. Kosongkan sebagian saringan, atau pilih hari lain."),
    )


def _outcome(read: Read) -> Badge:
    known = read.outcome in TONES
    return Badge(sentence("statuses", read.outcome, language=language()), TONES[read.outcome]) if known else Badge(read.outcome)
