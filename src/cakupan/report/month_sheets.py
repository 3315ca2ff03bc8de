"""The lists of the month's workbook: what stands in each, the formulas of its lines, and the edition's own sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan.answer.words import month_words
from cakupan.law.calendar import Month
from cakupan.month.coverage import AreaCoverage
from cakupan.report.cited import cited
from cakupan.report.edition import Edition
from cakupan.report.page.aid import allocation, programmes
from cakupan.report.page.bill import payer_name
from cakupan.report.page.coverage import name_of, parts, places, whole_area
from cakupan.report.page.outlook import place_name
from cakupan.report.sheets import Column, Formula
from cakupan.report.texts import say, say_code

Row = Mapping[str, Any]
YES, NO = "ya", "tidak"
REGISTERED_SHARE = '=IF({Penduduk}=0,"",{Terdaftar}/{Penduduk})'
ACTIVE_SHARE = '=IF({Penduduk}=0,"",{Aktif}/{Penduduk})'


@dataclass(frozen=True)
class Lines:
    """A list: its worksheet, its columns, its rows by column head, and the sums that the edition gives for some columns.

    A formula names cells of its own row by their heads in braces. Text that is not a formula stays text.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    sums: Mapping[str, int] = field(default_factory=dict)


def _table(folder: Path, name: str) -> Iterator[Row]:
    path = folder / f"{name}.parquet"
    if path.exists():
        for batch in pq.ParquetFile(path).iter_batches(batch_size=8192):
            yield from batch.to_pylist()


def _payer(edition: Edition, payer: str | None) -> str:
    return str(payer_name(edition.position.area_name, payer or ""))


def coverage_lines(edition: Edition) -> Lines | None:
    """The parts of the area; who belongs to none of them has a line too, so that the lines sum to the whole."""
    whole = whole_area(edition)
    if whole is None:
        return None
    columns = (
        Column("Kode wilayah", "text", 16),
        Column("Wilayah", "text", 32),
        Column("Penduduk", "whole", 14),
        Column("Terdaftar", "whole", 14),
        Column("% terdaftar", "percent", 13),
        Column("Aktif", "whole", 14),
        Column("% aktif", "percent", 13),
        Column("Belum terdaftar", "whole", 14),
        Column("Terdaftar terverifikasi", "whole", 14),
        Column("Aktif terverifikasi", "whole", 14),
        Column("Peringkat", "whole", 11),
    )
    sums = {
        "Penduduk": whole.basis_population,
        "Terdaftar": whole.registered,
        "Aktif": whole.active,
        "Belum terdaftar": whole.basis_population - whole.registered,
    }
    return Lines("Cakupan", "Kepesertaan menurut wilayah", columns, list(_coverage_rows(edition, whole)), sums)


def _coverage_rows(edition: Edition, whole: AreaCoverage) -> Iterator[Row]:
    found, ranks = parts(edition), places(edition)
    for each in found:
        place = {"Kode wilayah": each.area_code, "Wilayah": name_of(each.area_code), "Peringkat": ranks.get(each.area_code)}
        yield {**place, **_counts(each.basis_population, each.registered, each.active), **_verified(each)}
    rest = [getattr(whole, name) - sum(getattr(c, name) for c in found) for name in ("basis_population", "registered", "active")]
    if any(rest):
        yield {"Wilayah": str(say("coverage.elsewhere")), **_counts(*rest)}


def _counts(population: int, registered: int, active: int) -> Row:
    return {
        "Penduduk": population,
        "Terdaftar": registered,
        "% terdaftar": Formula(REGISTERED_SHARE, registered / population if population else ""),
        "Aktif": active,
        "% aktif": Formula(ACTIVE_SHARE, active / population if population else ""),
        "Belum terdaftar": Formula("={Penduduk}-{Terdaftar}", population - registered),
    }


def _verified(each: AreaCoverage) -> Row:
    return {"Terdaftar terverifikasi": each.registered_verified, "Aktif terverifikasi": each.active_verified}


