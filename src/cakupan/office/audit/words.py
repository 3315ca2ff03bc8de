"""How the log's codes read. A code without words here is shown as it is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "user.sign_in": _("masuk"),
    "user.sign_out": _("keluar"),
    "user.session_ended": _("sesi habis waktunya"),
    "user.session_end": _("mengakhiri sesi di tempat lain"),
    "user.sign_in_failed": _("gagal masuk"),
    "user.locked_out": _("akun dikunci"),
    "user.unlock": _("membuka kunci akun"),
    "user.code_accept": _("memberi kode sekali pakai"),
    "user.code_failed": _("kode sekali pakai tidak cocok"),
    "user.code_set_up": _("memasang kode sekali pakai"),
    "user.code_reset": _("menyetel ulang kode sekali pakai"),
    "user.recovery_codes": _("membuat kode pemulihan baru"),
    "user.password_change": _("mengganti kata sandi"),
    "user.create": _("membuat akun"),
    "user.change": _("mengubah akun"),
    "user.invite": _("memberi undangan"),
    "user.invitation_accept": _("memakai undangan"),
    "user.deactivate": _("menonaktifkan akun"),
    "user.reactivate": _("mengaktifkan akun lagi"),
    "user.delegate": _("melimpahkan wewenang"),
    "user.delegation_end": _("mengakhiri pelimpahan"),
    "user.export": _("mengunduh daftar pengguna"),
    "log.search": _("mencari di catatan"),
    "log.export": _("mengunduh catatan"),
    "log.verify": _("memeriksa keutuhan catatan"),
    "person.unmask": _("membuka NIK"),
    "person.record": _("membuka riwayat lengkap satu orang"),
    "person.record_letter": _("mencetak riwayat lengkap satu orang"),
    "work.done": _("pekerjaan selesai"),
    "work.refused": _("pekerjaan ditolak"),
    "work.failed": _("pekerjaan gagal"),
    "work.cancelled": _("pekerjaan dibatalkan"),
}
SUBJECTS: dict[str, str | Promise] = {
    "user": _("pengguna"),
    "person": _("orang"),
    "work": _("pekerjaan"),
    "log": _("catatan"),
}
# What an admin's work needs of the log: accounts, long work, the log itself; never whom others looked at (migration 0002 too).
TECHNICAL_SUBJECTS = ("", "user", "work", "log")
TECHNICAL_ACTIONS = ("user.", "work.", "log.")


def action_words(action: str) -> str:
    """The action as a page says it."""
    return str(ACTIONS.get(action, action))


def subject_words(kind: str, subject_id: str) -> str:
    """What an action was done to: its kind and number, never a name."""
    return f"{SUBJECTS.get(kind, kind)} {subject_id}".strip()
