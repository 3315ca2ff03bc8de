"""The serang case's files: counts exactly in proportion, an annex with what annexes hold, a branch that has not said all."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from cakupan.law.refusal import Refusal
from cakupan.scenarios.annex import PLANTED
from cakupan.scenarios.case import apportion, read_case
from cakupan.scenarios.serang import CaseFiles, write_serang


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_serang(residents=20_000, out=tmp_path_factory.mktemp("serang"))


@pytest.mark.parametrize(("residents", "lines"), [(1000, 61), (2000, 122), (20_000, 1217)])
def test_population_and_annex_are_exactly_in_proportion(tmp_path, residents, lines):
    files = write_serang(residents=residents, out=tmp_path)
    assert sum(row["FLAG_STATUS"] == "0" for row in rows(files.files["residents"])) == residents
    living = [row["NIK"] for row in rows(files.files["residents"]) if row["FLAG_STATUS"] == "0"]
    assert len(set(living)) == residents, "a repeated row would make two readings of the population"
    assert files.people == len(rows(files.files["decisions"])) == lines


def test_too_small_a_case_is_refused(tmp_path):
    with pytest.raises(Refusal, match="1000"):
        write_serang(residents=999, out=tmp_path)


def test_the_same_case_gives_the_same_bytes(tmp_path, played):
    again = write_serang(residents=20_000, out=tmp_path)
    for kind, path in played.files.items():
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(again.files[kind].read_bytes()).digest(), kind


def test_card_numbers_are_distinct_and_the_annex_names_cards_that_exist(played):
    members = rows(played.files["members"])
    cards = {row["NO_KARTU"] for row in members}
    truth = pq.read_table(played.truth / "members.parquet").to_pylist()
    assert len(cards) == len({t["entry"] for t in truth})
    named = [row["NO_KARTU"] for row in rows(played.files["decisions"]) if row["NO_KARTU"]]
    assert set(named) <= cards


def test_the_annex_holds_what_should_not_be_there_in_its_shares(played):
    truth = pq.read_table(played.truth / "decisions.parquet").to_pylist()
    shares = read_case("serang").illustrative["annex_per_thousand"]
    counts = apportion(total=played.people, weights=[shares[word] for word in PLANTED])
    assert Counter(t["planted"] for t in truth) == Counter(dict(zip(PLANTED, counts, strict=True)))
    assert [t["row"] for t in truth] == list(range(2, played.people + 2))


def test_each_kind_of_line_is_what_it_is_called(played):
    truth = pq.read_table(played.truth / "decisions.parquet").to_pylist()
    dead = {t["person"] for t in pq.read_table(played.truth / "deaths.parquet").to_pylist() if t["provably_dead"]}
    gone = {t["person"] for t in pq.read_table(played.truth / "moves.parquet").to_pylist() if t["provably_moved"]}
    seen: set[int] = set()
    for line in truth:
        assert (line["person"] in dead) == (line["planted"] == "deceased")
        assert (line["person"] in gone) == (line["planted"] == "moved")
        assert (line["person"] in seen) == (line["planted"] == "duplicate")
        if line["planted"] == "not_in_register":
            assert line["nik"] is None
        elif line["planted"] not in ("deceased", "moved"):
            assert line["nik"] is not None
        seen.add(line["person"])


def cards_of(played: CaseFiles) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    truth = pq.read_table(played.truth / "members.parquet").to_pylist()
    for row, told in zip(rows(played.files["members"]), truth, strict=True):
        found.setdefault(told["person"], set()).add((row["SEGMEN"], row["STATUS_PESERTA"]))
    return found


def test_the_branch_says_active_for_nearly_all_and_leaves_some_unanswered(played):
    cards, truth = cards_of(played), pq.read_table(played.truth / "decisions.parquet").to_pylist()
    pemda = "PBPU DAN BP PEMDA"
    active = sum((pemda, "AKTIF") in cards.get(t["person"], ()) for t in truth)
    awaiting = sum(t["person"] not in cards for t in truth)
    assert active / len(truth) > 0.96
    assert 5 <= awaiting <= 0.03 * len(truth)
    listed = {t["person"] for t in truth}
    assert {person for person, held in cards.items() if any(segment == pemda for segment, _ in held)} <= listed


@pytest.mark.parametrize(("planted", "segment"), [("funded_twice", "PBI APBN"), ("wage_earner", "PPU")])
def test_a_second_payer_shows_as_a_second_active_card(played, planted, segment):
    cards = cards_of(played)
    for line in pq.read_table(played.truth / "decisions.parquet").to_pylist():
        if line["planted"] == planted:
            assert {(segment, "AKTIF"), ("PBPU DAN BP PEMDA", "AKTIF")} <= cards[line["person"]]


def test_the_annex_was_in_by_the_twentieth_under_its_decree(played):
    terms = yaml.safe_load(played.files["agreements"].read_text(encoding="utf-8"))["agreement"]
    for row in rows(played.files["decisions"]):
        assert row["NO_SK"] == terms["decree"]["number"] and row["NO_PKS"] == terms["number"]
        assert row["TGL_SK"] <= row["TGL_USUL"] <= "2021-06-20"
        assert (row["KEPUTUSAN"], row["KELAS"], row["PEMBAYAR"]) == ("MASUK", "3", "KABKOTA")
    assert len({row["NO_URUT"] for row in rows(played.files["decisions"])}) == played.people


def test_the_agreement_is_whole_and_says_what_was_chosen(played):
    terms = yaml.safe_load(played.files["agreements"].read_text(encoding="utf-8"))["agreement"]
    assert terms["quota"] == played.people
    assert sum(share["per_cent"] for share in terms["shares"]) == 100
    assert {line["kind"]: line["rupiah"] for line in terms["budget"]} == {"iuran": 255_652_174, "bantuan_iuran": 20_452_174}
    assert terms["period"]["from"].isoformat() == "2021-07-01"
    assert {"requirements", "budget", "signed"} <= set(terms["illustrative"])
    assert not {"quota", "period.from", "basis"} & set(terms["illustrative"]), "published figures are not illustrative"
    assert all(requirement["done_on"] <= requirement["due"] for requirement in terms["requirements"])


def test_the_hospitals_contract_begins_with_the_case(played):
    facilities = rows(played.files["facilities"])
    hospital = [row for row in facilities if row["JENIS"] == "RSUD"]
    assert [(row["NAMA_FASKES"], row["KONTRAK_MULAI"], row["KONTRAK_SELESAI"]) for row in hospital] == [
        ("RSUD KOTA SERANG", "2021-07-01", "")
    ]
    known = {row["KODE_FASKES"] for row in facilities}
    assert {row["KODE_FASKES"] for row in rows(played.files["members"])} <= known
