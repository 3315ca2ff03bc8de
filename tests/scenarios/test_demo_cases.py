"""The other four published cases as a newcomer runs them, small: every figure of the summary in proportion, and computed."""

from __future__ import annotations

import contextlib
import io
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from cakupan.cli import app
from cakupan.cli.outcome import run_command

SIZES = {"ogan-ilir": 2150, "kupang": 2000, "palembang": 4000, "kalbar": 5000}


@cache
def _home() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="cakupan-cases-")


@cache
def summary(case: str) -> dict[str, Any]:
    """Play a case and read what it left; each case is played once for all tests."""
    out = Path(_home().name) / case
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert run_command(app, ["demo", case, "--residents", str(SIZES[case]), "--no-office", "--json", "--out", str(out)]) == 0
    told: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert json.loads(printed.getvalue()) == told
    assert (out / "laporan.html").stat().st_size > 10_000 and (out / "tagihan.xlsx").stat().st_size > 3000
    return told


@pytest.mark.parametrize("case", SIZES)
def test_every_case_has_what_serang_has_and_says_that_its_people_are_invented(case):
    told = summary(case)
    assert told["residents"] == SIZES[case] and told["invented_people"] is True
    assert set(told["bill"]) == set(told["verified"]) == set(told["editions"])
    assert told["coverage"]["population"] > 0 and told["coverage"]["verified"]["registered"] <= told["coverage"]["registered"]
    assert told["illustrative"]


