"""A small invented region in which everything that the desk can answer happens, and about a thousand questions that show it all.

Its files are imported, linked and closed by the real path, once a run: ``region()`` gives the workspace, ``questions()`` what to
ask. Whoever answers for the desk (command, page, REST, VClaim, PCare) is asked the same. Work on a copy if you change it.
"""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from answer.desk_files import AREA, CARDS, CLOSED, ELSEWHERE, HERE, UNCONTRACTED, deliver
from answer.desk_people import Someone, babies, of_one_number, people, twins
from cakupan.answer.standing import Activation, Contact, IssuedGuarantee, Standing
from cakupan.law.calendar import Month
from cakupan.wiring.month import close_area_month
from cakupan.wiring.standing import write_standing
from cakupan.wiring.workspace import Workspace

# January 2026 has no edition: what is asked about it is answered from December.
MONTHS = (Month(2025, 6), Month(2025, 12), Month(2026, 2))
TODAY = dt.date(2026, 3, 20)
UNKNOWN_FACILITY = "R999"
WIB = dt.timezone(dt.timedelta(hours=7))
WITH_CARD = (*CARDS, "facility_ended", "contradicted", "duplicate_card")
CONTACTS = (
    Contact("dinsos", "Dinas Sosial", "0000-000-001", "08.00 s.d. 16.00"),
    Contact("dinkes", "Dinas Kesehatan", "0000-000-002", "24 jam"),
    Contact("bpjs", "BPJS Kesehatan cabang Contoh", "165", "24 jam"),
)


@dataclass(frozen=True)
class Question:
    """What is asked: a number, its kind (``nik`` or ``card``), the day, and the facility that asks, if one does."""

    number: str
    kind: str
    on: dt.date
    facility: str | None = None


@cache
def region() -> Path:
    """The workspace with its three editions and what stands beside them. It is read, never changed."""
    folder = Path(tempfile.mkdtemp(prefix="cakupan-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace = folder / "workspace"
    for kind, path, as_of in deliver(folder / "files"):
        Workspace(workspace).import_register(kind=kind, file=path, area=AREA, as_of=as_of)
    for month in MONTHS:
        close_area_month(workspace=workspace, area=AREA, month=month)
    write_standing(workspace=workspace, standing=standing())
    return workspace


def standing() -> Standing:
    """What the office wrote since: letters, the branch's word, who is on duty."""
    letters = {
        "letter_in_force": {},
        "letter_without_paper": {"instrument_number": ""},
        "letter_without_account": {"account": ""},
    }
    revoked = {"revoked_at": dt.datetime(2026, 2, 12, 8, tzinfo=WIB)}
    return Standing(
        area=AREA,
        written_at=dt.datetime(2026, 2, 12, 12, tzinfo=WIB),
        issued=tuple(
            _letter(one, order, **changed)
            for situation, changed in {**letters, "letter_revoked": revoked}.items()
            for order, one in enumerate(people()[situation])
        ),
        activations=tuple(
            _told(one, order) for kind in ("told_active", "no_register_but_told") for order, one in enumerate(people()[kind])
        ),
        contacts=CONTACTS,
    )


def _letter(one: Someone, order: int, **changed: Any) -> IssuedGuarantee:
    values: dict[str, Any] = {
        "letter_number": f"445/SJP/{one.card[-4:]}/2026", "nik": one.nik, "card": None, "name": one.name, "facility_code": HERE,
        "facility_name": "RSUD CONTOH", "from_date": dt.date(2026, 2, 10), "to_date": dt.date(2026, 2, 20),
        "instrument_number": "9002/KEP/DINKES/2026", "instrument_date": dt.date(2026, 1, 4), "account": "5.1.02.02.001.00080",
        "decided_by": "Dinas Kesehatan", "decided_at": dt.datetime(2026, 2, 10, 9, tzinfo=WIB), "verify_code": f"UJI-{order:04d}",
    }  # fmt: skip
    return IssuedGuarantee(**{**values, **changed})


def _told(one: Someone, order: int) -> Activation:
    at = dt.datetime(2026, 2, 12, 11, tzinfo=WIB)
    told_by, reference = "BPJS Kesehatan cabang Contoh", f"AKT-{9001 + order}/2026"
    return Activation(one.nik, one.card, at.date(), "PEMDA", "kabkota", 3, told_by, at, reference)


@cache
def questions() -> tuple[Question, ...]:
    """About a thousand, the same ones every time."""
    return tuple(dict.fromkeys(_questions()))


def _questions() -> Iterator[Question]:
    for situation, some in people().items():
        for order, one in enumerate(some):
            by_card = order % 3 == 2 and situation in WITH_CARD
            yield _of(one, dt.date(2026, 2, 13 + order % 6), by_card=by_card, facility=(None, HERE)[order % 2])
    for kind, newborns in babies().items():
        yield from (_of(one, dt.date(2026, 2, 19), by_card=kind == "without_nik") for one in newborns)
    yield from (_of(one, dt.date(2026, 2, 10)) for one in babies()["mother_other"])
    for one, other in twins():
        yield from (_of(one, dt.date(2026, 2, 14)), _of(other, dt.date(2026, 2, 14)))
    yield from (_of(one, dt.date(2026, 2, 14)) for one, _other in of_one_number())
    yield from _on_other_days()
    yield from _at_other_facilities()


def _on_other_days() -> Iterator[Question]:
    days = {
        "active": ((2025, 5, 20),),
        "pbi_active": ((2026, 1, 10),),
        "off_pbi_in_december": ((2025, 12, 1), (2025, 12, 2)),
        "ended": ((2025, 12, 31), (2026, 1, 1), (2026, 2, 5), (2026, 2, 25)),
        "letter_in_force": ((2026, 2, 9),),
    }
    for situation, asked in days.items():
        yield from (_of(one, dt.date(*day)) for one in people()[situation] for day in asked)


def _at_other_facilities() -> Iterator[Question]:
    day = dt.date(2026, 2, 14)
    places: Iterable[tuple[str, str]] = (
        ("active", UNCONTRACTED), ("pbi_active", UNKNOWN_FACILITY), ("ended", ELSEWHERE), ("letter_in_force", ELSEWHERE),
        ("on_list", ELSEWHERE), ("facility_ended", CLOSED),
    )  # fmt: skip
    yield from (_of(one, day, facility=facility) for situation, facility in places for one in people()[situation])


def _of(one: Someone, on: dt.date, *, by_card: bool = False, facility: str | None = None) -> Question:
    return Question(one.card, "card", on, facility) if by_card else Question(one.nik, "nik", on, facility)