def coverage_detail_lines(edition: Edition) -> Lines | None:
    """Every area of every level and every segment, as the edition counts them: levels overlap, so nothing is summed."""
    if not edition.coverage:
        return None
    columns = (
        Column("Kode wilayah", "text", 16),
        Column("Wilayah", "text", 32),
        Column("Segmen", "text", 24),
        Column("Penduduk", "whole", 14),
        Column("Terdaftar", "whole", 14),
        Column("Aktif", "whole", 14),
        Column("Terdaftar terverifikasi", "whole", 14),
        Column("Aktif terverifikasi", "whole", 14),
    )
    rows = (
        {
            "Kode wilayah": each.area_code,
            "Wilayah": name_of(each.area_code),
            "Segmen": "Semua" if each.segment == "ALL" else str(say_code("segment", each.segment)),
            "Penduduk": each.basis_population,
            "Terdaftar": each.registered,
            "Aktif": each.active,
            **_verified(each),
        }
        for each in edition.coverage
    )
    return Lines("Cakupan rinci", "Kepesertaan menurut wilayah semua tingkat dan segmen", columns, rows)


def aid_lines(edition: Edition) -> Lines | None:
    """The lines of every provincial programme."""
    if not programmes(edition):
        return None
    columns = (
        Column("Program", "text", 22),
        Column("Kode wilayah", "text", 14),
        Column("Wilayah", "text", 28),
        Column("Mengusulkan", "text", 14),
        Column("Diusulkan (jiwa)", "whole", 13),
        Column("Ditetapkan", "rupiah", 20),
        Column("Diverifikasi (jiwa)", "whole", 13),
        Column("Disalurkan", "rupiah", 20),
        Column("Direalisasikan", "rupiah", 20),
        Column("Sisa", "rupiah", 20),
        Column("Dilanjutkan", "rupiah", 18),
        Column("Alasan", "prose", 40),
        Column("Saran", "prose", 40),
    )
    rows = [_aid_row(str(one["number"]), line) for one in programmes(edition) for line in one.get("allocations") or ()]
    stated = [allocation(line) for one in programmes(edition) for line in one.get("allocations") or ()]
    sums = {
        "Diusulkan (jiwa)": sum(each.proposed_people for each in stated),
        "Ditetapkan": sum(each.allocated for each in stated),
        "Disalurkan": sum(each.disbursed for each in stated),
        "Direalisasikan": sum(each.realised for each in stated),
        "Sisa": sum(each.left for each in stated),
    }
    return Lines("Bantuan provinsi", "Bantuan keuangan provinsi", columns, rows, sums)


def _aid_row(number: str, line: Mapping[str, Any]) -> Row:
    stated = allocation(line)
    return {
        "Program": number,
        "Kode wilayah": stated.area,
        "Wilayah": name_of(stated.area),
        "Mengusulkan": YES if stated.proposed else NO,
        "Diusulkan (jiwa)": line.get("proposed_people"),
        "Ditetapkan": line.get("allocated"),
        "Diverifikasi (jiwa)": line.get("verified_people"),
        "Disalurkan": line.get("disbursed"),
        "Direalisasikan": line.get("realised"),
        "Sisa": Formula("={Ditetapkan}-{Direalisasikan}", stated.left),
        "Dilanjutkan": line.get("carried"),
        "Alasan": line.get("reason"),
        "Saran": line.get("suggestion"),
    }


def unpaid_lines(edition: Edition) -> Lines | None:
    """What the local governments owe, month by month."""
    if not edition.unpaid_months:
        return None
    columns = (
        Column("PKS", "text", 26),
        Column("Bulan", "month", 18),
        Column("Pembayar", "text", 20),
        Column("Akun", "text", 16),
        Column("Jatuh tempo", "date", 20),
        Column("Tagihan", "rupiah", 20),
        Column("Dibayar", "rupiah", 20),
        Column("Belum dibayar", "rupiah", 20),
        Column("Umur (bulan)", "whole", 12),
    )
    rows = [
        {
            "PKS": each.agreement_number,
            "Bulan": each.month_date,
            "Pembayar": _payer(edition, each.payer),
            "Akun": str(say_code("account", each.account)),
            "Jatuh tempo": each.due_date,
            "Tagihan": each.due,
            "Dibayar": each.paid,
            "Belum dibayar": Formula("={Tagihan}-{Dibayar}", each.unpaid),
            "Umur (bulan)": each.age_months,
        }
        for each in edition.unpaid_months
    ]
    months = edition.unpaid_months
    sums = {"Tagihan": sum(m.due for m in months), "Dibayar": sum(m.paid for m in months)}
    return Lines("Tunggakan", "Tunggakan Pemda", columns, rows, {**sums, "Belum dibayar": sum(m.unpaid for m in months)})


