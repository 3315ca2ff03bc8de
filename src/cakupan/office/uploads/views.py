"""Delivering a file, seeing what is in it before it counts, getting the bad rows back, taking it back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.audit.log import note
from cakupan.office.clock import now
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Tone
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.rooms import rooms
from cakupan.office.uploads.facilities import READERS as FACILITY_READERS
from cakupan.office.uploads.forms import DeliveryForm
from cakupan.office.uploads.kinds import DELIVERS, DESKS, READERS, TITLES, profiles_of
from cakupan.office.uploads.models import Delivery
from cakupan.office.uploads.receiving import TOO_LARGE, keep
from cakupan.office.uploads.states import DELIVERY
from cakupan.office.work.running import begin
from cakupan.registers.kinds import KINDS
from cakupan.report.fault_words import fault_words
from cakupan.report.templates import template_workbook

TONES: dict[str, Tone] = {
    "received": "waiting",
    "tried": "active",
    "unreadable": "stopped",
    "imported": "done",
    "undone": "neutral",
}


@allow(*READERS)
def deliveries(request: HttpRequest, area: str) -> HttpResponseBase:
    """What has been delivered in this area, newest first."""
    rows = Delivery.objects.filter(area=area).select_related("uploaded_by")
    table = Table(
        "berkas-masuk",
        _("Berkas masuk"),
        (
            Column("file_name", _("Berkas"), url=lambda row: reverse("uploads:delivery", args=[area, row.pk])),
            Column("kind", _("Isi"), value=lambda row: TITLES[row.kind]),
            Column("as_of_date", _("Posisi"), "date", sort="as_of_date"),
            Column("rows", _("Baris"), "whole", value=lambda row: row.found.get("rows")),
            Column("faults", _("Kesalahan"), "whole", value=lambda row: row.found.get("faults")),
            Column("state", _("Keadaan"), "badge", value=_badge),
            Column("uploaded_by", _("Oleh"), value=lambda row: row.uploaded_by.full_name),
        ),
        rows,
        noun=_("berkas"),
        order="-pk",
        empty=_("Belum ada berkas. Kantor yang menyerahkan mulai dari «Kirim berkas»."),
    )
    user: Any = request.user
    told = {"delivers": _delivers(request), "sees_facilities": user.desk in FACILITY_READERS}
    return table_page(request, "uploads/deliveries.html", told, table)


@allow(*DESKS)
def deliver(request: HttpRequest, area: str) -> HttpResponse:
    """Send a file. It is kept as it came and read in the background; nothing counts before «Masukkan»."""
    user: Any = request.user
    offered = [(kind, TITLES[kind], profiles_of(kind)) for kind in DELIVERS[user.desk]]
    if request.method != "POST":
        return render(request, "uploads/deliver.html", {"form": DeliveryForm(desk=user.desk), "offered": offered})
    form = DeliveryForm(request.POST, request.FILES, desk=user.desk, too_large=TOO_LARGE in request.META)
    refusal = None
    if form.is_valid():
        told = form.cleaned_data
        delivery = Delivery(area=area, kind=told["kind"], profile=told["profile"], as_of_date=told["as_of"], uploaded_by=user)
        try:
            keep(Path(told["file"].temporary_file_path()), delivery, name=told["file"].name)
        except Refusal as found:
            refusal = found
        else:
            delivery.save()
            note(request, "delivery.upload", subject=("delivery", delivery.pk), details={"kind": delivery.kind})
            return _begun(request, delivery, "uploads.try")
    context = {"form": form, "offered": offered, "refused": refusal, "errors_in_form": True}
    return render(request, "uploads/deliver.html", context, status=422)


@allow(*DESKS)
@require_POST
def mend(request: HttpRequest, area: str, delivery_id: int) -> HttpResponse:
    """Take the workbook of bad rows back, mended: the whole register comes of it, and is tried anew."""
    user: Any = request.user
    original = _own(request, area, delivery_id)
    _refuse_removed(original)
    sent = request.FILES.get("file")
    if sent is None or original.state != "tried":
        raise Refusal(
            _("Baris yang diperbaiki"),
            why=_("belum ada berkas yang dipilih.") if sent is None else _("berkas asalnya sudah tidak sedang diperiksa."),
            mend=_("Pilih berkas XLSX yang tadi diunduh, setelah barisnya diperbaiki; atau kirim berkas yang utuh."),
        )
    mended = Delivery(
        area=area,
        kind=original.kind,
        profile=original.profile,
        as_of_date=original.as_of_date,
        mends=original,
        uploaded_by=user,
    )
    keep(Path(sent.temporary_file_path()), mended, name=sent.name or "")  # type: ignore[attr-defined]
    mended.save()
    note(request, "delivery.mend", subject=("delivery", mended.pk), details={"mends": original.pk})
    return _begun(request, mended, "uploads.try")


@allow(*READERS)
def delivery(request: HttpRequest, area: str, delivery_id: int) -> HttpResponse:
    """One file: what was found in it, what became of it, and what can be done."""
    found = get_object_or_404(Delivery.objects.select_related("uploaded_by"), pk=delivery_id, area=area)
    counts = found.found.get("faults_by_reason", {}).items()
    reasons = [(_in_words(reason), count) for reason, count in sorted(counts, key=lambda pair: (-pair[1], pair[0]))]
    first = [{**fault, "reason": _in_words(fault["reason"])} for fault in found.found.get("first_faults", [])[:10]]
    context = {
        "delivery": found,
        "title": TITLES[found.kind],
        "badge": _badge(found),
        "explains": DELIVERY.state(found.state).explains,
        "reasons": reasons,
        "first_faults": first,
        "bad_rows": found.bad_rows.is_file(),
        "mine": found.kind in _delivers(request),
    }
    return render(request, "uploads/delivery.html", context)


@allow(*DESKS)
@require_POST
def take_in(request: HttpRequest, area: str, delivery_id: int) -> HttpResponse:
    """Begin the import of a file that was tried."""
    found = _own(request, area, delivery_id)
    _refuse_removed(found)
    if found.state != "tried":
        raise Refusal(
            _("Memasukkan berkas"),
            why=_("berkas ini sudah %(state)s.") % {"state": DELIVERY.state(found.state).label},
            mend=_("Muat ulang halamannya. Untuk data yang berbeda, kirim berkas yang baru."),
        )
    return _begun(request, found, "uploads.import")


@allow(*DESKS)
@require_POST
def take_back(request: HttpRequest, area: str, delivery_id: int) -> HttpResponse:
    """Undo an import, with a reason; refused once a month rests on it."""
    _lock_twins(area, delivery_id)
    found = _own(request, area, delivery_id)
    why = request.POST.get("reason", "").strip()
    if found.state != "imported" or not why:
        raise Refusal(
            _("Menarik kembali berkas"),
            why=_("alasannya belum ditulis.") if found.state == "imported" else _("berkas ini tidak sedang masuk."),
            mend=_("Tulis alasannya, lalu kirim lagi.") if found.state == "imported" else _("Muat ulang halamannya."),
        )
    # The same file may have been delivered twice: the snapshot is one, and goes with the last delivery that stands for it.
    others = Delivery.objects.filter(area=area, snapshot=found.snapshot, state="imported").exclude(pk=found.pk)
    if not others.exists():
        rooms().undo_import(hash_start=found.snapshot, area=area)
    Delivery.objects.filter(pk=found.pk).update(state="undone", undone_by=request.user, undone_at=now(), undone_why=why)
    note(request, "delivery.undo", subject=("delivery", found.pk), why=why, details={"kind": found.kind})
    messages.success(request, _("Berkas ditarik kembali; datanya tidak dipakai lagi."))
    return redirect("uploads:delivery", area=area, delivery_id=found.pk)


@allow(*DESKS)
def bad_rows(request: HttpRequest, area: str, delivery_id: int) -> HttpResponseBase:
    """The bad rows as they came, with the column Kesalahan."""
    found = _own(request, area, delivery_id)
    if not found.bad_rows.is_file():
        raise Http404
    note(request, "delivery.bad_rows", subject=("delivery", found.pk), details={"faults": found.found.get("faults")})
    name = f"{Path(found.file_name).stem}-kesalahan.xlsx"
    return FileResponse(found.bad_rows.open("rb"), as_attachment=True, filename=name)


@allow(*DESKS)
def template(request: HttpRequest, area: str, kind: str, profile: str) -> HttpResponseBase:  # noqa: ARG001 - the URL's area
    """The empty form of a register, which imports as downloaded."""
    if kind not in KINDS or profile not in profiles_of(kind):
        raise Http404
    aside = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "template.xlsx"
        template_workbook(kind=kind, profile=profile, out=out)
        aside.write(out.read_bytes())
    aside.seek(0)
    return FileResponse(aside, as_attachment=True, filename=f"templat-{kind}-{profile}.xlsx")


def _own(request: HttpRequest, area: str, delivery_id: int) -> Delivery:
    """The file, locked, if its register is this desk's to deliver."""
    found = get_object_or_404(Delivery.objects.select_for_update(of=("self",)), pk=delivery_id, area=area)
    if found.kind not in _delivers(request):
        raise Refusal(
            _("Berkas kantor lain"),
            why=_("isi ini diserahkan oleh kantor lain."),
            mend=_("Minta kantor yang menyerahkannya."),
        )
    return found


