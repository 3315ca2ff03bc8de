"""The pages of this app, below /<area>/jaminan/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.guarantees import basis_views, recap_views, setting_views, views

app_name = "guarantees"
urlpatterns = [
    path("", views.covers, name="covers"),
    path("ajukan/", views.ask, name="ask"),
    path("<int:pk>/", views.cover, name="cover"),
    path("<int:pk>/langkah/<slug:code>/", views.step, name="step"),
    path("<int:pk>/sjp/", views.letter, name="letter"),
    path("<int:pk>/klaim/", recap_views.claim, name="claim"),
    path("rekap/", recap_views.recap, name="recap"),
    path("rekap/<slug:month>/<str:facility>/", recap_views.recap_letter, name="recap_letter"),
    path("dasar/", basis_views.bases, name="bases"),
    path("dasar/baru/", basis_views.enter, name="enter_basis"),
    path("dasar/<int:pk>/berkas/", basis_views.file, name="basis_file"),
    path("dasar/<int:pk>/akhiri/", basis_views.end, name="end_basis"),
    path("piket/", setting_views.contacts, name="contacts"),
    path("piket/baru/", setting_views.contact, name="new_contact"),
    path("piket/<int:pk>/", setting_views.contact, name="contact"),
    path("piket/<int:pk>/hapus/", setting_views.remove_contact, name="remove_contact"),
    path("pembagian/", setting_views.division, name="division"),
]
