"""A person's story as dated events: on whose list, paid by whom, what the branch said, what does not match."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from cakupan.answer.texts import segment_words
from cakupan.answer.words import date_words, month_words, rupiah
from cakupan.law.calendar import Month
from cakupan.office.pages.parts import Badge, Event, Source
from cakupan.office.pages.templatetags.pages import language
from cakupan.office.people.standing import TONES, mismatch_word, row_source
from cakupan.office.positions.models import BillLine, Card, CoverMonth, ListEntry, Mismatch, Person
from cakupan.registers.areas import area_name


@lru_cache(maxsize=4096)
def place_name(code: str) -> str:
    """A village's (or any place's) name by its code; the code where the Ministry's list does not have it."""
    return (area_name(code) or code) if code else ""


def events_of(person: Person) -> list[Event]:
    """Everything that is known of a person, newest first."""
    events = [*_cover(person), *_cards(person), *_decisions(person), *_mismatches(person)]
    return sorted(events, key=lambda event: event.date, reverse=True)


def _cover(person: Person) -> Iterator[Event]:
    """One event for each stretch of months under the same list, payer and agreement; its amount is the newest bill's."""
    stretch: list[CoverMonth] = []
    for month in person.cover_months.order_by("month"):
        if stretch and not _goes_on(stretch[-1], month):
            yield _stretch_event(person, stretch)
            stretch = []
        stretch.append(month)
    if stretch:
        yield _stretch_event(person, stretch)


def _goes_on(last: CoverMonth, month: CoverMonth) -> bool:
    same = ("segment", "payer", "class_number", "agreement_number", "decree_number")
    next_month = Month.of(last.month).plus(1).first_date
    return month.month == next_month and all(getattr(last, name) == getattr(month, name) for name in same)


def _stretch_event(person: Person, stretch: Sequence[CoverMonth]) -> Event:
    first, last = stretch[0], stretch[-1]
    months = {"from": _month(first.month), "to": _month(last.month), "number": len(stretch)}
    lines = [_("Posisi %(from)s s.d. %(to)s (%(number)s bulan)") % months, *_bill(person, last)]
    return Event(
        date=first.from_date,
        title=_("%(segment)s, kelas %(class)s") % {"segment": segment_words(first.segment, first.payer), "class": _class(first)},
        lines=lines,
        badge=Badge(_("terdaftar pada SK"), "active"),
        sources=(
            Source(_("Dasar"), _("SK %(decree)s, PKS %(agreement)s") % _papers(first)),
            row_source(first.list_file, first.list_row),
        ),
    )


def _papers(row: CoverMonth | ListEntry) -> dict[str, str]:
    return {"decree": row.decree_number or "–", "agreement": row.agreement_number or "–"}


def _class(row: CoverMonth | Card) -> str:
    return "I" * row.class_number if row.class_number else "–"


def _bill(person: Person, month: CoverMonth) -> Iterator[str]:
    """What that month costs, by payer: the whole and its parts."""
    lines = BillLine.objects.filter(person=person, month=month.month, position_id=month.position_id).order_by("payer", "account")
    parts = [f"{line.payer} {line.account} {rupiah(line.amount)}" for line in lines]
    if parts:
        total = sum(line.amount for line in lines)
        yield f"{_month(month.month)}: {rupiah(total)} = {' + '.join(parts)}"


def _cards(person: Person) -> Iterator[Event]:
    words = {"active": _("aktif"), "inactive": _("nonaktif"), "unknown": _("tidak dinyatakan"), "absent": _("tidak ada lagi")}
    for card in person.cards.order_by("month"):
        told = {"status": words.get(card.status, card.status), "segment": segment_words(card.segment or None, card.payer or None)}
        yield Event(
            date=card.month,
            title=_("Kartu menurut BPJS: %(status)s, %(segment)s") % told,
            lines=[card.facility_name] if card.facility_name else [],
            badge=Badge(told["status"], TONES.get(card.status, "neutral")),
            sources=(Source(_("Posisi"), _month(card.month)),),
        )


def _decisions(person: Person) -> Iterator[Event]:
    for entry in person.list_entries.order_by("submitted_date"):
        if entry.submitted_date:
            yield Event(
                date=entry.submitted_date,
                title=_("Diusulkan, lalu ditetapkan dengan SK %(decree)s, baris %(line)s")
                % {"decree": entry.decree_number or "–", "line": entry.annex_line or "–"},
                lines=[entry.decided_because] if entry.decided_because else [],
                sources=(Source(_("Diputuskan oleh"), entry.decided_by or "–"), row_source(entry.list_file, entry.list_row)),
            )
        if entry.to_date and entry.end_cause and entry.to_date <= _loaded_until(entry):
            yield Event(date=entry.to_date, title=_ended(entry.end_cause), badge=Badge(_("berakhir"), "stopped"))


def _loaded_until(entry: ListEntry) -> dt.date:
    """The end of the position's month: what ends later has not ended yet."""
    return Month.of(entry.position.month).plus(1).first_date


def _ended(cause: str) -> str:
    told = {
        "agreement_ended": _("Nonaktif karena PKS/RK berakhir"),
        "removed_from_list": _("Dinonaktifkan: dikeluarkan dari daftar"),
        "suspended_for_arrears": _("Penjaminan diberhentikan sementara karena tunggakan"),
    }
    return told.get(cause, cause)


def _mismatches(person: Person) -> Iterator[Event]:
    for found in Mismatch.objects.filter(person=person).order_by("first_month", "code"):
        money = found.rupiah_per_month
        yield Event(
            date=found.event_date or found.first_month,
            title=_("Data tidak padan: %(what)s") % {"what": mismatch_word(found.code)},
            lines=[found.evidence, *([_("%(rupiah)s per bulan") % {"rupiah": rupiah(money)}] if money else [])],
            badge=Badge(_("tidak padan"), "warning"),
            sources=(row_source(found.evidence_file or found.evidence_kind, found.evidence_row), *_reported(found)),
        )


def _reported(found: Mismatch) -> Iterator[Source]:
    if found.reported_date:
        yield Source(_("Dilaporkan"), date_words(found.reported_date, language=language()))


def _month(month: dt.date) -> str:
    return month_words(Month.of(month), language=language())
