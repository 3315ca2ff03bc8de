"""A loaded position as the report knows an edition: so that pages show what its functions reckon, and reckon nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db.models import F, Q
from django.http import Http404

from cakupan.law.calendar import Month
from cakupan.month.coverage import ALL, AreaCoverage
from cakupan.office.billing.owing import arrears
from cakupan.office.billing.settling import counted
from cakupan.office.clock import today
from cakupan.office.coverage.saying import said
from cakupan.office.positions.models import CoverageRow, Figures, Position
from cakupan.office.rooms import rooms
from cakupan.registers.areas import area_name
from cakupan.report.edition import Edition, SuspendedFrom, UnpaidMonth
from cakupan.report.edition import Position as EditionPosition
from cakupan.report.page.coverage import basis_words, whole_area
from cakupan.report.read_edition import dated

NAMES = ("outlook", "pemda_arrears", "suspensions")


@dataclass(frozen=True)
class Loaded:
    """The newest position of an area with its small tables; ``edition`` holds what the report's functions ask for."""

    position: Position
    edition: Edition

    @property
    def area(self) -> str:
        """The area's code."""
        return self.edition.position.area_code

    @property
    def whole(self) -> AreaCoverage | None:
        """The area's own counts over all segments; None if coverage was not counted."""
        return whole_area(self.edition)

    @property
    def outlook(self) -> Mapping[str, Any]:
        """What lies ahead, as the position was loaded; empty if nobody could look."""
        return self.edition.outlook or {}

    @property
    def payments_known(self) -> bool:
        """False if payments were neither handed over nor recorded in the office: then nobody knows what is owed."""
        return "payments" not in self.edition.absent

    @property
    def basis(self) -> str:
        """What the shares are over, by name."""
        return said(basis_words(self.edition))


def loaded(area: str, *, month: Month | None = None, below: str | None = None) -> Loaded | None:
    """The newest position of an area up to today, or of a month; None if there is none.

    With the coverage of the area, its segments and its parts; ``below`` names the place whose parts are wanted instead.
    """
    found = Position.objects.filter(area=area, current=True, month__lte=today())
    if month is not None:
        found = found.filter(month=month.first_date)
    position = found.order_by("-month").first()
    if position is None:
        return None
    place = below or area
    rows = {figure.name: figure.rows for figure in Figures.objects.filter(position=position, name__in=NAMES)}
    edition = _edition(position, rows, _coverage(position, area, place), place)
    return Loaded(position, _with_own_payments(edition, area, position) if "payments" in edition.absent else edition)


def needed(area: str, *, below: str | None = None) -> Loaded:
    """The same for a page that there is not without a position, nor for a place that nobody counted."""
    found = loaded(area, below=below)
    if found is None or (below and found.whole is None):
        raise Http404
    return found


def _coverage(position: Position, area: str, place: str) -> tuple[AreaCoverage, ...]:
    level = place.count(".") + 2
    wanted = Q(place=area) | Q(place=place) | Q(place__startswith=f"{place}.", segment=ALL, level=level)
    found = CoverageRow.objects.filter(wanted, position=position).order_by("place", "segment")
    return tuple(counts_of(row) for row in found)


def counts_of(row: CoverageRow) -> AreaCoverage:
    """A row as the month counted it."""
    names = [name for name in AreaCoverage.__dataclass_fields__ if name != "area_code"]
    return AreaCoverage(area_code=row.place, **{name: getattr(row, name) for name in names})


def over_months(area: str, *, until: Month) -> dict[Month, AreaCoverage]:
    """The area's own counts in every month that is loaded, up to one."""
    found = CoverageRow.objects.filter(area=area, place=area, segment=ALL, position__current=True)
    listed = found.filter(month=F("position__month"), month__lte=until.first_date).order_by("month")
    return {Month.of(row.month): counts_of(row) for row in listed}


def _edition(position: Position, rows: Mapping[str, Any], coverage: tuple[AreaCoverage, ...], place: str) -> Edition:
    manifest = position.manifest
    return Edition(
        folder=Path(),  # its tables are in the database
        position=EditionPosition(
            area_code=place,
            area_name=area_name(place) or place,
            month=Month.of(position.month),
            edition=position.edition[:12],
            law=str((manifest.get("law") or {}).get("version", ""))[:12],
            code="",
        ),
        parts=(),
        mismatches=(),
        bpk_kinds=(),
        statuses=(),
        law=(),
        sources=(),
        agreements=tuple(dated(manifest.get("agreements") or [])),
        facilities=(),
        absent=tuple(manifest.get("absent") or ()),
        people=0,
        verified_people=0,
        coverage=coverage,
        unpaid_months=tuple(UnpaidMonth(**dated(row)) for row in rows.get("pemda_arrears") or ()),
        suspensions=tuple(_suspended(row) for row in rows.get("suspensions") or ()),
        documents=dated(manifest.get("documents") or {}),
        outlook=rows.get("outlook"),
        boundaries=rooms().boundaries(area=place),
    )


def _with_own_payments(edition: Edition, area: str, position: Position) -> Edition:
    """Where no file of payments was handed over, what is owed by the payments that the branch confirmed here, if any."""
    if not counted(area):
        return edition
    unpaid = tuple(
        UnpaidMonth(
            agreement_number=owed.key.agreement_number,
            payer=owed.key.payer,
            account=owed.key.account,
            month_date=owed.month.first_date,
            due_date=owed.due_date,
            due=owed.due,
            paid=owed.paid,
            unpaid=owed.unpaid,
            age_months=owed.age_months,
        )
        for owed in arrears(area, position, on=today())
    )
    return replace(edition, unpaid_months=unpaid, absent=tuple(kind for kind in edition.absent if kind != "payments"))


def _suspended(row: Mapping[str, Any]) -> SuspendedFrom:
    told = dated(row)
    return SuspendedFrom(**{name: told[name] for name in SuspendedFrom.__dataclass_fields__})
