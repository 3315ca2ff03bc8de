"""What commands ask of the office's database: is its log sound, and a link by which its first admin enters."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cakupan.law.refusal import Refusal
from cakupan.record import access_log
from cakupan.registers.areas import area_name, dotted
from cakupan.wiring.database import migrate, office_database

SETTINGS = "cakupan.office.settings"


@contextmanager
def _office(workspace: Path, *, there: bool) -> Iterator[None]:
    """Django on the office's database; ``there`` refuses to make one where none is."""
    if there and not _is_there(workspace):
        raise Refusal(
            "the office",
            why=f"{workspace} holds none yet.",
            mend="Start it once with `cakupan serve`, or name another workspace.",
        )
    os.environ["CAKUPAN_HOME"] = str(workspace.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    with office_database(workspace.resolve()) as logins:
        logins.to_environment()
        yield


def _is_there(workspace: Path) -> bool:
    return bool(os.environ.get("DATABASE_URL")) or (workspace / "office" / "postgres").is_dir()


def verify_logs(*, workspace: Path) -> dict[str, Any]:
    """Whether the office's log and the counter's access log (``access``) are as they were written; ``sound`` if both are.

    A counter may stand without an office: then there are only its files. Raises :class:`Refusal` if there is neither.
    """
    access = access_log.verify(workspace / access_log.FOLDER)
    alone = bool(access.files) and not _is_there(workspace)
    told = {"sound": True, "entries": 0, "anchors": 0, "breaks": [], "more": False} if alone else verify_log(workspace=workspace)
    return {**told, "sound": told["sound"] and access.sound, "access": access.as_dict()}


def verify_log(*, workspace: Path) -> dict[str, Any]:
    """Whether the log is as it was written; see :class:`cakupan.office.audit.verification.Verdict`. Only reads."""
    # Reading signs nothing, so an auditor need not be given the office's key.
    os.environ.setdefault("CAKUPAN_SECRET_KEY", secrets.token_hex(32))
    with _office(workspace, there=True):
        import django

        django.setup()
        from cakupan.office.audit.verification import verify

        return verify().as_dict()


def invite_user(*, workspace: Path, desk: str, area: str, name: str, email: str, url: str) -> dict[str, Any]:
    """Make an officer's account and the link that opens it: ``{"user", "link", "expires_at"}``.

    For the first admin; every other officer is invited by an admin on a page. Raises :class:`Refusal` for an area that is not
    on the Ministry's list, or an address that has an account already.
    """
    code = dotted(area)
    place = area_name(code)
    if place is None or len(code) > len("16.10"):
        raise Refusal(
            f"the area {area}", why="it is no province or regency on the Ministry's list.", mend="Give a code such as 16.10."
        )
    with _office(workspace, there=False):
        migrate()
        from django.db import transaction

        from cakupan.office.accounts.invitations import invite, path_of
        from cakupan.office.accounts.models import User
        from cakupan.office.database.models import Area

        address = email.strip().lower()
        if User.objects.filter(username=address).exists():
            raise Refusal(
                "inviting this user",
                why="there is an account with this address already.",
                mend="An admin gives a new link on the page of that account; or use another address.",
            )
        with transaction.atomic():
            Area.objects.get_or_create(code=code, defaults={"name": place})
            user = User.objects.create_user(address, full_name=name, desk=desk, areas=[code])
            made = invite(user, by=None)
            return {"user": address, "link": url.rstrip("/") + path_of(made), "expires_at": made.expires_at.isoformat()}
