"""What does not match, counted by kind, by district and by amount; each count by one query."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.answer.words import rupiah
from cakupan.office.pages.tables import Column, Table
from cakupan.office.verification.remembered import remembered
from cakupan.office.verification.states import APPROVED, MOVING, OPEN
from cakupan.office.verification.wording import district_of, kind_word
from cakupan.registers.areas import DISTRICT_LENGTH

# Upper ends of the bands of rupiah per month, each excluded from its band.
BANDS = (25_000, 50_000, 100_000, 1_000_000)


def by_kind(area: str, rows: QuerySet[Any]) -> Table:
    """One line for each kind, linked to its rows."""
    return _table(
        "menurut-jenis",
        _("Menurut jenis"),
        _counted(rows, "code"),
        Column("place", _("Jenis"), value=lambda row: kind_word(row["code"]), url=lambda row: _open(area, f"kind={row['code']}")),
    )


def by_district(area: str, rows: QuerySet[Any]) -> Table:
    """One line for each district, linked to its rows."""
    found = _counted(rows.annotate(district=Substr("village", 1, DISTRICT_LENGTH)), "district")
    return _table(
        "menurut-kecamatan",
        _("Menurut kecamatan"),
        found,
        Column(
            "place",
            _("Kecamatan"),
            value=lambda row: district_of(row["district"]) or _("tidak diketahui"),
            url=lambda row: _open(area, f"district={row['district']}") if row["district"] else None,
        ),
    )


def by_amount(rows: QuerySet[Any]) -> Table:
    """One line for each band of rupiah per month; what is not known is a band of its own."""
    bands = Case(
        When(rupiah_per_month__isnull=True, then=Value("")),
        *(When(rupiah_per_month__lt=end, then=Value(f"{place}")) for place, end in enumerate(BANDS)),
        default=Value(f"{len(BANDS)}"),
        output_field=CharField(),
    )
    found = _counted(rows.annotate(band=bands), "band")
    return _table("menurut-rupiah", _("Menurut rupiah"), found, Column("place", _("Rupiah per bulan"), value=_band))


def _band(row: dict[str, Any]) -> str:
    if not row["band"]:
        return str(_("tidak diketahui"))
    place = int(row["band"])
    if place == len(BANDS):
        return f"≥ {rupiah(BANDS[-1])}"
    return f"{rupiah(BANDS[place - 1]) if place else rupiah(0)} – < {rupiah(BANDS[place])}"


def _open(area: str, query: str) -> str:
    return f"{reverse('verification:queue', args=[area])}?{query}"


def _counted(rows: QuerySet[Any], name: str) -> list[dict[str, Any]]:
    found: QuerySet[Any] = (
        rows.order_by()
        .values(name)
        .annotate(
            rows=Count("pk"),
            open=Count("pk", filter=Q(standing=OPEN)),
            moving=Count("pk", filter=Q(standing__in=MOVING)),
            decided=Count("pk", filter=Q(standing=APPROVED)),
            month=Sum("rupiah_per_month"),
            date=Sum("rupiah_to_date"),
        )
    )
    counted = found.order_by(name)
    return remembered("counted", counted, lambda: list(counted))


def _table(key: str, caption: str, rows: list[dict[str, Any]], first: Column) -> Table:
    return Table(
        key,
        caption,
        (
            first,
            Column("rows", _("Banyaknya"), "whole", total=True),
            Column("open", _("belum diusulkan"), "whole", total=True),
            Column("moving", _("Usulan"), "whole", total=True),
            Column("decided", _("disetujui"), "whole", total=True),
            Column("month", _("Rp/bln"), "rupiah"),
            Column("date", _("Rp sampai posisi"), "rupiah"),
        ),
        rows,
        noun=_("baris"),
        alone=False,
    )
