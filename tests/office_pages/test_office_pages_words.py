"""Filters and parts: what a template writes is what a reader sees."""

from __future__ import annotations

import datetime as dt
import json
import re
from fractions import Fraction

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from cakupan.law.calendar import Month
from cakupan.office.pages.charts import Chart, Series
from cakupan.office.pages.maps import Area, map_of
from cakupan.office.pages.parts import Confirmation, Event, Progress
from cakupan.report.edition import Boundary


def write(template: str, **context: object) -> str:
    return Template("{% load pages %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (1_234_567, "rupiah", "Rp\u00a01.234.567"),
        (-5, "rupiah", "\u2212Rp\u00a05"),
        (1234, "whole", "1.234"),
        (0, "whole", "0"),
        (Fraction(6985, 10_000), "percent", "69,85\u00a0%"),
        (0.5, "percent", "50,00\u00a0%"),
        (dt.date(2025, 1, 5), "tanggal", "5 Januari 2025"),
        (dt.datetime(2024, 7, 3, 1, 12, tzinfo=dt.UTC), "waktu", "3 Juli 2024 08.12"),
        (dt.datetime(2024, 12, 31, 18, 0, tzinfo=dt.UTC), "tanggal", "1 Januari 2025"),
        (Month(2021, 7), "bulan", "Juli 2021"),
        ("2021-07", "bulan", "Juli 2021"),
        (dt.date(2021, 7, 9), "bulan", "Juli 2021"),
        ("6171010101909001", "nik_masked", "6171********9001"),
        (7, "rt", "007"),
        ("12", "rt", "012"),
    ],
)
def test_words(value: object, kind: str, words: str):
    assert write("{{ value|" + kind + " }}", value=value) == words


@pytest.mark.parametrize("kind", ["rupiah", "whole", "percent", "tanggal", "waktu", "bulan", "nik_masked", "rt"])
def test_nothing_is_a_dash(kind: str):
    assert write("{{ value|" + kind + " }}", value=None) == "–"


def test_dates_in_english():
    with translation.override("en"):
        assert write("{{ value|tanggal }} {{ value|bulan }}", value=dt.date(2025, 1, 5)) == "5 January 2025 January 2025"


class Asked(forms.Form):
    nik = forms.CharField(label="NIK", help_text="Enam belas angka.")
    way = forms.ChoiceField(label="Cara", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Catatan", required=False)

    def clean(self):
        raise forms.ValidationError("Keduanya tidak cocok.")


def test_errors_stand_above_link_to_their_field_and_are_tied_to_it():
    form = Asked({"nik": "", "way": "x"})
    html = write("{% form_errors form %}{% form_fields form %}", form=form)
    targets = re.findall(r'<a href="#([^"]+)">(\w+):', html)
    assert targets == [("id_nik", "NIK"), ("id_way_0", "Cara")]
    assert all(f'id="{target}"' in html for target, _ in targets)
    assert "Keduanya tidak cocok." in html
    field = re.search(r'<input[^>]*name="nik"[^>]*>', html)
    assert field
    described = re.search(r'aria-describedby="([^"]+)"', field[0])
    assert described
    assert described[1].split() == ["id_nik-hint", "id_nik-error"]
    assert all(f'id="{each}"' in html for each in described[1].split())
    assert 'aria-invalid="true"' in field[0]
    assert "boleh kosong" in html.split('for="id_note"')[1]


def test_no_error_no_summary():
    assert write("{% form_errors form %}", form=Asked()).strip() == ""


def test_what_is_typed_is_escaped():
    assert "<script>" not in write("{% badge word 'done' %}{% notice word %}{{ word }}{% endnotice %}", word="<script>")


def test_a_chart_carries_its_numbers_as_json_and_as_a_table():
    chart = Chart("c", "Judul </script>", "Bulan", ["Juli"], [Series("Terbayar", [1_300_000])], unit="rupiah")
    html = write("{% chart chart %}", chart=chart)
    data = re.search(r'<script id="c-data" type="application/json">(.*?)</script>', html, re.S)
    assert data
    assert json.loads(data[1])["series"][0]["values"] == [1_300_000]
    assert "Rp\u00a01.300.000" in html
    assert "Judul &lt;/script&gt;" in html


def test_a_chart_with_a_missing_number_is_refused():
    with pytest.raises(AssertionError, match="another number of values"):
        Chart("c", "Judul", "Bulan", ["Juli", "Agustus"], [Series("Terbayar", [1])])


def area(code: str, name: str, **place: int) -> Area:
    return Area(code, name, "70,10\u00a0%", 1, **place)


def test_without_boundaries_areas_are_tiles_with_value_and_table():
    made = map_of(
        title="Peta", area_label="Kecamatan", value_label="Terdaftar", legend=["rendah", "tinggi"], areas=[area("16.10.01", "A")]
    )
    html = write("{% area_map map %}", map=made)
    assert html.count("70,10\u00a0%") == 2
    assert "<path" not in html
    assert "area-1" in html


def test_with_boundaries_the_map_is_drawn_and_what_it_lacks_stands_below():
    ring = ((104.0, -3.0), (105.0, -3.0), (105.0, -4.0), (104.0, -4.0), (104.0, -3.0))
    areas = [area("16.10.01", "A"), area("16.10.02", "Tanpa Batas")]
    made = map_of(
        title="Peta",
        area_label="Kecamatan",
        value_label="Terdaftar",
        legend=["rendah"],
        areas=areas,
        boundaries=[Boundary("16.10.01", (ring,)), Boundary("99.99.99", (ring,))],
    )
    html = write("{% area_map map %}", map=made)
    assert html.count("<path") == 1
    assert re.search(r'<p class="note">\s*Tanpa Batas', html)
    assert [each.code for each in made.unplaced] == ["16.10.02"]


def test_a_confirmation_shows_count_sum_and_sample_and_sends_the_choice():
    asked = Confirmation(
        "Usulkan",
        1204,
        "orang",
        "Usulkan",
        "/kembali",
        sum=45_511_200,
        heads=("Nama",),
        sample=(("SITI",),),
        hidden=[("chosen", "7")],
    )
    html = write("{% confirm_panel asked %}", asked=asked, csrf_token="t" * 64)
    for shown in ("1.204 orang", "Rp\u00a045.511.200", "SITI", 'name="chosen" value="7"', 'name="reason"', "csrfmiddlewaretoken"):
        assert shown in html


def test_a_story_is_headed_by_its_years():
    events = [
        Event(dt.date(2025, 1, 1), "Nonaktif"),
        Event(dt.date(2024, 2, 1), "Aktif"),
        Event(dt.date(2024, 1, 18), "Diusulkan"),
    ]
    html = write("{% timeline events %}", events=events)
    assert re.findall(r'class="year">(\d+)<', html) == ["2025", "2024"]
    assert html.count("<ol") == html.count("</ol>") == 2


def test_finished_work_asks_no_more():
    assert "hx-get" in write("{% progress work %}", work=Progress("Impor", 1, 3, poll_url="/kerja"))
    assert "hx-get" not in write("{% progress work %}", work=Progress("Impor", 3, 3))
