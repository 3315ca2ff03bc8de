"""PCare's ``peserta``: the answer as a primary clinic's software reads it. Pure; the transport is in bridging.py.

Flat where VClaim is nested, dd-MM-yyyy where VClaim is ISO, a boolean and a number where VClaim has text. It always asks
about today.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from typing import Any

from cakupan.counter.bridging import UNAUTHORIZED, Told
from cakupan.counter.labels import STANDARD, Label, class_label, participant_label, status_label
from cakupan.counter.participant import Participant, Question, question
from cakupan.counter.vclaim import SLASHES

PATH = re.compile(r"/peserta/(?:(noka|nik)/)?([^/]*)/?", re.IGNORECASE)
# What else ends in ``/peserta/{number}``: visits, groups and screenings in PCare, referrals in VClaim. It asks another question.
OTHERS = {"rujukan", "kunjungan", "kelompok", "skrinning", "skrining", "pendaftaran"}
KINDS = {None: "card", "noka": "card", "nik": "nik"}
# user:password:app, the app by three digits (PCare itself is 095); a password may hold colons. The user goes into the access log.
BASIC = re.compile(r"Basic +([A-Za-z0-9+/]+={0,2})", re.IGNORECASE)
LOGIN = re.compile(r"(?P<user>[^:\x00-\x1f\x7f]{1,64}):(?P<password>.+):(?P<app>[0-9]{3})", re.DOTALL)
BAD_LOGIN = Told(UNAUTHORIZED, "Unauthorized! X-authorization Tidak Sesuai: Basic base64(user:password:095)")


def question_of(path: str, *, today: dt.date) -> Question | Told | None:
    """What a decoded path asks of today; the protocol's refusal of a number; None for any other path."""
    found = PATH.search(SLASHES.sub("/", path))
    if found is None or found.end() != len(found.string):
        return None
    if not OTHERS.isdisjoint(found.string[: found.start()].lower().split("/")):
        return None
    return question(found[2], kind=KINDS[found[1].lower() if found[1] else None], on=today, today=today)


def login(header: str) -> tuple[str, str] | None:
    """User and password of ``X-authorization``; None if it has another form."""
    told = BASIC.fullmatch(header.strip())
    try:
        found = LOGIN.fullmatch(base64.b64decode(told[1], validate=True).decode()) if told else None
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (found["user"], found["password"]) if found else None


def payload(told: Participant, *, profile: str = STANDARD) -> dict[str, Any]:
    """The flat payload. What is not known is empty text, and null only where PCare's own answers have null.

    Typed clients lose the whole participant over another null, also in ``tunggakan``: see :attr:`Participant.arrears`.
    """
    answer, card = told.answer, told.card
    return {
        "noKartu": told.card_number or "",
        "nama": told.name or "",
        "hubunganKeluarga": "",
        "sex": told.sex or "",
        "tglLahir": _day(told.birth_date),
        "tglMulaiAktif": _day(told.from_date),
        "tglAkhirBerlaku": _day(told.last_date),
        "kdProviderPst": {
            "kdProvider": card.facility_code if card else None,
            "nmProvider": card.facility_name if card else None,
        },
        "kdProviderGigi": {"kdProvider": None, "nmProvider": None},
        "jnsKelas": _named(class_label(answer.class_)),
        "jnsPeserta": _named(participant_label(answer.segment, profile=profile)),
        "golDarah": "",
        "noHP": "",
        "noKTP": told.nik or "",
        "pstProl": "",
        "pstPrb": "",
        "aktif": answer.status == "active",
        "ketAktif": status_label(answer).text,
        "asuransi": {"kdAsuransi": None, "nmAsuransi": None, "noAsuransi": None, "cob": False},
        "tunggakan": told.arrears,
    }


def _named(label: Label) -> dict[str, str]:
    return {"nama": label.text, "kode": label.code}


def _day(date: dt.date | None) -> str:
    return date.strftime("%d-%m-%Y") if date else ""
