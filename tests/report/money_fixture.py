"""Arrears, payments, corrections, reconciliation, bills by position, documents and an outlook, in the contract's shape."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from report.cover_fixture import write_table
from report.edition_fixture import PKS

MARCH, APRIL, MAY = (dt.date(2021, month, 1) for month in (3, 4, 5))


def write_money(folder: Path) -> None:
    """Every table of money that an edition can have, a few rows each."""
    write_table(folder, "pemda_arrears", unpaid_months())
    write_table(folder, "suspensions", suspensions())
    write_table(folder, "payments", payments())
    write_table(folder, "allocations", allocations())
    write_table(folder, "family_arrears_totals", family_totals())
    write_table(folder, "family_arrears", family_lines())
    write_table(folder, "corrections", corrections())
    write_table(folder, "reconciliation", reconciliation())
    write_table(folder, "position_totals", position_totals())


def unpaid_months() -> list[dict[str, Any]]:
    """Two months of two accounts, one of them paid in part."""
    owed = [(APRIL, "iuran", 1_400_000, 1_000_000), (APRIL, "bantuan_iuran", 112_000, 0), (MAY, "iuran", 1_400_000, 0)]
    return [
        {
            "agreement_number": PKS,
            "payer": "kabkota",
            "account": account,
            "month_date": month,
            "due_date": month.replace(day=12),
            "due": due,
            "paid": paid,
            "unpaid": due - paid,
            "age_months": 7 - month.month,
        }
        for month, account, due, paid in owed
    ]


def suspensions() -> list[dict[str, Any]]:
    """Cover suspended from June for April's bill."""
    dates = {"from_date": dt.date(2021, 6, 1), "unpaid_month": APRIL, "due_date": dt.date(2021, 4, 12)}
    return [{"agreement_number": PKS, **dates, "citation": "PKS pasal 12"}]


def payments() -> list[dict[str, Any]]:
    """Two disbursements of one account."""
    return [
        {
            "payment_id": f"{number}|iuran|",
            "disbursement_number": number,
            "disbursement_date": date,
            "agreement_number": PKS,
            "payer": "kabkota",
            "account": "iuran",
            "named_month": None,
            "amount": amount,
            "list_file": "sp2d.csv",
            "source_row": at + 2,
        }
        for at, (number, date, amount) in enumerate(
            [("SP2D-001", dt.date(2021, 4, 20), 2_400_000), ("SP2D-002", dt.date(2021, 6, 2), 300_000)]
        )
    ]


def allocations() -> list[dict[str, Any]]:
    """March in full, a part of April, and 300,000 too much."""
    parts = [
        ("SP2D-001|iuran|", MARCH, 1_400_000, "named_month"),
        ("SP2D-001|iuran|", APRIL, 1_000_000, "oldest_first"),
        ("SP2D-002|iuran|", None, 300_000, "overpaid"),
    ]
    return [
        {
            "payment_id": paid,
            "agreement_number": PKS,
            "payer": "kabkota",
            "account": "iuran",
            "month_date": month,
            "amount": amount,
            "rule": rule,
        }
        for paid, month, amount, rule in parts
    ]


def family_totals() -> list[dict[str, Any]]:
    """Every division of the lines of :func:`family_lines`."""
    parts = [
        ("age_band", "1-3", 1, 51_000, 51_000),
        ("age_band", ">24", 2, 2_385_000, 1_908_000),
        ("area", "61.01", 3, 2_436_000, 1_959_000),
        ("class", "1", 1, 2_160_000, 1_728_000),
        ("class", "3", 2, 276_000, 231_000),
        ("poor", "true", 1, 225_000, 180_000),
        ("poor", "false", 2, 2_211_000, 1_779_000),
    ]
    names = ("by", "part", "people", "amount", "capped_amount")
    return [{**dict(zip(names, part, strict=True)), "families": part[2]} for part in parts]


