"""One letter of each kind, as a regency's office would write it. Everyone in them is invented."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pypdf import PdfReader

from cakupan.law.calendar import Month
from cakupan.report.letters import (
    Access,
    AnnexLine,
    Balance,
    BalanceConfirmation,
    Breakdown,
    Change,
    CitedPaper,
    DecreeAnnex,
    DueRequirement,
    GuaranteedPerson,
    GuaranteeRecap,
    Heading,
    Invoice,
    InvoiceLine,
    Letterhead,
    LocalGuaranteeLetter,
    MatchedRegister,
    MismatchDecisions,
    MismatchMinutes,
    MonthlyListMinutes,
    Paper,
    PaymentReminder,
    Person,
    PersonRecord,
    Position,
    ProposalLetter,
    ProposedArea,
    ReconciledMonth,
    ReconciliationMinutes,
    RecordEntry,
    ReEnumeration,
    RequirementReminder,
    Signatory,
    UnpaidMonth,
    Verification,
    VisitedPerson,
    Workbook,
)

JULY = Month(2024, 7)
SHA = "3f1c0e6a9b7d5c2e8f4a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e"
URL = "https://cakupan.example/surat/7KQ2-M4XP"

# A name may hold everything that the typesetter's language reads as markup or code.
ODD = Person(
    name='#SITI $x$ *RAHMA* _BT_ @ABU <lt> \\n "D\'Å" [k] {v} ~ `r` = - + /* // 1) ',
    nik="1610041203909001",
    address='Jl. "Merdeka" #12 \\ Blok *A* $1 RT 001 RW 002',
    village="Tanjung Pering",
    district="Indralaya Utara",
    birth_date=dt.date(1990, 3, 12),
    card_number="0001234567890",
    family_card_number="1610040101109002",
)
PLAIN = Person(
    name="MUHAMMAD YUSUF",
    nik="1610042101859003",
    address="Dusun II RT 003 RW 001",
    village="Tanjung Pering",
    district="Indralaya Utara",
    birth_date=dt.date(1985, 1, 21),
    card_number="0001234567891",
    family_card_number="1610040101109004",
)
NEIGHBOUR = Person("NURJANAH", "1610054509789005", "Jalan Lintas Timur KM 38", "Muara Penimbung", "Indralaya")
PEOPLE = (ODD, PLAIN, NEIGHBOUR)

AGREEMENT = CitedPaper("Perjanjian Kerja Sama", "440/1234/DINKES/2024", dt.date(2024, 1, 2))
DECREE = CitedPaper("Keputusan Bupati Ogan Ilir", "954/KEP/DINKES/2023", dt.date(2023, 12, 16))
WORKBOOK = Workbook("peserta-2024-07.xlsx", SHA[::-1])

REGENCY = Signatory(
    role="Kepala Dinas Kesehatan Kabupaten Ogan Ilir",
    name="dr. H. AHMAD REKAAN, M.Kes.",
    employee_number="197001011999039001",
    rank="Pembina Utama Muda",
    party="PIHAK KESATU",
)
BRANCH = Signatory(
    role="Kepala Cabang",
    name="SRI CONTOHWATI, S.E.",
    employee_number="09001",
    office="BPJS Kesehatan Cabang Palembang",
    party="PIHAK KEDUA",
)


def heading(*, one: bool = False, invented: bool = False, **changed: object) -> Heading:
    """The heading of a letter (``one`` signs) or of minutes (both sides sign)."""
    alone = Signatory(REGENCY.role, REGENCY.name, REGENCY.employee_number, REGENCY.rank)
    fields: dict[str, object] = {
        "letterhead": Letterhead(
            "Pemerintah Kabupaten Ogan Ilir",
            "Dinas Kesehatan",
            "Komplek Perkantoran Terpadu Pemerintah Kabupaten, Tanjung Senai, Indralaya 30862",
            "Telepon (0711) 000000 · dinkes@example.go.id",
        ),
        "number": "440/0567/DINKES/VII/2024",
        "date": dt.date(2024, 7, 5),
        "place": "Indralaya",
        "position": Position(JULY, SHA, dt.date(2024, 7, 3)),
        "verification": Verification(URL, "7KQ2-M4XP"),
        "signatories": (alone,) if one else (REGENCY, BRANCH),
        "recipient": ("Kepala BPJS Kesehatan Cabang Palembang", "di Palembang"),
        "copies_to": ("Bupati Ogan Ilir (sebagai laporan)", "Kepala BPKAD Kabupaten Ogan Ilir"),
        "attachment": "1 (satu) berkas",
        "people_invented": invented,
    }
    return Heading(**(fields | changed))  # type: ignore[arg-type]


def month_minutes(changes: tuple[Change, ...] | None = None, workbook: Workbook | None = None) -> MonthlyListMinutes:
    """65,000 people in July 2024, 37,800 rupiah each."""
    shown = (
        Change("in", ODD, "Usulan Dinsos, disahkan Dukcapil", dt.date(2024, 7, 1)),
        Change("in", NEIGHBOUR, "Bayi baru lahir dari ibu peserta", dt.date(2024, 7, 1)),
        Change("out", PLAIN, "Pindah", dt.date(2024, 7, 1)),
    )
    return MonthlyListMinutes(
        month=JULY,
        agreement=AGREEMENT,
        decree=DECREE,
        before=64_999,
        entered=2,
        left=1,
        total=65_000,
        breakdown=(
            Breakdown("PEMDA", 3, "kabkota", 60_000, 2_268_000_000),
            Breakdown("PEMDA", 3, "provinsi", 5_000, 189_000_000),
        ),
        changes=shown if changes is None else changes,
        workbook=workbook,
    )


def invoice(**changed: object) -> Invoice:
    """The two accounts of 65,000 people: Rp 2.457.000.000."""
    fields: dict[str, object] = {
        "month": JULY,
        "agreement": AGREEMENT,
        "due_date": dt.date(2024, 7, 10),
        "lines": (
            InvoiceLine("kabkota", "iuran", "5.1.02.02.02.0063", 65_000, 35_000),
            InvoiceLine("kabkota", "bantuan_iuran", "5.1.02.02.02.0064", 65_000, 2_800),
        ),
        "rate_citation": "Perpres 64/2020 Pasal 34; PMK 78/PMK.02/2020 Pasal 4 ayat (1) huruf b",
    }
    return Invoice(**(fields | changed))  # type: ignore[arg-type]


def reconciliation() -> ReconciliationMinutes:
    """The second quarter: April paid, May in part, June not at all."""
    return ReconciliationMinutes(
        agreement=AGREEMENT,
        months=(
            ReconciledMonth(Month(2024, 4), "iuran", 2_275_000_000, 2_275_000_000, "", ("0412/SP2D/2024, 8 April 2024",)),
            ReconciledMonth(Month(2024, 4), "bantuan_iuran", 182_000_000, 182_000_000, "", ("0413/SP2D/2024, 8 April 2024",)),
            ReconciledMonth(Month(2024, 5), "iuran", 2_275_000_000, 2_274_965_000, "Seorang meninggal sebelum posisi", ()),
            ReconciledMonth(Month(2024, 6), "iuran", 2_275_000_000, 0, "Belum dibayar", ()),
        ),
        agreed=(
            "Iuran bulan Juni 2024 dibayar paling lambat 31 Juli 2024.",
            "Selisih bulan Mei 2024 dibukukan sebagai nota koreksi.",
        ),
    )


def mismatches() -> MismatchMinutes:
    """Three kinds among 1,623 people."""
    return MismatchMinutes(
        month=JULY,
        registers=(
            MatchedRegister("Data penduduk", "Dukcapil", dt.date(2024, 6, 30), 425_000, SHA),
            MatchedRegister("Master file peserta", "BPJS Kesehatan", dt.date(2024, 7, 1), 410_112, SHA[::-1]),
        ),
        decisions=(
            MismatchDecisions("deceased", 900, 880, 5, 33_264_000, 399_168_000),
            MismatchDecisions("moved", 500, 450, 30, 17_010_000, 170_100_000),
            MismatchDecisions("funded_twice", 300, 293, 7, 11_075_400, 110_754_000),
        ),
        people=1_623,
        monthly_amount=61_349_400,
        amount_to_date=680_022_000,
        workbook=WORKBOOK,
    )


def proposal() -> ProposalLetter:
    """1,100 people in two districts to the end of the year."""
    return ProposalLetter(
        effective_month=Month(2024, 8),
        decree=DECREE,
        areas=(ProposedArea("Kecamatan Indralaya", 700, 190), ProposedArea("Kecamatan Indralaya Utara", 400, 121)),
        newborns=12,
        waiting=180,
        quota=66_500,
        quota_left=1_500,
        monthly_rate=37_800,
        months=5,
        budget_left=250_000_000,
        confirmation=CitedPaper("Surat Kepala Dinas Dukcapil", "470/221/DKPS/2024", dt.date(2024, 7, 4)),
        workbook=WORKBOOK,
    )


def annex() -> DecreeAnnex:
    """Three people in two villages."""
    lines = tuple(AnnexLine(number, person) for number, person in enumerate(PEOPLE, start=1))
    return DecreeAnnex(DECREE, "Penetapan Peserta PBPU dan BP Pemerintah Daerah Tahun 2024", lines, total=3)


def payment_reminder() -> PaymentReminder:
    """The second reminder of three unpaid months."""
    return PaymentReminder(
        agreement=AGREEMENT,
        unpaid=(
            UnpaidMonth(Month(2024, 4), "iuran", dt.date(2024, 4, 16), 2_275_000_000),
            UnpaidMonth(Month(2024, 5), "iuran", dt.date(2024, 5, 13), 2_275_000_000),
            UnpaidMonth(Month(2024, 5), "bantuan_iuran", dt.date(2024, 5, 13), 182_000_000),
        ),
        as_of=dt.date(2024, 7, 1),
        pay_by_date=dt.date(2024, 7, 31),
        nth=2,
        consequence="penjaminan peserta tidak dihentikan selama perjanjian berlaku; tunggakan dilaporkan.",
    )


def requirement_reminder() -> RequirementReminder:
    """65,000 people lose cover after 31 December."""
    return RequirementReminder(
        agreement=AGREEMENT,
        last_date=dt.date(2024, 12, 31),
        people=65_000,
        requirements=(
            DueRequirement("Keputusan Bupati tentang penetapan peserta 2025", "Bagian Hukum Setda", dt.date(2024, 12, 16)),
            DueRequirement("Anggaran iuran dalam KUA-PPAS 2025", "TAPD", dt.date(2024, 8, 15)),
        ),
    )


def balances() -> BalanceConfirmation:
    """Nine months unpaid at year end."""
    return BalanceConfirmation(
        year=2024,
        balances=(
            Balance(AGREEMENT.number, "kabkota", "iuran", "April – Desember", 16_850_000_000),
            Balance(AGREEMENT.number, "kabkota", "bantuan_iuran", "April – Desember", 1_348_000_000),
        ),
        budget_line="5.1.02.02.02.0063, APBD 2025",
    )


def village() -> ReEnumeration:
    """A first stage in one village."""
    return ReEnumeration(
        village="Tanjung Pering",
        district="Indralaya Utara",
        stage="tahap I",
        attended=34,
        visited=(
            VisitedPerson(ODD, "entitled", "Rumah tidak layak huni"),
            VisitedPerson(PLAIN, "moved", "Ke Palembang sejak Maret"),
            VisitedPerson(NEIGHBOUR, "deceased"),
        ),
        agreed=("Nama yang pindah dan meninggal diusulkan keluar.",),
    )


def guarantee() -> LocalGuaranteeLetter:
    """A person whose agreement ended, guaranteed at the regency's hospital for a week."""
    return LocalGuaranteeLetter(
        person=ODD,
        facility="RSUD Ogan Ilir",
        services=("Rawat inap kelas III", "Obat menurut formularium"),
        from_date=dt.date(2024, 7, 5),
        to_date=dt.date(2024, 7, 12),
        instrument=CitedPaper("Peraturan Bupati Ogan Ilir", "12 Tahun 2024", dt.date(2024, 6, 20)),
        account="5.1.02.02.02.0070",
        status="nonaktif karena PKS berakhir",
        as_of=dt.date(2024, 7, 1),
        recommended_by="Dinas Sosial, 5 Juli 2024",
        limit=10_000_000,
    )