def _lock_twins(area: str, delivery_id: int) -> None:
    """Every delivery of the same file, always in this order: of two who take one back each, the second sees the first."""
    same = Delivery.objects.filter(pk=delivery_id, area=area).exclude(snapshot="").values("snapshot")
    list(Delivery.objects.select_for_update(of=("self",)).filter(area=area, snapshot__in=same).order_by("pk"))


def _refuse_removed(found: Delivery) -> None:
    if found.file_removed_at is not None:
        raise Refusal(
            _("Berkas %(file)s") % {"file": found.file_name},
            why=_("masa simpannya lewat, dan berkasnya sudah dihapus."),
            mend=_("Kirim berkas itu lagi, atau yang baru."),
        )


def _begun(request: HttpRequest, found: Delivery, kind: str) -> HttpResponse:
    piece = begin(kind=kind, area=found.area, user=request.user, arguments={"delivery": found.pk, "user": request.user.pk})
    Delivery.objects.filter(pk=found.pk).update(work_id=piece.pk)
    return redirect("work:piece", area=found.area, work_id=piece.pk)


def _delivers(request: HttpRequest) -> tuple[str, ...]:
    user: Any = request.user
    return DELIVERS.get(user.desk, ())


def _in_words(reason: str) -> str:
    """Why a row could not be read, in the language of the page; the rooms write it in English."""
    return reason if language() == "en" else fault_words(reason)


def _badge(row: Delivery) -> Badge:
    return Badge(DELIVERY.state(row.state).label, TONES[row.state])
