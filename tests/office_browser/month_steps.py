"""The steps of a month, each done by whoever does it, on the pages that they see."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import openpyxl

from office_browser.running_office import Office, Officer

AREA, PROVINCE, DAY, MONTH = "36.73", "36", "2021-07-05", "2021-07"
NUMBER, DECREE = "440/1123-DINKES/2021", "440/Kep.171-Huk/2021"
# Who works here: the seven of the month, the cooperation bureau that keeps papers, and whoever keeps the accounts.
STAFF = {
    "dukcapil": ("Ratna Melinda", False),
    "dinsos": ("Yuliana Pratiwi", False),
    "dinkes": ("Dewi Kartika", False),
    "checker": ("Agus Salim", True),
    "bpjs": ("Rudi Hartono", True),
    "setda": ("Nurul Aini", False),
    "auditor": ("Siti Aisyah", False),
}
DESK = {"checker": "dinkes"}


def let_in(office: Office) -> dict[str, Officer]:
    """The first admin is invited at the server, the province by whoever runs it; everyone else by the admin, on the page."""
    admin = office.invited(desk="admin", name="Andi Saputra", area=AREA)
    people = {"admin": admin, "provinsi": office.invited(desk="provinsi", name="Sri Wahyuni", area=PROVINCE)}
    for who, (name, approver) in STAFF.items():
        admin.open("pengguna/undang/")
        address = f"{name.lower().replace(' ', '.')}@contoh.invalid"
        admin.fill(full_name=name, username=address, position_title="Petugas", desk=DESK.get(who, who), areas=AREA)
        if approver:
            admin.page.check("main [name=approver]")
        admin.press("Undang")
        link = admin.page.get_attribute("main a.link-to-copy", "href") or ""
        people[who] = office.entered(name, link, approver=approver)
    return people


def deliver(officer: Officer, kind: str, file: Path, *, as_of: str = "2021-07-01") -> str:
    """Send a file, see what is in it, take it in."""
    officer.open("berkas/kirim/")
    officer.fill(kind=kind, as_of=as_of, file=str(file))
    officer.press("Kirim dan periksa")
    tried = officer.wait_for_work()
    assert "diperiksa" in tried, tried
    officer.press("Masukkan")
    taken = officer.wait_for_work()
    assert "menjadi data wilayah ini" in taken, taken
    return tried


def agree(people: Mapping[str, Officer]) -> None:
    """An agreement from draft to in force: terms, decree and number, complete, signed by another, confirmed by the branch."""
    setda, dinkes, checker, bpjs = (people[who] for who in ("setda", "dinkes", "checker", "bpjs"))
    setda.open("perjanjian/sk/baru/")
    setda.fill(number=DECREE, decree_date="2021-06-16", about="Penetapan peserta", signed_by="Wali Kota Serang")
    setda.press("Simpan")
    setda.open("perjanjian/baru/")
    setda.fill(title="Perjanjian Kerja Sama penyelenggaraan JKN Kota Serang", kind="pks")
    setda.press("Buat rancangan")
    path = setda.at()
    setda.press("Nomor dan SK")
    setda.fill(number=NUMBER)
    setda.page.select_option("main [name=decree]", label=DECREE)
    setda.press("Simpan")
    dinkes.open(f"{path}ketentuan/")
    write_terms(dinkes)
    dinkes.press("Nyatakan syarat lengkap")
    dinkes.press("Nyatakan syarat lengkap")
    checker.open(path)
    checker.press("Catat tanda tangan Pemda")
    checker.fill(
        signed_date="2021-06-21", place="Kota Serang", signatories="Kepala Dinas Kesehatan\nKepala BPJS Kesehatan Cabang"
    )
    checker.press("Catat tanda tangan Pemda")
    bpjs.open(path)
    bpjs.press("Benarkan tanda tangan cabang")
    assert "aktif" in bpjs.press("Benarkan tanda tangan cabang")


def write_terms(dinkes: Officer) -> None:
    """The terms as the health office types them; what they mean appears beside them while it does."""
    dinkes.fill(programme="PBPU dan BP Pemda", from_date="2021-07-01", last_date="2021-12-31", quota="160", care_class="3")
    dinkes.fill(payer="kabkota", share_method="per_cent", share_kabkota="100", due_day="10", late_deaths="bpjs")
    dinkes.fill(account_1="5.1.02.02.02.0005", kind_1="iuran", source_1="APBD", rupiah_1="40.000.000")
    dinkes.fill(account_2="5.1.02.02.02.0007", kind_2="bantuan_iuran", source_2="APBD", rupiah_2="3.500.000")
    dinkes.page.wait_for_selector("#meaning .result")
    dinkes.press("Simpan ketentuan")


def prepare_month(dinkes: Officer) -> str:
    """Let the month be calculated from what was delivered."""
    dinkes.open("tagihan/bulan/")
    dinkes.fill(month=MONTH)
    dinkes.press("Siapkan bulan ini")
    return dinkes.wait_for_work()


def verify(people: Mapping[str, Officer]) -> None:
    """Who died is proposed by Dinsos, confirmed by Dukcapil, decided by the health office's second officer."""
    dinsos, dukcapil, checker = people["dinsos"], people["dukcapil"], people["checker"]
    checker.open("verifikasi/aturan/")
    checker.fill(decided_at_desk="dinkes")
    checker.press("Simpan")
    act_on_all(dinsos, "verifikasi/?kind=deceased", "Usulkan nonaktif", "Akta kematian sudah ada.")
    act_on_all(dukcapil, "verifikasi/usulan/?kind=deceased", "Benarkan", "Akta tercatat.")
    act_on_all(checker, "verifikasi/usulan/?kind=deceased", "Setujui", "Sesuai akta.")
    assert "Meninggal" in checker.open("verifikasi/selesai/")


