"""A proposal through the desks: who confirms, approves, decrees and sends it, what is refused, and when its annex stands."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cakupan.law.refusal import Refusal
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.enrolment import acts
from cakupan.office.enrolment.models import Proposal, ProposalLine
from cakupan.office.enrolment.queue import waiting
from cakupan.office.positions.models import Position
from office_enrolment.lists import (
    AREA,
    COST,
    a_list,
    adjust,
    again,
    an_agreement,
    answer_file,
    approved,
    decreed,
    listed,
    months_see,
    nik_of,
    page,
    sent,
    step,
)
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")


def test_the_list_shows_people_and_rupiah_to_the_year_end() -> None:
    proposal = a_list()
    text = signed_in(a_user("dinkes")).get(page(proposal)).content.decode().replace("\xa0", " ")
    assert "4 jiwa" in text and "Rp 907.200" in text and "Rp 226.800" in text
    assert "kuota penuh" in text and "meninggal" in text and "Masih muat" in text


def test_taking_one_out_takes_the_family_and_says_why() -> None:
    proposal, client = a_list(), signed_in(a_user("dinkes"))
    assert adjust(client, proposal, [1], "out", reason="").status_code == 409
    assert adjust(client, proposal, [1], "out").status_code == 302
    assert listed(proposal) == [3, 4]
    with scoped(areas=[AREA]):
        line = ProposalLine.objects.get(proposal=proposal, rank=2)
        assert line.adjusted_why == "musyawarah desa" and line.adjusted_by is not None
        assert proposal.history.get().details == {"lines": 2}
    assert adjust(client, proposal, [7], "in").status_code == 302
    assert listed(proposal) == [3, 4, 6, 7]
    assert again(proposal).rupiah() == 0  # outside of its area nobody sees a line


def test_nobody_beyond_the_quota_is_taken_in() -> None:
    proposal, client = a_list(), signed_in(a_user("dinkes"))
    answer = adjust(client, proposal, [7], "in")
    assert answer.status_code == 409 and "2 jiwa lebih banyak" in answer.content.decode()
    assert listed(proposal) == [1, 2, 3, 4]


def test_of_two_who_adjust_the_second_is_told() -> None:
    proposal, seen = a_list(), 1
    first, second = signed_in(a_user("dinkes", full_name="Ibu Pertama")), signed_in(a_user("dinkes"))
    assert adjust(first, proposal, [1], "out", version=seen).status_code == 302
    answer = adjust(second, proposal, [3], "out", version=seen)
    assert answer.status_code == 409 and "Ibu Pertama" in answer.content.decode()
    assert listed(proposal) == [3, 4]


def test_nothing_goes_on_before_dukcapil_confirms() -> None:
    proposal, boss = a_list(), signed_in(a_user("dinkes", approver=True))
    assert step(boss, proposal, "approve").status_code == 409
    assert step(signed_in(a_user("dinsos")), proposal, "confirm").status_code == 403
    assert step(signed_in(a_user("dinkes")), proposal, "confirm").status_code == 409
    assert step(signed_in(a_user("dukcapil")), proposal, "confirm").status_code == 302
    assert adjust(signed_in(a_user("dinkes")), proposal, [1], "out").status_code == 409
    assert step(boss, proposal, "approve").status_code == 302


def test_own_proposal_is_not_approved_by_the_page_nor_the_database() -> None:
    maker = a_user("dinkes", approver=True)
    proposal = a_list(maker=maker)
    assert step(signed_in(a_user("dukcapil")), proposal, "confirm").status_code == 302
    answer = step(signed_in(maker), proposal, "approve")
    assert answer.status_code == 409 and "usulannya sendiri" in answer.content.decode()
    with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="proposal_maker_is_no_checker"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="approved", approved_by=maker)


def test_whoever_adjusted_a_line_does_not_approve_it_by_the_page_nor_the_database() -> None:
    proposal, hand = a_list(), a_user("dinkes", approver=True)
    assert adjust(signed_in(hand), proposal, [1], "out").status_code == 302
    assert step(signed_in(a_user("dukcapil")), proposal, "confirm").status_code == 302
    assert step(signed_in(hand), proposal, "approve").status_code == 409
    with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="does not approve"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="approved", approved_by=hand)


def test_two_lists_do_not_share_one_room() -> None:
    first, second = a_list(), a_list()
    approved(first)
    assert step(signed_in(a_user("dukcapil")), second, "confirm").status_code == 409


def test_there_is_no_annex_without_a_decree_in_the_database() -> None:
    proposal = approved(a_list())
    with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="no_annex_without_decree"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="decreed")


def test_the_annex_of_a_decree_stands() -> None:
    proposal = decreed(a_list())
    with scoped(areas=[AREA]):
        numbered = list(proposal.lines.filter(included=True).order_by("annex_line").values_list("annex_line", "village"))
        assert [line for line, _ in numbered] == [1, 2, 3, 4]
        assert [village for _, village in numbered] == sorted(village for _, village in numbered)
        line = proposal.lines.filter(included=True)[0]
        for change in (
            lambda: ProposalLine.objects.filter(pk=line.pk).update(name="ORANG LAIN"),
            lambda: ProposalLine.objects.filter(pk=line.pk).delete(),
            lambda: ProposalLine.objects.create(area=AREA, proposal=proposal, identity="nik:baru"),
        ):
            with pytest.raises(DatabaseError, match="annex of a decree stands"), transaction.atomic():
                change()


def test_sending_makes_the_batch_and_the_month_sees_the_annex(office: Path) -> None:
    proposal = sent(a_list())
    assert proposal.state == "sent" and proposal.effective_date == dt.date(2024, 8, 1)
    (seen,) = months_see()
    assert (seen["decree_number"], seen["lines"], seen["submitted_date"]) == ("440/9100/SK/2024", 4, "2024-07-12")
    made = signed_in(a_user("bpjs")).get(page(proposal, "berkas-cabang/"))
    sheet = load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None
    cells = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    assert any(nik_of(1) in cell for cell in cells) and not any(nik_of(5) in cell for cell in cells)
    assert (office / "office" / "documents" / proposal.batch_sha256[:2] / proposal.batch_sha256).read_bytes() == made.content


def test_a_list_that_comes_after_the_20th_counts_a_month_later() -> None:
    assert sent(a_list(), on="2024-07-21").effective_date == dt.date(2024, 9, 1)


def test_it_is_not_sent_before_its_decree() -> None:
    proposal = decreed(a_list())
    answer = step(signed_in(a_user("dinkes")), proposal, "send", profile="decisions", submitted_date="2024-07-01")
    assert answer.status_code == 409 and again(proposal).state == "decreed"


def test_answers_are_read_row_by_row_and_nobody_is_active_before(tmp_path: Path) -> None:
    proposal, branch = sent(a_list()), signed_in(a_user("bpjs"))
    text = branch.get(page(proposal, "daftar/")).content.decode()
    assert "menunggu jawaban cabang" in text and "belum aktif" in text
    with scoped(areas=[AREA]):
        lines = {line.annex_line: line for line in proposal.lines.filter(included=True)}
    told = [(n, lines[n].name, lines[n].nik, said) for n, said in ((1, "DITERIMA"), (2, "DITOLAK"))]
    file = answer_file(tmp_path, [*told, (9, "ORANG TAK DIKIRIM", nik_of(99), "DITERIMA")])
    with file.open("rb") as content:
        assert step(branch, proposal, "answer", file=content).status_code == 302
    with scoped(areas=[AREA]):
        answered = dict(proposal.lines.filter(included=True).values_list("annex_line", "answer"))
        assert answered == {1: "accepted", 2: "rejected", 3: "unanswered", 4: "unanswered"}
        assert proposal.lines.get(annex_line=2).answer_reason == "NIK tidak ditemukan"
    text = branch.get(page(proposal, "daftar/?show=listed&answer=accepted")).content.decode()
    assert "diterima cabang" in text and "belum aktif" in text
    late = answer_file(tmp_path, [(3, lines[3].name, lines[3].nik, "DITERIMA")])
    with late.open("rb") as content:
        assert step(branch, proposal, "answer", file=content).status_code == 302
    with scoped(areas=[AREA]):
        answered = dict(proposal.lines.filter(included=True).values_list("annex_line", "answer"))
    assert answered == {1: "accepted", 2: "rejected", 3: "accepted", 4: "unanswered"}


def test_the_annex_is_printed_and_downloaded() -> None:
    Position.objects.using("loader").create(
        area=AREA, month=dt.date(2024, 7, 1), edition="e" * 64, as_of_date=dt.date(2024, 7, 1), manifest={}
    )
    proposal, setda = decreed(a_list()), signed_in(a_user("setda"))
    assert setda.post(page(proposal, "lampiran/")).status_code == 302
    assert "LAMP-SK" in setda.get(page(proposal)).content.decode()
    sheet = signed_in(a_user("dinkes")).get(page(proposal, "daftar/?format=xlsx"))
    content = b"".join(sheet.streaming_content)
    told = [str(cell.value) for line in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in line]
    assert nik_of(1) in told
    with scoped(areas=[AREA]):
        assert LogEntry.objects.filter(action="proposal.export").count() == 1


def test_it_is_not_printed_before_the_decree() -> None:
    assert signed_in(a_user("setda")).post(page(approved(a_list()), "lampiran/")).status_code == 409


def test_each_desk_sees_what_it_may() -> None:
    proposal = a_list()
    for desk, opens, names in (("setda", 200, 403), ("pimpinan", 200, 403), ("auditor", 200, 200), ("faskes", 403, 403)):
        client = signed_in(a_user(desk))
        assert (client.get(page(proposal)).status_code, client.get(page(proposal, "daftar/")).status_code) == (opens, names)
    assert signed_in(a_user("dinkes", ("16.71",))).get(page(proposal)).status_code == 404
    text = signed_in(a_user("dinkes")).get(page(proposal, "daftar/")).content.decode()
    assert nik_of(1) not in text and nik_of(1)[:4] + "********" + nik_of(1)[-4:] in text
    with scoped(areas=[AREA]):
        assert LogEntry.objects.filter(action="proposal.lines").count() == 2


def test_each_desk_is_told_what_waits_for_it() -> None:
    proposal = a_list()

    def titles(desk: str, **more: bool) -> list[tuple[str, int | None, int | None]]:
        user = a_user(desk, **more)
        with scoped(areas=[AREA]):
            return [(each.title, each.people, each.rupiah) for each in waiting(user, AREA, dt.date(2024, 7, 10))]

    assert titles("dukcapil") == [("Konfirmasi usulan peserta", 4, 4 * COST)] and titles("dinkes", approver=True) == []
    assert step(signed_in(a_user("dukcapil")), proposal, "confirm").status_code == 302
    assert titles("dinkes", approver=True)[0][0] == "Setujui usulan peserta" and titles("dinkes") == []
    assert step(signed_in(a_user("dinkes", approver=True)), proposal, "approve").status_code == 302
    assert titles("setda")[0][0] == "Catat Surat Keputusan usulan peserta"
    told = {"number": "440/9100/SK/2024", "decree_date": "2024-07-08"}
    assert step(signed_in(a_user("setda")), proposal, "decree", **told).status_code == 302
    assert titles("dinkes")[0][0] == "Kirim usulan peserta ke cabang" and titles("bpjs") == []


def test_a_proposal_is_cancelled_with_a_reason() -> None:
    proposal, client = a_list(), signed_in(a_user("dinkes"))
    assert step(client, proposal, "cancel", reason="").status_code == 200
    assert step(client, proposal, "cancel", reason="anggaran digeser").status_code == 302
    assert again(proposal).state == "cancelled"
    assert an_agreement().in_force


def test_lists_are_counted_together_however_many_there_are() -> None:
    officer = signed_in(a_user("dinkes"))
    a_list()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text = officer.get(f"/{AREA}/usulan/").content.decode().replace("\xa0", " ")
        assert "Rp 907.200" in text
        return len(queries)

    asked()
    one = asked()
    for _ in range(3):
        a_list()
    assert asked() == one


def test_two_lists_of_one_decree_that_are_entered_at_once_share_no_line() -> None:
    decreed(a_list(room=20))
    second, third = approved(a_list(room=20)), approved(a_list(room=20))
    setda = a_user("setda")
    with ThreadPoolExecutor(1) as pool:
        with scoped(areas=[AREA], user_id=setda.pk), transaction.atomic():
            annexed(second, setda)
            later = pool.submit(annexed, third, setda, alone=True)
            with pytest.raises(TimeoutError):
                later.result(2)
        later.result(60)
    with scoped(areas=[AREA]):
        numbers = list(ProposalLine.objects.filter(annex_line__isnull=False).values_list("annex_line", flat=True))
    assert sorted(numbers) == list(range(1, 13))


def annexed(proposal: Proposal, user: Any, *, alone: bool = False) -> None:
    """Enter the decree of the first list for another one; ``alone`` in a connection of its own."""
    try:
        told = {"number": "440/9100/SK/2024", "decree_date": dt.date(2024, 7, 8), "about": "x", "signed_by": "Bupati"}
        with scoped(areas=[AREA], user_id=user.pk), transaction.atomic():
            acts.decree(proposal, user=user, seen_version=proposal.version, **told)
    finally:
        if alone:
            connections.close_all()


def test_whoever_sends_second_hands_nothing_to_the_month() -> None:
    proposal = decreed(a_list())
    officer = a_user("dinkes")
    with ThreadPoolExecutor(1) as pool:
        with scoped(areas=[AREA], user_id=officer.pk), transaction.atomic():
            Proposal.objects.select_for_update().filter(pk=proposal.pk).update(version=proposal.version + 1)
            second = pool.submit(sends, proposal, officer)
            with pytest.raises(TimeoutError):
                second.result(2)
            assert months_see() == []
        assert "Refusal" in second.result(60)
    assert months_see() == []


def sends(proposal: Proposal, user: Any) -> str:
    """Send in a connection of its own; what became of it."""
    try:
        with scoped(areas=[AREA], user_id=user.pk), transaction.atomic():
            day = dt.date(2024, 7, 12)
            acts.send(proposal, profile="usulan-pbi", submitted_date=day, user=user, seen_version=proposal.version)
    except Refusal as refusal:
        return f"Refusal: {refusal.why}"
    finally:
        connections.close_all()
    return "sent"
