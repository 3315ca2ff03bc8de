"""VClaim's ``Peserta``: the answer as a hospital's software of today reads it. Pure; the transport is in bridging.py.

Membership stays BPJS's: AKTIF is what the branch last told, and a SEP comes from BPJS alone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from cakupan.answer.record import Card
from cakupan.counter.bridging import Told
from cakupan.counter.labels import STANDARD, Label, class_label, participant_label, status_label
from cakupan.counter.participant import Participant, Question, question, wrong_day

# Under any prefix: every client brings its own, and some write ``peserta`` and ``tglsep``, or two slashes. Where the number was
# left empty those two slashes are one, and the number is still what is wrong.
PATH = re.compile(r"/Peserta/(nokartu|nik)/(?:([^/]*)/)?tglSEP/([^/]*)/?", re.IGNORECASE)
SLASHES = re.compile(r"/{2,}")
KINDS = {"nokartu": "card", "nik": "nik"}
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def question_of(path: str, *, today: dt.date) -> Question | Told | None:
    """What a decoded path asks; the protocol's refusal of a number or day that cannot be asked; None for any other path."""
    found = PATH.search(SLASHES.sub("/", path))
    if found is None or found.end() != len(found.string):
        return None
    day = _day(found[3])
    if day is None:
        return wrong_day("tulis yyyy-MM-dd")
    return question(found[2] or "", kind=KINDS[found[1].lower()], on=day, today=today)


def payload(told: Participant, *, profile: str = STANDARD) -> dict[str, Any]:
    """``{"peserta": {…}}``: every key in the order of BPJS's server, every leaf a string or None, no nested object None.

    What is not known is None where BPJS's own answers have null (``nik``, ``mr``, ``provUmum``, ``informasi``, ``cob``), and
    empty where they always have text: typed clients lose the whole participant over a null there, others store "null".
    """
    answer = told.answer
    return {
        "peserta": {
            "noKartu": told.card_number or "",
            "nik": told.nik,
            "nama": told.name or "",
            "pisa": "",
            "sex": told.sex or "",
            "mr": {"noMR": None, "noTelepon": None},
            "tglLahir": _iso(told.birth_date),
            "tglCetakKartu": "",
            "tglTAT": _iso(told.last_date),
            "tglTMT": _iso(told.from_date),
            "statusPeserta": _coded(status_label(answer)),
            "provUmum": _provider(told.card),
            "jenisPeserta": _coded(participant_label(answer.segment, profile=profile)),
            "hakKelas": _coded(class_label(answer.class_)),
            "umur": {
                "umurSekarang": age_words(told.birth_date, on=told.asked.today),
                "umurSaatPelayanan": age_words(told.birth_date, on=answer.on),
            },
            "informasi": _information(told),
            "cob": {"noAsuransi": None, "nmAsuransi": None, "tglTMT": None, "tglTAT": None},
        }
    }


def age_words(born: dt.date | None, *, on: dt.date) -> str:
    """``35 tahun ,2 bulan ,10 hari``, spaced as BPJS spaces it: whole years and months since birth, and the days beyond."""
    if born is None or on < born:
        return ""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return f"{months // 12} tahun ,{months % 12} bulan ,{(on - _months_after(born, months)).days} hari"


def _months_after(born: dt.date, months: int) -> dt.date:
    """The day that many months later; the month's last where it has no such day."""
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(born.day, last))


def _information(told: Participant) -> dict[str, str | None]:
    """A local guarantee in force stands where software shows what pays when the card does not, beside the status at registration.

    ``noSKTM`` has the number of such a paper (it was made for the poor family's certificate), so the SJP's goes there; ``dinsos``
    has what the local government's office says of the person, so the guarantee's sentence does. Neither makes the card AKTIF.
    """
    number, words = told.guarantee or (None, None)
    return {"dinsos": words, "noSKTM": number, "prolanisPRB": None, "eSEP": None}


def _provider(card: Card | None) -> dict[str, str | None]:
    """The registered first-level facility, as the branch's file names it."""
    if card is None:
        return {"kdProvider": None, "nmProvider": None}
    return {"kdProvider": card.facility_code, "nmProvider": card.facility_name}


def _coded(label: Label) -> dict[str, str]:
    return {"kode": label.code, "keterangan": label.text}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def _iso(date: dt.date | None) -> str:
    return date.isoformat() if date else ""
