"""The links that the admin's desk gets, and the menu of one's own account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """The officers of the area, for whoever keeps them."""
    if user.desk == "admin":
        yield Link(_("Pengguna"), reverse("accounts:users", args=[area]))


def account_links() -> list[Link]:
    """One's own account, whatever the desk."""
    return [
        Link(_("Akun saya"), reverse("accounts:account")),
        Link(_("Pelimpahan"), reverse("accounts:delegations")),
        Link(_("Ganti kata sandi"), reverse("accounts:password")),
        Link(_("Catatan saya"), reverse("own_log")),
    ]
