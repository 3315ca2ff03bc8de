"""How notices and reads are told in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cakupan.answer import words
from cakupan.office.reads.consumers import consumers_by_id
from cakupan.office.reads.models import Kind, Notice

DIALECTS = {"rest": "REST", "vclaim": "VClaim", "pcare": "PCare"}
# What is wrong with a file of the access log; ``number`` is the line, ``other`` what stands there instead.
FAULTS: dict[str, str | Promise] = {
    "cut": gettext_lazy("Berkas dipotong: baris %(number)s sudah diambil kantor, tetapi tidak ada lagi di berkas."),
    "not_as_taken": gettext_lazy("Baris %(number)s bukan lagi baris yang diambil kantor: berkas ditulis ulang."),
    "file_gone": gettext_lazy("Berkas hilang, padahal masa simpannya belum lewat. Baris terakhirnya nomor %(number)s."),
    "missing": gettext_lazy("Baris %(number)s hilang: sesudahnya langsung %(other)s."),
    "changed": gettext_lazy("Baris %(number)s diubah sesudah ditulis, atau baris sebelumnya."),
    "does_not_follow": gettext_lazy("Baris %(number)s tidak menyambung yang sebelumnya: disisipkan atau dipindahkan."),
    "unreadable": gettext_lazy("Baris %(number)s tidak terbaca: diubah."),
    "unknown": gettext_lazy("Baris %(number)s tersambung, tetapi isinya bukan jawaban yang dikenal versi ini."),
}


def fault_words(notice: Notice) -> str:
    """What is wrong with the file, in a sentence."""
    told = FAULTS.get(notice.fault)
    return str(told) % {"number": notice.number, "other": notice.other} if told else notice.fault


def who(notice: Notice, names: dict[str, str] | None = None) -> str:
    """Whom or what it is about."""
    if notice.kind == Kind.FILE:
        return notice.file_name
    if notice.officer is not None:
        return str(notice.officer.full_name)
    known = names if names is not None else consumer_names()
    told = known.get(notice.consumer) or _("aplikasi faskes %(number)s") % {"number": notice.consumer}
    return f"{told}, {notice.facility_code}" if notice.facility_code else told


def consumer_names() -> dict[str, str]:
    """``RSUD Contoh (12345)`` by number."""
    return {number: f"{each.name} ({number})" for number, each in consumers_by_id().items()}


def slowed_words(notice: Notice) -> str:
    """What the software or the officer noticed of it."""
    if notice.kind == Kind.OFFICER:
        return _("ditolak selama sepuluh menit")
    if notice.kind == Kind.FILE:
        return ""
    seconds = f"{notice.slowed_seconds:.1f}".replace(".", ",")
    return _("jawabannya diperlambat sampai %(seconds)s detik") % {"seconds": seconds}


def guesses_words(notice: Notice) -> str:
    """How many guesses, and how often it was told."""
    if notice.kind == Kind.FILE:
        return fault_words(notice)
    return ngettext("%(number)s tebakan", "%(number)s tebakan", notice.guesses) % {"number": words.whole(notice.guesses)}
