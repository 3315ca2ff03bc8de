"""Who pays what, month by month: the tables of the law, each boundary as a pair."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from cakupan.law.calendar import Month
from cakupan.law.consultation import Consultation
from cakupan.law.contribution import contribution
from cakupan.law.refusal import Refusal
from cakupan.law.shares import FISCAL_CAPACITIES, Shares
from cakupan.law.units import Part
from law.asking import day, parts_of, reading_names_of, refused, shares_of

TIMELINE = Path(__file__).parents[3] / "shared" / "data" / "jkn_rates_timeline.csv"


@pytest.mark.parametrize(
    ("month", "parts"),
    [
        ("2014-01", {"pusat": 19225}),
        ("2015-12", {"pusat": 19225}),
        ("2016-04", {"pusat": 23000}),
        ("2019-07", {"pusat": 23000}),
        ("2019-08", {"pusat": 42000}),
        ("2020-04", {"pusat": 42000}),
        ("2026-12", {"pusat": 42000}),
    ],
)
def test_pbi_jk(month, parts):
    assert parts_of("PBI_JK", month) == parts


@pytest.mark.parametrize(
    ("month", "parts", "confidence"),
    [
        ("2014-01", {"pemda": 19225}, "unverified"),
        ("2015-12", {"pemda": 19225}, "unverified"),
        ("2016-04", {"pemda": 23000}, "verified"),
        ("2019-07", {"pemda": 23000}, "verified"),
        ("2019-08", {"pusat": 19000, "pemda": 23000}, "verified"),
        ("2019-12", {"pusat": 19000, "pemda": 23000}, "verified"),
        ("2020-01", {"pemda": 42000}, "verified"),
        ("2020-06", {"pemda": 42000}, "verified"),
        ("2021-01", {"pusat": 4200, "pemda": 37800}, "verified"),
        ("2026-12", {"pusat": 4200, "pemda": 37800}, "verified"),
    ],
)
def test_pemda(month, parts, confidence):
    assert parts_of("PEMDA", month) == parts
    assert shares_of("PEMDA", month).confidence == confidence


def test_the_pemda_pays_from_two_accounts_since_2021():
    (pusat, pemda) = shares_of("PEMDA", "2021-07", 3).shares
    assert pusat == Part("pusat", 4200)
    assert pemda == Part("pemda", 37800, (("iuran", 35000), ("bantuan_iuran", 2800)))
    assert [part.accounts for part in shares_of("PEMDA", "2020-06").shares] == [()]


@pytest.mark.parametrize(
    ("month", "first", "second", "third"),
    [
        ("2014-01", 59500, 42500, {"peserta": 25500}),
        ("2016-03", 59500, 42500, {"peserta": 25500}),
        ("2016-04", 80000, 51000, {"peserta": 25500}),
        ("2019-12", 80000, 51000, {"peserta": 25500}),
        ("2020-01", 160000, 110000, {"peserta": 42000}),
        ("2020-03", 160000, 110000, {"peserta": 42000}),
        ("2020-04", 80000, 51000, {"peserta": 25500}),
        ("2020-06", 80000, 51000, {"peserta": 25500}),
        ("2020-07", 150000, 100000, {"peserta": 25500, "pusat": 16500}),
        ("2020-12", 150000, 100000, {"peserta": 25500, "pusat": 16500}),
        ("2021-01", 150000, 100000, {"peserta": 35000, "pusat": 4200, "pemda": 2800}),
        ("2026-12", 150000, 100000, {"peserta": 35000, "pusat": 4200, "pemda": 2800}),
    ],
)
@pytest.mark.parametrize("segment", ["PBPU", "BP"])
def test_self_payers(segment, month, first, second, third):
    assert parts_of(segment, month, 1) == {"peserta": first}
    assert parts_of(segment, month, 2) == {"peserta": second}
    assert parts_of(segment, month, 3) == third
    assert shares_of(segment, month, 3).confidence == "verified"


def test_the_pemdas_part_of_a_self_payer_is_aid():
    assert shares_of("PBPU", "2021-01", 3).shares[-1] == Part("pemda", 2800, (("bantuan_iuran", 2800),))


@pytest.mark.parametrize(("month", "own"), [("2020-06", 25500), ("2020-07", 25500), ("2020-12", 25500), ("2021-01", 35000)])
def test_an_inactive_self_payer_gets_no_aid(month, own):
    ruling = shares_of("PBPU", month, 3, member_active=False)
    assert (ruling.total, ruling.shares) == (own, (Part("peserta", own),))
    assert ("Aid is given only while the member is active, so only the member's own part is owed." in ruling.reasons) == (
        month > "2020-06"
    )


def test_an_inactive_member_of_another_class_or_segment_owes_the_whole():
    assert parts_of("PBPU", "2021-01", 1, member_active=False) == {"peserta": 150000}
    assert parts_of("PEMDA", "2021-01", member_active=False) == {"pusat": 4200, "pemda": 37800}


# What is not known, and what conflicts


@pytest.mark.parametrize("segment", ["PBI_JK", "PEMDA"])
@pytest.mark.parametrize("month", ["2016-01", "2016-03"])
def test_the_start_of_23000_conflicts(segment, month):
    payer = "pusat" if segment == "PBI_JK" else "pemda"
    refusal = refused(shares_of, segment, month)
    assert reading_names_of(refusal) == ["from_january_2016", "from_april_2016"]
    assert "--reading from_january_2016 or --reading from_april_2016." in refusal.mend
    assert refusal.why == "the sources conflict. Only the first day of 23,000 is in dispute."
    assert refusal.fields["parameter"] == f"contribution.{segment.lower()}.class_3"
    assert parts_of(segment, month, None, None, "from_january_2016") == {payer: 23000}
    assert parts_of(segment, month, None, None, "from_april_2016") == {payer: 19225}


@pytest.mark.parametrize("month", ["2020-07", "2020-12"])
def test_who_pays_for_pemda_members_late_in_2020_conflicts(month):
    refusal = refused(shares_of, "PEMDA", month)
    assert reading_names_of(refusal) == ["pmk_78_2020", "pemda_pays_all"]
    assert refusal.fields["readings"][0]["value"] == [{"payer": "pusat", "amount": 16500}, {"payer": "pemda", "amount": 25500}]
    assert parts_of("PEMDA", month, None, None, "pmk_78_2020") == {"pusat": 16500, "pemda": 25500}
    assert parts_of("PEMDA", month, None, None, "pemda_pays_all") == {"pemda": 42000}


def test_a_named_reading_stays_marked_as_conflicting():
    ruling = shares_of("PEMDA", "2020-08", None, None, "pmk_78_2020")
    assert ruling.confidence == "conflicting"
    assert [citation.reading for citation in ruling.citations] == ["pmk_78_2020"]
    assert ruling.citations[0].citation == "PMK 78/PMK.02/2020 Pasal 4(1)a"


def test_a_citation_carries_the_value_it_stands_for():
    (ground,) = shares_of("PEMDA", "2020-08", 3, None, "pmk_78_2020").citations
    assert ground.value == (Part("pusat", 16500), Part("pemda", 25500))
    (settled,) = shares_of("PBI_JK", "2021-01", 3).citations
    assert (settled.value, settled.unit, settled.reading) == ((Part("pusat", 42000),), "IDR/person/month by payer", None)
    assert (settled.in_force_from, settled.promulgated_on) == (day("2019-08-01"), day("2019-10-24"))
    assert "reading" not in settled.as_dict()


def test_a_reading_that_decides_nothing_here_changes_nothing():
    assert shares_of("PEMDA", "2021-07", 3, None, "pmk_78_2020", "from_april_2016") == shares_of("PEMDA", "2021-07", 3)


def test_two_readings_of_one_value_are_refused():
    refusal = refused(shares_of, "PEMDA", "2020-08", 3, None, "pmk_78_2020", "pemda_pays_all")
    assert refusal.why == "two readings of the same value were named: pmk_78_2020 and pemda_pays_all."
    assert refusal.fields["parameter"] == "contribution.pemda.class_3"
    assert reading_names_of(refusal) == ["pmk_78_2020", "pemda_pays_all"]


def test_an_unknown_reading_is_refused_with_the_known_ones():
    refusal = refused(shares_of, "PEMDA", "2021-07", 3, None, "guess", "pmk_78_2020")
    assert refusal.what == "reading guess"
    assert "pemda_pays_all, pmk_78_2020" in refusal.mend


def test_one_name_in_place_of_a_collection_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="collection of names"):
        contribution(segment="PEMDA", month=Month(2020, 8), readings="pmk_78_2020")


@pytest.mark.parametrize(
    ("segment", "care_class"), [("PBI_JK", 3), ("PEMDA", 3), ("PBPU", 1), ("PBPU", 2), ("PBPU", 3), ("BP", 3)]
)
def test_before_2014_nothing_is_known(segment, care_class):
    refusal = refused(shares_of, segment, "2013-12", care_class)
    assert reading_names_of(refusal) == []
    assert "the first known one is in force from 2014-01-01." in refusal.why
    assert "contribution/" in refusal.mend
    assert shares_of(segment, "2014-01", care_class).total > 0


@pytest.mark.parametrize("segment", ["PBI_JK", "PEMDA"])
@pytest.mark.parametrize("care_class", [1, 2])
def test_class_3_only(segment, care_class):
    refusal = refused(shares_of, segment, "2021-07", care_class)
    assert refusal.what == f"class {care_class} in segment {segment}"
    assert refusal.why == f"{segment} has class 3."
    assert shares_of(segment, "2021-07", 3) == shares_of(segment, "2021-07")


@pytest.mark.parametrize("care_class", [None, 0, 4])
def test_a_self_payer_has_class_1_2_or_3(care_class):
    assert refused(shares_of, "PBPU", "2021-07", care_class).mend == "Name the class: 1 or 2 or 3."


def test_an_unknown_segment_is_refused():
    refusal = refused(shares_of, "PBI_APBD", "2021-07")
    assert refusal.what == "segment 'PBI_APBD'"
    assert "PBI_JK, PEMDA, PBPU, BP, PPU_PEMERINTAH, PPU_SWASTA" in refusal.mend


# As known on


@pytest.mark.parametrize(
    ("segment", "care_class", "month", "known", "parts"),
    [
        ("PBI_JK", 3, "2019-09", "2019-09-30", {"pusat": 23000}),
        ("PBI_JK", 3, "2019-09", "2019-10-23", {"pusat": 23000}),
        ("PBI_JK", 3, "2019-09", "2019-10-24", {"pusat": 42000}),
        ("PBI_JK", 3, "2019-09", "2019-11-30", {"pusat": 42000}),
        ("PBI_JK", 3, "2016-01", "2016-01-31", {"pusat": 19225}),
        ("PBI_JK", 3, "2016-02", "2016-02-28", {"pusat": 19225}),
        ("PEMDA", 3, "2016-02", "2016-02-28", {"pemda": 19225}),
        ("PEMDA", 3, "2019-08", "2019-10-23", {"pemda": 23000}),
        ("PEMDA", 3, "2019-08", "2019-10-24", {"pusat": 19000, "pemda": 23000}),
        ("PEMDA", 3, "2020-01", "2019-10-23", {"pemda": 23000}),
        ("PEMDA", 3, "2020-01", "2019-10-24", {"pemda": 42000}),
        ("PEMDA", 3, "2020-08", "2020-06-29", {"pemda": 42000}),
        ("PEMDA", 3, "2021-01", "2020-05-04", {"pemda": 42000}),
        ("PEMDA", 3, "2021-01", "2020-06-30", {"pusat": 4200, "pemda": 37800}),
        ("PBPU", 1, "2016-04", "2016-02-28", {"peserta": 59500}),
        ("PBPU", 1, "2016-04", "2016-02-29", {"peserta": 80000}),
        ("PBPU", 3, "2016-04", "2016-02-28", {"peserta": 25500}),
        ("PBPU", 3, "2016-04", "2016-02-29", {"peserta": 30000}),
        ("PBPU", 3, "2016-04", "2016-03-30", {"peserta": 30000}),
        ("PBPU", 3, "2016-04", "2016-03-31", {"peserta": 25500}),
        ("PBPU", 1, "2020-01", "2019-10-23", {"peserta": 80000}),
        ("PBPU", 1, "2020-01", "2019-10-24", {"peserta": 160000}),
        ("PBPU", 1, "2020-04", "2020-02-26", {"peserta": 160000}),
        ("PBPU", 1, "2020-04", "2020-02-27", {"peserta": 80000}),
        ("PBPU", 2, "2020-04", "2020-02-26", {"peserta": 110000}),
        ("PBPU", 2, "2020-04", "2020-02-27", {"peserta": 51000}),
        ("PBPU", 3, "2020-04", "2020-02-26", {"peserta": 42000}),
        ("PBPU", 3, "2020-04", "2020-02-27", {"peserta": 25500}),
        ("PBPU", 1, "2020-03", "2020-02-27", {"peserta": 160000}),
        ("PBPU", 1, "2020-07", "2020-05-04", {"peserta": 80000}),
        ("PBPU", 1, "2020-07", "2020-05-05", {"peserta": 150000}),
        ("PBPU", 3, "2020-07", "2020-05-04", {"peserta": 25500}),
        ("PBPU", 3, "2020-07", "2020-05-05", {"peserta": 25500, "pusat": 16500}),
        ("PBPU", 3, "2021-01", "2020-05-04", {"peserta": 25500}),
        ("PBPU", 3, "2021-01", "2020-06-30", {"peserta": 35000, "pusat": 4200, "pemda": 2800}),
        ("PBI_JK", 3, "2014-01", "2013-12-27", {"pusat": 19225}),
    ],
)
def test_as_known_on(segment, care_class, month, known, parts):
    assert parts_of(segment, month, care_class, known) == parts


def test_a_retroactive_rise_is_known_by_default():
    assert parts_of("PBI_JK", "2019-09") == {"pusat": 42000}


def test_the_day_before_the_first_promulgation_nothing_is_known():
    refusal = refused(shares_of, "PBI_JK", "2014-01", 3, "2013-12-26")
    assert refusal.what == "Contribution for a PBI JK member on 2014-01-01, as known on 2013-12-26"
    assert refusal.why == "nothing of it was known then; the first value became known on 2013-12-27."
    assert refusal.fields["parameter"] == "contribution.pbi_jk.class_3"


def test_the_conflict_of_2016_begins_when_the_regulation_is_known():
    assert reading_names_of(refused(shares_of, "PBI_JK", "2016-02", 3, "2016-02-29"))


@pytest.mark.parametrize("segment", ["PEMDA", "PBPU"])
@pytest.mark.parametrize("known", ["2020-05-05", "2020-06-29"])
def test_between_perpres_64_and_pmk_78_the_parts_of_2021_are_left_open(segment, known):
    refusal = refused(shares_of, segment, "2021-01", 3, known)
    assert "ministerial regulation that was not yet known" in refusal.why
    assert refusal.fields["parameter"].endswith(".class_3")
    assert reading_names_of(refusal) == []


# The province's part of PBI JK


@pytest.mark.parametrize(
    ("capacity", "province", "confidence"),
    [
        ("very_high", 2200, "verified"),
        ("high", 2100, "verified"),
        ("medium", 2100, "verified"),
        ("low", 2000, "unverified"),
        ("very_low", 2000, "unverified"),
    ],
)
def test_the_province_bears_a_part_of_pbi_jk_since_2021(capacity, province, confidence):
    ruling = shares_of("PBI_JK", "2021-01", 3, fiscal_capacity=capacity)
    assert ruling.shares == (Part("pusat", 42000 - province), Part("provinsi", province))
    assert (ruling.total, ruling.confidence) == (42000, confidence)
    assert parts_of("PBI_JK", "2020-12", 3, fiscal_capacity=capacity) == {"pusat": 42000}
    assert (
        shares_of("PBI_JK", "2020-12", 3, fiscal_capacity=capacity).reasons[0]
        == "The province pays no part of PBI JK in that month."
    )


def test_without_fiscal_capacity_the_centre_pays_all():
    assert parts_of("PBI_JK", "2021-01", 3) == {"pusat": 42000}


def test_the_fiscal_capacity_matters_for_pbi_jk_only():
    assert parts_of("PEMDA", "2021-01", 3, fiscal_capacity="high") == {"pusat": 4200, "pemda": 37800}


def test_an_unknown_fiscal_capacity_is_refused():
    refusal = refused(shares_of, "PBI_JK", "2021-01", 3, fiscal_capacity="rich")
    assert refusal.what == "fiscal capacity 'rich'"
    assert all(capacity in refusal.mend for capacity in FISCAL_CAPACITIES)


# The total, whoever pays


def total_of(segment, month, care_class=None, *readings):
    return contribution(segment=segment, month=Month.parse(month), care_class=care_class, readings=readings)


def test_the_total_is_answered_where_readings_differ_only_in_who_pays():
    ruling = total_of("PEMDA", "2020-08")
    assert (ruling.total, ruling.confidence) == (42000, "unverified")
    assert [citation.reading for citation in ruling.citations] == ["pmk_78_2020", "pemda_pays_all"]
    assert total_of("PEMDA", "2020-08", 3, "pmk_78_2020").confidence == "conflicting"


def test_the_total_is_refused_where_readings_differ_in_it():
    assert reading_names_of(refused(total_of, "PBI_JK", "2016-02")) == ["from_january_2016", "from_april_2016"]
    assert total_of("PBI_JK", "2016-02", 3, "from_january_2016").total == 23000
    assert total_of("PBI_JK", "2015-12").total == 19225


def test_the_total_says_so():
    ruling = total_of("PBPU", "2021-07", 1)
    assert ruling.reasons == ("Rp 150.000 for 2021-07.",)
    assert ruling.citations[0].parameter == "contribution.pbpu_bp.class_1"


def test_the_reason_names_each_payer():
    assert shares_of("PEMDA", "2021-07").reasons == ("Rp 42.000 for 2021-07: pusat Rp 4.200, pemda Rp 37.800.",)


def test_parts_that_do_not_make_the_total_stop_the_run():
    with pytest.raises(AssertionError, match="do not make the total"):
        Shares(total=1, shares=(Part("pusat", 2),), reasons=(), citations=(), confidence="verified")


# Published figures that a rate must give


@pytest.mark.parametrize(
    ("place", "people", "months", "published", "within"),
    [
        ("Bekasi", 311_074, 12, 141_100_000_000, 10_000_000),
        ("Cirebon", 70_000, 12, 31_752_000_000, 0),
        ("Kendal", 77_960, 12, 35_362_656_000, 0),
        ("Serang", 42_000, 1, 1_587_600_000, 0),
        ("Ogan Ilir", 65_000, 1, 2_457_000_000, 0),
    ],
)
def test_published_budgets_of_pemda_members(place, people, months, published, within):
    assert abs(people * parts_of("PEMDA", "2025-01")["pemda"] * months - published) <= within


def test_published_budgets_of_single_accounts():
    iuran, aid = (amount for _, amount in shares_of("PEMDA", "2025-01").shares[1].accounts)
    assert (42_000 * iuran, 42_000 * aid) == (1_470_000_000, 117_600_000)
    assert 67_737 * parts_of("PBPU", "2025-01", 3)["pemda"] * 12 == 2_275_963_200


def test_the_sum_of_dau_tambahan():
    people = Consultation(on=day("2019-08-01")).value("contribution.pemda.dau_tambahan.people")
    assert people * parts_of("PEMDA", "2019-08")["pusat"] * 5 == 3_342_404_000_000


def test_the_province_of_kalimantan_barat_2021():
    assert 1_931_026 * parts_of("PBI_JK", "2021-01", 3, fiscal_capacity="medium")["provinsi"] * 12 == 48_661_855_200


def test_kupang_2019_could_carry_8695_people():
    months = [parts_of("PEMDA", f"2019-{month:02d}")["pemda"] for month in range(3, 13)]
    assert 2_000_000_000 // sum(months) == 8695


# The same rates, as an independent table beside the checkout


def timeline():
    if not TIMELINE.exists():
        pytest.skip("the rates timeline does not lie beside this checkout")
    with TIMELINE.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["param"] == "rate_total"]


def test_the_timeline_gives_the_same_totals():
    rows = timeline()
    compared = 0
    for row in rows:
        care_class = {"I": 1, "II": 2, "III": 3}[row["class"]]
        last = row["effective_to"] or "2026-12-31"
        for segment in ("PBPU", "BP") if row["segment"] == "PBPU_BP" else (row["segment"],):
            month = Month.of(day(row["effective_from"]))
            while month.first_date <= dt.date.fromisoformat(last):
                try:
                    total = total_of(segment, str(month), care_class).total
                except Refusal:
                    assert Month(2016, 1) <= month <= Month(2016, 3)
                else:
                    assert total == int(row["value"]), (segment, care_class, str(month))
                    compared += 1
                month = month.plus(1)
    assert compared > 1000
