"""Mismatches and pairs as the loader leaves them, and what officers do with them through the pages. Everyone is invented."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import Any

from django.test import Client

from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import Mismatch, Position
from cakupan.office.verification.models import MismatchCase
from office_people import an_area

AREA, MONTH = "16.10", dt.date(2024, 7, 1)
LIST = f"/{AREA}/verifikasi/"
VILLAGE = "16.10.02.2001"


def a_position(month: dt.date = MONTH, area: str = AREA) -> Position:
    """The current position of a month."""
    an_area(area)
    edition = hashlib.sha256(f"{area} {month}".encode()).hexdigest()
    around = {"as_of_date": month, "manifest": {}}
    return Position.objects.using("loader").get_or_create(area=area, month=month, edition=edition, defaults=around)[0]


def key_of(number: int, code: str) -> str:
    """The key of the mismatch of a line."""
    return hashlib.sha256(f"list|{number}|{code}".encode()).hexdigest()


def a_mismatch(number: int, code: str = "funded_twice", **told: Any) -> Mismatch:
    """Not saved: one mismatch of line ``number`` of an annex."""
    position = told.pop("position", None) or Position.objects.using("loader").filter(area=told.get("area", AREA)).latest("month")
    return Mismatch(
        **{
            "area": AREA,
            "key": key_of(number, code),
            "position": position,
            "first_month": position.month,
            "subject": "list",
            "subject_id": f"SK-1/{number}",
            "code": code,
            "name": f"ORANG {number}",
            "nik": f"1610024101{9000 + number % 1000:06d}",
            "village": VILLAGE,
            "evidence": f"kartu aktif lain: segmen PBI JK, peserta baris {number}",
            "bpk_kind": "duplicate_nik",
            "suggested_action": "Keluarkan dari daftar Pemda.",
            "agreement_number": "440/1/2024",
            "entry_key": f"SK-1/{number}",
            "rupiah_per_month": 37_800,
            "rupiah_to_date": 75_600,
            **told,
        }
    )


def loaded(*rows: Mismatch) -> None:
    """The loader writes them."""
    Mismatch.objects.using("loader").bulk_create(rows)


def posted(client: Client, act: str, *keys: str, reason: str = "", **more: str) -> Any:
    """The page that asks, then its answer sent with a reason, as the browser does; gives the last answer."""
    asked = client.post(f"{LIST}tindak/", {"act": act, "chosen": list(keys), **more})
    if asked.status_code != 200:
        return asked
    return client.post(f"{LIST}tindak/", {**hidden(asked), "reason": reason, "confirmed": "1"})


def hidden(answer: Any) -> dict[str, list[str]]:
    """The hidden fields of a page's form."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', answer.content.decode()):
        if name != "csrfmiddlewaretoken":  # masked anew on each page
            found.setdefault(name, []).append(value.replace("&amp;", "&"))
    return found


def case_of(number: int, code: str = "funded_twice") -> MismatchCase:
    """The case of a line."""
    with scoped(areas=[AREA]):
        return MismatchCase.objects.get(key=key_of(number, code))
