"""Each check of a row, with the value as delivered, the value as read and what is reported."""

from __future__ import annotations

import datetime as dt

import pytest
from register_files import GOOD, csv_bytes, person, read_bytes, read_people

SECOND = dt.date(1982, 8, 17)


def one(folder, **changed):
    """A row with something changed, its values, faults and warnings (both as (column, reason))."""
    read = read_people(folder, person(**changed))
    return (
        read.rows[0],
        [(column, reason) for _, column, reason in read.faults],
        [(column, reason) for _, column, reason in read.warnings],
    )


def test_a_good_row_has_nothing_to_report(tmp_path):
    row, faults, warnings = one(tmp_path)
    assert (faults, warnings) == ([], [])
    assert row == {
        "row": 2, "nik": GOOD["NIK"], "nik_anomaly": None, "family_card_number": GOOD["NO_KK"], "name": "SITI AMINAH",
        "birth_place": None, "birth_date": SECOND, "sex": "P", "mother_name": "RUKMINI", "family_role": None,
        "address": "JL. MELATI 1", "rt": "003", "rw": "005", "area_code": "61.01.05.2001", "area_known": True,
        "source_id": "1", "decile": None, "readable": True,
    }  # fmt: skip


NIKS = [
    ("", None, "missing", None),
    ("-", None, "missing", None),
    ("61010557088290O1", "610105570882901", "letters", "a NIK has digits only"),
    ("610105570882900", "610105570882900", "length", "a NIK has 16 digits"),
    ("61010557088290011", "61010557088290011", "length", "a NIK has 16 digits"),
    ("0000000000000000", "0000000000000000", "zero", "a NIK of zeros stands for nobody"),
    ("0610105200100012", "0610105200100012", "temporary", "a NIK that begins with 0 is a village's temporary number"),
    ("6101055708820000", "6101055708820000", "serial_zero", "the serial number 0000 is never issued"),
    ("6,10106E+15", None, "rounded", "the spreadsheet stored this number as a number and rounds it after 15 digits"),
]


@pytest.mark.parametrize(("written", "nik", "anomaly", "reason"), NIKS)
def test_the_form_of_a_nik(tmp_path, written, nik, anomaly, reason):
    quoted = f'"{written}"' if "," in written else written
    row, faults, _ = one(tmp_path, NIK=quoted)
    assert (row["nik"], row["nik_anomaly"]) == (nik, anomaly)
    assert faults == ([("NIK", reason)] if reason else [])
    assert row["name"] == "SITI AMINAH"


@pytest.mark.parametrize(
    "written",
    [
        "'6101055708829001",
        "6101 0557 0882 9001",
        "610105.570882.9001",
        "610105-570882-9001",
        " 6101055708829001 ",
        "’6101055708829001",
    ],
)
def test_how_a_nik_is_dressed_does_not_matter(tmp_path, written):
    row, faults, warnings = one(tmp_path, NIK=written)
    assert (row["nik"], row["nik_anomaly"], faults, warnings) == (GOOD["NIK"], None, [], [])


DISAGREES = [("NIK", "birth date or sex differ from those in the NIK")]


@pytest.mark.parametrize(
    ("changed", "anomaly"),
    [
        ({"TGL_LHR": "18-08-1982"}, "birth_date"),
        ({"TGL_LHR": "17-08-2082"}, None),  # the century is not in the NIK; that the date lies ahead is another warning
        ({"JENIS_KLMIN": "L"}, "birth_date"),
        ({"JENIS_KLMIN": ""}, None),
        ({"TGL_LHR": ""}, None),
        ({"NIK": "6101055713829001", "TGL_LHR": ""}, "birth_date"),  # month 13
        ({"NIK": "6101057208829001", "TGL_LHR": ""}, "birth_date"),  # day 72
        ({"NIK": "9901055708829001"}, "area"),
        ({"NIK": "9901055708829001", "JENIS_KLMIN": "L"}, "birth_date"),
    ],
)
def test_what_a_nik_says_is_a_warning_only(tmp_path, changed, anomaly):
    row, faults, warnings = one(tmp_path, **changed)
    assert (row["nik_anomaly"], faults) == (anomaly, [])
    assert row["nik"] is not None
    assert (DISAGREES[0] in warnings) is (anomaly == "birth_date")


