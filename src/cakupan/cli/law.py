"""``cakupan law QUESTION``: one legal question, answered with reasons, citations and a confidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import click

from cakupan.cli.outcome import say_json
from cakupan.law.arrears_cap import arrears_cap
from cakupan.law.award import Facts, award
from cakupan.law.calendar import Month
from cakupan.law.contribution import veteran_shares
from cakupan.law.criterion import BASES, Headcount
from cakupan.law.due_date import due_date
from cakupan.law.effective_date import NEWBORN_TERMS, effective_date, newborn_effective_date
from cakupan.law.refusal import Refusal
from cakupan.law.ruling import Ruling
from cakupan.law.segment import EMPLOYERS, SEGMENTS, SELF_PAYERS, WAGE_EARNERS
from cakupan.law.service_fine import service_fine
from cakupan.law.shares import FISCAL_CAPACITIES, shares
from cakupan.law.suspension import suspension
from cakupan.law.uhc import uhc

SINCE_EVER = dt.date.min
INDONESIAN_CAPACITIES = dict(
    zip(("sangat_tinggi", "tinggi", "sedang", "rendah", "sangat_rendah"), FISCAL_CAPACITIES, strict=True)
)


class IsoDate(click.ParamType[dt.date]):
    """A date written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self.fail(f"{value!r} is not a date YYYY-MM-DD, for example 2021-07-01.", param, ctx)
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day of the calendar.", param, ctx)


class DateIfKnown(IsoDate):
    """A date, or the bare option where only the fact is known and not its day."""

    name = "[YYYY-MM-DD]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        return SINCE_EVER if value == "yes" else super().convert(value, param, ctx)


