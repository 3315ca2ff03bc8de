"""A small region end to end: long work proposes from the closed month; the next month sees whom decrees took in and off."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from cakupan.office.agreements.adoption import adopt
from cakupan.office.agreements.models import Agreement
from cakupan.office.database.scope import scoped
from cakupan.office.enrolment import removals
from cakupan.office.enrolment.models import Proposal, ProposalLine
from cakupan.office.positions.models import ListEntry, Mismatch, Person
from cakupan.office.rooms import rooms
from cakupan.office.work.models import Work
from cakupan.office.work.running import do_work
from cakupan.wiring.workspace import Workspace
from month.small_region import AREA, AS_OF, MONTH, closed_workspace, files
from office_enrolment.lists import approved, page, step
from office_people import a_user, an_area, signed_in

NUMBER = "PKS-USULAN"


@pytest.fixture
def region(office: Path) -> Path:
    """The region's workspace with a second agreement that has room for 40 people, its July loaded, its agreements adopted."""
    shutil.copytree(closed_workspace(), office, dirs_exist_ok=True)
    content = yaml.safe_load((files() / "files" / "pks.yaml").read_text(encoding="utf-8"))
    content["agreement"] |= {"quota": 40, "number": NUMBER}
    for key in ("budget", "decree"):
        content["agreement"].pop(key)
    file = office / "pks.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    Workspace(office).import_register(kind="agreements", file=file, area=AREA, as_of=AS_OF)
    rooms().load_position(area=an_area(AREA), month=MONTH, say=lambda _: None)
    with scoped(areas=[AREA]):
        taken = rooms().documents(area=AREA, kind="agreements", until=dt.date(2021, 12, 31))
        adopt(AREA, taken, user=a_user("setda", (AREA,)))
    return office


def sent(proposal: Proposal, decree: str, profile: str) -> None:
    """Through all desks to the branch."""
    told: dict[str, Any] = {"number": decree, "decree_date": "2021-07-12", "about": "Penetapan", "signed_by": "Wali Kota"}
    assert step(signed_in(a_user("setda", (AREA,))), approved(proposal), "decree", **told).status_code == 302
    told = {"profile": profile, "submitted_date": "2021-07-15"}
    answer = step(signed_in(a_user("dinkes", (AREA,))), proposal, "send", **told)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_from_the_closed_month_to_the_next_one(region: Path) -> None:
    officer = a_user("dinkes", (AREA,))
    client = signed_in(officer)
    with scoped(areas=[AREA]):
        agreement = Agreement.objects.get(area=AREA, number=NUMBER)
    assert client.post(f"/{AREA}/usulan/baru/", {"agreement": agreement.pk}).status_code == 302
    with scoped(areas=[AREA]):
        piece = Work.objects.get(kind="propose")
    do_work.func(piece.pk, AREA)
    with scoped(areas=[AREA]):
        piece.refresh_from_db()
        proposal = Proposal.objects.get(work_id=piece.pk)
        people, line = proposal.people(), proposal.lines.filter(included=True)[0]
        assert piece.state == "done" and piece.result["arguments"] == {"pk": proposal.pk}
        assert 0 < people <= 40 and proposal.lines.filter(suggested="waiting").exists()
        assert line.address and line.village.startswith(AREA) and line.person is not None and line.person.nik == line.nik
    assert client.get(page(proposal, "daftar/")).status_code == 200

    with scoped(areas=[AREA]):
        entry = ListEntry.objects.filter(area=AREA, outcome="billed", person__mismatches__isnull=False).order_by("pk")[0]
        key = Mismatch.objects.filter(person=entry.person)[0].key
        dinsos = a_user("dinsos", (AREA,))
        leaving = [removals.Leaving(entry.person, "deceased", key)]
        for _ in range(2):
            assert removals.add(AREA, leaving, dinsos) == {key}
        taken_off = ProposalLine.objects.get(mismatch_key=key)
        removal = taken_off.proposal
        assert taken_off.rupiah_to_year_end > 0 and removal.people() == 1
    sent(proposal, "440/9101/SK/2021", "usulan-pbi")
    sent(removal, "440/9102/SK/2021", "decisions")

    rooms().close_month(area=AREA, month=MONTH.plus(1), again=False, say=lambda _: None)
    with scoped(areas=[AREA]):
        new = ListEntry.objects.filter(area=AREA, decree_number="440/9101/SK/2021")
        assert new.count() == people and set(new.values_list("agreement_number", flat=True)) == {NUMBER}
        entry.refresh_from_db()
        assert entry.outcome == "removed_from_list" or entry.to_date == dt.date(2021, 8, 1)
    # The branch has said nothing yet, so nobody of them is active.
    text = client.get(page(proposal, "daftar/")).content.decode()
    assert "belum aktif" in text and "menunggu jawaban cabang" in text


def test_an_adopted_agreement_stands_in_its_chain_to_the_bill(region: Path) -> None:
    with scoped(areas=[AREA]):
        agreement = Agreement.objects.exclude(number=NUMBER).get(area=AREA)
    text = signed_in(a_user("dinkes", (AREA,))).get(f"/{AREA}/perjanjian/{agreement.pk}/").content.decode()
    assert "Berita Acara Juli 2021" in text and "belum ditutup kedua pihak" in text
    assert "Tagihan Juli 2021" in text and f"/{AREA}/tagihan/2021-07/" in text
    with scoped(areas=[AREA]):
        entries = ListEntry.objects.filter(area=AREA, agreement_number=agreement.number).count()
    assert entries and f"{entries:,}".replace(",", ".") + " baris" in text


def test_nobody_is_taken_off_who_is_on_no_list(region: Path) -> None:
    with scoped(areas=[AREA]):
        stranger = Person.objects.filter(area=AREA, list_entries__isnull=True)[0]
        leaving = [removals.Leaving(stranger, "moved", "k" * 64)]
        assert removals.add(AREA, leaving, a_user("dinsos", (AREA,))) == set()
        assert not Proposal.objects.exists()
