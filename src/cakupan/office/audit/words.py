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
    "person.read": _("membuka data orang"),
    "person.search": _("mencari orang"),
    "agreement.draft": _("membuat rancangan perjanjian"),
    "agreement.write": _("menulis perjanjian"),
    "agreement.name": _("memberi nomor perjanjian"),
    "agreement.adopt": _("mengambil perjanjian dari berkas"),
    "agreement.complete": _("menyatakan syarat perjanjian lengkap"),
    "agreement.reopen": _("mengembalikan perjanjian ke rancangan"),
    "agreement.sign": _("mencatat tanda tangan Pemda"),
    "agreement.confirm": _("membenarkan tanda tangan cabang"),
    "agreement.return": _("mengembalikan perjanjian dari cabang"),
    "agreement.review": _("memulai kaji ulang perjanjian"),
    "agreement.go_on": _("melanjutkan perjanjian"),
    "agreement.stop": _("menghentikan perjanjian"),
    "agreement.amend": _("mengganti perjanjian dengan adendum"),
    "agreement.renew": _("memperpanjang perjanjian"),
    "agreement.end": _("mencatat perjanjian berakhir"),
    "proposal.draft": _("menyusun usulan peserta"),
    "proposal.take_in": _("memasukkan orang ke usulan"),
    "proposal.take_out": _("mengeluarkan orang dari usulan"),
    "proposal.add_removal": _("mengusulkan penonaktifan"),
    "proposal.confirm": _("mengonfirmasi usulan peserta"),
    "proposal.return": _("mengembalikan usulan peserta"),
    "proposal.approve": _("menyetujui usulan peserta"),
    "proposal.decree": _("mencatat SK usulan peserta"),
    "proposal.send": _("mengirim usulan ke cabang"),
    "proposal.answer": _("membaca jawaban cabang"),
    "proposal.cancel": _("membatalkan usulan peserta"),
    "proposal.lines": _("membuka daftar usulan menurut nama"),
    "proposal.export": _("mengunduh daftar usulan"),
    "proposal.batch": _("mengunduh berkas untuk cabang"),
    "uhc.ask": _("mencatat permohonan status UHC"),
    "uhc.grant": _("mencatat pemberian status UHC"),
    "coverage.losing_people": _("membuka daftar yang kehilangan jaminan"),
    "coverage.losing_export": _("mengunduh daftar yang kehilangan jaminan"),
    "requirement.add": _("menambah syarat"),
    "requirement.done": _("memenuhi syarat"),
    "decree.enter": _("mencatat keputusan kepala daerah"),
    "document.keep": _("menyimpan dokumen"),
    "document.read": _("membuka dokumen"),
    "delivery.upload": _("mengunggah berkas"),
    "delivery.import": _("memasukkan berkas"),
    "delivery.undo": _("membatalkan berkas"),
    "delivery.mend": _("memperbaiki baris berkas"),
    "delivery.bad_rows": _("mengunduh baris yang salah"),
    "mismatch.list": _("membuka daftar data tidak padan"),
    "mismatch.read": _("membuka satu data tidak padan"),
    "mismatch.export": _("mengunduh daftar data tidak padan"),
    "mismatch.remove": _("mengusulkan nonaktif"),
    "mismatch.correct": _("mengusulkan perbaikan identitas"),
    "mismatch.keep": _("mengusulkan bukan masalah"),
    "mismatch.ask_dukcapil": _("bertanya ke Dukcapil tentang data tidak padan"),
    "mismatch.ask_branch": _("bertanya ke cabang tentang data tidak padan"),
    "mismatch.confirm": _("membenarkan usulan data tidak padan"),
    "mismatch.deny": _("tidak membenarkan usulan data tidak padan"),
    "mismatch.answer": _("menjawab pertanyaan tentang data tidak padan"),
    "mismatch.approve": _("menyetujui usulan data tidak padan"),
    "mismatch.reject": _("menolak usulan data tidak padan"),
    "mismatch.hand_on": _("memasukkan ke daftar penonaktifan"),
    "mismatch.list_back": _("mengunduh daftar untuk kantor"),
    "pair.read": _("membuka dua data berdampingan"),
    "pair.same": _("memutuskan orang yang sama"),
    "pair.different": _("memutuskan orang yang berbeda"),
    "pair.skip": _("melewati pasangan"),
    "pair.ask": _("menanyakan pasangan ke Dukcapil"),
    "pair.hand_over": _("menyerahkan keputusan pasangan"),
    "verification.rule": _("mengubah aturan persetujuan"),
    "re_survey.plan": _("merencanakan pendataan ulang"),
    "re_survey.list": _("mengunduh daftar pendataan ulang"),
    "re_survey.survey": _("mencatat hasil pendataan ulang"),
    "re_survey.deliberate": _("mengunggah berita acara musyawarah"),
    "re_survey.enter": _("menyatakan hasil pendataan dimasukkan"),
    "re_survey.minutes": _("membuka berita acara musyawarah"),
    "admission.check": _("memeriksa status di loket"),
    "admission.guessing": _("dihentikan: mencoba banyak nomor yang tidak dikenal"),
    "turned_away_case.report": _("melaporkan pasien ditolak atau ditagih"),
    "turned_away_case.take": _("menangani kasus pasien"),
    "turned_away_case.close": _("menyelesaikan kasus pasien"),
    "turned_away_case.reopen": _("membuka lagi kasus pasien"),
    "position.load": _("memuat posisi"),
    "paper.issue": _("menerbitkan surat"),
    "paper.read": _("membuka surat"),
    "paper.sign": _("menandatangani surat"),
    "paper.withdraw": _("menarik surat"),
    "letterhead.change": _("mengubah kop surat"),
    "work.cancel": _("meminta pekerjaan dibatalkan"),
    "work.done": _("pekerjaan selesai"),
    "work.refused": _("pekerjaan ditolak"),
    "work.failed": _("pekerjaan gagal"),
    "work.cancelled": _("pekerjaan dibatalkan"),
}
SUBJECTS: dict[str, str | Promise] = {
    "user": _("pengguna"),
    "person": _("orang"),
    "check": _("pemeriksaan"),
    "turned_away_case": _("kasus pasien"),
    "work": _("pekerjaan"),
    "log": _("catatan"),
    "agreement": _("perjanjian"),
    "paper": _("surat"),
    "delivery": _("berkas"),
    "document": _("dokumen"),
    "position": _("posisi"),
    "mismatch": _("data tidak padan"),
    "mismatches": _("kelompok data tidak padan"),
    "pair": _("pasangan"),
    "handover": _("penyerahan keputusan"),
    "re_survey": _("pendataan ulang"),
}
# What an admin's work needs of the log: accounts, long work, the log itself; never whom others looked at (migration 0002 too).
TECHNICAL_SUBJECTS = ("", "user", "work", "log")
TECHNICAL_ACTIONS = ("user.", "work.", "log.")


