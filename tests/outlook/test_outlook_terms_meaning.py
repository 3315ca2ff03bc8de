"""What terms mean before they are signed, in plain values: the published figures of Kupang 2019 and Serang 2021."""

from __future__ import annotations

from dataclasses import replace

from cakupan.law.calendar import Month
from cakupan.month.terms import Share
from cakupan.outlook import AgreementPosition, PayerReading, Position
from cakupan.outlook.terms_meaning import Meaning, terms_meaning
from outlook.outlook_case import CHANCES, REGENCY, WITH_PROVINCE, day, law_rates

KUPANG = AgreementPosition(
    number="PKS-KUPANG",
    title="PKS Kupang 2019",
    payer="kabkota",
    segment="PEMDA",
    class_=3,
    from_date=day("2019-03-01"),
    to_date=day("2020-01-01"),
    shares=REGENCY,
    people=0,
    budget={"iuran": 2_000_000_000},
    budget_year=2019,
)
SERANG = replace(
    KUPANG,
    number="PKS-SERANG",
    from_date=day("2021-07-01"),
    to_date=day("2022-01-01"),
    quota=42_000,
    budget={"iuran": 42_000 * 35_000 * 6, "bantuan_iuran": 42_000 * 2_800 * 6},
    budget_year=2021,
)


def meaning(agreement: AgreementPosition) -> Meaning:
    """Under the law of its year and the year after, where the law is of one mind."""
    position = Position(
        area="53.71",
        as_of=agreement.from_date,
        open_month=agreement.first_month,
        agreements=(agreement,),
        rates=law_rates(Month(agreement.from_date.year, 1), 24),
        last_chances=CHANCES,
    )
    return terms_meaning(position=position, agreement=agreement)


def test_the_budget_of_kupang_carries_8_695_from_march() -> None:
    found = meaning(KUPANG)
    assert found.carried is not None and found.sooner is not None
    assert (found.carried.people, found.carried.per_month, found.carried.left) == (8_695, 199_985_000, 150_000)
    assert (found.sooner.from_month, found.sooner.people) == (Month(2019, 2), 7_905)
    assert (found.people, found.shortfall) == (8_695, 0)


def test_the_rise_of_august_is_the_centres() -> None:
    before, after = meaning(KUPANG).runs
    assert (before.from_month, before.last_month, before.months) == (Month(2019, 3), Month(2019, 7), 5)
    assert (after.from_month, after.last_month) == (Month(2019, 8), Month(2019, 12))
    own = [[due.amount for due in run.dues if due.payer == "kabkota"] for run in (before, after)]
    assert own == [[199_985_000], [199_985_000]]
    assert [due.amount for due in after.dues if due.payer == "pusat"] == [19_000 * 8_695]
    assert meaning(KUPANG).total("kabkota") == 1_999_850_000


def test_a_renewal_into_a_year_of_two_readings_is_not_guessed() -> None:
    found = meaning(KUPANG)
    assert found.alarms == () and found.no_alarms is not None and "2020" in str(found.no_alarms)


def test_serang_owes_each_account_its_own_part() -> None:
    (run,) = meaning(SERANG).runs
    own = {due.account: due.amount for due in run.dues if due.payer == "kabkota"}
    assert own == {"iuran": 42_000 * 35_000, "bantuan_iuran": 42_000 * 2_800}
    assert {alarm.kind for alarm in meaning(SERANG).alarms} >= {"term_ends", "cover_ends"}


def test_an_account_that_is_short_binds_although_the_other_is_not() -> None:
    found = meaning(replace(SERANG, quota=None, budget={"iuran": 42_000 * 35_000 * 6, "bantuan_iuran": 1_000 * 2_800 * 6}))
    assert found.carried is not None and found.carried.people == 1_000
    assert found.carried.left == 41_000 * 35_000 * 6


def test_a_quota_beyond_the_budget_says_what_is_missing() -> None:
    found = meaning(replace(SERANG, quota=43_000))
    assert found.shortfall == 1_000 * 37_800 * 6 and found.people == 43_000
    assert "money_ends" in {alarm.kind for alarm in found.alarms}


def test_nothing_begins_sooner_than_its_budget_year() -> None:
    assert meaning(replace(SERANG, from_date=day("2021-01-01"))).sooner is None


def test_without_a_budget_there_is_a_bill_and_nothing_is_carried() -> None:
    found = meaning(replace(SERANG, budget=None))
    assert found.carried is None and found.shortfall is None and found.total("kabkota") == 42_000 * 37_800 * 6


def test_by_heads_the_province_bears_the_first() -> None:
    (run,) = meaning(replace(SERANG, shares=(Share("provinsi", people=2_000), Share("kabkota", rest=True)))).runs
    people = {due.payer: due.people for due in run.dues if due.account == "iuran"}
    assert people == {"provinsi": 2_000, "kabkota": 40_000}


def test_each_reading_of_who_pays_is_told() -> None:
    readings = (PayerReading("alone", REGENCY), PayerReading("with_province", WITH_PROVINCE))
    found = meaning(replace(SERANG, readings=readings)).readings
    assert {bill.name: bill.payers.get("provinsi", 0) for bill in found} == {
        "alone": 0,
        "with_province": 42_000 * (14_000 + 1_120),
    }
