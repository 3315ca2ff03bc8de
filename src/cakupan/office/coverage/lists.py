"""The lists behind the figures of the leader's page, each as a table that downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.month.coverage import ALL, AreaCoverage, ranked, trend
from cakupan.office.coverage.ahead import Way
from cakupan.office.coverage.area_maps import level_name
from cakupan.office.coverage.loaded import Loaded, over_months
from cakupan.office.coverage.saying import head, said
from cakupan.office.pages.charts import Chart, Series
from cakupan.office.pages.tables import Column, Table
from cakupan.office.pages.templatetags.pages import bulan
from cakupan.office.positions.models import ListEntry
from cakupan.report.page.bill import payer_name
from cakupan.report.page.coverage import EVERYBODY, gap_to, name_of, parts, pemda_per_person, places, targets
from cakupan.report.page.outlook import place_name
from cakupan.report.texts import say_code


def share(people: int, population: int) -> Fraction | None:
    """A share of the population; None where nobody lives."""
    return Fraction(people, population) if population > 0 else None


def place_table(found: Loaded, *, url: Callable[[str], str | None]) -> Table:
    """The parts of an area by rank: population, registered, active, what is missing to the target in people and rupiah."""
    listed, ranks = parts(found.edition), places(found.edition)
    goal = next(iter(targets(found.edition)), None)
    needed = goal.per_cent if goal else EVERYBODY
    each = pemda_per_person(found.edition)
    last = len(listed) + 1
    actives = {place.area_code: place.rank for place in ranked(areas=listed, measure="active")}

    def rupiah(c: AreaCoverage) -> int | None:
        missing = gap_to(needed, c).people
        return None if each is None else missing * each

    columns = (
        Column(
            "area",
            level_name(listed[0].level) if listed else head("area"),
            value=lambda c: name_of(c.area_code),
            sort=True,
            url=lambda c: url(c.area_code),
        ),
        Column("rank", head("rank"), "whole", lambda c: ranks.get(c.area_code), sort=True),
        Column("population", head("population"), "whole", "basis_population", sort=True, total=True),
        Column("registered", head("registered"), "whole", sort=True, total=True),
        Column("registered_share", head("share"), "percent", lambda c: share(c.registered, c.basis_population), sort=True),
        Column("active", head("active"), "whole", sort=True, total=True),
        Column("active_share", _("Aktif, %"), "percent", lambda c: share(c.active, c.basis_population), sort=True),
        Column("active_rank", _("Peringkat aktif"), "whole", lambda c: actives.get(c.area_code), sort=True),
        Column("gap", head("gap_people"), "whole", lambda c: gap_to(needed, c).people, sort=True),
        Column("rupiah", head("rupiah_month"), "rupiah", rupiah, sort=True),
    )
    rows = sorted(listed, key=lambda c: (ranks.get(c.area_code, last), c.area_code))
    caption = _("Menurut wilayah") + (f": {said(goal.name)}" if goal else "")
    return Table("cakupan-wilayah", caption, columns, rows, noun=_("wilayah"), titles=(found.basis,), alone=False)


def segment_table(found: Loaded) -> Table:
    """Registered and active of each segment in the area."""
    listed = [c for c in found.edition.coverage if c.segment != ALL and c.area_code == found.area]
    columns = (
        Column("segment", head("segment"), value=lambda c: said(say_code("segment", c.segment)), sort=True),
        Column("registered", head("registered"), "whole", sort=True, total=True),
        Column("active", head("active"), "whole", sort=True, total=True),
        Column("share", head("share_active"), "percent", lambda c: share(c.active, c.registered), sort=True),
        Column("verified", head("verified_cards"), "whole", "registered_verified", sort=True, total=True),
    )
    rows = sorted(listed, key=lambda c: (-c.registered, c.segment))
    return Table("cakupan-segmen", _("Menurut segmen"), columns, rows, noun=_("segmen"), alone=False)


def trend_table(found: Loaded) -> tuple[Table, Chart | None]:
    """Registered and active over the loaded months, with the change; a chart from two months on."""
    lived_in = {
        month: c for month, c in over_months(found.area, until=found.edition.position.month).items() if c.basis_population > 0
    }
    points = list(zip(trend(editions=lived_in), trend(editions=lived_in, measure="active"), strict=True))
    columns = (
        Column("month", head("month"), "month", lambda two: two[0].month),
        Column("population", head("population"), "whole", lambda two: two[0].population),
        Column("registered", head("registered"), "whole", lambda two: two[0].people),
        Column("registered_share", head("share"), "percent", lambda two: two[0].share),
        Column("registered_change", _("Perubahan terdaftar"), "whole", lambda two: two[0].people_change),
        Column("active", head("active"), "whole", lambda two: two[1].people),
        Column("active_share", _("Aktif, %"), "percent", lambda two: two[1].share),
        Column("active_change", _("Perubahan aktif"), "whole", lambda two: two[1].people_change),
    )
    table = Table("cakupan-tren", _("Tren"), columns, points, noun=_("posisi"))
    return table, _trend_chart(points) if len(points) > 1 else None


def _trend_chart(points: Sequence[Any]) -> Chart:
    return Chart(
        "tren",
        _("Terdaftar dan aktif, % penduduk"),
        _("Bulan"),
        [bulan(registered.month) for registered, _active in points],
        [
            Series(_("Terdaftar"), [float(registered.share) for registered, _active in points], "line"),
            Series(_("Aktif"), [float(active.share) for _registered, active in points], "line"),
        ],
        unit="percent",
    )


def losing_table(
    key: str, caption: str, label: str, rows: Sequence[Mapping[str, Any]], url: Callable[[Mapping[str, Any]], str | None]
) -> Table:
    """Who loses cover, counted by village, facility or age."""
    columns = (
        Column("place", label, value=_losing_name, sort=True, url=url),
        Column("people", head("people"), "whole", sort=True, total=True),
        Column("verified", _("Tanpa jaminan lain"), "whole", sort=True, total=True),
    )
    return Table(key, caption, columns, rows, noun=_("baris"), order="-people", alone=False, page_rows=25)


def _losing_name(row: Mapping[str, Any]) -> str:
    return str(row["band"] or _("tidak diketahui")) if "band" in row else place_name(row)


def arrears_table(found: Loaded) -> Table:
    """What the local governments owe month by month, past its due date."""
    area = found.edition.position.area_name
    columns = (
        Column("agreement", head("agreement"), value="agreement_number", sort=True),
        Column("month", head("month"), "month", "month_date", sort=True),
        Column("payer", head("payer"), value=lambda m: said(payer_name(area, m.payer)), sort=True),
        Column("account", head("account"), value=lambda m: said(say_code("account", m.account)), sort=True),
        Column("due_date", head("due_on"), "date", sort=True),
        Column("due", head("due_amount"), "rupiah", total=True),
        Column("paid", head("paid"), "rupiah", total=True),
        Column("unpaid", head("unpaid"), "rupiah", total=True, sort=True),
        Column("age", head("age_months"), "whole", "age_months", sort=True),
    )
    rows = sorted(found.edition.unpaid_months, key=lambda m: (m.month_date, m.agreement_number, m.payer, m.account))
    return Table("tunggakan-pemda", _("Bulan yang belum dibayar"), columns, rows, noun=_("baris"))


def way_table(listed: Sequence[Way]) -> Table:
    """The options by cost; what frees money is negative."""
    columns = (
        Column("text", head("option"), value="text", width=70),
        Column("people", head("people"), "whole", sort=True),
        Column("cost_per_month", head("per_month"), "rupiah", sort=True),
        Column("cost", head("to_year_end"), "rupiah", sort=True),
        Column("source", head("money_source"), value="source"),
        Column("until", _("Masih dapat sampai"), "date", sort=True),
    )
    return Table("pilihan", _("Pilihan, urut biaya"), columns, listed, noun=_("pilihan"))


def alarm_table(alarms: Sequence[Mapping[str, Any]], text: Callable[[Mapping[str, Any]], str]) -> Table:
    """The dates as a file to work with; the page lists them in words."""
    columns = (
        Column("date", _("Tanggal"), "date"),
        Column("kind", head("kind"), value=lambda a: said(say_code("alarm", a["kind"]))),
        Column("agreement", head("agreement")),
        Column("people", head("people"), "whole"),
        Column("rupiah", "Rp", "rupiah"),
        Column("text", head("content"), value=text, width=80),
        Column("citation", head("basis"), width=50),
    )
    return Table("tanggal", _("Tanggal yang perlu diingat"), columns, alarms, noun=_("tanggal"))


def losing_people_table(rows: QuerySet[ListEntry], area: str) -> Table:
    """Lines of an annex that end, each with the person; NIKs are masked."""
    columns = (
        Column(
            "name",
            _("Nama"),
            value=lambda e: e.name or e.person.name,
            sort="name",
            url=lambda e: reverse("people:person", args=[area, e.person_id]),
        ),
        Column("nik", "NIK", "nik"),
        Column("birth_date", _("Tanggal lahir"), "date", "person__birth_date", sort=True),
        Column("decree", _("SK"), value="decree_number"),
        Column("line", _("Baris lampiran"), value="annex_line"),
        Column("agreement", head("agreement"), value="agreement_number", sort=True),
    )
    return Table("kehilangan-jaminan", _("Daftar yang berakhir"), columns, rows.order_by("name", "pk"), noun=_("baris"))
