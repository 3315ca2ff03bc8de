"""Which mismatches need Dukcapil's word before anybody decides, what can be proposed, and who decides. Data, not code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# Code → why Dukcapil confirms before the proposal goes on (B4). Every other code goes to the approver at once.
GATE: Mapping[str, Text] = {
    "deceased": _("Hanya Dukcapil yang memastikan kematian: akta dapat salah orang."),
    "moved": _("Hanya Dukcapil yang memastikan kepindahan dan daerah tujuannya."),
    "not_in_register": _("Orang yang tidak ditemukan dapat saja terdaftar dengan data lain di Dukcapil."),
    "identity_differs": _("Identitas yang benar adalah menurut data Dukcapil."),
    "identity_uncertain": _("Dukcapil memastikan orang yang dimaksud."),
    "nik_missing_or_invalid": _("NIK yang benar hanya ada di Dukcapil."),
}

REMOVE, CORRECT, KEEP, ASK_DUKCAPIL, ASK_BRANCH = "remove", "correct", "keep", "ask_dukcapil", "ask_branch"


@dataclass(frozen=True)
class Proposal:
    """What can be proposed; ``asks`` are questions to another office, which decide nothing."""

    label: Text
    says: Text
    asks: bool = False


PROPOSALS: Mapping[str, Proposal] = {
    REMOVE: Proposal(
        _("Usulkan nonaktif"), _("Setelah disetujui, orangnya dikeluarkan dari daftar Pemda mulai posisi berikutnya.")
    ),
    CORRECT: Proposal(
        _("Usulkan perbaikan identitas"), _("Setelah disetujui, masuk ke daftar perbaikan untuk Dukcapil dan cabang.")
    ),
    KEEP: Proposal(
        _("Bukan masalah"),
        _("Setelah disetujui, tidak ditanyakan lagi pada bulan-bulan berikutnya, kecuali buktinya berubah."),
    ),
    ASK_DUKCAPIL: Proposal(_("Tanya Dukcapil"), _("Masuk ke antrean Dukcapil; jawabannya kembali ke daftar ini."), asks=True),
    ASK_BRANCH: Proposal(_("Tanya cabang"), _("Masuk ke antrean BPJS Kesehatan; jawabannya kembali ke daftar ini."), asks=True),
}


def move_of(proposal: str, code: str) -> str:
    """The move of the state table that makes this proposal for a mismatch of this code."""
    if PROPOSALS[proposal].asks:
        return proposal
    return "propose_gated" if code in GATE else "propose"


# Who decides on who is who: whose word counts at once, and whose counts once the other office has said the same.
PAIR_DECIDES_ALONE = "dukcapil"
PAIR_NEEDS_CONFIRMATION: Mapping[str, str] = {"dinsos": "dukcapil"}
