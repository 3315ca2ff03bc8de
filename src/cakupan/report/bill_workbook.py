"""The month's bill as a workbook from which an auditor recomputes it in Excel: live formulas over its lines by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan.registers.areas import area_name
from cakupan.report.cited import cited
from cakupan.report.edition import BillPart, Edition, LawRate
from cakupan.report.page.bill import CENTRE, payer_name
from cakupan.report.page.render import position_words
from cakupan.report.page.terms import portion_words
from cakupan.report.sheets import EXCEL_ROWS, Book, Column, Formula, Pages, Sheet
from cakupan.report.texts import say, say_code

LINE_COLUMNS = (
    Column("No", "whole", 9),
    Column("Baris lampiran SK", "text", 34),
    Column("NIK", "text", 19),
    Column("Nama", "text", 30),
    Column("Alamat", "text", 34),
    Column("Desa/Kelurahan", "text", 22),
    Column("PKS", "text", 24),
    Column("Pembayar", "text", 20),
    Column("Akun", "text", 16),
    Column("Rp", "rupiah", 14),
    Column("Kunci tarif", "text", 48),
    Column("Data tidak padan", "text", 34),
    Column("Dikeluarkan karena", "text", 26),
    Column("Terverifikasi (1/0)", "whole", 15),
    Column("Orang (1)", "whole", 9),
)
SUMMARY_COLUMNS = (
    Column("PKS", "text", 26),
    Column("Pembayar", "text", 20),
    Column("Akun", "text", 18),
    Column("Kunci tarif", "text", 48),
    Column("Orang", "whole", 11),
    Column("Rp per orang", "rupiah", 14),
    Column("Orang × tarif", "rupiah", 19),
    Column("Jumlah baris", "rupiah", 19),
    Column("Selisih", "rupiah", 13),
    Column("Jumlah menurut data posisi", "rupiah", 19),
    Column("Selisih dengan data posisi", "rupiah", 13),
    Column("Orang terverifikasi", "whole", 12),
    Column("Rp terverifikasi", "rupiah", 19),
    Column("Dikeluarkan", "rupiah", 17),
)
EXCLUDED_COLUMNS = (
    Column("Dikeluarkan karena", "text", 40),
    Column("Baris lampiran", "whole", 14),
    Column("Rp Pemda", "rupiah", 20),
    Column("Menurut data posisi", "rupiah", 20),
    Column("Selisih", "rupiah", 14),
)
RATE_COLUMNS = (
    Column("PKS", "text", 26),
    Column("Pembayar", "text", 20),
    Column("Akun", "text", 18),
    Column("Kunci tarif", "text", 48),
    Column("Rp per orang", "rupiah", 14),
    Column("Porsi", "text", 34),
    Column("Rp menurut hukum", "rupiah", 18),
    Column("Dasar hukum", "prose", 60),
    Column("Berlaku mulai", "date", 18),
    Column("Sampai sebelum", "date", 18),
    Column("Diundangkan", "date", 18),
    Column("Keyakinan", "text", 22),
)
MISMATCH_COLUMNS = (
    Column("No", "whole", 8),
    Column("Baris lampiran SK", "text", 10),
    Column("NIK", "text", 19),
    Column("Nama", "text", 30),
    Column("Jenis", "text", 34),
    Column("Jenis menurut BPK", "text", 34),
    Column("Bukti", "prose", 52),
    Column("Tindak lanjut yang disarankan", "prose", 44),
    Column("Terbukti", "text", 10),
    Column("Rp per bulan", "rupiah", 15),
    Column("Rp sampai posisi ini", "rupiah", 17),
)
SOURCE_COLUMNS = (
    Column("Register", "text", 34),
    Column("Berkas", "text", 36),
    Column("Posisi", "date", 18),
    Column("Baris", "whole", 12),
    Column("Baris salah", "whole", 12),
    Column("Peringatan", "whole", 12),
    Column("SHA-256", "text", 68),
)
YES, NO = "ya", "tidak"


def write_bill_workbook(
    *, edition: Edition, out: Path, annexes: Mapping[str, Path] | None = None, rows_max: int = EXCEL_ROWS
) -> None:
    """Write the bill of ``edition`` to the XLSX file ``out``. After ``rows_max`` rows a sheet goes on on a second one.

    ``annexes`` maps the file name of an annex to the ``rows.parquet`` of its snapshot: the addresses stand only there.
    """
    title = str(say("page.title", area=edition.position.area_name, month=edition.position.month))
    with Book(out, title=title, dated=edition.position.date) as book:
        titles = (title, str(position_words(edition.position)), *_banner(edition))
        summary = Sheet(book, "Ringkasan", SUMMARY_COLUMNS, titles=titles)
        excluded = Sheet(book, "Selisih", EXCLUDED_COLUMNS, titles=("Dari tagihan apa adanya ke terverifikasi",))
        lines = Pages(lambda name: Sheet(book, name, LINE_COLUMNS, rows_max=rows_max), "Rincian")
        rates = Sheet(book, "Tarif", RATE_COLUMNS, titles=("Tarif per orang per bulan dan dasar hukumnya",))
        names = _write_lines(edition, lines, _addresses(annexes or {}))
        _write_rates(edition, rates)
        _write_summary(edition, summary, lines.sheets, rates)
        _write_excluded(edition, excluded, lines.sheets)
        _write_mismatches(
            edition, Pages(lambda name: Sheet(book, name, MISMATCH_COLUMNS, rows_max=rows_max), "Data tidak padan"), names
        )
        _write_sources(edition, Sheet(book, "Sumber", SOURCE_COLUMNS, titles=_manifest(edition)))
        book.prose("Catatan", _notes(edition))


def _banner(edition: Edition) -> tuple[str, ...]:
    return (str(say("page.invented_head")),) if edition.position.people_invented else ()


def _manifest(edition: Edition) -> tuple[str, ...]:
    where = edition.position
    return ("Berkas masukan dan manifes", str(say("page.footer", edition=where.edition, law=where.law, code=where.code)))


_Addresses = Mapping[tuple[str, int], str]


def _addresses(annexes: Mapping[str, Path]) -> _Addresses:
    """The address of every annex row, by file name and row."""
    found: dict[tuple[str, int], str] = {}
    for file, path in annexes.items():
        rows = pq.read_table(path, columns=["row", "address"])
        found.update(zip(((file, row) for row in rows["row"].to_pylist()), rows["address"].to_pylist(), strict=True))
    return found


def _write_lines(edition: Edition, pages: Pages, addresses: _Addresses) -> dict[int, str]:
    """Write every bill line; returns the names of the annex lines that have a mismatch, by ``line_id``."""
    doubted: dict[int, str] = {}
    counted: set[int] = set()
    for number, line in enumerate(_rows(edition.folder / "bill_lines.parquet"), start=1):
        address = addresses.get((line["list_file"], line["list_row"]))
        pages.row(_line(edition, number, line, address, first=line["line_id"] not in counted))
        counted.add(line["line_id"])
        if line["mismatch"]:
            doubted[line["line_id"]] = line["name"] or ""
    pages.finish()
    return doubted


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    for batch in pq.ParquetFile(path).iter_batches(batch_size=8192):
        yield from batch.to_pylist()


def _line(edition: Edition, number: int, line: Mapping[str, Any], address: str | None, *, first: bool) -> tuple[Any, ...]:
    return (
        number,
        f"{line['decree_number']} baris {line['annex_line']}",
        line["nik"],
        line["name"],
        address,
        _village(line["area_code"]),
        line["agreement_number"],
        _payer(edition, line["payer"]),
        _account(line["account"]),
        line["amount"],
        line["rate_key"],
        _codes(line["mismatch"]),
        _code(line["excluded_for"]),
        int(line["verified"]),
        1 if first else None,
    )


@cache
def _village(code: str | None) -> str:
    return (area_name(code) if code else None) or code or ""


def _payer(edition: Edition, payer: str) -> str:
    return str(payer_name(edition.position.area_name, payer))


@cache
def _account(account: str) -> str:
    return str(say_code("account", account))


@cache
def _code(code: str | None) -> str | None:
    return str(say_code("mismatch_kind", code)) if code else None


@cache
def _codes(codes: str) -> str | None:
    return "; ".join(str(say_code("mismatch_kind", code)) for code in codes.split(",")) if codes else None


def _write_rates(edition: Edition, sheet: Sheet) -> None:
    for part in edition.parts:
        law = _law_of(edition, part)
        sheet.row(
            (
                part.agreement_number,
                _payer(edition, part.payer),
                _account(part.account),
                part.rate_key,
                part.amount,
                _share(edition, part),
                law.amount,
                str(cited(law.citation)),
                law.from_date,
                law.to_date,
                law.known_date,
                str(say_code("confidence", law.confidence)),
            )
        )
    sheet.finish()


def _law_of(edition: Edition, part: BillPart) -> LawRate:
    found = [rate for rate in edition.law if (rate.rate_key, rate.account) == (part.rate_key, part.account)]
    assert found, f"no rate of the law for {part.rate_key} {part.account}"
    return found[0]


def _share(edition: Edition, part: BillPart) -> str:
    """The payer's part of the account as the agreement says it; the centre's part is not the agreement's to divide."""
    terms = [terms for terms in edition.agreements if str(terms["number"]) == part.agreement_number]
    shares = [share for one in terms for share in one.get("shares", ()) if share["payer"] == part.payer]
    return str(portion_words(shares[0])) if shares and part.payer != CENTRE else "100 %"