# What verification found, by the code of ``record.chain.BREAKS``.
BREAKS: dict[str, str | Promise] = {
    "missing": _("Catatan %(number)s hilang: sesudahnya langsung %(other)s."),
    "does_not_follow": _(
        "Catatan %(number)s tidak menyambung yang sebelumnya: disisipkan, dipindahkan, atau yang sebelumnya diubah."
    ),
    "changed": _("Catatan %(number)s diubah sesudah ditulis."),
    "not_as_noted": _("Catatan %(number)s bukan yang dicatat di luar basis data."),
    "end_moved": _("Rantai berakhir pada catatan %(number)s, sedangkan tanda basis data menyebut %(other)s."),
    "gone": _("Catatan %(number)s tidak ada lagi, padahal dicatat di luar basis data."),
    "columns": _("Kolom catatan %(number)s menyebut yang tidak ada dalam isinya: %(other)s."),
    "noted_twice": _("Catatan %(number)s dicatat dua kali di luar basis data, dan berbeda."),
    "note_unreadable": _("Baris %(number)s berkas di luar basis data tidak terbaca: diubah atau terpotong."),
}


def break_words(code: str, number: int, other: int | str) -> str:
    """One thing that verification found, in a sentence."""
    return str(BREAKS[code]) % {"number": number, "other": other}


def action_words(action: str) -> str:
    """The action as a page says it."""
    return str(ACTIONS.get(action, action))


def subject_words(kind: str, subject_id: str) -> str:
    """What an action was done to: its kind and number, never a name."""
    return f"{SUBJECTS.get(kind, kind)} {subject_id}".strip()
