"""From which day an enrolment counts."""

from __future__ import annotations

import pytest

from cakupan.law.effective_date import NEWBORN_TERMS, effective_date, newborn_effective_date
from law.asking import day, reading_names_of, refused


def enrolled(submitted, segment="PEMDA", *readings, granted=None, ended=None, **more):
    return effective_date(
        submitted_on=day(submitted),
        segment=segment,
        uhc_granted_on=day(granted) if granted else None,
        uhc_ended_on=day(ended) if ended else None,
        readings=readings,
        **more,
    )


@pytest.mark.parametrize(
    ("submitted", "first"),
    [
        ("2021-06-01", "2021-07-01"),
        ("2021-06-20", "2021-07-01"),
        ("2021-06-21", "2021-08-01"),
        ("2021-06-30", "2021-08-01"),
        ("2021-11-21", "2022-01-01"),
        ("2021-12-20", "2022-01-01"),
        ("2021-12-21", "2022-02-01"),
        ("2019-01-29", "2019-03-01"),
    ],
)
def test_the_20th_is_the_last_day_for_the_next_month(submitted, first):
    ruling = enrolled(submitted)
    assert (ruling.effective_date, ruling.contribution_from, ruling.rule) == (day(first), day(first), "cutoff")
    assert ruling.confidence == "verified"
    assert ruling.reasons[0].startswith("In by the 20th counts from the 1st of next month")
    assert (f"; {submitted} was later: the month after." in ruling.reasons[0]) == (int(submitted[-2:]) > 20)


@pytest.mark.parametrize(
    ("submitted", "granted", "ended", "same_day"),
    [
        ("2025-03-25", "2025-01-01", None, True),
        ("2025-03-25", "2025-03-25", None, True),
        ("2025-03-25", "2025-03-26", None, False),
        ("2025-03-25", "2025-01-01", "2025-03-26", True),
        ("2025-03-25", "2025-01-01", "2025-03-25", False),
        ("2022-11-25", "2022-11-01", None, True),
        ("2022-01-01", "2022-01-01", None, True),
    ],
)
def test_where_uhc_is_granted_the_day_itself_counts(submitted, granted, ended, same_day):
    ruling = enrolled(submitted, granted=granted, ended=ended)
    assert (ruling.rule, ruling.effective_date == day(submitted)) == (("same_day", True) if same_day else ("cutoff", False))
    if same_day:
        assert ruling.reasons == (f"BPJS had granted UHC Prioritas on {granted}: active the same day.",)
        assert ruling.citations[0].parameter == "enrolment.uhc_granted.activation"


def test_before_2022_nobody_had_same_day_activation():
    assert "in force from 2022-01-01" in refused(enrolled, "2021-12-31", granted="2021-06-01").why


@pytest.mark.parametrize("segment", ["PBPU", "BP"])
def test_a_new_self_payer_waits_14_days(segment):
    ruling = enrolled("2021-06-25", segment)
    assert (ruling.effective_date, ruling.rule) == (day("2021-07-09"), "waiting_days")
    assert ruling.reasons == ("A new self-payer waits 14 days; cover begins with the first payment, not before.",)


@pytest.mark.parametrize(("submitted", "days"), [("2014-01-01", 7), ("2014-12-31", 7), ("2018-01-01", 14), ("2026-12-31", 14)])
def test_the_waiting_days_by_year(submitted, days):
    assert (enrolled(submitted, "PBPU").effective_date - day(submitted)).days == days


@pytest.mark.parametrize("submitted", ["2015-01-01", "2017-12-31"])
def test_when_7_days_became_14_is_not_known(submitted):
    assert reading_names_of(refused(enrolled, submitted, "PBPU")) == ["waiting_7_days", "waiting_14_days"]
    assert (enrolled(submitted, "PBPU", "waiting_7_days").effective_date - day(submitted)).days == 7
    assert (enrolled(submitted, "PBPU", "waiting_14_days").effective_date - day(submitted)).days == 14


def test_a_change_of_segment_does_not_wait():
    ruling = enrolled("2021-06-25", "PBPU", change_of_segment=True)
    assert (ruling.effective_date, ruling.rule) == (day("2021-06-25"), "change_of_segment")
    assert ruling.citations[0].parameter == "arrears.follow_the_person"
    assert "there is none" in ruling.reasons[0]


@pytest.mark.parametrize(
    ("submitted", "months"),
    [
        ("2021-06-19", "2021-06"),
        ("2021-06-20", "2021-06 and 2021-07"),
        ("2021-06-21", "2021-06"),
        ("2021-12-20", "2021-12 and 2022-01"),
    ],
)
def test_a_self_payer_who_moves_to_the_pemda_segment_has_paid_so_far(submitted, months):
    ruling = enrolled(submitted, change_of_segment=True)
    assert ruling.effective_date == enrolled(submitted).effective_date
    assert (
        ruling.reasons[1] == f"A self-payer who moves to the Pemda segment shows that the own contribution of {months} is paid."
    )
    assert "enrolment.self_payer_to_pemda.own_month_paid" in {citation.parameter for citation in ruling.citations}
    assert len(enrolled(submitted).reasons) == 1