def _write_summary(edition: Edition, sheet: Sheet, lines: Sequence[Sheet], rates: Sheet) -> None:
    for part in edition.parts:
        sheet.row(_summary_row(edition, part, sheet, lines, rates))
    sheet.finish()
    for label, parts, test in (
        ("Jumlah tagihan Pemda", [p for p in edition.parts if p.payer != CENTRE], "<>"),
        ("Porsi pemerintah pusat", [p for p in edition.parts if p.payer == CENTRE], "="),
    ):
        sheet.row(_sum_row(edition, label, parts, sheet, test), strong=True)
    _write_checks(edition, sheet, lines)


def _summary_row(edition: Edition, part: BillPart, sheet: Sheet, lines: Sequence[Sheet], rates: Sheet) -> tuple[Any, ...]:
    here = {name: "$" + sheet.cell(name) for name in ("PKS", "Pembayar", "Akun", "Kunci tarif")}
    at = {column.head: sheet.cell(column.head) for column in SUMMARY_COLUMNS}
    rate = "=" + _sum_ifs(rates, "Rp per orang", here)
    if len(_alike(edition, part)) > 1:
        # One rate, several amounts (a share that ends in the middle of the list): the amount tells the lines apart.
        rate = f"='{rates.name}'!{rates.cell('Rp per orang', rates.first + edition.parts.index(part))}"
        here = {**here, "Rp": "$" + at["Rp per orang"]}
    kept = {"Terverifikasi (1/0)": "1"}
    return (
        part.agreement_number,
        _payer(edition, part.payer),
        _account(part.account),
        part.rate_key,
        Formula("=" + "+".join(_count_ifs(page, here) for page in lines), part.people),
        Formula(rate, part.amount),
        Formula(f"={at['Orang']}*{at['Rp per orang']}", part.people * part.amount),
        Formula("=" + "+".join(_sum_ifs(page, "Rp", here) for page in lines), part.total),
        Formula(f"={at['Jumlah baris']}-{at['Orang × tarif']}", part.total - part.people * part.amount),
        part.total,
        Formula(f"={at['Jumlah baris']}-{at['Jumlah menurut data posisi']}", 0),
        Formula("=" + "+".join(_count_ifs(page, {**here, **kept}) for page in lines), part.verified_people),
        Formula("=" + "+".join(_sum_ifs(page, "Rp", {**here, **kept}) for page in lines), part.verified_total),
        Formula(f"={at['Jumlah baris']}-{at['Rp terverifikasi']}", part.total - part.verified_total),
    )