def recap() -> GuaranteeRecap:
    """A month of the regency's hospital: one letter with its claim, one revoked, one that the hospital has not told of."""
    told = {"instrument": "Peraturan Bupati Ogan Ilir 12 Tahun 2024", "account": "5.1.02.02.02.0070"}
    return GuaranteeRecap(
        month=Month(2024, 7),
        facility="RSUD Ogan Ilir",
        lines=(
            GuaranteedPerson(ODD, "440/0001/SJP/DINKES/2024", **told, **_week(5), amount=4_250_000),
            GuaranteedPerson(PLAIN, "440/0002/SJP/DINKES/2024", **told, **_week(9), revoked=True),
            GuaranteedPerson(ODD, "440/0003/SJP/DINKES/2024", **told, **_week(20)),
        ),
    )


def _week(day: int) -> dict[str, Any]:
    return {"from_date": dt.date(2024, 7, day), "to_date": dt.date(2024, 7, day + 7)}


def record() -> PersonRecord:
    """One person's whole record."""
    return PersonRecord(
        person=ODD,
        asked_date=dt.date(2024, 7, 2),
        entries=(
            RecordEntry(
                dt.date(2024, 1, 18),
                "Diusulkan Dinsos, disahkan Dukcapil",
                "SK 954/KEP/DINKES/2023",
                "lampiran.xlsx baris 4.117",
                "Petugas R., disahkan S.",
            ),
            RecordEntry(
                dt.date(2024, 2, 1),
                "Aktif, PBPU dan BP Pemda kelas III",
                "Perpres 64/2020",
                "master.csv baris 12",
                "BPJS Kesehatan",
            ),
        ),
        accesses=(Access("5 Juli 2024 08.12 WIB", "Loket admisi RSUD", "Memeriksa status sebelum SEP"),),
        sources=("Data penduduk Dukcapil, posisi 30 Juni 2024", "Master file BPJS Kesehatan, posisi 1 Juli 2024"),
    )


def papers() -> Mapping[str, tuple[Paper, Heading]]:
    """Every kind with its heading."""
    letter, minutes = heading(one=True), heading()
    to_person = heading(one=True, recipient=(f"Sdr. {ODD.name}", ODD.address), copies_to=())
    made: tuple[tuple[Paper, Heading], ...] = (
        (month_minutes(), minutes),
        (invoice(), letter),
        (reconciliation(), minutes),
        (mismatches(), minutes),
        (proposal(), letter),
        (annex(), letter),
        (payment_reminder(), letter),
        (requirement_reminder(), letter),
        (balances(), letter),
        (village(), minutes),
        (guarantee(), replace(letter, recipient=())),
        (recap(), letter),
        (record(), to_person),
    )
    return {paper.kind: (paper, around) for paper, around in made}


def text_of(pdf: bytes) -> str:
    """All text of a PDF by pypdf, runs of white space as one blank."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
