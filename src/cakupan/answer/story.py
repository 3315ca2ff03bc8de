"""The answer told as a story: who, which position, why with file and row, what to do now, what is billed. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from cakupan.answer.eligibility import Answer
from cakupan.answer.guarantee import LocalGuarantee
from cakupan.answer.reasons import Action, Decision, Reason
from cakupan.answer.record import BillLine, Doubt, PersonRecord, Position, Source
from cakupan.answer.texts import segment_words, sentence, texts
from cakupan.answer.words import class_words, date_words, masked_nik, month_words, rupiah


def short_lines(
    *, answer: Answer, people: Sequence[PersonRecord], position: Position, language: str, unmask: bool
) -> Iterator[str]:
    """What a desk reads in seconds: status, segment, facility, position date, why, what now."""
    yield _say("asked", language, who=_who(people, unmask, language), on=_day(answer.on, language))
    status = sentence("statuses", "deceased" if answer.deceased else answer.status, language=language)
    parts = [status, segment_words(answer.segment, answer.payer) if answer.segment else None]
    parts += [_class_said(answer.class_, language), answer.facility]
    yield " · ".join(part for part in parts if part)
    yield _say("position", language, month=month_words(position.month, language=language), as_of=_day(answer.as_of, language))
    yield from (f"  - {_text(reason, language)}" for reason in answer.reasons)
    if answer.local_guarantee:
        yield _guarantee_line(answer.local_guarantee, language)
    yield f"{_say('now', language)}:"
    yield from (f"  - {_action_text(action, language)}" for action in answer.do_now)


def story_lines(
    *, answer: Answer, people: Sequence[PersonRecord], position: Position, language: str, unmask: bool
) -> Iterator[str]:
    """The same with everything it rests on: rule, file and row, decision, mismatches and the month's bill lines."""
    for line in short_lines(answer=answer, people=people, position=position, language=language, unmask=unmask):
        yield line
        reason = next((r for r in answer.reasons if line == f"  - {_text(r, language)}"), None)
        if reason is not None:
            yield from (f"      {ground}" for ground in _grounds(reason, language))
        if answer.local_guarantee and line == _guarantee_line(answer.local_guarantee, language):
            yield from (f"      {ground}" for ground in _guarantee_grounds(answer.local_guarantee, language))
    for person in people:
        yield from _doubts(person.doubts, language)
        yield from _bill(person.bill_lines, position, language)
    yield _say("edition", language, hash=position.edition[:12])


def _who(people: Sequence[PersonRecord], unmask: bool, language: str) -> str:
    if len(people) != 1:
        return _say("several" if people else "nobody", language, number=len(people))
    nik = people[0].nik
    return f"{people[0].name or '–'} · {nik if unmask else masked_nik(nik)}"


def _grounds(reason: Reason, language: str) -> Iterator[str]:
    if reason.rule:
        yield f"{_say('rule', language)}: {reason.rule}"
    if reason.source:
        yield f"{_say('sources', language)}: {_row(reason.source, language)}"
    if reason.decision and reason.decision.decided_by:
        yield _decided(reason.decision, language)


def _guarantee_line(guarantee: LocalGuarantee, language: str) -> str:
    return _say("guarantee", language, text=guarantee.text if language == "id" else guarantee.text_en)


def _guarantee_grounds(guarantee: LocalGuarantee, language: str) -> Iterator[str]:
    """The document, its instrument, and every statement with its day."""
    if guarantee.letter:
        yield _say("letter", language, by=guarantee.letter.decided_by, on=_day(guarantee.letter.decided_at.date(), language))
    elif guarantee.number:
        yield _say("guarantee_scope", language, number=guarantee.number)
    if guarantee.instrument:
        title = f": {guarantee.instrument.title}" if guarantee.instrument.title else ""
        yield f"{_say('rule', language)}: {guarantee.instrument.number}, {_day(guarantee.instrument.date, language)}{title}"
    for said in guarantee.statements:
        through = f" ({said.through})" if said.through else ""
        yield _say("statement", language, by=said.by, on=_day(said.on, language), through=through, says=said.says)


def _decided(decision: Decision, language: str) -> str:
    return _say("decided", language, by=decision.decided_by, decree=decision.decree or "?", annex_line=decision.annex_line or "?")


def _doubts(doubts: Sequence[Doubt], language: str) -> Iterator[str]:
    if doubts:
        yield f"{_say('mismatches', language)}:"
    for doubt in doubts:
        label = texts()["mismatches"][doubt.code][language]
        yield f"  - {_say('mismatch', language, label=label, evidence=doubt.evidence)}"
        if doubt.rupiah_per_month is not None:
            to_date = _say("not_known", language) if doubt.rupiah_to_date is None else rupiah(doubt.rupiah_to_date)
            yield f"      {_say('money', language, per_month=rupiah(doubt.rupiah_per_month), to_date=to_date)}"
        yield f"      {_say('sources', language)}: {_row(doubt.source, language)}"


def _bill(lines: Sequence[BillLine], position: Position, language: str) -> Iterator[str]:
    if not lines:
        return
    total = rupiah(sum(line.amount for line in lines))
    yield f"{_say('bill', language, month=month_words(position.month, language=language))}: {total}"
    for line in lines:
        payer = texts()["payers"].get(line.payer, line.payer)
        words = {
            "amount": rupiah(line.amount),
            "payer": payer,
            "account": texts()["accounts"].get(line.account, line.account),
            "agreement": line.agreement_number,
        }
        yield f"  - {_say('bill_line', language, **words, rate=line.rate_key)}"
        yield f"      {_say('rule', language)}: {line.citation}"
        yield f"      {_say('sources', language)}: {_row(line.source, language)}"
        if line.excluded_for:
            yield f"      {_say('not_counted', language, label=texts()['mismatches'][line.excluded_for][language])}"


def _row(source: Source, language: str) -> str:
    return _say("row", language, file=source.file, row=source.row)


def _text(reason: Reason, language: str) -> str:
    return reason.text if language == "id" else reason.text_en


def _action_text(action: Action, language: str) -> str:
    """What to do, its rule, and whom to call."""
    text = (action.text if language == "id" else action.text_en) + (f" ({action.rule})" if action.rule else "")
    return text + "".join(f" · {each.office}, {each.phone}, {each.hours}" for each in action.contacts)


def _class_said(class_: int | None, language: str) -> str | None:
    return None if class_ is None else f"{'kelas' if language == 'id' else 'class'} {class_words(class_)}"


def _day(date: dt.date, language: str) -> str:
    return date_words(date, language=language)


def _say(told: str, language: str, /, **words: object) -> str:
    return sentence("story", told, language=language, words=words)
