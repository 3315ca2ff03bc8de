"""Suspension, what remains of arrears, and the fine for care soon after reactivation."""

from __future__ import annotations

import pytest

from cakupan.law.arrears_cap import arrears_cap
from cakupan.law.calendar import Month
from cakupan.law.service_fine import service_fine
from cakupan.law.suspension import suspension
from law.asking import day, reading_names_of, refused


def suspended(segment, unpaid, *, on=None, paid=None, **more):
    return suspension(
        segment=segment,
        unpaid_month=Month.parse(unpaid),
        on=day(on) if on else None,
        paid_on=day(paid) if paid else None,
        **more,
    )


# Suspension


@pytest.mark.parametrize("segment", ["PBPU", "BP"])
@pytest.mark.parametrize(("unpaid", "first"), [("2021-06", "2021-07-01"), ("2021-12", "2022-01-01"), ("2018-09", "2018-10-01")])
def test_a_self_payer_is_suspended_from_the_1st_of_the_next_month(segment, unpaid, first):
    ruling = suspended(segment, unpaid)
    assert (ruling.outcome, ruling.suspended, ruling.from_date, ruling.to_date) == ("suspended", True, day(first), None)
    assert ruling.reasons[-1] == f"Suspended from {first} until it is paid."
    assert ruling.citations[0].citation == "Perpres 82/2018 Pasal 42(1) (article unverified)"


@pytest.mark.parametrize(
    ("on", "paid", "is_suspended"),
    [
        ("2021-06-30", None, False),
        ("2021-07-01", None, True),
        ("2022-07-01", None, True),
        ("2021-08-11", "2021-08-12", True),
        ("2021-08-12", "2021-08-12", False),
        ("2021-06-30", "2021-08-12", False),
    ],
)
def test_on_a_day(on, paid, is_suspended):
    ruling = suspended("PBPU", "2021-06", on=on, paid=paid)
    assert ruling.suspended is is_suspended
    assert ruling.outcome == ("suspended" if is_suspended else "not_suspended")
    assert ruling.from_date == day("2021-07-01")
    assert ruling.to_date == (day(paid) if paid else None)


@pytest.mark.parametrize(("paid", "is_suspended"), [("2021-06-11", False), ("2021-07-01", False), ("2021-07-02", True)])
def test_paid_late_but_by_the_1st_cover_goes_on(paid, is_suspended):
    ruling = suspended("PBPU", "2021-06", paid=paid)
    assert ruling.suspended is is_suspended
    assert (ruling.from_date is None) is not is_suspended
    if not is_suspended:
        assert ruling.outcome == "not_suspended"
        assert ruling.reasons[-1] == f"It was paid on {paid}, by 2021-07-01, so cover went on."
    else:
        assert ruling.reasons[-1] == "Suspended from 2021-07-01 until it was paid on 2021-07-02."


def test_the_rule_of_suspension_is_known_since_18_september_2018():
    assert suspended("PBPU", "2018-09").suspended
    assert "in force from 2018-09-18" in refused(suspended, "PBPU", "2018-08").why
    assert refused(suspended, "PBPU", "2018-09", known_on=day("2018-09-17"))
    assert suspended("PBPU", "2018-09", known_on=day("2018-09-18")).suspended


def test_pemda_members_are_not_suspended_automatically():
    ruling = suspended("PEMDA", "2024-04")
    assert (ruling.outcome, ruling.suspended, ruling.from_date) == ("term_of_agreement", False, None)
    assert "None was named." in ruling.reasons[0]
    assert ruling.citations[0].parameter == "suspension.pemda"


def test_the_agreement_decides_for_pemda_members():
    yes, no = (suspended("PEMDA", "2024-04", agreement_suspends=term) for term in (True, False))
    assert (yes.outcome, yes.suspended, yes.from_date) == ("suspended", True, day("2024-05-01"))
    assert (no.outcome, no.suspended, no.from_date) == ("not_suspended", False, None)
    assert "The agreement says" in yes.reasons[0] and "not suspended" in no.reasons[0]
    assert suspended("PEMDA", "2024-04", agreement_suspends=True, on="2024-04-30").suspended is False
    assert suspended("PEMDA", "2024-04", agreement_suspends=True, paid="2024-05-02").to_date == day("2024-05-02")
    assert yes.citations[0].parameter == "suspension.pemda"


def test_pbi_jk_is_never_suspended():
    ruling = suspended("PBI_JK", "2024-04")
    assert (ruling.outcome, ruling.suspended, ruling.confidence) == ("never", False, "unverified")
    assert ruling.citations[0].parameter == "suspension.pbi_jk"


