"""A month: prepared and proposed by dinkes, confirmed by the branch, then locked for good, booked and told in minutes."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from cakupan.law.calendar import Month
from cakupan.office.audit.models import LogEntry
from cakupan.office.billing.closing import confirm as confirm_act
from cakupan.office.billing.closing import prepared
from cakupan.office.billing.models import JournalEntry, JournalLine, MonthClosing
from cakupan.office.billing.queue import waiting
from cakupan.office.database.scope import scoped
from cakupan.office.papers.keeping import kept
from cakupan.office.papers.models import Paper
from cakupan.office.positions.models import Position
from letters.letter_fixture import text_of
from office_billing.story import AREA, JULY, NUMBER, Story, name_people
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")
AUGUST = JULY.plus(1)


@pytest.fixture
def people() -> dict[str, Any]:
    return {
        "maker": a_user("dinkes"),
        "branch": a_user("bpjs", approver=True),
        "clerk": a_user("bpjs"),
        "auditor": a_user("auditor"),
        "council": a_user("dprd"),
    }


def story(**more: Any) -> Story:
    return Story({JULY: 3}, first=JULY, **more)


def make_ready(user: Any, month: Month = JULY, told: Story | None = None, named: int = 3, **more: Any) -> MonthClosing:
    """As the long work leaves it: a position by name, and a closing that is prepared."""
    (told or story()).tell(month, named=named, **more)
    with scoped(areas=[AREA]):
        return prepared(AREA, month, workbook_sha256="ab" * 32, changes=[], actor=user)


def propose(client: Client, closing: MonthClosing) -> Any:
    return client.post(reverse("billing:propose", args=[AREA, closing.pk]))


def decide(client: Client, closing: MonthClosing, **told: str) -> Any:
    return client.post(reverse("billing:decide", args=[AREA, closing.pk]), told)


def confirm(client: Client, closing: MonthClosing) -> Any:
    return decide(client, closing, confirm="1", edition=closing.edition)


def now_of(closing: MonthClosing) -> MonthClosing:
    with scoped(areas=[AREA]):
        return MonthClosing.objects.select_related("position").get(pk=closing.pk)


def test_a_month_is_closed_by_two_offices_and_its_minutes_say_so(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    branch = signed_in(people["branch"])
    assert propose(signed_in(people["maker"]), closing).status_code == 302
    shown = branch.get(reverse("billing:month", args=[AREA, str(JULY)])).content.decode()
    assert closing.edition in shown and "Konfirmasi dan tutup bulan" in shown
    assert confirm(branch, closing).status_code == 302
    closed = now_of(closing)
    assert closed.state == "closed" and closed.decided_by_id == people["branch"].pk and closed.position.closed_at
    with scoped(areas=[AREA]):
        paper = Paper.objects.get()
        entry = LogEntry.objects.get(action="month.confirm")
        assert JournalEntry.objects.filter(cause="bill").count() == 2
    assert closed.log_head == bytes(entry.hash).hex()
    text = text_of(kept(paper.sha256) or b"")
    assert paper.kind == "monthly_list_minutes" and "BERITA ACARA PEMUTAKHIRAN DATA" in text
    assert "3 (tiga)" in text and "113.400" in text
    assert closed.edition[:20] in text.replace(" ", "") and closed.log_head[:12] in text.replace(" ", "")
    public = Client().get(f"/surat/{paper.code}/").content.decode()
    assert paper.number in public and "ORANG REKAAN" not in public


def test_after_closing_nothing_moves_any_more(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    propose(signed_in(people["maker"]), closing)
    confirm(signed_in(people["branch"]), closing)
    maker = signed_in(people["maker"])
    again = maker.post(reverse("billing:prepare", args=[AREA]), {"month": str(JULY)})
    assert again.status_code == 409 and "koreksi pada bulan yang masih terbuka" in again.content.decode()
    assert confirm(signed_in(people["branch"]), closing).status_code == 409
    for login in ("loader", "owner"):
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic(using=login):
            Position.objects.using(login).filter(pk=closing.position_id).update(edition="x")
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic(using=login):
            MonthClosing.objects.using(login).filter(pk=closing.pk).update(state="rejected", reason="x")
    with pytest.raises(DatabaseError, match="is refused"):
        name_people(Position.objects.using("loader").get(pk=closing.position_id), 7)


def test_only_another_office_with_an_approver_decides(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    propose(signed_in(people["maker"]), closing)
    for user in (people["maker"], a_user("dinkes", approver=True), people["clerk"], people["auditor"], people["council"]):
        assert confirm(signed_in(user), closing).status_code == 403
    assert now_of(closing).state == "proposed"
    with scoped(areas=[AREA]), pytest.raises(DatabaseError, match=r"two_desks|no_checker"), transaction.atomic():
        MonthClosing.objects.filter(pk=closing.pk).update(decided_by=people["maker"], decided_desk="dinkes")


def test_returning_needs_a_reason_and_the_month_can_be_prepared_again(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    propose(signed_in(people["maker"]), closing)
    branch = signed_in(people["branch"])
    assert decide(branch, closing, reason=" ").status_code == 409
    assert decide(branch, closing, reason="tiga orang sudah meninggal").status_code == 302
    assert now_of(closing).state == "rejected"
    page = signed_in(people["maker"]).get(reverse("billing:month", args=[AREA, str(JULY)])).content.decode()
    assert "tiga orang sudah meninggal" in page
    with scoped(areas=[AREA]):
        second = prepared(AREA, JULY, workbook_sha256="", changes=[], actor=people["maker"])
    assert second.pk != closing.pk
    assert propose(signed_in(people["maker"]), second).status_code == 302


def test_a_position_that_changed_since_is_not_closed(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    propose(signed_in(people["maker"]), closing)
    Position.objects.using("loader").filter(pk=closing.position_id).update(current=False)
    story().tell(JULY, edition="ff" * 32, named=3)
    answer = confirm(signed_in(people["branch"]), closing)
    assert answer.status_code == 409 and "Siapkan bulan ini sekali lagi" in answer.content.decode()
    with scoped(areas=[AREA]):
        second = prepared(AREA, JULY, workbook_sha256="", changes=[], actor=people["maker"])
        assert MonthClosing.objects.get(pk=closing.pk).state == "replaced"
        assert not JournalEntry.objects.exists() and not Paper.objects.exists()
    assert second.edition == "ff" * 32
    propose(signed_in(people["maker"]), second)
    stale = decide(signed_in(people["branch"]), second, confirm="1", edition=closing.edition)
    assert stale.status_code == 409, "the officer saw another edition"
    assert confirm(signed_in(people["branch"]), second).status_code == 302


def test_months_are_closed_one_after_the_other(people: dict[str, Any]) -> None:
    july = make_ready(people["maker"])
    august = make_ready(people["maker"], AUGUST)
    maker, branch = signed_in(people["maker"]), signed_in(people["branch"])
    early = propose(maker, august)
    assert early.status_code == 409 and "Juli 2024" in early.content.decode()
    propose(maker, july)
    assert confirm(branch, july).status_code == 302
    assert propose(maker, august).status_code == 302
    assert confirm(branch, august).status_code == 302
    with scoped(areas=[AREA]):
        assert JournalEntry.objects.filter(cause="bill").count() == 4
        skipped = make_ready(people["maker"], AUGUST.plus(2))
    assert propose(maker, skipped).status_code == 409


def test_who_came_and_who_left_stands_in_the_minutes(people: dict[str, Any]) -> None:
    july = make_ready(people["maker"], named=3)
    maker, branch = signed_in(people["maker"]), signed_in(people["branch"])
    propose(maker, july)
    confirm(branch, july)
    position = story().tell(AUGUST)
    for at in (1, 2, 5):
        name_people(position, at)
    with scoped(areas=[AREA]):
        august = prepared(AREA, AUGUST, workbook_sha256="", changes=[], actor=people["maker"])
    propose(maker, august)
    assert confirm(branch, august).status_code == 302
    with scoped(areas=[AREA]):
        paper = Paper.objects.order_by("-pk")[0]
    matter = paper.says["matter"]
    assert (matter["before"], matter["entered"], matter["left"], matter["total"]) == ("3", "1", "1", "3")
    text = text_of(kept(paper.sha256) or b"")
    assert "ORANG REKAAN 5" in text and "ORANG REKAAN 0" in text and "ORANG REKAAN 1" not in text


def test_the_queue_of_each_desk_knows_the_month(people: dict[str, Any]) -> None:
    def titles(user: Any) -> list[str]:
        with scoped(areas=[AREA]):
            return [each.title for each in waiting(user, AREA, dt.date(2024, 7, 2)) if each.count]

    story().tell(JULY, named=3)
    assert "Penutupan Juli 2024: siapkan" in titles(people["maker"])
    with scoped(areas=[AREA]):
        closing = prepared(AREA, JULY, workbook_sha256="", changes=[], actor=people["maker"])
    assert "Penutupan Juli 2024: usulkan ke cabang" in titles(people["maker"])
    propose(signed_in(people["maker"]), closing)
    assert "Penutupan Juli 2024 menunggu konfirmasi" in titles(people["branch"])
    assert not any("Penutupan" in title for title in titles(people["maker"]))
    assert titles(people["council"]) == []
    queue = signed_in(people["branch"]).get(reverse("desk:queue", args=[AREA])).content.decode()
    assert "Penutupan Juli 2024 menunggu konfirmasi" in queue


def test_two_who_confirm_at_once_close_it_once(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    propose(signed_in(people["maker"]), closing)
    clients = [signed_in(people["branch"]), signed_in(a_user("bpjs", approver=True))]
    told: list[int] = []

    def one(client: Client) -> None:
        told.append(confirm(client, closing).status_code)
        connections.close_all()

    threads = [threading.Thread(target=one, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [302, 409]
    with scoped(areas=[AREA]):
        assert Paper.objects.count() == 1 and JournalEntry.objects.filter(cause="bill").count() == 2


def test_an_act_that_fails_at_its_end_leaves_nothing_but_a_file(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    propose(signed_in(people["maker"]), closing)
    request = RequestFactory().get("/")
    request.user, request.area = people["branch"], AREA  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError), scoped(areas=[AREA], user_id=people["branch"].pk), transaction.atomic():
        confirm_act(request, closing.pk, seen=closing.edition)
        raise ZeroDivisionError
    assert now_of(closing).state == "proposed" and now_of(closing).position.closed_at is None
    with scoped(areas=[AREA]):
        assert not Paper.objects.exists() and not JournalEntry.objects.exists()
    assert confirm(signed_in(people["branch"]), closing).status_code == 302
    with scoped(areas=[AREA]):
        assert Paper.objects.get().serial == 1


def test_row_level_security_hides_every_table_from_another_area(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    propose(signed_in(people["maker"]), closing)
    confirm(signed_in(people["branch"]), closing)
    for areas, there in (([AREA], True), (["16.71"], False), ([], False)):
        with scoped(areas=areas):
            for model in (MonthClosing, JournalEntry, JournalLine, Paper):
                assert model.objects.exists() is there, (model, areas)


def test_months_of_another_area_are_not_there(people: dict[str, Any]) -> None:
    closing = make_ready(people["maker"])
    elsewhere = signed_in(a_user("bpjs", areas=("16.71",), approver=True))
    assert confirm(elsewhere, closing).status_code == 404
    url = reverse("billing:decide", args=["16.71", closing.pk])
    assert elsewhere.post(url, {"confirm": "1"}).status_code == 404
    assert NUMBER not in elsewhere.get(reverse("billing:bills", args=["16.71"])).content.decode()
