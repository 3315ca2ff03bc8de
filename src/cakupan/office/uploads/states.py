"""How far a delivered file is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cakupan.office.states import Move, State, StateTable

DESKS = ("dukcapil", "dinsos", "dinkes", "bpjs")
DELIVERY = StateTable(
    name="delivery",
    title=_("Berkas masuk"),
    states=(
        State("received", _("diterima"), _("Berkas tersimpan, belum dibaca.")),
        State("tried", _("diperiksa"), _("Isinya sudah dibaca untuk dicoba; belum ada yang masuk.")),
        State("unreadable", _("ditolak"), _("Berkas tidak dapat dibaca; alasannya tertulis.")),
        State("imported", _("masuk"), _("Isinya menjadi data wilayah ini.")),
        State("undone", _("ditarik"), _("Ditarik kembali sebelum ada bulan yang bertumpu padanya.")),
    ),
    moves=(
        Move("tried", "imported", "import", _("Masukkan"), DESKS),
        Move("imported", "undone", "undo", _("Tarik kembali"), DESKS, needs_reason=True),
    ),
    line=("received", "tried", "imported"),
    maker="uploaded_by_id",
)
