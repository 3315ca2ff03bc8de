"""Terms that show what they mean: the published figures, through the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from written_agreements import AREA, FULL, KUPANG, OGAN_ILIR, SERANG, a_draft, page, read_again, typed

from cakupan.office.agreements.models import Agreement
from cakupan.office.database.scope import scoped
from office_people import a_user, signed_in

pytestmark = pytest.mark.usefixtures("office")


def means(terms: dict[str, Any]) -> str:
    """What the part beside the form says while these terms are typed, spaces as one."""
    agreement = a_draft()
    answer = signed_in(a_user("dinkes")).post(page(agreement, "arti/"), terms)
    assert answer.status_code == 200
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text.replace("\xa0", " ").replace("&nbsp;", " "))


def test_kupang_2019_what_two_billion_carries() -> None:
    said = means(KUPANG)
    assert "Anggaran cukup untuk 8.695 jiwa sejak Maret 2019 s.d. 31 Desember 2019" in said
    assert "Rp 199.985.000 per bulan" in said and "sisa Rp 150.000" in said
    assert "Bila mulai Februari 2019: 7.905 jiwa." in said
    # The rise of August is the centre's: the regency goes on paying 23,000.
    assert "Agustus 2019 – Desember 2019" in said
    assert "pemerintah pusat Rp 19.000" in said and "kabupaten/kota" in said
    assert f"Rp {19_000 * 8_695:,}".replace(",", ".") in said
    assert said.count("Pemda bersama") == 2 and "Rp 199.985.000" in said


def test_serang_2021_two_accounts_of_42_000_people() -> None:
    said = means(SERANG)
    for rupiah in (42_000 * 35_000, 42_000 * 2_800, 42_000 * 37_800):
        assert f"Rp {rupiah:,}".replace(",", ".") in said
    assert "bantuan iuran" in said and "Hari terakhir berlaku: 31 Desember 2021." in said


def test_ogan_ilir_2024_sixty_forty() -> None:
    said = means(OGAN_ILIR)
    for share in (60, 40):
        for part in (35_000, 2_800):
            assert f"Rp {65_000 * part * share // 100:,}".replace(",", ".") in said
    assert "Rp 2.457.000.000" in said


def test_ogan_ilir_2024_what_each_payer_owes_a_month() -> None:
    said = means(OGAN_ILIR)
    assert "kabupaten/kota bersama Rp 1.474.200.000" in said
    assert "provinsi bersama Rp 982.800.000" in said


def test_a_budget_too_small_is_told_in_rupiah() -> None:
    said = means(SERANG | {"account_1": "5.1.02", "kind_1": "iuran", "rupiah_1": "8.820.000.000"})
    assert "anggaran kurang" in said and f"Rp {42_000 * 37_800 * 6 - 8_820_000_000:,}".replace(",", ".") in said


def test_two_readings_of_the_law_are_shown_side_by_side() -> None:
    said = means(KUPANG | {"from_date": "2020-01-01", "last_date": "2020-12-31"})
    assert "bacaan hukum pmk_78_2020" in said and "bacaan hukum pemda_pays_all" in said
    assert "4.938 jiwa" in said and "3.968 jiwa" in said


def test_half_typed_terms_say_what_is_still_needed() -> None:
    assert "Isi masa berlaku" in means({**FULL, "from_date": "2024-01-01"})


def test_terms_are_kept_as_the_document_has_them_and_shown_again() -> None:
    agreement, client = a_draft(), signed_in(a_user("dinkes"))
    more = {"suspends": "no", "late_deaths": "bpjs", "newborn": "follows_agreement", "rank_1": "decile", "rank_2": "family"}
    assert typed(client, agreement, KUPANG | more).status_code == 302
    kept = read_again(agreement)
    assert kept.terms["period"] == {"from": "2019-03-01", "to": "2020-01-01"}
    assert kept.terms["shares"] == [{"payer": "kabkota", "per_cent": 100}]
    assert kept.terms["unpaid"] == {"suspends": False} and kept.terms["ranking_rule"] == ["decile", "family"]
    assert kept.terms["budget"][0]["rupiah"] == 2_000_000_000
    shown = client.get(page(agreement, "ketentuan/")).content.decode()
    assert 'value="2.000.000.000"' in shown and 'value="2019-12-31"' in shown


class Filled(HTMLParser):
    """What a browser would send of a page's form that nobody touched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in told or self._select not in self.told):
            self.told[self._select] = [value]  # without a choice the first one is sent
        elif tag == "input" and name and (told.get("type") != "checkbox" or "checked" in told):
            self.told.setdefault(name, []).append(value)


def as_shown(client: Client, agreement: Agreement) -> dict[str, Any]:
    """The form as it stands on the page."""
    told = Filled(client.get(page(agreement, "ketentuan/")).content.decode()).told
    return {name: values for name, values in told.items() if name != "version"}


