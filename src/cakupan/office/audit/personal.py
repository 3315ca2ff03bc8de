"""One person's whole record, for that person: what is held, what was decided, and who looked at it when and why (UU 27/2022)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from cakupan.office.accounts.desks import Desk
from cakupan.office.audit.models import LogEntry
from cakupan.office.audit.words import action_words
from cakupan.office.clock import today
from cakupan.office.pages.parts import Event
from cakupan.office.pages.templatetags.pages import waktu
from cakupan.office.people.story import events_of, place_name
from cakupan.office.positions.models import Person
from cakupan.office.reads.of_person import reads_of_person
from cakupan.report import letters

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Look:
    """Somebody who looked: when (None: that cannot be told), by whom, of which desk, what, and why."""

    at: dt.datetime | None
    who: str
    desk: str
    action: str
    why: str


@dataclass(frozen=True)
class Record:
    """Everything that the office holds about one person: cover, cards, bill lines, decisions (as events), and the looks at it."""

    person: Person
    numbers: tuple[tuple[str, str], ...]
    place: str
    events: tuple[Event, ...]
    looks: tuple[Look, ...]
    sources: tuple[str, ...]

    @property
    def letter(self) -> letters.PersonRecord:
        """The same as the letter that the person gets, in Indonesian whatever the page's language."""
        with override("id"):
            return _letter(self)


def record_of(person: Person) -> Record:
    """The person's record as it stands. Ask it within the area's scope; opening it is noted by whoever shows it."""
    return Record(
        person=person,
        numbers=tuple(person.numbers.order_by("kind", "number").values_list("kind", "number")),
        place=place_name(person.village),
        events=tuple(events_of(person)),
        looks=tuple(sorted([*_looks(person), *_reads(person)], key=lambda look: look.at or NEVER, reverse=True)),
        sources=tuple(_sources(person)),
    )


def _looks(person: Person) -> list[Look]:
    desks = dict(Desk.choices)
    found = []
    for entry in LogEntry.objects.filter(subject_kind="person", subject_id=str(person.pk)).order_by("-number"):
        told = entry.said
        desk = str(desks.get(told.get("desk", ""), told.get("desk", "")))
        found.append(Look(entry.at, told.get("actor") or "–", desk, action_words(entry.action), told.get("why", "")))
    return found


def _reads(person: Person) -> Iterator[Look]:
    """What the software of facilities asked about them; the desk page's questions are entries of the log."""
    for read in reads_of_person(person):
        why = _("untuk faskes %(code)s") % {"code": read.facility} if read.facility else ""
        yield Look(read.at, read.who, _("aplikasi faskes"), read.action, why)


def _sources(person: Person) -> list[str]:
    """The files that say something of the person, each once."""
    rows = [(person.source_file, person.source_row)]
    for listed in (person.cover_months, person.list_entries):
        rows += listed.values_list("list_file", "list_row").distinct()
    told = {f"{file}, {_('baris')} {row}" if row else file for file, row in rows if file}
    return sorted(told)


def _letter(record: Record) -> letters.PersonRecord:
    person = record.person
    cards = [number for kind, number in record.numbers if kind == "card"]
    named = letters.Person(
        name=person.name or "–",
        nik=person.nik,
        village=record.place,
        district=place_name(person.village[:8]),
        birth_date=person.birth_date,
        card_number=cards[0] if cards else "",
        family_card_number=person.family_card_number,
    )
    return letters.PersonRecord(
        person=named,
        asked_date=today(),
        entries=tuple(_entry(event) for event in record.events),
        accesses=tuple(letters.Access(waktu(look.at), f"{look.who}, {look.desk}", _purpose(look)) for look in record.looks),
        sources=record.sources,
    )


def _entry(event: Event) -> letters.RecordEntry:
    """An event of the story as a line of the letter."""
    said = {str(source.kind): str(source.words) for source in event.sources}
    decided, rule = said.pop(_("Diputuskan oleh"), ""), said.pop(_("Dasar"), "")
    return letters.RecordEntry(
        date=event.date,
        what=_sentences([str(event.title), *(str(line) for line in event.lines)]),
        rule=rule,
        source="; ".join(said.values()),
        decided_by=decided,
    )


def _sentences(lines: Sequence[str]) -> str:
    return ". ".join(line.rstrip(".") for line in lines if line)


def _purpose(look: Look) -> str:
    return f"{look.action}: {look.why}" if look.why else look.action
