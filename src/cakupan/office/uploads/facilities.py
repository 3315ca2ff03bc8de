"""Facilities and their contracts with BPJS as last delivered: "active, but not served here" begins with this list (A3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cakupan.office.access import allow
from cakupan.office.clock import today
from cakupan.office.pages.parts import Badge
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.rooms import rooms

READERS = ("dinkes", "bpjs", "provinsi", "faskes", "dinsos", "setda", "pimpinan", "auditor")
SOON_DAYS = 90
DAY = dt.timedelta(days=1)


@allow(*READERS)
def facilities(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every facility with its contract and credentialing, those first whose contract or credentialing ends soon."""
    day = today()
    found = sorted((_shown(row, day) for row in rooms().facilities(area=area, until=day)), key=_soonest)
    table = Table(
        "faskes",
        _("Faskes dan kontraknya"),
        _columns(),
        found,
        noun=_("faskes"),
        empty=_("Belum ada data faskes. Dinkes atau cabang menyerahkannya lewat «Berkas masuk»."),
        titles=[_("Menurut berkas %(file)s, posisi %(date)s") % _named(found[0])] if found else (),
    )
    context = {
        "listed": found[0] if found else None,
        "soon": sum(row["days_left"] is not None for row in found),
        "days": SOON_DAYS,
    }
    return table_page(request, "uploads/facilities.html", context, table)


def _columns() -> tuple[Column, ...]:
    return (
        Column("facility_name", _("Nama faskes"), sort=True),
        Column("badge", _("Keadaan hari ini"), "badge", width=36),
        Column("days_left", _("Sisa hari"), "whole", sort=True),
        Column("contract_last", _("Kontrak sampai"), "date", sort=True),
        Column("credentialing_last", _("Kredensialing sampai"), "date", sort=True),
        Column("contract_from", _("Kontrak mulai"), "date", sort=True),
        Column("services", _("Layanan")),
        Column("facility_kind", _("Jenis"), sort=True, width=14),
        Column("facility_code", _("Kode faskes"), sort=True, width=14),
        Column("row", _("Baris berkas"), "whole"),
    )


def _named(row: Mapping[str, Any]) -> dict[str, str]:
    return {"file": row["file"], "date": f"{row['as_of']:%d-%m-%Y}"}


def _shown(row: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    """A row with its state, the last days of contract and credentialing, and how many days are left of the sooner one."""
    contract, credentialing = last_day(row["contract_to"]), last_day(row["credentialing_to"])
    left = [days for days in (days_left(contract, day), days_left(credentialing, day)) if days is not None and days <= SOON_DAYS]
    return {
        **row,
        "badge": state_badge(row, day),
        "contract_last": contract,
        "credentialing_last": credentialing,
        "days_left": min(left, default=None) if contracted(row, day) else None,
    }


def _soonest(row: Mapping[str, Any]) -> tuple[bool, int, str]:
    return row["days_left"] is None, row["days_left"] or 0, row["facility_name"] or ""


def last_day(first_without: dt.date | None) -> dt.date | None:
    """The last day of a half-open period."""
    return None if first_without is None else first_without - DAY


def days_left(last: dt.date | None, day: dt.date) -> int | None:
    """Days until the last one; None of what has no end or has ended."""
    return (last - day).days if last is not None and last >= day else None


def contracted(row: Mapping[str, Any], day: dt.date) -> bool:
    """Whether the file has a contract on the day; a row without days says nothing of one."""
    begins, ends = row["contract_from"], row["contract_to"]
    return not (begins is None and ends is None) and (begins is None or begins <= day) and (ends is None or day < ends)


def state_badge(row: Mapping[str, Any], day: dt.date) -> Badge:
    """The contract on a day, and that its credentialing has lapsed: the contract alone decides."""
    begins, ends, credentialing = row["contract_from"], row["contract_to"], row["credentialing_to"]
    if begins is None and ends is None:
        return Badge(_("tidak dinyatakan"), "neutral")
    if begins is not None and day < begins:
        return Badge(_("belum mulai"), "waiting")
    if ends is not None and ends <= day:
        return Badge(_("berakhir"), "stopped")
    if credentialing is not None and credentialing <= day:
        return Badge(_("bekerja sama; kredensialing berakhir"), "warning")
    return Badge(_("bekerja sama"), "done")


def ending(area: str, day: dt.date, *, within_days: int) -> Iterator[tuple[dt.date, str]]:
    """The facilities whose contract runs out in so many days: its last day, and the name; the soonest first."""
    found = []
    for row in rooms().facilities(area=area, until=day):
        last = last_day(row["contract_to"])
        left = days_left(last, day)
        if last is not None and left is not None and left <= within_days and contracted(row, day):
            found.append((last, row["facility_name"] or row["facility_code"]))
    yield from sorted(found)
