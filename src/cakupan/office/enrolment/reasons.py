"""Why somebody is proposed, waits, or is not eligible: the ranking's codes in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "confirmed_poor": _("miskin, padan dengan data penduduk"),
    "newborn_with_family": _("bayi bersama keluarganya"),
    "quota_full": _("kuota penuh"),
    "budget_full": _("anggaran penuh"),
    "family_does_not_fit": _("keluarganya tidak muat utuh"),
    "behind_family_that_does_not_fit": _("sesudah keluarga yang tidak muat"),
    "deceased": _("meninggal"),
    "moved": _("pindah"),
    "not_living_here": _("tidak berdomisili di sini"),
    "decile_above_threshold": _("desil di atas batas SK"),
    "on_list_in_force": _("sudah ada di daftar yang berlaku"),
    "active_in_segment": _("sudah aktif di segmen lain"),
    "sick_now": _("sedang sakit"),
    "pregnant": _("ibu hamil"),
    "disaster": _("korban bencana atau wabah"),
}


def reason_words(code: str) -> str:
    """A code in words; what is no code is a reason that somebody wrote."""
    return str(REASONS.get(code, code))
