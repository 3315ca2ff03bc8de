"""What the desk may ask: a number that somebody can bear, and a day on which there was JKN. Anything else is refused."""

from __future__ import annotations

import datetime as dt
import re

from cakupan.law.refusal import Refusal

NIK_DIGITS, CARD_DIGITS = 16, 13
JKN_BEGAN = dt.date(2014, 1, 1)
NOT_DIGITS = re.compile(r"[\s.\-']")
WHAT = "the number asked for"


def read_number(number: str) -> tuple[str, str]:
    """The digits and what they are: ``nik`` (16) or ``card`` (13). Blanks, dots and dashes do not count.

    Raises :class:`Refusal` for another form, for zeros alone, and for a NIK that was never issued: a village's temporary one
    begins with 0, and no serial is 0000. The refusal never repeats the number.
    """
    digits = NOT_DIGITS.sub("", number)
    if not (digits.isascii() and digits.isdigit() and len(digits) in (NIK_DIGITS, CARD_DIGITS)):
        raise _other_form(digits)
    kind = "nik" if len(digits) == NIK_DIGITS else "card"
    if not digits.strip("0"):
        raise Refusal(
            WHAT,
            why="it is all zeros, which stand for nobody.",
            mend="Ask by the NIK on the KTP-el or the family card, or by the number on the JKN card.",
            code="all_zero",
        )
    if kind == "nik" and (digits[0] == "0" or digits.endswith("0000")):
        raise Refusal(
            WHAT,
            why="it is a temporary NIK: one that begins with 0 or ends in 0000 was never issued by the civil registry.",
            mend="Ask by the JKN card number, or ask the civil registry for the NIK.",
            code="temporary_nik",
        )
    return digits, kind


def _other_form(digits: str) -> Refusal:
    what = f"{len(digits)} digits" if not digits or (digits.isascii() and digits.isdigit()) else "characters that are no digits"
    return Refusal(
        WHAT,
        why=f"it has {what}.",
        mend=f"A NIK has {NIK_DIGITS} digits, a JKN card number {CARD_DIGITS}; blanks, dots and dashes do not count.",
        code="number_form",
    )


def refuse_other_days(on: dt.date, *, today: dt.date) -> None:
    """Raise :class:`Refusal` for a day before JKN began, or one that has not come: nobody knows yet who is covered then."""
    if on < JKN_BEGAN:
        raise Refusal(
            "the day asked about",
            why="JKN began on 1 January 2014.",
            mend="Ask about a day from then on.",
            code="before_jkn",
        )
    if on > today:
        raise Refusal(
            "the day asked about",
            why="it has not come yet: only BPJS can tell on the day itself who is covered.",
            mend="Ask about today or an earlier day; what lies ahead is in the outlook of the agreement.",
            code="day_to_come",
        )
