"""A mismatch from proposal to decision: as officers of several desks, through the pages, on a real database."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client

from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import Mismatch
from cakupan.office.verification.models import ApprovalRule, CaseHistory, MismatchCase
from office_people import a_user, signed_in
from office_verification.mismatch_fixture import (
    AREA,
    LIST,
    MONTH,
    VILLAGE,
    a_mismatch,
    a_position,
    case_of,
    hidden,
    key_of,
    loaded,
    posted,
)

pytestmark = pytest.mark.usefixtures("office")


def approver(desk: str = "dinsos") -> Client:
    found: Client = signed_in(a_user(desk, approver=True))
    return found


def page(client: Client, path: str = LIST, **query: Any) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return said(answer)


def said(answer: Any) -> str:
    """A page's text; the space after Rp does not break on the screen."""
    return str(answer.content.decode().replace("\xa0", " "))


def test_without_a_gate_a_proposal_goes_to_the_approver_at_once(dinsos: Client) -> None:
    loaded(a_mismatch(1), a_mismatch(2))
    assert posted(dinsos, "remove", key_of(1, "funded_twice"), reason="PBI JK sejak Februari").status_code == 302
    assert "ORANG 1" not in page(dinsos) and "ORANG 2" in page(dinsos)
    shown = page(dinsos, f"{LIST}usulan/")
    assert "ORANG 1" in shown and "PBI JK sejak Februari" in shown and "menunggu persetujuan" in shown
    assert posted(approver(), "approve", key_of(1, "funded_twice")).status_code == 302
    case = case_of(1)
    assert (case.state, case.proposal, case.version) == ("approved", "remove", 2)
    assert "ORANG 1" in page(dinsos, f"{LIST}selesai/") and "disetujui" in page(dinsos, f"{LIST}selesai/")


def test_a_death_goes_on_only_after_dukcapil(dinsos: Client) -> None:
    loaded(a_mismatch(1, "deceased"))
    key = key_of(1, "deceased")
    posted(dinsos, "remove", key, reason="akta kematian")
    assert case_of(1, "deceased").state == "at_dukcapil"
    assert posted(approver(), "approve", key).status_code == 409
    dukcapil = signed_in(a_user("dukcapil"))
    assert "menunggu Dukcapil" in page(dukcapil, f"{LIST}usulan/")
    posted(dukcapil, "confirm", key)
    assert case_of(1, "deceased").state == "proposed"
    posted(approver(), "approve", key)
    assert case_of(1, "deceased").state == "approved"


def test_dukcapil_that_denies_sends_it_back_with_its_reason(dinsos: Client) -> None:
    loaded(a_mismatch(1, "deceased"))
    key = key_of(1, "deceased")
    posted(dinsos, "remove", key, reason="akta kematian")
    dukcapil = signed_in(a_user("dukcapil"))
    assert posted(dukcapil, "deny", key).status_code == 422
    posted(dukcapil, "deny", key, reason="akta orang lain")
    assert "ORANG 1" in page(dinsos) and "akta orang lain" in page(dinsos, f"{LIST}kasus/{key}/")
    posted(dinsos, "keep", key, reason="akta orang lain, menurut Dukcapil")
    assert case_of(1, "deceased").confirmed_by is None


def test_a_question_to_the_branch_comes_back_with_its_answer(dinsos: Client) -> None:
    loaded(a_mismatch(1))
    key = key_of(1, "funded_twice")
    posted(dinsos, "ask_branch", key, reason="masih aktif?")
    branch = signed_in(a_user("bpjs"))
    assert posted(signed_in(a_user("dukcapil")), "answer", key, reason="bukan saya").status_code == 409
    posted(branch, "answer", key, reason="kartu PBI JK sudah nonaktif")
    assert "kartu PBI JK sudah nonaktif" in page(dinsos, f"{LIST}kasus/{key}/") and "ORANG 1" in page(dinsos)


def test_nobody_decides_on_their_own_proposal_and_no_page_offers_it() -> None:
    a_position()
    loaded(a_mismatch(1), a_mismatch(2))
    key = key_of(1, "funded_twice")
    both = approver()
    posted(both, "remove", key, reason="PBI JK")
    assert 'value="approve"' not in page(both, f"{LIST}kasus/{key}/")
    refused = posted(both, "approve", key)
    assert refused.status_code == 409 and "usulan Anda sendiri" in refused.content.decode()
    assert 'value="approve"' in page(approver(), f"{LIST}kasus/{key}/")


