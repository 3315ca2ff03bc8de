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


def by_number(people: QuerySet[Person], number: str) -> QuerySet[Person]:
    """Whom of these people a NIK or card number leads to; several where registers disagree."""
    return people.filter(pk__in=PersonNumber.objects.filter(number=number).values("person_id")).order_by("pk")


def by_name(people: QuerySet[Person], name: str, birth_date: dt.date) -> QuerySet[Person]:
    """Whose name begins so and who was born on that day; at most :data:`FOUND_MAX` + 1."""
    found = people.filter(birth_date=birth_date, name_key__startswith=name_key(name))
    return found.order_by("name_key", "pk")[: FOUND_MAX + 1]
