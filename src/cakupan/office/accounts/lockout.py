"""What somebody sees after too many wrong passwords."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.faults import refused


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Locked for a while; the same for a name that does not exist."""
    refusal = Refusal(
        _("Masuk"),
        why=_("kata sandi salah terlalu sering; akun ini dikunci selama setengah jam."),
        mend=_("Tunggu setengah jam, atau minta admin TI daerah membukanya."),
    )
    return refused(request, refusal, status=429)
