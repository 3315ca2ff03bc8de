"""Delivered files, below ``/<area>/berkas/``."""

from __future__ import annotations

from django.urls import path

from cakupan.office.uploads import facilities, views

app_name = "uploads"
urlpatterns = [
    path("", views.deliveries, name="deliveries"),
    path("faskes/", facilities.facilities, name="facilities"),
    path("kirim/", views.deliver, name="deliver"),
    path("<int:delivery_id>/", views.delivery, name="delivery"),
    path("<int:delivery_id>/masukkan/", views.take_in, name="import"),
    path("<int:delivery_id>/tarik/", views.take_back, name="undo"),
    path("<int:delivery_id>/perbaiki/", views.mend, name="mend"),
    path("<int:delivery_id>/kesalahan.xlsx", views.bad_rows, name="bad_rows"),
    path("templat/<slug:kind>/<slug:profile>.xlsx", views.template, name="template"),
]
