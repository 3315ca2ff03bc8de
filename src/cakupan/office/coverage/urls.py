"""The leader's page and what is behind it, below /<area>/cakupan/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.coverage import aid_views, option_views, uhc_views, views

app_name = "coverage"
urlpatterns = [
    path("", views.leader, name="leader"),
    path("wilayah/", views.places, name="places"),
    path("wilayah/<place:place>/", views.villages, name="villages"),
    path("tren/", views.trend, name="trend"),
    path("tanggal/", views.alarms, name="alarms"),
    path("kehilangan/", views.losing, name="losing"),
    path("tunggakan/", views.arrears, name="arrears"),
    path("kehilangan/<place:place>/", views.losing_people, name="losing_people"),
    path("uhc/", uhc_views.uhc, name="uhc"),
    path("uhc/permohonan/", uhc_views.ask, name="uhc_ask"),
    path("uhc/<int:pk>/pemberian/", uhc_views.grant, name="uhc_grant"),
    path("pilihan/", option_views.options, name="options"),
    path("bantuan/", aid_views.aid, name="aid"),
]
