"""Where a person stands on a day: the desk's answer, in the language of the page, with what to do now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cakupan.answer.eligibility import Answer
from cakupan.answer.reasons import Action, Reason
from cakupan.answer.texts import segment_words, sentence, texts
from cakupan.law.refusal import Refusal
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Source, Tone
from cakupan.office.positions.models import Person
from cakupan.office.rooms import rooms
from cakupan.report.cited import cited

TONES: dict[str, Tone] = {"active": "done", "inactive": "stopped", "unknown": "waiting"}


@dataclass(frozen=True)
class Ground:
    """A reason of the answer and what it rests on."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class ToDo:
    """One thing to do now: the rule it follows, if one, and whom to call for it."""

    text: str
    rule: str
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """The answer as the page shows it. ``refusal`` instead of everything else where no position holds the day."""

    badge: Badge | None
    segment: str
    class_number: int | None
    facility: str
    as_of: dt.date | None
    grounds: tuple[Ground, ...]
    do_now: tuple[ToDo, ...]
    guarantee: str
    refusal: Refusal | None = None


def standing_of(person: Person, on: dt.date) -> Standing:
    """The answer about a person on a day, found by NIK, else by card; who has neither is not known to the desk."""
    number = person.nik or person.numbers.filter(kind="card").values_list("number", flat=True).first()
    try:
        if not number:
            raise Refusal(
                _("Status pada hari ini"),
                why=_("orang ini tidak punya NIK atau nomor kartu pada data mana pun."),
                mend=_("Minta Dukcapil memastikan siapa orang ini."),
            )
        return shown(rooms().ask(number=number, on=on, area=person.area))
    except Refusal as refusal:
        return Standing(None, "", None, "", None, (), (), "", refusal)


def shown(answer: Answer) -> Standing:
    """An answer in the language of the page."""
    shown_in = language()
    return Standing(
        badge=Badge(
            sentence("statuses", "deceased" if answer.deceased else answer.status, language=shown_in), TONES[answer.status]
        ),
        segment=segment_words(answer.segment, answer.payer) if answer.segment else "",
        class_number=answer.class_,
        facility=answer.facility or "",
        as_of=answer.as_of,
        grounds=tuple(Ground(_said(reason, shown_in), tuple(_sources(reason, shown_in))) for reason in answer.reasons),
        do_now=tuple(_to_do(action, shown_in) for action in answer.do_now),
        guarantee=_guarantee(answer, shown_in),
    )


def _guarantee(answer: Answer, shown_in: str) -> str:
    if answer.local_guarantee is None or answer.deceased:
        return ""  # a guarantee is for whoever can still be treated
    return answer.local_guarantee.text if shown_in == "id" else answer.local_guarantee.text_en


def _to_do(action: Action, shown_in: str) -> ToDo:
    return ToDo(
        text=action.text if shown_in == "id" else action.text_en,
        rule=_rule(action.rule, shown_in),
        contacts=tuple(f"{each.office}, {each.phone} ({each.hours})" for each in action.contacts),
    )


def _rule(rule: str | None, shown_in: str) -> str:
    """A citation; what is ours in it, not the regulation's, in the language of the page."""
    if rule is None:
        return ""
    said = cited(rule)
    return said.id if shown_in == "id" else said.en


def _said(reason: Reason, shown_in: str) -> str:
    return reason.text if shown_in == "id" else reason.text_en


def _sources(reason: Reason, shown_in: str) -> Iterator[Source]:
    if reason.rule:
        yield Source(_("Dasar"), _rule(reason.rule, shown_in))
    if reason.source:
        yield row_source(reason.source.file, reason.source.row)
    if reason.decision and reason.decision.decided_by:
        yield Source(_("Diputuskan oleh"), reason.decision.decided_by)


def row_source(file: str, row: int | None) -> Source:
    """A row of a delivered file."""
    return Source(_("Berkas"), _("%(file)s, baris %(row)s") % {"file": file, "row": row or "–"})


def mismatch_word(code: str) -> str:
    """What a mismatch is called on the screen."""
    words: str = texts()["mismatches"][code][language()]
    return words
