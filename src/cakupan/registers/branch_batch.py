"""What goes to the branch in one batch, row by row, and what its answer says to each row. Nobody counts as active before it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One person in a batch: a proposed enrolment, removal or change. Codes of places, facilities and mutations are the branch's.

    ``decision`` is ``enrol``, ``remove`` or ``change``; ``marital_status`` 1 to 3 as in the branch's forms; ``family_role`` one
    of peserta, suami, istri, anak, tambahan; ``area_code`` is the Ministry's.
    """

    line: int
    decision: str
    nik: str
    name: str
    family_card_number: str = ""
    card_number: str = ""
    family_role: str = ""
    birth_place: str = ""
    birth_date: dt.date | None = None
    sex: str = ""
    marital_status: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    postal_code: str = ""
    area_code: str = ""
    district_code: str = ""
    district_name: str = ""
    village_code: str = ""
    village_name: str = ""
    facility_code: str = ""
    facility_name: str = ""
    phone: str = ""
    citizenship: str = "WNI"
    class_of_care: int = 3
    segment: str = "PEMDA"
    payer: str = ""
    mutation_code: str = ""
    effective_date: dt.date | None = None
    submitted_date: dt.date | None = None
    agreement_number: str = ""
    decree_number: str = ""
    decree_date: dt.date | None = None
    decided_by: str = ""
    reason: str = ""
    priority: str = ""


@dataclass(frozen=True, kw_only=True)
class BatchHead:
    """What the lines above the headings of the branch's forms say."""

    area_name: str
    title: str = ""
    agreement_number: str = ""
    virtual_account: str = ""
    branch_code: str = ""
    regency_code: str = ""
    decree_number: str = ""
    decree_date: dt.date | None = None
    submitted_date: dt.date | None = None
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """One row of the branch's answer, as kind ``branch_answers`` reads it; ``row`` is its place in the file."""

    row: int
    nik: str | None
    card_number: str | None
    name: str | None
    result: str | None
    annex_line: str | None = None
    reason: str | None = None
    effective_date: dt.date | None = None


@dataclass(frozen=True)
class Answered:
    """A sent row with what came back.

    ``outcome``: ``accepted``, ``rejected``, ``pending``, ``unanswered``, ``answered_twice`` (also where both say the same: a
    person looks), or ``unreadable`` (there is an answer, and its result could not be read).
    """

    sent: BatchRow
    outcome: str
    answers: tuple[AnswerRow, ...] = ()

    @property
    def reason(self) -> str | None:
        """What the branch said, where it said one thing."""
        return self.answers[0].reason if len(self.answers) == 1 else None

    @property
    def effective_date(self) -> dt.date | None:
        """From when on the branch counts the person, where it accepted."""
        return self.answers[0].effective_date if self.outcome == "accepted" else None


@dataclass(frozen=True)
class MatchedAnswers:
    """Every sent row in the order sent, and the answers to what was never sent."""

    rows: tuple[Answered, ...]
    never_sent: tuple[AnswerRow, ...] = field(default=())


Key = tuple[str, str]


def match_answers(*, sent: Sequence[BatchRow], answers: Iterable[AnswerRow]) -> MatchedAnswers:
    """Give every answer to the row it answers: by NIK, without one by card number, without both by line and name.

    Of several sent rows with one NIK the one on the answer's line is meant, else the first that has no answer yet.
    """
    by_key: dict[Key, list[int]] = defaultdict(list)
    for at, row in enumerate(sent):
        for key in _keys(row.nik, row.card_number, str(row.line), row.name):
            by_key[key].append(at)
    given: dict[int, list[AnswerRow]] = defaultdict(list)
    never_sent = []
    for answer in answers:
        found = _meant(answer, by_key, sent, lambda at: bool(given[at]))
        never_sent.append(answer) if found is None else given[found].append(answer)
    rows = tuple(_answered(row, tuple(given[at])) for at, row in enumerate(sent))
    return MatchedAnswers(rows, tuple(never_sent))


def _keys(nik: str | None, card: str | None, line: str | None, name: str | None) -> list[Key]:
    keys = [("nik", nik or ""), ("card", card or "")]
    return [key for key in keys if key[1]] + ([("line", f"{line} {name.strip().upper()}")] if line and name else [])


def _meant(
    answer: AnswerRow, by_key: dict[Key, list[int]], sent: Sequence[BatchRow], has_answer: Callable[[int], bool]
) -> int | None:
    keys = _keys(answer.nik, answer.card_number, answer.annex_line, answer.name)
    if not keys:
        return None
    # Only the strongest key that the answer has: another person's NIK on the right line is not the person on that line.
    places = by_key.get(keys[0], [])
    on_line = [at for at in places if str(sent[at].line) == answer.annex_line]
    return next(iter([*on_line, *(at for at in places if not has_answer(at)), *places]), None)


def _answered(row: BatchRow, answers: tuple[AnswerRow, ...]) -> Answered:
    if not answers:
        return Answered(row, "unanswered")
    if len(answers) > 1:
        return Answered(row, "answered_twice", answers)
    return Answered(row, answers[0].result or "unreadable", answers)
