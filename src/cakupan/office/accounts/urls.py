"""Signing in and out, and one's own account."""

from __future__ import annotations

from django.urls import path

from cakupan.office.accounts import views

app_name = "accounts"
urlpatterns = [
    path("masuk/", views.login, name="login"),
    path("keluar/", views.logout, name="logout"),
]
