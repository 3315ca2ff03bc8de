"""The leader's page and what is behind it, below /<area>/cakupan/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.coverage import views

app_name = "coverage"
urlpatterns = [
    path("", views.leader, name="leader"),
    path("wilayah/", views.places, name="places"),
    path("wilayah/<place:place>/", views.villages, name="villages"),
    path("tren/", views.trend, name="trend"),
    path("tanggal/", views.alarms, name="alarms"),
    path("kehilangan/", views.losing, name="losing"),
    path("tunggakan/", views.arrears, name="arrears"),
    path("uhc/", views.places, name="uhc"),
    path("pilihan/", views.alarms, name="options"),
]
