"""What facilities' software read, and what stands out in it, below ``/<area>/pembacaan/``."""

from __future__ import annotations

from django.urls import path

from cakupan.office.reads import notice_views, views

app_name = "reads"
urlpatterns = [
    path("", views.listed, name="listed"),
    path("nomor/", views.by_number, name="by_number"),
    path("peringatan/", notice_views.notices, name="notices"),
    path("peringatan/<int:pk>/", notice_views.notice, name="notice"),
    path("peringatan/<int:pk>/langkah/<slug:code>/", notice_views.step, name="step"),
]
