"""The sentences of an answer and what each rests on. Built for every question at the desk, so their patterns are read once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cakupan.answer.record import Card, Doubt, Entry, Position, Source
from cakupan.answer.standing import Contact
from cakupan.answer.texts import segment_words, sentence, texts
from cakupan.answer.words import date_words, rupiah

# A word of a sentence: the same in both languages, or Indonesian and English.
Word = str | int | tuple[str, str]
UNKNOWN = ("?", "?")
# Where the line of the annex goes in a sentence that many people share; no text that was delivered holds it.
ANNEX_LINE = "\0"


@dataclass(frozen=True)
class Decision:
    """Who decided: the decree or letter, the line of its annex, and the office."""

    decree: str | None
    annex_line: str | None
    decided_by: str | None

    def as_dict(self) -> dict[str, Any]:
        """As an answer's JSON holds it."""
        return {"decree": self.decree, "annex_line": self.annex_line, "decided_by": self.decided_by}


@dataclass(frozen=True)
class Reason:
    """One sentence of the answer with what it rests on: a rule, the row of a file, a decision."""

    code: str
    text: str
    text_en: str
    rule: str | None = None
    source: Source | None = None
    decision: Decision | None = None

    def as_dict(self) -> dict[str, Any]:
        """As an answer's JSON holds it."""
        source = self.source
        return {
            "code": self.code,
            "text": self.text,
            "text_en": self.text_en,
            "rule": self.rule,
            "source": {"kind": source.kind, "file": source.file, "row": source.row} if source else None,
            "decision": self.decision.as_dict() if self.decision else None,
        }


@dataclass(frozen=True)
class Action:
    """One thing to do now, and who is on duty for it, where the office says so."""

    code: str
    text: str
    text_en: str
    rule: str | None = None
    contacts: tuple[Contact, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As an answer's JSON holds it."""
        return {
            "code": self.code,
            "text": self.text,
            "text_en": self.text_en,
            "rule": self.rule,
            "contacts": [each.as_dict() for each in self.contacts],
        }


def reason(
    code: str, *, source: Source | None = None, rule: str | None = None, decision: Decision | None = None, **words: Word
) -> Reason:
    """The sentence of a code with its words filled in. ``rule`` stands for the one that ``texts.yaml`` gives the code, if any."""
    pattern, pattern_en, usual_rule = _pattern(code)
    id_words: dict[str, str | int] = {}
    en_words: dict[str, str | int] = {}
    for name, word in words.items():
        id_words[name], en_words[name] = word if isinstance(word, tuple) else (word, word)
    return Reason(code, pattern.format_map(id_words), pattern_en.format_map(en_words), rule or usual_rule, source, decision)


@cache
def _pattern(code: str) -> tuple[str, str, str | None]:
    said = texts()["reasons"][code]
    return said["id"], said["en"], texts()["rules"].get(code)


@cache
def action(code: str) -> Action:
    """What to do, without anybody's telephone."""
    return Action(code, sentence("do_now", code), sentence("do_now", code, language="en"), texts()["rules"].get(code))


@lru_cache(maxsize=4096)
def day_words(date: dt.date | None) -> tuple[str, str]:
    """A date in both languages; ``?`` where it is not known."""
    return (date_words(date), date_words(date, language="en")) if date else UNKNOWN


def rupiah_words(amount: int | None) -> tuple[str, str]:
    """Money in both languages; that it is not known is said, not shown as nothing."""
    not_known = texts()["amount_not_known"]
    return (not_known["id"], not_known["en"]) if amount is None else (rupiah(amount),) * 2


def card_reason(code: str, card: Card, position: Position, *, last: dt.date | None = None) -> Reason:
    """What the branch's file says of a card; ``last`` is the last position that has it active."""
    said = _card_said(code, position.as_of, card.segment, card.payer, last)
    return Reason(code, said.text, said.text_en, said.rule, card.source)


@lru_cache(maxsize=4096)
def _card_said(code: str, as_of: dt.date, segment: str | None, payer: str | None, last: dt.date | None) -> Reason:
    """The sentence of a card without its row: thousands of people share one."""
    return reason(code, as_of=day_words(as_of), segment=segment_words(segment, payer), last=day_words(last))


def doubt_reason(doubt: Doubt) -> Reason:
    """A mismatch as a reason."""
    told = texts()["unknown_day"]
    died = day_words(doubt.event_date) if doubt.event_date else (told["id"], told["en"])
    return reason(doubt.code, evidence=doubt.evidence, died=died, source=doubt.source)


def entry_reason(code: str, entry: Entry, position: Position | None) -> Reason:
    """What our own list says: the decree, the line of its annex, the agreement and its days."""
    days = entry.submitted_date, entry.from_date, entry.to_date
    said = _entry_said(code, entry.decree_number, entry.agreement_number, days, entry.outcome, position)
    line = entry.annex_line or "?"
    decision = Decision(entry.decree_number, entry.annex_line, entry.decided_by)
    text, text_en = said.text.replace(ANNEX_LINE, line), said.text_en.replace(ANNEX_LINE, line)
    return Reason(code, text, text_en, said.rule, entry.source, decision)


@lru_cache(maxsize=4096)
def _entry_said(
    code: str,
    decree: str | None,
    agreement: str | None,
    days: tuple[dt.date | None, dt.date | None, dt.date | None],
    outcome: str,
    position: Position | None,
) -> Reason:
    """The sentence of an entry without its line and row: a decree's thousands of people share one."""
    submitted, start, end = days
    return reason(
        code,
        rule=_rule_of(code, agreement, position),
        as_of=day_words(position.as_of if position else None),
        decree=decree or "?",
        annex_line=ANNEX_LINE,
        agreement=agreement or "?",
        from_date=day_words(start),
        to_date=day_words(end),
        last_date=day_words(end - dt.timedelta(days=1) if end else None),
        submitted_date=day_words(submitted),
        cutoff_day=position.cutoff_day if position and position.cutoff_day else "?",
        outcome=_outcome(outcome),
    )


def _outcome(code: str) -> tuple[str, str]:
    said = texts()["outcomes"].get(code)
    return (said["id"], said["en"]) if said else (code, code)


def _rule_of(code: str, agreement: str | None, position: Position | None) -> str | None:
    if code == "not_yet_effective" and position is not None:
        return position.cutoff_citation
    if code in ("agreement_ended", "on_list", "removed_from_list", "suspended_for_arrears"):
        return f"PKS {agreement}"
    return None
