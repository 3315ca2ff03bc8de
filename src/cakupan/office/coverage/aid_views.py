"""The table that the province brings to the coordination forum: its aid to the regencies, with coverage and rank beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from cakupan.month.aid import aid_checks, aid_sums
from cakupan.office.access import allow
from cakupan.office.coverage.lists import share
from cakupan.office.coverage.loaded import Loaded, needed
from cakupan.office.coverage.saying import head, said
from cakupan.office.coverage.tabs import OVERVIEW_DESKS, tabs
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.report.page.aid import allocation, allocations, lead_words, programmes
from cakupan.report.page.area_map import short_name
from cakupan.report.page.coverage import name_of, parts, places
from cakupan.report.page.quoted import flags
from cakupan.report.page.tables import illustrative_mark
from cakupan.report.texts import say

Line = Mapping[str, Any]


@allow(*sorted(OVERVIEW_DESKS))
def aid(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every programme of the position; prints on one landscape sheet."""
    found = needed(area)
    listed = programmes(found.edition)
    if not listed:
        raise Http404
    tables = [aid_table(found, programme, f"bantuan-{at}") for at, programme in enumerate(listed, start=1)]
    leads = [said(lead_words(programme)) for programme in listed]
    told = [
        said(say(f"aid_check.{check.code}", area=name_of(check.area)))
        for programme in listed
        for check in aid_checks(allocations=allocations(programme))
    ]
    quotes = [said(flag) for flag in flags(found.edition, found.whole)] if found.whole else []
    context = {"found": found, "leads": leads, "flags": [*quotes, *told], "tabs": tabs(request, area, found)}
    return table_page(request, "coverage/aid.html", context, *tables, dated=found.position.as_of_date)


def aid_table(found: Loaded, programme: Mapping[str, Any], key: str) -> Table:
    """One row per regency in the document's order; the sums below are those of the programme."""
    lines = list(programme.get("allocations") or ())
    counts, ranks = {c.area_code: c for c in parts(found.edition)}, places(found.edition)

    def covered(line: Line) -> Any:
        c = counts.get(str(line["area"]))
        return share(c.registered, c.basis_population) if c else None

    months = [Column("proposed_months", head("proposed_months"), "whole", lambda line: line.get("proposed_months"))]
    columns = (
        Column("area", head("area"), value=_name),
        _stated("proposed", "proposed_people"),
        *(months if any(line.get("proposed_months") for line in lines) else ()),
        _stated("allocated", "allocated"),
        _stated("verified_people", "verified_people"),
        _stated("disbursed", "disbursed"),
        _stated("realised", "realised"),
        Column("left", head("left"), "whole", lambda line: allocation(line).left, total=True),
        Column("reason", head("aid_reason"), value=lambda line: line.get("reason") or "", width=30),
        Column("suggestion", head("suggestion"), value=lambda line: line.get("suggestion") or "", width=30),
        Column("share", head("share"), "percent", covered),
        Column("rank", head("rank"), "whole", lambda line: ranks.get(str(line["area"]))),
    )
    mark = illustrative_mark(programme, "allocations")
    caption = said(say("aid.caption_illustrative" if mark else "aid.caption", number=programme["number"]))
    table = Table(key, caption, columns, lines, noun=_("wilayah"), alone=False, page_rows=100)
    sums = aid_sums(allocations=allocations(programme))
    assert sum(allocation(line).left for line in lines) == sums.left, "the table's sum is not the programme's"
    return table


def _stated(label: str, name: str) -> Column:
    """A number of the line; a dash where the document does not state it."""
    return Column(name, head(label), "whole", lambda line: line.get(name), total=True)


def _name(line: Line) -> str:
    name = short_name(str(line["area"]))
    return name if allocation(line).proposed else f"{name} ({said(say('aid.not_proposed'))})"
