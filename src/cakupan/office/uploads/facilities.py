"""Facilities and their contracts with BPJS as last delivered: "active, but not served here" begins with this list (A3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cakupan.office.access import allow
from cakupan.office.clock import today
from cakupan.office.pages.parts import Badge
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.rooms import rooms

READERS = ("dinkes", "bpjs", "provinsi", "faskes", "dinsos", "setda", "pimpinan", "auditor")


@allow(*READERS)
def facilities(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every facility with the days of its contract, and whether it has one today."""
    day = today()
    found = [{**row, "badge": contract_badge(row, day)} for row in rooms().facilities(area=area, until=day)]
    table = Table(
        "faskes",
        _("Faskes dan kontraknya"),
        (
            Column("facility_name", _("Nama faskes"), sort=True),
            Column("facility_code", _("Kode faskes"), sort=True),
            Column("facility_kind", _("Jenis"), sort=True),
            Column("contract_from", _("Kontrak mulai"), "date", sort=True),
            Column("contract_to", _("Kontrak berakhir"), "date", sort=True),
            Column("services", _("Layanan")),
            Column("badge", _("Kontrak hari ini"), "badge"),
        ),
        found,
        noun=_("faskes"),
        order="facility_name",
        empty=_("Belum ada data faskes. Dinkes atau cabang menyerahkannya lewat «Berkas masuk»."),
    )
    return table_page(request, "uploads/facilities.html", {}, table)


def contract_badge(row: dict[str, Any], day: dt.date) -> Badge:
    """The contract on a day: without days the file says nothing of it, which is not a contract."""
    begins, ends = row["contract_from"], row["contract_to"]
    if begins is None and ends is None:
        return Badge(_("tidak dinyatakan"), "waiting")
    if begins is not None and day < begins:
        return Badge(_("belum mulai"), "waiting")
    if ends is not None and ends <= day:
        return Badge(_("berakhir"), "stopped")
    return Badge(_("bekerja sama"), "done")
