"""What a mismatch goes through from the first proposal to the decision, and a village from plan to entered re-survey."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cakupan.office.states import Move, State, StateTable

OPEN, AT_DUKCAPIL, PROPOSED, APPROVED = "open", "at_dukcapil", "proposed", "approved"
ASKED_DUKCAPIL, ASKED_BRANCH = "asked_dukcapil", "asked_branch"
# Somebody has it in hand: neither to be proposed nor decided.
MOVING = (AT_DUKCAPIL, PROPOSED, ASKED_DUKCAPIL, ASKED_BRANCH)
PROPOSERS = ("dinsos", "dinkes")

CASE = StateTable(
    name="mismatch_case",
    title=_("Data tidak padan"),
    states=(
        State(OPEN, _("belum diusulkan"), _("Menunggu usulan Dinsos atau Dinas Kesehatan.")),
        State(AT_DUKCAPIL, _("menunggu Dukcapil"), _("Sudah diusulkan; Dukcapil harus membenarkannya lebih dahulu.")),
        State(PROPOSED, _("menunggu persetujuan"), _("Sudah diusulkan; menunggu pejabat penyetuju.")),
        State(ASKED_DUKCAPIL, _("ditanyakan ke Dukcapil"), _("Menunggu jawaban Dukcapil.")),
        State(ASKED_BRANCH, _("ditanyakan ke cabang"), _("Menunggu jawaban BPJS Kesehatan.")),
        State(APPROVED, _("disetujui"), _("Sudah diputuskan; berlaku mulai posisi berikutnya.")),
    ),
    moves=(
        Move(OPEN, PROPOSED, "propose", _("Usulkan"), PROPOSERS, needs_reason=True, stamps="proposed_by"),
        Move(OPEN, AT_DUKCAPIL, "propose_gated", _("Usulkan lewat Dukcapil"), PROPOSERS, needs_reason=True, stamps="proposed_by"),
        Move(OPEN, ASKED_DUKCAPIL, "ask_dukcapil", _("Tanya Dukcapil"), PROPOSERS, needs_reason=True, stamps="proposed_by"),
        Move(OPEN, ASKED_BRANCH, "ask_branch", _("Tanya cabang"), PROPOSERS, needs_reason=True, stamps="proposed_by"),
        Move(AT_DUKCAPIL, PROPOSED, "confirm", _("Benarkan"), ("dukcapil",), maker_checker=True, stamps="confirmed_by"),
        Move(
            AT_DUKCAPIL,
            OPEN,
            "deny",
            _("Tidak benar"),
            ("dukcapil",),
            needs_reason=True,
            maker_checker=True,
            stamps="confirmed_by",
        ),
        Move(ASKED_DUKCAPIL, OPEN, "answer", _("Jawab"), ("dukcapil",), needs_reason=True),
        Move(ASKED_BRANCH, OPEN, "answer", _("Jawab"), ("bpjs",), needs_reason=True),
        Move(
            PROPOSED,
            APPROVED,
            "approve",
            _("Setujui"),
            PROPOSERS,
            approver=True,
            maker_checker=True,
            stamps="decided_by",
        ),
        Move(
            PROPOSED,
            OPEN,
            "reject",
            _("Tolak"),
            PROPOSERS,
            approver=True,
            needs_reason=True,
            maker_checker=True,
            stamps="decided_by",
        ),
        *(
            Move(
                state,
                OPEN,
                "withdraw",
                _("Tarik usulan"),
                PROPOSERS,
                needs_reason=True,
                maker_only=True,
                before="confirmed_by_id",
            )
            for state in (AT_DUKCAPIL, PROPOSED)
        ),
        # Only for evidence that changed since, or a mismatch that went and came back; the next proposal does it by itself.
        Move(APPROVED, OPEN, "reopen", _("Buka lagi"), PROPOSERS, needs_reason=True),
    ),
    line=(OPEN, AT_DUKCAPIL, PROPOSED, APPROVED),
    maker="proposed_by_id",
)

PLANNED, SURVEYED, DELIBERATED, ENTERED = "planned", "surveyed", "deliberated", "entered"
SURVEYORS = ("dinsos", "kelurahan")
RE_SURVEY = StateTable(
    name="re_survey",
    title=_("Pendataan ulang desa"),
    states=(
        State(PLANNED, _("direncanakan"), _("Daftar orang yang didatangi sudah ada; desa belum didata.")),
        State(SURVEYED, _("selesai didata"), _("Petugas sudah mendatangi; hasilnya sudah diisi.")),
        State(DELIBERATED, _("sudah dimusyawarahkan"), _("Musyawarah desa memutuskan; berita acaranya diunggah.")),
        State(ENTERED, _("dimasukkan"), _("Hasil musyawarah sudah dimasukkan ke data kemiskinan.")),
    ),
    moves=(
        Move(PLANNED, SURVEYED, "survey", _("Catat hasil pendataan"), SURVEYORS),
        Move(SURVEYED, DELIBERATED, "deliberate", _("Unggah berita acara musyawarah"), SURVEYORS),
        Move(DELIBERATED, ENTERED, "enter", _("Nyatakan sudah dimasukkan"), ("dinsos",)),
    ),
    line=(PLANNED, SURVEYED, DELIBERATED, ENTERED),
    maker="planned_by_id",
)
