"""How a name is written down before two of them are compared.

Each office's clerks add titles, cut patronyms, keep or drop old spelling. What is folded here is folded for every
register alike, once, and shown in the explanation of a link.
"""

from __future__ import annotations

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

# Old and new spelling, and letters that Indonesian ears do not tell apart.
SPELLINGS = (
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
    ("F", "P"),
    ("V", "P"),
    ("Z", "J"),
    ("Q", "K"),
    ("X", "KS"),
    ("Y", "I"),
    ("AA", "A"),
    ("II", "I"),
    ("UU", "U"),
    ("LL", "L"),
    ("MM", "M"),
    ("NN", "N"),
    ("RR", "R"),
    ("SS", "S"),
    ("TT", "T"),
    ("KK", "K"),
    ("PP", "P"),
)


def _spelled(expression: str) -> str:
    for old, new in SPELLINGS:
        expression = f"replace({expression}, '{old}', '{new}')"
    return expression


def _without(expression: str, letters: str) -> str:
    for letter in letters:
        expression = f"replace({expression}, '{letter}', '')"
    return expression


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
    Function("name_key", {"s": "STRING"}, "STRING", f"replace({_spelled('s')}, ' ', '')"),
    # What is left of a name when vowels and breath are unsure: for finding candidates, never for judging them.
    Function("skeleton", {"s": "STRING"}, "STRING", _without("s", "AEIOUHW")),
)
