"""What every paper carries around its matter: who writes, number, day, to whom, who signs, and how to check it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import segno

from cakupan.answer.words import date_words, masked_nik, month_words
from cakupan.law.calendar import Month
from cakupan.report.letters.amount_in_words import day_in_words


@dataclass(frozen=True)
class Letterhead:
    """Kop surat. ``government``: PEMERINTAH KABUPATEN …; ``office``: DINAS KESEHATAN; no coat of arms."""

    government: str
    office: str
    address: str
    contact: str = ""


@dataclass(frozen=True)
class Signatory:
    """Somebody who signs. ``party``: PIHAK KESATU …; ``on_behalf``: a.n. Bupati …; ``employee_number``: NIP or NPP."""

    role: str
    name: str
    employee_number: str = ""
    rank: str = ""
    office: str = ""
    party: str = ""
    on_behalf: str = ""


@dataclass(frozen=True)
class Position:
    """The data that the paper rests on: the month's position, its SHA-256, and the day it was locked, if it was."""

    month: Month
    sha256: str
    locked_date: dt.date | None = None


@dataclass(frozen=True)
class Verification:
    """Where anyone checks the paper: the whole address (which the QR code holds) and the short code to type."""

    url: str
    code: str


@dataclass(frozen=True)
class Heading:
    """Around the matter of one paper.

    ``recipient``: the lines under *Yth.*; ``attachment``: as *1 (satu) berkas*; ``further_regulations``: the region’s own
    that the paper rests on, besides those of its kind; ``people_invented`` marks every page as an example.
    """

    letterhead: Letterhead
    number: str
    date: dt.date
    place: str
    position: Position
    verification: Verification
    signatories: tuple[Signatory, ...]
    recipient: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    attachment: str = ""
    urgency: str = "Biasa"
    further_regulations: tuple[str, ...] = ()
    people_invented: bool = False

    def told(self, *, masked: bool) -> dict[str, Any]:
        """The heading in the words of the paper, ready for the template."""
        head = self.letterhead
        return {
            "government": head.government,
            "office": head.office,
            "address": head.address,
            "contact": head.contact,
            "number": self.number,
            "date": date_words(self.date),
            "day_in_words": day_in_words(self.date),
            "place": self.place,
            "attachment": self.attachment or "–",
            "urgency": self.urgency,
            "recipient": list(self.recipient),
            "copies_to": list(self.copies_to),
            "signatories": [_signatory(each, masked=masked) for each in self.signatories],
            "position": _position(self.position),
            "sha256": self.position.sha256,
            "url": self.verification.url,
            "code": self.verification.code,
            "qr": list(qr_png(self.verification.url)),
            "people_invented": self.people_invented,
        }


def qr_png(url: str) -> bytes:
    """The QR code of an address as PNG: error correction M, quiet zone included, ten dots a module."""
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False, boost_error=False).save(picture, kind="png", scale=10, border=4)
    return picture.getvalue()


def _signatory(each: Signatory, *, masked: bool) -> dict[str, str]:
    number = masked_nik(each.employee_number) if masked and each.employee_number else each.employee_number
    return {
        "role": each.role,
        "name": each.name,
        "employee_number": number,
        # Eighteen digits are a civil servant's NIP; the branch's staff have an NPP.
        "number_kind": "NIP" if len(each.employee_number) == 18 else "NPP",
        "rank": each.rank,
        "office": each.office,
        "party": each.party,
        "on_behalf": each.on_behalf,
    }


def _position(position: Position) -> str:
    locked = f", dikunci {date_words(position.locked_date)}" if position.locked_date else ", belum dikunci"
    return f"Data posisi {month_words(position.month)}{locked}"
