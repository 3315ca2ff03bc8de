"""Which consumers an area's pages show, and which an officer may change. They are those of the counter's own file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.clock import today
from cakupan.office.database.models import Area
from cakupan.office.database.scope import within
from cakupan.record.credentials import Consumer, Consumers
from cakupan.record.keys import Keys

READERS = ("dinkes", "bpjs", "admin", "auditor")
# Keys open what is known of people: the desk that answers for facilities hands them out. The admin, who sees nobody, gets none.
MAKERS = ("dinkes",)
# Stopping discloses nothing, and may have to be quick.
STOPPERS = ("dinkes", "bpjs", "admin")


def kept() -> Consumers:
    """The workspace's consumers, under the key that the counter has too."""
    environment = settings.ENVIRONMENT
    return Consumers.of(environment.workspace, Keys.of(environment.counter_key))


def of_area(area: str) -> list[Consumer]:
    """Those that may ask about an area or one below it, by number."""
    return [each for each in kept().all() if _concerns(each, area)]


def one_of(area: str, consumer_id: str) -> Consumer:
    """The consumer of that number; to whoever looks from another area there is none."""
    found = kept().get(consumer_id)
    if found is None or not _concerns(found, area):
        raise Http404
    return found


def _concerns(consumer: Consumer, area: str) -> bool:
    return any(within(each, area) for each in consumer.areas)


def closed_areas(user: Any, consumer: Consumer) -> list[str]:
    """The areas of a consumer in which this officer decides nothing: while there is one, they must not change it."""
    if user.desk == "admin":
        return [area for area in consumer.areas if not user.holds(area)]
    return [area for area in consumer.areas if not may_decide(user, today(), area=area)]


def refuse_elsewhere(user: Any, consumer: Consumer) -> None:
    """Raises :class:`Refusal` for a consumer that may ask about an area in which the officer decides nothing."""
    closed = closed_areas(user, consumer)
    if closed:
        raise Refusal(
            _("Aplikasi faskes %(number)s") % {"number": consumer.id},
            why=_("aplikasi ini juga bertanya tentang wilayah yang bukan wewenang Anda: %(areas)s.")
            % {"areas": ", ".join(area_names(closed))},
            mend=_("Minta pejabat yang berwenang di semua wilayahnya."),
        )


def area_names(codes: list[str]) -> list[str]:
    """The areas in words; one that the office does not keep by its code."""
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return [names.get(code, code) for code in codes]
