"""The tabs of the bill's pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.pages.parts import Link


def tabs(area: str, current: str) -> list[Link]:
    """The pages of the bill, the one that is open marked."""
    names = {
        "bills": _("Tagihan"),
        "months": _("Penutupan bulan"),
        "payments": _("Pembayaran"),
        "arrears": _("Tunggakan"),
        "reconciliation": _("Rekonsiliasi"),
        "books": _("Pembukuan"),
    }
    return [Link(label, reverse(f"billing:{name}", args=[area]), current=name == current) for name, label in names.items()]
