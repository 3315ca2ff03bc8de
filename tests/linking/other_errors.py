"""A second model of what goes wrong, written apart from the generator's and from the linker's lists: ears, scanners and forms.

A clerk writes down what was heard; a scanner confuses shapes; a form has twenty boxes for a name; a pasted column slips
by a row. It works on the files as written (the generator's own errors switched off) and leaves the order of rows, so
that the truth still fits.
"""

from __future__ import annotations

import csv
import dataclasses
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from cakupan.scenarios.errors import Errors, OfficeErrors
from cakupan.scenarios.registers_written import FILES

# How often an office errs, beside the poverty register; and how many boxes its form has for a name.
CARE = {"residents": 0.08, "poverty": 1.0, "members": 0.7, "deaths": 0.6, "moves": 0.6}
BOXES = {"residents": 60, "poverty": 20, "members": 25, "deaths": 30, "moves": 30}

HEARD = (
    ("B", "P"), ("D", "T"), ("G", "K"), ("R", "L"), ("AU", "O"), ("AI", "E"), ("EI", "I"), ("NG", "N"), ("NY", "N"), ("Z", "S"),
    ("IA", "IYA"), ("UA", "UWA"), ("E", "I"), ("O", "U"), ("H", ""), ("K", "Q"), ("J", "Y"), ("C", "S"), ("SY", "SH"),
)  # fmt: skip
SCANNED_LETTERS = (("M", "N"), ("I", "L"), ("O", "Q"), ("U", "V"), ("RN", "M"), ("E", "F"), ("C", "G"), ("H", "N"), ("D", "O"))
SCANNED_DIGITS = (("0", "O"), ("1", "7"), ("5", "6"), ("8", "3"), ("1", "I"), ("5", "S"), ("8", "B"), ("6", "0"), ("9", "4"))
CALLED = ("PAK", "MBAH", "MAK", "WAK", "CIK", "DAENG", "ABAH", "NENEK", "USTD.", "BU", "OM")
STUDIED = (", S.Tr.Kes", ", A.Ma.Pd", ", S.Psi", ", M.Hum", " Gr.", ", S.Ked", " (ALM)", ", Amd.Keb")
Row = dict[str, str]
Chance = Callable[[float], bool]


def no_errors() -> Errors:
    """The generator with its errors off; only that rows and people stand twice is kept."""
    nothing = OfficeErrors(**{rate.name: 0.0 for rate in dataclasses.fields(OfficeErrors)})
    twice = dataclasses.replace(nothing, row_repeated=0.005, person_again=0.005)
    return Errors(residents=nothing, poverty=twice, members=twice, events=nothing)


def spoil_registers(folder: Path, *, seed: int) -> None:
    """Rewrite the five files of a folder with these errors."""
    for kind, name in FILES.items():
        with (folder / name).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        spoil(rows, kind, random.Random(f"{seed}-{kind}"))
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def spoil(rows: Sequence[Row], kind: str, rng: random.Random) -> None:
    name, mother = ("NAMA", "NAMA_IBU") if kind == "members" else ("NAMA_LGKP", "NAMA_LGKP_IBU")
    relatives: dict[str, str] = {}
    before = rows[0]
    original = dict(before)
    for row in rows:
        before, original = original, dict(row)

        def chance(share: float) -> bool:
            return rng.random() < share * CARE[kind]

        if kind != "residents":
            _numbers(row, before, relatives, chance, rng)
            _place(row, before, chance)
        relatives[original["NO_KK"]] = original["NIK"]
        row[name] = _name(original[name], chance, rng)[: BOXES[kind]].strip()
        row[mother] = _mother(original[mother], chance, rng)[: BOXES[kind]].strip()
        row["TGL_LHR"] = _date(original["TGL_LHR"], chance, rng)


