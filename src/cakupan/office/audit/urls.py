"""The log's pages, below /<area>/catatan/."""

from __future__ import annotations

from django.urls import path

from cakupan.office.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("<int:number>/", views.entry, name="entry"),
    path("keutuhan/", views.verification, name="verification"),
]
