"""Invented standing answers: an issued guarantee, an activation, who is on duty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cakupan.answer.standing import Activation, Contact, IssuedGuarantee, Standing

WIB = dt.timezone(dt.timedelta(hours=7))
NIK, CARD = "9973014101909001", "9990000000001"


def issued(**changed: Any) -> IssuedGuarantee:
    values: dict[str, Any] = {
        "letter_number": "445/SJP/0001/2021",
        "nik": NIK,
        "card": None,
        "name": "SITI AMINAH",
        "facility_code": "R901",
        "facility_name": "RSUD CONTOH",
        "from_date": dt.date(2021, 7, 10),
        "to_date": dt.date(2021, 7, 20),
        "instrument_number": "KEP-9/2021",
        "instrument_date": dt.date(2021, 1, 4),
        "account": "5.1.02.99",
        "decided_by": "Dinas Kesehatan",
        "decided_at": dt.datetime(2021, 7, 10, 9, 30, tzinfo=WIB),
        "verify_code": "7K3M-9QPA",
        "revoked_at": None,
    }
    return IssuedGuarantee(**{**values, **changed})


def told(**changed: Any) -> Activation:
    values: dict[str, Any] = {
        "nik": NIK,
        "card": CARD,
        "from_date": dt.date(2021, 7, 12),
        "segment": "PEMDA",
        "payer": "kabkota",
        "class_": 3,
        "told_by": "BPJS Kesehatan cabang Contoh",
        "told_at": dt.datetime(2021, 7, 12, 11, 0, tzinfo=WIB),
        "reference": "AKT-9001/2021",
    }
    return Activation(**{**values, **changed})


DUTY = (
    Contact("dinsos", "Dinas Sosial", "0000-000-001", "08.00 s.d. 16.00"),
    Contact("dinkes", "Dinas Kesehatan", "0000-000-002", "24 jam"),
    Contact("bpjs", "BPJS Kesehatan cabang Contoh", "165", "24 jam"),
)


def standing(**changed: Any) -> Standing:
    values: dict[str, Any] = {
        "area": "99.73",
        "written_at": dt.datetime(2021, 7, 12, 12, 0, tzinfo=WIB),
        "issued": (),
        "activations": (),
        "contacts": (),
    }
    return Standing(**{**values, **changed})
