"""The invented officers of a demo, one for each desk and one who decides where a desk decides. Nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.desks import Desk
from cakupan.office.accounts.models import User

# A domain that can never exist (RFC 2606): no letter to a demo's officer reaches anybody.
DOMAIN = "contoh.invalid"
DEVICE = "demo"


@dataclass(frozen=True)
class Officer:
    """Somebody who does not exist, at a desk."""

    desk: Desk
    full_name: str
    position_title: str
    approver: bool = False

    @property
    def username(self) -> str:
        """The address: the desk's, with a part of its own for whoever decides."""
        return f"{self.desk}{'.penyetuju' if self.approver else ''}@{DOMAIN}"


OFFICERS = (
    Officer(Desk.DUKCAPIL, "Ratna Melinda", "Operator SIAK"),
    Officer(Desk.DUKCAPIL, "Drs. Hasan Basri", "Kepala Bidang Pengelolaan Informasi Kependudukan", approver=True),
    Officer(Desk.DINSOS, "Yuliana Pratiwi", "Operator DTSEN"),
    Officer(Desk.DINSOS, "Bambang Irawan, S.Sos.", "Kepala Bidang Perlindungan dan Jaminan Sosial", approver=True),
    Officer(Desk.DINKES, "Dewi Kartika, SKM", "Pengelola Jaminan Kesehatan"),
    Officer(Desk.DINKES, "dr. Agus Salim Nasution", "Kepala Dinas Kesehatan", approver=True),
    Officer(Desk.BPJS, "Fitri Handayani", "Staf Kepesertaan"),
    Officer(Desk.BPJS, "Rudi Hartono Siregar", "Kepala Bidang Perluasan dan Pelayanan Peserta", approver=True),
    Officer(Desk.SETDA, "Nurul Aini, S.H.", "Analis Kerja Sama"),
    Officer(Desk.PROVINSI, "Sri Wahyuni", "Pengelola Bantuan Keuangan"),
    Officer(Desk.PROVINSI, "Ir. Tri Sutrisno", "Kepala Bidang Pelayanan Kesehatan Provinsi", approver=True),
    Officer(Desk.KELURAHAN, "M. Yusuf Effendi", "Kepala Seksi Kesejahteraan Sosial"),
    Officer(Desk.FASKES, "Lestari Ningsih", "Petugas Loket Pendaftaran"),
    Officer(Desk.PIMPINAN, "H. Zainal Abidin", "Kepala Daerah"),
    Officer(Desk.DPRD, "Hj. Rohana", "Ketua Komisi IV"),
    Officer(Desk.AUDITOR, "Siti Aisyah, S.E., Ak.", "Auditor Inspektorat"),
    Officer(Desk.ADMIN, "Andi Saputra", "Admin Diskominfo"),
)


def make_demo_users(area: str) -> list[User]:
    """The officers of a demo, each with this area besides those they have (the province's with its province), in desks' order.

    Their passwords cannot be used: whoever tries the demo enters by its tour. Again gives the same users.
    Raises :class:`Refusal` where people are not invented.
    """
    if not settings.ENVIRONMENT.demo:
        raise Refusal(
            _("Pengguna contoh"),
            why=_("ruang kerja ini memegang data daerah; pengguna contoh hanya ada di demo."),
            mend=_("Undang pengguna satu per satu, mulai dari admin: cakupan user invite --desk admin."),
        )
    return list(_made(area))


def _made(area: str) -> Iterator[User]:
    for officer in OFFICERS:
        own = area[:2] if officer.desk == Desk.PROVINSI else area
        user = User.objects.filter(username=officer.username).first()
        if user is None:
            user = User.objects.create_user(officer.username, full_name=officer.full_name, desk=officer.desk, areas=[own])
        user.areas = sorted({*user.areas, own})
        user.position_title, user.approver = officer.position_title, officer.approver
        user.save()
        if user.approver:
            TOTPDevice.objects.get_or_create(user=user, name=DEVICE, confirmed=True)
        yield user
