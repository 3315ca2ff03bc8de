"""What becomes of a report that a patient was turned away or charged: somebody takes it, asks the facility, and closes it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cakupan.office.states import Move, State, StateTable

REPORTED, TAKEN, CLOSED = "reported", "taken", "closed"
OPEN = (REPORTED, TAKEN)
OWNERS = ("dinkes", "bpjs")

TURNED_AWAY = StateTable(
    name="turned_away_case",
    title=_("Pasien ditolak atau ditagih"),
    states=(
        State(REPORTED, _("dilaporkan"), _("Belum ada yang menangani.")),
        State(TAKEN, _("ditangani"), _("Satu petugas menanganinya dan bertanggung jawab sampai selesai.")),
        State(CLOSED, _("selesai"), _("Akhirnya tertulis, dengan uang yang dikembalikan bila ada.")),
    ),
    moves=(
        Move(REPORTED, TAKEN, "take", _("Tangani"), OWNERS, stamps="owner"),
        Move(TAKEN, TAKEN, "take", _("Ambil alih"), OWNERS, needs_reason=True, stamps="owner"),
        Move(TAKEN, CLOSED, "close", _("Selesaikan"), OWNERS, needs_reason=True, stamps="closed_by"),
        Move(CLOSED, TAKEN, "reopen", _("Buka lagi"), OWNERS, needs_reason=True, stamps="owner"),
    ),
    line=(REPORTED, TAKEN, CLOSED),
    maker="reported_by_id",
)