def test_a_missing_nik_is_a_fault_only_where_it_is_the_key(tmp_path):
    header = ["NIK", "NO_KK", "NAMA_LGKP", "TMPT_LHR", "TGL_LHR", "JENIS_KLMIN", "NAMA_LGKP_IBU", "STAT_HBKEL", "ALAMAT"]
    header += ["NO_RT", "NO_RW", "KODE_WILAYAH", "FLAG_STATUS"]
    row = ["", GOOD["NO_KK"], "SITI", "DEMAK", "1982-08-17", "P", "R", "1", "JL", "1", "1", "61.01.05.2001", "0"]
    read = read_bytes(tmp_path, csv_bytes([row], header=header), kind="residents")
    assert read.faults == [(2, "NIK", "the NIK is missing")]
    assert read.rows[0]["population_flag"] == "0"
    assert one(tmp_path, NIK="")[1] == []


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("1982-08-17", SECOND), ("17-08-1982", SECOND), ("17/08/1982", SECOND), ("17.08.1982", SECOND), ("17/8/1982", SECOND),
        ("1982/8/17", SECOND), ("1982-08-17 00:00:00", SECOND), ("1982-08-17T00:00:00Z", SECOND), ("19820817", SECOND),
        ("17 Agustus 1982", SECOND), ("17-AGU-1982", SECOND), ("17 Aug 1982", SECOND), ("1-1-1982", dt.date(1982, 1, 1)),
        ("29-02-2020", dt.date(2020, 2, 29)),
        ("29-02-2021", None), ("31-02-1982", None), ("00-00-0000", None), ("0000-00-00", None), ("1982-02-30", None),
        ("08/17/1982", None), ("17-08-82", None), ("17-08-0982", None), ("30180", None), ("KOSONG", None), ("17-13-1982", None),
    ],
)  # fmt: skip
def test_dates(tmp_path, written, reads):
    row, faults, _ = one(tmp_path, TGL_LHR=written)
    assert row["birth_date"] == reads
    assert faults == ([] if reads else [("TGL_LHR", "there is no such date, or not in this order")])


@pytest.mark.parametrize(
    ("order", "written", "reads"),
    [("mdy", "08/17/1982", SECOND), ("mdy", "8/17/1982", SECOND), ("mdy", "17/08/1982", None), ("mdy", "1982-08-17", SECOND),
     ("ymd", "1982/08/17", SECOND), ("ymd", "17-08-1982", None)],
)  # fmt: skip
def test_the_order_is_the_profiles_and_never_guessed(tmp_path, order, written, reads):
    profile = tmp_path / "ours.yaml"
    profile.write_text(f"name: ours\nextends: dtks\ndates: {order}\n")
    assert read_people(tmp_path, person(TGL_LHR=written), profile=profile).rows[0]["birth_date"] == reads


@pytest.mark.parametrize(("born", "warned"), [("31-01-2026", False), ("01-02-2026", True)])
def test_a_birth_after_the_position_is_a_warning_and_stays(tmp_path, born, warned):
    row, faults, warnings = one(tmp_path, TGL_LHR=born)
    assert row["birth_date"] is not None
    assert faults == []
    assert (("TGL_LHR", "the date lies after the position date") in warnings) is warned


@pytest.mark.parametrize(
    ("column", "written", "name", "reads"),
    [
        ("JENIS_KLMIN", "1", "sex", "L"), ("JENIS_KLMIN", "2", "sex", "P"), ("JENIS_KLMIN", "Laki-laki", "sex", "L"),
        ("JENIS_KLMIN", "perempuan", "sex", "P"), ("JENIS_KLMIN", "X", "sex", None), ("JENIS_KLMIN", "3", "sex", None),
        ("NO_RT", "1", "rt", "001"), ("NO_RT", "012", "rt", "012"), ("NO_RT", "1000", "rt", None), ("NO_RW", "RW 1", "rw", None),
        ("NO_KK", "610105010110900", "family_card_number", "610105010110900"),
        ("NO_KK", "0000000000000000", "family_card_number", "0000000000000000"),
    ],
)  # fmt: skip
def test_values_of_other_columns(tmp_path, column, written, name, reads):
    row, faults, _ = one(tmp_path, **{column: written})
    assert row[name] == reads
    wrong = reads is None or name == "family_card_number"
    assert [fault[0] for fault in faults] == ([column] if wrong else [])


