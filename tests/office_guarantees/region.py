"""A region that guarantees: its closed month, facilities, a regulation with its paper, and officers who do each step on pages."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from cakupan.counter.standing import standing_of
from cakupan.office.accounts.models import User
from cakupan.office.coverage.models import UhcStatus
from cakupan.office.database.scope import scoped
from cakupan.office.guarantees.models import UrgentCover
from cakupan.office.positions.models import Card, Person, PersonNumber, Position
from cakupan.wiring.positions import load_missing
from cakupan.wiring.workspace import Workspace
from month.small_region import AREA, AS_OF, FILES, closed_workspace, files
from office_people import a_user, an_area, signed_in

TODAY = dt.date(2021, 7, 12)
HOSPITAL, OTHER = "R367301", "P367301"
INSTRUMENT = {
    "title": "Peraturan Wali Kota Serang",
    "number": "9 Tahun 2021",
    "instrument_date": "2021-06-01",
    "account": "5.1.02.02.02.0070",
    "from_date": "2021-07-01",
    "last_date": "2022-12-31",
    "facility_codes": [HOSPITAL],
    "services": "Rawat inap kelas III\nObat menurut formularium",
}


def a_region(home: Path, *, today: dt.date = TODAY) -> None:
    """An office with facilities, a position, and two people in it: enough for every step."""
    an_area(AREA)
    file = files() / "files" / FILES["facilities"]
    Workspace(home).import_register(kind="facilities", file=file, area=AREA, as_of=AS_OF)
    position = Position.objects.using("loader").create(area=AREA, month=AS_OF, edition="3f" * 32, as_of_date=AS_OF, manifest={})
    for serial, status in enumerate(("inactive", "active"), start=9001):
        _a_member(position, f"367301010180{serial}", status)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=today)


def _a_member(position: Position, nik: str, status: str) -> None:
    told = {"nik": nik, "name": f"ORANG REKAAN {status.upper()}", "birth_date": dt.date(1980, 1, 1), "village": f"{AREA}.01.1001"}
    person = Person.objects.using("loader").create(
        area=AREA, identity=f"nik:{nik}", known_from="resident", seen_month=AS_OF, **told
    )
    PersonNumber.objects.using("loader").create(area=AREA, person=person, kind="nik", number=nik)
    card = {"card_number": f"000{nik[-10:]}", "status": status, "link": "accept", "segment": "PEMDA"}
    Card.objects.using("loader").create(area=AREA, person=person, position=position, month=AS_OF, **card)


def a_whole_region(home: Path, *, today: dt.date = TODAY) -> None:
    """The office on its closed month, on a day: what the desks are answered comes from the month's book."""
    shutil.copytree(closed_workspace(), home, dirs_exist_ok=True)
    an_area(AREA)
    load_missing(workspace=home)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=today)


def officer(desk: str, **more: Any) -> User:
    """An officer of the region; a facility's is of the hospital."""
    told = {"facility_code": HOSPITAL} if desk == "faskes" else {}
    return a_user(desk, (AREA,), **{**told, **more})


def at(desk: str, **more: Any) -> Client:
    """A browser of a new officer."""
    return signed_in(officer(desk, **more))


def deciding(desk: str = "dinkes") -> Client:
    """A browser of a new officer who decides."""
    return at(desk, approver=True)


def page(path: str = "") -> str:
    return f"/{AREA}/jaminan/{path}"


def text_of(answer: Any) -> str:
    """What stands on a page, without what stands around it."""
    text = " ".join(answer.content.decode().replace("\u00a0", " ").split())
    return text.partition("<main")[2].partition("</main>")[0] or text


def today() -> dt.date:
    """The day on which the office stands."""
    return settings.ENVIRONMENT.today


def admitted() -> str:
    """The evening before, as the form sends it."""
    return f"{today() - dt.timedelta(days=1)}T22:15"


def an_inactive() -> Person:
    """Somebody whom the branch's newest position calls inactive."""
    return _of_status("inactive")


def an_active() -> Person:
    """Somebody whom it calls active."""
    return _of_status("active")


def _of_status(status: str) -> Person:
    with scoped(areas=[AREA]):
        cards = Card.objects.filter(area=AREA, status=status, link="accept").exclude(person__nik="")
        # Loading keeps no order of rows; of whoever died the answer is about that.
        living = cards.exclude(person__mismatches__code="deceased")
        return living.select_related("person").earliest("card_number").person


def asked(client: Client | None = None, **changed: Any) -> UrgentCover:
    """A request as the hospital sends it."""
    client = client or at("faskes")
    told = {
        "number": an_inactive().nik,
        "admitted_at": admitted(),
        "condition": "emergency",
        "contact": "IGD, 0000-9001",
        **changed,
    }
    answer = client.post(page("ajukan/"), told)
    assert answer.status_code == 302, text_of(answer)
    return cover(int(answer["Location"].rstrip("/").rsplit("/", 1)[-1]))


def cover(pk: int) -> UrgentCover:
    """The row as it stands."""
    with scoped(areas=[AREA]):
        return UrgentCover.objects.select_related("paper").get(pk=pk)


def step(client: Client, row: UrgentCover, code: str, **told: Any) -> Any:
    """A step as its form sends it, seen in the version of the row at hand."""
    return client.post(page(f"{row.pk}/langkah/{code}/"), {"version": row.version, "reason": "", **told})


def done(client: Client, row: UrgentCover, code: str, **told: Any) -> UrgentCover:
    """The same, and it must be done."""
    answer = step(client, row, code, **told)
    assert answer.status_code == 302, text_of(answer)
    return cover(row.pk)


def entered(client: Client | None = None, **changed: Any) -> str:
    """The region's instrument, entered with its paper; gives the key under which a decision chooses it."""
    file = SimpleUploadedFile("perwal.pdf", b"%PDF-1.7 naskah rekaan", content_type="application/pdf")
    answer = (client or at("dinkes")).post(page("dasar/baru/"), {**INSTRUMENT, "file": file, **changed})
    assert answer.status_code == 302, text_of(answer)
    from cakupan.office.guarantees.models import Instrument

    with scoped(areas=[AREA]):
        return f"entered:{Instrument.objects.latest('pk').pk}"


def granted(**changed: Any) -> UrgentCover:
    """From the request to the letter."""
    row = done(at("dinsos"), asked(**changed), "recommend")
    return done(deciding(), row, "grant", **decision(entered() if not _basis() else _basis()))


def _basis() -> str:
    from cakupan.office.guarantees.models import Instrument

    with scoped(areas=[AREA]):
        first = Instrument.objects.filter(ended_at__isnull=True).first()
        return f"entered:{first.pk}" if first else ""


def decision(basis: str, **changed: Any) -> dict[str, Any]:
    """What a decision's form sends."""
    days = {"from_date": today() - dt.timedelta(days=1), "last_date": today() + dt.timedelta(days=12)}
    return {"basis": basis, **days, "services": "", **changed}


def same_day_status(granted_date: dt.date = dt.date(2021, 7, 1)) -> None:
    """BPJS granted UHC Prioritas from a day on, as its letter says."""
    with scoped(areas=[AREA]):
        UhcStatus.objects.create(
            area=AREA,
            requested_date=granted_date,
            request_number="440/9001",
            requested_by=officer("dinkes"),
            granted_date=granted_date,
            grant_number="9001/BPJS",
            granted_by=officer("bpjs"),
        )


def told(home: Path) -> Any:
    """What every desk and machine reads."""
    return standing_of(home, AREA)


def read_pdf(content: bytes) -> str:
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages).split()).replace("\u00a0", " ")