@pytest.mark.parametrize("segment", ["PPU_SWASTA", "PPU_PEMERINTAH", "PPU"])
def test_other_segments_are_refused(segment):
    assert refused(suspended, segment, "2024-04")


def test_suspension_takes_readings():
    assert refused(suspended, "PBPU", "2024-04", readings=["guess"])


# Arrears


def cap(months, on, *readings, **more):
    return arrears_cap(months_unpaid=months, on=day(on), readings=readings, **more)


@pytest.mark.parametrize(
    ("on", "most"),
    [("2016-07-01", 12), ("2018-09-17", 12), ("2018-12-18", 24), ("2020-06-30", 24), ("2021-01-01", 24), ("2026-12-31", 24)],
)
def test_the_cap(on, most):
    for months, owed in ((most - 1, most - 1), (most, most), (most + 1, most), (0, 0)):
        ruling = cap(months, on)
        assert (ruling.months_unpaid, ruling.months_max, ruling.months_owed, ruling.months_to_be_active) == (
            months,
            most,
            owed,
            owed,
        )
    assert cap(30, on).reasons == (f"At most {most} unpaid months are owed, so {most} of 30.",)
    assert (cap(30, on).late_fee_per_cent, cap(30, on).confidence) == (0, "verified")


@pytest.mark.parametrize("on", ["2018-09-18", "2018-12-17"])
def test_the_start_of_24_months_conflicts(on):
    refusal = refused(cap, 30, on)
    assert reading_names_of(refusal) == ["cap_from_september_2018", "cap_from_december_2018"]
    assert cap(30, on, "cap_from_september_2018").months_owed == 24
    assert cap(30, on, "cap_from_december_2018").months_owed == 12
    assert cap(30, on, "cap_from_december_2018").confidence == "conflicting"


@pytest.mark.parametrize(
    ("on", "months", "active_after"),
    [
        ("2020-06-30", 30, 24),
        ("2020-07-01", 30, 6),
        ("2020-12-31", 30, 6),
        ("2021-01-01", 30, 24),
        ("2020-07-01", 7, 6),
        ("2020-07-01", 6, 6),
        ("2020-07-01", 5, 5),
    ],
)
def test_the_relief_of_2020(on, months, active_after):
    ruling = cap(months, on)
    assert ruling.months_to_be_active == active_after
    assert ruling.months_owed == min(months, 24)
    relieved = active_after < ruling.months_owed
    assert (ruling.reasons[-1] == "COVID relief: paying 6 of them is enough to be active again.") == relieved


def test_the_relief_is_unverified():
    assert cap(30, "2020-07-01").confidence == "unverified"
    assert cap(6, "2020-07-01").confidence == "verified"
    assert cap(30, "2020-07-01", known_on=day("2020-05-04")).months_to_be_active == 24


def test_before_july_2016_no_cap_is_known():
    assert "in force from 2016-07-01" in refused(cap, 30, "2016-06-30").why
    assert refused(cap, 30, "2016-07-01", known_on=day("2016-02-28"))
    assert cap(30, "2018-12-18", known_on=day("2018-09-17")).months_max == 12


def test_the_cap_is_for_self_payers():
    assert cap(30, "2021-01-01", segment="BP").months_owed == 24
    for segment in ("PEMDA", "PBI_JK", "PPU_SWASTA"):
        assert refused(cap, 30, "2021-01-01", segment=segment).what == f"arrears cap for {segment}"
    assert refused(cap, 30, "2021-01-01", segment="guess")
    assert refused(cap, -1, "2021-01-01").mend == "Count them."


# Service fine


def fine(admitted="2024-03-20", *readings, reactivated="2024-03-01", months=5, tariff=4_000_000, segment="PBPU", **more):
    return service_fine(
        segment=segment,
        reactivated_on=day(reactivated),
        admitted_on=day(admitted),
        months_unpaid=months,
        diagnosis_tariff=tariff,
        readings=readings,
        **more,
    )


@pytest.mark.parametrize(
    ("admitted", "rupiah"),
    [
        ("2016-07-01", 500_000),
        ("2018-10-01", 500_000),
        ("2020-12-31", 500_000),
        ("2022-03-01", 1_000_000),
        ("2026-12-31", 1_000_000),
    ],
)
def test_the_rate(admitted, rupiah):
    ruling = fine(admitted, reactivated=admitted)
    assert (ruling.fined, ruling.fine, ruling.payer, ruling.months_counted) == (True, rupiah, "peserta", 5)
    assert ruling.days_since_reactivation == 0
    assert ruling.confidence == "verified"