RICH: dict[str, Any] = {
    "programme": "PBPU dan BP Pemda",
    "segment": "PEMDA",
    "class": 3,
    "payer": "kabkota",
    "period": {"from": "2024-01-01", "to": "2025-01-01"},
    "quota": 65_000,
    "shares": [{"payer": "provinsi", "cap_per_month": 500_000_000}, {"payer": "kabkota", "rest": True}],
    "due_day": 10,
    "budget_year": 2024,
    "budget": [
        *({"account": f"5.1.02.{at}", "kind": "iuran", "source": "APBD", "rupiah": at * 1_000_000} for at in range(1, 6)),
        {"account": "5.1.02.6", "kind": "bantuan_iuran", "source": "dana abadi daerah", "rupiah": 0},
        {"account": "5.1.02.7", "kind": "iuran", "rupiah": 7_000_000},
    ],
    "ranking_rule": ["decile", "sick_now", "pregnant", "disaster", "family", "annex"],
    "newborn_of_enrolled_mother": "lewat SK berikutnya",
    "readings_of_who_pays": [{"name": "bupati", "source": "wawancara", "shares": [{"payer": "provinsi", "per_cent": 100}]}],
    "rounding": "largest_remainder",
    "illustrative": ["quota", "title"],
}


def test_terms_that_came_from_files_are_saved_as_they_were_however_many_rows_they_have() -> None:
    agreement = a_draft()
    with scoped(areas=[AREA]):
        Agreement.objects.filter(pk=agreement.pk).update(terms=RICH)
    client = signed_in(a_user("dinkes"))
    shown = as_shown(client, agreement)
    assert typed(client, agreement, shown).status_code == 302
    kept = read_again(agreement).terms
    share = {"payer": "provinsi", "per_cent": 100, "cap_per_month": 500_000_000}  # the same, said in full
    assert kept == RICH | {"shares": [share, RICH["shares"][1]]}


def test_there_is_always_room_for_another_line_of_the_budget() -> None:
    agreement, client = a_draft(), signed_in(a_user("dinkes"))
    with scoped(areas=[AREA]):
        Agreement.objects.filter(pk=agreement.pk).update(terms=RICH)
    more = {"account_8": "5.1.02.8", "kind_8": "iuran", "source_8": "APBD", "rupiah_8": "8"}
    assert typed(client, agreement, as_shown(client, agreement) | more).status_code == 302
    assert read_again(agreement).terms["budget"][7]["rupiah"] == 8


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"share_kabkota": "60"}, "seharusnya 100"),
        ({"last_date": "2019-01-01"}, "sebelum hari mulai"),
        ({"rupiah_1": "dua miliar"}, "bilangan bulat"),
        ({"rank_1": "decile", "rank_2": "decile"}, "dua kali"),
        ({"share_method": "cap", "share_cap": ""}, "batas rupiah"),
    ],
)
def test_wrong_terms_come_back_with_what_was_typed(wrong: dict[str, Any], said: str) -> None:
    agreement, client = a_draft(), signed_in(a_user("dinkes"))
    answer = typed(client, agreement, KUPANG | wrong)
    text = answer.content.decode()
    assert answer.status_code == 200 and said in text and "5.1.02.02.01.0001" in text
    assert read_again(agreement).terms == {}


@pytest.mark.parametrize(
    ("method", "shares"),
    [
        ({"share_method": "people", "share_count": "3.000"}, {"payer": "provinsi", "people": 3000}),
        ({"share_method": "months", "share_count": "5"}, {"payer": "provinsi", "months": 5}),
        (
            {"share_method": "cap", "share_cap": "500.000.000", "share_provinsi": "40"},
            {"payer": "provinsi", "per_cent": 40, "cap_per_month": 500_000_000},
        ),
    ],
)
def test_each_method_of_sharing(method: dict[str, Any], shares: dict[str, Any]) -> None:
    agreement, client = a_draft(), signed_in(a_user("dinkes"))
    assert typed(client, agreement, SERANG | {"share_kabkota": "", "share_first": "provinsi"} | method).status_code == 302
    assert read_again(agreement).terms["shares"] == [shares, {"payer": "kabkota", "rest": True}]
    again = client.get(page(agreement, "ketentuan/")).content.decode()
    assert f'<option value="{method["share_method"]}" selected' in again


def test_the_second_of_two_officers_is_told() -> None:
    agreement = a_draft()
    first, second = signed_in(a_user("dinkes", full_name="Ibu Pertama")), signed_in(a_user("dinkes"))
    seen = read_again(agreement).version
    assert first.post(page(agreement, "ketentuan/"), KUPANG | {"version": seen}).status_code == 302
    answer = second.post(page(agreement, "ketentuan/"), SERANG | {"version": seen})
    text = answer.content.decode()
    assert answer.status_code == 409 and "Ibu Pertama" in text and "42.000" in text
    assert read_again(agreement).terms["period"]["from"] == "2019-03-01"