class MonthText(click.ParamType[Month]):
    """A month written YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        try:
            return value if isinstance(value, Month) else Month.parse(value)
        except Refusal as refusal:
            self.fail(f"{refusal.what}: {refusal.why} {refusal.mend}", param, ctx)


class Rupiah(click.ParamType[int]):
    """Whole rupiah, with or without dots between thousands."""

    name = "RUPIAH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        if not re.fullmatch(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+", value):
            self.fail(f"{value!r} is not an amount in whole rupiah, for example 4500000 or 4.500.000.", param, ctx)
        return int(value.replace(".", ""))


class FiscalCapacity(click.ParamType[str]):
    """A class of fiscal capacity, in English or Indonesian."""

    name = "|".join(FISCAL_CAPACITIES)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        written = re.sub(r"[\s-]+", "_", str(value).strip().lower())
        found = INDONESIAN_CAPACITIES.get(written, written)
        if found not in FISCAL_CAPACITIES:
            self.fail(f"{value!r} is none of {', '.join(FISCAL_CAPACITIES)} ({', '.join(INDONESIAN_CAPACITIES)}).", param, ctx)
        return found


Command = Callable[..., None]
SEGMENT = click.Choice(SEGMENTS, case_sensitive=False)
PEOPLE = click.IntRange(min=0)


def _every_question(command: Command) -> Command:
    """The options that every question takes."""
    options = (
        click.option(
            "--known-on",
            type=IsoDate(),
            help="Answer as the law was known on this day; the day of promulgation counts. E.g. 2019-09-30.",
        ),
        click.option(
            "--reading",
            "readings",
            multiple=True,
            metavar="NAME",
            help="Where sources conflict, the reading to take (a refusal lists them). E.g. pmk_78_2020.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON (schemas: docs/schemas/law-*.json)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _contribution_options(command: Command) -> Command:
    options = (
        click.option("--segment", type=SEGMENT, required=True, help="Segment of membership. E.g. PEMDA."),
        click.option(
            "--class",
            "care_class",
            type=click.Choice(["1", "2", "3"]),
            help="Class of care; PBI_JK and PEMDA are always 3, wage earners need none. E.g. 3.",
        ),
        click.option("--month", type=MonthText(), required=True, help="Month the contribution is for. E.g. 2021-07."),
        click.option("--wage", type=Rupiah(), help="Wage earners: wage in rupiah a month. E.g. 4500000."),
        click.option(
            "--minimum-wage", type=Rupiah(), help="Wage earners: the UMK, or the UMP where there is none. E.g. 2800000."
        ),
        click.option(
            "--extra-family", type=PEOPLE, default=0, help="Wage earners: family members beyond five, 1 % each. E.g. 2."
        ),
        click.option(
            "--employer",
            type=click.Choice(EMPLOYERS),
            help="PPU_PEMERINTAH: central government, or region and village. E.g. daerah.",
        ),
        click.option(
            "--fiscal-capacity",
            type=FiscalCapacity(),
            help="PBI_JK from 2021: of the province, for its part. E.g. medium (sedang).",
        ),
        click.option("--inactive", is_flag=True, help="Self-payers: the member is not active, so no aid is given."),
        click.option(
            "--veteran-basic-pay",
            type=Rupiah(),
            help="BP: the member is a veteran; basic pay of III/a with 14 years. E.g. 3000000.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return _every_question(command)


@click.group()
def law_command() -> None:
    """What does the law say? One question at a time, with its ground.

    Every answer carries reasons, citations and a confidence (verified, unverified, conflicting). Exit code 1: the law gives no
    answer: nothing is known for that day, or the sources conflict; the refusal lists the readings, and --reading names one.

    \b
    cakupan law contribution --segment PEMDA --class 3 --month 2021-07 --json
    cakupan law contribution --segment PBI_JK --class 3 --month 2019-09 --known-on 2019-09-30
    cakupan law effective-date --submitted 2021-06-18
    """


@law_command.command("contribution")
@_contribution_options
def contribution_question(**asked: Any) -> None:
    """What is one person's contribution for a month, and who pays which part?

    \b
    cakupan law contribution --segment PEMDA --class 3 --month 2021-07 --json
    cakupan law contribution --segment PPU_SWASTA --month 2024-01 --wage 6000000 --minimum-wage 5000000
    """
    _answer_shares(**asked)


@law_command.command("shares")
@_contribution_options
def shares_question(**asked: Any) -> None:
    """Who pays which part of one person's contribution for a month? (the same answer as contribution)

    \b
    cakupan law shares --segment PBI_JK --month 2022-01 --fiscal-capacity medium
    cakupan law shares --segment PEMDA --month 2020-08 --reading pmk_78_2020 --json
    """
    _answer_shares(**asked)


def _answer_shares(
    *, segment: str, care_class: str | None, inactive: bool, veteran_basic_pay: int | None, as_json: bool, **asked: Any
) -> None:
    if veteran_basic_pay is not None:
        if segment != "BP":
            raise click.UsageError("--veteran-basic-pay is for --segment BP.")
        named = {name: asked[name] for name in ("month", "known_on", "readings")}
        return _say(veteran_shares(basic_pay=veteran_basic_pay, **named), as_json=as_json)
    if segment in SELF_PAYERS and care_class is None:
        raise click.UsageError(f"--segment {segment} needs --class 1, 2 or 3.")
    if segment in WAGE_EARNERS and asked["wage"] is None:
        raise click.UsageError(f"--segment {segment} needs --wage, in rupiah a month.")
    number = None if care_class is None else int(care_class)
    return _say(shares(segment=segment, care_class=number, member_active=not inactive, **asked), as_json=as_json)


@law_command.command("due-date")
@click.option("--month", type=MonthText(), required=True, help="Month the contribution is for. E.g. 2024-05.")
@click.option("--collective-leave-is-worked", is_flag=True, help="Count cuti bersama as working days (default: days off).")
@_every_question
def due_date_question(*, as_json: bool, **asked: Any) -> None:
    """By which day must a month's contribution be paid? The 10th or, if a day off, the next working day.

    \b
    cakupan law due-date --month 2024-05
    """
    _say(due_date(**asked), as_json=as_json)


@law_command.command("suspension")
@click.option("--segment", type=SEGMENT, required=True, help="Segment of membership. E.g. PBPU.")
@click.option(
    "--unpaid-month",
    "--month",
    type=MonthText(),
    required=True,
    help="The month that was not paid by its deadline. E.g. 2021-06.",
)
@click.option("--paid", "paid_on", type=IsoDate(), help="Day it was paid after all. E.g. 2021-08-12.")
@click.option("--on", type=IsoDate(), help="Day asked about; without it: whether it comes to it at all. E.g. 2021-07-01.")
@click.option("--agreement-suspends/--agreement-does-not-suspend", default=None, help="PEMDA: what the agreement says.")
@_every_question
def suspension_question(*, as_json: bool, **asked: Any) -> None:
    """Does cover stop because a month was not paid, and from which day?

    \b
    cakupan law suspension --segment PBPU --unpaid-month 2021-06 --on 2021-07-01
    cakupan law suspension --segment PEMDA --unpaid-month 2024-04 --agreement-does-not-suspend
    """
    _say(suspension(**asked), as_json=as_json)


@law_command.command("arrears-cap")
@click.option("--months-unpaid", "--months", type=PEOPLE, required=True, help="Unpaid months. E.g. 30.")
@click.option("--on", type=IsoDate(), required=True, help="Day of payment. E.g. 2021-07-01.")
@click.option("--segment", type=SEGMENT, default="PBPU", show_default=True, help="PBPU or BP.")
@_every_question
def arrears_cap_question(*, as_json: bool, **asked: Any) -> None:
    """How many unpaid months must a self-payer pay to be active again?

    \b
    cakupan law arrears-cap --months-unpaid 30 --on 2021-07-01
    cakupan law arrears-cap --months-unpaid 30 --on 2018-10-01 --reading cap_from_december_2018
    """
    _say(arrears_cap(**asked), as_json=as_json)


@law_command.command("service-fine")
@click.option("--segment", type=SEGMENT, required=True, help="Segment of membership. E.g. PBPU.")
@click.option("--reactivated", "reactivated_on", type=IsoDate(), required=True, help="Day cover began again. E.g. 2024-03-01.")
@click.option("--admitted", "admitted_on", type=IsoDate(), required=True, help="Day care began. E.g. 2024-03-20.")
@click.option("--months-unpaid", "--months", type=PEOPLE, required=True, help="Months unpaid before reactivation. E.g. 5.")
@click.option(
    "--tariff",
    "diagnosis_tariff",
    type=Rupiah(),
    required=True,
    help="INA-CBG tariff of the initial diagnosis, from the hospital. E.g. 4000000.",
)
@click.option("--outpatient", is_flag=True, help="The care is outpatient care.")
@click.option("--unable", "certified_unable", is_flag=True, help="The person is certified unable to pay.")
@_every_question
def service_fine_question(*, outpatient: bool, as_json: bool, **asked: Any) -> None:
    """Is inpatient care soon after reactivation fined, how much, and who pays?

    \b
    cakupan law service-fine --segment PBPU --reactivated 2024-03-01 --admitted 2024-03-20 --months-unpaid 5 --tariff 4000000
    """
    _say(service_fine(inpatient=not outpatient, **asked), as_json=as_json)


@law_command.command("effective-date")
@click.option("--submitted", "submitted_on", type=IsoDate(), help="Day the data reached the branch. E.g. 2021-06-18.")
@click.option("--segment", type=SEGMENT, default="PEMDA", show_default=True, help="Segment enrolled into. E.g. PBPU.")
@click.option(
    "--uhc-granted",
    "uhc_granted_on",
    type=DateIfKnown(),
    is_flag=False,
    flag_value="yes",
    help="BPJS has granted the region UHC Prioritas (once: non-cut-off), since this day. E.g. 2025-01-01.",
)
@click.option("--uhc-ended", "uhc_ended_on", type=IsoDate(), help="First day without that status. E.g. 2025-10-01.")
@click.option("--change-of-segment", is_flag=True, help="The person comes from another segment.")
@click.option("--newborn-of", "mother_segment", type=SEGMENT, help="The person is a newborn: segment of the mother. E.g. PBI_JK.")
@click.option("--born", "born_on", type=IsoDate(), help="Newborns: day of birth. E.g. 2024-02-01.")
@click.option("--registered", "registered_on", type=IsoDate(), help="Newborns: day of registration. E.g. 2024-02-29.")
@click.option(
    "--agreement-term", type=click.Choice(NEWBORN_TERMS), help="Newborns of a Pemda-enrolled mother: what the agreement says."
)
@_every_question
def effective_date_question(
    *,
    submitted_on: dt.date | None,
    mother_segment: str | None,
    born_on: dt.date | None,
    registered_on: dt.date | None,
    agreement_term: str | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """From which day does an enrolment, or a newborn's cover, count?

    \b
    cakupan law effective-date --submitted 2021-06-20
    cakupan law effective-date --submitted 2025-03-25 --uhc-granted 2025-01-01
    cakupan law effective-date --newborn-of PPU_SWASTA --born 2024-02-01 --registered 2024-02-29
    """
    if mother_segment is not None:
        if born_on is None:
            raise click.UsageError("--newborn-of needs --born.")
        ruling = newborn_effective_date(
            born_on=born_on,
            mother_segment=mother_segment,
            registered_on=registered_on or submitted_on,
            agreement_term=agreement_term,
            known_on=asked["known_on"],
            readings=asked["readings"],
        )
        return _say(ruling, as_json=as_json)
    if submitted_on is None:
        raise click.UsageError("--submitted is needed (or --newborn-of and --born).")
    if asked["uhc_granted_on"] == SINCE_EVER:
        asked["uhc_granted_on"] = submitted_on
    return _say(effective_date(submitted_on=submitted_on, **asked), as_json=as_json)


def _coverage_options(command: Command) -> Command:
    options = (
        click.option("--registered", type=PEOPLE, required=True, help="Registered members, active or not. E.g. 2613970."),
        click.option("--active", type=PEOPLE, required=True, help="Active members. E.g. 2140000."),
        click.option("--population", type=click.IntRange(min=1), required=True, help="Population of the area. E.g. 2639594."),
        click.option("--on", type=IsoDate(), required=True, help="Day of the position. E.g. 2025-09-01."),
        click.option(
            "--active-over",
            "basis",
            type=click.Choice(BASES),
            default="population",
            show_default=True,
            help="Denominator of the active share; sources differ.",
        ),
        click.option("--pemda-arrears", type=Rupiah(), help="What the Pemda owes for its segment; 0 if nothing. E.g. 0."),
        click.option(
            "--granted",
            "granted_on",
            type=DateIfKnown(),
            is_flag=False,
            flag_value="yes",
            help="BPJS has granted UHC Prioritas, since this day if known. E.g. 2025-03-01.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return _every_question(command)


@law_command.command("uhc")
@_coverage_options
@click.option(
    "--requested",
    "requested_on",
    type=DateIfKnown(),
    is_flag=False,
    flag_value="yes",
    help="The status was requested, on this day if known. E.g. 2025-02-01.",
)
def uhc_question(*, registered: int, active: int, population: int, basis: str, as_json: bool, **asked: Any) -> None:
    """Are the criteria of UHC met on a day, and what is missing? The status itself is granted by BPJS on request.

    \b
    cakupan law uhc --registered 2613970 --active 2140000 --population 2639594 --on 2025-09-01 --pemda-arrears 0
    """
    people = Headcount(registered=registered, active=active, population=population, basis=basis)
    _say(uhc(people=people, **asked), as_json=as_json)


@law_command.command("award")
@_coverage_options
@click.option("--pemda-enrolled", type=PEOPLE, required=True, help="Residents enrolled by the Pemda. E.g. 475000.")
@click.option(
    "--paid-through",
    type=MonthText(),
    help="Last month the Pemda has paid (else --pemda-arrears 0 counts as paid). E.g. 2025-09.",
)
def award_question(
    *,
    registered: int,
    active: int,
    population: int,
    basis: str,
    pemda_enrolled: int,
    pemda_arrears: int | None,
    paid_through: Month | None,
    granted_on: dt.date | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Which category of the UHC Awards 2026 do the figures reach, and what is missing to the next?

    \b
    cakupan law award --registered 995000 --active 960000 --population 1000000 --pemda-enrolled 200000 \\
        --pemda-arrears 0 --granted --on 2026-01-27
    """
    people = Headcount(registered=registered, active=active, population=population, basis=basis)
    granted = None if granted_on is None else granted_on <= asked["on"]
    facts = Facts(pemda_enrolled=pemda_enrolled, paid_through=paid_through, pemda_arrears=pemda_arrears, uhc_priority=granted)
    _say(award(people=people, facts=facts, **asked), as_json=as_json)


def _say(ruling: Ruling, *, as_json: bool) -> None:
    answer = ruling.as_dict()
    if as_json:
        say_json(answer)
        return
    for name in (name for name in answer if name not in Ruling.__dataclass_fields__):
        click.echo(f"{name}: {_in_words(answer[name])}")
    for reason in ruling.reasons:
        click.echo(f"  why: {reason}")
    for citation in ruling.citations:
        known = f"in force from {citation.in_force_from}, known since {citation.promulgated_on}, {citation.confidence}"
        click.echo(f"  law: {citation.citation} ({known}); {citation.source}")
    click.echo(f"confidence: {ruling.confidence}")


def _in_words(value: Any) -> str:
    match value:
        case dict():
            return ", ".join(f"{name} {_in_words(item)}" for name, item in value.items())
        case list():
            return "".join(f"\n  - {_in_words(item)}" for item in value) or "none"
        case bool():
            return "yes" if value else "no"
        case None:
            return "none"
        case int():
            return f"{value:,}".replace(",", ".")
        case _:
            return str(value)
