"""Which desk delivers which register, and what each is called on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cakupan.office.states import Text
from cakupan.registers.kinds import KINDS
from cakupan.registers.profile import built_in_profiles, load_profile

TITLES: Mapping[str, Text] = {
    "residents": _("Data penduduk (Dukcapil)"),
    "deaths": _("Akta kematian"),
    "moves": _("Mutasi pindah"),
    "poverty": _("Data kemiskinan (DTKS, DTSEN)"),
    "members": _("Data peserta (BPJS)"),
    "unpaid": _("Tunggakan peserta mandiri"),
    "bill": _("Tagihan cabang menurut nama"),
    "facilities": _("Faskes dan kontraknya"),
    "decisions": _("Lampiran SK"),
    "payments": _("Pembayaran (SP2D)"),
    "identity_decisions": _("Keputusan identitas"),
    "branch_answers": _("Jawaban cabang atas usulan"),
}
# What an office hands over itself. Annexes, payments and answers also come about in their own pages; a region that kept them
# elsewhere brings them here.
DELIVERS: Mapping[str, tuple[str, ...]] = {
    "dukcapil": ("residents", "deaths", "moves"),
    "dinsos": ("poverty",),
    "bpjs": ("members", "unpaid", "bill", "facilities"),
    "dinkes": ("facilities", "decisions", "payments"),
}
DESKS = tuple(DELIVERS)
READERS = (*DESKS, "provinsi", "auditor")


def profiles_of(kind: str) -> list[str]:
    """The built-in profiles that read a kind, its own first."""
    own = KINDS[kind].profile
    return [own, *(name for name in built_in_profiles() if name != own and load_profile(name).kind == kind)]
