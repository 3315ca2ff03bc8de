"""Invented data for the style page: every part once, in the states it can have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.law.refusal import Refusal
from cakupan.office.pages.charts import Chart, Series
from cakupan.office.pages.maps import Area, AreaMap, map_of
from cakupan.office.pages.parts import (
    Alarm,
    Badge,
    Compared,
    Confirmation,
    Event,
    Fact,
    Figure,
    Link,
    Progress,
    Requirement,
    Source,
)
from cakupan.office.pages.tables import Column, Table


@dataclass(frozen=True)
class Line:
    """An invented row of a queue."""

    number: int
    kind: Badge
    name: str
    nik: str
    district: str
    amount: int
    since_month: str
    due_date: dt.date


class Demo(forms.Form):
    """Every kind of field."""

    nik = forms.CharField(label=gettext_lazy("NIK"), help_text=gettext_lazy("Enam belas angka, tanpa spasi."), min_length=16)
    start_date = forms.DateField(label=gettext_lazy("Mulai"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    payer = forms.ChoiceField(label=gettext_lazy("Pembayar"), choices=[("kab", "Pemkab"), ("prov", "Pemprov")])
    way = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=[("same", gettext_lazy("Orang yang sama")), ("other", gettext_lazy("Orang lain"))],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"), help_text=gettext_lazy("XLSX atau CSV, paling besar 200 MB."), required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("Sudah diperiksa"), required=False)
    reason = forms.CharField(label=gettext_lazy("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class Narrow(forms.Form):
    """A row of filters."""

    district = forms.ChoiceField(
        label=gettext_lazy("Kecamatan"), choices=[("", gettext_lazy("semua")), ("1", "Indralaya")], required=False
    )
    least = forms.IntegerField(label=gettext_lazy("Rupiah paling sedikit"), required=False)


def shown(query: QueryDict) -> dict[str, Any]:
    """The context of the style page."""
    filled = Demo({"nik": "12", "payer": "kab"}, auto_id="wrong_%s")
    filled.is_valid()
    return {**_around(), **_lists(), "table": queue_table().shown(query), "nothing": _no_rows().shown(query)} | {
        "empty_form": Demo(),
        "wrong_form": filled,
        "narrow": Narrow(query or None),
        "chart": _chart(),
        "tiles": _tiles(),
        "refusal_said": Refusal(
            _("Impor penduduk"), why=_("berkas ini tidak memuat kolom NIK."), mend=_("Pakai templat unduhan, lalu unggah lagi.")
        ),
    }


def queue_table() -> Table:
    """A queue of 120 invented people."""
    columns = (
        Column("kind", _("Jenis"), "badge", sort=True),
        Column("name", _("Nama"), sort=True, url=lambda line: f"#orang-{line.number}"),
        Column("nik", _("NIK"), "nik"),
        Column("district", _("Kecamatan"), sort=True),
        Column("amount", _("Rp per bulan"), "rupiah", sort=True, total=True),
        Column("since_month", _("Sejak"), "month", sort=True),
        Column("due_date", _("Jatuh tempo"), "date", sort=True),
    )
    return Table(
        "antrean",
        _("Data tidak padan"),
        columns,
        _people(),
        noun=_("orang"),
        order="due_date",
        choice=lambda line: line.number,
        row_name=lambda line: line.name,
        page_rows=8,
    )


def _no_rows() -> Table:
    return Table(
        "kosong", _("Usulan"), (Column("name", _("Nama")),), (), empty_text=_("Usulan yang Anda buat akan berdiri di sini.")
    )


def _people() -> list[Line]:
    kinds = (
        Badge(_("Meninggal"), "stopped"),
        Badge(_("Pindah"), "warning"),
        Badge(_("Dibiayai ganda"), "waiting"),
        Badge(_("Perlu diteliti"), "active"),
    )
    names = ("SITI RAHMAWATI", "M. YUSUF", "NURJANNAH AHMAD", "ANI LESTARI", "HASAN BASRI")
    places = ("Indralaya", "Pemulutan", "Tanjung Raja", "Muara Kuang")
    return [
        Line(
            at,
            kinds[at % 4],
            names[at % 5],
            f"161004410290{9000 + at}",
            places[at % 3],
            (37_800, 35_000, 42_000)[at % 3],
            f"2024-0{1 + at % 6}",
            dt.date(2024, 7, 1 + at % 28),
        )
        for at in range(120)
    ]


def _around() -> Mapping[str, Any]:
    return {
        "area": {"name": "Kabupaten Ogan Ilir"},
        "position": {"as_of_date": dt.date(2024, 7, 1), "closed_at": dt.datetime(2024, 7, 3, 1, 12, tzinfo=dt.UTC)},
        "user": {"is_authenticated": True, "full_name": "Rahma Dewi", "get_desk_display": "Dinas Sosial"},
        "people_invented": True,
        "version": "0.1.0",
        "law_version": "2025-01",
        "navigation": [
            Link(_("Antrean"), "#antrean", current=True, count=1623),
            Link(_("Berkas"), "#berkas"),
            Link(_("Verifikasi"), "#verifikasi", count=412),
            Link(_("Perjanjian"), "#perjanjian"),
            Link(_("Tagihan"), "#tagihan"),
            Link(_("Cari orang"), "#orang"),
        ],
        "breadcrumbs": [Link(_("Antrean"), "#antrean"), Link(_("Gaya halaman"), "", current=True)],
    }


def _lists() -> Mapping[str, Any]:
    return {
        "figures": _figures(),
        "tab_links": [
            Link(_("Data tidak padan"), "#a", current=True, count=1623),
            Link(_("Perlu diteliti"), "#b", count=412),
            Link(_("Selesai"), "#d"),
        ],
        "badges": [
            Badge(_("disahkan"), "done"),
            Badge(_("berjalan"), "active"),
            Badge(_("menunggu pemeriksa"), "waiting"),
            Badge(_("hampir habis"), "warning"),
            Badge(_("ditolak"), "stopped"),
            Badge(_("rancangan"), "neutral"),
        ],
        "facts": [
            Fact(_("Nama"), "NURJANNAH AHMAD"),
            Fact(_("Desa"), "Tanjung Pering, RT 007 RW 002"),
            Fact(_("Pembayar"), _("PBPU dan BP Pemda, Pemkab Ogan Ilir"), "#ubah"),
        ],
        "events": _events(),
        "compared": _compared(),
        "requirements": _requirements(),
        "work": Progress(
            _("Impor penduduk Juli 2024"),
            412_000,
            600_000,
            step=_("memeriksa baris"),
            badge=Badge(_("berjalan"), "active"),
            cancel_url="#batal",
        ),
        "confirmation": _confirmation(),
        "alarms": _alarms(),
    }


def _figures() -> list[Figure]:
    return [
        Figure(
            _("Terdaftar"),
            "96,41 %",
            (_("kurang 6.837 jiwa"), "≈ Rp 258.438.600"),
            "#terdaftar",
            badge=Badge(_("di bawah 98 %"), "warning"),
            share=0.9641,
            threshold=0.98,
        ),
        Figure(
            _("Aktif"),
            "78,90 %",
            (_("Ambang 2025: 80 %, kurang 4.730 jiwa"),),
            "#aktif",
            badge=Badge(_("di atas 75 %"), "done"),
            share=0.789,
            threshold=0.75,
        ),
        Figure(
            _("Tunggakan Pemda"),
            "Rp\u00a07.371.000.000",
            (_("3 bulan, terlama April 2024"),),
            "#tunggakan",
            badge=Badge(_("tertunggak"), "stopped"),
        ),
        Figure(_("Yang berakhir berikutnya"), _("31 Desember"), (_("PKS: 65.000 jiwa kehilangan jaminan"),), "#akhir"),
    ]


def _events() -> list[Event]:
    law = Source(_("Dasar hukum"), "PKS 440/9012/2024, pasal 12")
    return [
        Event(dt.date(2025, 1, 1), _("Nonaktif: PKS berakhir"), badge=Badge(_("nonaktif"), "stopped"), sources=(law,)),
        Event(
            dt.date(2024, 2, 1),
            _("PBPU dan BP Pemda, Pemkab Ogan Ilir, kelas III"),
            ("Rp 42.000 = pusat 4.200 + Pemkab 37.800",),
            sources=(law, Source(_("Diputuskan oleh"), "Dinsos (R.), Dukcapil (S.)"), Source(_("Berkas"), "SK 123/2024, 4.117")),
        ),
        Event(dt.date(2024, 1, 18), _("Diusulkan Dinsos, disahkan Dukcapil")),
    ]


def _compared() -> list[Compared]:
    return [
        Compared("NIK", "16100441029-9007", "1610044102909007", "+10,1", _("mirip: satu angka hilang"), differs=True),
        Compared(_("Nama"), "HJ. NURJANAH BT AHMAD", "NURJANNAH AHMAD", "+5,3", _("sama setelah gelar dan ejaan")),
        Compared(_("Tanggal lahir"), "02-01-1990", "01-02-1990", "+2,4", _("hari dan bulan tertukar"), differs=True),
        Compared(_("Ibu"), "", "SALMAH", "0,0", _("kosong")),
    ]


def _requirements() -> list[Requirement]:
    return [
        Requirement(_("SK Bupati"), Badge(_("ada"), "done"), url="#sk"),
        Requirement(_("Lampiran BNBA"), Badge(_("ada"), "done"), note=_("5.012 baris, 12 tidak padan")),
        Requirement(_("Kode rekening"), Badge(_("belum"), "waiting"), "BPKAD", dt.date(2024, 7, 20)),
        Requirement(_("Rekening BPJS"), Badge(_("belum"), "stopped"), _("cabang"), dt.date(2024, 6, 30), overdue=True),
    ]


def _confirmation() -> Confirmation:
    return Confirmation(
        _("Usulkan nonaktif"),
        1204,
        _("orang"),
        _("Usulkan"),
        "#kembali",
        sum=45_511_200,
        sum_label=_("Iuran per bulan"),
        heads=(_("Nama"), "NIK", _("Jenis")),
        sample=(("SITI RAHMAWATI", "1610********9004", _("Meninggal")), ("M. YUSUF", "1610********9011", _("Pindah"))),
        consequence=_("Pejabat lain memeriksa usulan ini; sampai disetujui tidak ada yang berubah."),
    )


def _alarms() -> list[Alarm]:
    return [
        Alarm(dt.date(2024, 9, 10), _("Anggaran habis"), _("Kurang Rp 9.828.000.000."), "stopped", "#a", days_left=71),
        Alarm(dt.date(2024, 9, 30), _("Batas APBD Perubahan"), days_left=91),
        Alarm(dt.date(2024, 12, 31), _("PKS berakhir"), _("65.000 jiwa kehilangan jaminan."), "warning", "#b", days_left=183),
    ]


def _chart() -> Chart:
    months = [_("Juli"), _("Agustus"), _("September"), _("Oktober"), _("November"), _("Desember")]
    return Chart(
        "tagihan",
        _("Tagihan per bulan dan yang terbayar"),
        _("Bulan"),
        months,
        [
            Series(_("Tagihan"), [2_457_000_000] * 6),
            Series(_("Terbayar"), [2_457_000_000, 2_457_000_000, 1_300_000_000, 0, 0, None], "line"),
        ],
        unit="rupiah",
        threshold=2_000_000_000,
        threshold_label=_("Anggaran per bulan"),
        note=_("Angka rekaan."),
    )


def _tiles() -> AreaMap:
    names = ("Indralaya", "Pemulutan", "Tanjung Raja", "Muara Kuang", "Rantau Alai", "Tanjung Batu", "Payaraman", "Lubuk Keliat")
    areas = [
        Area(f"16.10.0{at}", name, f"{70 + 4 * at},10 %", min(at // 2, 4), f"#{at}", 1 + at % 4 * 2, 1 + at // 4)
        for at, name in enumerate(names)
    ]
    areas.append(Area("16.10.16", "Kandis", "–", -1))
    return map_of(
        title=_("Cakupan per kecamatan"),
        area_label=_("Kecamatan"),
        value_label=_("Terdaftar"),
        legend=["< 75 %", "75–80 %", "80–85 %", "85–90 %", "≥ 90 %"],
        areas=areas,
    )
