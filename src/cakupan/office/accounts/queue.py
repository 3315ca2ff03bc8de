"""What waits for the admin: invitations that nobody has used, and accounts that are locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.office.accounts.invitations import open_invitations
from cakupan.office.accounts.officers import locked_names, officers_of
from cakupan.office.database.scope import seen_areas
from cakupan.office.desk.queue import Waiting


def waiting(user: Any, area: str, day: dt.date) -> Iterator[Waiting]:  # noqa: ARG001 - the queue names it
    """Nothing for other desks."""
    if user.desk != "admin":
        return
    officers = list(officers_of(area, seen_areas(user.areas)))
    url = reverse("accounts:users", args=[area])
    invited = list(open_invitations(officers).order_by("created_at"))
    yield Waiting(
        _("Undangan belum dipakai"),
        url,
        len(invited),
        since_date=timezone.localdate(invited[0].created_at) if invited else None,
        due_date=timezone.localdate(min(each.expires_at for each in invited)) if invited else None,
    )
    locked = locked_names(officer.username for officer in officers)
    yield Waiting(
        _("Akun dikunci"), url, len(locked), says=_("Terlalu sering salah kata sandi; terbuka sendiri sesudah setengah jam.")
    )
