"""The kinds of paper as the office keeps them: whose they are, who signs, how they are numbered. Data, not code."""

from __future__ import annotations

from dataclasses import dataclass

# Desks that read papers at all.
READERS = frozenset({"dukcapil", "dinsos", "dinkes", "bpjs", "setda", "provinsi", "auditor"})
NUMBER = "{classification}/{serial:04d}/{short}/{office}/{year}"


@dataclass(frozen=True)
class PaperKind:
    """``short`` stands in the number; ``of`` is the desk whose office writes; ``signed_by`` the desks whose heads sign, in order.

    ``to`` is the desk whose head it is addressed to (empty: minutes and lists are addressed to nobody). ``classification`` is the
    archive code (440: kesehatan, 460: kesejahteraan sosial, 470: kependudukan). ``read_by``: the desks that may read it whole.
    ``with_its_act``: it stands or falls with what it tells, and is withdrawn on that page, not by itself.
    """

    short: str
    of: str
    signed_by: tuple[str, ...]
    to: str = ""
    classification: str = "440"
    read_by: frozenset[str] = READERS
    with_its_act: bool = False


KINDS: dict[str, PaperKind] = {
    "monthly_list_minutes": PaperKind("BA-PD", "dinkes", ("dinkes", "bpjs")),
    "invoice": PaperKind("TAGIHAN", "bpjs", ("bpjs",), to="dinkes"),
    "reconciliation_minutes": PaperKind("BA-REK", "dinkes", ("dinkes", "bpjs")),
    "mismatch_minutes": PaperKind("BA-VERVAL", "dinsos", ("dinsos", "dukcapil"), classification="460"),
    "proposal_letter": PaperKind("USULAN", "dinkes", ("dinkes",), to="bpjs"),
    "decree_annex": PaperKind("LAMP-SK", "setda", ("pimpinan",)),
    "payment_reminder": PaperKind("INGAT", "bpjs", ("bpjs",), to="dinkes"),
    "requirement_reminder": PaperKind("INGAT-PKS", "setda", ("setda",), to="dinkes"),
    "balance_confirmation": PaperKind("SALDO", "dinkes", ("dinkes", "bpjs"), to="bpjs"),
    "re_enumeration": PaperKind("BA-MUSYAWARAH", "dinsos", ("dinsos",), classification="460"),
    "local_guarantee_letter": PaperKind(
        "SJP", "dinkes", ("dinkes",), read_by=frozenset({"dinsos", "dinkes", "auditor"}), with_its_act=True
    ),
    "guarantee_recap": PaperKind("REKAP-SJP", "dinkes", ("dinkes",), read_by=frozenset({"dinsos", "dinkes", "auditor"})),
    "person_record": PaperKind(
        "RIWAYAT",
        "dinkes",
        ("dinkes",),
        classification="470",
        read_by=frozenset({"dukcapil", "dinsos", "dinkes", "bpjs", "auditor"}),
    ),
}

# What an office is called where nobody has written its letterhead: government, office, short, role; {area} is the area's name.
OFFICES: dict[str, tuple[str, str, str, str]] = {
    "dinkes": ("Pemerintah {area}", "Dinas Kesehatan", "DINKES", "Kepala Dinas Kesehatan {area}"),
    "dinsos": ("Pemerintah {area}", "Dinas Sosial", "DINSOS", "Kepala Dinas Sosial {area}"),
    "dukcapil": (
        "Pemerintah {area}",
        "Dinas Kependudukan dan Pencatatan Sipil",
        "DUKCAPIL",
        "Kepala Dinas Kependudukan dan Pencatatan Sipil {area}",
    ),
    "setda": ("Pemerintah {area}", "Sekretariat Daerah", "SETDA", "Sekretaris Daerah {area}"),
    "pimpinan": ("Pemerintah {area}", "Sekretariat Daerah", "SETDA", "Kepala Daerah {area}"),
    "bpjs": ("BPJS Kesehatan", "Kantor Cabang", "BPJSK", "Kepala Cabang BPJS Kesehatan"),
}
