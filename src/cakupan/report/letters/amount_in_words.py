"""Terbilang: an amount, a count or a date in words, as letters and minutes say them beside the figures."""

from __future__ import annotations

import datetime as dt

from lokal import terbilang

from cakupan.answer.words import MONTHS_ID

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def number_in_words(number: int) -> str:
    """``1100`` → ``seribu seratus``; a negative number begins with ``minus``."""
    return str(terbilang(number))


def amount_in_words(amount: int) -> str:
    """Whole rupiah: ``2457000000`` → ``dua miliar empat ratus lima puluh tujuh juta rupiah``."""
    return f"{number_in_words(amount)} rupiah"


def day_in_words(date: dt.date) -> str:
    """How minutes open: ``Jumat, tanggal lima bulan Juli tahun dua ribu dua puluh empat (05-07-2024)``."""
    return (
        f"{WEEKDAYS[date.weekday()]}, tanggal {number_in_words(date.day)} bulan {MONTHS_ID[date.month - 1]} "
        f"tahun {number_in_words(date.year)} ({date:%d-%m-%Y})"
    )
