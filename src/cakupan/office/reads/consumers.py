"""Who a consumer of the counter is, and the keyed marks by which a number's reads are found."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.rooms import rooms
from cakupan.record.credentials import Consumer, Consumers


def consumers_by_id() -> Mapping[str, Consumer]:
    """Everyone, also who was revoked; nobody while their file cannot be read (the counter's own page says why)."""
    try:
        return {each.id: each for each in _known().all()}
    except Refusal:
        return {}


def consumer_name(consumers: Mapping[str, Consumer], consumer: str) -> str:
    """``RSUD Contoh (12345)``; only the number of somebody unknown."""
    known = consumers.get(consumer)
    return f"{known.name} ({consumer})" if known else _("konsumen %(number)s") % {"number": consumer}


def marks_of(*numbers: str) -> list[str]:
    """What stands in the access log for these numbers."""
    keys = rooms().counter_keys()
    return [keys.mark(number) for number in numbers]


def marks_fit() -> bool:
    """Whether the office holds the counter's key: with another one no read would ever be found, and nothing would say so."""
    consumers = _known()
    try:
        return all(consumers.secrets_of(each, at=timezone.now()) is not None for each in consumers.all())
    except Refusal:
        return False


def _known() -> Consumers:
    return Consumers.of(settings.ENVIRONMENT.workspace, rooms().counter_keys())