def act_on_all(officer: Officer, path: str, act: str, reason: str) -> str:
    """Choose everything that a filter shows, see count, sum and sample, and do it for a reason."""
    begin_acting(officer, path, act)
    return finish_acting(officer, act, reason)


def begin_acting(officer: Officer, path: str, act: str) -> str:
    """To the page that asks whether it shall be done."""
    officer.open(path)
    officer.page.check("main #all")
    asked = officer.press(act)
    assert "Rupiah per bulan" in asked, asked
    return asked


def finish_acting(officer: Officer, act: str, reason: str) -> str:
    """Give the reason and do it."""
    if officer.page.locator("main [name=reason]").count():
        officer.fill(reason=reason)
    return officer.press(act)


def propose_people(people: Mapping[str, Officer]) -> str:
    """A list from draft to the branch; gives the address of its page below the area."""
    dukcapil, dinkes, checker, setda = (people[who] for who in ("dukcapil", "dinkes", "checker", "setda"))
    dinkes.open("usulan/baru/")
    dinkes.press("Susun")
    dinkes.wait_for_work()
    path = dinkes.at()
    dukcapil.open(path)
    dukcapil.press("Konfirmasi Dukcapil")
    dukcapil.press("Konfirmasi Dukcapil")
    checker.open(path)
    checker.press("Setujui usulan")
    checker.press("Setujui usulan")
    setda.open(path)
    setda.press("Catat Surat Keputusan")
    setda.fill(number="440/Kep.9001/2021", decree_date=DAY, about="Penetapan peserta tambahan", signed_by="Wali Kota Serang")
    setda.press("Catat Surat Keputusan")
    dinkes.open(path)
    dinkes.press("Kirim ke cabang")
    dinkes.fill(profile="usulan-pbi", submitted_date=DAY)
    assert "menunggu jawaban cabang" in dinkes.press("Kirim ke cabang")
    return path


def answer_people(bpjs: Officer, path: str, folder: Path) -> str:
    """The branch takes the file, and gives its answer back row by row."""
    bpjs.open(path)
    answer = answer_of_branch(bpjs.download("Berkas untuk cabang"), folder)
    bpjs.press("Baca jawaban cabang")
    bpjs.fill(file=str(answer))
    return bpjs.press("Baca jawaban cabang")


def answer_of_branch(batch: Path, folder: Path) -> Path:
    """The branch accepts everybody of a batch but the first, whose NIK it does not find."""
    lines = openpyxl.load_workbook(io.BytesIO(batch.read_bytes())).worksheets[0].iter_rows(values_only=True)
    asked = [(line[0], str(line[2]).lstrip("'"), line[3]) for line in lines if str(line[0]).isdigit()]
    out = folder / "jawaban.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["NO_URUT", "NIK", "NAMA", "HASIL", "KETERANGAN", "TMT"])
        for line, nik, name in asked:
            says = ("DITOLAK", "NIK tidak ditemukan", "") if line == "1" else ("DITERIMA", "", "01/08/2021")
            writer.writerow([line, nik, name, *says])
    return out


def close_month(people: Mapping[str, Officer]) -> None:
    """Dinkes proposes, the branch confirms; then nobody changes it."""
    dinkes, bpjs = people["dinkes"], people["bpjs"]
    dinkes.open(f"tagihan/bulan/{MONTH}/")
    dinkes.press("Usulkan penutupan ke cabang")
    bpjs.open(f"tagihan/bulan/{MONTH}/")
    closed = bpjs.press("Konfirmasi dan tutup bulan")
    assert "ditutup" in closed and "Berita Acara" in closed, closed


def pay(people: Mapping[str, Officer], account: str, rupiah: int) -> None:
    """SPP, SPM, SP2D; the branch confirms that the money came."""
    dinkes, bpjs = people["dinkes"], people["bpjs"]
    ask_for_payment(dinkes, account, rupiah, f"SPP-9001-{account}")
    path = dinkes.at()
    dinkes.fill(order_number=f"SPM-9001-{account}", order_date=DAY)
    dinkes.press("Simpan")
    dinkes.fill(disbursement_number=f"SP2D-9001-{account}", disbursement_date=DAY)
    dinkes.press("Simpan")
    bpjs.open(path)
    assert "diterima" in bpjs.press("Konfirmasi: uangnya diterima")


def ask_for_payment(dinkes: Officer, account: str, rupiah: int, number: str) -> None:
    """Record an SPP."""
    if not dinkes.page.url.endswith("/pembayaran/baru/"):
        dinkes.open("tagihan/pembayaran/baru/")
    told = {"agreement_number": NUMBER, "payer": "kabkota", "account": account, "month": MONTH}
    dinkes.fill(**told, amount=f"{rupiah:,}".replace(",", "."), request_number=number, request_date=DAY)
    dinkes.press("Simpan")


def rupiah_in(text: str) -> list[int]:
    """Every sum of rupiah in a text."""
    return [int(found.replace(".", "")) for found in re.findall(r"Rp\s?([\d.]*\d)", text)]


def heard(people: Iterable[Officer]) -> list[str]:
    """What the browsers' consoles complained of."""
    return [f"{officer.name}: {said}" for officer in people for said in officer.said]
