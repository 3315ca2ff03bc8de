"""What the pages of urgent cover show: badges, facts, the patient's answer, the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.answer.words import date_words, rupiah
from cakupan.office.accounts.desks import Desk
from cakupan.office.audit.unmasking import nik_for
from cakupan.office.guarantees.clocks import Clock, clock_of, moment_words
from cakupan.office.guarantees.deciding import status_words
from cakupan.office.guarantees.models import Condition, UrgentCover, UrgentCoverHistory
from cakupan.office.guarantees.states import URGENT_COVER
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Fact, Tone
from cakupan.report.letters.person import masked_card

TONES: dict[str, Tone] = {
    "asked": "waiting",
    "recommended": "waiting",
    "not_recommended": "warning",
    "sent": "waiting",
    "not_activated": "warning",
    "granted": "done",
    "refused": "stopped",
    "activated": "done",
    "revoked": "stopped",
    "withdrawn": "neutral",
}
# What is done with a request besides its moves.
DONE = {"ask": gettext_lazy("Diajukan"), "claim": gettext_lazy("Nilai klaim diisi")}


def badge(cover: UrgentCover) -> Badge:
    """Its state in a word."""
    return Badge(URGENT_COVER.state(cover.state).label, TONES[cover.state])


def clock_badge(cover: UrgentCover) -> Badge:
    """Until when, and whether that has passed."""
    clock: Clock = clock_of(cover)
    if not cover.open:
        return Badge(clock.words, "neutral")
    return Badge(_("%(until)s, lewat") % {"until": clock.words}, "warning") if clock.overdue else Badge(clock.words, "waiting")


def facts(request: HttpRequest, cover: UrgentCover) -> list[Fact]:
    """The request."""
    user: Any = request.user
    card = cover.card_number if user.sees_nik else masked_card(cover.card_number)
    status, as_of = status_words(cover)
    found = [
        Fact(_("NIK"), nik_for(user, cover.nik)),
        Fact(_("Nomor kartu JKN"), card or "–"),
        Fact(_("Tanggal lahir"), _day(cover.birth_date)),
        Fact(_("Faskes"), f"{cover.facility_name} ({cover.facility_code})"),
        Fact(_("Masuk"), moment_words(cover.admitted_at, cover.area)),
        Fact(_("Keadaan"), Condition(cover.condition).label),
        Fact(_("Diajukan"), f"{moment_words(cover.asked_at, cover.area)} · {cover.asked_by.full_name}"),
        Fact(_("Dapat dihubungi"), cover.contact),
        Fact(_("Status JKN pada hari masuk"), _("%(status)s (posisi %(day)s)") % {"status": status, "day": _day(as_of)}),
    ]
    return [*found, Fact(_("Catatan"), cover.note)] if cover.note else found


def decision_facts(cover: UrgentCover) -> list[Fact]:
    """What the region guarantees, on what, for which days; empty before a letter."""
    if cover.paper is None:
        return []
    return [
        Fact(_("Nomor SJP"), cover.paper.number),
        Fact(_("Dasar"), f"{cover.instrument_title} {cover.instrument_number}, {_day(cover.instrument_date)}"),
        Fact(_("Kode rekening"), cover.account),
        Fact(_("Pelayanan"), "; ".join(cover.services)),
        Fact(_("Berlaku"), _("%(first)s s.d. %(last)s") % {"first": _day(cover.from_date), "last": _day(cover.last_date)}),
        Fact(_("Diputuskan oleh"), _office(cover.deciding_office)),
        Fact(_("Kode surat"), cover.paper.code, reverse("letter:shown", args=[cover.paper.code]), _("halaman pemeriksaan")),
    ]


def branch_facts(cover: UrgentCover) -> list[Fact]:
    """What was sent to the branch, and what it said; empty where nothing was."""
    if cover.sent_at is None:
        return []
    found = [Fact(_("Dikirim ke cabang"), moment_words(cover.sent_at, cover.area))]
    if cover.answered_at:
        found.append(Fact(_("Dijawab cabang"), moment_words(cover.answered_at, cover.area)))
    if cover.active_from_date:
        found += [Fact(_("Aktif mulai"), _day(cover.active_from_date)), Fact(_("Nomor rujukan BPJS"), cover.branch_reference)]
    return found


def claim_facts(cover: UrgentCover) -> list[Fact]:
    """What the facility told after discharge; empty before."""
    if cover.claim_amount is None:
        return []
    return [Fact(_("Tanggal pulang"), _day(cover.discharged_date)), Fact(_("Nilai klaim"), rupiah(cover.claim_amount))]


def history(cover: UrgentCover) -> Iterator[tuple[UrgentCoverHistory, str]]:
    """Each step with its name."""
    for row in cover.history.select_related("by").order_by("-id"):
        yield row, str(DONE.get(row.move) or URGENT_COVER.label(row.move))


def _office(desk: str) -> str:
    return str(Desk(desk).label) if desk else "–"


def _day(day: Any) -> str:
    return date_words(day, language=language()) if day else "–"
