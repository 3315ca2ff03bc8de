"""A PBI JK card that is not active: the State owes its contribution, so it is never suspended: the person was taken off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from cakupan.answer.cited import cited
from cakupan.answer.reasons import Reason, card_reason, day_words, reason
from cakupan.answer.record import Card, Position
from cakupan.law.pbi_reactivation import ASK, DATA, LETTER, NO_REFUSAL, PbiReactivation, pbi_reactivation


def off_pbi_reasons(card: Card, position: Position, on: dt.date) -> Iterator[Reason]:
    """That the card was taken off PBI JK, since when as far as the positions tell, and the path back with its days."""
    last = card.last_active_date
    law = _law(last, on)
    if last is None:
        yield card_reason("taken_off_pbi_before", card, position)
    else:
        yield card_reason("taken_off_pbi", card, position, last=last)
    if law.no_refusal_until is not None and on <= law.no_refusal_until:
        yield reason("pbi_not_refused", rule=cited(NO_REFUSAL, on), until=day_words(law.no_refusal_until))
    if law.ask_by is not None:
        code = "pbi_reactivation_by" if on <= law.ask_by else "pbi_reactivation_late"
        yield reason(code, rule=cited(ASK, on), by=day_words(law.ask_by), months=law.ask_months or 0)
    if law.times_max is not None and law.data_months is not None:
        yield reason("pbi_reactivation_once", rule=cited(DATA, on), months=law.data_months)


def reactivation_action(on: dt.date) -> str:
    """What to do: since 2026 the facility's letter comes first."""
    return "reactivate_pbi_with_letter" if cited(LETTER, on) else "reactivate_pbi"


@lru_cache(maxsize=1024)
def _law(last_active_on: dt.date | None, on: dt.date) -> PbiReactivation:
    return pbi_reactivation(last_active_on=last_active_on, on=on)
