"""A person's story as dated events: on whose list, paid by whom, what the branch said, what does not match."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from django.db.models import F
from django.utils.translation import gettext as _

from cakupan.answer.texts import segment_words
from cakupan.answer.words import date_words, month_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.office.coverage.saying import said
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Event, Source
from cakupan.office.people.standing import TONES, mismatch_word, row_source
from cakupan.office.positions.models import BillLine, Card, CoverMonth, ListEntry, Mismatch, Person, Position
from cakupan.registers.areas import area_name
from cakupan.report.page.bill import payer_name
from cakupan.report.texts import say_code


@lru_cache(maxsize=4096)
def place_name(code: str) -> str:
    """A village's (or any place's) name by its code; the code where the Ministry's list does not have it."""
    return (area_name(code) or code) if code else ""


def events_of(person: Person) -> list[Event]:
    """Everything that is known of a person, newest first."""
    events = [*_cover(person), *_cards(person), *_decisions(person), *_mismatches(person)]
    return sorted(events, key=lambda event: event.date, reverse=True)


def _cover(person: Person) -> Iterator[Event]:
    """One event for each stretch of positions under the same list, payer and agreement; its amount is the newest bill's."""
    positions = Position.objects.filter(area=person.area, current=True).order_by("month").values_list("month", flat=True)
    following = dict(pairwise(positions))
    stretch: list[CoverMonth] = []
    for month in person.cover_months.order_by("month"):
        if stretch and not _goes_on(stretch[-1], month, following):
            yield _stretch_event(person, stretch)
            stretch = []
        stretch.append(month)
    if stretch:
        yield _stretch_event(person, stretch)


def _goes_on(last: CoverMonth, month: CoverMonth, following: Mapping[dt.date, dt.date]) -> bool:
    """Whether the very next position says the same again; months that nobody loaded say nothing against it."""
    same = ("segment", "payer", "class_number", "agreement_number", "decree_number", "from_date")
    return following.get(last.month) == month.month and all(getattr(last, name) == getattr(month, name) for name in same)


def _stretch_event(person: Person, stretch: Sequence[CoverMonth]) -> Event:
    first, last = stretch[0], stretch[-1]
    months = {"from": _month(first.month), "to": _month(last.month), "number": len(stretch)}
    seen = _("Posisi %(from)s s.d. %(to)s (%(number)s posisi)") if len(stretch) > 1 else _("Posisi %(from)s")
    lines = [seen % months, *_bill(person, last)]
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
    """What that month costs: ``Rp 42.000 = Pemkab Ogan Ilir Rp 37.800 (2.800 + 35.000) + Pemerintah pusat Rp 4.200``."""
    lines = BillLine.objects.filter(person=person, month=month.month, position_id=month.position_id).order_by("payer", "account")
    parts: dict[str, list[int]] = {}
    for line in lines:
        parts.setdefault(line.payer, []).append(line.amount)
    if parts:
        payers = " + ".join(_paid(person.area, payer, amounts) for payer, amounts in parts.items())
        yield f"{_month(month.month)}: {rupiah(sum(map(sum, parts.values())))} = {payers}"


def _paid(area: str, payer: str, amounts: Sequence[int]) -> str:
    name = said(payer_name(place_name(area), payer))
    split = f" ({' + '.join(whole(amount) for amount in amounts)})" if len(amounts) > 1 else ""
    return f"{name} {rupiah(sum(amounts))}{split}"


def _cards(person: Person) -> Iterator[Event]:
    words = {"active": _("aktif"), "inactive": _("nonaktif"), "unknown": _("tidak dinyatakan"), "absent": _("tidak ada lagi")}
    for card in person.cards.order_by("month"):
        told = {"status": words.get(card.status, card.status), "segment": segment_words(card.segment or None, card.payer or None)}
        yield Event(
            date=card.month,
            title=_("Kartu menurut BPJS: %(status)s, %(segment)s") % told,
            lines=list(_card_lines(card)),
            badge=Badge(told["status"], TONES.get(card.status, "neutral")),
            sources=(Source(_("Posisi"), _month(card.month)),),
        )


def _card_lines(card: Card) -> Iterator[str]:
    """The card's last digits (a person can have two), where it is served, and why it is inactive if BPJS says so."""
    number = _("Kartu …%(digits)s") % {"digits": card.card_number[-4:]} if card.card_number else ""
    if shown := " · ".join(part for part in (number, card.facility_name) if part):
        yield shown
    if card.status == "inactive" and card.cause:
        yield _ended(card.cause)


def _decisions(person: Person) -> Iterator[Event]:
    for entry in person.list_entries.annotate(seen_month=F("position__month")).order_by("submitted_date"):
        if entry.submitted_date:
            yield Event(
                date=entry.submitted_date,
                title=_("Diusulkan, lalu ditetapkan dengan SK %(decree)s, baris %(line)s")
                % {"decree": entry.decree_number or "–", "line": entry.annex_line or "–"},
                lines=[entry.decided_because] if entry.decided_because else [],
                sources=(Source(_("Diputuskan oleh"), entry.decided_by or "–"), row_source(entry.list_file, entry.list_row)),
            )
        if entry.to_date and entry.end_cause and entry.to_date <= _loaded_until(entry.seen_month):
            yield Event(date=entry.to_date, title=_ended(entry.end_cause), badge=Badge(_("berakhir"), "stopped"))


def _loaded_until(month: dt.date) -> dt.date:
    """The end of the position's month: what ends later has not ended yet."""
    return Month.of(month).plus(1).first_date


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
            lines=[_where(found), *([_("%(rupiah)s per bulan") % {"rupiah": rupiah(money)}] if money else [])],
            badge=Badge(_("tidak padan"), "warning"),
            sources=(row_source(found.evidence_file or found.evidence_kind, found.evidence_row), *_reported(found)),
        )


def _where(found: Mismatch) -> str:
    """In which register, and what speaks for it."""
    register = {"resident": "residents", "member": "members", "list": "decisions"}.get(found.subject, found.subject)
    return f"{said(say_code('source', register))}: {found.evidence}" if found.evidence else said(say_code("source", register))


def _reported(found: Mismatch) -> Iterator[Source]:
    if found.reported_date:
        yield Source(_("Dilaporkan"), date_words(found.reported_date, language=language()))


def _month(month: dt.date) -> str:
    return month_words(Month.of(month), language=language())
