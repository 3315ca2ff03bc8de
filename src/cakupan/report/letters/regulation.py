"""The regulations that papers rest on. A paper names those in force on its day; articles that nobody has read are left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Regulation:
    """A regulation by its name, from the first day on which a paper may name it."""

    citation: str
    in_force_from: dt.date


SOCIAL_SECURITY = Regulation("Undang-Undang Nomor 40 Tahun 2004 tentang Sistem Jaminan Sosial Nasional", dt.date(2004, 10, 19))
CIVIL_REGISTER = Regulation(
    "Undang-Undang Nomor 23 Tahun 2006 tentang Administrasi Kependudukan sebagaimana telah diubah dengan "
    "Undang-Undang Nomor 24 Tahun 2013",
    dt.date(2013, 12, 24),
)
HEALTH_LAW = Regulation("Undang-Undang Nomor 17 Tahun 2023 tentang Kesehatan, Pasal 174", dt.date(2023, 8, 8))
PERSONAL_DATA = Regulation("Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi", dt.date(2022, 10, 17))
INSURANCE = Regulation(
    "Peraturan Presiden Nomor 82 Tahun 2018 tentang Jaminan Kesehatan beserta perubahannya", dt.date(2018, 9, 18)
)
SHARES = Regulation(
    "Peraturan Menteri Keuangan Nomor 78/PMK.02/2020 beserta perubahannya",
    dt.date(2020, 7, 1),
)
REGIONAL_FINANCE = Regulation(
    "Peraturan Pemerintah Nomor 12 Tahun 2019 tentang Pengelolaan Keuangan Daerah", dt.date(2019, 3, 12)
)
ACCOUNTING = Regulation("Peraturan Pemerintah Nomor 71 Tahun 2010 tentang Standar Akuntansi Pemerintahan", dt.date(2010, 10, 22))
POVERTY_REGISTER = Regulation(
    "Instruksi Presiden Nomor 4 Tahun 2025 tentang Data Tunggal Sosial dan Ekonomi Nasional", dt.date(2025, 2, 5)
)


def citations_on(date: dt.date, regulations: tuple[Regulation, ...]) -> list[str]:
    """The citations among ``regulations`` that a paper of ``date`` may name."""
    return [each.citation for each in regulations if each.in_force_from <= date]
