"""What a played case comes to, as ``summary.json``: every figure computed from the editions, none typed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cakupan.wiring.summaries import bill, coverage, kalbar, kupang, ogan_ilir, palembang
from cakupan.wiring.summaries.played import Played

__all__ = ["Played", "summary_of"]

# What a case adds to the figures that every case has.
OWN: Mapping[str, Callable[[Played], dict[str, Any]]] = {
    "kalbar": kalbar.figures,
    "kupang": kupang.figures,
    "ogan-ilir": ogan_ilir.figures,
    "palembang": palembang.figures,
}


def summary_of(played: Played) -> dict[str, Any]:
    """The figures of a played case: those of every case, then its own."""
    case = played.case
    own = OWN[case.name](played) if case.name in OWN else {}
    last = played.last
    return {
        "case": case.name,
        "title": case.title,
        "residents": played.residents,
        "invented_people": True,
        "edition": last.hash,
        "editions": {str(month): edition.hash for month, edition in played.editions.items()},
        "bill": {str(month): bill.raw(edition) for month, edition in played.editions.items()},
        "verified": {str(month): bill.verified(edition) for month, edition in played.editions.items()},
        "payers": {str(month): bill.payers(edition) for month, edition in played.editions.items()},
        "mismatches": {"by_code": bill.by_code(last), "by_bpk_kind": bill.by_bpk_kind(last)},
        "statuses_on_the_list": bill.statuses(last),
        "coverage": coverage.of_area(last, case.area),
        **own,
        "published": dict(case.published),
        "illustrative": sorted(case.illustrative),
        "source": case.source,
    }
