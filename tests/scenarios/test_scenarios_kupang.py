"""The kupang case's files: 93,000 before, 98,000 after, and nobody of the first stage with a card before March."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from cakupan.law.calendar import Month
from cakupan.law.effective_date import effective_date
from cakupan.scenarios.annex import PLANTED
from cakupan.scenarios.case import CaseFiles, apportion, read_case, scaled
from cakupan.scenarios.kupang import write_kupang
from scenarios.written_case import cards, deliveries, document, documents, living, reference, rows, truth

POPULATION = 404_120
SIZES = (1000, 8000)


@pytest.fixture(scope="module", params=SIZES)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_kupang(residents=request.param, out=tmp_path_factory.mktemp("kupang"))


def at(figure: int, files: CaseFiles) -> int:
    return scaled(figure, residents=files.residents, population=POPULATION)


def annexes(files: CaseFiles) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    plan, stage = (rows(delivery.path) for delivery in deliveries(files, "decisions"))
    return plan, stage


def test_lists_before_and_after_are_the_published_counts(played):
    assert len(living(played.files["residents"])) == played.residents
    plan, stage = annexes(played)
    assert len(plan) == at(93_000, played)
    assert len(plan) + len(stage) == at(98_000, played) == played.people


def test_at_full_size_the_first_stage_is_5000_people():
    case = read_case("kupang")
    chosen = case.illustrative
    assert case.published["covered_after"] - chosen["covered_before"] == chosen["first_stage_people"] == 5000
    assert case.published["budget_rupiah"] == 2_000_000_000


def test_submitted_after_the_20th_it_is_in_force_in_march(played):
    _, stage = annexes(played)
    told = played.case.illustrative
    assert {row["TGL_USUL"] for row in stage} == {"2019-01-29"}
    begins = effective_date(submitted_on=told["agreement"]["submitted_date"]).effective_date
    assert begins == told["first_in_force"]
    _, agreement = documents(played, "agreements")
    assert agreement["period"]["from"] == begins and str(agreement["period"]["to"]) == "2020-01-01"


def test_the_plan_is_in_force_all_year_and_paid_when_due(played):
    plan, _ = documents(played, "agreements")
    assert (str(plan["period"]["from"]), str(plan["period"]["to"])) == ("2019-01-01", "2020-01-01")
    lines = at(93_000, played)
    assert plan["quota"] == lines
    assert [(line["kind"], line["rupiah"]) for line in plan["budget"]] == [("iuran", 12 * 23_000 * lines)]
    paid = [row for delivery in deliveries(played, "payments") for row in rows(delivery.path)]
    assert [(row["BULAN"], row["NO_PKS"], int(row["RUPIAH"])) for row in paid] == [
        ("2019-01", plan["number"], lines * 23_000),
        ("2019-02", plan["number"], lines * 23_000),
    ]
    assert all(row["TGL_SP2D"][:7] == row["BULAN"] and int(row["TGL_SP2D"][8:]) <= 10 for row in paid)


def test_only_the_agreement_was_witnessed_and_its_money_is_the_published_sum(played):
    plan, stage = documents(played, "agreements")
    assert "witnessed_by" not in plan["signed"]
    assert (str(stage["signed"]["date"]), stage["signed"]["place"]) == ("2019-01-29", "Aula Rumah Jabatan Wali Kota")
    assert len(stage["signed"]["by"]) == len(stage["signed"]["witnessed_by"]) == 2 and stage["signed"]["present"]
    assert [line["rupiah"] for line in stage["budget"]] == [at(2_000_000_000, played)]
    assert "quota" not in stage, "no page prints one"
    assert [paper["kind"] for paper in stage["papers"]] == ["sk", "pks"]
    assert "signed" not in stage["illustrative"] and "budget" not in stage["illustrative"]


def test_the_first_stage_has_no_card_before_march(played):
    february, march = (rows(delivery.path) for delivery in deliveries(played, "members"))
    assert [str(delivery.as_of) for delivery in deliveries(played, "members")] == ["2019-02-01", "2019-03-01"]
    before = {row["NO_KARTU"] for row in february}
    new = [row for row in march if row["NO_KARTU"] not in before]
    assert {(row["SEGMEN"], row["STATUS_PESERTA"], row["TMT"]) for row in new} == {("PBI APBD", "AKTIF", "2019-03-01")}
    assert [row for row in march if row["NO_KARTU"] in before] == february, "whom the branch knew stands as before"
    _, stage = annexes(played)
    assert {row["NO_KARTU"] for row in stage} == {""}


def test_everybody_on_the_lists_is_active_in_march(played):
    persons = {line["row"]: line["person"] for line in truth(played, "peserta_2019-03-01")}
    held = defaultdict(set)
    for number, row in enumerate(rows(deliveries(played, "members")[-1].path), start=2):
        if row["SEGMEN"] == "PBI APBD":
            held[persons[number]].add(row["STATUS_PESERTA"])
    listed = [{line["person"] for line in truth(played, name)} for name in ("decisions", "decisions_of_the_first_stage")]
    assert not listed[0] & listed[1]
    assert set(held) == listed[0] | listed[1]
    assert all(status == {"AKTIF"} for status in held.values())


def test_positions_tell_of_the_same_people(played):
    february, march = truth(played, "members"), truth(played, "peserta_2019-03-01")
    assert {line["person"] for line in february} < {line["person"] for line in march}


def test_annexes_hold_what_annexes_hold(played):
    weights = [played.case.illustrative["annex_per_thousand"][word] for word in PLANTED]
    assert sum(weights) == 1000
    for name, annex in zip(("decisions", "decisions_of_the_first_stage"), annexes(played), strict=True):
        counts = apportion(total=len(annex), weights=weights)
        found = Counter(line["planted"] for line in truth(played, name))
        assert found == Counter({word: count for word, count in zip(PLANTED, counts, strict=True) if count})


def test_the_scheme_holds_at_two_hospitals_until_the_first_stage_begins(played):
    (delivery,) = deliveries(played, "guarantees")
    scheme = document(delivery)
    assert [facility["name"] for facility in scheme["facilities"]] == ["RSU W.Z. YOHANIS", "RSUD S.K. LERIK"]
    assert str(scheme["period"]["to"]) == "2019-03-01" and scheme["account"]
    assert scheme["instrument"]["date"] <= scheme["period"]["from"]
    assert {"instrument", "account"} <= set(scheme["illustrative"])
    known = {row["KODE_FASKES"]: row["KONTRAK_MULAI"] for row in rows(played.files["facilities"])}
    assert {facility["code"] for facility in scheme["facilities"]} < set(known)
    assert len(known) > len(scheme["facilities"]) and all(began < "2019-03-01" for began in known.values())


def test_more_poor_people_wait_for_the_next_stage(played):
    listed = {line["person"] for name in ("decisions", "decisions_of_the_first_stage") for line in truth(played, name)}
    poor = {line["person"] for line in truth(played, "poverty") if line["nik"]}
    assert len(poor - listed) > len(annexes(played)[1])


def test_months_and_order(played):
    assert played.months == (Month(2019, 2), Month(2019, 3))
    assert [d.as_of for d in played.imports] == sorted(d.as_of for d in played.imports)
    known = [d.kind for d in played.imports if str(d.as_of) <= "2019-02-28"]
    assert known.count("agreements") == known.count("decisions") == 2, "signed in January, known in February"


def test_every_card_that_the_plan_names_is_the_branchs(played):
    plan, _ = annexes(played)
    assert {row["NO_KARTU"] for row in plan} <= cards(deliveries(played, "members")[0].path)


def test_the_same_case_gives_the_same_bytes(tmp_path: Path):
    one, other = (write_kupang(residents=1000, out=tmp_path / name) for name in ("one", "other"))
    for first, second in zip(one.imports, other.imports, strict=True):
        assert hashlib.sha256(first.path.read_bytes()).digest() == hashlib.sha256(second.path.read_bytes()).digest()


def test_kupang_agrees_with_the_reference():
    told = reference("kupang")
    if told is None:
        pytest.skip("the reference does not lie beside this checkout")
    case = read_case("kupang")
    assert case.published["budget_rupiah"] == told["published"]["budget_rupiah"]
    assert case.published["covered_after"] == told["published"]["covered_after"]
    assert case.published["agreement"]["present"] == told["published"]["agreement"]["present"]
    assert case.derived == told["derived"]
    for key in ("first_stage_people", "population", "covered_before"):
        assert case.illustrative[key] == told["illustrative"][key]