@pytest.mark.parametrize(
    ("written", "decile"), [("1", 1), ("10", 10), ("3,0", 3), ("0", None), ("11", None), ("-1", None), ("", None)]
)
def test_deciles_are_1_to_10(tmp_path, written, decile):
    quoted = f'"{written}"' if "," in written else written
    read = read_bytes(tmp_path, csv_bytes([[*person(), quoted]], header=[*GOOD, "DESIL"]))
    assert read.rows[0]["decile"] == decile
    assert len(read.faults) == (decile is None and written != "")


@pytest.mark.parametrize(
    ("written", "code", "known"),
    [
        ("6101052001", "61.01.05.2001", True), ("61.01.05.2001", "61.01.05.2001", True), ("61.01.052001", "61.01.05.2001", True),
        ("610105", "61.01.05", True), ("6101", "61.01", True), ("61", "61", True), ("61.01.05.2999", "61.01.05.2999", False),
        ("6101052999", "61.01.05.2999", False), ("SAMBAS", "SAMBAS", False), ("123", "123", False), ("", None, False),
    ],
)  # fmt: skip
def test_an_unknown_area_is_kept_and_a_warning(tmp_path, written, code, known):
    row, faults, warnings = one(tmp_path, KODE_WILAYAH=written)
    assert (row["area_code"], row["area_known"], faults) == (code, known, [])
    assert bool(warnings) is (code is not None and not known)


def test_a_row_keeps_its_order_of_reports_and_every_one_of_them(tmp_path):
    read = read_people(tmp_path, person(), person(NIK="1", TGL_LHR="x", JENIS_KLMIN="?", NO_RT="y", KODE_WILAYAH="z"))
    assert [report["column"] for report in read.reports] == ["NIK", "TGL_LHR", "JENIS_KLMIN", "NO_RT", "KODE_WILAYAH"]
    assert {report["row"] for report in read.reports} == {3}
    assert {report["file"] for report in read.reports} == {"dtks.csv"}
    assert [report["value"] for report in read.reports] == ["1", "x", "?", "y", "z"]
    assert (read.snapshot.faults, read.snapshot.warnings) == (4, 1)


def members(folder, **changed):
    row = {
        "NO_KARTU": "0000000000191", "NIK": GOOD["NIK"], "NO_KK": GOOD["NO_KK"], "NAMA": "SITI", "TGL_LHR": "17-08-1982",
        "JK": "P",
        "NAMA_IBU": "R", "ALAMAT": "JL", "KODE_WILAYAH": "61.01.05.2001", "SEGMEN": "PBPU", "STATUS_PESERTA": "AKTIF",
        "KELAS": "3",
        "PEMBAYAR": "", **changed,
    }  # fmt: skip
    return read_bytes(folder, csv_bytes([list(row.values())], header=list(row)), kind="members", name="peserta.csv")


@pytest.mark.parametrize(
    ("label", "segment"),
    [
        ("PBI APBN", "PBI_JK"), ("PBI JK", "PBI_JK"), ("PBI APBD", "PEMDA"), ("PBPU DAN BP PEMERINTAH DAERAH", "PEMDA"),
        ("pbpu  dan bp pemda", "PEMDA"),
        ("PBPU", "PBPU"), ("BP", "BP"), ("PPU", "PPU"), ("PPU PN", "PPU_PEMERINTAH"),
        ("PPU BU", "PPU_SWASTA"), ("TNI", None),
    ],
)  # fmt: skip
def test_segments_old_and_new(tmp_path, label, segment):
    read = members(tmp_path, SEGMEN=label)
    assert (read.rows[0]["segment"], read.rows[0]["segment_label"]) == (segment, label)
    assert [fault[1] for fault in read.faults] == ([] if segment else ["SEGMEN"])


@pytest.mark.parametrize(
    ("label", "status"), [("AKTIF", "active"), ("NON AKTIF", "inactive"), ("Nonaktif", "inactive"), ("?", None)]
)
def test_statuses(tmp_path, label, status):
    read = members(tmp_path, STATUS_PESERTA=label)
    assert (read.rows[0]["status"], read.rows[0]["status_label"]) == (status, label)
    assert bool(read.faults) is (status is None)


