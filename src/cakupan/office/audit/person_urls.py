"""What asks for a purpose, below /<area>/orang/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.audit import person_views

app_name = "personal"
urlpatterns = [
    path("<int:person_id>/buka-nik/", person_views.open_nik, name="open_nik"),
    path("<int:person_id>/riwayat-lengkap/", person_views.whole_record, name="record"),
    path("<int:person_id>/riwayat-lengkap/surat/", person_views.record_letter, name="letter"),
]
