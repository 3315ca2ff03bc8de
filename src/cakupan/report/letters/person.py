"""A person on a letter, whole for those who may read the letter and masked for everyone else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cakupan.answer.words import date_words, masked_nik

HIDDEN = "…"
# Whole identity numbers (16 digits) and card numbers (13) that somebody typed into a free text.
NUMBER_OF_A_PERSON = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{16}|[0-9]{13})(?![0-9A-Za-z])")


@dataclass(frozen=True)
class Person:
    """Somebody named on a paper. Empty texts are unknown; ``village`` and ``district`` are names of areas, not codes."""

    name: str
    nik: str = ""
    address: str = ""
    village: str = ""
    district: str = ""
    birth_date: dt.date | None = None
    card_number: str = ""
    family_card_number: str = ""

    def told(self, *, masked: bool) -> dict[str, str]:
        """The person in the words of the paper. Masked: first letter, ends of the numbers, no address and no day of birth."""
        if masked:
            return {
                "name": masked_name(self.name),
                "nik": masked_nik(self.nik),
                "card_number": masked_card(self.card_number),
                "family_card_number": masked_nik(self.family_card_number),
                "address": HIDDEN,
                "birth_date": HIDDEN,
                "village": self.village,
                "district": self.district,
            }
        return {
            "name": self.name,
            "nik": self.nik or "–",
            "card_number": self.card_number or "–",
            "family_card_number": self.family_card_number or "–",
            "address": self.address or "–",
            "birth_date": date_words(self.birth_date) if self.birth_date else "–",
            "village": self.village,
            "district": self.district,
        }


def masked_name(name: str) -> str:
    """``SITI RAHMA`` → ``S…``."""
    return name.strip()[:1] + HIDDEN


def masked_card(number: str) -> str:
    """The last four digits of a card number; one too short to mask so is hidden whole."""
    if not number:
        return "–"
    return "*" * (len(number) - 4) + number[-4:] if len(number) >= 12 else "*" * len(number)


def without_numbers(told: Any) -> Any:
    """The same JSON with every identity or card number in its texts masked, keys untouched."""
    if isinstance(told, str):
        return NUMBER_OF_A_PERSON.sub(lambda found: _masked(found[0]), told)
    if isinstance(told, Mapping):
        return {key: without_numbers(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [without_numbers(value) for value in told]
    return told


def _masked(number: str) -> str:
    return masked_nik(number) if len(number) == 16 else masked_card(number)
