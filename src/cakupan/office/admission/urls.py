"""The admission desk, below ``/<area>/loket/``."""

from __future__ import annotations

from django.urls import path

from cakupan.office.admission import case_views, views

app_name = "admission"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("panduan/", views.guide, name="guide"),
    path("kasus/", case_views.cases, name="cases"),
    path("kasus/lapor/", case_views.report, name="report"),
    path("kasus/<int:pk>/", case_views.case, name="case"),
    path("kasus/<int:pk>/langkah/<slug:code>/", case_views.step, name="step"),
]
