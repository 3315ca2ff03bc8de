"""An answer as the desk shows it: can a SEP be made, in a word and a shape; then why, then what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cakupan.answer.texts import sentence
from cakupan.office.admission.asking import Checked
from cakupan.office.clock import today
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Tone
from cakupan.office.people.standing import TONES, Standing, shown
from cakupan.office.rooms import rooms


@dataclass(frozen=True)
class AtTheDesk:
    """The answer in large letters: ``word`` and ``shape`` for the eye, ``standing`` for the rest."""

    word: str
    tone: Tone
    shape: str
    on: dt.date
    standing: Standing


def shown_at_the_desk(checked: Checked) -> AtTheDesk:
    """What the clerk reads first: whether a SEP can be made on the day asked about."""
    answer = checked.answer
    words = {"active": _("BISA DIBUAT SEP"), "inactive": _("TIDAK BISA SEP"), "unknown": _("BELUM DIKETAHUI")}
    tone = TONES[answer.status]
    word = words[answer.status]
    if answer.status == "active" and any(reason.code == "asking_facility_not_contracted" for reason in answer.reasons):
        word, tone = _("AKTIF, TETAPI TIDAK DI SINI"), "warning"
    return AtTheDesk(word, tone, Badge(word, tone).shape, answer.on, shown(answer))


def status_badge(status: str) -> Badge:
    """The status of an earlier question."""
    return Badge(sentence("statuses", status, language=language()), TONES[status])


def facility_name(request: HttpRequest, area: str) -> str:
    """The facility for which this desk asks, by name where the register has it."""
    user: Any = request.user
    code: str = user.facility_code
    found = {row["facility_code"]: row["facility_name"] for row in rooms().facilities(area=area, until=today())} if code else {}
    return str(found.get(code, code))
