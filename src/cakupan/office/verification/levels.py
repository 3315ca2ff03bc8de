"""What linking says of a field, in the language of the page. The Indonesian is linking's own (``linking.explanation``)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SAID = (
    gettext_noop("sama"),
    gettext_noop("berbeda"),
    gettext_noop("mirip"),
    gettext_noop("mirip: salah pada tanggal di dalam NIK"),
    gettext_noop("mirip: salah pada kode wilayah atau nomor urut"),
    gettext_noop("mirip: satu digit hilang atau tertukar"),
    gettext_noop("nomor urut tetangga (mungkin kembar)"),
    gettext_noop("sama setelah gelar dan ejaan"),
    gettext_noop("satu salah ketik, atau urutan kata tertukar"),
    gettext_noop("disingkat atau sebagian"),
    gettext_noop("sedikit mirip"),
    gettext_noop("hari dan bulan tertukar"),
    gettext_noop("satu bagian berbeda"),
    gettext_noop("salah satunya 1 Januari (isian petugas)"),
    gettext_noop("selisih setahun"),
    gettext_noop("KK dan ibu sama"),
    gettext_noop("KK sama"),
    gettext_noop("ibu dan desa sama"),
    gettext_noop("ibu sama"),
    gettext_noop("KK sama, ibu berbeda"),
    gettext_noop("desa sama"),
    gettext_noop("desa sama, ibu berbeda"),
    gettext_noop("kosong pada salah satu sisi"),
    gettext_noop("bobot seluruh data"),
    gettext_noop("dua calon sama kuat: diserahkan kepada petugas"),
    gettext_noop("bobot cukup tetapi namanya lain: diserahkan kepada petugas"),
    gettext_noop("NIK"),
    gettext_noop("Nama"),
    gettext_noop("Tanggal lahir"),
    gettext_noop("Jenis kelamin"),
    gettext_noop("Keluarga dan tempat"),
)


def spoken(text: str) -> str:
    """One of them in the language of the page; what is not among them as it is."""
    return _(text) if text else ""