@pytest.mark.parametrize("admitted", ["2021-01-01", "2022-02-28"])
def test_the_start_of_5_per_cent_conflicts(admitted):
    refusal = refused(fine, admitted, reactivated=admitted)
    assert reading_names_of(refusal) == ["fine_5_from_2021", "fine_2_5_until_february_2022"]
    assert fine(admitted, "fine_5_from_2021", reactivated=admitted).fine == 1_000_000
    assert fine(admitted, "fine_2_5_until_february_2022", reactivated=admitted).fine == 500_000


@pytest.mark.parametrize(
    ("admitted", "days", "fined"), [("2024-03-01", 0, True), ("2024-04-15", 45, True), ("2024-04-16", 46, False)]
)
def test_the_45_days(admitted, days, fined):
    ruling = fine(admitted)
    assert (ruling.days_since_reactivation, ruling.fined) == (days, fined)
    if not fined:
        assert (ruling.fine, ruling.payer, ruling.months_counted) == (0, None, 0)
        assert ruling.reasons == ("Care began 46 days after reactivation; only the first 45 are fined.",)


@pytest.mark.parametrize(("months", "counted"), [(1, 1), (11, 11), (12, 12), (13, 12), (24, 12)])
def test_at_most_12_months_count(months, counted):
    ruling = fine(months=months)
    assert (ruling.months_counted, ruling.fine) == (counted, 200_000 * counted)


@pytest.mark.parametrize(
    ("tariff", "rupiah", "capped"),
    [(49_999_999, 29_999_999, False), (50_000_000, 30_000_000, False), (50_000_100, 30_000_000, True)],
)
def test_no_fine_is_above_30_million(tariff, rupiah, capped):
    ruling = fine(months=12, tariff=tariff)
    assert ruling.fine == rupiah
    assert ("No fine is above Rp 30.000.000." in ruling.reasons) == capped


@pytest.mark.parametrize(("tariff", "rupiah"), [(30, 2), (29, 1), (10, 1), (9, 0)])
def test_the_fine_is_rounded_half_up(tariff, rupiah):
    assert fine(months=1, tariff=tariff).fine == rupiah


@pytest.mark.parametrize("segment", ["PBI_JK", "PEMDA"])
def test_exempt_segments(segment):
    ruling = fine(segment=segment)
    assert (ruling.fined, ruling.fine, ruling.payer, ruling.confidence) == (False, 0, None, "unverified")
    assert ruling.reasons == (f"Members of {segment} are not fined.",)


@pytest.mark.parametrize("segment", ["PPU_SWASTA", "PPU_PEMERINTAH"])
def test_the_employer_pays_the_fine_of_a_wage_earner(segment):
    ruling = fine(segment=segment)
    assert (ruling.fine, ruling.payer) == (1_000_000, "pemberi_kerja")
    assert ruling.reasons[-1] == "Paid by pemberi_kerja."


def test_outpatient_care_and_people_unable_to_pay_are_not_fined():
    outpatient, unable = fine(inpatient=False), fine(certified_unable=True)
    assert (outpatient.fined, outpatient.reasons, outpatient.confidence) == (
        False,
        ("Outpatient care is not fined.",),
        "verified",
    )
    assert (unable.fined, unable.reasons) == (False, ("A person certified unable to pay is not fined.",))
    assert unable.confidence == "unverified"
    assert fine(months=0).reasons == ("No month was unpaid.",)


def test_exemptions_hold_while_the_rate_conflicts():
    assert fine("2021-06-01", reactivated="2021-06-01", segment="PEMDA").fined is False


def test_the_reasons_show_the_sum():
    assert fine().reasons == (
        "Care began 19 days after reactivation.",
        "5 % of Rp 4.000.000 for each of 5 months, rounded to the nearest whole rupiah, half a rupiah up: Rp 1.000.000.",
        "Paid by peserta.",
    )


def test_before_july_2016_no_fine_is_known():
    assert refused(fine, "2016-06-30", reactivated="2016-06-30")
    assert refused(fine, "2016-07-01", reactivated="2016-07-01", known_on=day("2016-02-28"))
    assert fine("2024-03-20", known_on=day("2020-05-04")).fine == 500_000


@pytest.mark.parametrize("wrong", [{"reactivated": "2024-03-21"}, {"months": -1}, {"tariff": 0}, {"segment": "guess"}])
def test_impossible_facts_are_refused(wrong):
    assert refused(fine, **wrong)
