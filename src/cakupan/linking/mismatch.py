"""The codes of *data tidak padan*: what each says, BPK's kind it counts under, what an officer does about it."""

from __future__ import annotations

from dataclasses import dataclass

# The four kinds under which BPK counts people who should not be paid for (Nunukan, FY2023), plus none of them.
BPK_KINDS = {
    "nik_not_found_or_invalid": "NIK tidak ditemukan, tidak valid atau tidak aktif",
    "moved": "Pindah",
    "duplicate_nik": "NIK ganda",
    "data_differ": "Data berbeda",
}


@dataclass(frozen=True)
class Mismatch:
    """One code of *data tidak padan*. ``bpk_kind`` is None where BPK does not count it."""

    code: str
    label: str
    bpk_kind: str | None
    suggested_action: str
    says: str


MISMATCHES = (
    Mismatch(
        "deceased",
        "Meninggal",
        "nik_not_found_or_invalid",
        "Nonaktifkan; mintakan pengembalian iuran sejak bulan sesudah meninggal menurut PKS.",
        "A death certificate dated on or before the position date, or the resident register's own mark, names this person.",
    ),
    Mismatch(
        "moved",
        "Pindah",
        "moved",
        "Nonaktifkan dari daftar daerah ini; sampaikan ke daerah tujuan.",
        "A departure out of the area dated on or before the position date names this person.",
    ),
    Mismatch(
        "duplicate",
        "Ganda",
        "duplicate_nik",
        "Pertahankan baris pertama, keluarkan baris ini.",
        "A later row of the same register about the same person; the other id is the earliest row.",
    ),
    Mismatch(
        "not_in_register",
        "Tidak ada di data penduduk",
        "nik_not_found_or_invalid",
        "Mintakan konfirmasi Dukcapil; keluarkan bila tidak dapat dibuktikan.",
        "No resident is near enough to be the same person, nor to be asked about.",
    ),
    Mismatch(
        "identity_differs",
        "Identitas berbeda",
        "data_differ",
        "Perbaiki menurut data Dukcapil.",
        "The resident is found, but NIK, name, birth date or sex is written otherwise.",
    ),
    Mismatch(
        "nik_missing_or_invalid",
        "NIK kosong atau tidak valid",
        "nik_not_found_or_invalid",
        "Isi NIK dari data Dukcapil yang disebut.",
        "The resident is found by other fields; the row's own NIK is empty or is not a NIK.",
    ),
    Mismatch(
        "funded_twice",
        "Dibiayai ganda",
        "duplicate_nik",
        "Keluarkan dari daftar Pemda; iurannya sudah dibayar APBN.",
        "The same person holds an active PBI JK card and an active card paid by the local government.",
    ),
    Mismatch(
        "wage_earner_paid_by_pemda",
        "Dibayar Pemda tetapi pekerja penerima upah",
        "data_differ",
        "Mintakan pemberi kerja membayar; alihkan segmen setelah dipastikan cabang.",
        "The same person holds an active wage earner's card and an active card paid by the local government.",
    ),
    Mismatch(
        "decile_above_threshold",
        "Desil di atas batas SK",
        None,
        "Periksa desil dan syarat SK; putuskan dalam verifikasi dan validasi.",
        "The poverty register puts the person above the decile that the decree names.",
    ),
    Mismatch(
        "newborn_without_nik",
        "Bayi belum ber-NIK",
        None,
        "Daftarkan ke Dukcapil; NIK bayi paling lambat tiga bulan setelah lahir.",
        "Born within three months before the position date, and no NIK yet.",
    ),
    Mismatch(
        "missing_from_cover",
        "Miskin belum terjamin",
        None,
        "Usulkan ke PBI JK lebih dahulu, lalu ke daftar Pemda.",
        "In the poverty register and in the resident register, but no active card of any segment was found.",
    ),
)
