"""The districts and villages of an officer of a kelurahan: written by name or code, refused where they are none of the area's."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest
from django.db import IntegrityError, connections, transaction

from cakupan.cli import app
from cakupan.cli.outcome import run_command
from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import User
from cakupan.office.accounts.places import place_of, place_words
from cakupan.office.audit.models import LogEntry
from office_people import a_user, an_area, signed_in

pytestmark = pytest.mark.usefixtures("office")
AREA, VILLAGE, DISTRICT = "16.10", "16.10.02.2010", "16.10.02"
INVITE = f"/{AREA}/pengguna/undang/"


def told(**more: object) -> dict[str, object]:
    around = {"full_name": "Siti Rohana", "username": "siti@contoh.invalid", "position_title": "Kasi Kesra"}
    return {**around, "desk": "kelurahan", "areas": [AREA], "places": [VILLAGE], **more}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (VILLAGE, VILLAGE),
        ("1610022010", VILLAGE),
        ("Seri Bandung", VILLAGE),
        ("desa seri bandung", VILLAGE),
        ("Seri Bandung, Kec. Tanjung Batu", VILLAGE),
        ("Seri Bandung, Tanjung Batu (16.10.02.2010)", VILLAGE),
        (DISTRICT, DISTRICT),
        ("Tanjung Batu (16.10.02)", DISTRICT),
    ],
)
def test_a_place_is_known_by_code_and_by_name(written: str, code: str) -> None:
    assert place_of(written, [AREA]) == code
    assert place_of(place_words(code), [AREA]) == code


@pytest.mark.parametrize(
    ("written", "why", "mend"),
    [
        ("16.71.01.1001", "tidak berada di wilayah akun ini", "beri akun ini wilayah itu"),
        ("16.10.99.9999", "tidak ada pada daftar Kementerian", "Tulis kecamatan"),
        ("Seri Bandng", "tidak ada kecamatan atau desa/kelurahan dengan nama itu", "Seri Bandung, Tanjung Batu (16.10.02.2010)"),
        ("Tanjung Batu", "ada 2 tempat dengan nama itu", "Tanjung Batu (16.10.02); Tanjung Batu, Tanjung Batu (16.10.02.1017)"),
        ("Qqqq", "tidak ada kecamatan", "misalnya 16.10.02.2010"),
    ],
)
def test_what_is_no_place_of_the_area_is_refused_with_what_would_do(written: str, why: str, mend: str) -> None:
    with pytest.raises(Refusal) as refused:
        place_of(written, [AREA])
    assert refused.value.what == written and why in refused.value.why and mend in refused.value.mend


def test_an_admin_invites_an_officer_for_a_village_and_changes_it() -> None:
    admin = signed_in(a_user("admin"))
    page = admin.get(INVITE).content.decode()
    assert '<option value="Seri Bandung, Tanjung Batu (16.10.02.2010)">' in page and page.count('name="places"') == 3
    assert len(page) < 100_000
    assert admin.post(INVITE, told(places=["Seri Bandung", "", "16.10.03"])).status_code == 302
    user = User.objects.get(username="siti@contoh.invalid")
    assert (user.areas, user.places) == ([AREA], [VILLAGE, "16.10.03"])
    own = f"/{AREA}/pengguna/{user.pk}/"
    page = admin.get(own).content.decode()
    assert 'value="Seri Bandung, Tanjung Batu (16.10.02.2010)" id=' in page and page.count('name="places"') == 4
    assert "Seri Bandung" in admin.get(f"/{AREA}/pengguna/").content.decode()
    kept = {"full_name": user.full_name, "position_title": user.position_title, "areas": [AREA]}
    assert admin.post(own, {**kept, "places": ["Tanjung Batu (16.10.02)"]}).status_code == 302
    user.refresh_from_db()
    assert user.places == [DISTRICT]
    none = admin.post(own, {**kept, "places": ["", ""]})
    assert none.status_code == 200 and "Isi sedikitnya satu." in none.content.decode()
    entry = LogEntry.objects.using("owner").filter(action="user.change").latest("number")
    assert json.loads(entry.content)["details"] == {"fields": ["places"]}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"places": []}, "tanpa desa tidak melihat seorang pun"),
        ({"places": ["16.71.01.1001"]}, "tidak berada di wilayah akun ini"),
        ({"places": ["Seri Bandng"]}, "Tulis kodenya: Seri Bandung"),
        ({"desk": "dinsos"}, "Hanya petugas Kelurahan/Desa"),
    ],
)
def test_a_wrong_place_is_said_at_its_field_and_what_was_written_stays(sent: dict[str, object], says: str) -> None:
    answer = signed_in(a_user("admin")).post(INVITE, told(**sent))
    page = answer.content.decode()
    assert answer.status_code == 200 and says in page and 'href="#id_places"' in page
    for each in told(**sent)["places"]:  # type: ignore[attr-defined]
        assert f'value="{place_words(each) if each[0].isdigit() else each}"' in page
    assert not User.objects.filter(desk__in=("kelurahan", "dinsos")).exists()


def test_only_a_kelurahan_is_held_to_places_and_other_officers_are_not_asked() -> None:
    user = a_user("dinsos")
    page = signed_in(a_user("admin")).get(f"/{AREA}/pengguna/{user.pk}/").content.decode()
    assert 'name="places"' not in page
    with pytest.raises(IntegrityError, match="places_of_a_kelurahan"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(places=[VILLAGE])


def test_a_provinces_admin_writes_without_thousands_of_proposals() -> None:
    for code in ("16", "16.71"):
        an_area(code)
    page = signed_in(a_user("admin", areas=("16",))).get("/16/pengguna/undang/").content.decode()
    assert 'name="places"' in page and "<option" not in page.partition("<datalist")[2].partition("</datalist>")[0]


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = run_command(app, ["user", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_command_gives_places_too(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--workspace", str(office))
    who = ("--area", AREA, "--name", "Siti", "--email", "siti@contoh.invalid", *at)
    code, refused = ran(capsys, "invite", "--desk", "kelurahan", *who)
    assert code == 1 and "sees nobody" in str(refused["why"]) and "--place" in str(refused["mend"])
    code, refused = ran(capsys, "invite", "--desk", "kelurahan", "--place", "16.71.01.1001", *who)
    assert code == 1 and "is not in the areas of this account" in str(refused["why"])
    code, made = ran(capsys, "invite", "--desk", "kelurahan", "--place", "Seri Bandung", *who)
    assert code == 0 and made["places"] == [VILLAGE] and User.objects.get().places == [VILLAGE]
    code, done = ran(capsys, "places", "--email", "Siti@contoh.invalid", "--place", DISTRICT, "--place", VILLAGE, *at)
    assert (code, done["places"]) == (0, [DISTRICT, VILLAGE]) and User.objects.get().places == [DISTRICT, VILLAGE]
    code, refused = ran(capsys, "places", "--email", "lain@contoh.invalid", "--place", DISTRICT, *at)
    assert code == 1 and "no account" in str(refused["why"])
    a_user("dinsos", username="dinsos@contoh.invalid")
    code, refused = ran(capsys, "places", "--email", "dinsos@contoh.invalid", "--place", DISTRICT, *at)
    assert code == 1 and "not held to villages" in str(refused["why"])


def test_villages_among_the_areas_of_before_become_places() -> None:
    moved = import_module("cakupan.office.accounts.migrations.0004_places").MOVED
    village, only = a_user("kelurahan"), a_user("kelurahan")
    User.objects.filter(pk=village.pk).update(areas=[AREA, VILLAGE])
    User.objects.filter(pk=only.pk).update(areas=[VILLAGE, "16.10.03"])
    with connections["owner"].cursor() as cursor:
        cursor.execute(moved)
    assert User.objects.values_list("areas", "places").get(pk=village.pk) == ([AREA], [VILLAGE])
    assert User.objects.values_list("areas", "places").get(pk=only.pk) == ([AREA], [VILLAGE, "16.10.03"])
