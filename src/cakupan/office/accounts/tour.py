"""The tour of a demo: who can do what, the seven steps of a month, a button into each desk. Elsewhere it does not exist."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_otp import login as note_code
from django_otp.plugins.otp_totp.models import TOTPDevice

from cakupan.office.access import public
from cakupan.office.accounts.demo import DEVICE, DOMAIN, OFFICERS
from cakupan.office.accounts.models import User
from cakupan.office.clock import today
from cakupan.office.database.models import Area
from cakupan.office.database.scope import scoped, seen_areas
from cakupan.office.desk.queue import Waiting, waiting_for

BACKEND = "django.contrib.auth.backends.ModelBackend"
BEGIN = "mulai"
TRY_AT_THE_DESK = Path("office") / "demo-desk.json"  # wiring/demo_desk.py writes it


@dataclass(frozen=True)
class Step:
    """One of the steps of a month: what happens, who does it, and where."""

    title: str
    says: str
    officer: User | None
    url: str


@dataclass(frozen=True)
class Door:
    """One officer of the demo, and what waits for whoever has signed in: reckoning every desk's queue takes half a second."""

    officer: User
    comes_for: str
    waiting: list[Waiting]
    current: bool


@dataclass(frozen=True)
class AtTheDesk:
    """The admission desk of the demo's story. ``people``: code, NIK and what happens to them; ``days`` as a clerk types them;
    ``counter``: the address at which hospital software asks, while the demo runs."""

    officer: User
    url: str
    people: list[tuple[str, str, str]]
    days: list[str]
    counter: str


def only_in_a_demo() -> None:
    """Outside a demo nothing of this answers."""
    if not settings.ENVIRONMENT.demo:
        raise Http404


@public
def tour(request: HttpRequest) -> HttpResponse:
    """Every desk with its door. ``?mulai=1`` signs in as the first one, so that the first page has somebody in it."""
    only_in_a_demo()
    if request.GET.get(BEGIN) and not request.user.is_authenticated:
        first = _officers().first()
        if first is not None:
            _enter_as(request, first)
        return redirect("accounts:tour")
    areas = list(Area.objects.all())
    area = areas[-1].code if areas else ""
    doors = [_door(officer, area, current=officer.pk == request.user.pk) for officer in _officers()]
    shown = {"doors": doors, "steps": steps(area) if area else [], "at_the_desk": at_the_desk(area) if area else None}
    return render(request, "accounts/tour.html", shown)


