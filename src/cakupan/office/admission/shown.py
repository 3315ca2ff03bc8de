"""An answer as the desk shows it: the status in a word and a shape; what that means for a SEP; then why, then what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.answer.eligibility import Answer
from cakupan.answer.texts import segment_words, sentence, texts
from cakupan.answer.words import class_words
from cakupan.office.admission.asking import Checked
from cakupan.office.admission.models import Check
from cakupan.office.clock import today
from cakupan.office.facilities import facility_names
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Tone
from cakupan.office.people.standing import TONES, Standing, shown


@dataclass(frozen=True)
class AtTheDesk:
    """The answer in large letters: ``word`` and ``shape`` for the eye, ``sep`` what it means here, ``standing`` for the rest.

    ``payer``: who pays the contribution, in words; ``class_words``: in Roman numbers, as on the card. ``earlier``: the day
    asked about is not today.
    """

    word: str
    sep: str
    tone: Tone
    shape: str
    on: dt.date
    earlier: bool
    segment: str
    payer: str
    class_words: str
    standing: Standing


@dataclass(frozen=True)
class Earlier:
    """A question that this desk asked before; ``at`` is the time of day, with its date where that was not today."""

    check: Check
    badge: Badge
    at: str


def shown_at_the_desk(checked: Checked) -> AtTheDesk:
    """What the clerk reads first: the status that BPJS last told for the day asked about, and what that means for a SEP."""
    answer = checked.answer
    status = "deceased" if answer.deceased else answer.status
    word, tone = sentence("statuses", status, language=language()), TONES[answer.status]
    if _not_here(answer):
        word, tone = _("AKTIF, TETAPI TIDAK DI SINI"), "warning"
    return AtTheDesk(
        word=word,
        sep=_sep(answer),
        tone=tone,
        shape=Badge(word, tone).shape,
        on=answer.on,
        earlier=answer.on != today(),
        segment=segment_words(answer.segment) if answer.segment else "",
        payer=texts()["payers"].get(answer.payer, answer.payer or ""),
        class_words=class_words(answer.class_),
        standing=shown(answer),
    )


def _not_here(answer: Answer) -> bool:
    return answer.status == "active" and any(reason.code == "asking_facility_not_contracted" for reason in answer.reasons)


def _sep(answer: Answer) -> str:
    """What the status means for a SEP, which only VClaim makes; and whether the Pemda pays instead."""
    if _not_here(answer):
        return _("Tidak dijamin di faskes ini, kecuali gawat darurat")
    if answer.status == "active":
        return _("SEP dapat dibuat di VClaim")
    if answer.local_guarantee is not None and answer.local_guarantee.status == "in_force" and not answer.deceased:
        return _("SEP tidak dapat dibuat; dijamin Pemda dengan SJP")
    if answer.status == "inactive":
        return _("SEP tidak dapat dibuat")
    return _("Pastikan dulu di VClaim")


def shown_earlier(check: Check) -> Earlier:
    """An earlier question with its status, as it was answered."""
    at = timezone.localtime(check.asked_at)
    day = "" if at.date() == timezone.localdate() else f"{at:%d-%m-%Y} "
    return Earlier(check, Badge(sentence("statuses", check.status, language=language()), TONES[check.status]), f"{day}{at:%H.%M}")


def facility_name(request: HttpRequest, area: str) -> str:
    """The facility for which this desk asks, by name where the register has it."""
    user: Any = request.user
    code: str = user.facility_code
    return facility_names(area).get(code, code) if code else ""
