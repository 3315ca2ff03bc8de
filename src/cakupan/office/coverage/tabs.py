"""Who sees an overview of an area, and the pages of it beside each other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.accounts.desks import EVERY_DESK, PEOPLE_DESKS
from cakupan.office.coverage.loaded import Loaded
from cakupan.office.pages.parts import Link
from cakupan.report.page.aid import programmes
from cakupan.report.page.tables import illustrative_mark

# Everyone but the desks that work person by person at a counter or in a village, and whoever keeps accounts only.
OVERVIEW_DESKS = EVERY_DESK - {"kelurahan", "faskes", "admin"}
# The council sees totals; whoever else sees an overview may count down to a village.
VILLAGE_DESKS = OVERVIEW_DESKS - {"dprd"}
# Who may see by name whose cover ends: the desks that do something about it.
NAMES_DESKS = OVERVIEW_DESKS & PEOPLE_DESKS


def tabs(request: HttpRequest, area: str, found: Loaded) -> list[Link]:
    """The pages that have something to show, for this desk."""
    user: Any = request.user
    counted, ahead = found.whole is not None, bool(found.outlook)
    offered = [
        (_("Ringkasan"), "leader", True),
        (_("Wilayah dan segmen"), "places", counted),
        (_("Tren"), "trend", counted),
        (_("UHC"), "uhc", counted),
        (_("Tanggal"), "alarms", ahead),
        (_("Kehilangan jaminan"), "losing", ahead and user.desk in VILLAGE_DESKS),
        (_("Pilihan"), "options", ahead),
        (_("Tunggakan Pemda"), "arrears", found.payments_known and bool(found.edition.agreements)),
        (_("Bantuan keuangan provinsi"), "aid", bool(programmes(found.edition))),
    ]
    links = [(label, reverse(f"coverage:{name}", args=[area])) for label, name, there in offered if there]
    return [Link(label, url, request.path == url) for label, url in links]


def some_illustrative(found: Loaded) -> bool:
    """Whether terms behind the outlook were chosen for the demonstration."""
    return any(agreement.get("illustrative") for agreement in found.edition.agreements) or bool(
        illustrative_mark(found.edition.region, "budget_calendar")
    )
