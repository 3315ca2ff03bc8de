"""What commands ask of the office's database: is its log sound, what is over, and a link by which its first admin enters."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
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
    folder = workspace / access_log.FOLDER
    if access_log.log_files(folder) and not _is_there(workspace):
        access = access_log.verify(folder)
        return {"sound": access.sound, "entries": 0, "anchors": 0, "breaks": [], "more": False, "access": access.as_dict()}
    told = verify_log(workspace=workspace)
    # The office knows the last line that it took of each file, and which of them were removed when their time was over.
    access = access_log.verify(folder, taken=told.pop("taken"), removed=told.pop("removed"))
    return {**told, "sound": told["sound"] and access.sound, "access": access.as_dict()}


def verify_log(*, workspace: Path) -> dict[str, Any]:
    """Whether the log is as it was written; see :class:`cakupan.office.audit.verification.Verdict`. Only reads.

    Besides, of the access log's files as the office took them in: ``taken`` (number and hash of the last line) and ``removed``.
    """
    # Reading signs nothing, so an auditor need not be given the office's key.
    os.environ.setdefault("CAKUPAN_SECRET_KEY", secrets.token_hex(32))
    with _office(workspace, there=True):
        import django

        django.setup()
        from cakupan.office.audit.verification import verify
        from cakupan.office.reads.models import AccessFile

        files = AccessFile.objects.using("owner").all()
        taken = {each.name: (each.taken_number, each.taken_hash) for each in files if each.taken_number}
        return {**verify().as_dict(), "taken": taken, "removed": [each.name for each in files if each.removed_at]}


def retention(*, workspace: Path, remove: bool) -> dict[str, Any]:
    """What is held of every kind and what is over; with ``remove``, that is removed first: ``{"at", "kinds": [{…}, …]}``.

    Raises :class:`Refusal` without an office, or while another run is at it.
    """
    os.environ.setdefault("CAKUPAN_SECRET_KEY", secrets.token_hex(32))  # nothing is signed
    with _office(workspace, there=True):
        import django

        django.setup()
        from cakupan.office import clock
        from cakupan.office.retention.sweeping import here, look, run

        now = clock.now()
        removed = run(now).removed if remove else {}
        held = look(now).held
    kinds = [
        {
            "kind": rule.kind,
            "period": f"{rule.number} {rule.unit}",
            **held[rule.kind].as_dict(),
            "removed": removed.get(rule.kind, 0),
            "removed_by": rule.removed_by,
            "set_by": rule.set_by,
            "citation": rule.citation,
            "confidence": rule.confidence,
        }
        for rule in here()
    ]
    return {"at": now.isoformat(), "kinds": kinds}


def invite_user(
    *, workspace: Path, desk: str, area: str, name: str, email: str, url: str, places: Sequence[str] = ()
) -> dict[str, Any]:
    """Make an officer's account and the link that opens it: ``{"user", "places", "link", "expires_at"}``.

    For the first admin; every other officer is invited by an admin on a page. ``places``: districts and villages of an officer
    of a kelurahan, by code or name. Raises :class:`Refusal` for an area or place that is not on the Ministry's list, or an
    address that has an account already.
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
        found = _places(desk, places, [code])
        with transaction.atomic():
            Area.objects.get_or_create(code=code, defaults={"name": place})
            user = User.objects.create_user(address, full_name=name, desk=desk, areas=[code], places=found)
            made = invite(user, by=None)
            told = {"link": url.rstrip("/") + path_of(made), "expires_at": made.expires_at.isoformat()}
            return {"user": address, "places": found, **told}


def hold_to_places(*, workspace: Path, email: str, places: Sequence[str]) -> dict[str, Any]:
    """Say which districts and villages an officer of a kelurahan works for, instead of those said before: ``{"user", "places"}``.

    Raises :class:`Refusal` for an address without an account, another desk, or a place that is not in the account's areas.
    """
    with _office(workspace, there=True):
        migrate()
        from django.db import transaction

        from cakupan.office.accounts.models import User
        from cakupan.office.accounts.sign_ins import home_area
        from cakupan.office.audit.log import note

        user = User.objects.filter(username=email.strip().lower()).first()
        if user is None:
            raise Refusal(
                "this user", why="there is no account with this address.", mend="Invite them first: cakupan user invite."
            )
        found = _places(user.desk, places, user.areas)
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(places=found)
            note(None, "user.change", subject=("user", user.pk), area=home_area(user), details={"fields": ["places"]})
        return {"user": user.username, "places": found}


def _places(desk: str, told: Sequence[str], areas: Sequence[str]) -> list[str]:
    """The codes of what was told; an officer of a kelurahan has some, and nobody else any."""
    from django.utils.translation import override

    from cakupan.office.accounts.desks import Desk
    from cakupan.office.accounts.places import place_of

    if (desk == Desk.KELURAHAN) != bool(told):
        why = "an officer of a kelurahan without one sees nobody." if not told else f"the desk {desk} is not held to villages."
        mend = "Give --place once for each district or village." if not told else "Leave --place out."
        raise Refusal("the places of this user", why=why, mend=mend)
    with override("en"):
        return sorted({place_of(each, areas) for each in told})
