"""What a request for urgent cover goes through (H4). Which office recommends and which decides is the region's setting."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cakupan.office.states import Move, State, StateTable, Text

ASKED, RECOMMENDED, NOT_RECOMMENDED = "asked", "recommended", "not_recommended"
GRANTED, REFUSED, REVOKED, WITHDRAWN = "granted", "refused", "revoked", "withdrawn"
SENT, ACTIVATED, NOT_ACTIVATED = "sent", "activated", "not_activated"
# Somebody still has to do something: the family's time runs.
OPEN = (ASKED, RECOMMENDED, NOT_RECOMMENDED, SENT, NOT_ACTIVATED)
# In these a decision can be taken.
DECIDABLE = (RECOMMENDED, NOT_RECOMMENDED, NOT_ACTIVATED)
# A letter was issued: it names instrument, account and period, and none of that changes any more.
ISSUED = (GRANTED, REVOKED)
RECOMMENDING, DECIDING = ("recommend", "not_recommend"), ("grant", "refuse", "send", "recall", "revoke")
OFFICES = ("dinsos", "dinkes")


class UrgentCoverTable(StateTable):
    """A state table of which the region sets whose some moves are: its division of work (``models.Division``)."""

    def desks_of(self, move: Move, area: str) -> tuple[str, ...]:
        """The office that the region has recommend, and the one that it has decide; the other moves as the table says."""
        from cakupan.office.guarantees.models import division_of

        if move.code in RECOMMENDING:
            return (division_of(area).recommends,)
        return (division_of(area).decides,) if move.code in DECIDING else move.desks


def _decision(state: str, to_state: str, code: str, label: Text, *, needs_reason: bool = False) -> Move:
    """A move of whoever decides, and never of whoever recommended."""
    return Move(
        state,
        to_state,
        code,
        label,
        OFFICES,
        approver=True,
        needs_reason=needs_reason,
        maker_checker=True,
        stamps="decided_by",
    )


def _decisions() -> Iterator[Move]:
    for state in DECIDABLE:
        yield _decision(state, GRANTED, "grant", _("Jamin dengan SJP"))
        yield _decision(state, REFUSED, "refuse", _("Tolak jaminan"), needs_reason=True)
        yield Move(state, WITHDRAWN, "withdraw", _("Tarik permohonan"), ("faskes",), needs_reason=True)


URGENT_COVER = UrgentCoverTable(
    name="urgent_cover",
    title=_("Jaminan mendesak"),
    states=(
        State(ASKED, _("diajukan faskes"), _("Menunggu rekomendasi.")),
        State(RECOMMENDED, _("direkomendasikan"), _("Menunggu keputusan.")),
        State(NOT_RECOMMENDED, _("tidak direkomendasikan"), _("Menunggu keputusan, dengan alasan yang memberi rekomendasi.")),
        State(SENT, _("dikirim ke cabang"), _("Menunggu jawaban cabang atas aktivasi hari yang sama; belum aktif.")),
        State(NOT_ACTIVATED, _("tidak diaktifkan cabang"), _("Cabang menolak dengan alasannya; jaminan masih dapat diputuskan.")),
        State(GRANTED, _("dijamin, SJP terbit"), _("Pemda menjamin dengan dasar, rekening, dan masa yang tertulis; bukan SEP.")),
        State(REFUSED, _("ditolak"), _("Pemda tidak menjamin; alasannya tertulis.")),
        State(ACTIVATED, _("diaktifkan cabang"), _("BPJS menyatakan aktif pada tanggal dan nomor yang tertulis.")),
        State(REVOKED, _("jaminan dicabut"), _("SJP ditarik dan tidak berlaku lagi sejak dicabut.")),
        State(WITHDRAWN, _("ditarik faskes"), _("Faskes menarik permohonannya.")),
    ),
    moves=(
        Move(ASKED, RECOMMENDED, "recommend", _("Rekomendasikan"), OFFICES, stamps="recommended_by"),
        Move(
            ASKED,
            NOT_RECOMMENDED,
            "not_recommend",
            _("Tidak merekomendasikan"),
            OFFICES,
            needs_reason=True,
            stamps="recommended_by",
        ),
        Move(ASKED, WITHDRAWN, "withdraw", _("Tarik permohonan"), ("faskes",), needs_reason=True),
        *_decisions(),
        Move(
            RECOMMENDED,
            SENT,
            "send",
            _("Kirim untuk aktivasi hari yang sama"),
            OFFICES,
            approver=True,
            maker_checker=True,
            stamps="sent_by",
        ),
        Move(SENT, RECOMMENDED, "recall", _("Tarik kembali dari cabang"), OFFICES, approver=True, needs_reason=True),
        Move(SENT, ACTIVATED, "activate", _("Nyatakan aktif"), ("bpjs",), stamps="answered_by"),
        Move(SENT, NOT_ACTIVATED, "not_activate", _("Tolak aktivasi"), ("bpjs",), needs_reason=True, stamps="answered_by"),
        Move(GRANTED, REVOKED, "revoke", _("Cabut jaminan"), OFFICES, approver=True, needs_reason=True, stamps="revoked_by"),
    ),
    line=(ASKED, RECOMMENDED, GRANTED),
    maker="recommended_by_id",
)
