"""Ogan Ilir, mid-2024 to 6 January 2025: alarms before the day, who loses cover on it, who should pay, the desk's answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.wiring.answer import ask
from cakupan.wiring.outlook import look_ahead
from cakupan.wiring.summaries.played import Played

REGENCY_DAYS = (dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 1, 6))
NEIGHBOUR_DAYS = (dt.date(2025, 1, 6),)


def figures(played: Played) -> dict[str, Any]:
    """``outlook``, ``loses_cover``, ``bill_per_month``, ``arrears``, ``desk`` and ``options`` of the case."""
    early = look_ahead(workspace=played.workspace, area=played.case.area, month=min(played.editions)).outlook.as_dict()
    return {
        "outlook": {"as_of": early["as_of"], "alarms": early["alarms"], "arrears": early["arrears"]},
        "loses_cover": early["loses_cover"],
        "bill_per_month": early["bill_per_month"],
        "arrears": _arrears(played),
        "desk": list(_desk(played)),
        "options": early["options"],
    }


def _arrears(played: Played) -> dict[str, Any]:
    """What the Pemda owes at the position of the last month, by month."""
    unpaid = pq.read_table(played.last.table("pemda_arrears"), columns=["month_date", "unpaid", "age_months"])
    by_month = unpaid.group_by("month_date").aggregate([("unpaid", "sum")]).sort_by("month_date").to_pylist()
    return {
        "as_of": played.last.manifest["as_of"]["members"],
        "rupiah": sum(int(row["unpaid_sum"]) for row in by_month),
        "months": len(by_month),
        "by_month": [{"month": row["month_date"].strftime("%Y-%m"), "rupiah": int(row["unpaid_sum"])} for row in by_month],
    }


def _desk(played: Played) -> Iterator[dict[str, Any]]:
    for payer, days in (("kabkota", REGENCY_DAYS), ("provinsi", NEIGHBOUR_DAYS)):
        nik = _somebody(played, payer)
        for day in days:
            answer = ask(workspace=played.workspace, number=nik, on=day, today=day, area=played.case.area).answer.as_dict()
            yield {
                "who": "listed by the regency" if payer == "kabkota" else "neighbour whom the province pays for",
                "on": day.isoformat(),
                **{key: answer[key] for key in ("status", "segment", "payer", "as_of", "local_guarantee")},
                "reasons": [{"code": reason["code"], "text": reason["text"]} for reason in answer["reasons"]],
                "do_now": [{"code": action["code"], "text": action["text"]} for action in answer["do_now"]],
            }


def _somebody(played: Played, payer: str) -> str:
    """The NIK of the first person on the payer's list whom no mismatch concerns and who held an active card in December."""
    before, _ = sorted(played.editions)[-2:]
    edition = played.editions[before]
    bill = pq.read_table(edition.table("bill_lines"), columns=["person_id", "payer", "mismatch", "nik", "line_id"])
    clean = bill.filter(pc.and_(pc.equal(bill["payer"], payer), pc.equal(bill["mismatch"], ""))).sort_by("line_id")
    agreed = pq.read_table(edition.table("statuses"), columns=["person_id"], filters=[("reason", "=", "on_list_branch_agrees")])
    known = pq.read_table(edition.table("persons"), columns=["person_id"], filters=[("known_from", "=", "resident")])
    listed = clean.filter(pc.is_in(clean["person_id"], value_set=pa.chunked_array(agreed["person_id"].chunks)))
    listed = listed.filter(pc.is_in(listed["person_id"], value_set=pa.chunked_array(known["person_id"].chunks)))
    nik: str = listed["nik"][0].as_py()
    return nik
