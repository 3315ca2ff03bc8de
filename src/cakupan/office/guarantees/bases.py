"""What a guarantee can rest on: the region's guarantee documents, and the instruments that an office entered with their paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.guarantees.models import Instrument
from cakupan.office.rooms import rooms


@dataclass(frozen=True)
class Basis:
    """One of them. ``key`` chooses it in a form. Dates half-open; what is not there is empty, or None."""

    key: str
    number: str
    title: str
    date: dt.date | None
    account: str
    from_date: dt.date | None
    to_date: dt.date | None
    facility_codes: tuple[str, ...]
    services: tuple[str, ...]
    instrument: Instrument | None = None

    @property
    def words(self) -> str:
        """As a form offers it."""
        return " · ".join(filter(None, (f"{self.title} {self.number}".strip(), self.account)))

    def lacks(self, facility_code: str, on: dt.date) -> list[str]:
        """What keeps it from being cover at a facility on a day; empty if nothing does."""
        return list(self._lacks(facility_code, on))

    def _lacks(self, facility_code: str, on: dt.date) -> Iterator[str]:
        if not self.number or self.date is None:
            yield _("dasar hukumnya belum diunggah")
        elif self.date > on:
            yield _("dasar hukumnya ditetapkan sesudah hari itu")
        if not self.account:
            yield _("kode rekening belum ada")
        if self.from_date is None or on < self.from_date or (self.to_date is not None and self.to_date <= on):
            yield _("hari itu di luar masa berlakunya")
        if facility_code not in self.facility_codes:
            yield _("faskes ini tidak disebut di dalamnya")


def bases_of(area: str, *, on: dt.date) -> list[Basis]:
    """Every one that the area holds by a day: those that an office entered first, then those of its guarantee documents."""
    entered = Instrument.objects.filter(area=area, ended_at__isnull=True).select_related("document").order_by("-instrument_date")
    known = rooms().documents(area=area, kind="guarantees", until=on)
    return [*map(_of_instrument, entered), *map(_of_document, known)]


def usable_basis(area: str, key: str, *, facility_code: str, on: dt.date) -> Basis:
    """The chosen one. Raises :class:`Refusal` where it is gone, or is no cover at this facility on this day."""
    chosen = next((each for each in bases_of(area, on=on) if each.key == key), None)
    if chosen is None:
        raise Refusal(
            _("Jaminan tanpa dasar"),
            why=_("dasar penjaminan yang dipilih tidak ada; skema tanpa dasar hukum bukan jaminan."),
            mend=_("Catat dasarnya lebih dahulu: nomor, tanggal, kode rekening, masa, faskes, dan berkasnya."),
        )
    lacking = chosen.lacks(facility_code, on)
    if lacking:
        raise Refusal(
            chosen.words or _("Jaminan tanpa dasar"),
            why=_("belum dapat menjadi jaminan: %(lacking)s.") % {"lacking": "; ".join(lacking)},
            mend=_("Catat dasar penjaminan yang lengkap, atau tolak permohonan ini dengan alasannya."),
        )
    return chosen


def _of_instrument(row: Instrument) -> Basis:
    return Basis(
        key=f"entered:{row.pk}",
        number=row.number,
        title=row.title,
        date=row.instrument_date,
        account=row.account,
        from_date=row.from_date,
        to_date=row.to_date,
        facility_codes=tuple(row.facility_codes),
        services=tuple(row.services),
        instrument=row,
    )


def _of_document(terms: Mapping[str, Any]) -> Basis:
    """A guarantee document; without instrument it names the scheme, so that the page can say what is missing."""
    instrument, period = terms.get("instrument") or {}, terms.get("period") or {}
    return Basis(
        key=f"document:{terms['number']}",
        number=instrument.get("number", ""),
        title=instrument.get("title") or terms["title"],
        date=_day(instrument.get("date")),
        account=terms.get("account") or "",
        from_date=_day(period.get("from")),
        to_date=_day(period.get("to")),
        facility_codes=tuple(each["code"] for each in terms.get("facilities") or ()),
        services=tuple(terms["scope"].get("services") or ()),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
