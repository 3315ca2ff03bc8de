"""What becomes of a notice: somebody looks at it, and writes how it ended."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cakupan.office.states import Move, State, StateTable

NEW, SEEN, SETTLED = "new", "seen", "settled"
OPEN = (NEW, SEEN)
# The auditor sees whether somebody looks for people; the admin is who can stop it.
OWNERS = ("auditor", "admin")

NOTICE = StateTable(
    name="access_notice",
    title=_("Peringatan akses"),
    states=(
        State(NEW, _("baru"), _("Belum ada yang melihat.")),
        State(SEEN, _("ditangani"), _("Satu petugas menanganinya dan bertanggung jawab sampai selesai.")),
        State(SETTLED, _("selesai"), _("Akhirnya tertulis: apa yang ditemukan dan apa yang dilakukan.")),
    ),
    moves=(
        Move(NEW, SEEN, "take", _("Tangani"), OWNERS, stamps="owner"),
        Move(SEEN, SEEN, "take", _("Ambil alih"), OWNERS, needs_reason=True, stamps="owner"),
        Move(SEEN, SETTLED, "settle", _("Selesaikan"), OWNERS, needs_reason=True, stamps="settled_by"),
        Move(SETTLED, SEEN, "reopen", _("Buka lagi"), OWNERS, needs_reason=True, stamps="owner"),
    ),
    line=(NEW, SEEN, SETTLED),
    maker="owner_id",
)