def test_with_uhc_granted_a_moving_self_payer_has_paid_too():
    ruling = enrolled("2025-03-25", granted="2025-01-01", change_of_segment=True)
    assert (ruling.rule, len(ruling.reasons)) == ("same_day", 2)


@pytest.mark.parametrize("segment", ["PBI_JK", "PPU_SWASTA", "PPU_PEMERINTAH", "guess"])
def test_other_segments_are_refused(segment):
    assert refused(enrolled, "2021-06-25", segment)


def test_before_2014_and_unknown_readings():
    assert refused(enrolled, "2013-12-31")
    assert enrolled("2014-01-01").effective_date == day("2014-02-01")
    assert refused(enrolled, "2021-06-25", "PEMDA", "guess")
    assert refused(enrolled, "2021-06-25", known_on=day("2013-12-31"))


# Newborns


def born(on, mother, registered=None, *readings, **more):
    return newborn_effective_date(
        born_on=day(on), mother_segment=mother, registered_on=day(registered) if registered else None, readings=readings, **more
    )


def test_a_newborn_of_a_pbi_mother_is_covered_automatically():
    ruling = born("2018-12-18", "PBI_JK")
    assert (ruling.effective_date, ruling.contribution_from, ruling.rule) == (
        day("2018-12-18"),
        day("2018-12-18"),
        "newborn_of_pbi_mother",
    )
    assert ruling.citations[0].citation == "Perpres 82/2018 Pasal 10; PP 76/2015"
    assert refused(born, "2018-12-17", "PBI_JK")


@pytest.mark.parametrize("mother", ["PBPU", "BP", "PPU_SWASTA", "PPU_PEMERINTAH"])
@pytest.mark.parametrize(
    ("registered", "first", "rule"),
    [
        ("2024-02-01", "2024-02-01", "newborn_in_time"),
        ("2024-02-29", "2024-02-01", "newborn_in_time"),
        ("2024-03-01", "2024-03-01", "newborn_late"),
    ],
)
def test_other_newborns_have_28_days(mother, registered, first, rule):
    ruling = born("2024-02-01", mother, registered)
    assert (ruling.effective_date, ruling.contribution_from, ruling.rule) == (day(first), day("2024-02-01"), rule)
    assert ruling.citations[0].citation == "Perpres 82/2018 Pasal 16"
    assert ("contributions are owed from birth" in ruling.reasons[0]) == (rule == "newborn_late")


def test_the_28_days_are_in_force_since_18_december_2018():
    assert born("2018-12-18", "PBPU", "2018-12-20").rule == "newborn_in_time"
    assert "in force from 2018-12-18" in refused(born, "2018-12-17", "PBPU", "2018-12-20").why
    assert refused(born, "2018-12-18", "PBPU", "2018-12-20", known_on=day("2018-09-17"))
    assert born("2018-12-18", "PBPU", "2018-12-20", known_on=day("2018-09-18"))
    assert refused(born, "2024-02-01", "PBPU", "2024-02-01", "guess")


def test_a_newborn_of_a_pemda_mother_follows_the_agreement():
    refusal = refused(born, "2024-02-01", "PEMDA")
    assert refusal.fields["terms"] == list(NEWBORN_TERMS)
    assert "it follows the agreement" in refusal.why
    from_birth = born("2024-02-01", "PEMDA", agreement_term="from_birth")
    assert (from_birth.effective_date, from_birth.rule) == (day("2024-02-01"), "newborn_by_agreement")
    in_time = born("2024-02-01", "PEMDA", "2024-02-29", agreement_term="register_28_days")
    assert (in_time.effective_date, in_time.rule) == (day("2024-02-01"), "newborn_in_time")
    assert [citation.parameter for citation in in_time.citations] == ["newborn.of_pemda_mother", "newborn.register_days"]
    assert born("2024-02-01", "PEMDA", "2024-03-01", agreement_term="register_28_days").rule == "newborn_late"


@pytest.mark.parametrize(("registered", "first"), [("2024-02-20", "2024-03-01"), ("2024-02-21", "2024-04-01")])
def test_an_agreement_can_hold_newborns_to_the_cutoff(registered, first):
    ruling = born("2024-02-01", "PEMDA", registered, agreement_term="cutoff")
    assert (ruling.effective_date, ruling.contribution_from, ruling.rule) == (day(first), day(first), "newborn_by_agreement")
    assert ruling.reasons[0].startswith("In by the 20th")
    assert [citation.parameter for citation in ruling.citations] == ["newborn.of_pemda_mother", "enrolment.cutoff_day"]


@pytest.mark.parametrize("registered", [None, "2024-01-31"])
def test_the_day_of_registration_is_needed_and_not_before_birth(registered):
    refusal = refused(born, "2024-02-01", "PBPU", registered)
    assert refusal.mend == "Give the day of registration, not before birth."
    assert refused(born, "2024-02-01", "PEMDA", registered, agreement_term="cutoff")


def test_an_unknown_segment_of_the_mother_is_refused():
    assert refused(born, "2024-02-01", "guess", "2024-02-01")
