"""What a person is told, word for word: answers and refusals of ``cakupan law``, reviewed as a diff of ``told.txt``.

To renew the record after a change of words: ``python tests/law/test_law_told.py`` and read the diff.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import sys
from pathlib import Path

from cakupan.cli.law import law_command
from cakupan.cli.outcome import run_command
from cakupan.law.arrears_cap import arrears_cap
from cakupan.law.award import Facts, award
from cakupan.law.calendar import Month
from cakupan.law.contribution import veteran_shares
from cakupan.law.criterion import Headcount
from cakupan.law.effective_date import effective_date, newborn_effective_date
from cakupan.law.refusal import Refusal
from cakupan.law.service_fine import service_fine
from cakupan.law.shares import shares
from cakupan.law.uhc import uhc

RECORD = Path(__file__).parent / "told.txt"
UHC = "uhc --registered 2613970 --active 2140000 --population 2639594"
AWARD = "award --population 1000000 --pemda-enrolled 200000 --on 2026-01-27 --registered 995000"

ASKED = (
    "contribution --segment PEMDA --class 3 --month 2021-07",
    "contribution --segment PEMDA --class 3 --month 2020-08",
    "contribution --segment PEMDA --class 3 --month 2020-08 --reading pmk_78_2020",
    "contribution --segment PEMDA --class 3 --month 2020-08 --reading pmk_78_2020 --reading pemda_pays_all",
    "contribution --segment PEMDA --class 3 --month 2020-08 --reading guess",
    "contribution --segment PEMDA --class 1 --month 2021-07",
    "contribution --segment PBI_JK --class 3 --month 2013-12",
    "contribution --segment PBI_JK --class 3 --month 2014-01 --known-on 2013-12-26",
    "contribution --segment PBPU --class 3 --month 2021-01 --known-on 2020-05-31",
    "contribution --segment PBPU --class 3 --month 2021-01 --inactive",
    "contribution --segment PBI_JK --month 2020-12 --fiscal-capacity medium",
    "contribution --segment PBI_JK --month 2021-01 --fiscal-capacity very_low",
    "contribution --segment PPU_SWASTA --month 2014-01 --wage 2000000",
    "contribution --segment PPU_SWASTA --month 2024-01 --wage 2000000 --minimum-wage 3000000 --extra-family 1",
    "contribution --segment PPU_SWASTA --month 2024-01 --wage 2000000",
    "contribution --segment PPU_SWASTA --month 2024-01 --wage 20000000",
    "contribution --segment PPU_SWASTA --month 2024-01 --wage 0",
    "contribution --segment PPU_PEMERINTAH --month 2019-12 --wage 2000000",
    "contribution --segment BP --month 2024-01 --veteran-basic-pay 3000001",
    "due-date --month 2024-05",
    "due-date --month 2028-07",
    "suspension --segment PBPU --unpaid-month 2021-06",
    "suspension --segment PBPU --unpaid-month 2021-06 --paid 2021-06-30",
    "suspension --segment PBPU --unpaid-month 2021-06 --paid 2021-08-12 --on 2021-08-12",
    "suspension --segment PEMDA --unpaid-month 2021-06",
    "suspension --segment PEMDA --unpaid-month 2021-06 --agreement-suspends",
    "suspension --segment PEMDA --unpaid-month 2021-06 --agreement-does-not-suspend",
    "suspension --segment PBI_JK --unpaid-month 2021-06",
    "suspension --segment PPU_SWASTA --unpaid-month 2021-06",
    "arrears-cap --months-unpaid 30 --on 2020-07-01",
    "arrears-cap --months-unpaid 30 --on 2018-10-01",
    "arrears-cap --months-unpaid 30 --on 2018-10-01 --segment PEMDA",
    "service-fine --segment PBPU --reactivated 2024-03-01 --admitted 2024-03-20 --months-unpaid 14 --tariff 90000000",
    "service-fine --segment PPU_SWASTA --reactivated 2024-03-01 --admitted 2024-03-20 --months-unpaid 5 --tariff 4000000",
    "service-fine --segment PBPU --reactivated 2024-03-01 --admitted 2024-04-16 --months-unpaid 5 --tariff 4000000",
    "service-fine --segment PBPU --reactivated 2024-03-01 --admitted 2024-03-01 --months-unpaid 0 --tariff 4000000",
    "service-fine --segment PBI_JK --reactivated 2024-03-01 --admitted 2024-03-20 --months-unpaid 5 --tariff 4000000",
    "service-fine --segment PBPU --reactivated 2024-03-01 --admitted 2024-03-20 --months-unpaid 5 --tariff 4000000 --outpatient",
    "service-fine --segment PBPU --reactivated 2024-03-01 --admitted 2024-03-20 --months-unpaid 5 --tariff 4000000 --unable",
    "service-fine --segment PBPU --reactivated 2024-03-01 --admitted 2024-02-20 --months-unpaid 5 --tariff 4000000",
    "service-fine --segment PBPU --reactivated 2024-03-01 --admitted 2024-03-20 --months-unpaid 5 --tariff 0",
    "effective-date --submitted 2021-06-20",
    "effective-date --submitted 2021-06-21",
    "effective-date --submitted 2025-03-25 --uhc-granted 2025-01-01",
    "effective-date --submitted 2021-06-20 --change-of-segment",
    "effective-date --submitted 2021-06-25 --segment PBPU",
    "effective-date --submitted 2021-06-25 --segment PBPU --change-of-segment",
    "effective-date --submitted 2021-06-25 --segment PBI_JK",
    "effective-date --newborn-of PBI_JK --born 2024-02-01",
    "effective-date --newborn-of PBPU --born 2024-02-01",
    "effective-date --newborn-of PBPU --born 2024-02-01 --registered 2024-02-29",
    "effective-date --newborn-of PBPU --born 2024-02-01 --registered 2024-03-01",
    "effective-date --newborn-of PEMDA --born 2024-02-01",
    "effective-date --newborn-of PEMDA --born 2024-02-01 --agreement-term from_birth",
    "effective-date --newborn-of PEMDA --born 2024-02-01 --registered 2024-02-21 --agreement-term cutoff",
    f"{UHC} --on 2025-09-01 --granted --pemda-arrears 0",
    f"{UHC} --on 2025-09-01 --requested",
    f"{UHC} --on 2022-09-01 --active-over registered",
    f"{AWARD} --active 960000 --pemda-arrears 0 --granted",
    f"{AWARD} --active 860000 --pemda-arrears 0 --granted",
    f"{AWARD} --active 840000 --pemda-arrears 0",
    f"{AWARD} --active 700000 --paid-through 2025-08",
)

DAY, MONTH = dt.date(2024, 3, 1), Month(2024, 1)
PEOPLE = Headcount(registered=1, active=1, population=1)
REFUSED = {
    "no such segment": lambda: shares(segment="PBI_APBD", month=MONTH),
    "a self-payer without class": lambda: shares(segment="PBPU", month=MONTH),
    "no such fiscal capacity": lambda: shares(segment="PBI_JK", month=MONTH, fiscal_capacity="rich"),
    "no such employer": lambda: shares(segment="PPU_PEMERINTAH", month=MONTH, wage=1, employer="desa"),
    "no wage": lambda: shares(segment="PPU_SWASTA", month=MONTH),
    "a minimum wage of 0": lambda: shares(segment="PPU_SWASTA", month=MONTH, wage=1, minimum_wage=0),
    "less than no extra family": lambda: shares(segment="PPU_SWASTA", month=MONTH, wage=1, extra_family=-1),
    "a veteran without pay": lambda: veteran_shares(month=MONTH, basic_pay=0),
    "less than no months": lambda: arrears_cap(months_unpaid=-1, on=DAY),
    "less than no months unpaid": lambda: service_fine(
        segment="PBPU", reactivated_on=DAY, admitted_on=DAY, months_unpaid=-1, diagnosis_tariff=1
    ),
    "a segment without effective date": lambda: effective_date(submitted_on=DAY, segment="PPU_SWASTA"),
    "registered before birth": lambda: newborn_effective_date(
        born_on=DAY, mother_segment="PBPU", registered_on=DAY - dt.timedelta(days=1)
    ),
    "nobody lives here": lambda: Headcount(registered=0, active=0, population=0),
    "no such basis": lambda: Headcount(registered=0, active=0, population=1, basis="adults"),
    "arrears below 0": lambda: uhc(people=PEOPLE, on=DAY, pemda_arrears=-1),
    "enrolled below 0": lambda: award(people=PEOPLE, facts=Facts(pemda_enrolled=-1), on=DAY),
    "no such month": lambda: Month(2021, 13),
    "not a month": lambda: Month.parse("July 2021"),
}


def told():
    """Every question above with what is printed."""
    for line in ASKED:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = run_command(law_command, line.split())
        yield f"$ cakupan law {line}\n{printed.getvalue()}[{code}]\n"
    for name, ask in REFUSED.items():
        try:
            ask()
        except Refusal as refusal:
            yield f"# {name}\n{refusal.as_dict()}\n"
        else:
            yield f"# {name}\nanswered\n"


def test_what_a_person_is_told():
    recorded = RECORD.read_text(encoding="utf-8").split("\n\n")
    now = "\n".join(told()).split("\n\n")
    assert [text for text in now if text not in recorded] == []
    assert len(now) == len(recorded) == len(ASKED) + len(REFUSED)


def test_the_record_holds_answers_and_refusals():
    recorded = RECORD.read_text(encoding="utf-8")
    assert recorded.count("\n[0]\n") >= 30
    assert recorded.count("\n[1]\n") >= 10
    assert "\n[2]\n" not in recorded and "\n[3]\n" not in recorded and "\nanswered\n" not in recorded


if __name__ == "__main__":
    sys.stdout.write(f"{RECORD.name}: {RECORD.write_text(chr(10).join(told()), encoding='utf-8')} characters\n")