def family_lines(edition: Edition) -> Lines | None:
    """The self-payers' arrears, card by card."""
    totals = [each for each in edition.family_arrears if each.by == "age_band"]
    if not totals:
        return None
    columns = (
        Column("Nomor kartu", "text", 18),
        Column("Nomor KK", "text", 20),
        Column("Wilayah", "text", 28),
        Column("Segmen", "text", 18),
        Column("Kelas", "whole", 8),
        Column("Bulan pertama", "month", 18),
        Column("Jumlah bulan", "whole", 10),
        Column("Seluruh bulan", "rupiah", 18),
        Column("Bulan dalam batas", "whole", 10),
        Column("Setelah batas", "rupiah", 18),
        Column("Di luar batas", "rupiah", 18),
        Column("Menurut berkas cabang", "rupiah", 18),
        Column("Umur tunggakan", "text", 12),
        Column("Miskin", "text", 9),
        Column("Desil", "whole", 8),
        Column("Saran", "text", 34),
    )
    amount, capped = sum(each.amount for each in totals), sum(each.capped_amount for each in totals)
    sums = {"Seluruh bulan": amount, "Setelah batas": capped, "Di luar batas": amount - capped}
    rows = (_family_row(line) for line in _table(edition.folder, "family_arrears"))
    return Lines("Tunggakan peserta", "Tunggakan peserta mandiri", columns, rows, sums)


def _family_row(line: Row) -> Row:
    amount, capped = int(line["amount"] or 0), int(line["capped_amount"] or 0)
    return {
        "Nomor kartu": line["card_number"],
        "Nomor KK": line["family_card_number"],
        "Wilayah": name_of(line["area_code"]) if line["area_code"] else None,
        "Segmen": str(say_code("segment", line["segment"])),
        "Kelas": line["class"],
        "Bulan pertama": line["first_month"],
        "Jumlah bulan": line["months"],
        "Seluruh bulan": amount,
        "Bulan dalam batas": line["capped_months"],
        "Setelah batas": capped,
        "Di luar batas": Formula("={Seluruh bulan}-{Setelah batas}", amount - capped),
        "Menurut berkas cabang": line["stated"],
        "Umur tunggakan": line["age_band"],
        "Miskin": YES if line["poor"] else NO,
        "Desil": line["decile"],
        "Saran": str(say_code("arrears_suggestion", line["suggestion"])) if line["suggestion"] else None,
    }


def correction_lines(edition: Edition) -> Lines | None:
    """The corrections by name."""
    if not edition.corrections:
        return None
    columns = (
        Column("PKS", "text", 26),
        Column("Bulan dikoreksi", "month", 18),
        Column("Baris SK", "text", 30),
        Column("NIK", "text", 19),
        Column("Nama", "text", 28),
        Column("Pembayar", "text", 18),
        Column("Akun", "text", 16),
        Column("Sudah ditagih", "rupiah", 16),
        Column("Seharusnya", "rupiah", 16),
        Column("Koreksi", "rupiah", 16),
        Column("Sebab", "text", 30),
        Column("Bukti", "prose", 40),
        Column("Dasar", "prose", 40),
        Column("Ditanggung", "text", 18),
    )
    found = edition.corrections
    sums = {"Sudah ditagih": sum(c.billed for c in found), "Seharusnya": sum(c.due for c in found)}
    rows = (_correction_row(edition, line) for line in _table(edition.folder, "corrections"))
    return Lines("Koreksi", "Nota koreksi bulan-bulan lalu", columns, rows, {**sums, "Koreksi": sum(c.amount for c in found)})


def _correction_row(edition: Edition, line: Row) -> Row:
    return {
        "PKS": line["agreement_number"],
        "Bulan dikoreksi": line["corrected_month"],
        "Baris SK": line["entry_key"],
        "NIK": line["nik"],
        "Nama": line["name"],
        "Pembayar": _payer(edition, line["payer"]),
        "Akun": str(say_code("account", line["account"])),
        "Sudah ditagih": line["billed"],
        "Seharusnya": line["due"],
        "Koreksi": Formula("={Seharusnya}-{Sudah ditagih}", line["amount"]),
        "Sebab": str(say_code("correction_cause", line["cause"])),
        "Bukti": line["evidence"],
        "Dasar": str(cited(line["citation"] or "")),
        "Ditanggung": str(say_code("bearer", line["borne_by"])) if line["borne_by"] else None,
    }


