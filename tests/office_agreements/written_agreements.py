"""Agreements for tests: the published terms as people type them, and the way from a draft to an agreement in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from cakupan.office.agreements import acts
from cakupan.office.agreements.models import Agreement, Decree
from cakupan.office.database.scope import scoped
from office_people import a_user, signed_in

AREA = "16.10"
FULL: dict[str, Any] = {
    "programme": "PBPU dan BP Pemda",
    "payer": "kabkota",
    "care_class": "3",
    "share_method": "per_cent",
    "share_kabkota": "100",
    "due_day": "10",
}
KUPANG = FULL | {
    "from_date": "2019-03-01",
    "last_date": "2019-12-31",
    "account_1": "5.1.02.02.01.0001",
    "kind_1": "iuran",
    "source_1": "APBD",
    "rupiah_1": "2.000.000.000",
}
SERANG = FULL | {"from_date": "2021-07-01", "last_date": "2021-12-31", "quota": "42.000"}
OGAN_ILIR = FULL | {
    "from_date": "2024-01-01",
    "last_date": "2024-12-31",
    "quota": "65.000",
    "share_kabkota": "60",
    "share_provinsi": "40",
}


def a_draft(area: str = AREA, **more: Any) -> Agreement:
    """A draft that the cooperation bureau began."""
    setda = a_user("setda", (area,))
    with scoped(areas=[area]):
        return acts.draft(area=area, user=setda, title="PKS penyelenggaraan JKN", kind="pks", **more)


def read_again(agreement: Agreement) -> Agreement:
    """The row as it stands."""
    with scoped(areas=[agreement.area]):
        return Agreement.objects.select_related("amends", "decree").get(pk=agreement.pk)


def page(agreement: Agreement, tail: str = "") -> str:
    """The URL of its page, or of one below it."""
    return f"/{agreement.area}/perjanjian/{agreement.pk}/{tail}"


def typed(client: Client, agreement: Agreement, terms: dict[str, Any]) -> Any:
    """Save terms by the form."""
    return client.post(page(agreement, "ketentuan/"), {**terms, "version": read_again(agreement).version})


def numbered(agreement: Agreement, number: str = "440/9001/PKS/2024", decree: str | None = "440/9001/SK/2023") -> None:
    """Give it a number and a decree."""
    setda = a_user("setda", (agreement.area,))
    found = None
    with scoped(areas=[agreement.area]):
        if decree:
            found, _ = Decree.objects.get_or_create(
                area=agreement.area,
                number=decree,
                defaults={"decree_date": dt.date(2023, 12, 15), "about": "Penetapan peserta", "entered_by": setda},
            )
    told = {"number": number, "decree": found.pk if found else "", "version": read_again(agreement).version}
    assert signed_in(setda).post(page(agreement, "nomor/"), told).status_code == 302


def step(client: Client, agreement: Agreement, code: str, **more: Any) -> Any:
    """Do a move by its page, with the version that stands unless another is given."""
    return client.post(page(agreement, f"langkah/{code}/"), {"version": read_again(agreement).version, "reason": "", **more})


SIGNING = {
    "signed_date": "2023-12-20",
    "place": "Indralaya",
    "signatories": "Kepala Dinas Kesehatan\nKepala BPJS Kesehatan Cabang",
    "witnesses": "Bupati",
}


def in_force(terms: dict[str, Any] = OGAN_ILIR, *, number: str = "440/9001/PKS/2024", area: str = AREA, **more: Any) -> Agreement:
    """An agreement that went the whole way by the pages."""
    agreement = a_draft(area, **more)
    officer = signed_in(a_user("dinkes", (area,)))
    assert typed(officer, agreement, terms).status_code == 302
    numbered(agreement, number)
    assert step(officer, agreement, "complete").status_code == 302
    assert step(signed_in(a_user("dinkes", (area,), approver=True)), agreement, "sign", **SIGNING).status_code == 302
    assert step(signed_in(a_user("bpjs", (area,))), agreement, "confirm").status_code == 302
    return read_again(agreement)
