"""From an edition's documents to the position: shares, days of the budget calendar, areas that could be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from outlook_case import agreement, day, neighbours, position

from cakupan.law.refusal import Refusal
from cakupan.month.terms import Share
from cakupan.wiring.outlook import agreement_asked, last_chances, look_ahead, shares_of
from cakupan.wiring.outlook_rows import decile_max

NO_REGION = {"law": {"readings": []}, "documents": {"region": None}}


def with_region(**days: str) -> dict[str, object]:
    return {**NO_REGION, "documents": {"region": {"number": "region-16.10", "budget_calendar": days}}}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"payer": "kabkota", "per_cent": 60}, Share("kabkota", 600_000)),
        ({"payer": "kabkota", "per_cent": "33.3333"}, Share("kabkota", 333_333)),
        ({"payer": "provinsi", "people": 3000}, Share("provinsi", people=3000)),
        ({"payer": "provinsi", "months": 5}, Share("provinsi", months=5)),
        ({"payer": "provinsi", "per_cent": 40, "cap_per_month": 7}, Share("provinsi", 400_000, cap_per_month=7)),
        ({"payer": "kabkota", "rest": True}, Share("kabkota", rest=True)),
    ],
)
def test_shares_as_written(written, read):
    assert shares_of([written]) == (read,)


def chances(manifest, year=2024):
    found = last_chances(first_year=year, last_year=year, manifest=manifest)
    return {chance.kind: (chance.date, chance.budget_year) for chance in found}


def test_the_calendar_of_a_year():
    assert chances(NO_REGION) == {
        "kua_ppas": (day("2024-08-15"), 2025),
        "apbd_p": (day("2024-09-30"), 2024),
        "apbd": (day("2024-11-30"), 2025),
        "last_sp2d": (day("2024-12-31"), 2024),
    }


def test_a_region_sets_its_own_days_for_their_year_only():
    manifest = with_region(last_sp2d="2024-12-20", kua_ppas_agreed="2024-08-12")
    assert chances(manifest)["last_sp2d"] == (day("2024-12-20"), 2024)
    assert chances(manifest)["kua_ppas"] == (day("2024-08-12"), 2025)
    assert chances(manifest, 2025)["last_sp2d"] == (day("2025-12-31"), 2025)


def test_a_day_that_is_not_verified_says_so():
    found = last_chances(first_year=2024, last_year=2024, manifest=with_region(last_sp2d="2024-12-20"))
    assert next(chance for chance in found if chance.kind == "last_sp2d").citation.endswith("(unverified)")


def test_before_the_first_known_rule_no_day_is_guessed():
    assert chances(NO_REGION, 1999) == {}


@pytest.mark.parametrize(("as_of", "highest"), [("2025-02-04", 10), ("2025-02-05", 5)])
def test_deciles_count_from_the_day_of_the_new_register(as_of, highest):
    assert decile_max(day(as_of)) == highest


def test_what_if_needs_to_know_which_agreement():
    both = position(agreement(), neighbours())
    assert agreement_asked(position(), None) == agreement()
    assert agreement_asked(both, "PROV-1").payer == "provinsi"
    assert agreement_asked(position(agreement(), neighbours(stands=False)), None) == agreement()
    with pytest.raises(Refusal, match="--agreement"):
        agreement_asked(both, None)


def test_several_areas_need_a_name(tmp_path: Path):
    for area in ("16.10", "16.71"):
        (tmp_path / "editions" / area / "2024-07").mkdir(parents=True)
        (tmp_path / "editions" / area / "2024-07" / "CURRENT").write_text("x\n")
    with pytest.raises(Refusal, match="--area"):
        look_ahead(workspace=tmp_path)


def test_an_empty_workspace_is_refused(tmp_path: Path):
    with pytest.raises(Refusal, match="cakupan month"):
        look_ahead(workspace=tmp_path)