def _alike(edition: Edition, part: BillPart) -> list[BillPart]:
    """The parts that differ from this one in nothing but the amount."""
    key = (part.agreement_number, part.payer, part.account, part.rate_key)
    return [other for other in edition.parts if (other.agreement_number, other.payer, other.account, other.rate_key) == key]


def _criteria(page: Sheet, equal: Mapping[str, str]) -> str:
    return ",".join(f"{page.span(head)},{value}" for head, value in equal.items())


def _count_ifs(page: Sheet, equal: Mapping[str, str]) -> str:
    return f"COUNTIFS({_criteria(page, equal)})"


def _sum_ifs(page: Sheet, head: str, equal: Mapping[str, str]) -> str:
    return f"SUMIFS({page.span(head)},{_criteria(page, equal)})"


def _sum_row(edition: Edition, label: str, parts: Sequence[BillPart], sheet: Sheet, test: str) -> tuple[Any, ...]:
    values = {
        "Orang × tarif": sum(part.people * part.amount for part in parts),
        "Jumlah baris": sum(part.total for part in parts),
        "Selisih": sum(part.total - part.people * part.amount for part in parts),
        "Jumlah menurut data posisi": sum(part.total for part in parts),
        "Selisih dengan data posisi": 0,
        "Rp terverifikasi": sum(part.verified_total for part in parts),
        "Dikeluarkan": sum(part.total - part.verified_total for part in parts),
    }
    payers, centre = sheet.span("Pembayar", sheet_name=False), _payer(edition, CENTRE)
    summed = {
        head: Formula(f'=SUMIFS({sheet.span(head, sheet_name=False)},{payers},"{test}{centre}")', value)
        for head, value in values.items()
    }
    return (label, *(summed.get(column.head) for column in SUMMARY_COLUMNS[1:]))


