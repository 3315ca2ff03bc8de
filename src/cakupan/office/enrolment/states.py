"""What a proposal goes through: no proposal without Dukcapil, no annex without a decree, nobody active without the branch."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cakupan.office.states import Move, State, StateTable

DRAFTED, CONFIRMED, APPROVED, DECREED = "drafted", "confirmed", "approved", "decreed"
SENT, ANSWERED, CANCELLED = "sent", "answered", "cancelled"
# From the decree on the annex stands.
FROZEN = (DECREED, SENT, ANSWERED)
# What takes up room under quota and budget although the branch may not have answered yet.
TAKING_ROOM = (APPROVED, *FROZEN)

PROPOSAL = StateTable(
    name="proposal",
    title=_("Usulan peserta"),
    states=(
        State(DRAFTED, _("disusun"), _("Daftarnya masih dapat diubah; menunggu konfirmasi Dukcapil.")),
        State(CONFIRMED, _("dikonfirmasi Dukcapil"), _("Orang-orangnya ada dan berdomisili di sini; menunggu persetujuan.")),
        State(APPROVED, _("disetujui"), _("Menunggu nomor Surat Keputusan.")),
        State(DECREED, _("ditetapkan SK"), _("Lampirannya tetap; menunggu dikirim ke cabang.")),
        State(SENT, _("menunggu jawaban cabang"), _("Belum seorang pun dihitung aktif sebelum cabang menjawab.")),
        State(ANSWERED, _("dijawab cabang"), _("Status tiap orang mengikuti data posisi dari cabang.")),
        State(CANCELLED, _("dibatalkan")),
    ),
    moves=(
        Move(DRAFTED, CONFIRMED, "confirm", _("Konfirmasi Dukcapil"), ("dukcapil",), stamps="confirmed_by"),
        Move(CONFIRMED, DRAFTED, "return", _("Kembalikan untuk diubah"), ("dukcapil", "dinkes"), needs_reason=True),
        Move(
            CONFIRMED,
            APPROVED,
            "approve",
            _("Setujui usulan"),
            ("dinkes",),
            approver=True,
            maker_checker=True,
            stamps="approved_by",
        ),
        Move(APPROVED, DECREED, "decree", _("Catat Surat Keputusan"), ("setda",), stamps="decreed_by"),
        Move(DECREED, SENT, "send", _("Kirim ke cabang"), ("dinkes",), stamps="sent_by"),
        Move(SENT, ANSWERED, "answer", _("Baca jawaban cabang"), ("bpjs", "dinkes"), stamps="answered_by"),
        Move(ANSWERED, ANSWERED, "answer", _("Baca jawaban cabang lagi"), ("bpjs", "dinkes"), stamps="answered_by"),
        Move(DRAFTED, CANCELLED, "cancel", _("Batalkan"), ("dinkes",), needs_reason=True),
        Move(CONFIRMED, CANCELLED, "cancel", _("Batalkan"), ("dinkes",), needs_reason=True),
        Move(APPROVED, CANCELLED, "cancel", _("Batalkan"), ("dinkes",), approver=True, needs_reason=True),
    ),
    line=(DRAFTED, CONFIRMED, APPROVED, DECREED, SENT, ANSWERED),
)