@public
def enter_as(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented officer (POST ``officer``), and go to the page told (``next``), else to that desk's first one."""
    only_in_a_demo()
    if request.method != "POST":
        return redirect("accounts:tour")
    told = request.POST.get("officer", "")
    _enter_as(request, get_object_or_404(_officers(), pk=int(told) if told.isascii() and told.isdigit() else 0))
    following = request.POST.get("next", "")
    return redirect(following if url_has_allowed_host_and_scheme(following, None) else "/")


def demo_officers() -> list[User]:
    """Whom the banner of a demo offers; nobody elsewhere."""
    return list(_officers()) if settings.ENVIRONMENT.demo else []


def _officers() -> Any:
    """The invented officers in the order of the desks: only accounts that the demo made."""
    names = [officer.username for officer in OFFICERS]
    return User.objects.filter(username__in=names, username__endswith=f"@{DOMAIN}", is_active=True).order_by("pk")


def _enter_as(request: HttpRequest, officer: User) -> None:
    login(request, officer, backend=BACKEND)
    device = TOTPDevice.objects.filter(user=officer, name=DEVICE, confirmed=True).first()
    if device is not None:
        note_code(request, device)


def _door(officer: User, area: str, *, current: bool) -> Door:
    found = _waiting(officer, area) if current and officer.holds(area) else []
    return Door(officer, comes_for().get(officer.desk, ""), found, current)


def _waiting(officer: User, area: str) -> list[Waiting]:
    with scoped(areas=seen_areas([area]), user_id=officer.pk, desk=officer.desk, places=officer.places):
        return waiting_for(officer, area, today())


def comes_for() -> dict[str, str]:
    """What each desk comes for, in a sentence."""
    return {
        "dukcapil": _("Menyerahkan data penduduk; memastikan siapa yang hidup, tinggal di sini, dan siapa dia."),
        "dinsos": _("Verifikasi dan validasi data penduduk miskin; mengusulkan peserta."),
        "dinkes": _("Perjanjian, kuota, tagihan bulanan, rekonsiliasi."),
        "bpjs": _("Data peserta, tagihan, mutasi, jawaban atas usulan."),
        "setda": _("Naskah, nomor, dan arsip perjanjian."),
        "provinsi": _("Bantuan keuangan provinsi dan perbandingan kabupaten/kota."),
        "kelurahan": _("Pendataan ulang dan musyawarah desa/kelurahan."),
        "faskes": _("Bisakah SEP dibuat hari ini? Bila tidak, siapa membayar?"),
        "pimpinan": _("Satu halaman: cakupan, uang, dan apa yang berakhir berikutnya."),
        "dprd": _("Angka cakupan dan anggaran, tanpa nama orang."),
        "auditor": _("Mengapa rupiah ini dibayar, untuk siapa, atas keputusan siapa."),
        "admin": _("Akun petugas; tidak melihat data orang dan tidak memutuskan apa pun."),
    }


def steps(area: str) -> list[Step]:
    """A month from the files to the Berita Acara, in order, each at its page, opened as the officer who does it there."""
    officers = {officer.username: officer for officer in _officers()}
    found = []
    for title, says, doer, page in _steps():
        officer = officers.get(doer)
        found.append(Step(title, says, officer, _address(page, area) if officer else ""))
    return found


def _steps() -> tuple[tuple[str, str, str, str], ...]:
    """Title, what happens, whose address does it, and the page's name."""
    return (
        (
            _("Unggah berkas"),
            _("Dukcapil, Dinsos, dan BPJS menyerahkan data bulan ini."),
            _doer("dukcapil"),
            "uploads:deliveries",
        ),
        (
            _("Verifikasi"),
            _("Data tidak padan diteliti: satu petugas mengusulkan, pejabat lain memutuskan."),
            _doer("dinsos"),
            "verification:queue",
        ),
        (
            _("Usulan"),
            _("Siapa yang masih muat dalam kuota dan anggaran, siapa yang menunggu, dan mengapa."),
            _doer("dinsos"),
            "enrolment:proposals",
        ),
        (_("Tutup bulan"), _("Kedua pihak menyetujui posisi; sejak itu tidak berubah lagi."), _doer("dinkes"), "billing:months"),
        (
            _("Tagihan"),
            _("Tagihan menurut nama, per perjanjian; dicocokkan dengan tagihan cabang."),
            _doer("bpjs"),
            "billing:bills",
        ),
        (_("Pembayaran"), _("SPP, SPM, SP2D, dan kelebihan bayar yang diperhitungkan."), _doer("dinkes"), "billing:payments"),
        (_("Berita Acara"), _("Pemutakhiran data dan rekonsiliasi, siap ditandatangani."), _doer("dinkes"), "papers:listed"),
    )


def at_the_desk(area: str) -> AtTheDesk | None:
    """Whom to ask about at the admission desk, and on which days; None where the demo's story does not come to it."""
    kept = settings.ENVIRONMENT.workspace / TRY_AT_THE_DESK
    told = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    clerk = _officers().filter(username=_doer("faskes")).first()
    if not told.get("people") or clerk is None:
        return None
    says = {
        "lost": _("kehilangan penjaminan saat perjanjian kabupaten berakhir"),
        "kept": _("tetangganya, dibayar provinsi"),
    }
    people = [(code, number, says[code]) for code, number in told["people"].items()]
    days = [f"{dt.date.fromisoformat(day):%d-%m-%Y}" for day in told["days"]]
    return AtTheDesk(clerk, reverse("admission:desk", args=[area]), people, days, told.get("counter", ""))


def _doer(desk: str) -> str:
    return next(officer.username for officer in OFFICERS if officer.desk == desk and not officer.approver)


def _address(page: str, area: str) -> str:
    """Where a page is; the desk's queue while there is none of that name."""
    try:
        return reverse(page, args=[area])
    except NoReverseMatch:
        return reverse("desk:queue", args=[area])
