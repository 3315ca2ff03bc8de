"""Issuing a paper: a number without gaps, the PDF and its masked copy under their hashes, a code, an entry in the log.

All of it belongs to the transaction of the act that issues: if that fails, there is no paper and the number is free again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.papers.codes import new_code
from cakupan.office.papers.keeping import keep
from cakupan.office.papers.kinds import KINDS, NUMBER
from cakupan.office.papers.letterheads import letterhead_of, printed, signatories
from cakupan.office.papers.models import Letterhead, Paper
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Position
from cakupan.report import letters
from cakupan.report.letters.typesetting import told_to_template


def issue(
    request: HttpRequest,
    *,
    kind: str,
    area: str,
    letter: letters.Paper,
    subject: tuple[str, object],
    date: dt.date,
    position: Position | None = None,
    of: str = "",
    **around: Any,
) -> Paper:
    """Number, typeset, keep and note one paper, and return it. ``letter`` is a dataclass of ``cakupan.report.letters``.

    ``subject``: what it is about, as ``("billing.closing", 7)``. ``position``: what it rests on, by default the current one.
    ``of``: the desk whose office writes and signs this one, where the region lets another do it than the kind says.
    ``around`` overrides fields of the heading (``recipient``, ``copies_to``, ``attachment``, ``further_regulations`` …). Refused
    if no position is loaded. Call it within the transaction of the act itself (a request is one).
    """
    assert letter.kind == kind and kind in KINDS, f"{kind} is no kind of this letter"
    assert connection.in_atomic_block, "a paper is issued in the transaction of its act"
    user: Any = request.user
    rests_on = position or current_position(area) or _no_position()
    serial = _next_serial(area, kind, date.year)
    code = new_code()
    head = letterhead_of(area, of or KINDS[kind].of)
    signed_by = (of,) if of else KINDS[kind].signed_by
    around = {"signatories": signatories(area, signed_by), **around}
    heading = _heading(request, kind, area, rests_on, head, _number(kind, serial, date.year, head.short), date, code, around)
    paper = Paper.objects.create(
        area=area,
        kind=kind,
        year=date.year,
        serial=serial,
        number=heading.number,
        date=date,
        title=letter.title,
        says=_says(letter, heading),
        sha256=keep(letters.typeset(letter, heading=heading)),
        masked_sha256=keep(letters.typeset(letter, heading=heading, masked=True)),
        code=code,
        office=f"{heading.letterhead.office}, {heading.letterhead.government}",
        edition=rests_on.edition,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        issued_by=user,
    )
    note(request, "paper.issue", subject=("paper", paper.pk), area=area, details={"kind": kind, "number": paper.number})
    return paper


def papers_of(subject: tuple[str, object]) -> list[Paper]:
    """The papers issued about something, newest first."""
    return list(Paper.objects.filter(subject_kind=subject[0], subject_id=str(subject[1])).order_by("-pk"))


def _heading(
    request: HttpRequest,
    kind: str,
    area: str,
    rests_on: Position,
    head: Letterhead,
    number: str,
    date: dt.date,
    code: str,
    around: dict[str, Any],
) -> letters.Heading:
    url = request.build_absolute_uri(reverse("letter:shown", args=[code]))
    fields: dict[str, Any] = {
        "letterhead": printed(head),
        "number": number,
        "date": date,
        "place": head.place,
        "position": _position(rests_on),
        "verification": letters.Verification(url, code),
        "recipient": _recipient(area, KINDS[kind].to),
        "people_invented": settings.ENVIRONMENT.demo,
    }
    return letters.Heading(**{**fields, **around})


def _recipient(area: str, desk: str) -> tuple[str, ...]:
    if not desk:
        return ()
    to = letterhead_of(area, desk)
    return (to.head_role, "di tempat")


def _position(position: Position) -> letters.Position:
    locked = timezone.localtime(position.closed_at).date() if position.closed_at else None
    return letters.Position(Month.of(position.month), position.edition, locked)


def _no_position() -> Position:
    raise Refusal(
        _("Penerbitan surat"),
        why=_("belum ada data posisi bulan; setiap surat menyebut posisi yang menjadi dasarnya."),
        mend=_("Tutup bulan pertama lebih dahulu, lalu terbitkan suratnya."),
    )


def _number(kind: str, serial: int, year: int, office: str) -> str:
    told = KINDS[kind]
    return NUMBER.format(classification=told.classification, serial=serial, short=told.short, office=office, year=year)


def _next_serial(area: str, kind: str, year: int) -> int:
    """The next number. The row stays locked until the transaction ends: whoever issues at the same time waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO papers_paperseries (area, kind, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (area, kind, year) DO UPDATE SET last = papers_paperseries.last + 1 RETURNING last",
            [area, kind, year],
        )
        return int(cursor.fetchone()[0])


def _says(letter: letters.Paper, heading: letters.Heading) -> dict[str, Any]:
    told = told_to_template(letter, heading=heading, masked=False)
    around = {name: value for name, value in told["heading"].items() if name != "qr"}
    return {**told, "heading": around}
