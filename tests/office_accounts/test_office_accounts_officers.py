"""The admin's work: inviting, changing, closing accounts; and what an admin cannot do."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from axes.models import AccessAttempt
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_otp import user_has_device

from cakupan.office.accounts.invitations import invite, path_of
from cakupan.office.accounts.models import Invitation, SignIn, User
from cakupan.office.accounts.queue import waiting
from cakupan.office.audit.models import LogEntry
from cakupan.office.clock import today
from office_people import a_user, an_area, signed_in

pytestmark = pytest.mark.usefixtures("office")
PASSWORD = "gunung dempo berkabut pagi"


def told(**more: object) -> dict[str, object]:
    return {
        "full_name": "Siti Rohana",
        "username": "Siti.Rohana@contoh.invalid",
        "position_title": "Operator",
        "desk": "dinsos",
        "areas": ["16.10"],
        **more,
    }


def set_password(path: str, password: str = PASSWORD, client: Client | None = None) -> int:
    answer = (client or Client()).post(path, {"new_password1": password, "new_password2": password})
    return answer.status_code


def test_an_invited_officer_sets_a_password_and_signs_in() -> None:
    admin = signed_in(a_user("admin"))
    assert admin.get("/16.10/pengguna/undang/").content.decode().count('type="checkbox" name="areas"') == 1
    gone = admin.post("/16.10/pengguna/undang/", told())
    user = User.objects.get(username="siti.rohana@contoh.invalid")
    assert not user.has_usable_password()
    letter = admin.get(gone.headers["Location"]).content.decode()
    path = "/undangan/" + re.findall(r"http://testserver/undangan/([^<\"]+)", letter)[0]
    page = Client().get(path)
    assert "Siti Rohana" in page.content.decode() and page.headers["Referrer-Policy"] == "strict-origin"
    assert set_password(path, "pendek") == 200
    assert set_password(path) == 302
    assert set_password(path) == 409  # once only
    client = Client()
    assert client.post("/masuk/", {"username": user.username, "password": PASSWORD}).status_code == 302
    noted = list(LogEntry.objects.using("owner").filter(subject_id=str(user.pk)).values_list("action", flat=True))
    assert {"user.create", "user.invite", "user.invitation_accept", "user.sign_in"} <= set(noted)


def test_a_link_is_neither_guessed_nor_good_for_ever_nor_after_a_newer_one() -> None:
    user = a_user("dinsos")
    first = invite(user, by=None)
    assert set_password(path_of(first).replace(str(first.pk), str(first.pk + 1), 1)) == 409
    second = invite(user, by=None)
    assert set_password(path_of(first)) == 409
    Invitation.objects.filter(pk=second.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert set_password(path_of(second)) == 409
    third = invite(user, by=None)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert set_password(path_of(third)) == 409
    assert third.expires_at - third.created_at <= dt.timedelta(hours=72)


def test_a_new_link_for_a_forgotten_password_ends_the_sessions_of_the_old_one() -> None:
    user = a_user("dinsos")
    client = signed_in(user)
    link = path_of(invite(user, by=None))
    assert client.get("/akun/").status_code == 200
    set_password(link)
    assert client.get("/akun/").status_code == 302


def test_an_admin_keeps_only_those_of_their_own_areas() -> None:
    an_area("16")
    mine, other = a_user("admin"), a_user("dinsos", areas=("16.71",))
    both, province = a_user("bpjs", areas=("16.10", "16.71")), a_user("provinsi", areas=("16",))
    client = signed_in(mine)
    page = client.get("/16.10/pengguna/").content.decode()
    for user in (other, both, province):
        assert user.username not in page
        assert client.get(f"/16.10/pengguna/{user.pk}/").status_code == 404
    assert client.get("/16.71/pengguna/").status_code == 404
    assert client.post("/16.10/pengguna/undang/", told(areas=["16.71"])).status_code == 200
    whole = signed_in(a_user("admin", areas=("16",)))
    assert both.username in whole.get("/16.10/pengguna/").content.decode()


@pytest.mark.parametrize("desk", ["dinsos", "dinkes", "auditor", "pimpinan"])
def test_other_desks_keep_no_accounts(desk: str) -> None:
    client = signed_in(a_user(desk))
    for path in ("/16.10/pengguna/", "/16.10/pengguna/undang/"):
        assert client.get(path).status_code == 403


def test_an_admin_decides_nothing() -> None:
    client = signed_in(a_user("admin"))
    page = client.post("/16.10/pengguna/undang/", told(desk="admin", approver="on"))
    assert page.status_code == 200 and "Admin tidak memutuskan" in page.content.decode()
    with pytest.raises(IntegrityError, match="admin_decides_nothing"), transaction.atomic():
        a_user("admin", approver=True)


def test_the_desk_stays_and_areas_change_at_once() -> None:
    an_area("16.71")
    user = a_user("dinsos")
    admin = signed_in(a_user("admin", areas=("16.10", "16.71")))
    client = signed_in(user)
    assert client.get("/16.71/antrean/").status_code == 404
    sent = {"full_name": user.full_name, "areas": ["16.71"], "desk": "bpjs", "approver": ""}
    assert admin.post(f"/16.10/pengguna/{user.pk}/", sent).status_code == 302
    user.refresh_from_db()
    assert (user.desk, user.areas) == ("dinsos", ["16.71"])
    assert client.get("/16.71/antrean/").status_code == 200
    assert client.get("/16.10/antrean/").status_code == 404


def test_a_deactivated_account_is_out_at_once_and_comes_back_with_its_password() -> None:
    user, admin = a_user("dinsos"), a_user("admin")
    client, keeper = signed_in(user), signed_in(admin)
    assert keeper.post(f"/16.10/pengguna/{user.pk}/nonaktifkan/", {"reason": ""}).status_code == 200
    assert client.get("/akun/").status_code == 200
    keeper.post(f"/16.10/pengguna/{user.pk}/nonaktifkan/", {"reason": "Pindah tugas"})
    assert client.get("/akun/").status_code == 302 and not SignIn.objects.filter(user=user).exists()
    entry = LogEntry.objects.using("owner").get(action="user.deactivate")
    assert '"why":"Pindah tugas"' in entry.content
    keeper.post(f"/16.10/pengguna/{user.pk}/aktifkan/", {"reason": "Kembali"})
    assert User.objects.get(pk=user.pk).is_active
    assert keeper.post(f"/16.10/pengguna/{admin.pk}/nonaktifkan/", {"reason": "x"}).status_code == 409


def test_a_lock_is_seen_in_the_queue_and_opened() -> None:
    user, admin = a_user("dinsos"), a_user("admin")
    stranger = Client()
    for _ in range(5):
        stranger.post("/masuk/", {"username": user.username, "password": "salah"})
    assert [each.count for each in waiting(admin, "16.10", today()) if each.title == "Akun dikunci"] == [1]
    keeper = signed_in(admin)
    assert "dikunci" in keeper.get("/16.10/pengguna/").content.decode()
    keeper.post(f"/16.10/pengguna/{user.pk}/buka-kunci/", {"reason": "Ia menelepon"})
    assert not AccessAttempt.objects.filter(username=user.username).exists()
    assert stranger.post("/masuk/", {"username": user.username, "password": "salah"}).status_code == 200


def test_an_invitation_that_nobody_used_waits_for_the_admin_alone() -> None:
    user, admin = a_user("dinsos"), a_user("admin")
    invite(user, by=admin)
    assert [each.count for each in waiting(admin, "16.10", today())] == [1, 0]
    assert list(waiting(user, "16.10", today())) == []


def test_a_lost_device_is_forgotten_with_a_reason() -> None:
    user = a_user("dinkes", approver=True)
    client, keeper = signed_in(user), signed_in(a_user("admin"))
    keeper.post(f"/16.10/pengguna/{user.pk}/setel-ulang-kode/", {"reason": "Telepon hilang"})
    assert not user_has_device(user)
    assert client.get("/akun/").status_code == 302
    assert keeper.get(f"/16.10/pengguna/{user.pk}/hapus/").status_code == 404
    # Whose account it is sees that it was done, by whom and why.
    page = signed_in(user).get("/akun/catatan/").content.decode()
    assert "menyetel ulang kode sekali pakai" in page and "Telepon hilang" in page


def test_the_list_downloads_and_that_is_noted() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    a_user("dinsos", full_name="Nama Di Lembar")
    client = signed_in(a_user("admin"))
    file = b"".join(client.get("/16.10/pengguna/?format=xlsx").streaming_content)  # type: ignore[attr-defined]
    cells = [cell for row in load_workbook(BytesIO(file)).active.values for cell in row]
    assert "Nama Di Lembar" in cells
    assert LogEntry.objects.using("owner").filter(action="user.export").count() == 1


def test_whoever_is_signed_in_may_take_a_new_link_in_the_same_browser() -> None:
    """Their session ends with the others; one that was about to note a sign of life must not stumble over that."""
    user = a_user("dinkes")
    client = signed_in(user)
    session = client.session
    session["seen_at"] = session["signed_in_at"] = int(timezone.now().timestamp()) - 120
    session.save()
    assert set_password(path_of(invite(user, by=None)), client=client) == 302
    assert client.get("/akun/").headers["Location"].startswith("/masuk/")
