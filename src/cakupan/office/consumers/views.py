"""Which software may ask: the list, and one of them with its story."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cakupan.office.access import allow
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.consumers.seen import MAKERS, READERS, STOPPERS, area_names, closed_areas, of_area, one_of
from cakupan.office.consumers.shown import (
    facility_words,
    facts,
    labels_table,
    maker,
    profile_word,
    state_badge,
    story,
)
from cakupan.office.facilities import facility_names
from cakupan.office.pages.tables import Column, Table, table_page


@allow(*READERS)
@require_GET
def consumers(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every consumer that may ask about the area, also those that were revoked."""
    user: Any = request.user
    names, found = facility_names(area), of_area(area)
    table = Table(
        "aplikasi-faskes",
        _("Aplikasi faskes"),
        (
            Column("id", _("Nomor (cons-id)"), sort=True, url=lambda c: reverse("consumers:consumer", args=[area, c.id])),
            Column("name", _("Nama"), sort=True),
            Column("facility", _("Faskes"), value=lambda c: facility_words(c, names), sort=True, width=36),
            Column("areas", _("Wilayah"), value=lambda c: ", ".join(area_names(list(c.areas))), on_page=False),
            Column("profile", _("Label"), value=lambda c: profile_word(c.profile), sort=True),
            Column("created_at", _("Dibuat"), "date", sort=True),
            Column("maker", _("Oleh"), value=maker, sort=True),
            Column("rotated_at", _("Kunci diganti"), "date", sort=True),
            Column("state", _("Keadaan"), "badge", value=lambda c: state_badge(c, area), sort=True, width=36),
        ),
        found,
        noun=_("aplikasi"),
        order="name",
        empty=_("Belum ada aplikasi faskes yang boleh bertanya."),
        empty_text=_("Pejabat penyetuju Dinas Kesehatan membuatnya di sini; kuncinya ditampilkan satu kali."),
    )
    if table.asked_for_file(request.GET):
        note(request, "consumer.export", details={"rows": len(found)})
    told = {"may_create": user.desk in MAKERS and may_decide(user, today(), area=area)}
    return table_page(request, "consumers/consumers.html", told, table)


@allow(*READERS)
@require_GET
def consumer(request: HttpRequest, area: str, consumer_id: str) -> HttpResponseBase:
    """One consumer: what it may ask, what was done to it, which labels it gets. No secret: those were shown once."""
    user: Any = request.user
    found = one_of(area, consumer_id)
    decides = user.desk == "admin" or may_decide(user, today(), area=area)
    closed = closed_areas(user, found) if decides and user.desk in STOPPERS else []
    changes = decides and not closed and found.revoked_at is None
    told = {
        "consumer": found,
        "badge": state_badge(found, area),
        "facts": facts(found, area, facility_names(area)),
        "story": story(found, area),
        "closed": area_names(closed),
        "may_rotate": changes and user.desk in MAKERS,
        "may_revoke": changes and user.desk in STOPPERS,
    }
    return table_page(request, "consumers/consumer.html", told, labels_table(found))
