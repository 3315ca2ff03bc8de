"""The palembang case's files: five regencies, exact members, and whom they owe by family card."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from cakupan.law.calendar import Month
from cakupan.law.contribution import contribution
from cakupan.registers.channels import CHANNEL_KINDS
from cakupan.scenarios.case import CaseFiles, Scale, apportion, read_case, scaled
from cakupan.scenarios.palembang import write_palembang
from cakupan.scenarios.regencies import regencies_of
from scenarios.written_case import cards, deliveries, document, living, reference, rows, truth

POPULATION, MEMBERS = 4_129_032, 2_477_419
BRANCH = ("16.71", "16.06", "16.07", "16.10", "16.02")


@pytest.fixture(scope="module", params=[1000, 20_000])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_palembang(residents=request.param, out=tmp_path_factory.mktemp("palembang"))


def at(figure: int, files: CaseFiles) -> int:
    return scaled(figure, residents=files.residents, population=POPULATION)


def the_one(files: CaseFiles, kind: str):
    (delivery,) = deliveries(files, kind)
    return document(delivery)


def test_full_size_parts_make_the_published_whole():
    case = read_case("palembang")
    parts = regencies_of(case.illustrative["regencies"], scale=Scale(POPULATION, POPULATION), registered=MEMBERS)
    assert tuple(part.area for part in parts) == BRANCH == tuple(case.published["branch_areas"])
    assert sum(part.registered for part in parts) == case.published["members"] == MEMBERS
    assert sum(part.residents for part in parts) == case.derived["population"] == case.illustrative["population"]
    assert sum(case.illustrative["arrears"]["people"].values()) == case.published["arrears_people"]
    needed = -(-POPULATION * 70 // 100)
    assert needed - MEMBERS == case.derived["gap_to_target_people"]


def test_residents_and_members_are_exact_by_regency(played):
    residents, members = living(played.files["residents"]), rows(played.files["members"])
    assert len(residents) == len({row["NIK"] for row in residents}) == played.residents
    assert len(cards(played.files["members"])) == at(MEMBERS, played)
    parts = regencies_of(played.case.illustrative["regencies"], scale=Scale(played.residents, POPULATION), registered=MEMBERS)
    people = Counter(row["KODE_WILAYAH"][:5] for row in residents)
    held = Counter({row["NO_KARTU"]: row["KODE_WILAYAH"][:5] for row in members}.values())
    assert {part.area: part.residents for part in parts} == dict(people)
    assert {part.area: part.registered for part in parts} == dict(held)


def test_so_many_people_owe_each_with_one_card(played):
    unpaid = rows(played.files["unpaid"])
    assert len(unpaid) == len({row["NO_KARTU"] for row in unpaid}) == at(200_000, played)
    told = played.case.illustrative["arrears"]["people"]
    by_area = Counter(row["KODE_WILAYAH"][:5] for row in unpaid)
    counts = apportion(total=at(200_000, played), weights=list(told.values()))
    assert by_area == Counter({area: count for area, count in zip(told, counts, strict=True) if count})


def test_each_owes_what_the_law_asks_month_by_month(played):
    for row in rows(played.files["unpaid"]):
        first, count = Month.parse(row["BULAN_AWAL"]), int(row["JUMLAH_BULAN"])
        assert first >= Month(2014, 1) and first.plus(count) == Month(2017, 6), "up to May, the last month that fell due"
        months = (first.plus(step) for step in range(count))
        owed = sum(contribution(segment="PBPU", month=month, care_class=int(row["KELAS"])).total for month in months)
        assert int(row["RUPIAH"]) == owed


def test_the_sum_is_the_published_one_as_near_as_months_allow(played):
    owed = sum(int(row["RUPIAH"]) for row in rows(played.files["unpaid"]))
    nearest = 250 if played.residents >= 20_000 else 8500
    assert abs(owed - at(53_000_000_000, played)) <= nearest


def test_families_owe_together(played):
    owed = defaultdict(set)
    for row in rows(played.files["unpaid"]):
        owed[row["NO_KK"]].add((row["KELAS"], row["JUMLAH_BULAN"]))
    assert all(len(months) == 1 for months in owed.values())
    assert len(owed) < len(rows(played.files["unpaid"])), "some owe as a family"


def test_who_owes_pays_for_themselves_and_is_not_active(played):
    by_card = {row["NO_KARTU"]: row for row in rows(played.files["members"])}
    for row in rows(played.files["unpaid"]):
        member = by_card[row["NO_KARTU"]]
        assert member["STATUS_PESERTA"] == "NON AKTIF" and member["SEGMEN"] in ("PBPU", "BP")
        assert (member["SEGMEN"], member["KELAS"]) == (row["SEGMEN"], row["KELAS"])


def test_some_of_them_are_in_the_poverty_register(tmp_path_factory):
    files = write_palembang(residents=20_000, out=tmp_path_factory.mktemp("palembang"))
    poor = truth(files, "poverty")
    named = {line["nik"] for line in poor}
    owing = truth(files, "unpaid")
    assert [line["row"] for line in owing] == list(range(2, len(owing) + 2))
    assert sum(line["poor"] for line in owing) == at(46_000, files)
    cards_by_person = {line["row"]: line["nik"] for line in truth(files, "members")}
    nik_of_card = {row["NO_KARTU"]: cards_by_person[number] for number, row in enumerate(rows(files.files["members"]), start=2)}
    for line, row in zip(owing, rows(files.files["unpaid"]), strict=True):
        assert (nik_of_card[row["NO_KARTU"]] in named) == line["poor"]


def test_ten_kinds_of_channel_and_how_far_they_are(played):
    channels = the_one(played, "channels")["channels"]
    assert sorted(channel["kind"] for channel in channels) == sorted(CHANNEL_KINDS) and len(channels) == 10
    assert sorted(played.case.published["channels"]) == sorted(CHANNEL_KINDS)
    reached = [reach["area"] for channel in channels for reach in channel.get("reach", [])]
    assert reached and all(area.startswith("16.02.") for area in reached), "Ogan Komering Ilir is far"


def test_the_region_is_a_branch_with_a_target(played):
    region = the_one(played, "region")
    assert tuple(region["branch_areas"]) == BRANCH
    assert region["population"]["areas"]["16"] == played.residents
    (target,) = region["targets"]
    assert (target["pct"], str(target["by"])) == ("70", "2017-12-31")
    assert [figure["value"] for figure in region["published"]] == ["60"]


def test_there_is_no_agreement(played):
    assert not {"agreements", "decisions"} & set(played.files)


def test_the_same_case_gives_the_same_bytes(tmp_path: Path):
    one, other = (write_palembang(residents=1000, out=tmp_path / name) for name in ("one", "other"))
    for first, second in zip(one.imports, other.imports, strict=True):
        assert hashlib.sha256(first.path.read_bytes()).digest() == hashlib.sha256(second.path.read_bytes()).digest()


def test_palembang_agrees_with_the_reference():
    told = reference("palembang")
    if told is None:
        pytest.skip("the reference does not lie beside this checkout")
    case = read_case("palembang")
    assert case.published["branch_areas"] == told["branch_areas"]
    for key in ("members", "arrears_people", "arrears_rupiah", "arrears_since"):
        assert case.published[key] == told["published"][key]
    assert case.derived == told["derived"]
