"""What an office hands over: profiles, readers, row faults, snapshots; and documents, checked key by key."""

from cakupan.registers.agreements import Agreement, load_agreement
from cakupan.registers.cells import csv_column, csv_text
from cakupan.registers.documents import DOCUMENTS, Document, DocumentKind
from cakupan.registers.kinds import KINDS
from cakupan.registers.profile import Profile, load_profile
from cakupan.registers.register import read_register
from cakupan.registers.snapshot import Snapshot, open_snapshot

__all__ = [
    "DOCUMENTS",
    "KINDS",
    "Agreement",
    "Document",
    "DocumentKind",
    "Profile",
    "Snapshot",
    "csv_column",
    "csv_text",
    "load_agreement",
    "load_profile",
    "open_snapshot",
    "read_register",
]
