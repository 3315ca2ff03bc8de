"""Who writes and who signs: an office's letterhead as somebody wrote it for this area, else its usual name."""

from __future__ import annotations

from cakupan.office.database.models import Area
from cakupan.office.papers.kinds import OFFICES
from cakupan.office.papers.models import Letterhead
from cakupan.report import letters

UNNAMED = "…………………………"
PARTIES = ("PIHAK KESATU", "PIHAK KEDUA", "PIHAK KETIGA")


def letterhead_of(area: str, desk: str) -> Letterhead:
    """The letterhead of a desk's office; not saved if nobody has written it yet."""
    written = Letterhead.objects.filter(area=area, desk=desk).first()
    if written is not None:
        return written
    name = Area.objects.get(code=area).name
    government, office, short, role = (text.format(area=name) for text in OFFICES[desk])
    place = name.removeprefix("Kabupaten ").removeprefix("Kota ").removeprefix("Provinsi ")
    return Letterhead(area=area, desk=desk, government=government, office=office, short=short, place=place, head_role=role)


def printed(head: Letterhead) -> letters.Letterhead:
    """As papers print it."""
    return letters.Letterhead(head.government, head.office, head.address, head.contact)


def signatories(area: str, desks: tuple[str, ...]) -> tuple[letters.Signatory, ...]:
    """Who signs: of minutes both sides as parties, of a letter the head of the office alone."""
    together = len(desks) > 1
    return tuple(
        letters.Signatory(
            role=head.head_role,
            name=head.head_name or UNNAMED,
            employee_number=head.head_number,
            rank=head.head_rank,
            office=f"{head.office} {head.government}" if together else "",
            party=party if together else "",
        )
        for head, party in zip((letterhead_of(area, desk) for desk in desks), PARTIES, strict=False)
    )
