"""Built-in profiles read what their offices deliver; a user's own profile extends one; a faulty one is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from register_files import GOOD, HEADER, csv_bytes, person, read_bytes

from cakupan.law.refusal import Refusal
from cakupan.registers import KINDS, load_profile
from cakupan.registers.profile import built_in_profiles


@pytest.mark.parametrize("name", built_in_profiles())
def test_every_built_in_profile_is_whole(name):
    profile = load_profile(name)
    assert profile.kind in KINDS
    assert profile.says
    assert set(profile.required) <= {*profile.columns, *profile.joins}


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_every_kind_has_its_profile(kind):
    assert load_profile(kind.profile).kind == kind.name


# Format of the office → header as it comes, delimiter, a row, what must be read of it.
FORMATS = {
    "siks-ng": (
        "id;iddtks;provinsi;kota;kecamatan;kelurahan;rt;rw;dusun;alamat;noka_bpjs;psnoka_bpjs;nama;tanggal_lahir;tempat_lahir;"
        "jenis_kelamin;nik;nokk;hub_keluarga;nama_ibu_kandung;keterangan",
        "1;77;JATENG;KENDAL;A;B;1;2;D;JL;;;SITI;17-08-1982;DEMAK;P;6101055708829001;6101050101109001;ISTRI;R;",
        {"source_id": "77", "name": "SITI", "sex": "P", "rt": "001", "family_role": "ISTRI", "area_code": None},
    ),
    "dtks-export": (
        "iddtks|provinsi|kabupaten_kota|kecamatan|desa_kelurahan|alamat|dusun|rt|rw|nomor_kk|nomor_nik|nama|tanggal_lahir|"
        "tempat_lahir|jenis_kelamin|nama_ibu_kandung|hubungan_keluarga",
        "77|A|B|C|D|JL|E|1|2|6101050101109001|6101055708829001|SITI|17-08-1982|DEMAK|Perempuan|R|1",
        {"source_id": "77", "nik": "6101055708829001", "sex": "P", "mother_name": "R"},
    ),
    "dtsen": (
        "nomor_induk_kependudukan,nomor_kartu_keluarga,nama,tanggal_lahir,jenis_kelamin,status_kawin,desil_nasional,"
        "kode_kelurahan_desa",
        "6101055708829001,6101050101109001,SITI,1982-08-17,2,1,3,6101052001",
        {"decile": 3, "sex": "P", "area_code": "61.01.05.2001", "area_known": True},
    ),
    "bpjs-bulanan": (
        "PSNOKA;NIK;NAMA;SEGMEN;BULAN;TAHUN",
        "0000000000191;6101055708829001;SITI;PBI APBD;Juli;2021",
        {"card_number": "0000000000191", "segment": "PEMDA", "segment_label": "PBI APBD", "month": "2021-07", "rupiah": None},
    ),
    "ppu": (
        "No,No KK,NIK/KITAS/KITAP,Nama,HubKel,Tempat Lahir,Tgl Lahir,JK,Status Kawin,Alamat,RT,RW,Kelas Rawat,TMT Kerja,Gaji",
        "1,6101050101109001,6101055708829001,SITI,3,DEMAK,17/08/1982,2,2,JL,1,2,3,01/02/2020,4000000",
        {"segment": "PPU", "sex": "P", "family_role": "istri", "class": 3, "card_number": None},
    ),
    "mutasi-bpjs": (
        "No,No Kartu BPJS,Jenis Mutasi,Tgl Aktif Berlaku Mutasi,No KK,NIK/KITAS/KITAP,Nama,HubKel,Tgl Lahir,JK,Kelas Rawat",
        "1,0000000000191,2,01/08/2021,6101050101109001,6101055708829001,SITI,1,17/08/1982,2,3",
        {"card_number": "0000000000191", "segment": None, "family_role": "peserta"},
    ),
    "dukcapil-ws": (
        "NIK,NO_KK,NAMA_LGKP,TMPT_LHR,TGL_LHR,JENIS_KLMIN,STAT_HBKEL,ALAMAT,NO_RT,NO_RW,NO_PROP,NO_KAB,NO_KEC,NO_KEL,RESPON",
        "6101055708829001,6101050101109001,SITI,DEMAK,1982-08-17,Perempuan,ISTRI,JL,1,2,61,1,5,2001,",
        {"area_code": "61.01.05.2001", "area_known": True, "sex": "P"},
    ),
    "decisions": (
        "NO_URUT,NIK,NO_KARTU,NAMA,ALAMAT,KODE_WILAYAH,KEPUTUSAN,SEGMEN,KELAS,PEMBAYAR,NO_PKS,NO_SK,TGL_SK,TGL_USUL,"
        "DIPUTUSKAN_OLEH,ALASAN",
        "1,6101055708829001,,SITI,JL,36.73.01.1001,MASUK,PBPU dan BP Pemda,3,Pemkot,440/1,440/2,2021-06-16,2021-06-18,"
        "Kadinkes,miskin",
        {"decision": "enrol", "segment": "PEMDA", "class": 3, "payer": "kabkota", "decree_number": "440/2", "reason": "miskin"},
    ),
    "identitas": (
        "DAFTAR,NO_SUMBER,NIK_TERTULIS,NIK_PENDUDUK,KEPUTUSAN,TGL_KEPUTUSAN,DIPUTUSKAN_OLEH,ALASAN",
        "DTKS,77,16100441029-9007,1610.0441.0290.9007,Sama,05-07-2021,Kabid Dayasos,tanya RT",
        {
            "register": "poverty",
            "subject_id": "77",
            "subject_nik": "161004410299007",
            "resident_nik": "1610044102909007",
            "decision": "same",
            "decided_date": dt.date(2021, 7, 5),
            "decided_by": "Kabid Dayasos",
            "reason": "tanya RT",
            "readable": True,
        },
    ),
    "payments": (
        "NO_SP2D,TGL_SP2D,NO_PKS,BULAN,AKUN,RUPIAH,PEMBAYAR",
        "900/1,05-08-2021,440/1,Juli 2021,Bantuan Iuran,117.600.000,Provinsi",
        {"account": "bantuan_iuran", "payer": "provinsi", "month": "2021-07", "rupiah": 117600000},
    ),
    "tunggakan": (
        "NO_KARTU,NIK,NO_KK,NAMA,KODE_WILAYAH,SEGMEN,KELAS,BULAN_AWAL,JUMLAH_BULAN,RUPIAH",
        "0000000000191,1671015708829001,1671010101109001,SITI,1671011001,Mandiri,III,Maret 2016,16,408000",
        {
            "card_number": "0000000000191",
            "segment": "PBPU",
            "class": 3,
            "first_month": dt.date(2016, 3, 1),
            "months": 16,
            "rupiah": 408000,
            "readable": True,
        },
    ),
    "bill": (
        "NO_KARTU,NIK,NAMA,BULAN,SEGMEN,RUPIAH",
        "0000000000191,6101055708829001,SITI,2021-07,PEMDA,37800",
        {"month": "2021-07", "rupiah": 37800, "segment": "PEMDA"},
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_what_an_office_delivers_is_read(tmp_path, name):
    header, row, wanted = FORMATS[name]
    kind = load_profile(name).kind
    read = read_bytes(tmp_path, f"{header}\n{row}\n".encode(), kind=kind, profile=name)
    assert {column: read.rows[0][column] for column in wanted} == wanted
    assert read.faults == []


def ours(folder, text):
    path = folder / "ours.yaml"
    path.write_text(f"name: ours\nkind: poverty\n{text}", encoding="utf-8")
    return path


def test_a_profile_of_ones_own_says_only_what_differs(tmp_path):
    profile = ours(tmp_path, "extends: dtks\ncolumns: {nik: [NOMOR INDUK]}\nvalues: {sex: {L: [LELAKI]}}\nignore: [CATATAN]\n")
    header = ["Nomor_Induk" if h == "NIK" else h for h in HEADER]
    rows = [[*person(JENIS_KLMIN="LELAKI"), "x"], [*person(JENIS_KLMIN="2"), "y"]]
    read = read_bytes(tmp_path, csv_bytes(rows, header=[*header, "CATATAN"]), profile=profile)
    assert (read.column("sex"), read.column("nik")) == (["L", "P"], [GOOD["NIK"]] * 2)
    assert read.snapshot.profile == "ours"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("extends: dtsk\n", "Nearest: dtks"),
        ("extends: dtks\ncolums: {}\n", "key 'colums' is unknown. Nearest: columns"),
        ("extends: dtks\ndates: dym\n", "none of dmy, mdy, ymd"),
        ("extends: dtks\ndelimiter: '#'\n", "delimiter '#'"),
        ("extends: dtks\ncolumns: {nick: [NIK]}\n", "no column 'nick'. Nearest: nik"),
        ("extends: dtks\ncolumns: {nik: NIK}\n", "must list the headers"),
        ("extends: dtks\ncolumns: {name: [NIK]}\n", "header 'NIK' stands for both"),
        ("extends: dtks\ncolumns: {nik: [NO]}\n", "in quotes"),
        ("extends: dtks\nvalues: {sex: {L: [P]}}\n", "stands for two values"),
        ("extends: dtks\nrequired: [segment]\n", "required column 'segment' is not mapped"),
        ("extends: dtks\ncolumns: [NIK]\n", "must be a map"),
        ("extends: dtks\nlater: [segment]\n", "later column 'segment' is not mapped or is required"),
        ("extends: dtks\nlater: [nik]\n", "later column 'nik' is not mapped or is required"),
        ("extends: dtks\nkind: people\n", "no such kind"),
        ("extends: dtks\nvalues: {sex: [L]}\n", "a map from value to a list of labels"),
        ("extends: dtks\njoins: {area_code: [A, B]}\n", "needs a list of 'headers'"),
        ("a: [\n", "cannot be read as YAML"),
    ],
)
def test_a_faulty_profile_is_refused_with_what_is_wrong(tmp_path, text, says):
    with pytest.raises(Refusal) as refused:
        load_profile(ours(tmp_path, text))
    assert says in str(refused.value)


def test_a_profile_of_another_kind_is_refused(tmp_path):
    with pytest.raises(Refusal, match="it reads members, not poverty"):
        read_bytes(tmp_path, csv_bytes([person()]), profile="bpjs")


def test_an_unknown_profile_is_refused_with_the_nearest():
    with pytest.raises(Refusal, match="Nearest: dukcapil"):
        load_profile("ducapil")


DECISIONS = FORMATS["decisions"]


@pytest.mark.parametrize(
    ("decision", "priority", "wanted"),
    [
        ("BATAL", "", ("annul", None)),
        ("MASUK", "SAKIT", ("enrol", "sick_now")),
        ("MASUK", "Hamil", ("enrol", "pregnant")),
        ("MASUK", "BENCANA", ("enrol", "disaster")),
    ],
)
def test_a_decision_may_be_annulled_and_have_a_priority(tmp_path, decision, priority, wanted):
    row = DECISIONS[1].replace("MASUK", decision) + f",{priority}"
    read = read_bytes(tmp_path, f"{DECISIONS[0]},PRIORITAS\n{row}\n".encode(), kind="decisions", profile="decisions")
    assert (read.rows[0]["decision"], read.rows[0]["priority"]) == wanted
    assert read.faults == []


def test_a_priority_that_nobody_knows_is_a_fault(tmp_path):
    content = f"{DECISIONS[0]},PRIORITAS\n{DECISIONS[1]},KENALAN\n".encode()
    read = read_bytes(tmp_path, content, kind="decisions", profile="decisions")
    assert (read.rows[0]["priority"], [column for _, column, _ in read.faults]) == (None, ["PRIORITAS"])


def test_without_priorities_and_payers_files_are_read_as_before(tmp_path):
    read = read_bytes(tmp_path, f"{DECISIONS[0]}\n{DECISIONS[1]}\n".encode(), kind="decisions", profile="decisions")
    assert (read.rows[0]["priority"], read.faults) == (None, [])
    sp2d = b"NO_SP2D,TGL_SP2D,NO_PKS,BULAN,AKUN,RUPIAH\n900/1,05-08-2021,440/1,2021-07,5.1.02.02,1587600000\n"
    paid = read_bytes(tmp_path, sp2d, name="sp2d.csv", kind="payments", profile="payments").rows[0]
    assert (paid["payer"], paid["account"]) == (None, "5.1.02.02")


IDENTITY = ["PESERTA", "0000000000191", "", "1610044102909007", "BERBEDA", "2021-07-05", "Kabid", "kembar"]


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        (0, "KK", ("DAFTAR", "the label is not one that the profile knows for register")),
        (1, "", ("NO_SUMBER", "without this value the row says nothing")),
        (3, "161004410290900", ("NIK_PENDUDUK", "a NIK has 16 digits")),
        (4, "MUNGKIN", ("KEPUTUSAN", "the label is not one that the profile knows for decision")),
        (5, "", ("TGL_KEPUTUSAN", "without this value the row says nothing")),
    ],
)
def test_an_identity_decision_that_says_nothing_is_counted_as_not_readable(tmp_path, place, text, fault):
    cells = [text if index == place else cell for index, cell in enumerate(IDENTITY)]
    content = f"{FORMATS['identitas'][0]}\n{','.join(IDENTITY)}\n{','.join(cells)}\n".encode()
    read = read_bytes(tmp_path, content, kind="identity_decisions", profile="identitas")
    assert [row["readable"] for row in read.rows] == [True, False]
    assert fault in {(column, reason) for _, column, reason in read.faults}


UNPAID = ["0000000000191", "1671015708829001", "1671010101109001", "SITI", "1671011001", "PBPU", "3", "2016-03", "16", "408000"]


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        (0, "", ("NO_KARTU", "without this value the row says nothing")),
        (6, "", ("KELAS", "without this value the row says nothing")),
        (6, "4", ("KELAS", "a class is 1, 2 or 3")),
        (7, "", ("BULAN_AWAL", "without this value the row says nothing")),
        (7, "2016-13", ("BULAN_AWAL", "it is not a month")),
        (8, "", ("JUMLAH_BULAN", "without this value the row says nothing")),
        (8, "0", ("JUMLAH_BULAN", "a whole number from 1 is needed")),
        (8, "1.5", ("JUMLAH_BULAN", "a whole number from 1 is needed")),
        (8, "-3", ("JUMLAH_BULAN", "a whole number from 1 is needed")),
    ],
)
def test_unpaid_months_need_card_class_and_months(tmp_path, place, text, fault):
    row = [*UNPAID[:place], text, *UNPAID[place + 1 :]]
    header = FORMATS["tunggakan"][0].split(",")
    read = read_bytes(tmp_path, csv_bytes([row, UNPAID], header=header), kind="unpaid", profile="tunggakan")
    assert read.column("readable") == [False, True]
    assert read.faults == [(2, *fault)]
    assert read.snapshot.readable_rows == 1


def test_unpaid_months_without_their_sum_or_segment_can_still_be_reckoned(tmp_path):
    header = FORMATS["tunggakan"][0].split(",")
    row = [*UNPAID[:5], "", *UNPAID[6:9], ""]
    read = read_bytes(tmp_path, csv_bytes([row], header=header), kind="unpaid", profile="tunggakan")
    assert (read.column("readable"), read.rows[0]["rupiah"], read.faults) == ([True], None, [])
    later = [*UNPAID[:7], "2026-02", *UNPAID[8:]]
    read = read_bytes(tmp_path, csv_bytes([later], header=header), name="b.csv", kind="unpaid", profile="tunggakan")
    assert [reason for _, _, reason in read.warnings] == ["the month begins after the position date"]


# Of this profile before it knew of credentialing: what was read with it is known by this hash.
FACILITIES_HASH = "4dcf2c92230432cba0a33482d78d8b9557373673e8730b497e211bfe48d9ffc4"


def test_a_column_that_came_later_leaves_the_hash_of_what_was_read_before():
    profile = load_profile("facilities")
    assert profile.later == ("credentialing_to",) and profile.hash == FACILITIES_HASH


def test_where_headings_are_ignored_a_later_column_makes_another_hash(tmp_path):
    ours = tmp_path / "ours.yaml"
    hashes = set()
    for later in ("[credentialing_to]", "[]"):
        ours.write_text(f"extends: facilities\nignore: ['*']\nlater: {later}\n")
        assert "credentialing_to" in load_profile(ours).text
        hashes.add(load_profile(ours).hash)
    assert len(hashes) == 1


def test_facilities_without_credentialing_are_read_as_before(tmp_path):
    text = b"KODE_FASKES,NAMA_FASKES,JENIS,KODE_WILAYAH,KONTRAK_MULAI,KONTRAK_SELESAI\n1,RSUD,RS,36.73.01.1001,2021-07-01,\n"
    read = read_bytes(tmp_path, text, name="faskes.csv", kind="facilities")
    assert (read.rows[0]["credentialing_to"], read.faults) == (None, [])
