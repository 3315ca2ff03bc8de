"""What could be done and what it costs; and what if the terms were others, beside the present ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from cakupan.answer.words import date_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.coverage import Gap, gap
from cakupan.office.access import allow
from cakupan.office.coverage.ahead import short_month, ways
from cakupan.office.coverage.forms import Suppose
from cakupan.office.coverage.lists import way_table
from cakupan.office.coverage.loaded import Loaded, needed
from cakupan.office.coverage.tabs import OVERVIEW_DESKS, some_illustrative, tabs
from cakupan.office.language import language
from cakupan.office.pages.charts import Chart, Series
from cakupan.office.pages.tables import table_page
from cakupan.office.rooms import rooms
from cakupan.report.page.bill import CENTRE
from cakupan.report.page.coverage import pemda_per_person

NAMES = ("agreement", "quota", "budget", "rate", "province", "target")


@allow(*sorted(OVERVIEW_DESKS))
def options(request: HttpRequest, area: str) -> HttpResponseBase:
    """The options by cost, and a form to suppose other terms; the answer stands side by side."""
    found = needed(area)
    agreements = [each for each in found.outlook.get("agreements") or () if each.get("stands", True)]
    asked = any(request.GET.get(name) for name in NAMES)
    form = Suppose(request.GET if asked else None, agreements=agreements)
    context: dict[str, Any] = {"found": found, "form": form, "agreements": agreements, "tabs": tabs(request, area, found)}
    context["illustrative"] = some_illustrative(found)
    if asked and form.is_valid():
        context |= _supposed(found, area, form)
    return table_page(request, "coverage/options.html", context, way_table(ways(found.outlook)), dated=found.position.as_of_date)


def _supposed(found: Loaded, area: str, form: Suppose) -> dict[str, Any]:
    told = form.cleaned_data
    shown: dict[str, Any] = {"target": told["target"], "target_gap": _target_gap(found, told), "sides": None}
    if not form.asks_terms:
        return shown
    terms = {name: told[name] for name in ("agreement", "quota", "budget", "rate", "province")}
    try:
        answer = rooms().suppose(area=area, month=Month.of(found.position.month), **terms)
    except Refusal as refusal:
        return shown | {"refused": refusal}
    return shown | {"sides": sides(answer), "chart": _chart(answer)}


def _target_gap(found: Loaded, told: Mapping[str, Any]) -> Gap | None:
    """What is missing to a share of active people, at the rate that was supposed, else at the law's."""
    counts, target = found.whole, told["target"]
    if counts is None or target is None or counts.basis_population <= 0:
        return None
    rate = told["rate"] or pemda_per_person(found.edition)
    return gap(people=counts.active, population=counts.basis_population, target_per_cent=Fraction(target), monthly_rate=rate)


@dataclass(frozen=True)
class Side:
    """One line of the comparison, in words."""

    label: str
    present: str
    supposed: str

    @property
    def differs(self) -> bool:
        """Whether supposing it made a difference."""
        return self.present != self.supposed


def sides(answer: Mapping[str, Any]) -> list[Side]:
    """How far the money goes, as it is and as supposed."""
    present, supposed = answer["present"], answer["supposed"]

    def line(label: str, name: str, words: Any) -> Side:
        return Side(label, *(words(side[name]) for side in (present, supposed)))

    return [
        line(_("Jiwa yang terbawa anggaran sampai akhir tahun"), "people_carried", _count),
        line(_("Anggaran habis"), "money_ends", _day),
        line(_("Kurang sampai akhir tahun"), "shortfall", _money),
        line(_("Tagihan bulan yang belum ditagih"), "total", _money),
    ]


def _count(number: int | None) -> str:
    return "–" if number is None else whole(number)


def _money(amount: int | None) -> str:
    return "–" if amount is None else rupiah(amount)


def _day(day: str | None) -> str:
    return _("cukup sampai akhir tahun") if day is None else date_words(dt.date.fromisoformat(day), language=language())


def _chart(answer: Mapping[str, Any]) -> Chart | None:
    months = [each["month"] for each in answer["present"]["months"]]
    if not months:
        return None
    return Chart(
        "andai",
        _("Tagihan Pemda per bulan"),
        _("Bulan"),
        [short_month(Month.parse(month)) for month in months],
        [
            Series(label, [_local(each) for each in answer[side]["months"]])
            for label, side in ((_("Sekarang"), "present"), (_("Andai"), "supposed"))
        ],
        unit="rupiah",
    )


def _local(month: Mapping[str, Any]) -> int:
    return sum(int(amount) for payer, amount in month["payers"].items() if payer != CENTRE)
