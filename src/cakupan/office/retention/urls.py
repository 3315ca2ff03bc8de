"""How long things are kept, below ``/<area>/masa-simpan/``."""

from __future__ import annotations

from django.urls import path

from cakupan.office.retention import views

app_name = "retention"
urlpatterns = [path("", views.kept, name="kept")]