def family_lines() -> list[dict[str, Any]]:
    """Three self-payers; two of them beyond the cap."""
    lines = [
        (1, 3, 2, 51_000, 51_000, "1-3", False, None),
        (2, 1, 30, 2_160_000, 1_728_000, ">24", False, None),
        (3, 3, 30, 225_000, 180_000, ">24", True, "pbi_jk"),
    ]
    return [
        {
            "unpaid_row": at + 1,
            "person_id": f"R{at}",
            "card_number": f"000{9000 + at:010d}",
            "family_card_number": f"610101010190900{at}",
            "area_code": "61.01.01.2001",
            "segment": "PBPU",
            "class": class_,
            "first_month": dt.date(2019, 1, 1),
            "months": months,
            "amount": amount,
            "stated": amount,
            "capped_months": min(months, 24),
            "capped_amount": capped,
            "age_band": band,
            "suspended_from": dt.date(2019, 2, 1),
            "poor": poor,
            "decile": 1 if poor else None,
            "suggestion": suggestion,
            "differs": False,
        }
        for at, class_, months, amount, capped, band, poor, suggestion in lines
    ]


def corrections() -> list[dict[str, Any]]:
    """A late death takes two accounts of one line back; a retroactive rate adds a little to two lines."""
    rows = [
        ("late_death", "iuran", "R1", 35_000, 0),
        ("late_death", "bantuan_iuran", "R1", 2_800, 0),
        ("rate_changed", "iuran", "R2", 23_000, 25_000),
        ("rate_changed", "iuran", "R3", 23_000, 25_000),
    ]
    return [
        {
            "month_date": dt.date(2021, 7, 1),
            "corrected_month": MAY,
            "entry_key": f"SK|2021-01-02|{person}",
            "agreement_number": PKS,
            "person_id": person,
            "nik": f"610101010190900{person[1:]}",
            "name": f"WARGA REKAAN {person[1:]}",
            "payer": "kabkota",
            "account": account,
            "billed": billed,
            "due": due,
            "amount": due - billed,
            "cause": cause,
            "evidence": "akta kematian 6101-KM-00001",
            "citation": "PKS pasal 9",
            "borne_by": "bpjs",
        }
        for cause, account, person, billed, due in rows
    ]


def reconciliation() -> list[dict[str, Any]]:
    """Two cards agree, one is only in the decree, one was taken off the list."""
    rows = [
        ("agrees", 37_800, 37_800),
        ("agrees", 37_800, 37_800),
        ("only_ours_awaiting_branch", 0, 37_800),
        ("only_branch_removed", 37_800, 0),
        ("only_branch_removed", 37_800, 0),
    ]
    return [
        {
            "card_number": f"000{9100 + at:010d}",
            "nik": None,
            "person_id": f"R{at}",
            "name": f"WARGA REKAAN {at}",
            "agreement_number": PKS,
            "branch_amount": branch,
            "our_amount": ours,
            "difference": branch - ours,
            "cause": cause,
        }
        for at, (cause, branch, ours) in enumerate(rows)
    ]


def position_totals() -> list[dict[str, Any]]:
    """The 2,800 in two regencies, and the province's part."""
    rows = [
        ("bantuan_iuran_mandiri", "61.01", "kabkota", "bantuan_iuran", 100, 280_000),
        ("bantuan_iuran_mandiri", "61.71", "kabkota", "bantuan_iuran", 10, 28_000),
        ("iuran_pbi_provinsi", "61.01", "provinsi", "iuran", 1000, 2_000_000),
    ]
    return [dict(zip(("bill", "area_code", "payer", "account", "people", "amount"), row, strict=True)) for row in rows]


