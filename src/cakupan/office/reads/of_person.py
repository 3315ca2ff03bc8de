"""Who read one person's status with the software of a facility: for the person, who may ask (UU 27/2022)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from cakupan.answer import words
from cakupan.office.positions.models import Person
from cakupan.office.reads.consumers import marks_fit, marks_of
from cakupan.office.reads.models import Read
from cakupan.office.reads.words import DIALECTS, consumer_names

WHO = ("consumer", "consumer_user", "facility_code", "dialect")


@dataclass(frozen=True)
class ReadOfPerson:
    """What one consumer read of the person on one day: how often, and when last. ``at`` is None where nothing can be found."""

    at: dt.datetime | None
    who: str
    action: str
    facility: str


def reads_of_person(person: Person) -> Iterator[ReadOfPerson]:
    """By NIK and every card, newest first, those of one day and consumer together. Ask it within the area's scope."""
    if not marks_fit():
        why = _("tidak dapat dicari: kunci CAKUPAN_COUNTER_KEY kantor ini bukan kunci loket")
        yield ReadOfPerson(None, _("Aplikasi faskes"), why, "")
        return
    numbers = {person.nik, *person.numbers.values_list("number", flat=True)} - {"", None}
    found = Read.objects.filter(mark__in=marks_of(*sorted(numbers)), area=person.area)
    by_day = found.annotate(day=TruncDate("at")).values("day", *WHO).annotate(times=Count("pk"), last=Max("at")).order_by("-last")
    names = consumer_names()
    for each in by_day:
        yield ReadOfPerson(
            at=each["last"],
            who=" · ".join(filter(None, (names.get(each["consumer"], each["consumer"]), each["consumer_user"]))),
            action=_asked(DIALECTS.get(each["dialect"], each["dialect"]), each["times"]),
            facility=each["facility_code"],
        )


def _asked(dialect: str, times: int) -> str:
    if times == 1:
        return _("menanyakan status lewat %(dialect)s") % {"dialect": dialect}
    return _("menanyakan status lewat %(dialect)s, %(times)s kali hari itu") % {"dialect": dialect, "times": words.whole(times)}