def test_a_member_keeps_the_zeros_of_the_card_and_has_class_and_payer(tmp_path):
    row = members(tmp_path, KELAS="III", PEMBAYAR="Pemprov").rows[0]
    assert (row["card_number"], row["class"], row["payer"]) == ("0000000000191", 3, "provinsi")
    assert members(tmp_path, KELAS="4").faults == [(2, "KELAS", "a class is 1, 2 or 3")]


def payments(folder, **changed):
    row = {
        "NO_SP2D": "1/LS/2021",
        "TGL_SP2D": "09-07-2021",
        "NO_PKS": "440/1",
        "BULAN": "2021-07",
        "AKUN": "5.1",
        "RUPIAH": "1",
        **changed,
    }
    quoted = [f'"{value}"' for value in row.values()]
    return read_bytes(folder, csv_bytes([quoted], header=list(row)), kind="payments", name="sp2d.csv")


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        ("1470000000", 1470000000), ("1.470.000.000", 1470000000), ("1,470,000,000", 1470000000),
        ("Rp 1.470.000.000,00", 1470000000),
        ("Rp1.470.000.000,-", 1470000000), ("35000.00", 35000), ("35000,00", 35000), ("-2800", -2800),
        ("35.000", 35000), ("0", 0),
        ("35.5", None), ("35,000.50", None), ("gratis", None), ("1.47E+09", None),
    ],
)  # fmt: skip
def test_rupiah_are_whole(tmp_path, written, rupiah):
    read = payments(tmp_path, RUPIAH=written)
    assert read.rows[0]["rupiah"] == rupiah
    assert bool(read.faults) is (rupiah is None)


@pytest.mark.parametrize(
    ("written", "month"),
    [("2021-07", "2021-07"), ("07/2021", "2021-07"), ("7 2021", "2021-07"), ("Juli 2021", "2021-07"), ("JUL-2021", "2021-07"),
     ("2021-07-01", "2021-07"), ("2021-13", None), ("Juli", None), ("2021-07-15", None)],
)  # fmt: skip
def test_months(tmp_path, written, month):
    assert payments(tmp_path, BULAN=written).rows[0]["month"] == month


def test_a_death_before_the_birth_is_a_warning_and_nothing_is_dropped(tmp_path):
    header = ["NIK", "NO_KK", "NAMA_LGKP", "TGL_LHR", "NAMA_LGKP_IBU", "KODE_WILAYAH", "TGL_KEMATIAN", "NO_AKTA"]
    row = [GOOD["NIK"], GOOD["NO_KK"], "SITI", "1982-08-17", "R", "61.01.05.2001"]
    rows = [[*row, "1982-08-17", "1"], [*row, "1982-08-16", "2"]]
    read = read_bytes(tmp_path, csv_bytes(rows, header=header), kind="deaths")
    assert read.column("death_date") == [dt.date(1982, 8, 17), dt.date(1982, 8, 16)]
    assert read.warnings == [(3, "TGL_KEMATIAN", "the birth date lies after this date")]


def test_a_contract_may_end_after_the_position_or_never(tmp_path):
    header = ["KODE_FASKES", "NAMA_FASKES", "JENIS", "KODE_WILAYAH", "KONTRAK_MULAI", "KONTRAK_SELESAI", "LAYANAN"]
    rows = [["1", "RSUD", "RS", "36.73.01.1001", "2021-07-01", end, "IGD"] for end in ("2030-01-01", "")]
    read = read_bytes(tmp_path, csv_bytes(rows, header=header), kind="facilities")
    assert read.column("contract_to") == [dt.date(2030, 1, 1), None]
    assert (read.faults, read.warnings) == ([], [])


@pytest.mark.parametrize(
    ("written", "ends"), [("01-07-2026", dt.date(2026, 7, 1)), ("2026-07-01", dt.date(2026, 7, 1)), ("", None)]
)
def test_credentialing_ends_on_a_day_or_nobody_says(tmp_path, written, ends):
    header = ["KODE_FASKES", "NAMA_FASKES", "JENIS", "KODE_WILAYAH", "KONTRAK_MULAI", "KONTRAK_SELESAI", "KREDENSIAL_SAMPAI"]
    rows = [["1", "RSUD", "RS", "36.73.01.1001", "2021-07-01", "", written]]
    read = read_bytes(tmp_path, csv_bytes(rows, header=header), kind="facilities")
    assert (read.column("credentialing_to"), read.faults, read.warnings) == ([ends], [], [])