def test_ogan_ilir_the_bill_the_arrears_and_who_loses_cover():
    told = summary("ogan-ilir")
    people, neighbours = 325, 15  # 65,000 and 3,000 × 2,150 / 430,000
    assert told["bill"]["2024-12"]["people"] == people + neighbours
    assert told["bill"]["2025-01"]["people"] == neighbours
    month = people * 37_800
    assert told["arrears"]["rupiah"] == 90_000_000  # 18,000,000,000 × 2,150 / 430,000
    assert told["loses_cover"]["on"] == "2025-01-01" and told["loses_cover"]["people"] == people
    for cut in ("by_village", "by_facility", "by_age"):
        assert sum(part["people"] for part in told["loses_cover"][cut]) == people, cut
    readings = {frozenset(r["payers"].items()): r["total"] for r in told["bill_per_month"]["readings"]}
    assert readings == {
        frozenset({"kabkota": month}.items()): month,
        frozenset({"kabkota": month * 3 // 5, "provinsi": month * 2 // 5}.items()): month,
    }


def test_ogan_ilir_the_alarms_come_months_before_the_day():
    told = summary("ogan-ilir")
    days = {alarm["kind"]: alarm["date"] for alarm in reversed(told["outlook"]["alarms"])}
    assert days["money_ends"] == "2024-09-10" and days["apbd_p"] == "2024-09-30"
    assert days["term_ends"] == "2024-12-31" and days["cover_ends"] == "2025-01-01"
    assert told["outlook"]["as_of"] == "2024-07-01"
    assert told["outlook"]["arrears"]["rupiah"] == 3 * 325 * 37_800
    for alarm in told["outlook"]["alarms"]:
        assert alarm["warn_from"] <= alarm["date"] and alarm["people"] > 0 and alarm["rupiah"] > 0 and alarm["cause"]
    costs = {option["code"]: option["cost"] for option in told["options"]}
    assert costs["add_budget"] == 4 * 325 * 37_800 and costs["renew_agreement"] == 12 * 325 * 37_800
    assert costs["clean_up"] < 0 and costs["propose_to_pbi"] < 0
    assert all(option["covered_by"] in ("pusat", "provinsi", "kabkota") for option in told["options"])


def test_ogan_ilir_the_desk_on_the_four_days():
    listed = {answer["on"]: answer for answer in summary("ogan-ilir")["desk"] if answer["payer"] == "kabkota"}
    assert {day: answer["status"] for day, answer in listed.items()} == {
        "2024-12-31": "active", "2025-01-01": "inactive", "2025-01-06": "inactive",
    }  # fmt: skip
    assert "agreement_ended" in {reason["code"] for reason in listed["2025-01-01"]["reasons"]}
    assert listed["2025-01-01"]["do_now"][0]["code"] == "treat_emergency"
    assert listed["2025-01-01"]["local_guarantee"]["statements"] == []
    said = listed["2025-01-06"]["local_guarantee"]
    assert said["status"] == "basis_not_uploaded" and said["statements"][0]["on"] == "2025-01-05"
    (neighbour,) = (answer for answer in summary("ogan-ilir")["desk"] if answer["payer"] == "provinsi")
    assert neighbour["status"] == "active" and neighbour["on"] == "2025-01-06"


def test_kupang_what_the_money_carries_by_the_law_of_the_signing_day():
    told = summary("kupang")
    budget = told["plan"]["budget"]
    assert budget == 9_898_050  # 2,000,000,000 × 2,000 / 404,120, to the nearest rupiah
    assert told["plan"]["from_month"] == "2019-03"
    assert told["plan"]["people_carried"] == budget // 230_000
    assert [plan["people_carried"] for plan in told["plan"]["alternatives"]] == [budget // 253_000, budget // 348_000]
    assert told["agreement"]["signed"] == "2019-01-29" and len(told["agreement"]["by"]) == 2
    assert told["agreement"]["witnessed_by"] == ["Wali Kota Kupang", "Wakil Ketua Komisi V DPRD Provinsi NTT"]


def test_kupang_who_is_covered_and_where_before_and_after():
    told = summary("kupang")
    assert told["covered"] == {"before": 460, "after": 485}  # 93,000 and 98,000 × 2,000 / 404,120
    assert len(told["served_at"]["before"]) == 2 < len(told["served_at"]["after"])


def test_palembang_arrears_by_age_area_and_class_are_one_sum():
    told = summary("palembang")
    assert told["members"] == 2400 and told["population"] == 4000
    arrears = told["arrears"]
    assert arrears["people"] == 194  # 200,000 × 4,000 / 4,129,032
    assert abs(arrears["rupiah"] - 53_000_000_000 * 4000 // 4_129_032) < 80_000
    for cut in ("by_age", "by_area", "by_class"):
        assert sum(part["people"] for part in arrears[cut]) == arrears["people"], cut
        assert sum(part["rupiah"] for part in arrears[cut]) == arrears["rupiah"], cut
    assert arrears["capped_rupiah"] < arrears["rupiah"] and 0 < arrears["poor_people"] < arrears["people"]


def test_palembang_the_pace_to_the_target_and_the_channels():
    told = summary("palembang")
    assert told["target"] == {"pct": 70.0, "by": "2017-12-31", "people": 2800, "gap_people": 400, "months": 6, "per_month": 67}
    assert len({channel["kind"] for channel in told["channels"]}) == 10
    assert told["furthest"][0]["km"] > 30


def test_kalbar_the_published_figure_stands_beside_the_computed_one():
    coverage = summary("kalbar")["coverage"]
    assert (coverage["population"], coverage["registered"]) == (5000, 3492)
    assert coverage["ratio_pct"] == 69.84 and coverage["published_pct"] == 69.89 and coverage["contradicts"] is True
    assert coverage["uncovered"] == 1508
    assert coverage["highest"]["area"] == "61.11" and coverage["lowest"]["area"] == "61.01"
    assert len(coverage["by_area"]) == 14 and sorted(area["rank"] for area in coverage["by_area"]) == list(range(1, 15))
    assert sum(area["registered"] for area in coverage["by_area"]) == coverage["registered"]


def test_kalbar_the_aid_and_what_its_sums_can_mean():
    aid = summary("kalbar")["aid"]
    assert aid["allocated"] == 17_601_026 and aid["realised"] == 1_602_786  # × 5,000 / 5,443,030
    assert aid["left"] == aid["allocated"] - aid["realised"]
    assert len(aid["by_area"]) == 14
    assert sum(area["rupiah"] for area in aid["by_area"]) == aid["allocated"]
    assert sum(area["realised"] for area in aid["by_area"]) == aid["realised"]
    assert [area["area"] for area in aid["by_area"] if not area["proposed"]] == ["61.06", "61.07", "61.08", "61.72"]
    assert all(area["reason"] and area["suggestion"] for area in aid["by_area"])
    assert summary("kalbar")["forum"]["actions"]