def _numbers(row: Row, before: Row, relatives: dict[str, str], chance: Chance, rng: random.Random) -> None:
    nik, card = row["NIK"], row["NO_KK"]
    if chance(0.06):
        row["NIK"] = ""
    elif chance(0.03):
        row["NIK"] = relatives.get(card, before["NIK"])
    elif chance(0.01):
        row["NIK"] = before["NIK"]  # the column slipped by a row
    elif chance(0.04):
        row["NIK"] = _confused(nik, SCANNED_DIGITS, rng)
    elif chance(0.02):
        row["NIK"], row["NO_KK"] = card, nik
    elif chance(0.01):
        row["NIK"] = f"{nik[0]},{nik[1:6]}E+15"
    elif chance(0.02):
        row["NIK"] = " ".join((nik[:4], nik[4:8], nik[8:12], nik[12:]))
    elif chance(0.01):
        row["NIK"] = nik[:12]
    if chance(0.08):
        row["NO_KK"] = before["NO_KK"]
    elif chance(0.03):
        row["NO_KK"] = ""
    elif chance(0.02):
        row["NO_KK"] = _confused(card, SCANNED_DIGITS, rng)


def _place(row: Row, before: Row, chance: Chance) -> None:
    if chance(0.05):
        row["KODE_WILAYAH"] = before["KODE_WILAYAH"]
    elif chance(0.02):
        row["KODE_WILAYAH"] = ""
    sex = "JK" if "JK" in row else "JENIS_KLMIN"
    if sex in row and chance(0.007):
        row[sex] = "P" if row[sex].startswith(("L", "1")) else "L"


def _name(name: str, chance: Chance, rng: random.Random) -> str:
    words = name.split()
    if chance(0.02):
        words = [
            words[0][-4:].lstrip("AEIOU") or words[0],
            *(words[1:] if rng.random() < 0.5 else []),
        ]  # called by its last syllables
    if len(words) > 2 and chance(0.03):
        del words[1]
    if len(words) > 2 and chance(0.03):
        words[1:-1] = [word[0] for word in words[1:-1]]
    if len(words) > 1 and chance(0.03):
        words = [*words[-1:], *words[:-1]]
    if chance(0.015):
        words.append(rng.choice(["SUPRIADI", "HASANUDIN", "MARZUKI", "SUKARDI", "YUSUF"]))  # the father's, without BIN
    text = " ".join(words)
    if chance(0.09):
        text = _confused(text, HEARD, rng)
    if chance(0.04):
        text = _confused(text, SCANNED_LETTERS, rng)
    if chance(0.03):
        text = f"{rng.choice(CALLED)} {text}"
    if chance(0.02):
        text += rng.choice(STUDIED)
    if chance(0.15):
        text = text.title() if rng.random() < 0.7 else text.lower()
    return text


def _mother(name: str, chance: Chance, rng: random.Random) -> str:
    if not name or chance(0.25):
        return ""
    if chance(0.10):
        return name.split(maxsplit=1)[0]
    return _name(name, chance, rng)


def _date(written: str, chance: Chance, rng: random.Random) -> str:
    if len(written) != 10:
        return written
    iso = written[4] == "-"
    year, month, day = (written[:4], written[5:7], written[8:]) if iso else (written[6:], written[3:5], written[:2])
    if chance(0.02) and int(day) <= 12:
        day, month = month, day
    elif chance(0.02):
        month = f"{(int(month) + rng.choice((-2, 0))) % 12 + 1:02d}"
    elif chance(0.015):
        day, month = "01", "07"  # the middle of the year, where only the year is known
    elif chance(0.01):
        day, month = "31", "12"
    elif chance(0.01):
        year = year[:3] + {"0": "8", "1": "7", "5": "6", "6": "5", "7": "1", "8": "3", "3": "8"}.get(year[3], year[3])
    elif chance(0.01):
        day = day[::-1]
    elif chance(0.01):
        return ""
    elif chance(0.005):
        return f"{day}-{month}-{year[2:]}"
    return f"{year}-{month}-{day}" if iso else written[2].join((day, month, year))


def _confused(text: str, pairs: Sequence[tuple[str, str]], rng: random.Random) -> str:
    """One of the shapes or sounds in the text taken for its like, at one place."""
    possible = [(a, b) for pair in pairs for a, b in (pair, pair[::-1]) if a and a in text]
    if not possible:
        return text
    a, b = rng.choice(possible)
    places = [place for place in range(len(text)) if text.startswith(a, place)]
    place = rng.choice(places)
    return text[:place] + b + text[place + len(a) :]
