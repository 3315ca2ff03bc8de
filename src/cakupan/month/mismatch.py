"""The codes that speak against a line of a decree's annex: BPK's kind, what to do, and whether it is proof or a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MismatchKind:
    """One code. ``provable`` codes, in their order here, take a line out of the verified bill; the others ask a person first."""

    code: str
    provable: bool
    bpk_kind: str | None
    suggested_action: str
    why: str


# The order is the order in which a line with several codes is counted: what ends the duty for good comes first.
KINDS = (
    MismatchKind(
        "deceased",
        True,
        "nik_not_found_or_invalid",
        "Nonaktifkan; mintakan pengembalian iuran sejak bulan sesudah meninggal menurut PKS.",
        "A death certificate or the resident register's own mark; the contribution of the month of death was still due.",
    ),
    MismatchKind(
        "moved",
        True,
        "moved",
        "Nonaktifkan dari daftar daerah ini; sampaikan ke daerah tujuan.",
        "A recorded departure out of the area before the month; the duty passes to where the person lives now.",
    ),
    MismatchKind(
        "duplicate",
        True,
        "duplicate_nik",
        "Pertahankan baris pertama, keluarkan baris ini.",
        "A later line of the same person under the same agreement; one contribution covers one person.",
    ),
    MismatchKind(
        "funded_twice",
        True,
        "duplicate_nik",
        "Keluarkan dari daftar Pemda; iurannya sudah dibayar pihak lain.",
        "The branch says that the person is active as PBI JK, or an earlier agreement already pays.",
    ),
    MismatchKind(
        "not_in_register",
        True,
        "nik_not_found_or_invalid",
        "Mintakan konfirmasi Dukcapil; keluarkan bila tidak dapat dibuktikan.",
        "No resident has the NIK, a like NIK with the same name, or the same name in the village: nobody is known.",
    ),
    MismatchKind(
        "wage_earner_paid_by_pemda",
        False,
        "data_differ",
        "Mintakan pemberi kerja membayar; alihkan segmen setelah dipastikan cabang.",
        "The branch says wage earner, but an employer's delay must not leave the person without cover: a person decides.",
    ),
    MismatchKind(
        "identity_differs",
        False,
        "data_differ",
        "Teliti bersama Dukcapil: orang yang sama atau bukan.",
        "A NIK with another name, or a name with another NIK: evidence for a person to judge, not proof.",
    ),
    MismatchKind(
        "decile_above_threshold",
        False,
        None,
        "Periksa desil dan syarat SK; putuskan dalam verifikasi dan validasi.",
        "The threshold is set by the decree and the decile changes each quarter: a decision, not a fact.",
    ),
)