def test_the_database_too_keeps_maker_and_checker_apart(dinsos: Client) -> None:
    loaded(a_mismatch(1))
    posted(dinsos, "remove", key_of(1, "funded_twice"), reason="PBI JK")
    case = case_of(1)
    for column in ("decided_by_id", "confirmed_by_id"):
        with scoped(areas=[AREA]), pytest.raises(DatabaseError, match="maker"), transaction.atomic():
            MismatchCase.objects.filter(pk=case.pk).update(**{column: case.proposed_by_id})
    for login in ("default", "owner"):
        with (
            scoped(areas=[AREA]),
            pytest.raises(DatabaseError, match=r"is refused|permission denied"),
            transaction.atomic(using=login),
            connections[login].cursor() as cursor,
        ):
            cursor.execute("UPDATE verification_casehistory SET reason = 'lain'")


def test_an_approver_decides_for_the_own_office_or_for_all_where_the_region_says_so(dinsos: Client) -> None:
    loaded(a_mismatch(1))
    key = key_of(1, "funded_twice")
    posted(dinsos, "remove", key, reason="PBI JK")
    head = approver("dinkes")
    assert posted(head, "approve", key).status_code == 409
    assert head.post(f"{LIST}aturan/", {"decided_at_desk": "dinkes"}).status_code == 302
    assert posted(approver("dinsos"), "approve", key).status_code == 409
    assert posted(head, "approve", key).status_code == 302
    with scoped(areas=[AREA]):
        assert ApprovalRule.objects.get().decided_at_desk == "dinkes"
    assert signed_in(a_user("dinkes")).post(f"{LIST}aturan/", {"decided_at_desk": "same_desk"}).status_code == 403


def test_a_thousand_at_once_all_or_none(dinsos: Client) -> None:
    loaded(*(a_mismatch(number) for number in range(1000)))
    asked = dinsos.post(f"{LIST}tindak/", {"act": "remove", "all": "1", "filter": ""})
    text = said(asked)
    assert "1.000 data" in text and "Rp 37.800.000" in text and "Contoh: 5 dari 1.000" in text
    done = dinsos.post(f"{LIST}tindak/", {**hidden(asked), "reason": "kepesertaan ganda Juli", "confirmed": "1"})
    assert done.status_code == 302
    with scoped(areas=[AREA]):
        assert MismatchCase.objects.filter(state="proposed").count() == CaseHistory.objects.count() == 1000
    done = posted(approver(), "approve", all="1", filter="")
    assert done.status_code == 302
    with scoped(areas=[AREA]):
        assert MismatchCase.objects.filter(state="approved").count() == 1000
    entry = LogEntry.objects.using("owner").get(action="mismatch.approve")
    assert '"count":1000' in entry.content.replace(" ", "")


def test_all_that_match_is_refused_when_their_number_changed_since(dinsos: Client) -> None:
    loaded(*(a_mismatch(number) for number in range(3)))
    asked = dinsos.post(f"{LIST}tindak/", {"act": "remove", "all": "1", "filter": ""})
    posted(signed_in(a_user("dinkes")), "keep", key_of(0, "funded_twice"), reason="sudah benar")
    late = dinsos.post(f"{LIST}tindak/", {**hidden(asked), "reason": "ganda", "confirmed": "1"})
    said = late.content.decode()
    assert (
        late.status_code == 409 and "1 dari 3 data sudah ditindaklanjuti petugas lain" in said and "Tidak satu pun diubah" in said
    )
    with scoped(areas=[AREA]):
        assert MismatchCase.objects.count() == 1


def test_of_chosen_rows_those_that_somebody_took_are_told_by_count(dinsos: Client) -> None:
    loaded(*(a_mismatch(number) for number in range(3)))
    keys = [key_of(number, "funded_twice") for number in range(3)]
    posted(signed_in(a_user("dinkes")), "keep", keys[0], reason="sudah benar")
    asked = dinsos.post(f"{LIST}tindak/", {"act": "remove", "chosen": keys})
    assert "1 dari 3 yang dipilih tidak dapat ditindaklanjuti" in asked.content.decode()
    assert dinsos.post(f"{LIST}tindak/", {**hidden(asked), "reason": "ganda", "confirmed": "1"}).status_code == 302
    assert case_of(0).proposal == "keep" and case_of(1).proposal == case_of(2).proposal == "remove"


def test_a_missing_reason_keeps_the_choice_and_what_was_seen(dinsos: Client) -> None:
    loaded(a_mismatch(1), a_mismatch(2))
    asked = dinsos.post(f"{LIST}tindak/", {"act": "remove", "chosen": [key_of(1, "funded_twice")]})
    again = dinsos.post(f"{LIST}tindak/", {**hidden(asked), "reason": "  ", "confirmed": "1"})
    assert again.status_code == 422 and "Tulis alasannya" in again.content.decode()
    assert hidden(again) == hidden(asked)


