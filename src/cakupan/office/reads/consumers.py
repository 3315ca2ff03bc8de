"""Who a consumer of the counter is, and the keyed marks by which a number's reads are found."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from cakupan.law.refusal import Refusal
from cakupan.office.consumers.seen import kept
from cakupan.record.credentials import Consumer


def consumers_by_id() -> Mapping[str, Consumer]:
    """Everyone, also who was revoked; nobody while their file cannot be read (the counter's own page says why)."""
    try:
        return {each.id: each for each in kept().all()}
    except Refusal:
        return {}


def marks_of(*numbers: str) -> list[str]:
    """What stands in the access log for these numbers."""
    keys = kept().keys
    return [keys.mark(number) for number in numbers]


def marks_fit() -> bool:
    """Whether the office holds the counter's key: with another one no read would ever be found, and nothing would say so."""
    consumers = kept()
    try:
        return all(consumers.secrets_of(each, at=timezone.now()) is not None for each in consumers.all())
    except Refusal:
        return False
