"""What stands out in the access log and waits: for whoever may look, and for whoever took it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cakupan.office.desk.queue import Waiting
from cakupan.office.reads.models import Kind, Notice
from cakupan.office.reads.states import NEW, OWNERS, SEEN


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:  # noqa: ARG001 - every app's is asked alike
    """Notices that nobody has taken, and those that this officer has."""
    if user.desk not in OWNERS:
        return
    guessed = Q(kind__in=(Kind.CONSUMER, Kind.OFFICER))
    kinds = {
        _("Nomor ditebak: belum ada yang melihat"): Q(state=NEW) & guessed,
        _("Catatan akses tidak utuh: belum ada yang melihat"): Q(state=NEW, kind=Kind.FILE),
        _("Peringatan akses: Anda tangani"): Q(state=SEEN, owner=user),
    }
    for title, which in kinds.items():
        found = Notice.objects.filter(which, area=area).aggregate(count=Count("pk"), since=Min("first_at"), due=Min("due_at"))
        if found["count"]:
            yield Waiting(
                title=title,
                url=reverse("reads:notices", args=[area]),
                count=found["count"],
                since_date=localdate(found["since"]),
                due_date=localdate(found["due"]),
            )