def test_no_row_chosen_is_said(dinsos: Client) -> None:
    loaded(a_mismatch(1))
    refused = dinsos.post(f"{LIST}tindak/", {"act": "remove"})
    assert refused.status_code == 409 and "belum ada baris yang dipilih" in refused.content.decode()


def test_another_area_is_invisible(dinsos: Client) -> None:
    elsewhere = a_position(area="16.71")
    stranger = a_mismatch(7, area="16.71", position=elsewhere, name="ORANG LAIN DAERAH")
    loaded(a_mismatch(1), stranger)
    assert "ORANG LAIN DAERAH" not in page(dinsos)
    assert posted(dinsos, "remove", stranger.key, reason="coba").status_code == 409
    assert dinsos.get(f"{LIST}kasus/{stranger.key}/").status_code == 404
    assert dinsos.get("/16.71/verifikasi/").status_code == 404


@pytest.mark.parametrize("desk", ["setda", "faskes", "pimpinan", "dprd", "admin"])
def test_desks_that_verify_nothing_have_no_page(desk: str) -> None:
    a_position()
    assert signed_in(a_user(desk)).get(LIST).status_code == 403


@pytest.mark.parametrize("desk", ["bpjs", "provinsi", "auditor", "kelurahan"])
def test_readers_read_and_propose_nothing(desk: str) -> None:
    a_position()
    loaded(a_mismatch(1))
    reader = signed_in(a_user(desk, places=[VILLAGE] if desk == "kelurahan" else []))
    shown = page(reader)
    assert "ORANG 1" in shown and 'value="remove"' not in shown
    assert posted(reader, "remove", key_of(1, "funded_twice"), reason="x").status_code in (403, 409)


def test_a_village_sees_its_own_people_only() -> None:
    a_position()
    loaded(a_mismatch(1), a_mismatch(2, village="16.10.02.2002"))
    user = a_user("kelurahan")
    assert "ORANG 1" not in page(signed_in(user)) and "belum terhubung ke desa" in page(signed_in(user))
    user.places = [VILLAGE]
    user.save()
    client = signed_in(user)
    assert "ORANG 1" in page(client) and "ORANG 2" not in page(client)
    assert client.get(f"{LIST}kasus/{key_of(2, 'funded_twice')}/").status_code == 404


def test_sums_are_those_of_the_rows_and_one_line_counts_once(dinsos: Client) -> None:
    loaded(
        a_mismatch(1),
        a_mismatch(1, "decile_above_threshold"),
        a_mismatch(2, rupiah_per_month=None, rupiah_to_date=None),
        a_mismatch(3, village="16.10.01.2001", rupiah_per_month=50_000),
        a_mismatch(4, bpk_kind=""),
    )

    def told(**query: Any) -> str:
        line = re.search(r'id="jumlah">(.*?)</p>', page(dinsos, **query))
        assert line
        return re.sub(r"<[^>]+>", "", line[1]).split(" · dibayar")[0]

    assert told() == "5 orang · 5 data · Rp 125.600 per bulan"
    assert told(district="16.10.01") == "1 orang · 1 data · Rp 50.000 per bulan"
    assert told(kind="decile_above_threshold") == "1 orang · 1 data · Rp 37.800 per bulan"
    assert told(rupiah_min="40000") == "1 orang · 1 data · Rp 50.000 per bulan"
    assert told(bpk_kind="none") == "1 orang · 1 data · Rp 37.800 per bulan"
    assert told(kind="deceased") == "0 orang · 0 data · tidak diketahui per bulan"
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT sum(m) FROM (SELECT max(rupiah_per_month) m FROM positions_mismatch GROUP BY entry_key) x")
        assert cursor.fetchone()[0] == 125_600


def test_an_unknown_amount_is_never_nothing(dinsos: Client) -> None:
    loaded(a_mismatch(1, rupiah_per_month=None, rupiah_to_date=None))
    shown = page(dinsos)
    assert "tidak diketahui" in shown and "Rp 0" not in shown


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [row for row in book.worksheets[0].iter_rows(values_only=True) if any(row)]


def test_the_workbook_holds_what_the_filter_lets_through(dinsos: Client) -> None:
    loaded(a_mismatch(1), a_mismatch(2, village="16.10.01.2001"))
    rows = rows_of(dinsos.get(LIST, {"district": "16.10.01", "format": "xlsx"}))
    names = [cell for row in rows for cell in row if isinstance(cell, str) and cell.startswith("ORANG")]
    assert names == ["ORANG 2"] and not any("1610024101" in str(cell) and "*" not in str(cell) for row in rows for cell in row)
    whole = rows_of(signed_in(a_user("bpjs")).get(LIST, {"format": "xlsx"}))
    assert any("1610024101009001" in str(cell) for row in whole for cell in row)
    assert LogEntry.objects.using("owner").filter(action="mismatch.export").count() == 2


