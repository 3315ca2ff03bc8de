"""Proposals for tests: invented families under an agreement in force, and the way of a list through the desks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.test import Client

from cakupan.office.agreements.adoption import adopt
from cakupan.office.agreements.models import Agreement
from cakupan.office.database.scope import scoped
from cakupan.office.enrolment import drafting
from cakupan.office.enrolment.models import Proposal, ProposalLine
from cakupan.office.rooms import rooms
from office_people import a_user, signed_in

AREA, EDITION, COST = "16.10", "e" * 64, 226_800
VILLAGES = ("16.10.01.2001", "16.10.01.2002")
TERMS: dict[str, Any] = {
    "number": "440/9001/PKS/2024",
    "title": "PKS penyelenggaraan JKN",
    "programme": "PBPU dan BP Pemda",
    "area": AREA,
    "segment": "PEMDA",
    "class": 3,
    "payer": "kabkota",
    "status": "active",
    "period": {"from": "2024-01-01", "to": "2025-01-01"},
    "quota": 65_000,
    "shares": [{"payer": "kabkota", "per_cent": 100}],
    "due_day": 10,
    "decree": {"number": "440/9001/SK/2023", "date": "2023-12-15", "annex": "decisions"},
    "signed": {"date": "2023-12-20"},
}


def an_agreement(area: str = AREA) -> Agreement:
    """An agreement in force, known to the month too."""
    setda = a_user("setda", (area,))
    with scoped(areas=[area]):
        found = Agreement.objects.filter(area=area).first()
        if found is None:
            from cakupan.office.agreements.terms import hand_over

            found = adopt(area, [{**TERMS, "area": area}], user=setda)[0]
            hand_over(found)
        return found


def nik_of(number: int) -> str:
    """The NIK of an invented person: an unassigned province, a serial of 9000 or more."""
    return f"990101{number % 28 + 1:02d}0190{9000 + number:04d}"


def row(number: int, decision: str, *, family: int) -> dict[str, Any]:
    """A row as the rooms tell it."""
    return {
        "rank": number,
        "person_id": f"R{number}",
        "resident_row": number,
        "nik": nik_of(number),
        "name": f"ORANG REKAAN {number}",
        "family_card_number": f"99010101019{family:05d}",
        "area_code": VILLAGES[number % 2],
        "decile": 1,
        "priority": None,
        "decision": decision,
        "reason": "confirmed_poor" if decision == "proposed" else "quota_full",
        "from_date": "2024-08-01",
        "rupiah_to_year_end": COST,
        "address": f"Jalan Rekaan {number}",
        "rt": "1",
        "rw": "2",
        "birth_date": "1980-01-09",
        "birth_place": "INDRALAYA",
        "sex": "P",
    }


def a_list(*, room: int = 4, maker: Any = None) -> Proposal:
    """Four people of two families proposed, three of two more families waiting."""
    agreement, maker = an_agreement(), maker or a_user("dinkes")
    rows = [row(number, "proposed", family=(number + 1) // 2) for number in range(1, 5)]
    rows += [row(5, "waiting", family=5), row(6, "waiting", family=6), row(7, "waiting", family=6)]
    made = {
        "month": "2024-07",
        "edition": EDITION,
        "effective_date": "2024-08-01",
        "room": room,
        "bound_by": "quota_full",
        "person_to_year_end": COST,
        "reasons": {"not_eligible": {"deceased": 2}},
        "people": {"proposed": 4, "waiting": 3, "not_eligible": 2},
        "rows": rows,
    }
    with scoped(areas=[AREA]):
        return drafting.keep(agreement, made, user=maker)


def again(proposal: Proposal) -> Proposal:
    """The row as it stands."""
    with scoped(areas=[proposal.area]):
        return Proposal.objects.select_related("agreement", "decree").get(pk=proposal.pk)


def page(proposal: Proposal, tail: str = "") -> str:
    """The URL of its page, or of one below it."""
    return f"/{proposal.area}/usulan/{proposal.pk}/{tail}"


def step(client: Client, proposal: Proposal, code: str, **more: Any) -> Any:
    """Do a move by its page, with the version that stands unless another is given."""
    return client.post(page(proposal, f"langkah/{code}/"), {"version": again(proposal).version, **more})


def adjust(client: Client, proposal: Proposal, ranks: list[int], way: str, **more: Any) -> Any:
    """Take lines in or out by the page."""
    with scoped(areas=[proposal.area]):
        chosen = list(proposal.lines.filter(rank__in=ranks).values_list("pk", flat=True))
    told = {"version": again(proposal).version, "reason": "musyawarah desa", "way": way, "chosen": chosen}
    return client.post(page(proposal, "sesuaikan/"), {**told, **more})


def listed(proposal: Proposal) -> list[int | None]:
    """The ranks of those on the list."""
    with scoped(areas=[proposal.area]):
        return list(ProposalLine.objects.filter(proposal=proposal, included=True).order_by("rank").values_list("rank", flat=True))


def approved(proposal: Proposal) -> Proposal:
    """Confirmed by Dukcapil and approved by a second officer."""
    area = (proposal.area,)
    assert step(signed_in(a_user("dukcapil", area)), proposal, "confirm").status_code == 302
    assert step(signed_in(a_user("dinkes", area, approver=True)), proposal, "approve").status_code == 302
    return again(proposal)


def decreed(proposal: Proposal, number: str = "440/9100/SK/2024") -> Proposal:
    """Approved, and its decree entered."""
    told = {"number": number, "decree_date": "2024-07-08", "about": "Penetapan peserta", "signed_by": "Bupati"}
    assert step(signed_in(a_user("setda", (proposal.area,))), approved(proposal), "decree", **told).status_code == 302
    return again(proposal)


def sent(proposal: Proposal, *, profile: str = "usulan-pbi", on: str = "2024-07-12") -> Proposal:
    """Decreed, and sent to the branch."""
    told = {"profile": profile, "submitted_date": on}
    assert step(signed_in(a_user("dinkes", (proposal.area,))), decreed(proposal), "send", **told).status_code == 302
    return again(proposal)


def months_see(area: str = AREA, until: dt.date = dt.date(2024, 12, 31)) -> list[dict[str, Any]]:
    """The decrees that the workspace holds."""
    return rooms().documents(area=area, kind="decrees", until=until)


def answer_file(folder: Path, rows: list[tuple[int, str, str, str]]) -> Path:
    """An answer of the branch: line, name, NIK's number, what it says."""
    file = folder / "jawaban.csv"
    lines = ["NO_URUT,NIK,NAMA,HASIL,KETERANGAN,TMT"]
    why, since = {"DITOLAK": "NIK tidak ditemukan"}, {"DITERIMA": "01/08/2024"}
    lines += [f"{line},{nik},{name},{says},{why.get(says, '')},{since.get(says, '')}" for line, name, nik, says in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
