"""Where every page lives. What belongs to an area begins with its code: /16.10/…"""

from __future__ import annotations

from django.urls import include, path, register_converter

from cakupan.office.accounts.views import set_language
from cakupan.office.audit.views import own_log


class AreaConverter:
    """An area's code in a URL: province, regency, as ``16`` or ``16.10``."""

    regex = r"\d{2}(?:\.\d{2})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class VillageConverter(AreaConverter):
    """A place of any level, down to a village: ``16.10.01.2001``."""

    regex = r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?"


class CodeConverter(AreaConverter):
    """A letter's code, as its QR and its foot carry it."""

    regex = r"[A-Z2-9]{4}-?[A-Z2-9]{4}-?[A-Z2-9]{4}"


register_converter(AreaConverter, "area")
register_converter(VillageConverter, "place")
register_converter(CodeConverter, "code")

handler500 = "cakupan.office.faults.failed"
urlpatterns = [
    path("", include("cakupan.office.desk.urls")),
    path("", include("cakupan.office.accounts.urls")),
    path("akun/catatan/", own_log, name="own_log"),
    path("bahasa/", set_language, name="set_language"),
    path("surat/", include("cakupan.office.papers.public_urls")),
    path("<area:area>/surat/", include("cakupan.office.papers.urls")),
    path("<area:area>/catatan/", include("cakupan.office.audit.urls")),
    path("<area:area>/pekerjaan/", include("cakupan.office.work.urls")),
    path("<area:area>/berkas/", include("cakupan.office.uploads.urls")),
    path("<area:area>/verifikasi/", include("cakupan.office.verification.urls")),
    path("<area:area>/orang/", include("cakupan.office.people.urls")),
    path("<area:area>/orang/", include("cakupan.office.audit.person_urls")),
    path("<area:area>/loket/", include("cakupan.office.admission.urls")),
    path("<area:area>/aplikasi-faskes/", include("cakupan.office.consumers.urls")),
    path("<area:area>/pembacaan/", include("cakupan.office.reads.urls")),
    path("<area:area>/perjanjian/", include("cakupan.office.agreements.urls")),
    path("<area:area>/usulan/", include("cakupan.office.enrolment.urls")),
    path("<area:area>/tagihan/", include("cakupan.office.billing.urls")),
    path("<area:area>/masa-simpan/", include("cakupan.office.retention.urls")),
    path("<area:area>/cakupan/", include("cakupan.office.coverage.urls")),
    path("<area:area>/jaminan/", include("cakupan.office.guarantees.urls")),
]
