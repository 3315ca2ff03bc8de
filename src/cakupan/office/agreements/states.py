"""What an agreement goes through, from draft to its end (mission.md C2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cakupan.office.states import Move, State, StateTable

DRAFT, COMPLETE, SIGNED, ACTIVE, REVIEW = "draft", "complete", "signed", "active", "under_review"
AMENDED, STOPPED, ENDED, RENEWED = "amended", "stopped", "ended", "renewed"
# In force: the month bills under it.
IN_FORCE = (ACTIVE, REVIEW)

AGREEMENT = StateTable(
    name="agreement",
    title=_("Perjanjian"),
    states=(
        State(DRAFT, _("rancangan"), _("Ketentuan dan syarat masih disusun.")),
        State(COMPLETE, _("syarat lengkap"), _("Semua syarat terpenuhi; menunggu tanda tangan Pemda.")),
        State(SIGNED, _("ditandatangani"), _("Pemda sudah menandatangani; menunggu cabang membenarkan tanda tangannya.")),
        State(ACTIVE, _("aktif"), _("Berlaku; bulan menagih menurut ketentuannya.")),
        State(REVIEW, _("kaji ulang"), _("Tetap berlaku; kedua pihak sedang mengkaji ketentuannya.")),
        State(AMENDED, _("diubah dengan adendum"), _("Digantikan ketentuan adendum sejak adendum itu aktif.")),
        State(STOPPED, _("dihentikan"), _("Berhenti sebelum habis masanya.")),
        State(ENDED, _("berakhir"), _("Masa berlakunya habis.")),
        State(RENEWED, _("diperpanjang"), _("Dilanjutkan perjanjian berikutnya.")),
    ),
    moves=(
        Move(DRAFT, COMPLETE, "complete", _("Nyatakan syarat lengkap"), ("dinkes",), stamps="proposed_by"),
        Move(COMPLETE, DRAFT, "reopen", _("Kembalikan ke rancangan"), ("dinkes", "setda"), needs_reason=True),
        Move(
            COMPLETE,
            SIGNED,
            "sign",
            _("Catat tanda tangan Pemda"),
            ("dinkes",),
            approver=True,
            maker_checker=True,
            stamps="signed_by",
        ),
        Move(SIGNED, ACTIVE, "confirm", _("Benarkan tanda tangan cabang"), ("bpjs",), stamps="confirmed_by"),
        Move(SIGNED, DRAFT, "return", _("Kembalikan ke rancangan"), ("bpjs",), needs_reason=True),
        Move(ACTIVE, REVIEW, "review", _("Mulai kaji ulang"), ("dinkes", "setda"), needs_reason=True),
        Move(REVIEW, ACTIVE, "go_on", _("Lanjutkan tanpa perubahan"), ("dinkes", "setda"), needs_reason=True),
        Move(ACTIVE, STOPPED, "stop", _("Hentikan perjanjian"), ("dinkes",), approver=True, needs_reason=True),
        Move(REVIEW, STOPPED, "stop", _("Hentikan perjanjian"), ("dinkes",), approver=True, needs_reason=True),
        Move(ACTIVE, AMENDED, "amend", _("Digantikan adendum"), ("bpjs",)),
        Move(REVIEW, AMENDED, "amend", _("Digantikan adendum"), ("bpjs",)),
        Move(ACTIVE, RENEWED, "renew", _("Diperpanjang"), ("bpjs",)),
        Move(REVIEW, RENEWED, "renew", _("Diperpanjang"), ("bpjs",)),
        Move(ACTIVE, ENDED, "end", _("Catat berakhir"), ("dinkes", "setda")),
        Move(REVIEW, ENDED, "end", _("Catat berakhir"), ("dinkes", "setda")),
    ),
    line=(DRAFT, COMPLETE, SIGNED, ACTIVE, ENDED),
    maker="proposed_by_id",
)
