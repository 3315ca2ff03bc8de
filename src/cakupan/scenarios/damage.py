"""One error in one text: what fingers, ears, forms and spreadsheets do to names and numbers.

Every function takes the text and two random integers and returns the text as an office would have it.
"""

from __future__ import annotations

from collections.abc import Callable

Damage = Callable[[str, int, int], str]

# Neighbours on the keyboard, for each letter of _KEYS in turn.
_KEYS = "QWERTYUIOPASDFGHJKLZXCVBNM"
_BESIDE = """WA QES WRD ETF RYG TUH YIJ UOK IPL OL QSZ ADWX SFEC DGRV FHTB GJYN HKUM JLI KO ASX ZCD XVF CBG VNH BMJ NK"""
_NEIGHBOURS = dict(zip(_KEYS, _BESIDE.split(), strict=True))
_SOUNDS = (
    ("I", "E"),
    ("U", "O"),
    ("E", "I"),
    ("O", "U"),
    ("A", "E"),
    ("F", "P"),
    ("V", "F"),
    ("Z", "J"),
    ("Y", "I"),
    ("D", "T"),
    ("KH", "H"),
)
_OLD = (("U", "OE"), ("J", "DJ"), ("C", "TJ"), ("Y", "J"), ("SY", "SJ"), ("NY", "NJ"), ("KH", "CH"))
_BEFORE = ("H. ", "HJ. ", "DRS. ", "IR. ", "BPK. ", "IBU ", "TN. ", "NY. ", "ALM. ", "TGK. ", "SDR. ", "HAJI ")
_AFTER = (", S.PD", " SE", ", S.AG", " AMD", ", SH", " S.KOM", " ST", ", M.SI", " (ALM)")
_NICKNAMES = ("ACIL", "OPIK", "UJUK", "BONENG", "TINI", "IDA", "IYAH", "ADE", "UCOK", "BUYUNG", "EDI", "NONA")


def letter_wrong(text: str, a: int, b: int) -> str:
    """One letter struck beside the right key."""
    at = a % len(text)
    near = _NEIGHBOURS.get(text[at], "")
    return text[:at] + near[b % len(near)] + text[at + 1 :] if near else text


def letter_lost(text: str, a: int, _b: int) -> str:
    """One letter left out; never the only one."""
    at = a % len(text)
    return text if len(text) < 3 else text[:at] + text[at + 1 :]


def letter_doubled(text: str, a: int, _b: int) -> str:
    at = a % len(text)
    return text[: at + 1] + text[at:] if text[at].isalpha() else text


def letter_inserted(text: str, a: int, b: int) -> str:
    at = a % (len(text) + 1)
    return text[:at] + "AEIHNRSMYGDB"[b % 12] + text[at:]


def letters_swapped(text: str, a: int, _b: int) -> str:
    at = a % max(1, len(text) - 1)
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def space_lost(text: str, a: int, _b: int) -> str:
    """Two words run together."""
    words = text.split(" ")
    if len(words) < 2:
        return text
    at = a % (len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def space_added(text: str, a: int, _b: int) -> str:
    """One word torn in two."""
    at = 2 + a % max(1, len(text) - 3)
    return text if len(text) < 5 or " " in text[at - 1 : at + 1] else text[:at] + " " + text[at:]


def last_word_lost(text: str, _a: int, _b: int) -> str:
    return text.rsplit(" ", 1)[0]


def word_abbreviated(text: str, a: int, b: int) -> str:
    """SALMAH FADILAH → SALMAH F; rarely the first word instead."""
    words = text.split(" ")
    if len(words) < 2:
        return text
    at = 0 if b % 5 == 0 else len(words) - 1
    words[at] = words[at][:1] + ("." if a % 3 == 0 else "")
    return " ".join(words)


def title_added(text: str, a: int, b: int) -> str:
    return _BEFORE[b % len(_BEFORE)] + text if a % 3 else text + _AFTER[b % len(_AFTER)]


def old_spelling(text: str, a: int, _b: int) -> str:
    """Spelling before 1972, wherever one of its letters stands."""
    for step in range(len(_OLD)):
        new, old = _OLD[(a + step) % len(_OLD)]
        if new in text:
            return text.replace(new, old)
    return text


def vowel_heard(text: str, a: int, b: int) -> str:
    """A sound written as somebody else hears it, in one place."""
    for step in range(len(_SOUNDS)):
        one, other = _SOUNDS[(a + step) % len(_SOUNDS)]
        places = text.count(one)
        if places:
            parts = text.split(one)
            at = b % places + 1
            return one.join(parts[:at]) + other + one.join(parts[at:])
    return text


def nickname(text: str, a: int, b: int) -> str:
    """What the neighbours call the person, alone or before the last word."""
    words = text.split(" ")
    called = _NICKNAMES[a % len(_NICKNAMES)]
    return called if len(words) < 2 or b % 3 == 0 else f"{called} {words[-1]}"


def kin_dropped(text: str, a: int, _b: int) -> str:
    """BIN and BINTI with the father's name left out, or shortened."""
    for mark in (" BINTI ", " BIN "):
        before, found, father = text.partition(mark)
        if found:
            return before if a % 3 else f"{before} {'BT' if mark == ' BINTI ' else 'BN'} {father}"
    return text


def words_swapped(text: str, _a: int, _b: int) -> str:
    words = text.split(" ")
    if len(words) < 2:
        return text
    return " ".join([words[-1], *words[:-1]])


def digit_wrong(text: str, a: int, b: int) -> str:
    """One digit wrong; the first digit of the serial is spared, so that no damaged number becomes a possible person's."""
    at = a % (len(text) - 1)
    at += at >= 12
    return text[:at] + str((int(text[at]) + 1 + b % 9) % 10) + text[at + 1 :]


def digits_swapped(text: str, a: int, _b: int) -> str:
    """Two neighbouring digits exchanged; the serial's first digit is spared."""
    for step in range(len(text) - 1):
        at = (a + step) % (len(text) - 1)
        if at not in (11, 12) and text[at] != text[at + 1]:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


def digit_lost(text: str, a: int, _b: int) -> str:
    at = a % len(text)
    return text[:at] + text[at + 1 :]


def rounded(text: str, _a: int, _b: int) -> str:
    """A spreadsheet keeps fifteen digits and writes 0 for the sixteenth."""
    return text[:-1] + "0"


def marked(text: str, a: int, _b: int) -> str:
    """Blanks, dashes or an apostrophe that somebody put in for reading."""
    groups = (text[:6], text[6:12], text[12:])
    return ("'" + text, " ".join(groups), "-".join(groups), text + " ", ".".join(groups))[a % 5]


def dummy(_text: str, a: int, _b: int) -> str:
    return ("0000000000000000", "9999999999999999", "0", "-")[a % 4]


def address_spelled(text: str, a: int, _b: int) -> str:
    for short, long in (
        ("JL.", "JALAN"),
        ("KP.", "KAMPUNG"),
        ("LINK.", "LINGKUNGAN"),
        ("DUSUN", "DSN"),
        ("GG.", "GANG"),
        ("PERUM", "PERUMAHAN"),
    ):
        if text.startswith(short):
            return (long if a % 3 else short.rstrip(".")) + text[len(short) :]
    return text


def address_number_lost(text: str, _a: int, _b: int) -> str:
    return text.partition(" NO. ")[0].partition(" BLOK ")[0]
