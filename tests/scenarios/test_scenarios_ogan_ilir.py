"""The ogan-ilir case's files: 65,000 lines that cost what the law says, and Rp 18 billion of it never paid."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from cakupan.law.refusal import Refusal
from cakupan.scenarios.annex import PLANTED
from cakupan.scenarios.case import CaseFiles, apportion, read_case, scaled
from cakupan.scenarios.ogan_ilir import write_ogan_ilir
from scenarios.written_case import cards, deliveries, document, documents, living, reference, rows, truth

POPULATION, RESIDENTS = 430_000, 8000
PEMDA = "PBPU DAN BP PEMDA"
OWN = "440/1286/D.KES/2023"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_ogan_ilir(residents=RESIDENTS, out=tmp_path_factory.mktemp("ogan-ilir"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_ogan_ilir(residents=1000, out=tmp_path_factory.mktemp("ogan-ilir"))


@pytest.fixture(params=["small", "played"])
def at_any_size(request: pytest.FixtureRequest) -> CaseFiles:
    files: CaseFiles = request.getfixturevalue(request.param)
    return files


def at(figure: int, files: CaseFiles) -> int:
    return scaled(figure, residents=files.residents, population=POPULATION)


def paid(files: CaseFiles, number: str, *, until: dt.date = dt.date.max) -> dict[str, int]:
    """Rupiah by the month they name."""
    found: dict[str, int] = defaultdict(int)
    for delivery in deliveries(files, "payments"):
        for row in rows(delivery.path):
            if row["NO_PKS"] == number and row["TGL_SP2D"] <= until.isoformat():
                found[row["BULAN"]] += int(row["RUPIAH"])
    return dict(found)


def test_every_published_count_is_raw_and_in_proportion(at_any_size):
    files = at_any_size
    assert len(living(files.files["residents"])) == files.residents
    own, neighbours = (rows(delivery.path) for delivery in deliveries(files, "decisions"))
    assert len(own) == at(65_000, files) and {row["PEMBAYAR"] for row in own} == {"KABKOTA"}
    assert len(neighbours) == at(3000, files) and {row["PEMBAYAR"] for row in neighbours} == {"PROVINSI"}
    first = deliveries(files, "members")[0].path
    assert len(cards(first)) == at(414_563, files)
    assert len(cards(first, STATUS_PESERTA="AKTIF")) == at(339_270, files)


def test_what_stays_unpaid_is_the_published_sum(at_any_size):
    files, lines = at_any_size, at(65_000, at_any_size)
    a_month, whole = lines * 37_800, paid(at_any_size, OWN)
    assert 9 * a_month - sum(whole.get(f"2024-{month:02}", 0) for month in range(4, 13)) == at(18_000_000_000, files)
    by_july = paid(files, OWN, until=dt.date(2024, 7, 1))
    assert by_july == {f"2024-{month:02}": a_month for month in (1, 2, 3)}, "April to June are unpaid on 1 July"


def test_at_full_size_the_sums_are_those_of_the_reference():
    case = read_case("ogan-ilir")
    lines = case.published["people_losing_cover"]
    assert case.derived["pemda_per_month"] == lines * 37_800 == 2_457_000_000
    assert case.derived["paid_towards_the_nine_months"] == 9 * lines * 37_800 - case.published["arrears_rupiah"] == 4_113_000_000
    assert case.derived["unpaid_on_1_july"] == 3 * lines * 37_800
    told = reference("ogan-ilir")
    if told is None:
        pytest.skip("the reference does not lie beside this checkout")
    assert case.area == told["area"] and case.published["arrears_rupiah"] == told["published"]["arrears_rupiah"]
    assert case.derived["pemda_per_month"] == told["derived"]["bill_per_month"]["pemda"]
    assert case.illustrative["neighbours"]["people"] == told["illustrative"]["province_paid_neighbours"]
    assert case.illustrative["province_share_pct"] == 100 * told["illustrative"]["province_share_in_second_reading"]


def test_early_months_were_paid_when_they_were_due_and_by_two_accounts(played):
    for row in rows(deliveries(played, "payments")[0].path):
        assert row["TGL_SP2D"][:7] == row["BULAN"] and int(row["TGL_SP2D"][8:]) <= 10
    accounts = Counter(row["AKUN"] for row in rows(deliveries(played, "payments")[0].path))
    assert accounts["iuran"] == accounts["bantuan_iuran"] == 9


def test_the_province_owes_nothing_while_the_regency_does(played):
    number = played.case.illustrative["neighbours"]["number"]
    lines = at(3000, played)
    assert paid(played, number) == {f"2024-{month:02}": lines * 37_800 for month in range(1, 13)}


def test_no_file_of_payments_repeats_or_foretells(played):
    seen: set[tuple[str, str, str]] = set()
    for delivery in deliveries(played, "payments"):
        for row in rows(delivery.path):
            assert row["TGL_SP2D"] <= delivery.as_of.isoformat()
            key = (row["NO_SP2D"], row["AKUN"], row["BULAN"])
            assert key not in seen
            seen.add(key)


def test_the_branchs_positions_differ_only_in_who_lost_cover(at_any_size):
    july, december, january = (rows(delivery.path) for delivery in deliveries(at_any_size, "members"))
    assert [str(delivery.as_of) for delivery in deliveries(at_any_size, "members")] == ["2024-07-01", "2024-12-01", "2025-01-05"]
    assert july == december
    for before, after in zip(july, january, strict=True):
        lost = before["SEGMEN"] == PEMDA and before["PEMBAYAR"] == "KABKOTA"
        assert after == ({**before, "STATUS_PESERTA": "NON AKTIF"} if lost else before)


def test_everybody_on_the_lists_is_active_before_and_the_neighbours_after(played):
    truth_of_members = {line["row"]: line["person"] for line in truth(played, "members")}
    january = rows(deliveries(played, "members")[-1].path)
    status = defaultdict(set)
    for number, row in enumerate(january, start=2):
        if row["SEGMEN"] == PEMDA:
            status[truth_of_members[number]].add((row["PEMBAYAR"], row["STATUS_PESERTA"]))
    own = {line["person"] for line in truth(played, "decisions")}
    neighbours = {line["person"] for line in truth(played, "decisions_of_the_province")}
    assert not own & neighbours
    assert all(status[person] == {("KABKOTA", "NON AKTIF")} for person in own)
    assert all(status[person] == {("PROVINSI", "AKTIF")} for person in neighbours)
    assert set(status) == own | neighbours, "nobody else is paid for by a Pemda"


def test_the_annex_holds_what_cleaning_would_free(at_any_size):
    counts = apportion(
        total=at(65_000, at_any_size), weights=[at_any_size.case.illustrative["annex_holds"][word] for word in PLANTED]
    )
    found = Counter(line["planted"] for line in truth(at_any_size, "decisions"))
    assert found == Counter({word: count for word, count in zip(PLANTED, counts, strict=True) if count})


def test_some_of_the_list_are_in_the_poverty_register_and_belong_in_pbi(at_any_size):
    poor = {line["person"] for line in truth(at_any_size, "poverty")}
    right = {line["person"] for line in truth(at_any_size, "decisions") if line["planted"] == "right"}
    assert len(poor & right) == at(4211, at_any_size)


def test_the_agreement_says_what_is_disputed_and_what_its_budget_carries(played):
    own, _, reviewed = documents(played, "agreements")
    lines = at(65_000, played)
    assert own["quota"] == lines and "review" not in own
    assert {line["kind"]: line["rupiah"] for line in own["budget"]} == {
        "iuran": 8 * lines * 35_000,
        "bantuan_iuran": 8 * lines * 2800,
    }
    assert [{s["payer"]: s["per_cent"] for s in reading["shares"]} for reading in own["readings_of_who_pays"]] == [
        {"kabkota": 100},
        {"kabkota": 60, "provinsi": 40},
    ]
    assert own["unpaid"] == {"suspends": False}
    assert (str(own["period"]["from"]), str(own["period"]["to"])) == ("2024-01-01", "2025-01-01")
    assert {key: value for key, value in reviewed.items() if key not in ("status", "review")} == dict(own)
    assert str(reviewed["review"]["requested_on"]) == "2025-01-05"


def test_the_guarantee_has_a_statement_but_neither_instrument_nor_account(played):
    (delivery,) = deliveries(played, "guarantees")
    told = document(delivery)
    assert str(delivery.as_of) == "2025-01-06"
    assert "instrument" not in told and "account" not in told
    assert [str(said["on"]) for said in told["statements"]] == ["2025-01-05"]
    known = {row["KODE_FASKES"] for row in rows(played.files["facilities"])}
    assert {facility["code"] for facility in told["facilities"]} == known, "the hospital and every puskesmas"


def test_files_come_in_the_order_in_which_they_were_known(played):
    assert [d.as_of for d in played.imports] == sorted(d.as_of for d in played.imports)
    assert [str(month) for month in played.months] == ["2024-07", "2024-12", "2025-01"]
    assert all(delivery.path.is_file() for delivery in played.imports)


def test_the_region_shows_both_published_numbers(played):
    (region,) = documents(played, "region")
    assert [figure["value"] for figure in region["published"]] == ["65000", "202000"]
    assert region["targets"][0]["pct"] == "98"


def test_the_same_case_gives_the_same_bytes(small, tmp_path: Path):
    again = write_ogan_ilir(residents=1000, out=tmp_path)
    for one, other in zip(small.imports, again.imports, strict=True):
        assert hashlib.sha256(one.path.read_bytes()).digest() == hashlib.sha256(other.path.read_bytes()).digest(), one.kind


def test_too_small_a_case_is_refused(tmp_path):
    with pytest.raises(Refusal, match="1000"):
        write_ogan_ilir(residents=999, out=tmp_path)
