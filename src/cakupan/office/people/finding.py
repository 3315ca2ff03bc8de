"""Find a person by NIK, card number, or name and birth date: never by leafing through a list."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import QuerySet

from cakupan.office.positions.models import Person, PersonNumber

FOUND_MAX = 20  # of namesakes born on one day; more than that needs a number
NIK_DIGITS, CARD_DIGITS = 16, 13
_BLANKS = re.compile(r"[\s.\-']")


def digits_of(text: str) -> str:
    """A number as people type it, without blanks, dots and dashes."""
    return _BLANKS.sub("", text)


def name_key(name: str) -> str:
    """A name as it is compared: capitals, single blanks."""
    return " ".join(name.upper().split())


def by_number(area: str, number: str) -> QuerySet[Person]:
    """Whom a NIK or card number leads to in this area; several where registers disagree."""
    ids = PersonNumber.objects.filter(area=area, number=number).values("person_id")
    return Person.objects.filter(area=area, pk__in=ids).order_by("pk")


def by_name(area: str, name: str, birth_date: dt.date) -> QuerySet[Person]:
    """Whose name begins so and who was born on that day; at most :data:`FOUND_MAX` + 1."""
    found = Person.objects.filter(area=area, birth_date=birth_date, name_key__startswith=name_key(name))
    return found.order_by("name_key", "pk")[: FOUND_MAX + 1]
