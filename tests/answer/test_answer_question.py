"""What the desk may ask: numbers that somebody can bear, days on which there was JKN. The rest is refused with the way out."""

from __future__ import annotations

import datetime as dt

import pytest

from cakupan.answer.question import read_number, refuse_other_days
from cakupan.cli import app
from cakupan.cli.outcome import DONE, REFUSED, run_command
from cakupan.law.refusal import Refusal
from month.small_region import closed_workspace

TODAY = dt.date(2021, 7, 15)


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("3673015407569002", ("3673015407569002", "nik")),
        (" 3673.0154-0756 9002'", ("3673015407569002", "nik")),
        ("0003673090001", ("0003673090001", "card")),
        ("0000000000001", ("0000000000001", "card")),
    ],
)
def test_numbers_that_somebody_can_bear(number, read):
    assert read_number(number) == read


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("", "0 digits"),
        ("123", "3 digits"),
        ("36730154075690021", "17 digits"),
        ("367301540756900²", "characters that are no digits"),
        ("٣٦٧٣٠١٥٤٠٧٥٦٩٠٠٢", "characters that are no digits"),
        ("367301540756900X", "characters that are no digits"),
        ("0000000000000000", "all zeros"),
        ("0000000000000", "all zeros"),
        ("0173015407569002", "temporary NIK"),
        ("3673015407560000", "temporary NIK"),
    ],
)
def test_other_numbers_are_refused_and_not_repeated(number, why):
    with pytest.raises(Refusal) as refused:
        read_number(number)
    assert why in refused.value.why and refused.value.mend
    assert not number or number not in str(refused.value)


@pytest.mark.parametrize(("on", "refused"), [((2013, 12, 31), True), ((2014, 1, 1), False)])
def test_before_jkn_there_is_nothing_to_ask(on, refused):
    if not refused:
        return refuse_other_days(dt.date(*on), today=TODAY)
    with pytest.raises(Refusal, match="JKN began on 1 January 2014"):
        refuse_other_days(dt.date(*on), today=TODAY)
    return None


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
def test_a_day_to_come_is_not_foretold(days, refused):
    day = TODAY + dt.timedelta(days=days)
    if not refused:
        return refuse_other_days(day, today=TODAY)
    with pytest.raises(Refusal, match="has not come yet"):
        refuse_other_days(day, today=TODAY)
    return None


@pytest.mark.parametrize(("on", "code"), [("2013-12-31", REFUSED), ("2014-01-01", DONE), ("2199-01-01", REFUSED)])
def test_the_command_refuses_those_days(on, code, capsys):
    words = ["check", "3673015407569002", "--on", on, "--workspace", str(closed_workspace())]
    assert run_command(app, words) == code
    assert ("the day asked about" in capsys.readouterr().err) is (code == REFUSED)
