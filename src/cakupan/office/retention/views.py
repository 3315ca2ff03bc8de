"""How long each kind is kept and by which rule, how many are held, and when the daily run last removed what is over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cakupan.office import clock
from cakupan.office.access import allow
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.retention.navigation import DESKS
from cakupan.office.retention.schedule import Rule, Said
from cakupan.office.retention.sweeping import KINDS, Ran, held_in, here, last_run

LATE = dt.timedelta(days=2)


@allow(*DESKS)
def kept(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every kind. What belongs to no area is told as the last run found it: a page sees its own area only."""
    ran, now = last_run(), clock.now()
    rows = [_row(rule, area, ran, now) for rule in here()]
    table = Table(
        "masa-simpan",
        _("Masa simpan"),
        (
            Column("what", _("Jenis")),
            Column("period", _("Masa simpan")),
            Column("held", _("Disimpan"), "whole"),
            Column("oldest", _("Tertua"), "date"),
            Column("due", _("Lewat masa"), "whole"),
            Column("removed", _("Dihapus terakhir"), "whole"),
            Column("at_end", _("Sesudah masanya")),
            Column("citation", _("Dasar")),
            Column("ground", _("Kepastian"), "badge"),
            Column("why", _("Alasan"), on_page=False),
            Column("source", _("Sumber"), on_page=False),
        ),
        rows,
        noun=_("jenis"),
    )
    late = ran is not None and timezone.now() - ran.at > LATE
    return table_page(request, "retention/kept.html", {"ran": ran, "late": late, "total": _total(ran)}, table)


def _row(rule: Rule, area: str, ran: Ran | None, now: dt.datetime) -> dict[str, Any]:
    seen = not rule.removed or KINDS[rule.kind].seen
    held = held_in(rule, area, now) if seen else ran.held.get(rule.kind) if ran else None
    return {
        "what": _said(rule.what),
        "period": _period(rule),
        "held": held.count if held else None,
        "oldest": held.oldest if held else None,
        "due": held.due if held else None,
        "removed": ran.removed.get(rule.kind) if ran else None,
        "at_end": _said(rule.at_end),
        "citation": rule.citation,
        "ground": _ground(rule),
        "why": _said(rule.why),
        "source": f"{rule.source} ({rule.last_checked.isoformat()})",
    }


def _said(said: Said) -> str:
    return said[language()]


def _period(rule: Rule) -> str:
    counted = {
        "days": ngettext("%(number)s hari", "%(number)s hari", rule.number),
        "years": ngettext("%(number)s tahun", "%(number)s tahun", rule.number),
    }
    length = counted[rule.unit] % {"number": rule.number}
    told = _("%(length)s sejak %(day)s") % {"length": length, "day": _said(rule.counted_from)}
    if rule.number > rule.least:
        return _("%(period)s (diperpanjang daerah dari %(least)s)") % {"period": told, "least": rule.least}
    return told


def _ground(rule: Rule) -> Badge:
    """How sure the rule is: whether the law says how long, and whether what is cited was seen."""
    if rule.confidence != "verified":
        return Badge(_("belum diperiksa"), "warning")
    return Badge(_("menurut hukum"), "done") if rule.set_by == "law" else Badge(_("lamanya pilihan kantor"), "neutral")


def _total(ran: Ran | None) -> int:
    return sum(ran.removed.values()) if ran else 0
