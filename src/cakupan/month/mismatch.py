"""Which mismatches of an annex line prove that it should not be paid, and which are questions for a person."""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.linking.mismatch import MISMATCHES, Mismatch

# A line of the annex that may be one resident or another: only the annex has it, linking's own reviews stay in its links.
IDENTITY_UNCERTAIN = Mismatch(
    "identity_uncertain",
    "Identitas perlu diteliti",
    "data_differ",
    "Teliti bersama Dukcapil: orang yang sama atau bukan.",
    "A NIK with another name, or a name with another NIK: evidence for a person to judge, not proof.",
)

# Code → why it alone takes a line out of the verified bill. In the order in which a line with several codes is counted: what ends
# the duty for good comes first. Everything else asks a person first: an employer's delay must not end cover.
PROVABLE = {
    "deceased": "A certificate or the resident register's own mark, from before the month; the month of death was still due.",
    "moved": "A recorded departure out of the area before the month; the duty passes to where the person lives now.",
    "duplicate": "A later line of the same person under the same agreement: one contribution covers one person.",
    "funded_twice": "The branch says that the person is active as PBI JK, or an earlier agreement already pays.",
    "not_in_register": "No resident has the NIK, a near NIK with the same name, or the same name in the village.",
}


@dataclass(frozen=True)
class ListedKind:
    """One code as the month's steps read it; ``ordinal`` orders the codes, provable ones first."""

    code: str
    ordinal: int
    provable: bool
    bpk_kind: str | None
    suggested_action: str


def listed_kinds() -> tuple[ListedKind, ...]:
    """Every code that can stand beside a line of the annex."""
    known = {mismatch.code: mismatch for mismatch in (*MISMATCHES, IDENTITY_UNCERTAIN)}
    codes = [*PROVABLE, *(code for code in known if code not in PROVABLE)]
    return tuple(
        ListedKind(code, place, code in PROVABLE, known[code].bpk_kind, known[code].suggested_action)
        for place, code in enumerate(codes, start=1)
    )
