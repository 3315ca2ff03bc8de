"""A quarter is reconciled: proposed with a cause for each difference, agreed by the branch, told in minutes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from cakupan.law.calendar import Month
from cakupan.office.billing.adoption import adopt
from cakupan.office.billing.models import QuarterReconciliation
from cakupan.office.billing.queue import waiting
from cakupan.office.clock import today
from cakupan.office.database.scope import scoped
from cakupan.office.papers.keeping import kept
from cakupan.office.papers.models import Paper
from letters.letter_fixture import text_of
from office_billing.story import AREA, NUMBER, Story, paid
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")
APRIL = Month(2024, 4)


@pytest.fixture
def quarter() -> None:
    """April paid, May in part, June not at all; the aid never."""
    payments = [paid("SP2D-4", APRIL, 105_000), paid("SP2D-5", APRIL.plus(1), 70_000)]
    story = Story({APRIL: 3}, payments, first=APRIL)
    months = [APRIL.plus(at) for at in range(3)]
    for month in months:
        story.tell(month)
    with scoped(areas=[AREA]):
        adopt(AREA, months=months)


def propose(user: Any, causes: list[str]) -> Any:
    told = {"pks": NUMBER, "cause": causes, "agreed": "Mei dilunasi bulan Juli.\n\nJuni dibayar 31 Juli."}
    return signed_in(user).post(reverse("billing:quarter", args=[AREA, str(APRIL)]), told)


def causes_of(user: Any) -> list[str]:
    shown = signed_in(user).get(reverse("billing:quarter", args=[AREA, str(APRIL)]), {"pks": NUMBER}).content.decode()
    return re.findall(r'name="cause" value="([^"]*)"', shown)


def test_a_quarter_is_proposed_agreed_and_told(quarter: None) -> None:
    maker, branch = a_user("dinkes"), a_user("bpjs", approver=True)
    with scoped(areas=[AREA]):
        assert any("Rekonsiliasi triwulan" in each.title for each in waiting(maker, AREA, today()))
    causes = causes_of(maker)
    assert causes.count("") == 1, "April's contribution alone is paid in full"
    assert propose(maker, [""] * len(causes)).status_code == 409
    assert propose(maker, causes).status_code == 302
    assert propose(maker, causes).status_code == 409, "proposed already"
    with scoped(areas=[AREA]):
        found = QuarterReconciliation.objects.get()
    url = reverse("billing:quarter_decide", args=[AREA, found.pk])
    assert signed_in(a_user("dinkes", approver=True)).post(url, {"agree": "1"}).status_code == 403
    assert signed_in(branch).post(url, {"agree": "1"}).status_code == 302
    assert signed_in(branch).post(url, {"agree": "1"}).status_code == 409
    with scoped(areas=[AREA]):
        paper = Paper.objects.get()
    text = text_of(kept(paper.sha256) or b"")
    assert "Triwulan II Tahun 2024" in text and "Mei dilunasi bulan Juli." in text and "SP2D-4" in text
    assert (
        "Belum dibayar" in text
        and paper.number in signed_in(maker).get(reverse("billing:quarters", args=[AREA])).content.decode()
    )


def test_returning_a_quarter_needs_a_reason_and_opens_it_again(quarter: None) -> None:
    maker, branch = a_user("dinkes"), a_user("bpjs", approver=True)
    propose(maker, causes_of(maker))
    with scoped(areas=[AREA]):
        found = QuarterReconciliation.objects.get()
    url = reverse("billing:quarter_decide", args=[AREA, found.pk])
    assert signed_in(branch).post(url, {"reason": ""}).status_code == 409
    assert signed_in(branch).post(url, {"reason": "SP2D Mei salah"}).status_code == 302
    assert propose(maker, causes_of(maker)).status_code == 302


def test_a_quarter_with_an_open_month_is_not_offered() -> None:
    story = Story({APRIL: 3}, first=APRIL)
    for month in (APRIL, APRIL.plus(1)):
        story.tell(month)
    with scoped(areas=[AREA]):
        adopt(AREA, months=[APRIL, APRIL.plus(1)])
    maker = a_user("dinkes")
    assert "Belum diusulkan" not in signed_in(maker).get(reverse("billing:quarters", args=[AREA])).content.decode()
    assert propose(maker, ["x"] * 4).status_code == 409


def test_causes_of_lines_that_changed_meanwhile_are_refused(quarter: None) -> None:
    maker = a_user("dinkes")
    refused = propose(maker, causes_of(maker)[:-1])
    assert refused.status_code == 409 and "berubah sejak halaman Anda dibuka" in refused.content.decode()
