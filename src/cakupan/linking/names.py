"""How a name is written down before two of them are compared.

Each office's clerks add titles, cut patronyms, keep or drop old spelling. What is folded here is folded for every
register alike, once, and shown in the explanation of a link.
"""

from __future__ import annotations

from collections.abc import Sequence

from cakupan.engines.steps import Function

# Honorifics before a name and degrees behind it, after punctuation has become blanks ("S.Pd" is "S PD").
HONORIFICS = "H|HJ|HJH|HAJI|HAJJAH|KH|KYAI|USTADZ|UST|TGH|TGK|DRS|DRA|DR|DRG|IR|PROF|IBU|BAPAK|BPK|BP|NY|NN|TN|SDR|SDRI|ALM|ALMH"
DEGREES = (
    "S PD SD|S PD I|S PD|SPD|S AG|SAG|S E|SE|S H|SH|S T|S KOM|SKOM|S SOS|SSOS|S IP|SIP|S KEP|SKEP|S KM|SKM|S FARM|S SI"
    "|S PT|S HUT|S HI|S TH I|S ST|SST|A MD KEP|A MD KEB|A MD|AMD|AMK|AMKL|M PD|MPD|M SI|MSI|M M|MM|M H|MH|M KES|MKES"
    "|M AG|M KOM|B A|BA|LC|NERS|ALM|ALMH"
)
# "son of", "daughter of": what follows is the father's name, which other offices leave out.
PATRONYMICS = "BIN|BINTI|BINTE|BT|BTE|BTI|BN|B"

_HONORIFIC = f"^(({HONORIFICS}) )+"
_DEGREE = f"( ({DEGREES}))+$"
_PATRONYMIC = f" ({PATRONYMICS}) [A-Z]{{3}}.*$"
_MUHAMMAD = "^(MUHAMMAD|MUHAMAD|MOHAMMAD|MOHAMAD|MOCHAMMAD|MOCHAMAD|MUCHAMMAD|MUCHAMAD|MOCH|MUCH|MUH|MOH|MOHD|MUHD|MHD|MHMD) "
_ABDUL = "(^| )(ABDUL|ABDOEL|ABDOL|ABDL)( |$)"
_SITI = "^(SITI|SITTI|SITY|ST) "

# Old and new spelling, and letters that Indonesian ears do not tell apart; then letters that stand doubled.
SOUNDS = (
    ("OE", "U"),
    ("DJ", "J"),
    ("TJ", "C"),
    ("KH", "H"),
    ("CH", "H"),
    ("SY", "S"),
    ("SJ", "S"),
    ("TH", "T"),
    ("DH", "D"),
    ("PH", "P"),
)
LETTERS = (("F", "P"), ("V", "P"), ("Z", "J"), ("Q", "K"), ("X", "KS"), ("Y", "I"))
DOUBLED = tuple((letter * 2, letter) for letter in "AIULMNRSTKP")


def _replaced(expression: str, pairs: Sequence[tuple[str, str]]) -> str:
    for old, new in pairs:
        expression = f"replace({expression}, '{old}', '{new}')"
    return expression


def _where_found(pairs: Sequence[tuple[str, str]]) -> str:
    """Replace in ``s`` what is in few names: one search for all of it costs less than ten in vain."""
    sought = "|".join(old for old, _ in pairs)
    return f"CASE WHEN matches(s, '{sought}') THEN {_replaced('s', pairs)} ELSE s END"


def _without(expression: str, letters: str) -> str:
    return _replaced(expression, [(letter, "") for letter in letters])


FUNCTIONS = (
    Function(
        "letters_only",
        {"s": "STRING"},
        "STRING",
        "CASE WHEN matches(s, '^[A-Z]+( [A-Z]+)*$') THEN s "
        "ELSE trim(replace_all(replace_all(replace(replace(upper(s), '''', ''), '`', ''), ',.*$', ''), '[^A-Z]+', ' ')) END",
    ),
    Function(
        "without_titles",
        {"s": "STRING"},
        "STRING",
        f"CASE WHEN matches(s, '{_HONORIFIC}|{_DEGREE}|{_PATRONYMIC}') "
        f"THEN replace_all(replace_all(replace_all(s, '{_HONORIFIC}', ''), '{_DEGREE}', ''), '{_PATRONYMIC}', '') ELSE s END",
    ),
    Function(
        "common_forms",
        {"s": "STRING"},
        "STRING",
        f"CASE WHEN matches(s, '{_MUHAMMAD}|{_ABDUL}|{_SITI}') "
        "THEN trim(replace_all(replace_all(replace_all("
        f"s, '{_MUHAMMAD}', 'MUHAMAD '), '{_ABDUL}', ' ABD '), '{_SITI}', 'SITI ')) ELSE s END",
    ),
    # Doubled letters fold within words, before the blanks go: "ALDI SAPUTRA" and "SAPUTRA ALDI" keep the same letters.
    Function("sounds_alike", {"s": "STRING"}, "STRING", _where_found(SOUNDS)),
    Function("undoubled", {"s": "STRING"}, "STRING", _where_found(DOUBLED)),
    Function("name_key", {"s": "STRING"}, "STRING", f"replace(undoubled({_replaced('sounds_alike(s)', LETTERS)}), ' ', '')"),
    # What is left of a name when vowels and breath are unsure: for finding candidates, never for judging them.
    Function("skeleton", {"s": "STRING"}, "STRING", _without("s", "AEIOUHW")),
)