def documents() -> dict[str, Any]:
    """A guarantee without its instrument, one with everything, a forum, and two channels."""
    statement = {"on": "2021-06-05", "by": "Bupati Sambas", "through": "unggahan media sosial", "says": "puskesmas tetap gratis"}
    return {
        "guarantees": [
            {
                "number": "JAMIN-1/2021",
                "title": "Jaminan sementara",
                "area": "61.01",
                "scope": {"who": "former_members", "services": ["rawat jalan", "IGD"]},
                "statements": [statement],
            },
            {
                "number": "JAMIN-2/2021",
                "title": "Jaminan lengkap",
                "area": "61.01",
                "instrument": {"number": "188/7/2021", "date": "2021-06-20", "title": "Perbup"},
                "scope": {"who": "residents", "text": "ber-KTP Sambas"},
                "facilities": [{"code": "0001R001", "name": "RSUD Sambas"}],
                "period": {"from": "2021-07-01", "to": "2022-01-01"},
                "account": "5.1.02.02",
            },
        ],
        "forum": [
            {
                "number": "FK-1",
                "title": "Forum kemitraan",
                "area": "61",
                "on": "2020-06-24",
                "place": "Ruang Praja II",
                "led_by": "Sekda",
                "earlier": ["2020-05-12"],
                "raised": [{"by": "Dinsos", "what": "data miskin", "reason": "verifikasi", "suggestion": "Dukcapil dahulu"}],
                "actions": [
                    {"what": "Evaluasi Pergub", "owner": "dinkes", "due": "2021-06-21", "figures": {"uncovered": 1641271}},
                    {"what": "Verifikasi", "owner": "dinsos", "due": "2021-07-01"},
                    {"what": "Konfirmasi", "owner": "dukcapil", "due": "2020-07-31", "done_on": "2020-07-30"},
                ],
            }
        ],
        "channels": [
            {
                "number": "K-1",
                "area": "61",
                "as_of": "2021-06-30",
                "illustrative": ["channels"],
                "channels": [
                    {"name": "Kantor cabang Pontianak", "kind": "branch_office", "registrations": 1200, "delay_days": 1.5},
                    {"name": "Drop box", "kind": "drop_box", "reach": [{"area": "61.01", "km": 174.5}]},
                ],
            }
        ],
    }


def outlook() -> dict[str, Any]:
    """What ``cakupan outlook --json`` answers for an agreement that ends with the year."""
    return {
        "area": "61",
        "as_of": "2021-07-01",
        "agreements": [
            {
                "number": PKS,
                "title": "PKS",
                "stands": True,
                "people": 65_000,
                "from": "2021-07-01",
                "to": "2022-01-01",
                "months": [
                    {
                        "month": f"2021-{month:02d}",
                        "people": 65_000,
                        "payers": {"kabkota": 1_474_200_000, "provinsi": 982_800_000},
                        "paid": 2_457_000_000 if month == 7 else None,
                    }
                    for month in range(7, 13)
                ],
            }
        ],
        "alarms": _alarms(),
        "loses_cover": _loses_cover(),
        "bill_per_month": {
            "readings": [
                {"name": "as_agreed", "payers": {"kabkota": 2_457_000_000}, "total": 2_457_000_000},
                {
                    "name": "provinsi ikut 40 %",
                    "payers": {"kabkota": 1_474_200_000, "provinsi": 982_800_000},
                    "total": 2_457_000_000,
                },
            ]
        },
        "arrears": {"rupiah": 18_000_000_000, "months": 9},
        "options": [
            {"code": "renew", "text": "Perpanjang", "text_en": "Renew", "cost_per_month": 2_457_000_000, "cost": 29_484_000_000}
            | {"people": 65_000, "source": "APBD 2022", "removes": ["cover_ends"]},
            {"code": "clean_up", "text": "Bersihkan", "text_en": "Clean up", "cost_per_month": -61_349_400, "cost": -368_096_400}
            | {"people": 1_623, "source": "", "removes": []},
        ],
    }


def _alarms() -> list[dict[str, Any]]:
    common = {"agreement": PKS, "cause": "no_successor", "citation": "PKS pasal 3"}
    return [
        {
            **common,
            "kind": "cover_ends",
            "date": "2022-01-01",
            "warn_from": "2021-09-01",
            "rupiah": 2_457_000_000,
            "people": 65_000,
            "text": "Mulai 1 Januari 2022, 65.000 jiwa kehilangan jaminan.",
            "text_en": "From 1 January 2022 65,000 people lose cover.",
            "raised": False,
        },
        {
            **common,
            "kind": "apbd_p",
            "date": "2021-09-30",
            "warn_from": "2021-06-30",
            "rupiah": 9_828_000_000,
            "people": 65_000,
            "text": "Kesempatan terakhir 30 September 2021.",
            "text_en": "Last chance on 30 September 2021.",
            "raised": True,
        },
    ]


def _loses_cover() -> dict[str, Any]:
    return {
        "on": "2022-01-01",
        "people": 65_000,
        "verified": 63_000,
        "by_village": [
            *({"area": f"61.01.01.20{at:02d}", "people": 1400, "verified": 1380} for at in range(1, 46)),
            {"area": None, "people": 2000, "verified": 0},
        ],
        "by_facility": [
            {"code": "0001P001", "name": "Puskesmas Sambas", "people": 64_000, "verified": 62_000},
            {"code": None, "people": 1000, "verified": 1000},
        ],
    }