def payment_lines(edition: Edition) -> Lines | None:
    """What each disbursement paid."""
    if not edition.payments:
        return None
    columns = (
        Column("Nomor SP2D", "text", 26),
        Column("Tanggal", "date", 20),
        Column("PKS", "text", 26),
        Column("Pembayar", "text", 18),
        Column("Akun", "text", 16),
        Column("Bulan", "text", 18),
        Column("Rp", "rupiah", 20),
        Column("Diperhitungkan", "text", 34),
    )
    rows = [
        {
            "Nomor SP2D": each.disbursement_number,
            "Tanggal": each.disbursement_date,
            "PKS": each.agreement_number,
            "Pembayar": _payer(edition, each.payer),
            "Akun": str(say_code("account", each.account)),
            "Bulan": month_words(Month.of(each.month_date)) if each.month_date else None,
            "Rp": each.amount,
            "Diperhitungkan": str(say_code("payment_rule", each.rule)),
        }
        for each in edition.payments
    ]
    paid = sum(int(line["amount"]) for line in _table(edition.folder, "payments"))
    return Lines("Pembayaran", "Pembayaran dan peruntukannya", columns, rows, {"Rp": paid})


def reconciliation_lines(edition: Edition) -> Lines | None:
    """The branch's bill beside ours, card by card."""
    if not edition.reconciliation:
        return None
    columns = (
        Column("Nomor kartu", "text", 18),
        Column("NIK", "text", 19),
        Column("Nama", "text", 28),
        Column("PKS", "text", 26),
        Column("Tagihan cabang", "rupiah", 16),
        Column("Menurut SK dan PKS", "rupiah", 16),
        Column("Selisih", "rupiah", 16),
        Column("Sebab", "text", 44),
    )
    found = edition.reconciliation
    sums = {"Tagihan cabang": sum(r.branch_amount for r in found), "Menurut SK dan PKS": sum(r.our_amount for r in found)}
    rows = (_reconciled_row(line) for line in _table(edition.folder, "reconciliation"))
    title = "Rekonsiliasi dengan tagihan cabang"
    return Lines("Rekonsiliasi", title, columns, rows, {**sums, "Selisih": sum(r.difference for r in found)})


def _reconciled_row(line: Row) -> Row:
    return {
        "Nomor kartu": line["card_number"],
        "NIK": line["nik"],
        "Nama": line["name"],
        "PKS": line["agreement_number"],
        "Tagihan cabang": int(line["branch_amount"] or 0),
        "Menurut SK dan PKS": int(line["our_amount"] or 0),
        "Selisih": Formula("={Tagihan cabang}-{Menurut SK dan PKS}", int(line["difference"] or 0)),
        "Sebab": str(say_code("difference_cause", line["cause"])),
    }


def losing_lines(edition: Edition) -> Lines | None:
    """Who loses cover, by village."""
    return _places(edition, "by_village", "Kehilangan jaminan", "Desa/Kelurahan")


def losing_facility_lines(edition: Edition) -> Lines | None:
    """Who loses cover, by registered facility."""
    return _places(edition, "by_facility", "Kehilangan menurut faskes", "Faskes")


def _places(edition: Edition, by: str, name: str, head: str) -> Lines | None:
    losing = (edition.outlook or {}).get("loses_cover") or {}
    if not losing.get("people") or not losing.get(by):
        return None
    columns = (
        Column("Kode", "text", 18),
        Column(head, "text", 36),
        Column("Orang", "whole", 14),
        Column("Terverifikasi", "whole", 14),
    )
    rows = [
        {
            "Kode": each.get("area") or each.get("code"),
            head: place_name(each),
            "Orang": int(each["people"]),
            "Terverifikasi": each.get("verified"),
        }
        for each in losing[by]
    ]
    title = f"Kehilangan jaminan mulai {losing['on']}"
    return Lines(name, title, columns, rows, {"Orang": int(losing["people"])})


SHEETS: tuple[Callable[[Edition], Lines | None], ...] = (
    coverage_lines,
    losing_lines,
    losing_facility_lines,
    aid_lines,
    unpaid_lines,
    family_lines,
    payment_lines,
    correction_lines,
    reconciliation_lines,
    coverage_detail_lines,
)


def has_month_workbook(edition: Edition) -> bool:
    """True if the edition has a list beyond its bill."""
    return any(build(edition) is not None for build in SHEETS)
