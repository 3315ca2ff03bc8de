"""What each kind of register holds, whoever delivers it: the canonical columns and how each is read."""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.law.refusal import Refusal


@dataclass(frozen=True)
class Column:
    """A canonical column. ``reads`` names the check that turns the file's text into its value (``checks.py``)."""

    name: str
    reads: str


@dataclass(frozen=True)
class Kind:
    """One kind of register: its canonical columns in order and the profile that reads it unless another is named.

    A row without one of ``needs`` says nothing that could be reckoned with: it is kept and counted as not readable.
    """

    name: str
    says: str
    columns: tuple[Column, ...]
    profile: str
    needs: tuple[str, ...] = ()

    def reads(self, column: str) -> str:
        """How a canonical column is read. Raises KeyError for a column that the kind does not have."""
        return {c.name: c.reads for c in self.columns}[column]


def _columns(**reads: str) -> tuple[Column, ...]:
    return tuple(Column(name, how) for name, how in reads.items())


PERSON = _columns(
    nik="nik",
    family_card_number="family_card",
    name="text",
    birth_place="text",
    birth_date="date",
    sex="label",
    mother_name="text",
    family_role="text",
    address="text",
    rt="neighbourhood",
    rw="neighbourhood",
    area_code="area",
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "residents",
            "Resident register of the civil registry (Dukcapil)",
            (*PERSON, *_columns(population_flag="text")),
            "dukcapil",
        ),
        Kind(
            "poverty",
            "Poverty register (DTKS, DTSEN) of social affairs (Dinsos)",
            (*PERSON, *_columns(source_id="text", decile="decile")),
            "dtks",
        ),
        Kind(
            "members",
            "Member master of the BPJS branch",
            (
                *PERSON,
                *_columns(
                    card_number="card",
                    segment="kept_label",
                    status="kept_label",
                    **{"class": "class"},
                    payer="label",
                    facility_code="text",
                    facility_name="text",
                    start_date="date",
                ),
            ),
            "bpjs",
        ),
        Kind(
            "deaths",
            "Death certificates of the civil registry",
            (*PERSON, *_columns(death_date="event_date", certificate_number="text", reported_date="date")),
            "akta",
        ),
        Kind(
            "moves",
            "Departures from the area, by the civil registry",
            (*PERSON, *_columns(move_date="event_date", destination_code="area")),
            "pindah",
        ),
        Kind(
            "decisions",
            "Annex of an enrolment decree: who is taken in, who is taken off, by name by address",
            _columns(
                annex_line="text",
                nik="nik",
                card_number="card",
                name="text",
                address="text",
                area_code="area",
                decision="label",
                segment="kept_label",
                **{"class": "class"},
                payer="label",
                agreement_number="text",
                decree_number="text",
                decree_date="date",
                submitted_date="date",
                decided_by="text",
                reason="text",
                priority="label",
            ),
            "decisions",
        ),
        Kind(
            "identity_decisions",
            "Officers' decisions on who is who: a row of the poor or of the members is a resident, or is not",
            _columns(
                register="label",
                subject_id="text",
                subject_nik="nik_as_written",
                resident_nik="whole_nik",
                decision="label",
                decided_date="date",
                decided_by="text",
                reason="text",
            ),
            "identitas",
            needs=("register", "subject_id", "resident_nik", "decision", "decided_date"),
        ),
        Kind(
            "facilities",
            "Health facilities and their contracts with BPJS",
            _columns(
                facility_code="text",
                facility_name="text",
                facility_kind="text",
                area_code="area",
                contract_from="term_date",
                contract_to="term_date",
                services="text",
                credentialing_to="term_date",
            ),
            "facilities",
        ),
        Kind(
            "payments",
            "Disbursements (SP2D) of the Pemda to the branch",
            _columns(
                disbursement_number="text",
                disbursement_date="date",
                agreement_number="text",
                month="month",
                account="text",
                rupiah="rupiah",
                payer="label",
            ),
            "payments",
        ),
        Kind(
            "unpaid",
            "Unpaid months of members who pay for themselves, from the branch",
            _columns(
                card_number="card",
                nik="nik",
                family_card_number="family_card",
                name="text",
                area_code="area",
                segment="kept_label",
                **{"class": "class"},
                first_month="first_day",
                months="count",
                rupiah="rupiah",
            ),
            "tunggakan",
            needs=("card_number", "class", "first_month", "months"),
        ),
        Kind(
            "bill",
            "The branch's bill by name",
            _columns(card_number="card", nik="nik", name="text", month="month", segment="kept_label", rupiah="rupiah"),
            "bill",
        ),
        Kind(
            "branch_answers",
            "The branch's answer to what was sent to it, row by row",
            _columns(
                annex_line="text",
                nik="nik",
                card_number="card",
                name="text",
                result="label",
                reason="text",
                effective_date="term_date",
            ),
            "jawaban-cabang",
            needs=("result",),
        ),
    )
}


def kind_named(name: str) -> Kind:
    """The kind called ``name``. Raises :class:`Refusal` for any other word."""
    if name not in KINDS:
        raise Refusal(f"kind {name!r}", why="there is no such kind of register.", mend=f"Use one of: {', '.join(KINDS)}.")
    return KINDS[name]