def _write_checks(edition: Edition, sheet: Sheet, lines: Sequence[Sheet]) -> None:
    """How many annex entries are billed, each once, and the one cell that says whether everything agrees."""
    blank: list[Any] = [None] * (len(SUMMARY_COLUMNS) - 1)
    people = "=" + "+".join(f"SUM({page.span('Orang (1)')})" for page in lines)
    sheet.row(("Orang ditagihkan", *blank[:3], Formula(people, edition.people), *blank[4:]), strong=True)
    spans = [sheet.span(head, sheet_name=False) for head in ("Selisih", "Selisih dengan data posisi")]
    wrong = "+".join(f"SUMPRODUCT(--({span}<>0))" for span in spans)
    verdict = Formula(f'=IF({wrong}=0,"COCOK","TIDAK COCOK")', "COCOK")
    sheet.row(("Pemeriksaan selisih", verdict, *blank[1:]), strong=True)


def _write_excluded(edition: Edition, sheet: Sheet, lines: Sequence[Sheet]) -> None:
    centre = f'"<>{_payer(edition, CENTRE)}"'
    for kind in (kind for kind in edition.mismatches if kind.excluded_people):
        at = {column.head: sheet.cell(column.head) for column in EXCLUDED_COLUMNS}
        because = {"Dikeluarkan karena": "$" + at["Dikeluarkan karena"]}
        people = "+".join(_count_ifs(page, {**because, "Orang (1)": "1"}) for page in lines)
        rupiah = "+".join(_sum_ifs(page, "Rp", {**because, "Pembayar": centre}) for page in lines)
        sheet.row(
            (
                _code(kind.code),
                Formula("=" + people, kind.excluded_people),
                Formula("=" + rupiah, kind.excluded_rupiah),
                kind.excluded_rupiah,
                Formula(f"={at['Rp Pemda']}-{at['Menurut data posisi']}", 0),
            )
        )
    sheet.finish()


def _write_mismatches(edition: Edition, pages: Pages, names: Mapping[int, str]) -> None:
    number = 0
    for found in _rows(edition.folder / "mismatches.parquet"):
        if found["subject"] == "list":
            number += 1
            pages.row(_mismatch(number, found, names.get(found["line_id"], "")))
    pages.finish()


def _mismatch(number: int, found: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    return (
        number,
        found["annex_line"],
        found["nik"],
        name,
        _code(found["code"]),
        str(say_code("bpk_kind", found["bpk_kind"] or "none")),
        found["evidence"],
        found["suggested_action"],
        YES if found["provable"] else NO,
        found["rupiah_per_month"],
        found["rupiah_to_date"],
    )


def _write_sources(edition: Edition, sheet: Sheet) -> None:
    for source in edition.sources:
        kind = str(say_code("source", source.kind))
        sheet.row((kind, source.file, source.as_of, source.rows, source.faults, source.warnings, source.sha256))
    sheet.finish()


def _notes(edition: Edition) -> list[tuple[str, str]]:
    where = edition.position
    notes = [
        ("Catatan", ""),
        ("Isi", str(say("page.title", area=where.area_name, month=where.month))),
        ("Cara memeriksa", str(say("workbook.check"))),
        ("Terverifikasi", str(say("verified.lead"))),
        ("Data tidak padan", str(say("mismatch.overlap"))),
        ("Porsi", str(say("workbook.shares"))),
        ("Kerahasiaan", str(say("workbook.confidential"))),
        ("BPJS Kesehatan", str(say("page.not_bpjs"))),
    ]
    if where.people_invented:
        notes.insert(1, (str(say("page.invented_head")), str(say("page.invented_body"))))
    return notes
