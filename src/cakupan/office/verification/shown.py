"""The lists as tables: what does not match, what was proposed, what is over; and the tabs above them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cakupan.answer.words import rupiah
from cakupan.office.clock import today
from cakupan.office.pages.parts import Badge, Link, Tone
from cakupan.office.pages.tables import Column, Table
from cakupan.office.verification.desks import PAIR_DESKS
from cakupan.office.verification.due import due_date
from cakupan.office.verification.gate import PROPOSALS
from cakupan.office.verification.models import MismatchCase
from cakupan.office.verification.pairs import waiting_pairs
from cakupan.office.verification.states import APPROVED, AT_DUKCAPIL, CASE, PROPOSED
from cakupan.office.verification.wording import district_of, kind_word
from cakupan.office.verification.worklist import Sums, counts

TONES: dict[str, Tone] = {AT_DUKCAPIL: "waiting", PROPOSED: "active", APPROVED: "done"}


def tabs_of(request: HttpRequest, area: str, current: str) -> list[Link]:
    """The four queues with what is in each."""
    user: Any = request.user
    found = counts(user, area)
    told = [
        ("queue", _("Data tidak padan"), found.open),
        ("proposals", _("Usulan"), found.moving),
        ("settled", _("Selesai"), found.over),
    ]
    if user.desk in PAIR_DESKS:
        told.insert(1, ("pair", _("Perlu diteliti"), waiting_pairs(user, area).count()))
    return [Link(label, reverse(f"verification:{name}", args=[area]), name == current, count) for name, label, count in told]


def state_badge(state: str) -> Badge:
    """A state of a case."""
    return Badge(CASE.state(state).label, TONES.get(state, "waiting"))


def sums_words(found: Sums) -> dict[str, str]:
    """The sums in words; what is not known is said so, and never shown as nothing."""
    unknown = _("tidak diketahui")
    return {
        "month": unknown if found.per_month is None else rupiah(found.per_month),
        "date": unknown if found.to_date is None else rupiah(found.to_date),
    }


def _columns(area: str) -> tuple[Column, ...]:
    return (
        Column("code", _("Jenis"), sort="code", value=lambda row: kind_word(row.code), url=lambda row: _case_url(area, row.key)),
        Column("name", _("Nama"), sort="name"),
        Column("nik", _("NIK"), "nik"),
        Column("village", _("Kecamatan"), sort="village", value=lambda row: district_of(row.village)),
        Column("evidence", pgettext("mismatch", "Bukti"), width=48),
        Column("weight", _("Rp/bln"), "rupiah", sort="weight", value="rupiah_per_month"),
        Column("to_date", _("Rp sampai posisi"), "rupiah", value="rupiah_to_date", on_page=False),
    )


def _case_url(area: str, key: str) -> str:
    return reverse("verification:case", args=[area, key])


def open_table(
    request: HttpRequest, area: str, rows: QuerySet[Any], *, choosing: bool, officers: Mapping[int, str] | None = None
) -> Table:
    """What nobody has in hand yet; with ``officers`` (names by id) and rows that say whose work they are, that too."""
    due = due_date(today())
    whose = (Column("officer", _("Ditugaskan"), value=lambda row: officers.get(row.officer, "")),) if officers is not None else ()
    return Table(
        "data-tidak-padan",
        _("Data tidak padan"),
        (
            *_columns(area),
            Column("since", _("Sejak"), "month", sort="first_month", value="first_month"),
            Column("due", _("Jatuh tempo"), "date", value=lambda _row: due),
            *whose,
            Column("bpk", _("Jenis menurut BPK"), value="bpk_kind", on_page=False),
        ),
        rows,
        noun=_("data"),
        order="-weight",
        choice=(lambda row: row.key) if choosing else None,
        row_name=_row_name,
        niks=_niks(request),
        empty=_("Tidak ada data tidak padan yang menunggu usulan."),
        empty_text=_("Hapus saringan, atau lihat Usulan dan Selesai."),
    )


def moving_table(request: HttpRequest, area: str, rows: QuerySet[Any], *, choosing: bool) -> Table:
    """What was proposed or asked, by whom and why."""
    return Table(
        "usulan",
        _("Usulan"),
        (
            *_columns(area),
            Column("proposal", _("Usulan"), value=lambda row: PROPOSALS[row.proposal].label),
            Column("by", _("Diusulkan oleh"), value="proposer_name"),
            Column("why", _("Alasan"), value="why", width=40),
            Column("standing", _("Keadaan"), "badge", value=lambda row: state_badge(row.standing)),
        ),
        rows,
        noun=_("data"),
        order="-weight",
        choice=(lambda row: row.key) if choosing else None,
        row_name=_row_name,
        niks=_niks(request),
        empty=_("Tidak ada usulan yang sedang berjalan."),
    )


def settled_table(request: HttpRequest, area: str, rows: QuerySet[MismatchCase]) -> Table:
    """What is over, and how."""
    return Table(
        "selesai",
        _("Selesai"),
        (
            *_columns(area)[:5],
            Column("rupiah_per_month", _("Rp/bln"), "rupiah", sort="rupiah_per_month"),
            Column("proposal", _("Usulan"), value=lambda row: PROPOSALS[row.proposal].label),
            Column("by", _("Diusulkan oleh"), value="proposed_by__full_name"),
            Column("decided", _("Diputuskan oleh"), value=lambda row: row.decided_by.full_name if row.decided_by else None),
            Column("decided_at", _("Tanggal keputusan"), "date", sort="decided_at"),
            Column("why", _("Alasan"), value="reason", width=40),
            Column("state", _("Keadaan"), "badge", value=settled_badge),
        ),
        rows.select_related("proposed_by", "decided_by"),
        noun=_("data"),
        order="-decided_at",
        niks=_niks(request),
        empty=_("Belum ada yang selesai."),
    )


def settled_badge(case: Any) -> Badge:
    """How a case is over: decided, or its mismatch is gone from the newest position."""
    if case.gone:
        return Badge(_("tidak muncul lagi"), "done")
    return state_badge(case.state)


def _row_name(row: Any) -> str:
    return f"{row.name} {kind_word(row.code)}"


def _niks(request: HttpRequest) -> Any:
    """In files whole for the desks that compare it with papers; masked on every page."""
    user: Any = request.user
    return "in_file" if user.sees_nik else "masked"