def next_month(*rows: int, **told: Any) -> None:
    """August is loaded: these lines still do not match; all others are gone."""
    august = a_position(dt.date(2024, 8, 1))
    Mismatch.objects.using("loader").all().delete()
    first = told.pop("first_month", MONTH)
    loaded(*(a_mismatch(number, position=august, first_month=first, **told) for number in rows))


def decided(dinsos: Client, act: str, number: int = 1) -> None:
    loaded(a_mismatch(number))
    posted(dinsos, act, key_of(number, "funded_twice"), reason="menurut surat cabang")
    posted(approver(), "approve", key_of(number, "funded_twice"))


def test_a_decision_lasts_and_a_row_number_is_no_new_evidence(dinsos: Client) -> None:
    decided(dinsos, "keep")
    next_month(1, evidence="kartu aktif lain: segmen PBI JK, peserta baris 9999")
    assert "ORANG 1" not in page(dinsos) and "menurut surat cabang" in page(dinsos, f"{LIST}selesai/")


def test_other_evidence_opens_it_again(dinsos: Client) -> None:
    decided(dinsos, "keep")
    next_month(1, evidence="kartu aktif lain: segmen PPU, peserta baris 1")
    assert "ORANG 1" in page(dinsos) and "ORANG 1" not in page(dinsos, f"{LIST}selesai/")
    posted(dinsos, "remove", key_of(1, "funded_twice"), reason="kini PPU")
    case = case_of(1)
    assert (case.state, case.proposal, case.decided_by) == ("proposed", "remove", None)
    with scoped(areas=[AREA]):
        assert [line.move for line in case.history.all()] == ["propose", "approve", "reopen", "propose"]


def test_what_is_gone_next_month_is_settled(dinsos: Client) -> None:
    loaded(a_mismatch(1), a_mismatch(2))
    posted(dinsos, "remove", key_of(1, "funded_twice"), reason="ganda")
    next_month(2)
    assert "ORANG 1" not in page(dinsos, f"{LIST}usulan/") and "tidak muncul lagi" in page(dinsos, f"{LIST}selesai/")
    assert "tidak muncul lagi" in page(dinsos, f"{LIST}kasus/{key_of(1, 'funded_twice')}/")


def test_kept_stays_closed_when_it_comes_back_but_a_removal_asks_again(dinsos: Client) -> None:
    decided(dinsos, "keep", 1)
    decided(dinsos, "remove", 2)
    next_month(1, 2, first_month=dt.date(2024, 8, 1))
    shown = page(dinsos)
    assert "ORANG 1" not in shown and "ORANG 2" in shown


def test_the_desk_queue_tells_what_waits(dinsos: Client) -> None:
    loaded(a_mismatch(1), a_mismatch(2, "deceased"), a_mismatch(3))
    posted(dinsos, "remove", key_of(2, "deceased"), reason="akta")
    posted(dinsos, "remove", key_of(3, "funded_twice"), reason="ganda")
    assert "Data tidak padan menunggu usulan" in page(dinsos, f"/{AREA}/antrean/")
    assert "Usulan menunggu pembenaran Dukcapil" in page(signed_in(a_user("dukcapil")), f"/{AREA}/antrean/")
    assert "Usulan menunggu keputusan Anda" in page(approver(), f"/{AREA}/antrean/")
    assert "Usulan menunggu keputusan Anda" not in page(dinsos, f"/{AREA}/antrean/")


def test_every_page_and_act_is_logged_without_names(dinsos: Client) -> None:
    loaded(a_mismatch(1))
    page(dinsos)
    posted(dinsos, "remove", key_of(1, "funded_twice"), reason="ganda")
    entries = LogEntry.objects.using("owner").filter(action__startswith="mismatch.").order_by("number")
    assert [entry.action for entry in entries] == ["mismatch.list", "mismatch.remove"]
    assert all("ORANG" not in entry.content and "1610024101" not in entry.content for entry in entries)


@pytest.mark.parametrize("seen", ["", "satu-dua", "²-x", "99999999999999999999999-x"])
def test_a_mark_of_what_was_seen_that_nobody_gave_is_a_list_that_changed(dinsos: Client, seen: str) -> None:
    loaded(a_mismatch(1))
    told = {"act": "remove", "chosen": [key_of(1, "funded_twice")], "reason": "PBI JK", "confirmed": "1", "seen": seen}
    answer = dinsos.post(f"{LIST}tindak/", told)
    assert answer.status_code == 409 and "daftarnya berubah" in said(answer)
