"""The map of registered shares: drawn from the region's boundaries, else tiles; each area leads to its own parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from cakupan.month.coverage import AreaCoverage, ranked
from cakupan.office.coverage.saying import said
from cakupan.office.pages.maps import Area, AreaMap, map_of
from cakupan.report.edition import Boundary
from cakupan.report.page.area_map import TILES_MAX, class_breaks, legend_of, short_name, tone
from cakupan.report.page.tables import ratio_words


def registered_map(parts: Sequence[AreaCoverage], *, boundaries: Sequence[Boundary], url: Callable[[str], str]) -> AreaMap | None:
    """The parts of an area by registered share; None where there are none, or too many to be squares."""
    if not parts or (not boundaries and len(parts) > TILES_MAX):
        return None
    shares = {each.area_code: each.share * 100 for each in ranked(areas=parts)}
    breaks = class_breaks(list(shares.values()))
    areas = [
        Area(
            each.area_code,
            short_name(each.area_code),
            ratio_words(each.registered, each.basis_population),
            tone(shares.get(each.area_code), breaks),
            url(each.area_code),
        )
        for each in parts
    ]
    return map_of(
        title=_("Terdaftar menurut wilayah"),
        area_label=level_name(parts[0].level),
        value_label=_("Terdaftar, % penduduk"),
        legend=[said(name) for name in legend_of(breaks)],
        areas=areas,
        boundaries=boundaries,
    )


def level_name(level: int) -> str:
    """What an area of a level is called."""
    return {2: _("Kabupaten/kota"), 3: _("Kecamatan"), 4: _("Desa/kelurahan")}.get(level, _("Wilayah"))
